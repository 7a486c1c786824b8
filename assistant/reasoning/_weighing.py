"""Which section of a chart's case is cited first: the one that decides what comes first.

A question is about one rule, and search finds it. A chart is about its patient: what the rules of
its first diagnoses say weighs more there than a convention that its words resemble, and what only
adds a code beside (a status, an external cause) weighs less.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.models import SectionHit
from assistant.reasoning._case import Case, Item
from guidelines.codeset import CodeSet

_STEP = 0.1
"""What one reason lifts or lowers a section's score by; scores run from 0 to about 1."""
_LEADING = 4
"""Numbers of codes, from the first, whose deciding sections are lifted."""
_BESIDE = frozenset(
    ("I.C.1.b", "I.C.1.g.1.c.v", "I.C.4.a.3", "I.C.15.a.1", "I.C.15.n.1", "I.C.18.b", "I.C.19.a", "I.C.19.b",
     "I.C.21.c.2", "I.C.21.c.3", "I.C.21.c.4", "I.C.21.c.11", "I.C.21.c.15")
)  # fmt: skip
"""Sections that add a code beside another or complete it."""


def weighed(
    case: Case, ordered: Sequence[Item], ranked: Sequence[SectionHit]
) -> tuple[SectionHit, ...]:
    """The sections of a chart's case, the one that decides it first.

    Args:
        case: The case, whose `sections` decided something.
        ordered: Its codes in reporting order.
        ranked: The sections as search and reasoning rank them, best first.
    """
    reported = [i for i in ordered if not i.alternative]
    if not reported:
        return tuple(ranked)
    chapter = f"I.C.{_chapter_of(case.codeset, reported[0].code)}."
    leading = {b.ref for i in reported[:_LEADING] for b in i.basis if b.kind == "guideline"}

    def score(hit: SectionHit) -> float:
        section, decided = hit.section, hit.section in case.sections
        steps = 0 if decided else -1
        if section.startswith(("I.A.", "I.B.")):
            steps -= 1 if decided else 2
        if _is_beside(section):
            steps -= decided
        elif section.startswith("I.C."):
            steps += section in leading and decided
            steps += section.startswith(chapter)
        return hit.score + _STEP * steps

    return tuple(sorted(ranked, key=lambda hit: -score(hit)))


def _is_beside(section: str) -> bool:
    return section in _BESIDE or section.startswith("I.C.20.")


def _chapter_of(codeset: CodeSet, code: str) -> str:
    """The chapter of the guidelines for a code; that of U07.1 and U09.9 is the first."""
    return "1" if code[0] == "U" else codeset.ancestors(code)[-1]
