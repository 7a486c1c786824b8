"""A disease of both sides whose one side was operated on before is coded on the other side (I.B.13)."""

from __future__ import annotations

import pytest

from assistant.models import Answer


def reported(answer: Answer) -> list[str]:
    return [c.code for c in answer.codes if c.role != "alternative"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nuclear cataract both eyes. Right phaco done 2 months ago. Left eye surgery today.", "H25.12"),
        ("knee OA both knees, right TKA in 2023, left knee injection today.", "M17.12"),
        ("bilateral knee OA, s/p L TKA 2021, right knee pain today", "M17.11"),
        # not yet operated on: both still have it
        ("bilateral hip OA, left THA scheduled next month", "M16.0"),
        ("knee OA both knees, injections today.", "M17.0"),
    ],
)  # fmt: skip
def test_the_side_that_still_has_it(ask, text: str, code: str) -> None:  # type: ignore[no-untyped-def]
    assert code in reported(ask(text, "outpatient"))


def test_the_question_about_both(ask) -> None:  # type: ignore[no-untyped-def]
    text = (
        "Nuclear cataract both eyes. Right phaco done 2 months ago. Left eye surgery today. H25.13?"
    )
    assert ask(text, "outpatient").verdict == "no"
