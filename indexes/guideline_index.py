"""Finding the guideline section that decides a question.

Every section is embedded as a whole, statement by statement, and in each of the ways in which
coders ask about it. A question is matched against all of them; a section is worth what its best
statement, its best way of asking, its centre and its words (BM25) are worth together. The codes a
section names are among its words; to count them apart gained nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from guidelines.sections import Digest, Section
from indexes._text import index_terms
from indexes.answer_vectors import AnswerVectors
from indexes.lexical import LexicalIndex
from indexes.section_vectors import SectionVectors

_LEAST_LEXICAL = 4.0  # a BM25 score under which a match of words says little
_FAR = 0.4  # how much less near than the nearest a way of asking is that has no say any more
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


class NearAsk(NamedTuple):
    """A section's way of asking beside the question.

    Attributes:
        number: Its place among the section's ways of asking.
        similarity: How near it is in what it is about, from 0 to 1.
        alike: How near it is in how it is answered, from -1 to 1; 0 where that is not known.
    """

    number: int
    similarity: float
    alike: float = 0.0


@dataclass(frozen=True, slots=True)
class SectionScore:
    """A section with its score and what matched best in it (indices into text and asks)."""

    section: str
    score: float
    statement: int | None
    statement_score: float
    ask: int | None
    ask_score: float
    asks: tuple[NearAsk, ...] = ()
    """Ways of asking that are near, the nearest first; none where nobody asked for the answers."""


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


class GuidelineIndex:
    """Search over the guideline sections."""

    def __init__(
        self,
        digest: Digest,
        lexical: LexicalIndex,
        vectors: SectionVectors,
        encoder: Callable[[], Encoder],
        weights: Weights = Weights(),
        answers: AnswerVectors | None = None,
    ) -> None:
        """Put the parts together.

        Args:
            digest: The sections.
            lexical: Their words.
            vectors: Their embedded texts.
            encoder: Gives what embeds a question; called on first use.
            weights: What each signal is worth.
            answers: Which yes/no questions are answered alike; without them, none is told from
                another.
        """
        self._digest = digest
        self._ids = list(digest)
        self._lexical = lexical
        self._vectors = vectors
        self._encoder = encoder
        self._answers = answers
        self._weights = weights
        self._prior = np.array([_prior(s, weights) for s in digest.values()])

    def search(
        self,
        queries: Sequence[str],
        k: int = 10,
        *,
        answering: bool = False,
        raised: Mapping[str, float] | None = None,
    ) -> list[SectionScore]:
        """Sections for a question, best first.

        Args:
            queries: One or more wordings of the same question; a section counts with its best.
            k: How many sections.
            answering: Whether to give the ways of asking, and how alike each is answered.
            raised: By section what its score is raised by.
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
        if raised:
            scores = scores + np.array([raised.get(section, 0.0) for section in self._ids])
        order = [int(i) for i in np.argsort(-scores, kind="stable")[:k]]
        found = [self._scored(i, float(scores[i]), similar) for i in order]
        if not answering:
            return found
        alike = self._answers.alike(queries[0], order) if self._answers else {}
        least = max(hit.ask_score for hit in found) - _FAR
        return [
            replace(hit, asks=self._asks(i, similar, least, alike.get(i, {})))
            for i, hit in zip(order, found, strict=True)
        ]

    def _scored(self, at: int, score: float, similar: NDArray[np.float32]) -> SectionScore:
        statement, near = self._vectors.nearest(similar, at, "t") or (None, 0.0)
        ask, nearer = self._vectors.nearest(similar, at, "a") or (None, 0.0)
        return SectionScore(self._ids[at], score, statement, near, ask, nearer)

    def _asks(
        self, at: int, similar: NDArray[np.float32], least: float, alike: Mapping[int, float]
    ) -> tuple[NearAsk, ...]:
        near = takewhile(lambda t: t[1] >= least, self._vectors.texts(similar, at, "a"))
        return tuple(NearAsk(number, by, alike.get(number, 0.0)) for number, by in near)


def _prior(section: Section, weights: Weights) -> float:
    part = next((w for p, w in weights.parts if f"{section.id}.".startswith(f"{p}.")), 0.0)
    return part + weights.detail * math.log(len(section.text))
