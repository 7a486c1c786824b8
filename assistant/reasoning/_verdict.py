"""Yes or no: only where a section, a note or a code's own line decides."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.models import SectionHit, Verdict
from assistant.reasoning._polarity import praised
from guidelines.sections import Digest

_SECTIONS = 12
_NEAR = 10.0  # weight of similarity in a vote's exponent
_RANKED = 12.0  # weight of the section's own score
_ALIKE = 5.0  # weight of how alike the answers are expected to be
_EVEN = 1e-6  # shares that differ by less are equal
_HALF = 0.5  # share of the votes from which it depends
_TURNED = 0.7  # what each difference in a turning word takes off
_TURNING = (
    "not no never without cannot none silent unless nothing",
    "need needs needed require required must necessary mandatory",
    "only just alone enough single",
    "also too add additional both together plus separate separately",
    "first principal pdx primary lead leads ahead before",
    "still yet remain remains keep continue",
    "possible probable suspected likely",
    "always ever any every automatically",
    "skip ignore leave drop omit",
    "query ask",
    "second secondary after last",
    "history hx old past prior resolved healed",
    "assume presume default unspecified",
)
"""Words that can turn an answer round: negation, obligation, number, order, certainty, time."""
_OPPOSITE: dict[Verdict, Verdict] = {"yes": "no", "no": "yes"}
_PHRASES = (
    (0, "n't "),
    (1, " have to "),
    (2, " by itself "),
    (2, " one code "),
    (3, " as well "),
    (6, " rule out "),
    (6, " r/o "),
)
"""The like of several words, with the place of their kind; the text is in lower case, its marks blanks."""
_KINDS = {word: 1 << n for n, words in enumerate(_TURNING) for word in words.split()}
_ASKS = 131_072  # more than there are ways of asking in the digest
_MARKS = re.compile(r"[^a-z0-9_'/]+")


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
    nearest: float = 0.0
    """For a vote how near the nearest way of asking is to the question, from 0 to 1."""


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
        question: The question, put so that it blames nothing ("is it right to …").
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
    nearest = max(v.decided.similarity for v in votes)
    share = round(shares[first], 6)
    return Decided(
        first, best.decided.section, best.decided.statement, share, nearest=round(nearest, 6)
    )


def _votes(question: str, sections: tuple[SectionHit, ...], digest: Digest) -> Iterator[_Vote]:
    turns = _turns(question)
    top = sections[0].score if sections else 0.0
    for hit in sections:
        for number, similarity, alike in hit.asks:
            ask = digest[hit.section].asks[number]
            if ask.answer is None or ask.because is None:
                continue
            differing = (turns ^ _turns(ask.q)).bit_count()
            exponent = (
                _NEAR * (similarity - 1.0)
                + _ALIKE * (alike - 1.0)
                + _RANKED * (hit.score - top)
                - _TURNED * differing
            )
            answer = opposite(ask.answer) if _blamed(ask.q) else ask.answer
            decided = Decided(answer, hit.section, ask.because - 1, similarity)
            yield _Vote(decided, math.exp(exponent))


def opposite(verdict: Verdict) -> Verdict:
    """The answer to the question turned round; what depends depends either way."""
    return _OPPOSITE.get(verdict, verdict)


@lru_cache(maxsize=_ASKS)
def _blamed(ask: str) -> bool:
    """Whether a way of asking blames what it proposes, so that its answer counts turned round."""
    return praised(ask)[1]


@lru_cache(maxsize=_ASKS)
def _turns(text: str) -> int:
    """Which kinds of turning words a text has, a bit each."""
    plain = f" {_MARKS.sub(' ', text.lower().replace('’', chr(39)))} "
    found = 0
    for word in plain.replace("/", " ").replace("'", " ").split():
        found |= _KINDS.get(word, 0)
    for n, phrase in _PHRASES:
        if phrase in plain:
            found |= 1 << n
    return found
