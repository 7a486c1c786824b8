"""PDF files as published: the Official Guidelines, told by what their first page says."""

from __future__ import annotations

import re
import tempfile
from datetime import date
from pathlib import Path

from guidelines.document import first_page, load_document
from guidelines.errors import DataDamaged, FileRefused
from guidelines.official._clues import release_on
from guidelines.official._naming import edition
from guidelines.official._slots import Slot
from guidelines.releases import Release

_TITLE = re.compile(r"ICD-10-CM\s+Official\s+Guidelines\s+for\s+Coding\s+and\s+Reporting")
_YEAR = re.compile(r"\bFY\s*(20\d\d)\b")
_UPDATED = re.compile(r"UPDATED\s+(January|April|October)\s+1,\s+(20\d\d)")
_MONTHS = {"January": 1, "April": 4, "October": 10}


def placed(name: str, data: bytes) -> tuple[Slot, Release | None]:
    """What a PDF is, and its release.

    Raises:
        FileRefused: it is not the Official Guidelines, or cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="dxcite-") as folder:
        path = Path(folder) / "file.pdf"
        path.write_bytes(data)
        try:
            page = first_page(path)
        except DataDamaged as error:
            raise FileRefused(f"{name} cannot be read as a PDF; download it again.") from error
        if not _TITLE.search(page):
            raise FileRefused(f"{name} is not the ICD-10-CM Official Guidelines.")
        try:
            load_document(path)
        except DataDamaged as error:
            raise FileRefused(f"{name} cannot be used ({str(error).rstrip('.')}).") from error
    if updated := _UPDATED.search(page):
        return "guidelines", release_on(date(int(updated[2]), _MONTHS[updated[1]], 1))
    year = _YEAR.search(page)
    return "guidelines", edition(int(year[1]), 10) if year else None
