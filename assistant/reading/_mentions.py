"""Conditions named in a text: spans whose words are those of the classification or the lexicon."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from guidelines.codeset import CodeSet
from indexes._surface import SIDES, analyze, canonical
from indexes._text import STOPWORDS, plain, word_spans, words
from indexes.lexicon import Lexicon, Meaning
from indexes.term_index import TermIndex

_LONGEST = 9  # units in a mention
_GOOD_SEARCH = 0.72
_GOOD_COVER = 0.8
# Words that some title or inclusion term consists of, but that name no condition by themselves
_NOT_ALONE = frozenset(
    "patient male female man woman child adult person other type stage grade class level site side "
    "history family day days week month year time visit follow followup care treatment therapy exam "
    "examination test testing screening procedure surgery operation drug medication dose level blood "
    "skin bone heart lung liver kidney brain eye ear nose throat mouth neck chest abdomen back arm leg "
    "hand foot hip knee ankle wrist elbow shoulder finger toe face head body stomach colon breast "
    "acute chronic mild moderate severe primary secondary recurrent initial subsequent encounter "
    "normal abnormal positive negative new old present status home school work place activity food "
    "water air fire smoke car truck bicycle bus animal dog cat object use unspecified multiple single "
    "complete partial total right left bilateral upper lower distal proximal anterior posterior lateral "
    "medial central function disorder disease condition syndrome finding sign symptom problem injury "
    "complication infection result value increase decrease due cause organism virus bacteria "
    "first second third one two three none not no yes with without admission discharge code coding "
    "born birth delivery alcohol tobacco opioid cannabis cocaine insulin contact exposure physical "
    "mental emotional social general specific support intact stable evaluation management plan "
    "complaint risk factor course line drainage discharge movement walking running tennis football "
    "counseling education behavior stress sleep weight height pressure temperature rate volume device "
    "implant graft catheter tube removal fitting adjustment replacement presence absence lack need "
    "surveillance observation consultation aftercare fracture lesion mass pregnancy gestation "
    "trimester fetus mother father infant baby newborn maternal donor".split()
)
_BREAKS = frozenset(";:.?!\n()")


@dataclass(frozen=True, slots=True)
class Unit:
    """A word or lexicon term of a sentence with the stems it stands for."""

    start: int
    end: int
    written: str
    stems: tuple[str, ...]
    meaning: Meaning | None


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


def units(sentence: str, lexicon: Lexicon, around: Collection[str]) -> list[Unit]:
    """Words of a sentence, lexicon terms put together and decided by the words around them."""
    spans = list(word_spans(sentence))
    found: list[Unit] = []
    i = 0
    while i < len(spans):
        step, meaning = 1, None
        for length in range(min(lexicon.longest, len(spans) - i), 0, -1):
            part = spans[i : i + length]
            meanings = lexicon.look_up([w for _, _, w in part])
            if meanings and _together(sentence[part[0][0] : part[-1][1]], meanings):
                step, meaning = length, lexicon.decide(meanings, around)
                break
        start, end = spans[i][0], spans[i + step - 1][1]
        written = sentence[start:end]
        if meaning is not None:
            stems = analyze(meaning.meaning, lexicon.equivalents).core
        elif plain(written) in STOPWORDS:
            stems = ()
        else:
            stems = canonical(plain(written), lexicon.equivalents)
        found.append(Unit(start, end, written, stems, meaning))
        i += step
    return found


def _together(written: str, meanings: Sequence[Meaning]) -> bool:
    """Whether words are one term: not over the end of a clause, nor over a comma it does not have."""
    inside = set(written) & (_BREAKS | {",", "/"})
    return all(any(c in m.term for m in meanings) for c in inside)


def find(
    sentence: str,
    terms: TermIndex,
    lexicon: Lexicon,
    codeset: CodeSet,
    around: Collection[str],
) -> list[Found]:
    """The mentions of a sentence that together explain most of it, in order."""
    row = units(sentence, lexicon, around)
    candidates = _exact(sentence, row, terms) + _searched(sentence, row, terms, codeset)
    return _best_cover(row, candidates)


@dataclass(frozen=True, slots=True)
class _Candidate:
    first: int
    last: int  # inclusive, in units
    found: Found


def _term(units_: Sequence[Unit]) -> str:
    return " ".join(u.meaning.meaning if u.meaning else u.written for u in units_)


def _exact(sentence: str, row: Sequence[Unit], terms: TermIndex) -> list[_Candidate]:
    found: list[_Candidate] = []
    for i, first in enumerate(row):
        if not first.stems:
            continue
        stems: set[str] = set()
        for j in range(i, min(i + _LONGEST, len(row))):
            unit = row[j]
            if j > i and _BREAKS & set(sentence[row[j - 1].end : unit.start]):
                break
            stems.update(s for s in unit.stems if s not in SIDES)
            if not unit.stems:
                continue
            alone = i == j
            code = unit.meaning.code if alone and unit.meaning else ""
            kind = unit.meaning.kind if alone and unit.meaning else "term"
            known = frozenset(stems) in terms.exact
            if alone and not code and (unit.meaning is None) and plain(unit.written) in _NOT_ALONE:
                continue
            if alone and unit.meaning is not None and not code and not known:
                continue
            if known and not code and not _condition(terms, frozenset(stems), alone):
                continue
            if known or code:
                weight = sum(terms.rarity(s) for s in stems) or 1.0
                span = (first.start, unit.end)
                found.append(
                    _Candidate(i, j, Found(*span, _term(row[i : j + 1]), code, weight, kind))
                )
    return found


def _condition(terms: TermIndex, stems: frozenset[str], alone: bool) -> bool:
    """Whether the surfaces with these stems name conditions, not circumstances of an accident."""
    codes = {terms.row(p)[1] for p in terms.exact[stems]}
    return any(not (c[0] in "VWXY" or (alone and c[0] == "Z")) for c in codes)


def _searched(
    sentence: str, row: Sequence[Unit], terms: TermIndex, codeset: CodeSet
) -> list[_Candidate]:
    found: list[_Candidate] = []
    for i, j in _runs(sentence, row, terms):
        stems = [s for u in row[i : j + 1] for s in u.stems]
        if len(stems) < 2:
            continue
        term = _term(row[i : j + 1])
        hits = terms.search(term, codeset, 1)
        if hits and hits[0].score >= _GOOD_SEARCH and hits[0].covered >= _GOOD_COVER:
            weight = sum(terms.rarity(s) for s in stems) * hits[0].score * hits[0].covered
            span = (row[i].start, row[j].end)
            found.append(_Candidate(i, j, Found(*span, term, "", weight, "term")))
    return found


_CUTS = frozenset("and or but who which that then also while after before".split())
_SOFT_CUTS = frozenset("with due secondary to from by on for in of at".split())


def _runs(sentence: str, row: Sequence[Unit], terms: TermIndex) -> list[tuple[int, int]]:
    """Stretches of known words to search for: whole clauses, and their parts around "with" etc."""
    runs: list[tuple[int, int]] = []
    start: int | None = None

    def close(end: int) -> None:
        nonlocal start
        if start is not None and end - start >= 1:
            runs.append((start, min(end, start + _LONGEST)))
            inner = start
            for k in range(start, end + 1):
                if plain(row[k].written) in _SOFT_CUTS or _comma(sentence, row, k):
                    if k - 1 > inner:
                        runs.append((inner, k - 1))
                    inner = k + 1 if plain(row[k].written) in _SOFT_CUTS else k
            if inner != start and end > inner:
                runs.append((inner, end))
        start = None

    for k, unit in enumerate(row):
        lowered = plain(unit.written)
        unknown = unit.meaning is None and unit.stems and not any(terms.known(s) for s in unit.stems)
        broken = k > 0 and _BREAKS & set(sentence[row[k - 1].end : unit.start])
        if broken:
            close(k - 1)
        if unknown or lowered in _CUTS:
            close(k - 1)
            continue
        if start is None and unit.stems:
            start = k
    close(len(row) - 1)
    return runs


def _comma(sentence: str, row: Sequence[Unit], k: int) -> bool:
    return k > 0 and "," in sentence[row[k - 1].end : row[k].start]


def _best_cover(row: Sequence[Unit], candidates: Sequence[_Candidate]) -> list[Found]:
    """Non-overlapping candidates of the greatest weight; fewer and longer ones win ties."""
    by_end: dict[int, list[_Candidate]] = {}
    for candidate in candidates:
        by_end.setdefault(candidate.last, []).append(candidate)
    best: list[tuple[float, tuple[Found, ...]]] = [(0.0, ())]
    for k in range(len(row)):
        choice = best[k]
        for candidate in by_end.get(k, ()):
            before = best[candidate.first]
            total = before[0] + candidate.found.weight - 0.5
            if total > choice[0] + 1e-9:
                choice = (total, (*before[1], candidate.found))
        best.append(choice)
    return list(best[-1][1])


def context_words(text: str) -> frozenset[str]:
    """Words of a whole note, to decide ambiguous abbreviations by."""
    return frozenset(words(text))
