"""Whose record a text is: the mother's of a delivery, a newborn's of its birth, or neither."""

from __future__ import annotations

import pytest

from assistant.reading._episode import episode_attributes

MOTHER = "32F G2P1 at 39w2d, {} Live F, apgars 9/9."
NEWBORN = "NB nursery: 39w F, {}. Home DOL2."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MOTHER.format("SVD."), ("delivery", "vaginal", "single", "live")),
        (MOTHER.format("repeat c/s."), ("delivery", "cesarean", "single", "live")),
        ("29F G1P0, 33w, SVD of a stillborn.", ("delivery", "vaginal", "single", "stillborn")),
        ("31 yo G1, di-di twins, C/S for breech, both live.", ("delivery", "cesarean", "twins", "live")),
        (NEWBORN.format("SVD in-house"), ("birth", "vaginal", "single", "live")),
        (NEWBORN.format("c-section for breech"), ("birth", "cesarean", "single", "live")),
    ],
)  # fmt: skip
def test_delivery_and_birth(text: str, expected: tuple[str, ...]) -> None:
    found = episode_attributes(text)
    assert tuple(found.get(k, "") for k in ("episode", "way", "infants", "outcome")) == expected


@pytest.mark.parametrize(
    "text",
    [
        "32F G2P1 at 30w2d, contractions stopped, undelivered.",
        "32F G2P2, 6 weeks postpartum visit after SVD of a live female.",
        "45M with pneumonia.",
    ],
)
def test_no_delivery(text: str) -> None:
    assert "episode" not in episode_attributes(text)


def test_a_newborn_from_elsewhere_has_no_birth_record() -> None:
    text = "NICU: newborn male, DOL 2, transferred from OSH after c-section."
    assert episode_attributes(text)["episode"] == "newborn"
