"""What is found in a sentence: spans that name something, and the searches that a text may cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guidelines.codeset import CodeSet
from indexes.term_index import TermHit, TermIndex

GOOD_TRUST = 0.5
_HITS = 6
_SEARCHES = 24  # a search takes about 10 ms; a note is to be read in half a second


@dataclass(frozen=True, slots=True)
class Found:
    """A span that names something of the classification.

    Attributes:
        start: Offset in the sentence.
        end: Its end, exclusive.
        term: The words to search for, abbreviations written out.
        code: The lexicon's code for exactly these words, if it has one.
        weight: How much it explains.
        kind: The lexicon's kind ("drug", "device" …), or "term".
    """

    start: int
    end: int
    term: str
    code: str
    weight: float
    kind: str


class Budget:
    """Searches of the term finder that a text may still cost, with what they found."""

    def __init__(self, terms: TermIndex, codeset: CodeSet, left: int = _SEARCHES) -> None:
        self._terms = terms
        self._codeset = codeset
        self._found: dict[str, Recognised | None] = {}
        self.left = left

    def best(self, term: str) -> Recognised | None:
        """The best entry for a term; None where there is none or the budget is spent."""
        if term not in self._found:
            if self.left <= 0:
                return None
            self.left -= 1
            self._found[term] = _recognised(self._terms.hits(term, self._codeset)[:_HITS])
        return self._found[term]


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the term finder makes of some words.

    Attributes:
        hit: The best entry.
        trust: How likely the words name such a condition, 0–1: entries of one chapter, which
            may differ by no more than a side or a stage, share it.
    """

    hit: TermHit
    trust: float


def _recognised(hits: Sequence[TermHit]) -> Recognised | None:
    if not hits:
        return None
    alike = sum(h.score for h in hits if h.code[0] == hits[0].code[0])
    return Recognised(hits[0], min(1.0, alike))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span by its units, the last inclusive, and what it names."""

    first: int
    last: int  # inclusive, in units
    found: Found
