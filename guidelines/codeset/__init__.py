"""The ICD-10-CM Tabular List: every code, every instructional note, two releases.

>>> codes = load_codeset(date(2026, 11, 1))
>>> codes.get("i509").title
'Heart failure, unspecified'
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from guidelines.codeset._cache import cache_folder, changed_table, read_table
from guidelines.codeset._changes import Change, fy2027_changes
from guidelines.codeset._codeset import CodeSet, normalize
from guidelines.codeset._conversion import Conversion, came_from, went_to
from guidelines.codeset._entry import NOTE_FIELDS, Entry, Kind, Note, NoteField
from guidelines.codeset._history import history
from guidelines.codeset._source import tabular_file
from guidelines.codeset._table import Table
from guidelines.official._codes import official_codes
from guidelines.releases import APRIL_2026, FY2027, Release, code_release

__all__ = [
    "NOTE_FIELDS",
    "Change",
    "CodeSet",
    "Conversion",
    "Entry",
    "Kind",
    "Note",
    "NoteField",
    "builtin_codeset",
    "cache_folder",
    "came_from",
    "code_changes",
    "fy2027_changes",
    "history",
    "load_codeset",
    "normalize",
    "open_tabular",
    "went_to",
]


def load_codeset(on: date | None = None) -> CodeSet:
    """The code set for a date of service; each release is opened once.

    An official file at hand is used where the sets that ship with dxcite are not those in force.

    Args:
        on: Date of service, today where none is given. `releases.code_release` says whether the
            set returned is the one in force on that date.

    Raises:
        DateOutOfRange: before 2015-10-01 or after 2030.
        DataMissing: the package with the Tabular List is not installed.
    """
    day = on or date.today()
    stored = official_codes(day)
    if stored is not None:
        from guidelines.codeset._official import open_official

        return open_official(stored)
    return _load(code_release(day).name)


def builtin_codeset(release: Release) -> CodeSet:
    """A code set that ships with dxcite, whatever official files are at hand.

    Args:
        release: One of `releases.CODE_RELEASES`.

    Raises:
        DataMissing: the package with the Tabular List is not installed.
    """
    return _load(release.name)


def code_changes(release: Release) -> tuple[Change, ...]:
    """Codes that came, went or were renamed when a release took effect.

    They are known for FY2027, and for other releases where the addenda of the codes are at hand.
    """
    from guidelines.codeset._addenda import addenda_of

    return fy2027_changes() if release.name == FY2027.name else addenda_of(release)


def open_tabular(path: Path, release: Release) -> CodeSet:
    """A code set from the official Tabular List XML of any year.

    Args:
        path: The XML file, unzipped.
        release: The release the file belongs to.

    Raises:
        DataMissing: the file cannot be read.
        DataDamaged: it is not a Tabular List.
    """
    return CodeSet(read_table(path), release)


@cache
def _april_2026() -> Table:
    return read_table(tabular_file())


@cache
def _load(name: str) -> CodeSet:
    if name == FY2027.name:
        return CodeSet(changed_table(tabular_file(), _april_2026, fy2027_changes()), FY2027)
    return CodeSet(_april_2026(), APRIL_2026)
