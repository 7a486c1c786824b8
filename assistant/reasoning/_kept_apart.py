"""Whether an Excludes1 note stands between codes beside a chart: "Excludes1 issue w/ Z45.018 + Z95.0?".

What is asked is whether the notes keep the codes apart, not whether the chart bears both (I.A.12.a).
"""

from __future__ import annotations

from itertools import combinations

from assistant.reasoning._case import Case
from assistant.reasoning._clause import asking_clause
from assistant.reasoning._verdict import Decided
from guidelines import lazy_re as re
from guidelines.notes import excludes1_conflicts

_CONFLICT = re.compile(
    r"\b(?:excludes?[ -]?(?:1|one)|ex1|exc?l1)\b(?: note)?"
    r"|\b(?:conflict|clash|edit|mutually exclusive)\b",
    re.IGNORECASE,
)
_FREE = re.compile(
    r"\b(?:no|without|isn['’]?t (?:there )?(?:an?|any)|aren['’]?t|not)\b(?: \w+){0,2}?"
    r" (?:excludes?[ -]?(?:1|one)|ex1|conflict|edit|issue|problem|violation|clash)"
    r"|\b(?:ok(?:ay)?|allowed|fine|bypass|override|ignore|despite|even (?:with|though)|unrelated|together|both)\b",
    re.IGNORECASE,
)
"""The conflict is denied, or it is not the conflict that is asked about."""
_TOGETHER = re.compile(
    r"\b(?:excludes?[ -]?(?:1|one)|ex1|conflict|edit|clash)\b[^?]*\b(?:together|both)\b\W*$",
    re.IGNORECASE,
)


def kept_apart_verdict(case: Case) -> Decided | None:
    """Whether two of the codes asked about are kept apart; None where that is not asked.

    Args:
        case: The case, worked out.
    """
    start, clause = asking_clause(case)
    if not _CONFLICT.search(clause) or (_FREE.search(clause) and not _TOGETHER.search(clause)):
        return None
    named = [
        case.codeset.get(s.text.rstrip("-.")).code
        for s in case.reading.codes_named
        if start <= s.start < start + len(clause) and s.text.rstrip("-.") in case.codeset
    ]
    codes = list(dict.fromkeys(named))
    if len(codes) < 2:
        return None
    notes = [n for a, b in combinations(codes, 2) for n in excludes1_conflicts(case.codeset, a, b)]
    return Decided("yes" if notes else "no", "I.A.12.a", 0, 1.0, settled=True)
