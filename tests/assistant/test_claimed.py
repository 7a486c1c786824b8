"""What the office puts, adds or bills is no documentation; what the provider says is (I.A.19)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.models import Answer

Ask = Callable[..., Answer]


def recommended(answer: Answer) -> set[str]:
    return {c.code for c in answer.codes if c.role != "alternative"}


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        (
            "Severe pre-eclampsia, delivered by cesarean at 34 weeks. Somebody put preterm labor on here.",
            "O60",
        ),
        ("Pneumonia treated with ceftriaxone. Sepsis was added by the coder.", "A41"),
        ("CHF exacerbation. The encoder is adding acute kidney injury. Codes?", "N17"),
        ("CHF exacerbation. Coder A has hyponatremia. Codes?", "E87"),
        ("Cellulitis of the left leg. The employer form asks for osteomyelitis. Codes?", "M86"),
        ("COPD exacerbation; per the biller acute respiratory failure. Codes?", "J96"),
    ],
)
def test_a_claim_is_left_out(ask: Ask, text: str, claimed: str) -> None:
    answer = ask(text, "inpatient")
    assert recommended(answer)
    assert not [c for c in recommended(answer) if c.startswith(claimed)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CHF exacerbation. The attending says acute kidney injury due to it. Codes?", "N17.9"),
        ("Pneumonia. The patient says he has asthma, on albuterol. Codes?", "J45.909"),
        (
            "Our software put hypertension first, but the provider treats hypertension and gout.",
            "I10",
        ),
        ("CHF exacerbation in a college student, acute kidney injury. Codes?", "N17.9"),
    ],
)
def test_what_the_chart_says_itself_stays(ask: Ask, text: str, code: str) -> None:
    assert code in recommended(ask(text, "inpatient"))


def test_the_cdi_nurse_is_no_infection(ask: Ask) -> None:
    text = "COPD exacerbation; the CDI nurse adds acute respiratory failure. Codes?"
    assert not [c for c in recommended(ask(text, "inpatient")) if c.startswith("A04")]
