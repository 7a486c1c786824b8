"""Keeps the parsed Tabular List on disk, so that opening it takes a fraction of a second.

The cache is a JSON file named by the checksum of its source. It is written under a temporary
name and moved into place, so readers never see half of one; a damaged, foreign or outdated
file is replaced, and a folder that cannot be written only costs time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

import orjson
import platformdirs

from guidelines.codeset._parse import PARSER_VERSION, parse_tabular
from guidelines.codeset._table import Table
from guidelines.errors import DataMissing

CACHE_VARIABLE = "DXCITE_CACHE"


def cache_folder() -> Path:
    """Where caches are kept: $DXCITE_CACHE, else the user's cache folder."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("dxcite"))


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
    path = cache_folder() / f"tabular-{checksum[:16]}.json"
    table = _load(path, checksum)
    if table is None:
        table = parse_tabular(xml)
        _store(path, checksum, table)
    return table


def _header(checksum: str, body: bytes) -> bytes:
    own = hashlib.sha256(body).hexdigest()
    return orjson.dumps({"source": checksum, "parser": PARSER_VERSION, "sha256": own})


def _load(path: Path, checksum: str) -> Table | None:
    try:
        head, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if head != _header(checksum, body):
        return None
    columns = orjson.loads(body)
    return Table(
        columns["codes"],
        columns["titles"],
        columns["parents"],
        {int(position): extras for position, extras in columns["extras"].items()},
    )


def _store(path: Path, checksum: str, table: Table) -> None:
    body = orjson.dumps(
        {
            "codes": table.codes,
            "titles": table.titles,
            "parents": table.parents,
            "extras": {str(position): extras for position, extras in table.extras.items()},
        }
    )
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(_header(checksum, body) + b"\n" + body)
        Path(temporary).replace(path)
        temporary = None
    except OSError:
        # A read-only or full disk: the table is in memory, the next start parses again.
        pass
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
