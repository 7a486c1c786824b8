"""A tumor whose treatment goes on is current, though its organ is out (I.C.2.m)."""

from __future__ import annotations

import pytest

from assistant.models import Answer


def reported(answer: Answer) -> list[str]:
    return [c.code for c in answer.codes if c.role != "alternative"]


@pytest.mark.parametrize(
    ("text", "current"),
    [
        ("mid way through her radiation course, s/p lumpectomy L breast ca.", "C50.912"),
        ("s/p lumpectomy for L breast ca, week 3 of radiation", "C50.912"),
        ("s/p resection colon ca, on FOLFOX", "C18.9"),
        ("s/p prostatectomy for prostate ca, on lupron", "C61"),
    ],
)
def test_current(ask, text: str, current: str) -> None:  # type: ignore[no-untyped-def]
    assert current in reported(ask(text))


@pytest.mark.parametrize(
    ("text", "history"),
    [
        ("s/p lumpectomy L breast ca 2018, done with radiation", "Z85.3"),
        ("hx breast ca, finished chemo in 2020", "Z85.3"),
        ("hx breast ca 2015, on tamoxifen for prevention, no evidence of disease", "Z85.3"),
        ("melanoma of left arm excised 3 years ago, skin check today, no recurrence", "Z85.820"),
    ],
)
def test_history(ask, text: str, history: str) -> None:  # type: ignore[no-untyped-def]
    assert history in reported(ask(text))
