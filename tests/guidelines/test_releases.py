from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from guidelines.errors import DateOutOfRange
from guidelines.releases import (
    GUIDELINE_RELEASES,
    code_release,
    guideline_release,
)


@pytest.mark.parametrize(
    ("on", "name", "notice"),
    [
        (date(2026, 5, 1), "April 2026", None),
        (date(2025, 10, 1), "April 2026", None),
        (date(2026, 9, 30), "April 2026", None),
        (date(2026, 10, 1), "FY2027", None),
        (date(2027, 9, 30), "FY2027", None),
        (date(2025, 9, 30), "April 2026", "FY2025"),
        (date(2015, 10, 1), "April 2026", "FY2016"),
        (date(2027, 10, 1), "FY2027", "FY2028"),
    ],
)
def test_code_release(on: date, name: str, notice: str | None) -> None:
    release = code_release(on)
    assert release.name == name
    assert (release.notice is None) == (notice is None)
    assert notice is None or notice in (release.notice or "")


@pytest.mark.parametrize(
    ("on", "name", "notice"),
    [
        (date(2025, 10, 1), "FY2026", False),
        (date(2026, 3, 31), "FY2026", False),
        (date(2026, 9, 30), "FY2026 (April 2026)", True),
        (date(2026, 10, 1), "FY2027", True),
        (date(2025, 4, 1), "FY2025 (April 2025)", True),
        (date(2025, 3, 31), "FY2025", True),
        (date(2021, 1, 1), "FY2021 (January 2021)", True),
        (date(2020, 12, 31), "FY2021", True),
        (date(2019, 9, 30), "FY2019", True),
        (date(2028, 1, 1), "FY2028", True),
    ],
)
def test_guideline_release(on: date, name: str, notice: bool) -> None:
    release = guideline_release(on)
    assert release.name == name
    assert (release.notice is not None) == notice
    assert release.covers(on)
    if release.notice:
        assert release.notice.count(".") == 1
        assert "FY2026" in release.notice


@pytest.mark.parametrize("on", [date(2015, 9, 30), date(2031, 1, 1), date(1980, 1, 1)])
def test_dates_outside_icd10cm_are_refused(on: date) -> None:
    with pytest.raises(DateOutOfRange, match=on.isoformat()):
        code_release(on)
    with pytest.raises(DateOutOfRange):
        guideline_release(on)


def test_editions_follow_each_other_without_gap() -> None:
    for before, after in pairwise(GUIDELINE_RELEASES):
        assert before.end is not None
        assert after.start - before.end == timedelta(days=1)
