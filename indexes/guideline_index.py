"""Finding the guideline section that decides a question.

Every section is embedded as a whole, statement by statement, and in each of the ways in which
coders ask about it. A question is matched against all of them; a section is worth what its best
statement, its best way of asking, its words (BM25) and the codes it names are worth together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from guidelines.sections import Digest, Section
from indexes._text import index_terms
from indexes.lexical import LexicalIndex

_NEIGHBOURS = 300
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
    """What each signal is worth in a section's score."""

    statement: float = 0.45
    ask: float = 0.45
    whole: float = 0.25
    lexical: float = 0.35
    codes: float = 0.15


def documents(digest: Digest) -> list[Document]:
    """All texts to embed, in official order."""
    found: list[Document] = []
    for section in digest.values():
        heading = section.title
        found.append(
            Document(section.id, "s", 0, f"{heading}. {' '.join(section.text)}"[:_PASSAGE_CHARACTERS])
        )
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
        collection: Any,
        encoder: Callable[[], Encoder],
        weights: Weights = Weights(),
    ) -> None:
        """`collection` is the open Chroma collection; `encoder` is called on first use."""
        self._digest = digest
        self._ids = list(digest)
        self._position = {s: i for i, s in enumerate(self._ids)}
        self._lexical = lexical
        self._collection = collection
        self._encoder = encoder
        self._weights = weights
        self._named = {s.id: [_pattern(c) for c in s.codes] for s in digest.values()}

    def search(
        self, queries: Sequence[str], codes: Sequence[str] = (), k: int = 10
    ) -> list[SectionScore]:
        """Sections for a question, best first.

        Args:
            queries: One or more wordings of the same question; a section counts with its best.
            codes: Codes named in the question or found for it.
            k: How many sections.
        """
        queries = [q for q in queries if q.strip()]
        if not queries:
            return []
        best, floor, near = self._dense(queries)
        nothing = (floor, None)
        lexical = np.max([self._lexical.scores(index_terms(q)) for q in queries], axis=0)
        top = float(lexical.max()) or 1.0
        scored = []
        weights = self._weights
        for section in self._ids:
            found = best.get(section, {})
            statement = found.get("t", nothing)
            ask = found.get("a", nothing)
            score = (
                weights.statement * statement[0]
                + weights.ask * ask[0]
                + weights.whole * found.get("s", nothing)[0]
                + weights.lexical * float(lexical[self._position[section]]) / top
                + weights.codes * self._code_overlap(section, codes)
            )
            scored.append(
                SectionScore(
                    section,
                    score,
                    statement[1],
                    statement[0],
                    ask[1],
                    ask[0],
                    tuple(sorted(near.get(section, {}).items(), key=lambda a: -a[1])),
                )
            )
        scored.sort(key=lambda s: (-s.score, self._position[s.section]))
        return scored[:k]

    def _dense(
        self, queries: Sequence[str]
    ) -> tuple[
        dict[str, dict[str, tuple[float, int | None]]], float, dict[str, dict[int, float]]
    ]:
        """Best match by section and kind, a bound that everything else lies under, all asks."""
        vectors = self._encoder().embed(queries)
        found = self._collection.query(
            query_embeddings=vectors, n_results=_NEIGHBOURS, include=["distances"]
        )
        best: dict[str, dict[str, tuple[float, int | None]]] = defaultdict(dict)
        near: dict[str, dict[int, float]] = defaultdict(dict)
        floor = max(0.0, *(1.0 - float(d[-1]) for d in found["distances"]))
        for keys, distances in zip(found["ids"], found["distances"], strict=True):
            for key, distance in zip(keys, distances, strict=True):
                section, _, rest = key.partition("#")
                similarity = 1.0 - float(distance)
                if rest[0] == "a":
                    number = int(rest[1:])
                    near[section][number] = max(similarity, near[section].get(number, 0.0))
                if similarity > best[section].get(rest[0], (0.0, None))[0]:
                    best[section][rest[0]] = (similarity, int(rest[1:]))
        return best, floor, near

    def _code_overlap(self, section: str, codes: Sequence[str]) -> float:
        patterns = self._named[section]
        if not codes or not patterns:
            return 0.0
        hits = sum(any(p(code) for p in patterns) for code in codes)
        # a section that names a handful of codes says more about them than one naming a chapter
        return hits / len(codes) * (1.0 if len(patterns) < 12 else 0.5)


_RANGE = re.compile(r"([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]+)?)-([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]+)?)$")


def _pattern(named: str) -> Callable[[str], bool]:
    """A test for a code as the digest names it: exact, `I11.-`, or a range."""
    if match := _RANGE.match(named):
        low, high = match.groups()
        return lambda code: low <= code[: len(low)] and code[: len(high)] <= high
    stem = named.rstrip("-").rstrip(".")
    return lambda code: code.startswith(stem)
