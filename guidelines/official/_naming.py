"""Releases as users type them and as folders are named."""

from __future__ import annotations

from datetime import date

from guidelines import lazy_re as re
from guidelines.errors import UnknownRelease
from guidelines.releases import GUIDELINE_RELEASES, Release

_BY_NAME = {r.name: r for r in GUIDELINE_RELEASES}
_YEAR = re.compile(r"(?:fy|fiscal\s*year)?[\s-]*'?(?P<year>20\d\d|\d\d)\b", re.IGNORECASE)
_MONTH = re.compile(r"\b(?P<month>jan|apr|oct)[a-z]*\b", re.IGNORECASE)
_MONTHS = {"jan": 1, "apr": 4, "oct": 10}


def named_release(text: str) -> Release:
    """The release that a user means.

    Args:
        text: Such as "FY2026", "2026", "FY2025 April", "April 2025", "fy25-april". Without a month
            the edition of October, or, where the table has none, the first of that fiscal year.

    Raises:
        UnknownRelease: no release is called so.
    """
    if text in _BY_NAME:
        return _BY_NAME[text]
    plain = " ".join(re.sub(r"[()_,-]", " ", text).split())
    month = _MONTH.search(plain)
    year = _YEAR.search(_MONTH.sub(" ", plain).strip())
    if year is not None and _rest(plain, year, month) == "":
        number = int(year["year"]) + (2000 if len(year["year"]) == 2 else 0)
        wanted = _MONTHS[month["month"].lower()] if month else 10
        # "October 2025" is a calendar month; "FY2026 October" names the fiscal year
        fiscal = number + 1 if wanted == 10 and month and "fy" not in plain.lower() else number
        if found := edition(fiscal, wanted):
            return found
        if month is None and (editions := editions_of(fiscal)):
            return editions[0]
    first, last = GUIDELINE_RELEASES[0].name, GUIDELINE_RELEASES[-1].name
    shown = text if len(text) <= 40 else text[:39] + "…"
    raise UnknownRelease(
        f"“{shown}” is no release; give a fiscal year from {first} to {last}, or an update such as "
        f"“FY2025 April” (`dxcite releases list` names them)."
    )


def _rest(plain: str, year: re.Match[str], month: re.Match[str] | None) -> str:
    """What is left of the text without year and month."""
    left = plain.replace(month.group(), " ", 1) if month else plain
    return re.sub(
        r"\b(?:1|update|updated|release)\b", " ", left.replace(year.group(), "", 1)
    ).strip()


def edition(fiscal_year: int, month: int) -> Release | None:
    """The edition of a fiscal year that took effect on the first of a month."""
    start = date(fiscal_year - (month >= 10), month, 1)
    return next((r for r in GUIDELINE_RELEASES if r.start == start), None)


def editions_of(fiscal_year: int) -> tuple[Release, ...]:
    """Every edition of a fiscal year, oldest first."""
    return tuple(r for r in GUIDELINE_RELEASES if r.name.startswith(f"FY{fiscal_year}"))


def release_called(name: str) -> Release:
    """The release with exactly this name."""
    return _BY_NAME[name]


def folder_name(release: Release) -> str:
    """ "FY2025 (April 2025)" as a folder: "FY2025-April"."""
    year, _, update = release.name.partition(" (")
    return f"{year}-{update.split()[0]}" if update else year
