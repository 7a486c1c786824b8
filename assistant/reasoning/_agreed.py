"""The codes agree with the verdict: what a question proposes is reported under a yes, and not under a no.

"Admitted for pain control, bone mets from lung cancer: G89.3 as principal?" documents what G89.3
stands for without saying it in a term that the code's title knows; the statement that says yes to
the question names the code.
"""

from __future__ import annotations

import re

from assistant.choosing import Choice
from assistant.reasoning._asked import FIRST, NEEDS_WORDS
from assistant.reasoning._case import Case, Item
from assistant.reasoning._clause import speaks_of_leaving
from assistant.reasoning._proposed import proposed
from assistant.reasoning._verdict import Decided
from guidelines.notes import excludes1_conflicts

_RANGE = re.compile(r"\b([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)-?(?!\w)")


def report_agreed(case: Case, decided: Decided | None) -> bool:
    """Add the codes that the question proposes where the answer is yes; whether one was added.

    A code that was left out, that a note keeps apart from a reported one, or of whose category
    another is reported stays out: there the case knows better.

    Args:
        case: The case, worked out; gets the codes.
        decided: The verdict on the question and the statement that gives it.
    """
    asked = case.reading.question
    if decided is None or decided.verdict != "yes":
        return False
    if speaks_of_leaving(case) or NEEDS_WORDS.search(asked):
        return False
    statement = case.digest[decided.section].text[decided.statement]
    named = _RANGE.findall(statement)
    reported = [i.code for i in case.items if not i.alternative and not i.drug]
    out = {r.code for r in case.rejected}
    added = False
    for one in proposed(case):
        entry = case.codeset.get(one.code)
        kin = any(r[:3] == one.code[:3] for r in (*reported, *out))
        apart = any(excludes1_conflicts(case.codeset, one.code, r) for r in reported)
        told = any(one.code.startswith(n) for n in named)
        if (
            one.use in ("billed header", "several")
            or not entry.billable
            or kin
            or apart
            or not told
        ):
            continue
        basis = [case.guideline(decided.section, decided.statement), case.tabular(one.code)]
        reason = "asked about, and the deciding statement names it"
        spans = tuple(s for s in case.reading.codes_named if s.text.upper() == one.code)
        case.items.append(Item(one.code, Choice(one.code, True), reason, spans, None, basis))
        if one.use == "report" and FIRST.search(asked):
            case.first.insert(0, one.code)
        case.step("asked", f"{one.code} is reported: {decided.section} says yes to the question")
        added = True
    return added


_OF_ITS_PLACE = re.compile(
    r"\b(?:only|alone|just|enough|second\w*|after|before|both|twice|again|always|7th|seventh|character|poa|stage|side|once)\b",
    re.IGNORECASE,
)
"""Words of a question about a code that is reported whatever the answer."""


def withhold_denied(case: Case, decided: Decided | None) -> bool:
    """Offer only, without recommending it, the one code that the answer is not a yes to.

    Args:
        case: The case, worked out.
        decided: The verdict on the question.

    Returns:
        Whether a code is withheld.
    """
    asked = case.reading.question
    if decided is None or decided.verdict == "yes" or case.listed or not case.reading.mentions:
        return False
    if speaks_of_leaving(case) or any(p.search(asked) for p in (NEEDS_WORDS, FIRST, _OF_ITS_PLACE)):
        return False
    named = proposed(case)
    if len(named) != 1 or named[0].use != "report" or len(named[0].code) < _WHOLE:
        return False
    held = [i for i in case.items if i.code == named[0].code and not i.alternative and not i.drug]
    for item in held:
        item.alternative = True
        case.step("asked", f"{item.code} is not recommended: {decided.section} denies it")
    return bool(held)


_WHOLE = 5  # characters of a code that is no mere category
