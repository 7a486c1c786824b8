"""A code that the case does not have: the rules tell what would become of it."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("admitted for laminectomy for lumbar stenosis with chronic back pain. {}?", "G89.29"),
        ("28 weeks, gestational diabetes on insulin. add {}?", "Z79.4"),
        ("suspected zika, no test yet. {}?", "A92.5"),
        # the link is denied
        ("HTN and heart failure, HF is due to alcohol, not hypertension. {}?", "I11.0"),
        # a fracture by disease, and one by injury
        ("known osteoporosis, stood up and L femoral neck broke. {}?", "S72.002A"),
        ("hit by a bus, left femoral neck fracture. {}?", "M80.052A"),
    ],
)
def test_taken_out(ask, text: str, code: str) -> None:  # type: ignore[no-untyped-def]
    answer = ask(text.format(code), "inpatient")
    assert answer.verdict == "no"
    assert code not in {c.code for c in answer.codes if c.role != "alternative"}


@pytest.mark.parametrize(
    "text",
    [
        "T2DM on lantus, 28 weeks postpartum of nothing, seen for foot check. add Z79.4?",
        "admitted for pain control, bone mets from lung ca. G89.3 as principal?",
    ],
)
def test_it_stays(ask, text: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text, "inpatient").verdict == "yes"
