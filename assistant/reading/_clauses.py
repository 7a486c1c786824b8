"""Stretches of a sentence that may be the words of one condition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.reading._units import BREAKS, Unit
from assistant.reading._vocabulary import NOISE, QUALIFIERS, word_set
from indexes.term_index import TermIndex

_LONGEST = 9
_LONGEST_LIST = 12
_CUTS = word_set("and or but who which that then also while after before s/p")
_TELLING = NOISE - word_set("his her my their your our its")  # "broke her right wrist" is one run
_SOFT_CUTS = word_set("with w due secondary to from by on for in of at")
_NEGATIVES = word_set("no not without w/o non never")
_GRADED = word_set("stage type grade class level degree factor phase category")
_MEASURES = word_set("cm mm mg ml kg lb mcg meq bpm mmhg")
_ADDED = _NEGATIVES | {"with"}

Run = tuple[int, int]
"""First and last unit, inclusive."""


def negates(unit: Unit) -> bool:
    """Whether a unit says that what follows is absent."""
    return unit.meaning is None and unit.lowered in _NEGATIVES


def clauses(sentence: str, row: Sequence[Unit], terms: TermIndex) -> list[Run]:
    """Runs of units to look up, the longer ones first, none twice.

    A run ends at punctuation, at a word of the chart's telling and at a word that the
    classification does not know. A piece after a comma that only qualifies ("intractable",
    "without …") also belongs to what stands before it.
    """
    pieces = list(_pieces(sentence, row, terms))
    runs: list[Run] = []
    for n, (first, last) in enumerate(pieces):
        end = last
        for k in range(n + 1, len(pieces)):
            begins, ends = pieces[k]
            if not adds(sentence, row, pieces[k - 1][1], begins) or ends - first > _LONGEST_LIST:
                break
            end = ends
        if end != last:
            runs.append((first, end))
        runs.append((first, min(last, first + _LONGEST)))
        runs += _parts(row, first, last)
    return list(dict.fromkeys(_trimmed(row, r) for r in runs if r[1] > r[0]))


def _pieces(sentence: str, row: Sequence[Unit], terms: TermIndex) -> Iterator[Run]:
    """Stretches of known words between commas, breaks and cuts."""
    start: int | None = None
    for k, unit in enumerate(row):
        gap = sentence[row[k - 1].end : unit.start] if k else ""
        if start is not None and (BREAKS & set(gap) or "," in gap):
            yield start, k - 1
            start = None
        plain_word = unit.meaning is None
        unknown = plain_word and unit.stems and not any(terms.known(s) for s in unit.stems)
        outside = plain_word and (unit.lowered in _CUTS or unit.lowered in _TELLING)
        if unknown or outside or _measure(row, k):
            if start is not None:
                yield start, k - 1
            start = None
        elif start is None and (unit.stems or unit.lowered in _ADDED):
            start = k
    if start is not None:
        yield start, len(row) - 1


def _measure(row: Sequence[Unit], k: int) -> bool:
    """A number that counts or measures, and its unit, not one that grades."""
    unit = row[k]
    if unit.meaning is not None:
        return False
    if unit.lowered in _MEASURES:
        return True
    if not unit.written[0].isdigit():
        return False
    graded = k > 0 and row[k - 1].lowered in _GRADED
    ordinal = not unit.written.isdigit() or (k + 1 < len(row) and row[k + 1].lowered in _GRADED)
    return not graded and not ordinal


def adds(sentence: str, row: Sequence[Unit], before: int, begins: int) -> bool:
    """Whether a piece goes on with what the one before it named."""
    gap = sentence[row[before].end : row[begins].start]
    if gap.strip() != "," or begins != before + 1:
        return False
    word = row[begins].lowered
    if word in _ADDED:
        return row[begins].meaning is None
    return word in QUALIFIERS and not _names_another(sentence, row, begins)


def _names_another(sentence: str, row: Sequence[Unit], begins: int) -> bool:
    """Whether a piece has a condition of its own."""
    for k in range(begins, len(row)):
        if k > begins and set(sentence[row[k - 1].end : row[k].start]) & (BREAKS | {","}):
            break
        if row[k].head and row[k].lowered not in QUALIFIERS:
            return True
    return False


def _parts(row: Sequence[Unit], first: int, last: int) -> Iterator[Run]:
    """Parts of a run around its prepositions."""
    inner = first
    for k in range(first, last + 1):
        if not row[k].stems and row[k].lowered in _SOFT_CUTS:
            if k - 1 > inner:
                yield inner, k - 1
            inner = k + 1
    if inner != first and last > inner:
        yield inner, last


def _trimmed(row: Sequence[Unit], run: Run) -> Run:
    """A run without the empty words at its ends."""
    first, last = run
    while first < last and not row[first].stems:
        first += 1
    while last > first and not row[last].stems:
        last -= 1
    return first, last
