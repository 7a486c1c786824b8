"""Conditions named in a text: spans whose words are those of the classification or the lexicon.

Spans are proposed in two ways: words that are exactly those of a title, an inclusion term or the
lexicon; and clauses that the term finder recognises. The set of spans that explains most of the
sentence is taken, then qualifiers that stand apart are drawn in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.reading._clauses import adds, clauses, negates
from assistant.reading._units import BREAKS, Unit, context_words, units
from assistant.reading._vocabulary import (
    ALONE_ALSO,
    NO_ORDINARY,
    NOISE,
    NOT_ALONE,
    QUALIFIERS,
    SITES,
    names_condition,
    word_set,
)
from guidelines.codeset import CodeSet
from indexes._surface import SIDES, analyze
from indexes._text import plain
from indexes.lexicon import Lexicon
from indexes.term_index import TermHit, TermIndex

__all__ = ["Budget", "Found", "Unit", "context_words", "find", "units"]

_LONGEST = 9  # units in a mention
_GOOD_COVER = 0.8
_GOOD_TRUST = 0.5
_FAIR_COVER = 0.65  # taken only where nothing better is found
_FAIR_TRUST = 0.35
_FAIR = 0.4
_SURE_COVER = 0.9  # what qualifiers standing apart have to reach
_HITS = 6
_SEARCHES = 24  # a search takes about 10 ms; a note is to be read in half a second
_APART = 9  # units between a condition and a qualifier of it
_MOST_QUALIFIERS = 4
_PRESENT_AREAS = frozenset("ABDEFGHIJKLMNOPQR")


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
class _Candidate:
    first: int
    last: int  # inclusive, in units
    found: Found


def find(
    sentence: str,
    terms: TermIndex,
    lexicon: Lexicon,
    codeset: CodeSet,
    around: Collection[str],
    budget: Budget | None = None,
) -> list[Found]:
    """Conditions, statuses and drugs named in a sentence, in order.

    Args:
        sentence: The sentence.
        terms: The term finder.
        lexicon: Abbreviations and chart words.
        codeset: The release in force.
        around: Words of the whole text, which decide ambiguous abbreviations.
        budget: Searches left for the whole text.
    """
    row = units(sentence, lexicon, around)
    if not any(u.head or (u.meaning and u.meaning.code) or _named(u, terms) for u in row):
        return []
    budget = budget or Budget(terms, codeset)
    candidates = _exact(sentence, row, terms)
    candidates += _searched(sentence, row, terms, lexicon, budget, candidates)
    chosen = _best_cover(row, candidates)
    taken = {
        k for c in chosen for k in range(c.first, c.last + 1) if row[k].lowered not in QUALIFIERS
    }
    owned = {k for c in chosen for k in range(c.first, c.last + 1) if not _organism(row[k])}
    extended = []
    for c in chosen:
        others = owned - set(range(c.first, c.last + 1))
        extended.append(
            _extended(sentence, row, c, taken | others, terms, lexicon, codeset, budget)
        )
    return [f for f in extended if not any(_inside(f, g) for g in extended)]


def _inside(inner: Found, outer: Found) -> bool:
    shorter = inner.end - inner.start < outer.end - outer.start
    return shorter and outer.start < inner.end and inner.start < outer.end


_DEFAULTS = re.compile(
    r",?\s*\b(?:(?:un|not )specified\b[^,]*|without\b[^,]*|not \w+\b[^,]*"
    r"|initial encounter)"
)


def written(sentence: str, row: Sequence[Unit], first: int, last: int) -> str:
    """Words of a sentence from one unit to another, abbreviations written out.

    What a meaning adds for the bare term ("unspecified", "without …") is left out where the term
    stands among other words.
    """
    pieces: list[str] = []
    at = row[first].start
    for unit in row[first : last + 1]:
        if unit.meaning is None or unit.meaning.kind == "drug":
            continue
        meaning = unit.meaning.meaning
        if first != last:
            if unit.meaning.kind in ("lay", "condition") and not unit.written.isupper():
                continue
            meaning = _DEFAULTS.sub("", meaning).strip(" ,") or meaning
            spelt_out = " " in unit.written and unit.written.islower()
            if unit.meaning.kind == "abbreviation" and unit.meaning.code and spelt_out:
                continue
        pieces += [sentence[at : unit.start], meaning]
        at = unit.end
    return " ".join("".join([*pieces, sentence[at : row[last].end]]).split())


def _exact(sentence: str, row: Sequence[Unit], terms: TermIndex) -> list[_Candidate]:
    found: list[_Candidate] = []
    for i, first in enumerate(row):
        if not first.stems or _noise(first) or first.lowered in _LEADS_NONE:
            continue
        if (alone := _single(sentence, row, i, terms)) is not None:
            found.append(alone)
        stems: set[str] = {s for s in first.stems if s not in SIDES}
        own: set[str] = {s for s in first.own if s not in SIDES}
        for j in range(i + 1, min(i + _LONGEST, len(row))):
            unit = row[j]
            gap = set(sentence[row[j - 1].end : unit.start])
            if BREAKS & gap or negates(unit) or ("," in gap and not adds(sentence, row, j - 1, j)):
                break
            stems.update(s for s in unit.stems if s not in SIDES)
            own.update(s for s in unit.own if s not in SIDES)
            if not unit.stems or _noise(unit):
                continue
            part = row[i : j + 1]
            if _names(part, frozenset(own), terms) or _names(part, frozenset(stems), terms):
                weight = sum(terms.rarity(s) for s in stems) or 1.0
                term = written(sentence, row, i, j)
                named = Found(first.start, unit.end, term, "", weight, "term")
                found.append(_Candidate(i, j, named))
    return found


def _noise(unit: Unit) -> bool:
    return unit.meaning is None and unit.lowered in NOISE


def _single(sentence: str, row: Sequence[Unit], i: int, terms: TermIndex) -> _Candidate | None:
    """A unit that names something by itself."""
    unit = row[i]
    code = unit.meaning.code if unit.meaning else ""
    if not code and not _named(unit, terms):
        return None
    weight = sum(terms.rarity(s) for s in unit.stems) or 1.0
    kind = unit.meaning.kind if unit.meaning and code else "term"
    term = written(sentence, row, i, i)
    return _Candidate(i, i, Found(unit.start, unit.end, term, code, weight, kind))


def _named(unit: Unit, terms: TermIndex) -> bool:
    """Whether one word, no term of the lexicon, is the whole name of a condition."""
    word = unit.lowered
    if not unit.stems or word in NO_ORDINARY or word in NOISE:
        return False
    if word in NOT_ALONE and word not in ALONE_ALSO:
        return False
    areas = _areas(frozenset(unit.stems), terms)
    if unit.meaning is not None:
        alone = unit.meaning.code or plain(unit.meaning.meaning) not in NOT_ALONE
        return bool(alone and areas & _PRESENT_AREAS) and unit.head
    if names_condition(word):
        return bool(areas - frozenset("VWXY"))
    if len(word) <= 5 or word in QUALIFIERS or not areas & _PRESENT_AREAS:
        return False
    rows = (terms.row(p) for p in terms.exact[frozenset(unit.stems)])
    own = (plain(text).split()[0].strip(",") for text, _, kind in rows if kind != "lexicon")
    return word in own


def _areas(stems: frozenset[str], terms: TermIndex) -> frozenset[str]:
    """First letters of the codes whose own titles or terms have exactly these stems."""
    rows = (terms.row(p) for p in terms.exact.get(stems))
    return frozenset(code[0] for _, code, kind in rows if kind != "lexicon")


def _names(part: Sequence[Unit], stems: frozenset[str], terms: TermIndex) -> bool:
    """Whether several units together are the words of a condition."""
    if stems not in terms.exact or not _telling(part):
        return False
    areas = frozenset(terms.row(p)[1][0] for p in terms.exact[stems]) - frozenset("VWXY")
    if any(u.head for u in part):
        return bool(areas)
    return sum(bool(u.stems) for u in part) > 1 and bool(areas & (_PRESENT_AREAS - {"O", "R"}))


def _telling(part: Sequence[Unit]) -> bool:
    """Whether some word is more than a site, a qualifier, or "disorder" and the like."""
    return any(
        u.stems
        and u.lowered not in NOISE
        and (u.lowered not in QUALIFIERS | NOT_ALONE or u.lowered in ALONE_ALSO)
        for u in part
    ) or _site_and_condition(part)


def _site_and_condition(part: Sequence[Unit]) -> bool:
    """ "Liver failure", "lung mass": a site and what it has, each saying little alone."""
    sites = any(u.lowered in SITES or (u.lowered in NOT_ALONE and not u.head) for u in part)
    return sites and any(u.head for u in part)


def _searched(
    sentence: str,
    row: Sequence[Unit],
    terms: TermIndex,
    lexicon: Lexicon,
    budget: Budget,
    known: Sequence[_Candidate],
) -> list[_Candidate]:
    """Clauses that the term finder recognises, though no title has exactly their words."""
    found: list[_Candidate] = []
    exact = {(c.first, c.last) for c in known}
    for i, j in clauses(sentence, row, terms):
        stems = [s for u in row[i : j + 1] for s in u.stems]
        part = row[i : j + 1]
        if (
            row[i].lowered in _PLACE
            or len(stems) < 2
            or (i, j) in exact
            or not any(u.head for u in part)
            or not _telling(part)
        ):
            continue
        if _listed(part):
            continue
        term = written(sentence, row, i, j)
        known_as = budget.best(term)
        if known_as is None:
            continue
        hit, trust = known_as.hit, known_as.trust
        if row[i].lowered in _PAST and hit.code[0] not in "OZ":
            continue
        if trust < _FAIR_TRUST or hit.covered < _FAIR_COVER or not _explains(part, hit, lexicon):
            continue
        if any(negates(u) for u in part) and not _shares_negation(term, hit, lexicon):
            continue
        weight = sum(terms.rarity(s) for s in stems) * hit.covered * (0.7 + 0.3 * trust)
        if trust < _GOOD_TRUST or hit.covered < _GOOD_COVER:
            weight *= _FAIR
        found.append(_Candidate(i, j, Found(row[i].start, row[j].end, term, "", weight, "term")))
    return found


_PAST = word_set("hx h/o history")
"""Words that say a condition is past; they are part of no condition's own name."""
_PLACE = word_set("site sites")
"""What ends a name before it ("injection site cellulitis") and begins none."""
_LEADS_NONE = _PAST | _PLACE
_AND = word_set("and & plus")


def _listed(part: Sequence[Unit]) -> bool:
    """ "HTN and CHF": two terms with codes of their own, joined by "and", are two mentions."""
    coded = [k for k, u in enumerate(part) if u.meaning is not None and u.meaning.code]
    return any(any(u.lowered in _AND for u in part[a + 1 : b]) for a, b in pairwise(coded))


_LINKS = word_set("with w due to from secondary")


def _explains(part: Sequence[Unit], hit: TermHit, lexicon: Lexicon) -> bool:
    """Whether an entry for two linked conditions names them both."""
    links = [k for k, u in enumerate(part) if u.lowered in _LINKS]
    heads = [k for k, u in enumerate(part) if u.head]
    if not links or not heads or not heads[0] < links[0] < heads[-1]:
        return True
    surface = analyze(hit.via, lexicon.equivalents)
    named = {*surface.core, *surface.soft}
    sides = (part[: links[0]], part[links[0] :])
    return all(any(named & {*u.stems, *u.own} for u in half if u.head) for half in sides)


def _shares_negation(term: str, hit: TermHit, lexicon: Lexicon) -> bool:
    """Whether what the words call absent is absent by the title too."""
    asked = analyze(term, lexicon.equivalents, title=False).negated
    return bool(set(asked) & set(analyze(hit.via, lexicon.equivalents).negated))


def _best_cover(row: Sequence[Unit], candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Non-overlapping candidates of the greatest weight; fewer and longer ones win ties."""
    by_end: dict[int, list[_Candidate]] = {}
    for candidate in candidates:
        by_end.setdefault(candidate.last, []).append(candidate)
    best: list[tuple[float, tuple[_Candidate, ...]]] = [(0.0, ())]
    for k in range(len(row)):
        choice = best[k]
        for candidate in by_end.get(k, ()):
            before = best[candidate.first]
            total = before[0] + candidate.found.weight - 0.5
            if total > choice[0] + 1e-9:
                choice = (total, (*before[1], candidate))
        best.append(choice)
    return list(best[-1][1])


def _extended(
    sentence: str,
    row: Sequence[Unit],
    candidate: _Candidate,
    taken: Collection[int],
    terms: TermIndex,
    lexicon: Lexicon,
    codeset: CodeSet,
    budget: Budget,
) -> Found:
    """A span with the qualifiers around it that make a more specific title of its words."""
    found = candidate.found
    if found.kind == "drug":
        return found
    near = _qualifiers(sentence, row, candidate, taken)
    if not near:
        return found
    own = {s for u in row[candidate.first : candidate.last + 1] for s in u.stems if s not in SIDES}
    wordings = [own]
    stem = found.code.rstrip("-").rstrip(".")
    if stem and stem in codeset:
        title = codeset.get(stem).title
        wordings.append(set(analyze(title, lexicon.equivalents).core))
    for chosen in _subsets(near):
        more = {s for k in chosen for s in _said(row[k]) if s not in SIDES}
        for words in wordings:
            if more <= words:
                continue
            code = _code_of(frozenset(words | more), terms, codeset)
            if code:
                return _joined(sentence, row, candidate, chosen, code)
    plainly = [k for k in near if not _organism(row[k]) and row[k].lowered not in SIDES]
    return _searched_out(sentence, row, candidate, plainly, budget) or found


def _searched_out(
    sentence: str, row: Sequence[Unit], candidate: _Candidate, near: Sequence[int], budget: Budget
) -> Found | None:
    """The span with its qualifiers where the term finder knows them together."""
    if not near:
        return None
    joined = _joined(sentence, row, candidate, near, "")
    hit, bare = budget.best(joined.term), budget.best(candidate.found.term)
    if hit is None or hit.trust < _GOOD_TRUST or hit.hit.covered < _SURE_COVER:
        return None
    if bare is not None and bare.hit.code == hit.hit.code:
        return None
    return joined


def _qualifiers(
    sentence: str, row: Sequence[Unit], candidate: _Candidate, taken: Collection[int]
) -> list[int]:
    """Units around a span that may qualify it, nearest first: up to the next mention or break."""
    found: list[int] = []
    before = range(candidate.first - 1, max(-1, candidate.first - _APART), -1)
    after = range(candidate.last + 1, min(len(row), candidate.last + _APART))
    for steps, back in ((before, True), (after, False)):
        for k in steps:
            left, right = (k, k + 1) if back else (k - 1, k)
            gap = sentence[row[left].end : row[right].start]
            if _organism(row[k]):
                found.append(k)
                continue
            if k in taken or BREAKS & set(gap) or negates(row[k]):
                break
            if back and "," in gap:
                break
            if row[k].lowered in QUALIFIERS and row[k].stems:
                found.append(k)
    return found[:_MOST_QUALIFIERS]


_ORGANISM = ("B95", "B96", "B97", "A49")
_ORGANISM_FRAME = word_set("infect site caus diseas unspecifi elsewher classifi organ")


def _organism(unit: Unit) -> bool:
    return unit.meaning is not None and unit.meaning.code.startswith(_ORGANISM)


def _said(unit: Unit) -> tuple[str, ...]:
    """Stems of a qualifier: of an organism its name alone."""
    if _organism(unit):
        return tuple(s for s in unit.stems if s not in _ORGANISM_FRAME)
    return unit.own if unit.lowered in QUALIFIERS else unit.stems


def _subsets(near: Sequence[int]) -> list[tuple[int, ...]]:
    """Every choice of qualifiers, the most of them first, then the nearest."""
    masks = range(1, 1 << len(near))
    choices = [tuple(k for bit, k in enumerate(near) if mask >> bit & 1) for mask in masks]
    return sorted(choices, key=lambda c: (-len(c), c))


def _code_of(stems: frozenset[str], terms: TermIndex, codeset: CodeSet) -> str:
    """The entry whose title or inclusion term has exactly these stems, where it is one.

    Titles of unspecified sites share their words; then none of them is meant.
    """
    rows = (terms.row(p) for p in terms.exact.get(stems))
    codes = sorted(
        {c for _, c, kind in rows if kind != "lexicon" and c in codeset and c[0] not in "VWXYZ"},
        key=lambda c: (len(c), c),
    )
    if not codes or not all(c.startswith(codes[0][:5]) for c in codes):
        return ""
    return codes[0]


def _joined(
    sentence: str, row: Sequence[Unit], candidate: _Candidate, chosen: Sequence[int], code: str
) -> Found:
    """The span with its qualifiers; it grows only over words that stand next to it."""
    first, last = candidate.first, candidate.last
    free = set(chosen)
    while free:
        beside = next((k for k in free if _beside(row, k, first, last)), None)
        if beside is None:
            break
        first, last = min(first, beside), max(last, beside)
        free.discard(beside)
    found = candidate.found
    apart = " ".join(row[k].written for k in sorted(free))
    term = re.sub(r"\s+", " ", f"{apart} {_plainly(found, sentence, row, first, last)}").strip()
    return replace(
        found, start=row[first].start, end=row[last].end, term=term, code=code, kind="term"
    )


def _plainly(found: Found, sentence: str, row: Sequence[Unit], first: int, last: int) -> str:
    """Words of the span; of a lexicon's term its meaning, without what stands for "unspecified"."""
    if first == last and row[first].meaning is not None:
        return _DEFAULTS.sub("", found.term).strip(" ,") or found.term
    return written(sentence, row, first, last)


def _beside(row: Sequence[Unit], k: int, first: int, last: int) -> bool:
    """Whether only words without content stand between a unit and a span."""
    between = row[k + 1 : first] if k < first else row[last + 1 : k]
    return all(not u.stems and plain(u.written) not in ("and", "or") for u in between)
