"""From a term to its code: find the concept, then choose in the code tree.

Titles, inclusion terms and lexicon entries are *surfaces*, each pointing at an entry of the Tabular
List. A term finds candidate surfaces by its words (BM25) and by its meaning (a static embedding);
`_ranking` weighs how well they and their codes fit. Side and stage are chosen among the entries
that share a concept; the encounter (7th character) is left to the code tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guidelines.codeset import CodeSet
from indexes._histology import by_site
from indexes._ranking import SIGNALS, Asked, Ranking, shipped_ranking, signals
from indexes._spelling import Spelling
from indexes._surface import analyze, remember
from indexes._surface_table import KINDS, ExactSurfaces, SurfaceTable
from indexes._text import stem, without_side, words
from indexes.lexical import LexicalIndex
from indexes.lexicon import Lexicon
from indexes.static_embedding import StaticEmbedding

_LEXICAL_CANDIDATES = 160
_DENSE_CANDIDATES = 100
LEADING = 5  # entries that set how much of a term can be explained
_RECENT = 512  # terms whose entries are kept
_FIRST_HITS = 12
_LIKELY = 0.6  # a score from which an entry needs no second search
_WHOSE = re.compile(r"\b(?:his|her|my|their|your|our)\b", re.IGNORECASE)
_STATUS = 0.9  # share of what can be explained that a status or encounter has to explain
_LESS = 0.3  # what one that explains less is worth
_UNTOLD = 0.2  # what a fracture of a kind that the chart does not name is worth
_KINDS_OF_FRACTURE = frozenset(
    map(stem, ("segmental", "comminuted", "transverse", "oblique", "spiral", "greenstick", "torus"))
)
_SAID = 0.6  # share of the words of a term of the lexicon that the chart has to say

Nearest = Callable[[str, int], Sequence[tuple[int, float]]]
"""For a text and a number, positions of the nearest surfaces and their cosines."""


@dataclass(frozen=True, slots=True)
class TermHit:
    """An entry found for a term.

    Attributes:
        code: A code or header; lexicon stems lose their dash.
        score: How likely the entry is right, 0–1.
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
class Candidates:
    """What a ranking decides between.

    Attributes:
        rows: Positions of surfaces.
        signals: One line of `_ranking.SIGNALS` each.
        covered: Share of the term that each explains.
        fit: The same times the share of the surface that the term says.
        untold: Whether a surface names a kind of fracture that the term does not.
    """

    rows: NDArray[np.int64]
    signals: NDArray[np.float32]
    covered: NDArray[np.float32]
    fit: NDArray[np.float32]
    untold: NDArray[np.bool_]


def surface_rows(codesets: Iterable[CodeSet], lexicon: Lexicon) -> list[list[Any]]:
    """Every surface as a JSON row.

    Its text, code and kind, the parts of its `Surface`, and the stems of its 7th characters.
    """
    rows: dict[tuple[str, str], list[Any]] = {}
    encounter_words = cache(_encounter_words)

    def add(text: str, code: str, kind: str, optional: str = "") -> None:
        key = (text.lower(), code)
        if key in rows or not text.strip():
            return
        s = analyze(text, lexicon.equivalents)
        if s.core:
            parts = [s.core, s.soft, s.negated, s.side, s.residual, s.unspecified]
            # a 7th character may be said too: "closed", "with nonunion", "sequela"
            encounter = encounter_words(optional, lexicon) if optional else ()
            parts.append(tuple(w for w in encounter if w not in s.core + s.soft))
            rows[key] = [text, code, kind, *parts]

    for codeset in codesets:
        for entry in codeset.printed():
            if entry.kind in ("chapter", "section"):
                continue
            organ = _organ(entry.code)
            seventh = " ".join((*codeset.seventh_characters(entry.code).values(), organ))
            add(entry.title, entry.code, "title", seventh)
            for term in entry.inclusion_terms:
                add(term, entry.code, "inclusion", organ)
    for meaning in lexicon.meanings:
        if meaning.code and meaning.kind not in ("word", "drug", "substance"):
            add(meaning.term, meaning.code.rstrip("-").rstrip("."), "lexicon")
            add(meaning.meaning, meaning.code.rstrip("-").rstrip("."), "lexicon")
    return list(rows.values())


def _encounter_words(meanings: str, lexicon: Lexicon) -> tuple[str, ...]:
    found = analyze(meanings, lexicon.equivalents, title=False)
    return tuple(w for w in found.core if w not in ("initi", "subsequ", "encount"))


_ORGANS = (("H00", "H60", "eye"), ("H60", "H96", "ear"), ("L", "M", "skin"))
"""What chapters are about, from a code and up to another: in a chart no detail of their entries."""


def status_worth(code: str, covered: float, most: float) -> float:
    """What is left of the score of a status that explains less of a term than others do.

    "Infected knee prosthesis" is an infection and no presence of a prosthesis (I.C.21.c.3).

    Args:
        code: The entry.
        covered: The share of the term that it explains.
        most: The share that any of the leading entries explains.
    """
    return _LESS if code[0] == "Z" and covered < _STATUS * most else 1.0


def _organ(code: str) -> str:
    return next((organ for start, end, organ in _ORGANS if start <= code < end), "")


class TermIndex:
    """Search over the surfaces of the Tabular List and the lexicon."""

    def __init__(
        self,
        table: SurfaceTable,
        lexical: LexicalIndex,
        lexicon: Lexicon,
        embedding: StaticEmbedding,
        dense: Nearest | None = None,
        ranking: Ranking | None = None,
    ) -> None:
        """Put the parts together.

        Args:
            table: The surfaces.
            lexical: Their words.
            lexicon: Words of like meaning.
            embedding: The one that the table was built with.
            dense: Nearest surfaces; by default an exact search over the table's vectors.
            ranking: Weights; by default those that ship with the program.
        """
        self._table = table
        self._lexical = lexical
        self._lexicon = lexicon
        self._embedding = embedding
        self._dense = dense or similarity_search(table.vectors, embedding)
        self._ranking = ranking or shipped_ranking()
        self._spelling = Spelling(table, lexicon, embedding)
        remember(lexicon.equivalents, table.title)
        self._in_force: dict[str, NDArray[np.int8]] = {}

    @staticmethod
    def build(
        rows: Sequence[Sequence[Any]], folder: Path, embedding: StaticEmbedding | None = None
    ) -> None:
        """Write the surfaces, their vectors and their lexical index to a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        SurfaceTable.build(rows, embedding or StaticEmbedding.load()).save(folder)
        LexicalIndex.build([[*r[3], *r[4]] for r in rows], k1=0.8, b=0.5).save(folder / "lexical")

    @classmethod
    def open(
        cls,
        folder: Path,
        lexicon: Lexicon,
        dense: Nearest | None = None,
        embedding: StaticEmbedding | None = None,
        ranking: Ranking | None = None,
    ) -> TermIndex:
        """Read what `build` wrote; see `__init__` for the arguments."""
        return cls(
            SurfaceTable.open(folder),
            LexicalIndex.open(folder / "lexical"),
            lexicon,
            embedding or StaticEmbedding.load(),
            dense,
            ranking,
        )

    @cached_property
    def exact(self) -> ExactSurfaces:
        """Positions of the surfaces with exactly some core stems."""
        return ExactSurfaces(self._table)

    def of_words(self, term: str, codeset: CodeSet) -> tuple[str, ...]:
        """Entries of a release with a surface of just a term's words, in the order of their codes."""
        positions: set[int] = set()
        for title in (False, True):
            surface = analyze(term, self._lexicon.equivalents, title=title)
            positions.update(self.exact[frozenset(surface.core)])
        codes = {self._table.codes[p] for p in positions}
        return tuple(sorted(c for c in codes if c in codeset))

    def known(self, word: str) -> bool:
        """Whether a stem occurs in any surface."""
        return word in self._table.number

    def readable(self, word: str) -> bool:
        """Whether a word is one of the classification or of English, as written."""
        return self._spelling.readable(word)

    def rarity(self, word: str) -> float:
        """How much a stem says: its inverse document frequency."""
        return self._spelling.rarity(word)

    def corrected(self, term: str) -> str:
        """A term with its misspellings put right, as `search` reads it."""
        return self._spelling.corrected(term)

    def misspelt(self, word: str) -> str:
        """The word that a lower-case word of a chart is a misspelling of; empty where it is none."""
        return self._spelling.misspelt(word)

    @cached_property
    def _recent(self) -> dict[tuple[str, str], tuple[TermHit, ...]]:
        return {}

    def hits(self, term: str, codeset: CodeSet) -> tuple[TermHit, ...]:
        """The first entries for a term of a note, kept for as long as the note is worked on.

        Reading asks whether words name a condition, retrieval asks the same words for their code.
        """
        key = (term, codeset.release.name)
        found = self._recent.get(key)
        if found is None:
            if len(self._recent) >= _RECENT:
                self._recent.clear()
            found = self._recent[key] = self._likeliest(term, codeset)
        return found

    def _likeliest(self, term: str, codeset: CodeSet) -> tuple[TermHit, ...]:
        """Entries for a term; where none is likely, for the term without its side too."""
        said = " ".join(_WHOSE.sub(" ", term).split())
        found = self.search(said, codeset, _FIRST_HITS)
        sideless = without_side(said)
        if not sideless or sideless == said or (found and found[0].score >= _LIKELY):
            return tuple(found)
        best: dict[str, TermHit] = {}
        for hit in (*found, *self.search(sideless, codeset, _FIRST_HITS)):
            if hit.code not in best or hit.score > best[hit.code].score:
                best[hit.code] = hit
        order = sorted(best.values(), key=lambda h: (-round(h.score, 6), len(h.code), h.code))
        return tuple(order[:_FIRST_HITS])

    def row(self, position: int) -> tuple[str, str, str]:
        """Text, code and kind of a surface."""
        table = self._table
        return table.texts[position], table.codes[position], KINDS[table.kinds[position]]

    def search(self, term: str, codeset: CodeSet, k: int = 10) -> list[TermHit]:
        """Entries for a term, best first, one hit an entry.

        Args:
            term: Words of a chart, abbreviations already written out.
            codeset: Only entries of this release are found.
            k: How many.
        """
        found = self.candidates(term, codeset)
        if found is None:
            return []
        scores = self._unspecified_first(found, self._ranking.scores(found.signals))
        scores = np.where(found.untold, scores * _UNTOLD, scores)
        likeliest: dict[str, int] = {}
        plainest: dict[str, int] = {}
        for i, row in enumerate(found.rows):
            code = self._table.codes[row]
            if code not in likeliest or scores[i] > scores[likeliest[code]]:
                likeliest[code] = i
            if code not in plainest or found.fit[i] > found.fit[plainest[code]]:
                plainest[code] = i
        worth = self._by_coverage(found, scores, likeliest)
        # equal scores: the shorter code first, then by code, so that the order never varies
        order = sorted(likeliest, key=lambda c: (-round(worth[c], 6), len(c), c))
        hits = []
        for code in order[:k]:
            # what a coder wants to see is the surface nearest to the term's own words
            shown = plainest[code]
            text, _, kind = self.row(int(found.rows[shown]))
            hits.append(TermHit(code, worth[code], text, kind, float(found.covered[shown])))
        return hits

    def _by_coverage(
        self, found: Candidates, scores: NDArray[np.float32], likeliest: Mapping[str, int]
    ) -> dict[str, float]:
        """Scores by code, less for entries that explain less of the term than others do.

        What leaves a word of the chart unexplained gives way to what explains it too (I.B.2); most
        of all a status, which is not coded where another entry tells of it (I.C.21.c.3).
        """
        best = {c: float(scores[i]) for c, i in likeliest.items()}
        covered: dict[str, float] = {}
        for i, row in enumerate(found.rows):
            code = self._table.codes[row]
            covered[code] = max(covered.get(code, 0.0), float(found.covered[i]))
        leading = sorted(best, key=lambda c: -best[c])[:LEADING]
        most = max((covered[c] for c in leading), default=0.0) or 1.0
        return {
            c: s * min(1.0, covered[c] / most) * status_worth(c, covered[c], most)
            for c, s in best.items()
        }

    def _unspecified_first(
        self, found: Candidates, scores: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Put "other specified" titles behind the "unspecified" ones of the same words.

        The chart says no more than either, so there is no detail for which a code is lacking
        (guideline section I.A.9). What the lexicon has for just these words is no detail either:
        "R knee arthritis" is its osteoarthritis and no "other specified arthritis".
        """
        table, rows = self._table, found.rows
        residual = found.signals[:, SIGNALS.index("residual")] > 0
        alike = [(table.core[r].tobytes(), int(table.sides[r])) for r in rows]
        unspecified = table.unspecified[rows] & ~residual
        lexicon = (table.kinds[rows] == KINDS.index("lexicon")) & (table.sides[rows] == 0)
        capped = scores.copy()
        for i in np.flatnonzero(residual):
            same = [j for j in np.flatnonzero(unspecified) if alike[j] == alike[i]]
            same = same or [j for j in np.flatnonzero(lexicon) if alike[j][0] == alike[i][0]]
            other = max((float(scores[j]) for j in same), default=None)
            if other is not None and other < scores[i]:
                # the pair changes places, so that the concept keeps its rank
                capped[i] = other
                for j in same:
                    capped[j] = max(capped[j], scores[i])
        return capped

    def candidates(self, term: str, codeset: CodeSet) -> Candidates | None:
        """Surfaces that may fit a term, with the signals to rank them by; None without words."""
        term = by_site(self._spelling.corrected(term))
        asked = self._ask(term)
        if asked is None:
            return None
        tokens = [self._table.stems[n] for s in asked.spellings for n in s]
        lexical = self._lexical.scores(tokens)
        count = min(_LEXICAL_CANDIDATES, len(lexical) - 1)
        chosen = np.argpartition(-lexical, count)[:count]
        rows = self._of(np.sort(chosen[lexical[chosen] > 0]), codeset)
        if not self._word_for_word(asked, rows):
            # what has the term's very words needs no search by meaning, which costs most
            near = [
                p for view in self._views(term) for p, _ in self._dense(view, _DENSE_CANDIDATES)
            ]
            rows = self._of(np.union1d(rows, np.array(near, dtype=np.int64)), codeset)
        if not len(rows):
            return None
        values, covered = signals(self._table, asked, rows, lexical[rows])
        # a term of the lexicon that says more than the chart ("insulin coma" for "on insulin") is no guess
        said = values[:, SIGNALS.index("meaning needed")] >= _SAID
        kept = said | (self._table.kinds[rows] != KINDS.index("lexicon"))
        rows, values, covered = rows[kept], values[kept], covered[kept]
        if not len(rows):
            return None
        fit = values[:, SIGNALS.index("heard × needed")]
        return Candidates(rows, values, covered, fit, self._untold(asked, rows))

    def _untold(self, asked: Asked, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        number = self._table.number
        kinds = [number[s] for s in _KINDS_OF_FRACTURE - {*asked.surface.core} if s in number]
        return np.asarray(np.isin(self._table.core[rows], kinds).any(axis=1), dtype=np.bool_)

    def _views(self, term: str) -> list[str]:
        """The term, and where it names a drug the term with the drug's kind instead."""
        return list(dict.fromkeys((term, self._spelling.with_drugs_as_kind(term))))

    def _ask(self, term: str) -> Asked | None:
        surface = analyze(term, self._lexicon.equivalents, title=False)
        if not surface.core:
            return None
        written = [self._spelling.form(s) for s in surface.core]
        vectors = self._embedding.embed([*written, *self._views(term)])
        return Asked(
            surface=surface,
            spellings=self._spelling.spellings(surface.core),
            vectors=vectors[: len(written)],
            rarity=np.array([self.rarity(s) for s in surface.core], dtype=np.float32),
            views=vectors[len(written) :],
            residual=not {"other", "specified"}.isdisjoint(words(term)),
        )

    def _word_for_word(self, asked: Asked, rows: NDArray[np.int64]) -> bool:
        """Whether the words of one of some surfaces are those of a term, no less and no more."""
        core, padding = self._table.core[rows], self._table.padding
        if not all(asked.spellings) or len(asked.spellings) > core.shape[1]:
            return False  # more words than any surface has
        said = np.sort(asked.likeliest)
        as_long = core[(core != padding).sum(axis=1) == len(said)]
        # padding has the highest number, so that it stands behind the words
        words_of = np.sort(as_long, axis=1)[:, : len(said)]
        return bool((words_of == said).all(axis=1).any())

    def _of(self, rows: NDArray[np.int64], codeset: CodeSet) -> NDArray[np.int64]:
        """Those of some surfaces that belong to entries of a release, looked up once an entry."""
        known = self._in_force.setdefault(
            codeset.release.name, np.full(len(self._table.entries), -1, dtype=np.int8)
        )
        entries = self._table.entry_of[rows]
        for entry in np.unique(entries[known[entries] < 0]):
            known[entry] = self._table.entries[entry] in codeset
        return rows[known[entries] > 0].astype(np.int64)


def similarity_search(vectors: NDArray[Any], embedding: StaticEmbedding) -> Nearest:
    """Exact nearest rows of a matrix of unit vectors."""
    matrix = vectors.astype(np.float32)

    def search(text: str, count: int) -> Sequence[tuple[int, float]]:
        cosines = matrix @ embedding.embed([text])[0]
        count = min(count, len(cosines) - 1)
        top = np.argpartition(-cosines, count)[:count]
        return [(int(i), float(cosines[i])) for i in top]

    return search
