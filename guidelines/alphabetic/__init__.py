"""The Alphabetic Index and its tables, read from the official XML of any year.

>>> index = load_index(path)
>>> [term.code for term in index.look_up("Cardiomyopathy", "hypertrophic", "obstructive")]
['I42.1']

`load_index` reads the Index to Diseases and Injuries and the External Cause Index; `load_table` the
Table of Neoplasms and the Table of Drugs and Chemicals.
"""

from __future__ import annotations

from pathlib import Path

from guidelines.alphabetic._model import Index, Row, Table, Term, path_words
from guidelines.alphabetic._parse import parse_index, parse_table
from guidelines.errors import DataMissing

__all__ = [
    "Index",
    "Row",
    "Table",
    "Term",
    "load_index",
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


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataMissing(f"{path} cannot be read ({error.strerror}); check the path.") from error
