"""Which follow-up is this encounter, and which one is only planned (I.C.19.a)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.models import Answer
from assistant.reading._attributes import encounter_attributes


@pytest.mark.parametrize(
    "text",
    [
        "f/u tibial shaft fx R, healing",
        "Ortho trauma f/u 3 mo: R humeral shaft fx",
        "Here for follow-up of a wrist fracture",
        "Wrist fx, 2 wk f/u",
        "Pt seen for L ankle sprain f/u 4 wks",
        "6wks out from ORIF of the ankle",
    ],
)
def test_a_follow_up_now(text: str) -> None:
    assert encounter_attributes(text).get("encounter") == "subsequent"


@pytest.mark.parametrize(
    "text",
    [
        "L clavicle fx, sling, ortho f/u next week.",
        "Shoulder dislocation reduced. Neuro follow up next week.",
        "Closed R orbital floor fx, sinus precautions, OMFS f/u. Tetanus UTD",
        "Tuft fx, splint. F/u hand if nail lifts",
    ],
)
def test_a_follow_up_that_is_planned(text: str) -> None:
    assert encounter_attributes(text).get("encounter") != "subsequent"


def test_a_newborns_record_has_no_codes_of_its_mother(ask: Callable[..., Answer]) -> None:
    answer = ask(
        "29 wk 1180g infant C/S, mother with severe preeclampsia: RDS, surfactant, apnea of prematurity"
    )
    codes = {c.code for c in answer.codes if c.role != "alternative"}
    assert {"P22.0", "P28.49"} <= codes
    assert not {c for c in codes if c.startswith("O")}
