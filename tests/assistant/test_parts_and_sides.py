"""A side belongs to the part of the body beside it, and a symptom's site to what explains it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.models import Answer
from assistant.reading._pains import sited_in
from assistant.reading._regions import of_another_part

Coded = Callable[[str], list[str]]


@pytest.fixture
def coded(ask: Callable[[str], Answer]) -> Coded:
    return lambda text: [c.code for c in ask(text).codes if c.role != "alternative"]


SIDES = [
    ("femur L, breast ca", ["C50.919"]),
    ("bone mets L femur, breast ca", ["C50.919", "C79.51"]),
    ("path fx L humerus 2/2 renal cell ca mets", ["M84.522A", "C64.9", "C79.51"]),
    ("lung ca, adrenal mets L", ["C34.90", "C79.72"]),
    ("L breast ca, lung mets", ["C50.912", "C78.00"]),
    ("R leg DVT, L breast ca on tamoxifen", ["I82.401", "C50.912", "Z79.810"]),
    ("R breast ca with axillary node mets", ["C50.911", "C77.3"]),
    ("lung ca, R arm swelling", ["C34.90", "M79.89"]),
    ("R RCC, mets to L lung", ["C64.1", "C78.02"]),
]


@pytest.mark.parametrize(("line", "codes"), SIDES)
def test_a_side_is_lent_to_no_other_part(coded: Coded, line: str, codes: list[str]) -> None:
    assert coded(line) == codes


@pytest.mark.parametrize(
    ("text", "side", "said", "apart"),
    [
        ("femur L, breast ca", "L", "breast ca", True),
        ("L breast ca", "L", "breast ca", False),
        ("R ear pain, hearing loss", "R", "hearing loss", False),
        ("R hip fx, pneumonia", "R", "pneumonia", False),
        ("mets R, breast ca", "R", "breast ca", False),
    ],
)
def test_whether_a_side_is_of_another_part(text: str, side: str, said: str, apart: bool) -> None:
    at = text.index(side)
    assert of_another_part(text, at, at + 1, said) is apart


BOTH = [
    ("Knee OA bilat, injected R knee today", ["M17.0"]),
    ("bilat hip OA, R hip injected", ["M16.0"]),
    ("R knee OA, injection today", ["M17.11"]),
]


@pytest.mark.parametrize(("line", "codes"), BOTH)
def test_what_is_on_both_sides_is_treated_on_one(coded: Coded, line: str, codes: list[str]) -> None:
    assert coded(line) == codes


APART = [
    ("R shoulder pain, L knee OA", ["M25.511", "M17.12"]),
    ("L knee pain, R knee OA", ["M25.562", "M17.11"]),
    ("R knee pain, R knee OA", ["M17.11"]),
]


@pytest.mark.parametrize(("line", "codes"), APART)
def test_a_pain_elsewhere_is_no_part_of_the_disease(
    coded: Coded, line: str, codes: list[str]
) -> None:
    assert coded(line) == codes


SITED = [
    ("L shoulder pain, impingement", ["M75.42"]),
    ("R hip pain, OA", ["M16.11"]),
    ("R knee pain d/t OA", ["M17.11"]),
    ("L ankle injury - sprain", ["S93.402A"]),
    ("R shoulder pain, bursitis", ["M75.51"]),
    ("neck pain, sprain", ["S13.4XXA"]),
    ("knee pain and swelling R", ["M25.561", "M25.461"]),
    ("L wrist pain, fx", ["S62.102A"]),
    ("R knee pain, likely OA", ["M25.561"]),  # IV.H
    ("R shoulder pain, no impingement", ["M25.511"]),
    ("knee pain, RA", ["M06.9"]),
]


@pytest.mark.parametrize(("line", "codes"), SITED)
def test_what_explains_a_pain_has_its_site(coded: Coded, line: str, codes: list[str]) -> None:
    assert coded(line) == codes


def test_a_condition_with_a_site_of_its_own_borrows_none() -> None:
    assert [s.term for s in sited_in("L knee pain, OA")] == ["knee osteoarthritis"]
    assert not list(sited_in("L hip pain, lumbar OA"))
    assert not list(sited_in("R knee pain, sprain ACL"))
    assert not list(sited_in("L shoulder pain, rotator cuff sprain"))


SPREAD = [
    ("colon ca with liver mets", ["C18.9", "C78.7"]),
    ("stage IV colon cancer, liver and lung mets", ["C18.9", "C78.7", "C78.00"]),
    ("L thigh abscess and cellulitis", ["L02.416", "L03.116"]),
]


@pytest.mark.parametrize(("line", "codes"), SPREAD)
def test_where_a_tumor_spread_is_no_site_of_the_first(
    coded: Coded, line: str, codes: list[str]
) -> None:
    assert coded(line) == codes
