"""Looking up a term: its wordings, and the entries of the Tabular List that answer to any of them.

A term is searched as typed and with its abbreviations written out; where an abbreviation may mean
several things, each is tried, and the wording that the classification knows best decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, product

from assistant._shorthand import without_encounter, written_plainly
from assistant.models import CodeHit
from assistant.reading._units import context_words, units
from guidelines.codeset import CodeSet
from indexes._text import word_spans
from indexes.index import Index
from indexes.lexicon import Lexicon

_HITS = 16
_WORDINGS = 3
_LONGEST = 3  # words of an abbreviation that is written apart: "DM type 2"


@dataclass(frozen=True, slots=True)
class LookUp:
    """A term that was looked up.

    Attributes:
        term: As asked.
        said: With shorthand written out.
        hits: Entries, the likeliest first.
        wording: The wording that found the first of them.
    """

    term: str
    said: str
    hits: tuple[CodeHit, ...]
    wording: str


def look_up(term: str, codeset: CodeSet, index: Index) -> LookUp:
    """Find the entries of a bare term.

    Args:
        term: The term alone, without what asks for its code.
        codeset: The release in force.
        index: The open index.
    """
    said = written_plainly(term)
    searched = without_encounter(said)
    found: dict[str, CodeHit] = {}
    by: dict[str, str] = {}
    for wording in wordings(searched, index.lexicon):
        for hit in index.terms.search(wording, codeset, _HITS):
            known = found.get(hit.code)
            if known is None or hit.score > known.score:
                found[hit.code] = CodeHit(
                    code=hit.code,
                    score=round(hit.score, 6),
                    via=hit.via,
                    covered=round(hit.covered, 4),
                )
                by[hit.code] = wording
    hits = sorted(found.values(), key=lambda h: (-h.score, len(h.code), h.code))
    own = _own_code(searched, codeset, index)
    if own is not None:
        first = CodeHit(code=own, score=1.0, via=f"{searched} ({own})", covered=1.0)
        hits = [first, *(h for h in hits if h.code != own)]
    wording = by.get(hits[0].code, searched) if hits else searched
    return LookUp(term, said, tuple(hits), wording)


def _own_code(term: str, codeset: CodeSet, index: Index) -> str | None:
    """The code that the lexicon gives for exactly this term."""
    row = units(term, index.lexicon, context_words(term))
    if len(row) != 1 or row[0].meaning is None:
        return None
    stem = row[0].meaning.code.rstrip("-").rstrip(".")
    return stem if stem and stem in codeset else None


def wordings(term: str, lexicon: Lexicon) -> list[str]:
    """The term as it stands, then with abbreviations written out in each of their meanings."""
    pieces: list[tuple[str, ...]] = []
    spans = list(word_spans(term))
    at, i = 0, 0
    while i < len(spans):
        for length in range(min(_LONGEST, len(spans) - i), 0, -1):
            part = spans[i : i + length]
            meanings = lexicon.expansions([w for _, _, w in part])
            if meanings:
                pieces += [(term[at : part[0][0]],), meanings]
                at, i = part[-1][1], i + length
                break
        else:
            i += 1
    pieces.append((term[at:],))
    written = [" ".join("".join(choice).split()) for choice in islice(product(*pieces), _WORDINGS)]
    return list(dict.fromkeys([term, *written]))
