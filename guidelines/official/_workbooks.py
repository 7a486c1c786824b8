"""Excel files as published: conversion tables and HCPCS Level II."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import Any

from guidelines.errors import FileRefused
from guidelines.official._clues import release_on
from guidelines.official._slots import Slot
from guidelines.releases import Release

_LARGEST_SHEET = 200_000_000  # bytes unpacked
_UPDATE = re.compile(r"\(\s*([A-Z][a-z]+)\s+(\d{1,2}),\s*(20\d\d)\s+Update\s*\)")
_QUARTER = re.compile(r"HCPC(20\d\d)_?(JAN|APR|JUL|OCT)", re.IGNORECASE)
_MONTHS = {m: i for i, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
                                       "sep", "oct", "nov", "dec"), 1)}  # fmt: skip


def rows_of(name: str, data: bytes) -> list[list[Any]]:
    """The rows of the first sheet.

    Raises:
        FileRefused: it cannot be read as an Excel file.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(i.file_size for i in archive.infolist()) > _LARGEST_SHEET:
                raise FileRefused(f"{name} unpacks to more than any official Excel file holds.")
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return book.get_sheet_by_index(0).to_python()
    except (CalamineError, zipfile.BadZipFile, OSError) as error:
        raise FileRefused(f"{name} cannot be read as an Excel file; download it again.") from error


def placed(name: str, data: bytes) -> tuple[Slot, Release | None]:
    """What an Excel file is, and its release.

    Raises:
        FileRefused: it is none of the official ones.
    """
    rows = rows_of(name, data)
    if rows and [str(c).strip() for c in rows[0][:3]] == ["HCPC", "SEQNUM", "RECID"]:
        return "hcpcs", _hcpcs_release(name, rows)
    header = rows[1] if len(rows) > 1 else []
    if header and str(header[0]).startswith("Current code"):
        told = _UPDATE.search(str(rows[0][0]))
        if told is None:
            return "conversion", None
        day = date(int(told[3]), _MONTHS[told[1][:3].lower()], int(told[2]))
        return "conversion", release_on(day)
    raise FileRefused(f"{name} is no Excel file that dxcite uses.")


def _hcpcs_release(name: str, rows: list[list[Any]]) -> Release | None:
    if told := _QUARTER.search(name):
        return release_on(date(int(told[1]), _MONTHS[told[2].lower()], 1))
    column = next((i for i, c in enumerate(rows[0]) if str(c).strip() == "ACT EFF DT"), None)
    if column is None:
        return None
    days = [str(row[column]) for row in rows[1:] if re.fullmatch(r"20\d{6}", str(row[column]))]
    latest = max(days, default="")
    if not latest:
        return None
    return release_on(date(int(latest[:4]), int(latest[4:6]), int(latest[6:])))
