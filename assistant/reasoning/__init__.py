"""Reasoning: from what was read and found to what follows, deterministically.

Conditions are coded or left out by how they are documented; executable sections combine, replace
and order codes; notes of the Tabular List are followed; a yes/no question gets a verdict only where
something decides it.
"""

from __future__ import annotations

from assistant.looking_up import LookUp
from assistant.models import (
    Basis,
    CodeFinding,
    CodeHit,
    Evidence,
    Findings,
    Intent,
    Question,
    Reading,
    Rejection,
    Role,
    Span,
    Statement,
    Step,
)
from assistant.querying import Gap
from assistant.reading._attributes import encounter_attributes
from assistant.reasoning import _code_questions as code_questions
from assistant.reasoning import _pairs as pairs
from assistant.reasoning._agreed import report_agreed, withhold_denied
from assistant.reasoning._asked import leaning_verdict
from assistant.reasoning._asked_pair import together
from assistant.reasoning._both_sides import code_each_side
from assistant.reasoning._case import Case, Item
from assistant.reasoning._claimed import drop_claimed
from assistant.reasoning._clause import speaks_of_leaving
from assistant.reasoning._conditions import gather
from assistant.reasoning._detail import add_detail
from assistant.reasoning._explained import drop_unlisted
from assistant.reasoning._external import add_external_causes
from assistant.reasoning._gallstones import settle_gallstones
from assistant.reasoning._gaps import queries
from assistant.reasoning._given import drop_drugs_given
from assistant.reasoning._harmed import add_harm_by_drugs
from assistant.reasoning._instead import puts_in_place
from assistant.reasoning._integral import drop_integral
from assistant.reasoning._leaving import leaves_out
from assistant.reasoning._listed import listed_verdict, report_listed
from assistant.reasoning._named_companions import add_named_companions, named_companions
from assistant.reasoning._open import leave_open
from assistant.reasoning._other_date import (
    in_its_place,
    of_another_date,
    overruled,
    with_standing,
)
from assistant.reasoning._repeats import drop_vague_repeats
from assistant.reasoning._rulebook import own_rules
from assistant.reasoning._rules import apply_rules
from assistant.reasoning._second_infarction import code_second_infarction
from assistant.reasoning._sections import decide, deciding, grounded, statements
from assistant.reasoning._side_treated import leave_treated_side
from assistant.reasoning._standing import standing
from assistant.reasoning._tabular import (
    ask_for_companions,
    sequenced,
    settle_duplicates,
    settle_excludes1,
)
from assistant.reasoning._term import MOST, likeliest
from assistant.reasoning._uncertain import settle_asked, settle_uncertain
from assistant.reasoning._undocumented import drop_undocumented
from assistant.reasoning._unlinked import part_unrelated
from assistant.reasoning._unvoiced import drop_unvoiced
from assistant.reasoning._verdict import Decided
from assistant.reasoning._with_symptoms import take_symptoms_in
from assistant.reasoning._worsened_ulcer import code_each_stage
from guidelines.codeset import CodeSet
from guidelines.releases import DIGEST_RELEASE, code_release, guideline_release
from indexes.index import Index

__all__ = ["reason"]

_FEW_CODES = 3  # past which one wrong code does not keep the others from being checked


def reason(
    question: Question, reading: Reading, evidence: Evidence, codeset: CodeSet, index: Index
) -> Findings:
    """What follows from the evidence.

    Args:
        question: The question with its circumstances.
        reading: What was read.
        evidence: What was retrieved.
        codeset: The release in force on the date of service.
        index: The open index.
    """
    case = Case(question, reading, index, codeset, reading.setting)
    _note_release(case)
    case.step("read", f"Read as {reading.intent.value}", _read_detail(reading))
    if reading.intent is Intent.OUT_OF_SCOPE:
        return Findings(abstain_reason=reading.scope_reason, steps=tuple(case.steps))
    if reading.intent is Intent.BILLABLE:
        return standing(case)
    if reading.intent is Intent.CODE:
        return code_questions.describe(case)
    if reading.intent is Intent.PAIR:
        return _pair(case, evidence)
    if reading.codes_named:
        missing = code_questions.unknown(case, code_questions.named(case))
        if missing is not None and len(reading.codes_named) == 1 and not reading.mentions:
            return missing
    return _coding(case, evidence)


def _note_release(case: Case) -> None:
    """Note what the answer was worked out with."""
    notices = (code_release(case.on).notice, guideline_release(case.on).notice)
    case.step(
        "release",
        f"ICD-10-CM {case.codeset.release.name}, guidelines {DIGEST_RELEASE.name}",
        {"date_of_service": case.on.isoformat(), "notices": [n for n in notices if n]},
    )


def _pair(case: Case, evidence: Evidence) -> Findings:
    """Codes asked about together, in the light of the conditions that the question documents."""
    named = code_questions.named(case)
    missing = code_questions.unknown(case, named)
    if missing is not None and len(named) <= _FEW_CODES:
        return missing
    alone = Case(case.question, case.reading, case.index, case.codeset, case.setting)
    chart = _coding(alone, evidence) if case.reading.mentions else None
    if chart is not None:
        by_chart = alone.listed is not None or speaks_of_leaving(alone) or puts_in_place(alone)
        if (case.reading.asks_yes_no and leaves_out(case)) or (
            by_chart and chart.verdict is not None
        ):
            return chart
    return pairs.answer(case, evidence, lambda: chart)


def term_findings(
    question: Question,
    reading: Reading,
    found: LookUp,
    codeset: CodeSet,
    index: Index,
) -> Findings:
    """The code of a bare term, with up to nine alternatives in order of likelihood."""
    term = found.said
    attributes = tuple(sorted(encounter_attributes(term).items()))
    reading = reading.model_copy(update={"attributes": attributes})
    case = Case(question, reading, index, codeset, reading.setting)
    _note_release(case)
    case.step("look up", f"“{found.term}”", [f"{h.code} {h.via}" for h in found.hits[:5]])
    recommended, codes = likeliest(case, found)
    if recommended is None or not codes:
        return Findings(
            abstain_reason=f"Nothing in the Tabular List answers to “{found.term}”; check the "
            "spelling or use other words.",
            steps=tuple(case.steps),
        )
    case.assumptions += recommended.assumptions
    first, determined = codes[0].code, recommended.billable
    findings = []
    for n, candidate in enumerate(codes[:MOST]):
        role: Role = "first-listed" if n == 0 and determined else "alternative"
        findings.append(
            CodeFinding(
                code=candidate.code,
                role=role,
                reason=f"“{found.term}” is found at {candidate.via}",
                basis=(case.tabular(candidate.code),),
            )
        )
    title = codeset.get(first).title
    text = (
        f"“{found.term}” is coded **{first}** ({title})."
        if determined
        else f"“{found.term}” leads to {recommended.code}, which needs more documentation; the "
        f"nearest complete code is **{first}** ({title})."
    )
    case.gaps += [
        Gap(gap, found.said, found.hits[0].code, _where(question.text, found.term))
        for gap in recommended.gaps
    ]
    _sections_for_codes(case, first)
    indexed = _indexed(case, found, first)
    beside = _manifestation(case, found, findings) or _companions(case, found, findings)
    paired = {b.code for b in beside}
    findings = [findings[0], *beside, *(f for f in findings[1:] if f.code not in paired)]
    return Findings(
        statements=(Statement(text=text, basis=(case.tabular(first),)), *indexed),
        codes=tuple(findings),
        deciding=tuple(case.sections.values()),
        queries=queries(case, ()),
        assumptions=tuple(case.assumptions),
        steps=tuple(case.steps),
    )


def _indexed(case: Case, found: LookUp, first: str) -> tuple[Statement, ...]:
    """The path that a coder walks: the Index's line, then the Tabular List (I.B.1)."""
    if found.walk is None:
        return ()
    entry = case.codeset.get(first)
    text = f"Path: {found.walk.line} → verified in the Tabular List: {entry.code} {entry.title}."
    source = Basis(
        kind="index",
        ref=found.walk.code,
        quote=str(found.walk.line),
        release=found.walk.release,
    )
    return (Statement(text=text, basis=(source, case.tabular(first))),)


def _manifestation(case: Case, found: LookUp, codes: list[CodeFinding]) -> list[CodeFinding]:
    """The Index's second code in brackets, reported after the etiology (I.A.13)."""
    bracketed = found.walk.manifestation if found.walk else None
    choice = case.complete(bracketed, None, found.said) if bracketed else None
    if choice is None or not choice.billable or codes[0].role == "alternative":
        return []
    return [
        CodeFinding(
            code=choice.code,
            role="additional",
            reason="the Alphabetic Index has it in brackets behind the etiology",
            basis=(case.guideline("I.A.13", 0), case.tabular(choice.code)),
        )
    ]


def _companions(case: Case, found: LookUp, codes: list[CodeFinding]) -> list[CodeFinding]:
    """The second codes that the term's own words ask for, by the notes of its code (I.B.7)."""
    if codes[0].role == "alternative":
        return []
    return [
        CodeFinding(
            code=choice.code,
            role="additional",
            reason=f"the term names it, and the note at {note.at} asks for it",
            basis=(case.guideline("I.B.7", 0), case.tabular(note.at, note.instruction)),
        )
        for choice, note in named_companions(
            case, codes[0].code, found.words_for(codes[0].code), None, []
        )
    ]


def _where(text: str, term: str) -> tuple[Span, ...]:
    """The place of a term in the question, if it stands there as it is."""
    start = text.find(term)
    return (Span(start=start, end=start + len(term), text=term),) if start >= 0 and term else ()


def _sections_for_codes(case: Case, code: str) -> None:
    """Cite how a code is located: the level of detail the term allows (I.B.1, I.B.2)."""
    if "unspecified" in case.codeset.get(code).title.lower():
        case.guideline("I.A.9.b", 0)
    case.guideline("I.B.1", 0)


def _coding(case: Case, evidence: Evidence) -> Findings:
    hits: list[tuple[CodeHit, ...]] = [()] * len(case.reading.mentions)
    for found in evidence.codes:
        hits[found.mention] = found.hits
        case.step(
            "look up",
            f"“{case.reading.mentions[found.mention].span.text}”",
            [f"{h.code} ({h.score:.2f}) {h.via}" for h in found.hits[:3]],
        )
    gather(case, hits)
    settle_asked(case)
    drop_claimed(case)
    drop_undocumented(case)
    drop_unvoiced(case)
    settle_uncertain(case)
    settle_gallstones(case)
    settle_duplicates(case)
    drop_vague_repeats(case)
    add_detail(case)
    code_each_side(case)
    leave_treated_side(case)
    add_harm_by_drugs(case)
    add_named_companions(case)
    apply_rules(case)
    code_second_infarction(case)
    leave_open(case)
    part_unrelated(case)
    code_each_stage(case)
    add_named_companions(case)  # rules may have put codes that ask for others
    add_external_causes(case)
    take_symptoms_in(case)
    drop_drugs_given(case)
    drop_integral(case)
    drop_unlisted(case)
    settle_duplicates(case)
    settle_excludes1(case)
    ask_for_companions(case)
    ordered = sequenced(case)
    case.listed = listed_verdict(case, ordered)
    if report_listed(case):
        ordered = sequenced(case)
    decided = decide(case, evidence, ordered) or _leaning(case, evidence, ordered)
    agreed = report_agreed(case, decided)
    ordered = sequenced(case) if agreed or withhold_denied(case, decided) else ordered
    out = of_another_date(case)
    decided = overruled(case, decided, out)
    sections = deciding(case, evidence, decided, ordered)
    rule_question = case.reading.intent is Intent.GUIDELINE
    advisory = rule_question and not agreed and not _fired(case)
    codes = in_its_place(case, _code_findings(case, ordered, advisory=advisory), out)
    if not codes and not case.rejected and not grounded(evidence):
        return Findings(
            abstain_reason="Nothing in the guidelines or the Tabular List answers this; name a diagnosis, a code or a "
            "coding rule.",
            steps=tuple(case.steps),
        )
    sentences = statements(case, ordered, decided, sections, codes)
    sentences = with_standing(case, sentences, out, decided)
    for item in ordered:
        if not item.alternative:
            case.assumptions += [a for a in item.choice.assumptions if a not in case.assumptions]
    return Findings(
        verdict=decided.verdict if decided else None,
        statements=sentences,
        codes=codes,
        rejected=_left_out(case, codes),
        deciding=sections,
        queries=queries(case, ordered),
        assumptions=tuple(case.assumptions),
        warnings=tuple(case.warnings),
        steps=tuple(case.steps),
    )


def _leaning(case: Case, evidence: Evidence, ordered: list[Item]) -> Decided | None:
    """The verdict of the worked-out case on a code of which no section says anything."""
    if not case.reading.asks_yes_no or not evidence.sections:
        return None
    verdict = leaning_verdict(case, ordered)
    hit = evidence.sections[0]
    return Decided(verdict, hit.section, hit.statement or 0, 1.0) if verdict else None


def _fired(case: Case) -> bool:
    return any(s.stage == "rule" for s in case.steps)


def _code_findings(case: Case, ordered: list[Item], *, advisory: bool) -> tuple[CodeFinding, ...]:
    """Codes with their roles; in a mere question about a rule they are offered, not recommended."""
    found: list[CodeFinding] = []
    first_taken = False
    role: Role
    for item in ordered:
        codes: tuple[str, ...] = (item.code,) if item.choice.billable else item.choice.options
        for code in codes[: 1 if item.choice.billable else 4]:
            if any(f.code == code for f in found):
                continue
            if item.alternative or not item.choice.billable or advisory:
                role = "alternative"
            elif first_taken:
                role = "additional"
            else:
                role, first_taken = "first-listed", True
            found.append(
                CodeFinding(
                    code=code,
                    role=role,
                    reason=item.reason,
                    evidence=item.spans,
                    basis=tuple(item.basis),
                )
            )
    return tuple(found)


def _left_out(case: Case, codes: tuple[CodeFinding, ...]) -> tuple[Rejection, ...]:
    """The codes left out; of two mentions that lead to one code, the reported one counts."""
    reported = {c.code for c in codes if c.role != "alternative"}
    return tuple(r for r in case.rejected if r.code not in reported)


def _read_detail(reading: Reading) -> dict[str, object]:
    return {
        "setting": reading.setting,
        "codes": [c.text for c in reading.codes_named],
        "conditions": [
            {
                "words": m.span.text,
                "assertion": m.assertion.value,
                "cue": m.cue.text if m.cue else None,
            }
            for m in reading.mentions
        ],
        "circumstances": dict(reading.attributes),
    }


__all__ += ["Step", "own_rules", "term_findings", "together"]
