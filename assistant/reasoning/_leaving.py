"""Verdicts on leaving out: "drop the flank pain?", "N20.1 alone?", "leave off S80.812A?".

What is asked is turned round: yes, where the case leaves out what the question would leave out, or
reports nothing beside what is to stand alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.models import Span, Verdict
from assistant.reasoning._asked import one_verdict
from assistant.reasoning._case import Case, Item
from assistant.reasoning._clause import asking_clause, asking_until
from assistant.reasoning._polarity import blames
from assistant.reasoning._posed import left_out, place_of
from assistant.reasoning._proposed import Proposed
from guidelines import lazy_re as re
from guidelines.errors import UnknownCode
from guidelines.rules import any_matches

_LEAVE = re.compile(
    r"\b(?:skip|omit|drop|delete|remove|exclude|ignore|forget|leave|leaving|omitting|dropping|skipping|removing|take|pull"
    r"|not (?:be )?(?:cod(?:e|ing)|report(?:ing)?|add(?:ing)?|list(?:ing)?|assign(?:ing)?|pick(?:ing)? up|captur(?:e"
    r"|ing))|no need (?:for|to code))\b",
    re.IGNORECASE,
)
_TO_BE_LEFT = re.compile(
    r"^\w* (?:off|out)\b|\b(?:off|out)\b(?! (?:of )?(?:the|an?|her|his|our|their) (?!claim|list|bill|encounter|case))(?! of\b)"
    r"|\b(?:uncoded|unreported)\b",
    re.IGNORECASE,
)
_NEEDS_OFF = re.compile(r"leav|take|pull", re.IGNORECASE)
_NOT_NEEDED = re.compile(
    r"\b(?i:no|not|without|instead of|rather than) (?:(?:a|an|the|any|separate|extra|additional) )*(?=[A-Z]\d[\dA-Z.]*)"
    r"|\b(?i:no need for)\b"
)
_REASON = re.compile(r"\b(?:since|because|bc|as|when|given|already|if|even though)\b", re.I)
"""Words behind what is to be left out that begin the reason for it."""
_ALONE = re.compile(
    r"\b(?:alone|by itself|only|just|and nothing else|nothing else|and that['’]?s it|that['’]?s it|sole(?:ly)?|single code)\b",
    re.IGNORECASE,
)
_OTHER_MATTER = re.compile(
    r"\b(?:first|principal|pdx|before|after|when|if|until|query|provider|md|doctor|stage|both|once|one code|poa|blank"
    r"|field|character)\b",
    re.IGNORECASE,
)
_BESIDE = ("V00-Y99", "Z00-Z99", "B95-B97", "R00-R99", "F17.-")
"""Codes that "alone" does not speak of, unless the note at the code itself asks for them."""


def leaving_verdict(case: Case, ordered: Sequence[Item]) -> Verdict | None:
    """Whether what is to be left out is left out; None where nothing is, or the case is silent.

    Args:
        case: The case, worked out.
        ordered: Its codes in reporting order.
    """
    start, clause = asking_clause(case)
    told = _leaving(case, ordered, start, clause)
    if told is None or not blames(clause):
        return told
    return "no" if told == "yes" else "yes"


def _leaving(case: Case, ordered: Sequence[Item], start: int, clause: str) -> Verdict | None:
    reported = [i for i in ordered if not i.alternative and i.choice.billable]
    if not ordered or _OTHER_MATTER.search(clause):
        return None
    leave = _leave_verb(clause)
    beneath = [s for s in case.reading.codes_named if s.start >= start and _beneath(s, ordered)]
    if leave is not None and beneath:
        return "yes"
    if not reported:
        return None
    if leave is not None:
        told = _left(case, start + leave, reported)
        if told is not None:
            return told
    return _alone(case, start, clause, reported)


def _leave_verb(clause: str) -> int | None:
    """Where the verb stands that leaves something out, from the beginning of the clause."""
    for verb in _LEAVE.finditer(clause):
        if _NEEDS_OFF.match(verb[0]) and not _TO_BE_LEFT.search(clause[verb.end() - 1 :]):
            continue
        return verb.start()
    needed = _NOT_NEEDED.search(clause)
    return needed.start() if needed else None


def _left(case: Case, start: int, reported: Sequence[Item]) -> Verdict | None:
    """Whether what is named behind the verb is among what the case leaves out."""
    answers: set[Verdict | None] = set()
    reason = _REASON.search(case.text, start)
    end = min(reason.start() if reason else len(case.text), asking_until(case))
    codes = [s for s in case.reading.codes_named if start <= s.start < end]
    for span in codes:
        answers.add(_of_code(case, span, reported))
    if not codes:
        for mention in case.reading.mentions:
            if start <= mention.span.start < end:
                answers.add(_of_words(case, mention.span, reported))
    if len(answers) != 1:
        return "no" if "no" in answers else None
    return answers.pop()


def _of_code(case: Case, span: Span, reported: Sequence[Item]) -> Verdict | None:
    code = span.text.upper().rstrip("-").rstrip(".")
    codes = [i.code for i in reported]
    if any(r.startswith(code) for r in codes):
        return "no"
    try:
        entry = case.codeset.get(code)
    except UnknownCode:
        return None
    if one_verdict(case, Proposed(entry.code, "report"), "", codes) == "no":
        return "yes"
    return "yes" if entry.code[0] == "R" else None


def _beneath(span: Span, ordered: Sequence[Item]) -> bool:
    """Whether a superficial injury is proposed beside a graver one of the same region (I.C.19.b.1)."""
    code = span.text.upper()
    superficial = code[0] == "S" and code[2:3] == "0"
    return superficial and any(i.code[:2] == code[:2] and i.code[2:3] != "0" for i in ordered)


def _of_words(case: Case, span: Span, reported: Sequence[Item]) -> Verdict | None:
    if place_of(case, span, reported) is not None:
        return "no"
    return "yes" if left_out(case, span) else None


def _alone(case: Case, start: int, clause: str, reported: Sequence[Item]) -> Verdict | None:
    """Whether a code that is to stand alone is the only one of the case."""
    alone = _ALONE.search(clause)
    codes = [s for s in case.reading.codes_named if start <= s.start < asking_until(case)]
    if alone is None or len(codes) != 1 or not case.reading.mentions:
        return None
    code = codes[0].text.upper().rstrip("-").rstrip(".")
    if not any(i.code.startswith(code) for i in reported):
        return None
    others = [i for i in reported if not i.code.startswith(code)]
    counted = [i for i in others if not any_matches(_BESIDE, i.code) or _asked_for(i)]
    return "no" if counted else "yes"


def _asked_for(item: Item) -> bool:
    """Whether a rule of the guidelines adds a code beside another."""
    return item.mention is None and any(b.kind == "guideline" for b in item.basis)


def leaves_out(case: Case) -> bool:
    """Whether the clause that asks would leave something out."""
    return _leave_verb(asking_clause(case)[1]) is not None
