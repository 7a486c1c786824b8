"""A code that the question proposes and the deciding section allows is reported.

"Admitted for pain control, bone mets from lung cancer: G89.3 as principal?" documents what G89.3
stands for without saying it in a term that the code's title knows; the statement that says yes to
the question names the code.
"""

from __future__ import annotations

import re

from assistant.choosing import Choice
from assistant.reasoning._asked import FIRST, NEEDS_WORDS, TURNED
from assistant.reasoning._case import Case, Item
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
    if TURNED.search(asked) or NEEDS_WORDS.search(asked):
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
