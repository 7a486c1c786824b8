"""A term that is a title word for word, in another order or in a sentence."""

from __future__ import annotations

import pytest

from assistant._shorthand import without_silence, written_plainly
from assistant._titled import is_title

TITLE = "Serous retinal detachment, unspecified eye"


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ("serous retinal detachment, unspecified eye", True),
        ("unspecified eye serous retinal detachment", True),
        ("patient presents with serous retinal detachment, unspecified eye", True),
        ("seen today for serous retinal detachment unspecified eye, follow up in two weeks", True),
        ("serous retinal detachment", False),
        ("no serous retinal detachment, unspecified eye", False),
        ("possible serous retinal detachment, unspecified eye", False),
        ("family history of serous retinal detachment, unspecified eye", False),
        ("", False),
    ],
)
def test_word_for_word(said: str, same: bool) -> None:
    assert is_title(TITLE, said) is same


def test_one_word_is_no_title_of_a_sentence() -> None:
    assert is_title("Asthma", "asthma")
    assert not is_title("Asthma", "seen today for asthma")


def test_what_is_unspecified_is_silence() -> None:
    assert written_plainly("unspec eye") == "unspecified eye"
    assert without_silence("dementia, unspecified severity with agitation") == (
        "dementia with agitation"
    )
    assert without_silence("unspecified site") == "unspecified site"
