"""Lines of an emergency department: how it happened, then what was found (I.C.19.b, I.C.20.a)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.models import Answer

Coded = Callable[[str], list[str]]


@pytest.fixture
def coded(ask: Callable[[str], Answer]) -> Coded:
    return lambda text: [c.code for c in ask(text).codes if c.role != "alternative"]


HURT = [
    ("twisted R ankle playing basketball, sprain", ["S93.401A", "X50.1XXA", "Y93.67", "Y99.8"]),
    ("jammed L index finger, sprain", ["S63.611A"]),
    ("fell on R wrist, fx", ["S62.101A", "W19.XXXA"]),
    ("kicked in the shin playing soccer, L shin contusion", ["S80.12XA", "W50.1XXA", "Y93.66", "Y99.8"]),
    ("elbowed in the face playing basketball, nasal fx", ["S02.2XXA", "W50.0XXA", "Y93.67", "Y99.8"]),
    ("human bite R hand in fight", ["S61.451A", "Y04.1XXA"]),
    ("stabbed in the abdomen by stranger", ["S31.119A", "X99.9XXA"]),
    ("GSW L thigh", ["S71.132A", "W34.00XA"]),
    ("GSW R shoulder assault", ["S41.031A", "X95.9XXA"]),
    ("nail gun L hand puncture w/ FB", ["S61.442A", "W29.4XXA"]),
    ("stepped on nail, R foot puncture", ["S91.331A", "W45.0XXA"]),
    ("cat scratch R forearm", ["S50.811A", "W55.03XA"]),
    ("struck by a golf ball, R cheek lac", ["S01.411A", "W21.04XA"]),
    ("skin tear R forearm", ["S51.811A"]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "codes"), HURT)
def test_how_it_happened_and_what_was_found(coded: Coded, line: str, codes: list[str]) -> None:
    assert coded(line) == codes


def test_a_twist_that_ends_in_a_fall_is_the_fall(coded: Coded) -> None:
    found = coded("Twisted R ankle and fell down the stairs, R ankle sprain.")
    assert "X50.1XXA" not in found
    assert any(c.startswith("W1") for c in found)


CUT_OFF = [
    ("traumatic amputation R index finger", ["S68.110A"]),
    ("table saw, R index finger amputated", ["S68.110A", "W31.2XXA"]),
    ("partial traumatic amputation R index finger", ["S68.120A"]),
    ("fingertip amputation L middle", ["S68.613A"]),
    ("s/p R index finger amputation", ["Z89.021"]),
]


@pytest.mark.parametrize(("line", "codes"), CUT_OFF)
def test_an_amputation_by_an_injury_is_complete_unless_told(
    coded: Coded, line: str, codes: list[str]
) -> None:
    assert coded(line) == codes


BONES = [
    ("tib/fib fx R", ["S82.201A", "S82.401A"]),
    ("both bone forearm fx L", ["S52.302A", "S52.202A"]),
    ("distal radius and ulna fx L", ["S52.502A", "S52.602A"]),
    ("distal radius fx L", ["S52.502A"]),
    ("R tibia fx", ["S82.201A"]),
]


@pytest.mark.parametrize(("line", "codes"), BONES)
def test_each_broken_bone_has_its_code(coded: Coded, line: str, codes: list[str]) -> None:
    assert coded(line) == codes


EYES = [
    ("hit in eye with baseball, R hyphema", "S05.11XA"),
    ("spontaneous hyphema L", "H21.02"),
    ("FB in eye from grinding metal, L cornea", "T15.02XA"),
]


@pytest.mark.parametrize(("line", "code"), EYES)
def test_an_injured_eye(coded: Coded, line: str, code: str) -> None:
    assert coded(line)[0] == code


BURNS = [
    ("burn L hand 2nd degree not healing 6 wks, f/u", ["T23.202A"]),
    ("2nd deg burn L forearm healing well, recheck", ["T22.212D"]),
]


@pytest.mark.parametrize(("line", "codes"), BURNS)
def test_a_burn_that_does_not_heal_is_acute(coded: Coded, line: str, codes: list[str]) -> None:
    assert coded(line) == codes


def test_an_amputation_of_the_past_or_of_no_named_part_is_no_injury(coded: Coded) -> None:
    text = "Acute pain as expected after amputation, dressing intact. Right great toe was amputated in 2022."
    assert not [c for c in coded(text) if c.startswith(("S08", "S68", "S98"))]
