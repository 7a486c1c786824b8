"""The clause of a question that asks, whole: with what stands before a mere "right?"."""

from __future__ import annotations

from assistant.reasoning._case import Case
from assistant.reasoning._posed import asking_from, asking_until
from guidelines import lazy_re as re

_TAG = re.compile(
    r"\W*(?:(?:so|and|is|am|are|was|that|this|it|i|we|the|those|they|my \w+|would|you|do|be|still|not|all|yes|no|or"
    r"|of|just)\W+)*"
    r"(?:right|correct|ok(?:ay)?|yes|no|agree[ds]?|true|fine|good|valid|not|legit|wrong|acceptable|allowed|appropriate)?\W*",
    re.IGNORECASE,
)
"""What asks only whether the words before it are right."""
_ENDS = re.compile(r"[.?!;:\n]\s+|,\s+|\s[–—-]+\s|\.{2,}\s*")


def asking_clause(case: Case) -> tuple[int, str]:
    """Where the clause that asks begins, and its words.

    Args:
        case: The case, whose pasted documentation, if any, does not ask.
    """
    until = asking_until(case)
    start = min(asking_from(case), until)
    while start and _TAG.fullmatch(case.text[start:until]):
        ends = [m.end() for m in _ENDS.finditer(case.text, 0, start - 1)]
        start = max((e for e in ends if e < start), default=0)
    return start, case.text[start:until]
