"""The clause of a question that asks, whole: with what stands before a mere "right?"."""

from __future__ import annotations

from assistant.reading._intent import above
from assistant.reasoning._case import Case
from assistant.reasoning._polarity import denies, turning
from guidelines import lazy_re as re

_AUXILIARY = (
    r"(?:is|are|am|was|were|do|does|did|can|could|should|would|may|must|will|shall|has|have|"
    r"isn['’]?t|aren['’]?t|don['’]?t|doesn['’]?t|can['’]?t|shouldn['’]?t|won['’]?t)"
)
_CLAUSE = re.compile(
    rf"(?:[?!;:\n]\s*|\.(?!\w)\s*|,\s*|\s[–—-]+\s|['\"”)]\s+)(?=(?:(?:so|and|but|then|or)\s+)?(?:{_AUXILIARY}\s"
    r"|(?:[^,;:.–—]|\.(?=\w))*\?\s*$))",
    re.IGNORECASE,
)
"""Where the clause that asks begins."""
_ASKS = re.compile(
    rf"\W*(?:(?:so|and|but|then|or|ok|would it be|is it)\W+)*{_AUXILIARY}\b|.*\b[A-Z]\d[\dA-Z]",
    re.DOTALL,
)
"""A clause that says itself what it proposes."""
_TAG = re.compile(
    r"\W*(?:(?:so|and|is|am|are|was|that|this|it|i|we|the|those|they|my \w+|would|you|do|be|still|not|all|yes|no|or"
    r"|of|just|thats|that['’]s|how|it goes|does|look|looks|sound|sounds|a|the)\W+)*"
    r"(?:right|correct|ok(?:ay)?|yes|no|agree[ds]?(?: or disagree)?|true(?: or false)?|fine|good|valid|not|legit|wrong|acceptable"
    r"|allowed|appropriate|(?:right|good|correct|bad|wrong) (?:call|move|thing|choice|way|decision)|it goes|y ?/ ?n"
    r"|yes ?/ ?no)?\W*",
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


def turned(case: Case) -> bool:
    """Whether a yes to what is asked means that what it names is not coded.

    Args:
        case: The case.
    """
    return denies(_asking_words(case))


def speaks_of_leaving(case: Case) -> bool:
    """Whether what is asked speaks of leaving out, or blames what is proposed.

    Args:
        case: The case.
    """
    return turning(_asking_words(case))


def _asking_words(case: Case) -> str:
    clause = asking_clause(case)[1]
    return clause if _ASKS.match(clause) else f"{clause} {case.reading.question}"


def asking_from(case: Case) -> int:
    """Where the clause that asks begins in the text; 0 where it is the whole text."""
    asked = case.text[: asking_until(case)].rstrip()
    return max((m.end() for m in _CLAUSE.finditer(asked)), default=0)


def asking_until(case: Case) -> int:
    """Where what asks ends: above the documentation that is pasted below it."""
    return len(above(case.text)) or len(case.text)
