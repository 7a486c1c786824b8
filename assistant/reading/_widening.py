"""Qualifiers that stand apart from a condition, drawn in where they make a more specific title."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant.reading._clauses import negates
from assistant.reading._found import GOOD_TRUST, Budget, Candidate, Found
from assistant.reading._units import BREAKS, Unit
from assistant.reading._vocabulary import QUALIFIERS, word_set
from guidelines.codeset import CodeSet
from indexes._surface import SIDES, analyze
from indexes._text import plain
from indexes.lexicon import Lexicon
from indexes.term_index import TermIndex

_SURE_COVER = 0.9  # what qualifiers standing apart have to reach
_APART = 9  # units between a condition and a qualifier of it
_MOST_QUALIFIERS = 4


def extended(
    sentence: str,
    row: Sequence[Unit],
    candidate: Candidate,
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
    # as written, without what the bare term stands for: an acute maxillary sinusitis is not chronic
    plain_words = {s for u in row[candidate.first : candidate.last + 1] for s in u.own}
    wordings = [own, plain_words - set(SIDES)]
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
    plainly = [k for k in near if not organism(row[k]) and row[k].lowered not in SIDES]
    return _searched_out(sentence, row, candidate, plainly, budget) or found


def _searched_out(
    sentence: str, row: Sequence[Unit], candidate: Candidate, near: Sequence[int], budget: Budget
) -> Found | None:
    """The span with its qualifiers where the term finder knows them together."""
    if not near:
        return None
    joined = _joined(sentence, row, candidate, near, "")
    hit, bare = budget.best(joined.term), budget.best(candidate.found.term)
    if hit is None or hit.trust < GOOD_TRUST or hit.hit.covered < _SURE_COVER:
        return None
    if bare is not None and bare.hit.code == hit.hit.code:
        return None
    return joined


def _qualifiers(
    sentence: str, row: Sequence[Unit], candidate: Candidate, taken: Collection[int]
) -> list[int]:
    """Units around a span that may qualify it, nearest first: up to the next mention or break."""
    found: list[int] = []
    before = range(candidate.first - 1, max(-1, candidate.first - _APART), -1)
    after = range(candidate.last + 1, min(len(row), candidate.last + _APART))
    for steps, back in ((before, True), (after, False)):
        for k in steps:
            left, right = (k, k + 1) if back else (k - 1, k)
            gap = sentence[row[left].end : row[right].start]
            if organism(row[k]):
                found.append(k)
                continue
            if back and k + 1 < candidate.first and row[k + 1].lowered in _ORIGIN:
                break  # "metastatic adenocarcinoma c/w breast primary" is of no breast
            if not back and k + 1 < len(row) and row[k + 1].lowered in _ORIGIN:
                break
            if k in taken or BREAKS & set(gap) or negates(row[k]):
                break
            if back and "," in gap:
                break
            if row[k].lowered in QUALIFIERS and row[k].stems:
                found.append(k)
    return found[:_MOST_QUALIFIERS]


_ORIGIN = word_set("primary origin")
"""Words behind the site where a tumor began, which is not the site of the one that is named."""
_ORGANISM = ("B95", "B96", "B97", "A49")
_ORGANISM_FRAME = word_set("infect site caus diseas unspecifi elsewher classifi organ")


def organism(unit: Unit) -> bool:
    return unit.meaning is not None and unit.meaning.code.startswith(_ORGANISM)


def _said(unit: Unit) -> tuple[str, ...]:
    """Stems of a qualifier: of an organism its name alone."""
    if organism(unit):
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
    sentence: str, row: Sequence[Unit], candidate: Candidate, chosen: Sequence[int], code: str
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
