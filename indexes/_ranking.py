"""How well surfaces fit a term: signals for a few hundred surfaces at once, and their weights.

The weights were fitted on Alphabetic Index lines, inclusion terms and titles that the embedding had
not seen; see `indexes/training/train_ranking.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save

from guidelines.errors import DataMissing
from indexes._surface import Surface
from indexes._surface_table import AREAS, SIDE_NUMBERS, SurfaceTable

_FILE = "ranking.safetensors"
_NEAR = 0.45  # cosine of two words from which they count as alike at all

SIGNALS = (
    "words heard", "meaning heard", "words needed", "meaning needed", "rarest word heard",
    "cosine", "best cosine of the code", "best meaning of the code", "exact", "heard × needed",
    "BM25", "residual", "residual asked for", "unspecified", "denied but asked",
    "asked as absent", "absence agreed", "absence not asked", "other side", "same side",
    "side not asked", "inclusion term", "lexicon term", "number not asked", "number not found",
    "divided", "category", "header's fit", "header's cosine", "optional words heard",
    "words of the term", "words of the surface",
    *(f"{name[0]} unasked" for name in AREAS), *(f"{name[0]} asked" for name in AREAS),
)  # fmt: skip
"""What the weights weigh, in order."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A term prepared for comparison.

    Attributes:
        surface: The term taken apart.
        spellings: For each core word the stems it may stand for with what each is worth, 0–1.
        vectors: Unit vector of each core word.
        rarity: Rarity of each core word.
        views: Unit vectors of the whole term, as said and with drugs by their kind.
        residual: The term says "other".
    """

    surface: Surface
    spellings: Sequence[Mapping[int, float]]
    vectors: NDArray[np.float32]
    rarity: NDArray[np.float32]
    views: NDArray[np.float32]
    residual: bool

    @property
    def likeliest(self) -> list[int]:
        """The stem that each core word most likely is; none for a word that is known nowhere."""
        return [max(s, key=lambda n: s[n]) for s in self.spellings if s]


def signals(
    table: SurfaceTable,
    asked: Asked,
    rows: NDArray[np.int64],
    lexical: NDArray[np.float32],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The signals of candidate surfaces.

    Args:
        table: All surfaces.
        asked: The term.
        rows: Positions of the candidates.
        lexical: Their BM25 scores.

    Returns:
        One row of `SIGNALS` per candidate, and the share of the term that each explains.
    """
    overlap = _overlap(table, asked, rows)
    entry = table.entry_of[rows]
    codes, of = np.unique(entry, return_inverse=True)
    fit = overlap.heard_meaning * overlap.needed_meaning
    cosine = (table.vectors[rows].astype(np.float32) @ asked.views.T).max(axis=1)
    best_cosine, best_meaning, best_fit = (
        _best(values, of, len(codes)) for values in (cosine, overlap.heard_meaning, fit)
    )
    above_fit, above_cosine = _above(table, codes, best_fit, best_cosine)
    residual = table.residual[rows]
    columns = [
        overlap.heard, overlap.heard_meaning, overlap.needed, overlap.needed_meaning,
        overlap.rarest, cosine, best_cosine[of], best_meaning[of],
        (overlap.heard > 0.999) & (overlap.needed > 0.999), fit,
        lexical / max(float(asked.rarity.sum()), 1e-6),
        residual & (not asked.residual), residual & asked.residual, table.unspecified[rows],
        *_negations(table, asked.surface, rows), *_sides(table, asked.surface, rows),
        table.kinds[rows] == 1, table.kinds[rows] == 2,
        overlap.strange_number, overlap.lost_number,
        table.divided[entry], table.above[entry] < 0,
        above_fit[of], above_cosine[of], overlap.optional,
        np.full(len(rows), min(len(asked.rarity), 8) / 8), overlap.length / 12,
        *_areas(table, asked, entry),
    ]  # fmt: skip
    values = np.stack([np.asarray(c, dtype=np.float32) for c in columns], axis=1)
    # single precision adds shares up to a little more than the whole
    return values, np.minimum(overlap.heard_meaning, np.float32(1.0))


@dataclass(frozen=True, slots=True)
class _Overlap:
    """What the words of a term and of each candidate have in common, weighed by rarity.

    Attributes:
        heard: Share of the term that the candidate says.
        heard_meaning: The same, words of like meaning counted in part.
        needed: Share of the candidate's core that the term says.
        needed_meaning: The same, words of like meaning counted in part.
        rarest: Whether the term's rarest word is there.
        optional: Share of the term among the words that only may match.
        strange_number: The candidate has a number that the term does not say.
        lost_number: Share of the term's numbers that the candidate lacks.
        length: Number of core words.
    """

    heard: NDArray[np.float32]
    heard_meaning: NDArray[np.float32]
    needed: NDArray[np.float32]
    needed_meaning: NDArray[np.float32]
    rarest: NDArray[np.float32]
    optional: NDArray[np.float32]
    strange_number: NDArray[np.bool_]
    lost_number: NDArray[np.float32]
    length: NDArray[np.int64]


def _overlap(table: SurfaceTable, asked: Asked, rows: NDArray[np.int64]) -> _Overlap:
    padding = table.padding
    core, soft = (_trimmed(part[rows], padding) for part in (table.core, table.soft))
    width = core.shape[1]
    stems, places = np.unique(np.concatenate([core, soft], axis=1), return_inverse=True)
    places = places.reshape(len(rows), -1)
    alike, same = _likeness(table, asked, stems)
    meaning, spelt = alike[:, places], same[:, places]  # words × candidates × their stems
    hard = spelt.max(axis=2)
    found = spelt[:, :, :width].max(axis=0)
    worth = asked.rarity / max(float(asked.rarity.sum()), 1e-6)
    rarity = table.rarity[core]
    said = np.maximum(rarity.sum(axis=1), 1e-6)
    numbers = [i for i, s in enumerate(asked.surface.core) if s[:1].isdigit()]
    lost = 1.0 - hard[numbers].mean(axis=0) if numbers else np.zeros(len(rows), np.float32)
    # the kernels behind matmul may raise a flag on lanes that they throw away
    with np.errstate(invalid="ignore"):
        heard, heard_meaning = worth @ hard, worth @ meaning.max(axis=2)
        optional = worth @ spelt[:, :, width:].max(axis=2)
    return _Overlap(
        heard=heard,
        heard_meaning=heard_meaning,
        needed=(found * rarity).sum(axis=1) / said,
        needed_meaning=(meaning[:, :, :width].max(axis=0) * rarity).sum(axis=1) / said,
        rarest=hard[int(asked.rarity.argmax())],
        optional=optional,
        strange_number=((core != padding) & table.numeric[core] & (found < 0.9)).any(axis=1),
        lost_number=lost,
        length=(core != padding).sum(axis=1),
    )


def _trimmed(part: NDArray[np.int32], padding: int) -> NDArray[np.int32]:
    """The words of some surfaces without the columns that only pad longer ones."""
    longest = int((part != padding).sum(axis=1).max(initial=1))
    return part[:, : max(1, longest)]


def _likeness(
    table: SurfaceTable, asked: Asked, stems: NDArray[np.int32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How alike the term's words are to stems: by meaning too, and by spelling alone."""
    place = {int(s): i for i, s in enumerate(stems)}
    same = np.zeros((len(asked.spellings), len(stems)), dtype=np.float32)
    for i, spellings in enumerate(asked.spellings):
        for s, value in spellings.items():
            if s in place:
                same[i, place[s]] = value
    cosines = asked.vectors @ table.meaning[stems].T
    near = np.clip((cosines - _NEAR) / (1.0 - _NEAR), 0.0, 1.0)
    near[:, stems == table.padding] = 0.0
    return np.maximum(same, 0.9 * near), same


def _best(values: NDArray[np.float32], of: NDArray[np.int64], count: int) -> NDArray[np.float32]:
    best = np.zeros(count, dtype=np.float32)
    np.maximum.at(best, of, values.astype(np.float32))
    return best


def _above(
    table: SurfaceTable,
    codes: NDArray[np.int32],
    fit: NDArray[np.float32],
    cosine: NDArray[np.float32],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The best fit and cosine among the headers of each code that are candidates themselves."""
    place = {int(c): i for i, c in enumerate(codes)}
    above = np.zeros((2, len(codes)), dtype=np.float32)
    for i, code in enumerate(codes):
        header = int(table.above[code])
        while header >= 0:
            j = place.get(header)
            if j is not None:
                above[0, i] = max(above[0, i], fit[j])
                above[1, i] = max(above[1, i], cosine[j])
            header = int(table.above[header])
    return above[0], above[1]


def _negations(
    table: SurfaceTable, asked: Surface, rows: NDArray[np.int64]
) -> list[NDArray[np.bool_]]:
    said = [table.number[s] for s in asked.core if s in table.number]
    denied = [table.number[s] for s in asked.negated if s in table.number]
    negated, core = table.negated[rows], table.core[rows]
    conflict = np.isin(negated, said).any(axis=1)
    agreed = np.isin(negated, denied).any(axis=1)
    some = (negated != table.padding).any(axis=1)
    return [
        conflict, np.isin(core, denied).any(axis=1), agreed, some & ~conflict & ~agreed
    ]  # fmt: skip


def _sides(table: SurfaceTable, asked: Surface, rows: NDArray[np.int64]) -> list[NDArray[np.bool_]]:
    side, wanted = table.sides[rows], SIDE_NUMBERS[asked.side]
    if not wanted:
        nothing = np.zeros(len(rows), dtype=bool)
        return [nothing, nothing, side > 0]
    return [(side > 0) & (side != wanted), side == wanted, np.zeros(len(rows), dtype=bool)]


def _areas(
    table: SurfaceTable, asked: Asked, entry: NDArray[np.int32]
) -> list[NDArray[np.float32]]:
    """For each area whether a candidate lies in it though no word of the term points there.

    A word points to an area as far as its surfaces lie there.
    """
    known = asked.likeliest
    pointed = table.shares[known].max(axis=0) if known else np.zeros(len(AREAS) + 1)
    area = table.area[entry]
    inside = [area == i for i in range(len(AREAS))]
    unasked = [np.where(a, 1.0 - pointed[i], 0.0) for i, a in enumerate(inside)]
    return [*unasked, *(np.where(a, pointed[i], 0.0) for i, a in enumerate(inside))]


@dataclass(frozen=True, slots=True)
class Ranking:
    """A small network over the signals: one hidden layer beside a linear path."""

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    linear: NDArray[np.float32]
    hidden: NDArray[np.float32]
    hidden_bias: NDArray[np.float32]
    out: NDArray[np.float32]
    bias: NDArray[np.float32]

    def scores(self, signals: NDArray[np.float32]) -> NDArray[np.float32]:
        """How likely each candidate is right, 0–1."""
        x = (signals - self.mean) / self.scale
        logits = (
            x @ self.linear
            + np.maximum(x @ self.hidden + self.hidden_bias, 0.0) @ self.out
            + self.bias[0]
        )
        return np.asarray(1.0 / (1.0 + np.exp(-logits)), dtype=np.float32)

    @classmethod
    def load(cls, folder: Path) -> Ranking:
        """Read weights.

        Raises:
            DataMissing: they are not there or do not fit this program.
        """
        try:
            found = load_file(folder / _FILE)
            ranking = cls(**found)
        except (OSError, TypeError, SafetensorError) as error:
            raise DataMissing(
                f"The weights of the term finder cannot be read from {folder}; install dxcite "
                "again."
            ) from error
        if len(ranking.mean) != len(SIGNALS):
            raise DataMissing(f"The weights in {folder} are of another version of dxcite.")
        return ranking

    def save(self, folder: Path) -> None:
        """Write the weights."""
        arrays = {name: getattr(self, name) for name in self.__slots__}
        (folder / _FILE).write_bytes(save(arrays))


@cache
def shipped_ranking() -> Ranking:
    """The weights that ship with the program."""
    return Ranking.load(Path(str(resources.files("indexes"))) / "weights")
