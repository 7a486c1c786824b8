"""Releases of the code set and of the Official Guidelines, with their effective dates.

The fiscal year begins on 1 October. Code sets and guidelines that were corrected within the year
have a second edition with its own date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from guidelines.errors import DateOutOfRange

FIRST_DATE = date(2015, 10, 1)
"""ICD-10-CM has been in use for encounters from this date."""
LAST_DATE = date(2030, 12, 31)
"""Later dates are taken for typing errors."""


@dataclass(frozen=True)
class Release:
    """A published edition and the dates of service it governs.

    Attributes:
        name: As coders call it ("FY2027", "April 2026").
        start: First date of service.
        end: Last date of service, None while it is in force without a known end.
    """

    name: str
    start: date
    end: date | None

    def covers(self, on: date) -> bool:
        """Whether a date of service falls into this release."""
        return self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True)
class CodeRelease(Release):
    """The code set used for a date of service.

    Attributes:
        notice: One sentence when this is not the code set in force on that date, else None.
    """

    notice: str | None = None


@dataclass(frozen=True)
class GuidelineRelease(Release):
    """The guidelines in force on a date of service.

    Attributes:
        notice: One sentence when the built-in digest restates another release, else None.
    """

    notice: str | None = None


APRIL_2026 = Release("April 2026", date(2026, 4, 1), date(2026, 9, 30))
FY2027 = Release("FY2027", date(2026, 10, 1), None)
CODE_RELEASES: tuple[Release, ...] = (APRIL_2026, FY2027)
"""The code sets that ship with the program."""

_OWN_CODES_FROM = date(2025, 10, 1)
"""The October 2025 set has the same codes as that of April 2026."""


def _editions(*named: tuple[str, date]) -> tuple[Release, ...]:
    ends: list[date | None] = [start - timedelta(days=1) for _, start in named[1:]]
    return tuple(
        Release(name, start, end) for (name, start), end in zip(named, [*ends, None], strict=True)
    )


GUIDELINE_RELEASES: tuple[Release, ...] = _editions(
    ("FY2016", date(2015, 10, 1)),
    ("FY2017", date(2016, 10, 1)),
    ("FY2018", date(2017, 10, 1)),
    ("FY2019", date(2018, 10, 1)),
    ("FY2020", date(2019, 10, 1)),
    ("FY2021", date(2020, 10, 1)),
    ("FY2021 (January 2021)", date(2021, 1, 1)),
    ("FY2022", date(2021, 10, 1)),
    ("FY2022 (April 2022)", date(2022, 4, 1)),
    ("FY2023", date(2022, 10, 1)),
    ("FY2023 (April 2023)", date(2023, 4, 1)),
    ("FY2024", date(2023, 10, 1)),
    ("FY2024 (April 2024)", date(2024, 4, 1)),
    ("FY2025", date(2024, 10, 1)),
    ("FY2025 (April 2025)", date(2025, 4, 1)),
    ("FY2026", date(2025, 10, 1)),
    ("FY2026 (April 2026)", date(2026, 4, 1)),
    ("FY2027", date(2026, 10, 1)),
)
"""Editions of the ICD-10-CM Official Guidelines for Coding and Reporting, oldest first.

The code files are published by the same names: those of April or January are the whole code set of
that date, not only what changed.
"""

DIGEST_RELEASE = next(r for r in GUIDELINE_RELEASES if r.name == "FY2026")
"""The edition that the built-in digest restates."""


def _checked(on: date) -> date:
    if not FIRST_DATE <= on <= LAST_DATE:
        raise DateOutOfRange(
            f"The date {on.isoformat()} lies outside ICD-10-CM as this program knows it; give a "
            f"date of service from {FIRST_DATE.isoformat()} to {LAST_DATE.isoformat()}."
        )
    return on


def _fiscal_year(on: date) -> int:
    return on.year + (on.month >= 10)


def _bounds(year: int) -> tuple[date, date]:
    return date(year - 1, 10, 1), date(year, 9, 30)


def code_release(on: date) -> CodeRelease:
    """The code set to use for a date of service.

    Args:
        on: Date of service (discharge, where the encounter has one).

    Returns:
        The code set of an official file at hand, or else the nearest that ships with the program.
        Its `notice` is set when another one was, or will be, in force on that date.

    Raises:
        DateOutOfRange: before 2015-10-01 or after 2030.
    """
    from guidelines.official._codes import official_codes

    stored = official_codes(_checked(on))
    if stored is not None:
        return _official(stored.release, stored.slot, on)
    release = FY2027 if on >= FY2027.start else APRIL_2026
    year = _fiscal_year(on)
    notice = None
    if on < _OWN_CODES_FROM:
        notice = (
            f"On {on.isoformat()} the FY{year} code set was in force; the codes here are those of "
            f"{release.name}, so check each one against the FY{year} list."
        )
    elif year > 2027:
        notice = (
            f"On {on.isoformat()} a code set later than FY2027 is in force; the codes here are "
            f"those of FY2027, so check each one against the FY{year} list."
        )
    return CodeRelease(release.name, release.start, release.end, notice)


def _official(release: Release, slot: str, on: date) -> CodeRelease:
    """An official code set and what is to be said of it."""
    due = next((r for r in GUIDELINE_RELEASES if r.covers(on)), release)
    notice = None
    if due != release:
        notice = (
            f"On {on.isoformat()} the {due.name} code set was in force; the codes here are those of "
            f"{release.name}, so check each one against the {due.name} list."
        )
    elif slot == "codes":
        notice = (
            f"The codes are those of {release.name}; their notes (Excludes1 and the like) are those "
            "of the nearest Tabular List at hand, so check them."
        )
    return CodeRelease(release.name, release.start, release.end, notice)


def guideline_release(on: date) -> GuidelineRelease:
    """The Official Guidelines in force on a date of service.

    Args:
        on: Date of service.

    Returns:
        The edition in force. Its `notice` is set whenever that is not FY2026, which is what the
        built-in digest restates.

    Raises:
        DateOutOfRange: before 2015-10-01 or after 2030.
    """
    _checked(on)
    year = _fiscal_year(on)
    listed = next((r for r in GUIDELINE_RELEASES if r.covers(on)), None)
    if listed is None or year > 2027:
        listed = Release(f"FY{year}", *_bounds(year))
    notice = None
    if listed != DIGEST_RELEASE:
        verb = "are" if on >= FY2027.start else "were"
        notice = (
            f"The {listed.name} guidelines {verb} in force on {on.isoformat()}; the built-in "
            f"digest restates {DIGEST_RELEASE.name}, so check the {listed.name} text."
        )
    return GuidelineRelease(listed.name, listed.start, listed.end, notice)
