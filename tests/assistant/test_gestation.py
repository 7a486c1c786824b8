"""Weeks of gestation as terse lines tell them, and which of several are this encounter's."""

from __future__ import annotations

import pytest

from assistant.reading._attributes import encounter_attributes
from assistant.reading._episode import episode_attributes


@pytest.mark.parametrize(
    ("text", "weeks", "trimester"),
    [
        ("preE without severe features at 36w0, NST 2x/wk", "36", "3"),
        ("A1GDM, 30w, on diet alone", "30", "3"),
        ("polyhydramnios, 24 wks, GTT neg", "24", "2"),
        ("23 yo, 27w, still smoking", "27", "2"),
        ("hx PTD @ 33 wk w/ last baby. Now 18w4d, cervix 38mm", "18", "2"),
        ("cervical insufficiency, cerclage placed at 13w, now 20w1d", "20", "2"),
        ("asthma exacerbation, 26w, nebs and prednisone", "26", "2"),
        ("Pt 20w w/ DVT of the right popliteal vein", "20", "2"),
        ("appendicitis, 17w, lap appy", "17", "2"),
    ],
)
def test_weeks_of_this_encounter(text: str, weeks: str, trimester: str) -> None:
    found = encounter_attributes(text)
    assert (found.get("weeks"), found.get("trimester")) == (weeks, trimester)


@pytest.mark.parametrize(
    "text",
    [
        "Low back pain for 12 wks",
        "63 yo, 12 wk h/o cough",
        "Cast off in 6 wks, recheck",
        "ankle sprain, NWB, f/u ortho, 6w",
        "44M ankle sprain, 14w, still sore",
    ],
)
def test_no_weeks_of_gestation(text: str) -> None:
    assert "weeks" not in encounter_attributes(text)


@pytest.mark.parametrize(
    ("text", "episode"),
    [
        ("TTN, CPAP x 6 h. C/S birth 38w3d, this admission.", "birth"),
        ("cephalohematoma s/p vacuum, otherwise well NB, vaginal birth", "birth"),
        ("SVD at 40w0d, single live born, perineum intact", "delivery"),
        ("Repeat LTCS at 39w0d. Live female, Apgars 8/9", "delivery"),
    ],
)
def test_whose_record_a_line_is(text: str, episode: str) -> None:
    assert episode_attributes(text).get("episode") == episode


@pytest.mark.parametrize(
    "text", ["Former 30 pack-year smoker, COPD, vaginal bleeding", "38w0d, no labor, irregular ctx"]
)
def test_neither_a_birth_nor_a_delivery(text: str) -> None:
    assert "episode" not in episode_attributes(text)


@pytest.mark.parametrize(
    ("text", "fetus"),
    [("di-di twins, twin B growth restricted", "2"), ("twin A vertex, twin B breech", None)],
)
def test_the_fetus_that_is_meant(text: str, fetus: str | None) -> None:
    assert encounter_attributes(text).get("fetus") == fetus
