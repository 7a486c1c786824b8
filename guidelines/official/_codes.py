"""Which code set a date of service gets: an official one at hand, or one that ships with dxcite."""

from __future__ import annotations

from datetime import date

from guidelines.official._naming import editions_of
from guidelines.official._store import ReleaseStore, Stored

BUILT_IN = (date(2025, 10, 1), date(2027, 9, 30))
"""First and last date for which the codes that ship with dxcite are those in force."""


def official_codes(on: date, store: ReleaseStore | None = None) -> Stored | None:
    """The official file to take the code set from.

    Args:
        on: Date of service.
        store: Where official files are kept.

    Returns:
        The Tabular List in force, or else, for dates that the built-in sets do not cover, the code
        descriptions in force; or else one of them of an earlier edition of the fiscal year; None
        where the built-in set is the better one.
    """
    store = store or ReleaseStore()
    if not store.folder.is_dir():
        return None
    built_in = BUILT_IN[0] <= on <= BUILT_IN[1]
    year = on.year + (on.month >= 10)
    for release in reversed(editions_of(year)):
        if release.start <= on:
            tabular = store.get(release, "tabular")
            if tabular is not None and (release.covers(on) or not built_in):
                return tabular
            codes = None if built_in else store.get(release, "codes")
            if codes is not None:
                return codes
    return None
