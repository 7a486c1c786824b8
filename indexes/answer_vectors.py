"""The digest's yes/no questions, embedded by how they are answered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from guidelines.sections import Digest
from indexes._arrays import open_arrays, save_arrays
from indexes.answer_embedding import AnswerEmbedding, answered

Rows = NDArray[np.float32]


class AnswerVectors:
    """How like the digest's yes/no questions are to a question in their answer."""

    def __init__(
        self,
        vectors: Rows,
        sections: NDArray[np.int32],
        numbers: NDArray[np.int32],
        embedding: AnswerEmbedding | None = None,
    ) -> None:
        """Put the parts together.

        Args:
            vectors: Unit rows, in the order of sections.
            sections: Position of each row's section.
            numbers: Number of each row among its section's ways of asking.
            embedding: What embeds a question; the one that ships, if not given.
        """
        self._vectors = vectors
        self._sections = sections
        self._numbers = numbers
        self._embedding = embedding or AnswerEmbedding()

    @classmethod
    def made(cls, digest: Digest, vectors: Rows) -> AnswerVectors:
        """From one row for each question that `answered` gives."""
        position = {section: i for i, section in enumerate(digest)}
        rows = answered(digest)
        return cls(
            vectors,
            np.array([position[section] for section, _, _ in rows], dtype=np.int32),
            np.array([number for _, number, _ in rows], dtype=np.int32),
        )

    def save(self, folder: Path) -> None:
        """Write everything to a folder."""
        arrays = {"vectors": self._vectors, "sections": self._sections, "numbers": self._numbers}
        save_arrays(folder, arrays)

    @classmethod
    def open(cls, folder: Path, embedding: AnswerEmbedding | None = None) -> AnswerVectors:
        """Read what `save` wrote."""
        return cls(**open_arrays(folder), embedding=embedding)

    def alike(self, question: str, sections: Sequence[int]) -> dict[int, dict[int, float]]:
        """Likeness, from -1 to 1, by section's position and number of the way of asking."""
        (asked,) = self._embedding.embed([question])
        found: dict[int, dict[int, float]] = {}
        for section in sections:
            begin, end = np.searchsorted(self._sections, (section, section + 1))
            near = (self._vectors[begin:end] @ asked).tolist()
            found[section] = dict(zip(self._numbers[begin:end].tolist(), near, strict=True))
        return found
