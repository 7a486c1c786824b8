"""XML files as published by NCHS: Tabular List, Alphabetic Index and the tables beside it."""

from __future__ import annotations

import re

from guidelines.errors import DataDamaged, FileRefused
from guidelines.official._clues import first_codes, release_of_year
from guidelines.official._naming import editions_of
from guidelines.official._slots import Slot
from guidelines.releases import Release

_VERSION = re.compile(rb"<version>\s*(20\d\d)\s*</version>")
_HEADINGS: tuple[tuple[bytes, Slot], ...] = (
    (b"EXTERNAL CAUSE", "external_causes"),
    (b">SUBSTANCE<", "drugs"),
    (b">NEOPLASM<", "neoplasms"),
    (b"INDEX TO DISEASES", "index"),
)


def placed(name: str, data: bytes, hint: Release | None) -> tuple[Slot, Release | None]:
    """What an XML file is, and its release.

    Raises:
        FileRefused: it has another schema, is cut off, or holds another classification.
    """
    head = data[:8000]
    if b"<ICD10CM.tabular" in head:
        slot: Slot = "tabular"
    elif b"<ICD10CM.index" in head:
        found = next((s for word, s in _HEADINGS if word in head.upper()), None)
        if found is None:
            raise FileRefused(f"{name} is an index that dxcite does not know.")
        slot = found
    elif b"<ICD10PCS" in head:
        raise FileRefused(f"{name} is for ICD-10-PCS; dxcite reads its order file instead.")
    else:
        raise FileRefused(f"{name} is XML of another kind than the ICD-10-CM files of NCHS.")
    _check(name, slot, data)
    version = _VERSION.search(head)
    if version is None:
        return slot, hint
    year = int(version[1])
    if hint is not None and hint in editions_of(year):
        return slot, hint
    marks = {c: slot == "tabular" and f">{c}<".encode() in data for c in first_codes(year)}
    return slot, release_of_year(year, name, marks)


def _check(name: str, slot: Slot, data: bytes) -> None:
    """Read it as it will be read later.

    Raises:
        FileRefused: it is cut off or holds nothing.
    """
    try:
        if slot == "tabular":
            from guidelines.codeset._parse import parse_tabular

            parse_tabular(data)
        else:
            from guidelines.alphabetic import parse_index, parse_table

            (parse_table if slot in ("drugs", "neoplasms") else parse_index)(data)
    except DataDamaged as error:
        raise FileRefused(f"{name} is damaged or incomplete ({str(error).rstrip('.')}).") from error
