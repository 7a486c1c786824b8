"""From a term to its code: find the concept, then choose in the code tree.

Titles, inclusion terms and lexicon entries are *surfaces*, each pointing at an entry of the Tabular
List. A term is matched against surfaces by its words (BM25 for candidates, then how well the words
cover each other, weighed by rarity) and, where vectors are at hand, by meaning. Side, encounter and
stage are not searched for but chosen among the entries that share a concept.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from guidelines.codeset import CodeSet
from indexes._surface import Surface, analyze
from indexes.lexical import LexicalIndex
from indexes.lexicon import Lexicon

_LEXICAL_CANDIDATES = 150
_DENSE_CANDIDATES = 60
_TYPO_SIMILARITY = 80.0  # rapidfuzz ratio of a misspelt word, 0–100


@dataclass(frozen=True, slots=True)
class Weights:
    """What each signal is worth in a surface's score; see `Score`."""

    recall: float = 0.55
    precision: float = 0.30
    dense: float = 0.15
    residual: float = 0.08
    negated: float = 0.25
    side: float = 0.20
    exact: float = 0.10
    soft: float = 0.25


@dataclass(frozen=True, slots=True)
class TermHit:
    """An entry found for a term.

    Attributes:
        code: A code or header; lexicon stems lose their dash.
        score: 0–1.
        via: The surface that matched.
        kind: "title", "inclusion" or "lexicon".
        covered: Share of the term's own words that the surface explains, 0–1.
    """

    code: str
    score: float
    via: str
    kind: str
    covered: float


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    code: str
    kind: str
    surface: Surface


def surface_rows(codesets: Iterable[CodeSet], lexicon: Lexicon) -> list[list[Any]]:
    """Every surface as a JSON row: text, code, kind and the parts of its `Surface`."""
    rows: dict[tuple[str, str], list[Any]] = {}

    def add(text: str, code: str, kind: str) -> None:
        key = (text.lower(), code)
        if key in rows or not text.strip():
            return
        s = analyze(text, lexicon.equivalents)
        if s.core:
            parts = [s.core, s.soft, s.negated, s.side, s.residual, s.unspecified]
            rows[key] = [text, code, kind, *parts]

    for codeset in codesets:
        for entry in codeset.entries():
            if entry.kind in ("chapter", "section") or codeset.base_of(entry.code) != entry.code:
                continue
            add(entry.title, entry.code, "title")
            for term in entry.inclusion_terms:
                add(term, entry.code, "inclusion")
    for meaning in lexicon.meanings:
        if meaning.code and meaning.kind not in ("word", "drug"):
            add(meaning.term, meaning.code.rstrip("-").rstrip("."), "lexicon")
            add(meaning.meaning, meaning.code.rstrip("-").rstrip("."), "lexicon")
    return list(rows.values())


class TermIndex:
    """Search over the surfaces of the Tabular List and the lexicon."""

    def __init__(
        self,
        rows: Sequence[Sequence[Any]],
        lexical: LexicalIndex,
        lexicon: Lexicon,
        dense: Callable[[str, int], Sequence[tuple[int, float]]] | None = None,
        weights: Weights = Weights(),
    ) -> None:
        """`dense` gives, for a text and a number, positions of the nearest surfaces and cosines."""
        self._rows = [
            _Row(r[0], r[1], r[2], Surface(tuple(r[3]), tuple(r[4]), tuple(r[5]), r[6], r[7], r[8]))
            for r in rows
        ]
        self._lexical = lexical
        self._lexicon = lexicon
        self._dense = dense
        self._weights = weights
        self._rarity = _rarity(self._rows)
        self._unseen = max(self._rarity.values(), default=1.0)
        self._vocabulary = [w for w in self._rarity if len(w) > 3 and w.isalpha()]
        self.exact: Mapping[frozenset[str], list[int]] = self._exact()
        self._typos: dict[str, tuple[str, ...]] = {}

    @staticmethod
    def build(rows: Sequence[Sequence[Any]], folder: Path) -> None:
        """Write the surfaces and their lexical index to a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "surfaces.json").write_bytes(orjson.dumps(list(rows)))
        LexicalIndex.build([[*r[3], *r[4]] for r in rows], k1=0.8, b=0.5).save(folder / "lexical")

    @classmethod
    def open(
        cls,
        folder: Path,
        lexicon: Lexicon,
        dense: Callable[[str, int], Sequence[tuple[int, float]]] | None = None,
    ) -> TermIndex:
        """Read what `build` wrote."""
        rows = orjson.loads((folder / "surfaces.json").read_bytes())
        return cls(rows, LexicalIndex.open(folder / "lexical"), lexicon, dense)

    def known(self, word: str) -> bool:
        """Whether a stem occurs in any surface."""
        return word in self._rarity

    def rarity(self, word: str) -> float:
        """How much a stem says: its inverse document frequency."""
        return self._rarity.get(word, self._unseen)

    def row(self, position: int) -> tuple[str, str, str]:
        """Text, code and kind of a surface."""
        row = self._rows[position]
        return row.text, row.code, row.kind

    def search(self, term: str, codeset: CodeSet, k: int = 10) -> list[TermHit]:
        """Entries for a term, best first, one hit an entry.

        Args:
            term: Words of a chart, abbreviations already written out.
            codeset: Only entries of this release are found.
            k: How many.
        """
        asked = analyze(term, self._lexicon.equivalents, title=False)
        if not asked.core:
            return []
        wanted = {w: self._spellings(w) for w in asked.core}
        tokens = [s for spellings in wanted.values() for s in spellings]
        lexical = self._lexical.scores(tokens)
        candidates: dict[int, float] = {}
        count = min(_LEXICAL_CANDIDATES, len(lexical))
        for position in np.argpartition(-lexical, count - 1)[:count]:
            if lexical[position] > 0:
                candidates[int(position)] = 0.0
        if self._dense is not None:
            for position, similarity in self._dense(term, _DENSE_CANDIDATES):
                candidates[position] = similarity
        best: dict[str, TermHit] = {}
        for position, similarity in candidates.items():
            row = self._rows[position]
            if row.code not in codeset:
                continue
            score, covered = self._score(asked, wanted, row.surface, similarity)
            if row.code not in best or score > best[row.code].score:
                best[row.code] = TermHit(row.code, score, row.text, row.kind, covered)
        ranked = sorted(best.values(), key=lambda h: (-round(h.score, 6), len(h.code), h.code))
        return ranked[:k]

    def _score(
        self,
        asked: Surface,
        wanted: Mapping[str, Sequence[str]],
        found: Surface,
        similarity: float,
    ) -> tuple[float, float]:
        weights = self._weights
        core, soft = set(found.core), set(found.soft)
        total = explained = 0.0
        matched: set[str] = set()
        for word, spellings in wanted.items():
            worth = self.rarity(word) if word in self._rarity else self.rarity(spellings[0])
            total += worth
            for spelling in spellings:
                if spelling in core or spelling in soft:
                    explained += worth if spelling == word else 0.9 * worth
                    matched.add(spelling)
                    break
        recall = explained / total if total else 0.0
        # what the surface says beyond the term counts against it, what it only may say hardly
        said = sum(self.rarity(w) for w in core)
        heard = sum(self.rarity(w) for w in core & matched)
        said += weights.soft * 0.2 * sum(self.rarity(w) for w in soft - matched)
        precision = heard / said if said else 0.0
        score = (
            weights.recall * recall + weights.precision * precision + weights.dense * similarity
        )
        if recall > 0.999 and precision > 0.999:
            score += weights.exact
        if found.residual:
            score -= weights.residual
        for word in found.negated:
            if word in asked.core:
                score -= weights.negated
                break
        if set(asked.negated) & core:
            score -= weights.negated
        if set(asked.negated) & set(found.negated):
            score += 0.05
        if asked.side and found.side and asked.side != found.side:
            score -= weights.side
        elif asked.side and found.side == asked.side:
            score += 0.03
        elif found.side and not asked.side:
            score -= 0.02
        return max(0.0, score), recall

    def _spellings(self, word: str) -> tuple[str, ...]:
        """The stem itself, or the known stems it may be a misspelling of, nearest first."""
        if word in self._rarity or len(word) < 4 or not word.isalpha():
            return (word,)
        if word not in self._typos:
            near = process.extract(
                word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=_TYPO_SIMILARITY, limit=3
            )
            self._typos[word] = tuple(n[0] for n in near) or (word,)
            if len(self._typos) > 50_000:
                self._typos.clear()
                return tuple(n[0] for n in near) or (word,)
        return self._typos[word]

    def _exact(self) -> dict[frozenset[str], list[int]]:
        found: dict[frozenset[str], list[int]] = defaultdict(list)
        for position, row in enumerate(self._rows):
            found[frozenset(row.surface.core)].append(position)
        return found


def _rarity(rows: Sequence[_Row]) -> dict[str, float]:
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        for word in {*row.surface.core, *row.surface.soft}:
            counts[word] += 1
    return {w: math.log(1.0 + len(rows) / c) for w, c in counts.items()}


def similarity_search(
    vectors: NDArray[np.float32], encode: Callable[[str], NDArray[np.float32]]
) -> Callable[[str, int], Sequence[tuple[int, float]]]:
    """Exact nearest rows of a matrix of unit vectors."""

    def search(text: str, count: int) -> Sequence[tuple[int, float]]:
        cosines = vectors @ encode(text)
        top = np.argpartition(-cosines, count)[:count]
        return [(int(i), float(cosines[i])) for i in top]

    return search
