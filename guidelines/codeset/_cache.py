"""Opens the Tabular List, from the cache where it was parsed before."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from guidelines._cached import cached
from guidelines.codeset._parse import PARSER_VERSION, parse_tabular
from guidelines.codeset._table import Table
from guidelines.errors import DataMissing
from guidelines.folders import cache_folder

__all__ = ["cache_folder", "read_table"]


def read_table(source: Path) -> Table:
    """The Tabular List in `source`, from the cache where it holds it.

    Raises:
        DataMissing: the file cannot be read.
        DataDamaged: it is not a Tabular List.
    """
    try:
        xml = source.read_bytes()
    except OSError as error:
        raise DataMissing(
            f"The Tabular List {source} cannot be read ({error.strerror}); check the path."
        ) from error
    checksum = hashlib.sha256(xml).hexdigest()
    columns = cached("tabular", PARSER_VERSION, checksum, lambda: _columns(parse_tabular(xml)))
    return Table(
        columns["codes"],
        columns["titles"],
        columns["parents"],
        {int(position): extras for position, extras in columns["extras"].items()},
    )


def _columns(table: Table) -> dict[str, Any]:
    return {
        "codes": table.codes,
        "titles": table.titles,
        "parents": table.parents,
        "extras": {str(position): extras for position, extras in table.extras.items()},
    }
