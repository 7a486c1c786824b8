"""Short lines of oncology and breast clinics: pain, scans that are clear, the clock face, scars of burns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.models import Answer

Coded = Callable[[str], list[str]]


@pytest.fixture
def coded(ask: Callable[[str], Answer]) -> Coded:
    return lambda text: [c.code for c in ask(text).codes if c.role != "alternative"]


PAIN = [
    ("admit for cancer pain, pancreatic ca", ["G89.3", "C25.9"]),
    ("pain mgmt visit - ca pain, pancreatic head adenoca", ["G89.3", "C25.0"]),
    ("celiac plexus block for pancreatic cancer pain", ["G89.3", "C25.9"]),
    ("intractable cancer pain, admitted, cervical ca", ["G89.3", "C53.9"]),
    ("breast ca on chemo, bone pain from mets", ["C50.919", "C79.51", "G89.3"]),
    ("pancreatic ca chemo visit, also ca pain", ["Z51.11", "C25.9", "G89.3"]),
]


@pytest.mark.parametrize(("line", "codes"), PAIN)
def test_pain_of_a_tumor_is_first_where_it_is_the_reason(
    coded: Coded, line: str, codes: list[str]
) -> None:
    assert coded(line) == codes


GONE = [
    ("colon ca resected 2019, surveillance colonoscopy nl", ["Z08", "Z85.038"]),
    ("prostate ca s/p RALP PSA undetectable", "Z85.46"),
    ("bladder ca, BCG today", ["Z51.12", "C67.9"]),
]


@pytest.mark.parametrize(("line", "codes"), GONE)
def test_what_a_check_or_an_instillation_tells(
    coded: Coded, line: str, codes: list[str] | str
) -> None:
    found = coded(line)
    assert codes in found if isinstance(codes, str) else found == codes


CLOCK = [
    ("R breast ca 10 o'clock, biopsy proven", "C50.411"),
    ("L breast ca, 2 o'clock position", "C50.412"),
    ("R breast lump 2 o'clock", "N63.12"),
    ("L breast mass 12 o'clock", "N63.25"),
    ("R breast lump, seen at 2 PM", "N63.10"),
]


@pytest.mark.parametrize(("line", "code"), CLOCK)
def test_the_hour_of_a_breast_is_a_quadrant(coded: Coded, line: str, code: str) -> None:
    assert coded(line) == [code]


def test_dense_breasts_at_a_screening(coded: Coded) -> None:
    assert coded("screening mammo dense") == ["Z12.31", "R92.30"]
    assert coded("screening mammo") == ["Z12.31"]


SCARS = [
    ("scar from old burn", ["L90.5"]),
    ("burn scar contracture L elbow", ["L90.5", "M24.522"]),
    ("scar L hand from old burn", ["L90.5", "T23.002S"]),
    ("surgical scar well healed, knee pain R", ["M25.561"]),
]


@pytest.mark.parametrize(("line", "codes"), SCARS)
def test_the_scar_of_a_burn_is_what_is_left_of_it(
    coded: Coded, line: str, codes: list[str]
) -> None:
    assert coded(line) == codes


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("pyelo R", "N12"),
        ("lymphoma in remission", "C85.9A"),
        ("paronychia R index", "L03.011"),
        ("sebaceous cyst infected neck", "L72.3"),
        ("subareolar lump L", "N63.42"),
        ("dressing change", "Z48.00"),
    ],
)
def test_names_beside_a_side_or_a_site(coded: Coded, line: str, code: str) -> None:
    assert coded(line) == [code]
