"""The embedded texts of the guideline sections, searched exactly, and a centre of each section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SMOOTHING = 0.15  # share of the mean variance in the whitening, since 384 axes are fitted

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Axes:
    """How the centres of the sections are compared; fitted when the index is built.

    The centres are compared after whitening with the covariance of texts about their own section:
    directions in which asks of one section differ anyway (a word of courtesy, a diagnosis given as
    an example) count little, those that tell sections apart count much.
    """

    middle: Rows
    whitening: Rows
    centres: Rows

    def whitened(self, rows: Rows) -> Rows:
        """Unit rows on these axes."""
        return _unit((rows - self.middle) @ self.whitening)

    def save(self, file: Path) -> None:
        """Write the axes."""
        with file.open("wb") as out:
            np.savez(out, middle=self.middle, whitening=self.whitening, centres=self.centres)

    @classmethod
    def open(cls, file: Path) -> Axes:
        """Read what `save` wrote."""
        with np.load(file) as arrays:
            return cls(**{name: arrays[name] for name in arrays.files})


class SectionVectors:
    """All embedded texts of the sections."""

    def __init__(
        self, keys: Sequence[str], vectors: Rows, ids: Sequence[str], axes: Axes | None = None
    ) -> None:
        """Put the texts in order.

        Args:
            keys: Names of the texts (`Document.key`).
            vectors: One unit row per text.
            ids: The sections, in official order.
            axes: Fitted before to the same texts; fitted now by default.
        """
        position = {s: i for i, s in enumerate(ids)}
        parts = [_parts(key, position) for key in keys]
        order = sorted(range(len(parts)), key=parts.__getitem__)
        self._vectors = vectors[order]
        self._sections = np.array([parts[i][0] for i in order])
        self._numbers = [parts[i][2] for i in order]
        self._count = len(ids)
        self._spans: dict[tuple[int, str], tuple[int, int]] = {}
        for at, i in enumerate(order):
            begin, _ = self._spans.get(parts[i][:2], (at, at))
            self._spans[parts[i][:2]] = (begin, at + 1)
        self.axes = axes or self._fitted()

    def _fitted(self) -> Axes:
        centres = self._means(self._vectors)
        middle = centres.mean(0)
        whitening = _whitening(self._vectors - centres[self._sections])
        whitened = _unit((self._vectors - middle) @ whitening)
        return Axes(middle, whitening, _unit(self._means(whitened)))

    def _means(self, rows: Rows) -> Rows:
        sums = np.zeros((self._count, rows.shape[1]), dtype=np.float32)
        np.add.at(sums, self._sections, rows)
        counts = np.bincount(self._sections, minlength=self._count)
        return np.asarray(sums / counts[:, None], dtype=np.float32)

    def near_centres(self, queries: Rows) -> Rows:
        """Similarity to each section's centre, the best of the queries."""
        best: Rows = (self.axes.whitened(queries) @ self.axes.centres.T).max(0)
        return best

    def similarities(self, queries: Rows) -> Rows:
        """Similarity of every text, the best of the queries."""
        best: Rows = (queries @ self._vectors.T).max(0)
        return best

    def best(self, similar: Rows, kind: str) -> Rows:
        """Similarity of each section's best text of a kind, 0 where it has none."""
        found = np.zeros(self._count, dtype=np.float32)
        for (section, of), (begin, end) in self._spans.items():
            if of == kind:
                found[section] = max(0.0, similar[begin:end].max())
        return found

    def texts(self, similar: Rows, section: int, kind: str) -> list[tuple[int, float]]:
        """Number and similarity of a section's texts of a kind, best first."""
        begin, end = self._spans.get((section, kind), (0, 0))
        near = similar[begin:end]
        return [
            (self._numbers[begin + int(i)], float(near[i]))
            for i in np.argsort(-near, kind="stable")
        ]


def _parts(key: str, position: dict[str, int]) -> tuple[int, str, int]:
    section, _, text = key.partition("#")
    return position[section], text[0], int(text[1:])


def _unit(rows: NDArray[np.floating[Any]]) -> Rows:
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return np.asarray(rows / lengths, dtype=np.float32)


def _whitening(rows: Rows) -> Rows:
    covariance = rows.T.astype(np.float64) @ rows / len(rows)
    values, axes = np.linalg.eigh(covariance)
    smoothed = (1 - _SMOOTHING) * values + _SMOOTHING * values.mean()
    return np.asarray((axes / np.sqrt(smoothed)) @ axes.T, dtype=np.float32)
