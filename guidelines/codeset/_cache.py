"""Keeps the parsed Tabular List on disk, so that opening it takes a fraction of a second.

The cache is a JSON file named by the checksum of its source.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import orjson

from guidelines._kept import CACHE_VARIABLE, cache_folder, checksum, keep, kept
from guidelines.codeset._changes import Change, apply_changes
from guidelines.codeset._parse import PARSER_VERSION, parse_tabular
from guidelines.codeset._table import Table
from guidelines.errors import DataMissing

__all__ = ["CACHE_VARIABLE", "cache_folder", "cached_table", "changed_table", "read_table"]


def read_table(source: Path) -> Table:
    """The Tabular List in `source`, from the cache where it holds it.

    Raises:
        DataMissing: the file cannot be read.
        DataDamaged: it is not a Tabular List.
    """
    try:
        source_sum = checksum(source)
    except OSError as error:
        raise DataMissing(
            f"The Tabular List {source} cannot be read ({error.strerror}); check the path."
        ) from error
    return _kept_table(source_sum, lambda: parse_tabular(source.read_bytes()))


def changed_table(source: Path, base: Callable[[], Table], changes: Sequence[Change]) -> Table:
    """The table in `source` with changes made, from the cache where it holds it.

    Args:
        source: The Tabular List XML that the changes are made to.
        base: Gives its table, called where the cache does not hold the changed one.
        changes: Additions, deletions and revisions of a later release.
    """
    sources = checksum(source).encode() + repr(changes).encode()
    return cached_table(sources, lambda: apply_changes(base(), changes))


def cached_table(sources: bytes, make: Callable[[], Table]) -> Table:
    """The table that `make` makes, from the cache where it holds it.

    Args:
        sources: All that the table is made from.
        make: Makes it.
    """
    return _kept_table(hashlib.sha256(sources).hexdigest(), make)


def _kept_table(source: str, make: Callable[[], Table]) -> Table:
    """The table of a source, given by its checksum."""
    path = cache_folder() / f"tabular-{source[:16]}.json"
    made_from = f"{source} parser {PARSER_VERSION}"
    table = _load(path, made_from)
    if table is None:
        table = make()
        _store(path, made_from, table)
    return table


def _load(path: Path, made_from: str) -> Table | None:
    body = kept(path, made_from)
    if body is None:
        return None
    columns = orjson.loads(body)
    return Table(
        columns["codes"],
        columns["titles"],
        columns["parents"],
        {int(position): extras for position, extras in columns["extras"].items()},
    )


def _store(path: Path, made_from: str, table: Table) -> None:
    columns = {
        "codes": table.codes,
        "titles": table.titles,
        "parents": table.parents,
        "extras": {str(position): extras for position, extras in table.extras.items()},
    }
    keep(path, made_from, orjson.dumps(columns))
