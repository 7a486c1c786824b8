"""Burns as charts tell them: the site in one place, the degree in another (I.C.19.d)."""

from __future__ import annotations

import pytest

from assistant.reading._burns import burns_in, tells_of_burns


@pytest.mark.parametrize(
    ("sentence", "terms"),
    [
        (
            "R forearm: partial thickness + small area full thickness",
            [("burn of third degree of forearm", "right")],
        ),
        ("full thickness burn dorsal L hand", [("burn of third degree of back of hand", "left")]),
        ("Chest wall: superficial partial thickness", [("burn of second degree of chest wall", None)]),
        ("superficial burn L cheek", [("burn of first degree of forehead and cheek", "left")]),
        (
            "Second degree burns of the right thigh and left calf",
            [("burn of second degree of thigh", "right"), ("burn of second degree of lower leg", "left")],
        ),
        (
            "scald L foot & ankle, deep partial",
            [("burn of second degree of foot", "left"), ("burn of second degree of ankle", "left")],
        ),
        ("no blisters on the hand", []),
        ("burn care at home", []),
    ],
)  # fmt: skip
def test_each_site_has_its_highest_degree(
    sentence: str, terms: list[tuple[str, str | None]]
) -> None:
    assert [(b.term, b.side) for b in burns_in(sentence)] == terms


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Scald, partial thickness.", True),
        ("TBSA 4 %.", True),
        ("Heart burn after meals, superficial gastritis.", False),
        ("Superficial wound of the hand.", False),
    ],
)
def test_only_a_text_about_burns_has_any(text: str, told: bool) -> None:
    assert tells_of_burns(text) is told
