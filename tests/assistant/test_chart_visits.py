"""Single lines of charts: what they name, and what looks like it and is not named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.models import Answer
from indexes.lexicon import load_lexicon

Coded = Callable[[str], list[str]]


@pytest.fixture
def coded(ask: Callable[[str], Answer]) -> Coded:
    return lambda text: [c.code for c in ask(text).codes if c.role != "alternative"]


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("ICD generator ERI, elective change-out, ischemic CM", {"Z45.02", "I25.5"}),
        ("scalp lac 4 cm, staples x6", {"S01.01XA"}),
        ("Hx L breast CA 2015 s/p lumpectomy, NED, annual surveillance", {"Z08", "Z85.3"}),
        ("hx DVT/PE on lifelong Eliquis", {"Z86.718", "Z86.711", "Z79.01"}),
        ("BCx 2/2 MSSA bacteremia, no sepsis", {"R78.81", "B95.61"}),
        ("bead in R ear, removed w/ alligator", {"T16.1XXA"}),
        ("abrasion of face", {"S00.81XA"}),
        ("3 L rib fx (6-8), closed", {"S22.42XA"}),
        ("distal radius fx R, 3 wk f/u in cast", {"S52.501D"}),
        ("can't sleep", {"G47.00"}),
    ],
)
def test_lines_are_documentation(coded: Coded, line: str, codes: set[str]) -> None:
    assert codes <= set(coded(line))


@pytest.mark.parametrize(
    ("line", "prefix"),
    [
        ("Sepsis, lac 4.2, lactate pending", "S01"),
        ("Sarcoidosis, Ca 11.2 and K 3.1", "C"),
        ("L SDH 9 mm, head injury", "W32"),
        ("Rash on trunk, itchy, debility, HOH", "H91.0"),
        ("dog bite R forearm, puncture wounds", "S01.3"),
    ],
)
def test_what_only_looks_like_a_condition_is_none(coded: Coded, line: str, prefix: str) -> None:
    assert not [c for c in coded(line) if c.startswith(prefix)]


def test_a_code_of_the_lexicon_is_the_header_that_placeholders_fill_up() -> None:
    face = load_lexicon().look_up(["abrasion", "of", "face"])
    heroin = load_lexicon().substance(["heroin"])
    assert [m.code for m in face] == ["S00.81-"]
    assert heroin == "T40.1X"
