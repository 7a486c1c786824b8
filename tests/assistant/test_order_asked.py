"""Questions that put two codes in an order, or tell a code before they ask about another."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Admitted only for chemo, breast cancer still there. Z51.11 first and then C50? right?", "yes"),
        ("Admitted only for chemo, breast cancer still there. C50 first and then Z51.11? right?", "no"),
        ("Cardiology clearance visit before a R hip replacement for primary OA. Z01.810 ahead of M16.11?", "yes"),
        ("Cardiology clearance visit before a R hip replacement for primary OA. M16.11 ahead of Z01.810?", "no"),
        ("Lung ca resected 2021, chemo done, NED, here for surveillance CT. Z08 first with Z85.118 behind it, agree?", "yes"),
        ("Stroke was 11 yrs ago, dysphagia from it still. Too old for an I69 code?", "no"),
        ("tPA was given at the outside hospital 20 hrs before we got the stroke pt. Z92.82 on our record, y/n?", "yes"),
    ],
)  # fmt: skip
def test_the_order_that_is_asked_about(ask, text: str, verdict: str) -> None:
    assert ask(text, "inpatient").verdict == verdict


def test_a_code_told_with_its_condition_is_documented(ask) -> None:
    answer = ask("Stroke I63.9 with aphasia this admission, can R47.01 be added", "inpatient")
    assert answer.verdict == "yes"
    assert {"I63.9", "R47.01"} <= {c.code for c in answer.codes}


def test_a_code_that_is_asked_about_again_is_not(ask) -> None:
    answer = ask(
        "Abd pain R10.9 prompted the admission, from pancreatic cancer. Can R10.9 be PDX?",
        "inpatient",
    )
    assert answer.verdict == "no"
    assert "R10.9" not in {c.code for c in answer.codes if c.role != "alternative"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Old L MCA stroke with right dominant hemiparesis.", "I69.351"),
        ("Right hand dominant, fracture of the left wrist.", "S62.102A"),
    ],
)
def test_the_dominant_side_that_is_weak(ask, text: str, code: str) -> None:
    assert code in {c.code for c in ask(text, "outpatient").codes if c.role != "alternative"}
