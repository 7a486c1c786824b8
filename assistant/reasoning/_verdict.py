"""Yes or no: only where a section, a note or a code's own line decides."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.models import SectionHit, Verdict
from guidelines.sections import Digest

_SECTIONS = 12
_NEAR = 18.0  # weight of similarity in a vote's exponent
_RANKED = 12.0  # weight of the section's own score
_ALIKE = 3.0  # weight of how alike the answers are expected to be
_EVEN = 1e-6  # shares that differ by less are equal
_HALF = 0.5  # share of the votes from which it depends
_TURNED = 0.7  # what each difference in a turning word takes off
_TURNING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:not|no|never|without|cannot|none|silent|unless|nothing)\b|n't\b",
        r"\b(?:have to|needs?|needed|required?|must|necessary|mandatory)\b",
        r"\b(?:only|just|alone|by itself|enough|one code|single)\b",
        r"\b(?:also|too|add|additional|as well|both|together|plus|separate(?:ly)?)\b",
        r"\b(?:first|principal|pdx|primary|first-listed|leads?|ahead|before)\b",
        r"\b(?:still|yet|remains?|keep|continue)\b",
        r"\b(?:possible|probable|suspected|likely|rule out|r/o)\b",
        r"\b(?:always|ever|any|every|automatically)\b",
        r"\b(?:skip|ignore|leave|drop|omit)\b",
        r"\b(?:query|ask)\b",
        r"\b(?:second(?:ary)?|after|last)\b",
        r"\b(?:history|hx|old|past|prior|resolved|healed)\b",
        r"\b(?:assume|presume|default|unspecified)\b",
    )
)
"""Words that can turn an answer round: negation, obligation, number, order, certainty, time."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A verdict with the section and statement (from 0) that decides, and how sure the match is."""

    verdict: Verdict
    section: str
    statement: int
    similarity: float
    """For a vote the share of it that the verdict got, from 0 to 1."""
    settled: bool = False
    """The case itself decides, so that the section leads whatever search ranked first."""


@dataclass(frozen=True, slots=True)
class _Vote:
    decided: Decided
    weight: float


def voted(question: str, sections: tuple[SectionHit, ...], digest: Digest) -> Decided | None:
    """The answer that the sections' own yes/no questions give to a like one.

    Each answered way of asking in the sections found has a vote. It counts the more, the nearer it
    is to the question in what it is about and in how it is answered, the higher its section ranks,
    and the less it differs in words that turn an answer round. There is no verdict where both
    answers get the same, and "depends" only where it gets half of the votes.

    Args:
        question: The question as typed.
        sections: Sections found, best first, with the similarity of their ways of asking.
        digest: The guideline sections.
    """
    votes = list(_votes(question, sections[:_SECTIONS], digest))
    total = math.fsum(v.weight for v in votes)
    if not votes or total == 0.0:
        return None
    shares: dict[Verdict, float] = {"yes": 0.0, "no": 0.0, "depends": 0.0}
    for vote in votes:
        shares[vote.decided.verdict] += vote.weight / total
    plain: tuple[Verdict, Verdict] = ("yes", "no")
    first: Verdict = max(plain, key=lambda v: shares[v])
    if shares["depends"] >= _HALF:
        first = "depends"
    elif math.isclose(shares["yes"], shares["no"], abs_tol=_EVEN):
        return None
    agreeing = [v for v in votes if v.decided.verdict == first]
    # the section that ranks first decides, where it has an answer of its own
    leading = [v for v in agreeing if v.decided.section == sections[0].section]
    best = max(leading or agreeing, key=lambda v: v.weight)
    return Decided(first, best.decided.section, best.decided.statement, round(shares[first], 6))


def _votes(question: str, sections: tuple[SectionHit, ...], digest: Digest) -> Iterator[_Vote]:
    turns = _turns(question)
    top = sections[0].score if sections else 0.0
    for hit in sections:
        for number, similarity, alike in hit.asks:
            ask = digest[hit.section].asks[number]
            if ask.answer is None or ask.because is None:
                continue
            differing = sum(a != b for a, b in zip(turns, _turns(ask.q), strict=True))
            exponent = (
                _NEAR * (similarity - 1.0)
                + _ALIKE * (alike - 1.0)
                + _RANKED * (hit.score - top)
                - _TURNED * differing
            )
            decided = Decided(ask.answer, hit.section, ask.because - 1, similarity)
            yield _Vote(decided, math.exp(exponent))


@lru_cache(maxsize=32_768)  # more than there are ways of asking in the digest
def _turns(text: str) -> tuple[bool, ...]:
    return tuple(bool(pattern.search(text)) for pattern in _TURNING)
