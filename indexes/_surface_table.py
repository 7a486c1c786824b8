"""All surfaces as arrays, so that a term is compared with hundreds of them at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from indexes._arrays import open_arrays, save_arrays
from indexes._surface import Surface
from indexes._text import stem, words
from indexes.static_embedding import StaticEmbedding

SIDE_NUMBERS = {None: 0, "right": 1, "left": 2, "bilateral": 3}
_SIDES = tuple(SIDE_NUMBERS)
KINDS = ("title", "inclusion", "lexicon")
_CORE_WIDTH, _SOFT_WIDTH, _NEGATED_WIDTH = 28, 20, 10

AREAS = (
    ("infections", "A", "B"), ("neoplasms", "C", "D0", "D1", "D2", "D3", "D4"), ("pregnancy", "O"),
    ("perinatal", "P"), ("congenital", "Q"), ("symptoms", "R"), ("injuries", "S", "T0", "T1"),
    ("burns", "T2", "T3"), ("poisoning", "T36", "T37", "T38", "T39", "T4", "T50"),
    ("toxic", "T51", "T52", "T53", "T54", "T55", "T56", "T57", "T58", "T59", "T60", "T61", "T62",
     "T63", "T64", "T65"),
    ("other causes", "T66", "T67", "T68", "T69", "T7"), ("complications", "T8"),
    ("external", "V", "W", "X", "Y"), ("factors", "Z"),
)  # fmt: skip
"""Parts of the classification by the start of their codes, the longest start first deciding. A
chart means an area such as pregnancy or poisoning only where its words say so."""


def area_of(code: str) -> int:
    """Position in `AREAS`, or their number where a code belongs to none."""
    best, length = len(AREAS), 0
    for number, (_, *starts) in enumerate(AREAS):
        for start in starts:
            if code.startswith(start) and len(start) > length:
                best, length = number, len(start)
    return best


@dataclass(frozen=True)
class SurfaceTable:
    """Surfaces as arrays; the words of a surface are numbers of stems, padded with the last one.

    Attributes:
        texts: As printed, by surface.
        codes: Code of each surface.
        kinds: Position in `KINDS`.
        stems: Every stem; the last is padding.
        rarity: Inverse document frequency by stem; 0 for padding.
        forms: The commonest word of each stem.
        words: Every word of four letters and more.
        meaning: Unit vector by stem.
        shares: Share of a stem's surfaces in each of `AREAS`.
        core: Stems that have to match, by surface.
        soft: Stems that may match, the surface's own before those of the 7th characters.
        own_soft: How many of them are its own.
        negated: Stems said to be absent.
        sides: Values of `SIDE_NUMBERS`.
        residual: "Other specified" titles.
        unspecified: "Unspecified" titles.
        vectors: Unit vector by surface.
        entries: Every code once.
        entry_of: Position in `entries`, by surface.
        above: Position of the nearest header among `entries`, -1 for a category.
        area: Position in `AREAS`, by entry.
        divided: Whether an entry has entries below it.
    """

    texts: list[str]
    codes: list[str]
    kinds: NDArray[np.int8]
    stems: list[str]
    forms: list[str]
    words: list[str]
    rarity: NDArray[np.float32]
    meaning: NDArray[np.float32]
    shares: NDArray[np.float32]
    core: NDArray[np.int32]
    soft: NDArray[np.int32]
    own_soft: NDArray[np.int8]
    negated: NDArray[np.int32]
    sides: NDArray[np.int8]
    residual: NDArray[np.bool_]
    unspecified: NDArray[np.bool_]
    vectors: NDArray[np.float16]
    entries: list[str]
    entry_of: NDArray[np.int32]
    above: NDArray[np.int32]
    area: NDArray[np.int8]
    divided: NDArray[np.bool_]

    @cached_property
    def number(self) -> dict[str, int]:
        """Number of each stem."""
        return {s: i for i, s in enumerate(self.stems[:-1])}

    @cached_property
    def numeric(self) -> NDArray[np.bool_]:
        """Which stems are numbers: stages, types, degrees."""
        return np.array([s[:1].isdigit() for s in self.stems])

    def title(self, text: str) -> Surface | None:
        """A printed title taken apart; None where it is none or has more words than are kept."""
        at = self._titles.get(text)
        if at is None:
            return None
        soft = int(self.own_soft[at])
        rows = self.core[at], self.soft[at, :soft], self.negated[at]
        stems, padding = self.stems, self.padding
        if self.core[at, -1] != padding or self.negated[at, -1] != padding:
            return None
        if soft > self.soft.shape[1]:
            return None
        core, own, negated = (
            tuple([stems[n] for n in row.tolist() if n != padding]) for row in rows
        )
        side = _SIDES[int(self.sides[at])]
        residual, unspecified = bool(self.residual[at]), bool(self.unspecified[at])
        return Surface(core, own, negated, side, residual, unspecified)

    @cached_property
    def _titles(self) -> dict[str, int]:
        return {self.texts[i]: i for i in np.flatnonzero(self.kinds == 0).tolist()}

    @property
    def padding(self) -> int:
        """The number that fills up rows of words; it is the highest."""
        return len(self.stems) - 1

    def save(self, folder: Path) -> None:
        """Write lists as JSON and each array as a file."""
        lists = {k: v for k, v in self.__dict__.items() if isinstance(v, list)}
        arrays = {k: v for k, v in self.__dict__.items() if isinstance(v, np.ndarray)}
        arrays.pop("numeric", None)
        (folder / "surfaces.json").write_bytes(orjson.dumps(lists))
        save_arrays(folder / "surfaces", arrays)

    @classmethod
    def open(cls, folder: Path) -> SurfaceTable:
        """Read what `save` wrote."""
        lists = orjson.loads((folder / "surfaces.json").read_bytes())
        return cls(**lists, **open_arrays(folder / "surfaces"))

    @classmethod
    def build(cls, rows: Sequence[Sequence[Any]], embedding: StaticEmbedding) -> SurfaceTable:
        """From the rows of `term_index.surface_rows`."""
        codes = [r[1] for r in rows]
        stems = [
            *dict.fromkeys(s for r in rows for part in (r[3], r[4], r[5], r[9]) for s in part),
            "",
        ]
        number = {s: i for i, s in enumerate(stems)}
        entries = list(dict.fromkeys(codes))
        place = {c: i for i, c in enumerate(entries)}
        area = np.array([area_of(c) for c in entries], dtype=np.int8)
        entry_of = np.array([place[c] for c in codes], dtype=np.int32)
        above = np.array([_above(c, place) for c in entries], dtype=np.int32)
        rarity, shares = _counts(rows, number, area[entry_of])
        forms = _forms(rows, stems)
        return cls(
            texts=[r[0] for r in rows],
            codes=codes,
            kinds=np.array([KINDS.index(r[2]) for r in rows], dtype=np.int8),
            stems=stems,
            forms=forms,
            words=sorted({w for r in rows for w in words(r[0]) if len(w) > 3 and w.isalpha()}),
            rarity=rarity,
            meaning=embedding.embed(forms),
            shares=shares,
            core=_padded([r[3] for r in rows], number, _CORE_WIDTH),
            soft=_padded([[*r[4], *r[9]] for r in rows], number, _SOFT_WIDTH),
            own_soft=np.array([len(r[4]) for r in rows], dtype=np.int8),
            negated=_padded([r[5] for r in rows], number, _NEGATED_WIDTH),
            sides=np.array([SIDE_NUMBERS[r[6]] for r in rows], dtype=np.int8),
            residual=np.array([r[7] for r in rows], dtype=bool),
            unspecified=np.array([r[8] for r in rows], dtype=bool),
            vectors=embedding.embed([r[0] for r in rows]).astype(np.float16),
            entries=entries,
            entry_of=entry_of,
            above=above,
            area=area,
            divided=np.isin(np.arange(len(entries)), above),
        )


class ExactSurfaces:
    """Positions of the surfaces that have exactly some core stems.

    Each stem has a number of 64 random bits, and stems together have its sum as their key. That two
    of the surfaces share one by chance is less likely than one in a thousand million.
    """

    def __init__(self, table: SurfaceTable) -> None:
        marks = _marks(len(table.stems))
        marks[-1] = 0  # padding
        keys = np.zeros(len(table.core), dtype=np.uint64)
        for column in table.core.T:
            keys += marks[column]
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        starts = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
        self._marks = dict(zip(table.stems[:-1], marks[:-1].tolist(), strict=True))
        self._order = order
        self._starts = [*starts.tolist(), len(keys)]
        self._group = dict(zip(keys[starts].tolist(), range(len(starts)), strict=True))

    def __contains__(self, stems: Collection[str]) -> bool:
        return bool(self.get(stems))

    def __getitem__(self, stems: Collection[str]) -> Sequence[int]:
        return self.get(stems)

    def get(self, stems: Collection[str]) -> Sequence[int]:
        """The positions, none where no surface has these stems and no others."""
        key = 0
        for one in stems:
            mark = self._marks.get(one)
            if mark is None:
                return ()
            key += mark
        group = self._group.get(key % 2**64)
        if group is None:
            return ()
        found: list[int] = self._order[self._starts[group] : self._starts[group + 1]].tolist()
        return found


def _marks(count: int) -> NDArray[np.uint64]:
    """Numbers that look random and are always the same (splitmix64)."""
    marks = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        marks = (marks ^ (marks >> np.uint64(shift))) * np.uint64(factor)
    return marks ^ (marks >> np.uint64(31))


def _above(code: str, place: dict[str, int]) -> int:
    for end in range(len(code) - 1, 2, -1):
        header = code[:end].rstrip(".")
        if header != code and header in place:
            return place[header]
    return -1


def _padded(
    parts: Iterable[Sequence[str]], number: dict[str, int], width: int
) -> NDArray[np.int32]:
    padding = len(number) - 1
    lines = [[number[s] for s in part[:width]] for part in parts]
    lines = [line + [padding] * (width - len(line)) for line in lines]
    return np.array(lines, dtype=np.int32).reshape(-1, width)


def _counts(
    rows: Sequence[Sequence[Any]], number: dict[str, int], areas: NDArray[np.int8]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Rarity of each stem, and how its surfaces are spread over `AREAS` and the rest."""
    seen = np.zeros((len(number), len(AREAS) + 1))
    for row, area in zip(rows, areas, strict=True):
        for s in {*row[3], *row[4]}:
            seen[number[s], area] += 1
    total = seen.sum(axis=1)
    rarity = np.log(1.0 + len(rows) / np.maximum(total, 1.0))
    rarity[-1] = 0.0
    shares = seen / np.maximum(total, 1.0)[:, None]
    return rarity.astype(np.float32), shares.astype(np.float32)


def _forms(rows: Sequence[Sequence[Any]], stems: Sequence[str]) -> list[str]:
    """The commonest word of each stem, since vectors belong to words."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for word in words(row[0]):
            forms[stem(word)][word] += 1
    return [forms[s].most_common(1)[0][0] if s in forms else s for s in stems]
