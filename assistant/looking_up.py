"""Looking up a term: its wordings, and the entries of the Tabular List that answer to any of them.

A term is searched as typed and with its abbreviations written out; where an abbreviation may mean
several things, each is tried, and the wording that the classification knows best decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from assistant._body_mass import body_mass
from assistant._poisoning import extent_of_burns, poisoning
from assistant._shorthand import EXTERNAL, without_encounter, without_silence, written_plainly
from assistant._titled import in_order, is_title
from assistant.alphabetic import Walk, walked
from assistant.models import CodeHit
from assistant.reading._units import context_words, units
from guidelines.codeset import CodeSet
from indexes._text import without_side, word_spans
from indexes.index import Index
from indexes.lexicon import Lexicon
from indexes.term_index import LEADING, TermHit, status_worth

_HITS = 16
_WORDINGS = 3
_ALL = 0.95  # share of a term's words from which a surface is taken to explain all of it
_LONGEST = 3  # words of an abbreviation that is written apart: "DM type 2"


@dataclass(frozen=True, slots=True)
class LookUp:
    """A term that was looked up.

    Attributes:
        term: As asked.
        said: With shorthand written out.
        hits: Entries, the likeliest first.
        worded: By code the wording that found it, misspellings put right.
        settled: The first entry is what the lexicon, a table or the Index has for exactly this term.
        walk: The line of the official Alphabetic Index that led there, where one did.
        external: The term asks for its external cause code.
        titled: The term is the first entry's title, word for word.
    """

    term: str
    said: str
    hits: tuple[CodeHit, ...]
    worded: Mapping[str, str]
    settled: bool = False
    walk: Walk | None = None
    external: bool = False
    titled: bool = False

    def words_for(self, code: str) -> str:
        """The words to choose below an entry by: those that found it and those that were said."""
        wording = self.worded.get(code, self.said)
        return wording if wording == self.said else f"{wording}; {self.said}"


def look_up(term: str, codeset: CodeSet, index: Index) -> LookUp:
    """Find the entries of a bare term.

    Args:
        term: The term alone, without what asks for its code.
        codeset: The release in force.
        index: The open index.
    """
    external = EXTERNAL.search(term) is not None
    full = written_plainly(EXTERNAL.sub(" ", term).strip(" ,;:-"))
    said = without_silence(full)
    searched = without_encounter(said)
    found: dict[str, CodeHit] = {}
    by: dict[str, str] = {}
    lexicon = index.lexicon
    for wording in _searched(searched, lexicon):
        for hit in index.terms.search(wording, codeset, _HITS):
            known = found.get(hit.code)
            score = hit.score * _displaced(hit.via, said) * _whole(hit)
            if known is None or score > known.score:
                found[hit.code] = CodeHit(
                    code=hit.code,
                    score=round(score, 6),
                    via=hit.via,
                    covered=round(hit.covered, 4),
                )
                by[hit.code] = index.terms.corrected(wording)
    hits = sorted(found.values(), key=lambda h: (-h.score, len(h.code), h.code))
    hits = _status_last(hits)
    if external:
        hits = [h for h in hits if h.code[0] in "VWXY"] or hits
    walk = _walk(searched, external, codeset, index)
    titled = None if walk else _titled(without_encounter(full), hits, codeset, index)
    if titled and codeset.get(titled).children:
        # a header's title is a bare term too, for which the lexicon may have the default line
        titled = _own_code(searched, codeset, index) or titled
    own = walk.code if walk else titled or _settled(said, searched, codeset, index)
    if own is not None:
        via = str(walk.line) if walk else f"{searched} ({own})"
        first = CodeHit(code=own, score=1.0, via=via, covered=1.0)
        hits = [first, *(h for h in hits if h.code != own)]
    return LookUp(term, said, tuple(hits), by, own is not None, walk, external, titled is not None)


def _status_last(hits: list[CodeHit]) -> list[CodeHit]:
    """Put a status that leaves words unexplained behind the entry that tells of them too."""
    most = max((h.covered for h in hits[:LEADING]), default=0.0)
    worth = [
        h.model_copy(update={"score": round(h.score * status_worth(h.code, h.covered, most), 6)})
        for h in hits
    ]
    return sorted(worth, key=lambda h: (-h.score, len(h.code), h.code))


_DISPLACED = re.compile(r"\bnon-?displaced\b", re.IGNORECASE)


def _searched(term: str, lexicon: Lexicon) -> list[str]:
    """The wordings of a term; the concept is looked for without its side too, which the tree has."""
    found = [*wordings(term, lexicon), explained(term, lexicon)]
    sideless = without_side(found[-1])
    return list(dict.fromkeys([*found, sideless] if sideless else found))


def _displaced(title: str, said: str) -> float:
    """Less for a nondisplaced fracture where the chart is silent: it is displaced (I.C.19.c)."""
    return 0.5 if _DISPLACED.search(title) and not _DISPLACED.search(said) else 1.0


_ABBREVIATION = re.compile(r"[A-Z]{2,5}s?")


def _whole(hit: TermHit) -> float:
    """Less for an abbreviation that is only a part of the term: "CA" in "CA cecum"."""
    return 0.5 if hit.covered < _ALL and _ABBREVIATION.fullmatch(hit.via) else 1.0


def _titled(term: str, hits: Sequence[CodeHit], codeset: CodeSet, index: Index) -> str | None:
    """The likeliest entry whose title the term is, word for word, misspellings put right."""
    for said in dict.fromkeys((term, index.terms.corrected(term))):
        codes = [*(h.code for h in hits), *index.terms.of_words(said, codeset)]
        fitting = [c for c in codes if is_title(codeset.get(c).title, said)]
        if fitting:
            printed = [c for c in fitting if in_order(codeset.get(c).title, said)] or fitting
            return next((c for c in printed if codeset.is_line(c)), printed[0])
    return None


def _settled(said: str, searched: str, codeset: CodeSet, index: Index) -> str | None:
    """The code that the lexicon or a table has for exactly this term."""
    return (
        _own_code(searched, codeset, index)
        or poisoning(said, codeset, index.lexicon)
        or extent_of_burns(said, codeset)
        or body_mass(said, codeset)
    )


def _walk(term: str, external: bool, codeset: CodeSet, index: Index) -> Walk | None:
    """The line of the official Index for a term, where it is at hand and has one.

    An Index of an earlier year does not know what came later, so that the lexicon goes before it.
    """
    asked = f"external cause {term}" if external else term
    for wording in dict.fromkeys([asked, index.terms.corrected(asked)]):
        for walk in walked(wording, codeset, index.lexicon):
            older = not walk.in_force and _own_code(term, codeset, index)
            if not older or older == walk.code:
                return walk
    return None


def _own_code(term: str, codeset: CodeSet, index: Index) -> str | None:
    """The code that the lexicon gives for exactly this term.

    The eye or ear that has it may be named beside it: "AOM R ear" is the AOM of the right ear.
    """
    around = context_words(term)
    own = _only_meaning(term, around, codeset, index)
    if own is not None:
        return own
    for chapter, organ in _ORGANS:
        if organ.search(term):
            bare = without_side(organ.sub(" ", term)).strip(" ,:-")
            own = _only_meaning(bare, around, codeset, index) if bare else None
            return own if own is not None and chapter.match(own) else None
    sideless = without_side(term).strip(" ,:-")
    own = _only_meaning(sideless, around, codeset, index) if sideless not in ("", term) else None
    # "pyelo R" is the same as "pyelo", but "right heart failure" is no other heart failure
    behind = _SIDE_LAST.search(term) is not None
    return own if own is not None and (behind or _has_sides(own, codeset)) else None


_SIDE_LAST = re.compile(r"\b(?:right|left|bilateral)$", re.IGNORECASE)


def _has_sides(code: str, codeset: CodeSet) -> bool:
    """Whether a side chooses among the lines of a category, and is no part of a name ("left heart")."""
    return any(_SIDED.search(line.title) for line in codeset.lines_under(code[:3]))


_SIDED = re.compile(r"\b(?:right|left)\b", re.IGNORECASE)
_ORGANS = tuple(
    (
        re.compile(codes),
        re.compile(rf"\b(?:(?:of|in) )?(?:the |his |her )?{organ}s?\b", re.IGNORECASE),
    )
    for codes, organ in ((r"H[0-5]", "eye"), (r"H[6-9]", "ear"))
)
"""The organs of whole chapters, which the names of their diseases need not have."""


def _only_meaning(term: str, around: frozenset[str], codeset: CodeSet, index: Index) -> str | None:
    """The code of the one unit of the lexicon that a term is."""
    row = units(term, index.lexicon, around)
    if len(row) != 1 or row[0].meaning is None:
        return None
    stem = row[0].meaning.code.rstrip("-").rstrip(".")
    return stem if stem and stem in codeset else None


_EXPLAINED = ("abbreviation", "lay", "eponym", "drug")
_OPEN_PART = re.compile(r"\bunspecified (?:part|parts|site|portion|aspect) of\b\s*")
_DEFAULTS = re.compile(
    r",?\s*\b(?:(?:un|not )specified\b[^,]*|without\b[^,]*|not \w+\b[^,]*|initial encounter)"
)


def explained(term: str, lexicon: Lexicon) -> str:
    """The term in the words of the Tabular List, without what a bare word would default to."""
    pieces: list[str] = []
    at = 0
    for unit in units(term, lexicon, context_words(term)):
        if unit.meaning is None or unit.meaning.kind not in _EXPLAINED:
            continue
        written = lexicon.expansions([unit.written])
        meaning = _DEFAULTS.sub("", _OPEN_PART.sub("", unit.meaning.meaning)).strip(" ,")
        if not written and not meaning:
            continue
        pieces += [term[at : unit.start], written[0] if written else meaning]
        at = unit.end
    return " ".join("".join([*pieces, term[at:]]).split())


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
