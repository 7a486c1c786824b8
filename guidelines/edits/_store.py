"""Where the official lists lie once the user has added them."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from guidelines.edits._lists import Edits, load_code_editor, load_poa_exempt
from guidelines.folders import data_folder

_POA = re.compile(r"poa.*exempt.*\.(?:zip|txt)", re.IGNORECASE)
_EDITOR = re.compile(r"(?:mce|code.?editor).*\.json", re.IGNORECASE)
_YEAR = re.compile(r"FY(?:20)?(\d\d)", re.IGNORECASE)


def edits_folder() -> Path:
    """The folder where the user puts lists: `edits` in the data folder."""
    return data_folder() / "edits"


def find_edits(folder: Path | None = None, year: int | None = None) -> Edits:
    """The official lists at hand.

    Args:
        folder: Where to look; by default `edits_folder` and the releases added to the data folder.
        year: Fiscal year of the date of service; of several POA-exempt lists, that of the year or
            else of the nearest year before it is taken, or else the oldest.

    Raises:
        DataDamaged: a file is named like a list but does not hold one.
    """
    released = _released() if folder is None else []
    folder = edits_folder() if folder is None else folder
    files = sorted(f for f in folder.iterdir() if f.is_file()) if folder.is_dir() else []
    files += released
    poa = _of_year([f for f in files if _POA.fullmatch(f.name)], year)
    editor = next((f for f in reversed(files) if _EDITOR.fullmatch(f.name)), None)
    return _load(*(None if f is None else (f, f.stat().st_mtime_ns) for f in (poa, editor)))


def _released() -> list[Path]:
    """POA-exempt lists that came with a release: releases/FY2026/poa_exempt-….txt."""
    folder = data_folder() / "releases"
    return sorted(folder.glob("FY*/poa_exempt-*.txt")) if folder.is_dir() else []


def _of_year(files: list[Path], year: int | None) -> Path | None:
    dated = sorted((_fiscal_year(f), f) for f in files)
    if not dated:
        return None
    past = [f for y, f in dated if year is None or y <= year]
    return past[-1] if past else dated[0][1]


def _fiscal_year(file: Path) -> int:
    found = _YEAR.search(file.name) or _YEAR.search(file.parent.name)
    return int(found[1]) + 2000 if found else 0


@lru_cache(maxsize=8)
def _load(poa: tuple[Path, int] | None, editor: tuple[Path, int] | None) -> Edits:
    """Read the lists; the time of change in the key makes a replaced file be read again."""
    return Edits(
        poa_exempt=load_poa_exempt(poa[0]) if poa else None,
        code_editor=load_code_editor(editor[0]) if editor else None,
    )
