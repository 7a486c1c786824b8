"""What a symptom is explained by, how far a denial and a vaccine reach, and what is a chart at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.models import Answer

Ask = Callable[..., Answer]


def recommended(answer: Answer) -> set[str]:
    return {c.code for c in answer.codes if c.role != "alternative"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("b/l hand tingling, EMG. neck pain chronic", {"R20.2", "G89.29"}),
        ("Syncope, cause unclear. Scalp hematoma from the fall.", {"R55", "S00.03XA"}),
        ("INR 6.1 no bleeding, warfarin for AF taken as prescribed.", {"I48.91"}),
        ("4 mo WCC, plagiocephaly positional and torticollis, vaccines today", {"Q67.3", "Z23"}),
        ("23 wks hemorrhoids external, constipated. colace", {"K59.00", "O99.612"}),
    ],
)
def test_reported(ask: Ask, text: str, codes: set[str]) -> None:
    assert codes <= recommended(ask(text))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Concussion from an assault. Syncope.", "R55"),
        ("Acute appendicitis with abdominal pain. Home after surgery.", "R10.9"),
        ("12 mo well child, no concerns, varicella and flu vaccines today", "B01.9"),
    ],
)
def test_left_out(ask: Ask, text: str, code: str) -> None:
    assert code not in recommended(ask(text))
