"""Visits of routine care while an injury heals, in ordinary words, and the same words of a plan."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.models import Answer
from assistant.reading._attributes import encounter_attributes

Ask = Callable[..., Answer]


def recommended(answer: Answer) -> set[str]:
    return {c.code for c in answer.codes if c.role != "alternative"}


@pytest.mark.parametrize(
    "text",
    [
        "stitches out R hand lac",
        "Staples are out, scalp lac",
        "R hand laceration, sutures removed",
        "cast off today, L wrist fx 6 weeks",
        "R ankle sprain, PT visit 4",
        "PT for R ankle sprain",
        "R ankle sprain, walking better, here for re-eval",
        "2nd degree burn R hand, dressing change",
        "ED visit for suture removal, laceration left eyebrow",
        "R hip fracture s/p ORIF, inpatient rehab",
        "closed hip fx R, ORIF last week, rehab",
        "R hip fx ORIF 6/1, at SNF",
    ],
)
def test_care_while_it_heals(text: str) -> None:
    assert encounter_attributes(text)["encounter"] == "subsequent"


@pytest.mark.parametrize(
    "text",
    [
        "laceration R hand, sutured, return 10 days for suture removal",
        "laceration R hand repaired in ED, wound check 2 days",
        "L knee lac, 5 sutures, suture removal in 10 days",
        "R knee sprain, ordered PT eval and treat",
        "L ankle sprain, referred to PT",
        "R forearm fx, cast applied, will need cast off in 6 wks",
        "L hand lac, dressing changed daily at home, ED note",
        "R hip fx, ORIF POD2, PT eval done",
        "R hip fx, ORIF, d/c to rehab",
        "R hip fx s/p ORIF, SNF placement pending",
        "fell, pulled her stitches out, L hand lac",
    ],
)
def test_care_to_come_and_care_of_a_stay(text: str) -> None:
    assert encounter_attributes(text).get("encounter", "initial") == "initial"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("stitches out, chin laceration", "S01.81XD"),
        ("chin laceration, ED", "S01.81XA"),
        ("R 5th finger fx", "S62.606A"),
        ("L 4th finger sprain", "S63.615A"),
        ("fx R 3rd finger", "S62.602A"),
        ("R pinky fx", "S62.606A"),
        ("L 5th toe fx", "S92.502A"),
        ("chin lac, wound check", "S01.81XD"),
    ],
)
def test_the_encounter_and_the_finger_choose_the_line(ask: Ask, line: str, code: str) -> None:
    assert code in recommended(ask(line))


@pytest.mark.parametrize(
    ("line", "pregnant"),
    [
        ("5 wks cast check R ankle fx", False),
        ("8 wks, spotting, threatened abortion", True),
        ("28 wks, fell, R ankle fx", True),
    ],
)
def test_weeks_of_healing_are_no_gestation(ask: Ask, line: str, pregnant: bool) -> None:
    assert any(code.startswith("O") for code in recommended(ask(line))) is pregnant
