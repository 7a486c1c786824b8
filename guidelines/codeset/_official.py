"""Code sets from official files at hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path

from guidelines.codeset._cache import cached_table, read_table
from guidelines.codeset._codeset import CodeSet
from guidelines.codeset._order import read_order, table_of
from guidelines.codeset._source import tabular_file
from guidelines.codeset._table import Table
from guidelines.official import ReleaseStore, Stored, read_stored
from guidelines.releases import APRIL_2026, Release

_KEPT = 3  # code sets in memory; each takes some 60 MB


def open_official(stored: Stored) -> CodeSet:
    """The code set in an official file.

    Args:
        stored: A Tabular List or an order file.

    Raises:
        NotAtHand: the file was changed or cannot be read.
        DataDamaged: it cannot be used.
    """
    base = _nearest_tabular(stored.release.start) if stored.slot == "codes" else stored.path
    return _open(stored, base)


@lru_cache(maxsize=_KEPT)
def _open(stored: Stored, base: Path) -> CodeSet:
    release = Release(stored.release.name, stored.release.start, stored.release.end)
    if stored.slot == "tabular":
        read_stored(stored)
        return CodeSet(read_table(stored.path), release)
    order = read_stored(stored)

    def make() -> Table:
        text = order.decode("utf-8-sig", errors="replace")
        return table_of(read_order(text), read_table(base), release)

    return CodeSet(cached_table(base.read_bytes() + order, make), release)


def _nearest_tabular(on: date) -> Path:
    """The Tabular List whose notes come nearest to a date's."""
    held: list[tuple[date, Callable[[], Path]]] = [(APRIL_2026.start, tabular_file)]
    for one in ReleaseStore().having("tabular"):
        held.append((one.release.start, lambda path=one.path: path))  # type: ignore[misc]
    return min(held, key=lambda h: abs((h[0] - on).days))[1]()
