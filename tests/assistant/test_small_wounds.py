"""Small wounds that a chart lists by kind and site (I.B.13, I.C.19.b)."""

from __future__ import annotations

import pytest

from assistant.reading._wounds import wounds_in


@pytest.mark.parametrize(
    ("sentence", "wounds"),
    [
        (
            "Road rash L forearm/ L knee.",
            [("abrasion of left forearm", "left"), ("abrasion of left knee", "left")],
        ),
        ("L hand abrasion", [("abrasion of left hand", "left")]),
        ("Abrasion to R palm", [("abrasion of right hand", "right")]),
        (
            "Contusions R hip, R shoulder",
            [("contusion of right hip", "right"), ("contusion of right shoulder", "right")],
        ),
        (
            "bruises to face, L thigh and both knees",
            [
                ("contusion of face", None),
                ("contusion of left thigh", "left"),
                ("contusion of right knee", "right"),
                ("contusion of left knee", "left"),
            ],
        ),
        (
            "L hand and knee abrasions",
            [("abrasion of left hand", "left"), ("abrasion of left knee", "left")],
        ),
        (
            "Tick bite R upper back, embedded",
            [("insect bite (nonvenomous) of right back wall of thorax", "right")],
        ),
    ],
)
def test_each_site_is_a_wound(sentence: str, wounds: list[tuple[str, str | None]]) -> None:
    assert [(w.term, w.side) for w in wounds_in(sentence)] == wounds


@pytest.mark.parametrize(
    "sentence",
    [
        "contusion of the right hip",  # found as it stands
        "liver lac after MVC",
        "Lac over R ring finger, tendon exposed",
    ],
)
def test_what_is_left_to_the_ordinary_way(sentence: str) -> None:
    assert not list(wounds_in(sentence))
