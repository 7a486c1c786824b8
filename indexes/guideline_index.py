"""Finding the guideline section that decides a question.

Every section is embedded as a whole, statement by statement, and in each of the ways in which
coders ask about it. A question is matched against all of them; a section is worth what its best
statement, its best way of asking, its centre and its words (BM25) are worth together. The codes a
section names are among its words; to count them apart gained nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from guidelines.sections import Digest, Section
from indexes._text import index_terms
from indexes.lexical import LexicalIndex

_SMOOTHING = 0.15  # share of the mean variance in the whitening, since 384 axes are fitted
_LEAST_LEXICAL = 4.0  # a BM25 score under which a match of words says little
_PASSAGE_CHARACTERS = 900  # about 200 tokens, under the embedding model's limit


class Encoder(Protocol):
    """Turns texts into unit vectors."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit row per text."""


@dataclass(frozen=True, slots=True)
class Document:
    """One embedded text of a section. `kind` is s(ection), t(ext statement) or a(sk)."""

    section: str
    kind: str
    number: int
    text: str

    @property
    def key(self) -> str:
        """Its id in the vector store."""
        return f"{self.section}#{self.kind}{self.number}"


@dataclass(frozen=True, slots=True)
class SectionScore:
    """A section with its score and what matched best in it (indices into text and asks)."""

    section: str
    score: float
    statement: int | None
    statement_score: float
    ask: int | None
    ask_score: float
    asks: tuple[tuple[int, float], ...] = ()
    """Every way of asking that came near, with its similarity."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each signal is worth in a section's score.

    Fitted on every other question of the guideline suite (listwise softmax, ridge), divided by the
    sum of the similarities so that a good match scores about 1. `detail` rewards sections with many
    statements, `parts` those that decide for every chapter and would lose to the chapters' words.
    """

    statement: float = 0.255
    ask: float = 0.35
    centre: float = 0.395
    lexical: float = 0.346
    detail: float = 0.024
    parts: tuple[tuple[str, float], ...] = (
        ("I.A", 0.145),
        ("I.B", 0.075),
        ("II", 0.037),
        ("IV", 0.062),
    )


def documents(digest: Digest) -> list[Document]:
    """All texts to embed, in official order."""
    found: list[Document] = []
    for section in digest.values():
        heading = section.title
        passage = f"{heading}. {' '.join(section.text)}"[:_PASSAGE_CHARACTERS]
        found.append(Document(section.id, "s", 0, passage))
        found += [
            Document(section.id, "t", i, statement) for i, statement in enumerate(section.text)
        ]
        found += [Document(section.id, "a", i, ask.q) for i, ask in enumerate(section.asks)]
    return found


def lexical_terms(digest: Digest, section: Section) -> list[str]:
    """Words of a section, its title, its asks and the titles of the sections that hold it."""
    titles = " ".join(s.title for s in digest.path(section.id))
    asks = " ".join(a.q for a in section.asks)
    text = " ".join(section.text)
    return index_terms(f"{titles} {section.title} {text} {asks} {' '.join(section.codes)}")


class _Vectors:
    """All embedded texts, searched exactly, and a centre of each section.

    The centres are compared after whitening with the covariance of texts about their own section:
    directions in which asks of one section differ anyway (a word of courtesy, a diagnosis given as
    an example) count little, those that tell sections apart count much.
    """

    def __init__(
        self, keys: Sequence[str], vectors: NDArray[np.float32], ids: Sequence[str]
    ) -> None:
        """`keys` name the texts (`Document.key`), one row of `vectors` each."""
        position = {s: i for i, s in enumerate(ids)}
        parts = [key.partition("#") for key in keys]
        order = sorted(range(len(parts)), key=lambda i: (position[parts[i][0]], parts[i][2]))
        self._vectors = vectors[order]
        self._sections = np.array([position[parts[i][0]] for i in order])
        self._kinds = np.array([parts[i][2][0] for i in order])
        self._numbers = np.array([int(parts[i][2][1:]) for i in order])
        self._count = len(ids)
        centres = self._means(self._vectors)
        self._middle = centres.mean(0)
        self._whitening = _whitening(self._vectors - centres[self._sections])
        self._centres = _unit(self._means(self._whitened(self._vectors)))

    def _means(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        sums = np.zeros((self._count, rows.shape[1]), dtype=np.float32)
        np.add.at(sums, self._sections, rows)
        counts = np.bincount(self._sections, minlength=self._count)
        return np.asarray(sums / counts[:, None], dtype=np.float32)

    def _whitened(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        return _unit((rows - self._middle) @ self._whitening)

    def near_centres(self, queries: NDArray[np.float32]) -> NDArray[np.float32]:
        """Similarity to each section's centre, the best of the queries."""
        best: NDArray[np.float32] = (self._whitened(queries) @ self._centres.T).max(0)
        return best

    def similarities(self, queries: NDArray[np.float32]) -> NDArray[np.float32]:
        """Similarity of every text, the best of the queries."""
        best: NDArray[np.float32] = (queries @ self._vectors.T).max(0)
        return best

    def best(self, similar: NDArray[np.float32], kind: str) -> NDArray[np.float32]:
        """Similarity of each section's best text of a kind."""
        found = np.zeros(self._count, dtype=np.float32)
        rows = self._kinds == kind
        np.maximum.at(found, self._sections[rows], similar[rows])
        return found

    def texts(
        self, similar: NDArray[np.float32], section: int, kind: str
    ) -> list[tuple[int, float]]:
        """Number and similarity of a section's texts of a kind, best first."""
        rows = np.flatnonzero((self._sections == section) & (self._kinds == kind))
        ordered = rows[np.argsort(-similar[rows], kind="stable")]
        return [(int(self._numbers[i]), float(similar[i])) for i in ordered]


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return np.asarray(rows / lengths, dtype=np.float32)


def _whitening(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    covariance = rows.T.astype(np.float64) @ rows / len(rows)
    values, axes = np.linalg.eigh(covariance)
    smoothed = (1 - _SMOOTHING) * values + _SMOOTHING * values.mean()
    return np.asarray((axes / np.sqrt(smoothed)) @ axes.T, dtype=np.float32)


class GuidelineIndex:
    """Search over the guideline sections."""

    def __init__(
        self,
        digest: Digest,
        lexical: LexicalIndex,
        collection: Any,
        encoder: Callable[[], Encoder],
        weights: Weights = Weights(),
    ) -> None:
        """`collection` is the open Chroma collection; `encoder` is called on first use."""
        self._digest = digest
        self._ids = list(digest)
        self._lexical = lexical
        self._collection = collection
        self._encoder = encoder
        self._weights = weights
        self._prior = np.array([_prior(s, weights) for s in digest.values()])

    @cached_property
    def _vectors(self) -> _Vectors:
        stored = self._collection.get(include=["embeddings"])
        vectors = np.asarray(stored["embeddings"], dtype=np.float32)
        return _Vectors(stored["ids"], vectors, self._ids)

    def search(self, queries: Sequence[str], k: int = 10) -> list[SectionScore]:
        """Sections for a question, best first.

        Args:
            queries: One or more wordings of the same question; a section counts with its best.
            k: How many sections.
        """
        queries = [q for q in queries if q.strip()]
        if not queries:
            return []
        vectors = self._encoder().embed(queries)
        similar = self._vectors.similarities(vectors)
        lexical = np.max([self._lexical.scores(index_terms(q)) for q in queries], axis=0)
        weights = self._weights
        scores = (
            weights.statement * self._vectors.best(similar, "t")
            + weights.ask * self._vectors.best(similar, "a")
            + weights.centre * self._vectors.near_centres(vectors)
            + weights.lexical * lexical / max(float(lexical.max()), _LEAST_LEXICAL)
            + self._prior
        )
        order = [int(i) for i in np.argsort(-scores, kind="stable")[:k]]
        return [self._scored(i, float(scores[i]), similar) for i in order]

    def _scored(self, at: int, score: float, similar: NDArray[np.float32]) -> SectionScore:
        statements = self._vectors.texts(similar, at, "t")
        asks = self._vectors.texts(similar, at, "a")
        statement, near = statements[0] if statements else (None, 0.0)
        ask, nearer = asks[0] if asks else (None, 0.0)
        return SectionScore(self._ids[at], score, statement, near, ask, nearer, tuple(asks))


def _prior(section: Section, weights: Weights) -> float:
    part = next((w for p, w in weights.parts if f"{section.id}.".startswith(f"{p}.")), 0.0)
    return part + weights.detail * math.log(len(section.text))
