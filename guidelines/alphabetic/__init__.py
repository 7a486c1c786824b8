"""The Alphabetic Index and its tables, read from the official XML of any year.

>>> index = load_index(path)
>>> [term.code for term in index.look_up("Cardiomyopathy", "hypertrophic", "obstructive")]
['I42.1']

`load_index` reads the Index to Diseases and Injuries and the External Cause Index; `load_table` the
Table of Neoplasms and the Table of Drugs and Chemicals. `load_kept` reads a stored file of any kind
once a process.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from guidelines.alphabetic._model import Index, Row, Table, Term, path_words
from guidelines.alphabetic._parse import parse_index, parse_table
from guidelines.errors import DataMissing

__all__ = [
    "KINDS",
    "Index",
    "Row",
    "Table",
    "Term",
    "load_index",
    "load_kept",
    "load_table",
    "parse_index",
    "parse_table",
    "path_words",
]


def load_index(path: Path) -> Index:
    """The Alphabetic Index or the External Cause Index in an XML file.

    Raises:
        DataMissing: the file cannot be read.
        DataDamaged: it is not an index, or cut off.
    """
    return parse_index(_read(path))


def load_table(path: Path) -> Table:
    """The Table of Neoplasms or the Table of Drugs and Chemicals in an XML file.

    Raises:
        DataMissing: the file cannot be read.
        DataDamaged: it is not such a table, or cut off.
    """
    return parse_table(_read(path))


KINDS: dict[str, Callable[[Path], Index | Table]] = {
    "index": load_index,
    "external_causes": load_index,
    "neoplasms": load_table,
    "drugs": load_table,
}
"""The Index's files by the kind under which they are stored, each with what reads it."""


@lru_cache(maxsize=8)
def load_kept(path: Path, kind: str) -> Index | Table:
    """A stored file, read once a process: its name changes with its content.

    Raises:
        DataMissing: the file cannot be read.
        DataDamaged: it is not of this kind, or cut off.
    """
    return KINDS[kind](path)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataMissing(f"{path} cannot be read ({error.strerror}); check the path.") from error
