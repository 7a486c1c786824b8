"""Conditions of both sides, and look-ups that ask for more than one code."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.models import Answer

Ask = Callable[..., Answer]


def reported(ask: Ask, text: str) -> list[str]:
    return [c.code for c in ask(text).codes if c.role != "alternative"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Pain in both knees for 3 months", ["M25.561", "M25.562"]),
        ("rotator cuff tear both shoulders", ["M75.101", "M75.102"]),
        ("Assessment: bilateral ankle sprains", ["S93.401A", "S93.402A"]),
        ("bilateral carpal tunnel syndrome", ["G56.03"]),
        ("pain in right knee", ["M25.561"]),
        ("knee pain", ["M25.569"]),
    ],
)
def test_each_side_has_its_code_where_none_holds_both(
    ask: Ask, text: str, codes: list[str]
) -> None:
    assert reported(ask, text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("COVID pneumonia", ["U07.1", "J12.82"]),
        ("chemo for colon cancer", ["Z51.11", "C18.9"]),
        ("twin pregnancy 30 weeks", ["O30.003", "Z3A.30"]),
        ("type 2 diabetic with CKD 3", ["E11.22", "N18.30"]),
        ("chest pain, rule out MI", ["R07.9"]),
        ("infected left knee prosthesis", ["T84.54XA"]),
        ("cataract left eye", ["H26.9"]),
        ("cellulitis left leg", ["L03.116"]),
        ("adenoca sigmoid", ["C18.7"]),
    ],
)
def test_ordinary_words_lead_to_all_that_is_reported(ask: Ask, text: str, codes: list[str]) -> None:
    assert reported(ask, text) == codes
