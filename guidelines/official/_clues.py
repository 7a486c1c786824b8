"""Which release a file belongs to, from its name or from what it says of itself."""

from __future__ import annotations

import re
from datetime import date

from guidelines.official._naming import edition, editions_of
from guidelines.releases import GUIDELINE_RELEASES, Release

_FISCAL = re.compile(r"FY\s*-?(20\d\d|\d\d)(?!\d)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(20[12]\d)(?!\d)")
_MONTH = re.compile(r"(?<![a-z])(jan(?:uary)?|apr(?:il)?|oct(?:ober)?)(?![a-z])", re.IGNORECASE)
_MONTHS = {"jan": 1, "apr": 4, "oct": 10}

_FIRST_CODES = {"J12.82": (2021, 1), "Z28.310": (2022, 4), "W44.A0XA": (2023, 4)}
"""A code that came with an update within the year, and that update."""


def release_in_name(name: str) -> Release | None:
    """The release that a file's name tells, None where it tells none.

    "icd10cm-order-April-2025.txt" is April 2025; "…-October-2025-…" without "FY" is FY2026.
    """
    found = _MONTH.search(name)
    month = _MONTHS[found[1][:3].lower()] if found else 10
    if fiscal := _FISCAL.search(name):
        return _edition(_century(fiscal[1]), month)
    if year := _YEAR.search(name):
        return _edition(int(year[1]) + (found is not None and month == 10), month)
    return None


def release_of_year(year: int, name: str, has_code: dict[str, bool]) -> Release | None:
    """The release of a file that states its fiscal year but not its edition.

    Args:
        year: The fiscal year.
        name: The file's name, which may tell the month.
        has_code: Whether the file holds each of `first_codes(year)`.
    """
    named = release_in_name(name)
    if named is not None and named in editions_of(year) and _MONTH.search(name):
        return named
    month = next((_FIRST_CODES[c][1] for c, there in has_code.items() if there), 10)
    return _edition(year, month)


def first_codes(year: int) -> tuple[str, ...]:
    """Codes by which the update within a fiscal year is told from its first edition."""
    return tuple(code for code, (fiscal, _) in _FIRST_CODES.items() if fiscal == year)


def release_on(day: date) -> Release | None:
    """The release in force on a day."""
    return next((r for r in GUIDELINE_RELEASES if r.covers(day)), None)


def _edition(year: int, month: int) -> Release | None:
    found = edition(year, month)
    if found is None and (editions := editions_of(year)):
        return editions[0]
    return found


def _century(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)
