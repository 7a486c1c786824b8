"""The sections that decide a question, the verdict they give, and the sentences they lend."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.models import (
    Basis,
    CodeFinding,
    Evidence,
    Intent,
    SectionHit,
    Statement,
    Verdict,
)
from assistant.reading._intent import affirmed, first_thought
from assistant.reasoning._asked import FIRST, asked_verdict, stranger
from assistant.reasoning._by_statement import leaves_order_open, said_by_statement, with_open_order
from assistant.reasoning._case import Case, Item
from assistant.reasoning._clause import asking_clause
from assistant.reasoning._detailed import detail_verdict
from assistant.reasoning._documented import Note
from assistant.reasoning._families import family_verdict
from assistant.reasoning._hanging import hanging
from assistant.reasoning._instead import instead_verdict
from assistant.reasoning._lead import lead_verdict, never_first
from assistant.reasoning._leaving import leaves_out, leaving_verdict
from assistant.reasoning._open import open_verdict
from assistant.reasoning._polarity import praised
from assistant.reasoning._posed import posed_verdict
from assistant.reasoning._proposed import proposed
from assistant.reasoning._query import query_verdict
from assistant.reasoning._unvoiced import unvoiced_verdict
from assistant.reasoning._verdict import Decided, opposite, voted
from assistant.reasoning._weighing import weighed

_OTHER_SETTING = 0.3  # what a section loses that governs only the other setting
_FIRED_BONUS = 0.1
_GENERIC = ("I.A.19", "I.B.2", "I.C.21.c.4", "I.C.21.c.1", "I.B.12", "I.A.13", "IV.J")
_UNFOUND = 0.5  # score of a section that decided something but was not found by search
_CITED_SECTIONS = 5
_SAME = 0.85  # similarity from which another question asks the same
_CLEAR = 0.6  # share of a vote against which it does not stand that a code is not in the case
_SURE = 0.8  # and against which it does not stand that it is
_UNANIMOUS = 0.97  # share of a vote against which the worked-out case does not stand
_RELEVANT = 0.75  # share of the best section's score under which a section is not cited
_WEAK = 0.71  # best section's score under which nothing relevant was found


def grounded(evidence: Evidence) -> bool:
    """Whether search found a section that has to do with the question."""
    return bool(evidence.sections) and evidence.sections[0].score >= _WEAK


def decide(case: Case, evidence: Evidence, ordered: list[Item]) -> Decided | None:
    """The verdict of a yes/no question, None where nothing decides it."""
    if not case.reading.asks_yes_no:
        return None
    sections = _ranked(case, evidence)
    if (family := family_verdict(case, ordered)) is not None:
        return family
    if sections and (unknown := _unknown(case, sections[0])):
        return unknown
    led = lead_verdict(case, ordered)
    fixed = never_first(case) or (_by(sections, led.verdict) if led and led.by_note else None)
    if fixed is not None:
        return fixed
    if sections and (left_open := _left_open(case, sections[0])):
        return left_open
    if led is not None and led.by_rule:
        return _by(sections, led.verdict)
    asks_query = query_verdict(case, ordered)
    if asks_query is not None:
        return _by(sections, asks_query)
    early = (
        unvoiced_verdict(case) or open_verdict(case, ordered) or _not_told_whether(case, sections)
    )
    if early is not None:
        return early
    uncertain = _uncertain_verdict(case)
    if uncertain is not None:
        return uncertain
    vote = _voted(case, sections)
    if (settled := said_by_statement(case, vote)) is not None:
        return settled
    worked_out = (
        instead_verdict(case, ordered)
        or (None if leaves_out(case) else case.listed)
        or leaving_verdict(case, ordered)
        or detail_verdict(case, ordered)
        or (led.verdict if led else None)
    )
    asked = worked_out or asked_verdict(case, ordered) or posed_verdict(case, ordered)
    if asked is None and stranger(case, ordered):
        return Decided("no", "I.A.19", 0, 1.0, settled=True)
    if (
        asked is None
        or not sections
        or _contradicted(asked, vote, case.reading.question, worked_out=worked_out is not None)
    ):
        return with_open_order(case, vote)
    return _by(sections, asked)


def _by(sections: tuple[SectionHit, ...], verdict: Verdict) -> Decided | None:
    """The verdict of the case, as the section that ranks first has it."""
    if not sections:
        return None
    hit = sections[0]
    return Decided(verdict, hit.section, hit.statement or 0, 1.0)


def _voted(case: Case, sections: tuple[SectionHit, ...]) -> Decided | None:
    """What like questions are answered with, turned round where the question denies what they ask."""
    text, turned = affirmed(case.text)
    text, blamed = praised(text)
    turned = turned != blamed
    vote = voted(first_thought(text), sections, case.digest)
    return replace(vote, verdict=opposite(vote.verdict)) if vote is not None and turned else vote


_BASIS = re.compile(
    r"\b(?:on my own|(?:from|based on|by|off(?: of)?) (?:just )?(?:the|an?|her|his|that|this"
    r"|those) (?:\w+ )?(?:labs?|reports?|path\w*"
    r"|meds?|med(?:ication)? list|x-?rays?|results?|imaging|ct|mri|orders?|mar|criteria|swab|screen|culture))\b",
    re.IGNORECASE,
)
"""What a code is to rest on: whether that is enough the list of codes does not tell."""


def _contradicted(asked: Verdict, vote: Decided | None, question: str, *, worked_out: bool) -> bool:
    """Whether like questions are answered otherwise, so clearly that the case was misread.

    What was worked out on the very words of the question gives way only to a vote of nearly all, one
    of which asks the same. That a code is in the case gives way to a sure vote, for what is documented
    and coded is rarely wrong; that it is not, to a clear one, for it may have been missed.
    """
    if vote is None or vote.verdict == asked:
        return False
    if asked == "yes" and vote.verdict == "no" and _BASIS.search(question):
        return True
    if worked_out:
        return vote.similarity >= _UNANIMOUS and vote.nearest >= _SAME
    missed = asked == "no" and vote.verdict == "yes"
    return vote.similarity >= (_CLEAR if missed else _SURE)


_UNKNOWN = re.compile(
    r"\b(?:i (?:can['’]?t|cannot) tell|(?:i )?(?:don['’]?t|do not) know|(?:i['’]?m )?not sure|no idea) "
    r"(?:[^.?;\n]{0,40}\b)?(?:if|whether|which)\b",
    re.IGNORECASE,
)


def _unknown(case: Case, top: SectionHit) -> Decided | None:
    """It depends: a fact on which the rule turns is unknown or not told."""
    statement = top.statement or 0
    if _UNKNOWN.search(case.text):
        return Decided("depends", top.section, statement, 1.0)
    turn = hanging(case.text, top.section, case.setting)
    return Decided("depends", top.section, turn, 1.0) if turn is not None else None


def _left_open(case: Case, top: SectionHit) -> Decided | None:
    """It depends: the order is left to circumstances.

    "Acute respiratory failure and pneumonia at admission: does J96 go first?" tells nothing of
    which one occasioned the admission (II, II.C).
    """
    statement = top.statement or 0
    if not leaves_order_open(case, case.digest[top.section].text[statement]):
        return None
    return Decided("depends", top.section, statement, 1.0)


_NOT_TOLD = re.compile(
    r"(?:\b(?:do|does|did|is|was|has|have)(?:n['’]?t| not)|\bnever|\bnobody|\bno ?one|\bnot|\bnowhere)\b[^.;?]{0,30}"
    r"\b(?:say|state|mention|specif|document|clarif|indicat|address|clear|told|tell|known|noted)\w*\b[^.;?]{0,15}"
    r"\b(?:if|whether)\b"
    r"|\bno (?:word|mention|documentation|indication|note|info\w*)\b[^.;?]{0,12}\b(?:if|whether)\b"
    r"|\b(?:unclear|unknown|undocumented) (?:if|whether)\b",
    re.IGNORECASE,
)
_BY_DEFAULT = re.compile(
    r"\b(?:assum\w*|presum\w*|default\w*|query|quer(?:ies|ying)|ask|clarif\w*|poa)\b", re.IGNORECASE
)
"""Words that ask what holds where nothing is told, or whether to ask the provider."""


def _not_told_whether(case: Case, sections: tuple[SectionHit, ...]) -> Decided | None:
    """Depends, where the record is said not to tell whether the fact in question is so.

    "PSA stable; doesn't say if the Lupron was finished. Z85.46?" The provider decides (I.A.19).
    """
    start, clause = asking_clause(case)
    told = case.text[:start] + case.text[start + len(clause) :]
    if not sections or not _NOT_TOLD.search(told) or _BY_DEFAULT.search(clause):
        return None
    if not proposed(case) and not _CODE_IT.search(clause) and not FIRST.search(clause):
        return None
    top = sections[0]
    return Decided("depends", top.section, top.statement or 0, 1.0)


_CODE_IT = re.compile(
    r"\b(?:cod(?:e|e?able)|report(?:able)?|assign|bill(?:able)?|use|capture|pick up)\b",
    re.IGNORECASE,
)


_SUSPECTED = ("T76", "O9A.3", "O9A.4", "O9A.5")


def _uncertain_verdict(case: Case) -> Decided | None:
    """ "Can I code possible X?" is decided by the setting (II.H, IV.H)."""
    asked = case.reading.question
    # abuse that is suspected has codes of its own (I.C.19.f)
    told = [i for i in case.uncertain if not _threatened(i) and not i.code.startswith(_SUSPECTED)]
    if not told or len(case.reading.mentions) > 3 or not _CODE_IT.search(asked):
        return None
    if any(r.code == i.code for i in case.uncertain for r in case.rejected):
        section = "IV.H" if case.setting == "outpatient" else next(iter(case.sections))
        return Decided("no", section, 0, 1.0, settled=True)
    if case.setting == "inpatient":
        return Decided("yes", "II.H", 0, 1.0, settled=True)
    return Decided("depends", "II.H", 0, 1.0, settled=True)


_THREATENED = re.compile(r"impending|threaten|imminent", re.IGNORECASE)


def _threatened(item: Item) -> bool:
    """Whether a condition is only told to impend, which is another matter than doubt (I.B.11)."""
    cue = item.mention.cue if item.mention else None
    return cue is not None and _THREATENED.search(cue.text) is not None


def _ranked(case: Case, evidence: Evidence) -> tuple[SectionHit, ...]:
    """Sections by retrieval, those that decided something in reasoning lifted."""
    scores = {h.section: h for h in evidence.sections}
    lifted: list[SectionHit] = []
    for section in case.sections:
        if section not in scores:
            scores[section] = SectionHit(section=section, score=_UNFOUND)
    applied = {s.rpartition(".")[0] for s in case.sections if s.startswith("I.C.")} - set(
        case.sections
    )
    for section, hit in scores.items():
        bonus = 0.0
        if section in case.sections:
            bonus = 0.03 if section in _GENERIC else _FIRED_BONUS
        elif section.rpartition(".")[0] in applied and case.reading.intent is Intent.CODING:
            # "taken by mistake" is no adverse effect, though near to it in words
            bonus = -_FIRED_BONUS
        only = case.digest[section].settings
        if case.setting is not None and "any" not in only and case.setting not in only:
            bonus -= _OTHER_SETTING
        lifted.append(hit.model_copy(update={"score": hit.score + bonus}))
    order = list(case.digest)
    return tuple(sorted(lifted, key=lambda h: (-h.score, order.index(h.section))))


def deciding(
    case: Case, evidence: Evidence, decided: Decided | None, ordered: list[Item]
) -> tuple[Basis, ...]:
    """The sections to cite, the one that decides the question or the chart first."""
    ranked = list(_ranked(case, evidence))
    if Note(case).is_note:
        ranked = list(weighed(case, ordered, ranked))
    if decided is not None and decided.settled:
        ranked.sort(key=lambda h: h.section != decided.section)
    found: list[Basis] = []
    top = max((h.score for h in ranked), default=0.0)
    for hit in ranked:
        near = hit.score >= _RELEVANT * top or hit.section in case.sections
        if len(found) >= _CITED_SECTIONS or not near:
            continue
        if decided is not None and hit.section == decided.section:
            number = decided.statement
            found.append(case.guideline(hit.section, number))
            continue
        if hit.section in case.sections:
            found.append(case.sections[hit.section])
        else:
            text = case.digest[hit.section].text
            number = hit.statement if hit.statement is not None and hit.statement < len(text) else 0
            found.append(Basis(kind="guideline", ref=hit.section, quote=text[number]))
    return tuple(found)


_OPENING: dict[Verdict, str] = {"yes": "Yes", "no": "No", "depends": "It depends"}


def statements(
    case: Case,
    ordered: list[Item],
    decided: Decided | None,
    deciding: tuple[Basis, ...],
    codes: tuple[CodeFinding, ...],
) -> tuple[Statement, ...]:
    """Verdict, codes and deciding sentences, each with its sources."""
    found: list[Statement] = []
    reported = [c for c in codes if c.role != "alternative"]
    if decided is not None:
        basis = case.guideline(decided.section, decided.statement)
        quote = case.digest[decided.section].text[decided.statement]
        found.append(
            Statement(
                text=f"**{_OPENING[decided.verdict]}.** {quote}",
                basis=(basis.model_copy(update={"quote": quote}),),
            )
        )
    if reported:
        listed = ", ".join(f"**{c.code}**" for c in reported)
        sources = tuple(dict.fromkeys(b for c in reported for b in c.basis[:1]))
        verb = "Report, in this order:" if len(reported) > 1 else "Report"
        found.append(Statement(text=f"{verb} {listed}.", basis=sources))
    shown = {s.basis[0].quote for s in found if s.basis}
    limit = 3 if case.reading.question or not reported else 2
    for basis in deciding[:limit]:
        if basis.quote not in shown:
            found.append(Statement(text=basis.quote, basis=(basis,)))
            shown.add(basis.quote)
    return tuple(found)
