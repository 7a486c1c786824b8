"""The embedded texts of the guideline sections, searched exactly, and a centre of each section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexes._arrays import open_arrays, save_arrays

_SMOOTHING = 0.15  # share of the mean variance in the whitening, since 384 axes are fitted

KINDS = "ast"
"""Kinds of texts: ways of asking, the section as a whole, its statements."""

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SectionVectors:
    """All embedded texts of the sections, and how their centres are compared.

    The centres are compared after whitening with the covariance of texts about their own section:
    directions in which asks of one section differ anyway (a word of courtesy, a diagnosis given as
    an example) count little, those that tell sections apart count much.

    Attributes:
        vectors: Unit rows, in the order of sections, kinds and numbers.
        sections: Position of each row's section.
        kinds: Position of each row's kind in `KINDS`.
        numbers: Number of each row among the texts of its section and kind.
        middle: Mean of the sections' centres.
        whitening: Square matrix.
        centres: Whitened unit row of each section.
        bounds: Where the rows of each section and kind begin, in their order, and where all end.
    """

    vectors: Rows
    sections: NDArray[np.int32]
    kinds: NDArray[np.int8]
    numbers: NDArray[np.int32]
    middle: Rows
    whitening: Rows
    centres: Rows
    bounds: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        places = np.arange(len(self.centres) * len(KINDS) + 1)
        bounds = np.searchsorted(self.sections * len(KINDS) + self.kinds, places)
        object.__setattr__(self, "bounds", bounds)

    @classmethod
    def fitted(cls, keys: Sequence[str], vectors: Rows, ids: Sequence[str]) -> SectionVectors:
        """Order texts and fit the comparison of centres.

        Args:
            keys: Names of the texts (`Document.key`).
            vectors: One unit row per text.
            ids: The sections, in official order.
        """
        position = {s: i for i, s in enumerate(ids)}
        parts = [_parts(key, position) for key in keys]
        order = sorted(range(len(parts)), key=parts.__getitem__)
        rows = np.asarray(vectors[order], dtype=np.float32)
        sections, kinds, numbers = np.array([parts[i] for i in order], dtype=np.int32).T
        centres = _means(rows, sections, len(ids))
        middle = np.asarray(centres.mean(0), dtype=np.float32)
        whitening = _whitening(rows - centres[sections])
        whitened = _unit((rows - middle) @ whitening)
        return cls(
            rows,
            sections.copy(),
            kinds.astype(np.int8),
            numbers.copy(),
            middle,
            whitening,
            _unit(_means(whitened, sections, len(ids))),
        )

    def save(self, folder: Path) -> None:
        """Write everything to a folder."""
        save_arrays(folder, {f.name: getattr(self, f.name) for f in fields(self) if f.init})

    @classmethod
    def open(cls, folder: Path) -> SectionVectors:
        """Read what `save` wrote."""
        return cls(**open_arrays(folder))

    def near_centres(self, queries: Rows) -> Rows:
        """Similarity to each section's centre, the best of the queries."""
        whitened = _unit((queries - self.middle) @ self.whitening)
        best: Rows = (whitened @ self.centres.T).max(0)
        return best

    def similarities(self, queries: Rows) -> Rows:
        """Similarity of every text, the best of the queries."""
        best: Rows = (queries @ self.vectors.T).max(0)
        return best

    def best(self, similar: Rows, kind: str) -> Rows:
        """Similarity of each section's best text of a kind, 0 where it has none."""
        at = KINDS.index(kind)
        begin, end = self.bounds[:-1][at :: len(KINDS)], self.bounds[1:][at :: len(KINDS)]
        some = begin < end
        turns = np.stack((begin[some], end[some]), axis=1).ravel()
        found = np.zeros(len(self.centres), dtype=np.float32)
        # the last text may be of this kind: then its end is past the similarities
        found[some] = np.maximum.reduceat(np.append(similar, np.float32(0)), turns)[::2]
        return np.maximum(found, 0.0)

    def texts(self, similar: Rows, section: int, kind: str) -> list[tuple[int, float]]:
        """Number and similarity of a section's texts of a kind, best first."""
        rows = self._rows(section, kind)
        near, numbers = similar[rows], self.numbers[rows]
        order = np.argsort(-near, kind="stable")
        return list(zip(numbers[order].tolist(), near[order].tolist(), strict=True))

    def nearest(self, similar: Rows, section: int, kind: str) -> tuple[int, float] | None:
        """The first of `texts`; None where the section has none of the kind."""
        rows = self._rows(section, kind)
        if rows.start == rows.stop:
            return None
        best = rows.start + int(similar[rows].argmax())
        return int(self.numbers[best]), float(similar[best])

    def _rows(self, section: int, kind: str) -> slice:
        at = section * len(KINDS) + KINDS.index(kind)
        return slice(int(self.bounds[at]), int(self.bounds[at + 1]))


def _parts(key: str, position: dict[str, int]) -> tuple[int, int, int]:
    section, _, text = key.partition("#")
    return position[section], KINDS.index(text[0]), int(text[1:])


def _means(rows: Rows, sections: NDArray[np.int32], count: int) -> Rows:
    sums = np.zeros((count, rows.shape[1]), dtype=np.float32)
    np.add.at(sums, sections, rows)
    counts = np.bincount(sections, minlength=count)
    return np.asarray(sums / counts[:, None], dtype=np.float32)


def _unit(rows: NDArray[np.floating[Any]]) -> Rows:
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return np.asarray(rows / lengths, dtype=np.float32)


def _whitening(rows: Rows) -> Rows:
    covariance = rows.T.astype(np.float64) @ rows / len(rows)
    values, axes = np.linalg.eigh(covariance)
    smoothed = (1 - _SMOOTHING) * values + _SMOOTHING * values.mean()
    return np.asarray((axes / np.sqrt(smoothed)) @ axes.T, dtype=np.float32)
