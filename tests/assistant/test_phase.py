"""The phase of an encounter and of an episode: treated now, over, excluded, or done in this stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.models import Answer

Ask = Callable[..., Answer]


def recommended(answer: Answer) -> set[str]:
    return {c.code for c in answer.codes if c.role != "alternative"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Hit by a car, closed parietal bone fracture. Recovered, dc'd to rehab day 11.",
            "S02.0XXA",
        ),
        (
            "Fell, displaced R intertrochanteric fracture, ORIF, healing well. SNF placement.",
            "S72.141A",
        ),
        ("IRF admission, displaced R intertrochanteric fracture 5/17, healing well.", "S72.141D"),
    ],
)
def test_a_stay_is_active_treatment_wherever_it_ends(ask: Ask, text: str, code: str) -> None:
    assert code in recommended(ask(text, "inpatient"))


@pytest.mark.parametrize(
    ("text", "seventh"),
    [
        ("Urgent care visit, sprained left ankle. BP high, recheck w/ PCP.", "A"),
        ("Recheck visit, sprained left ankle, better.", "D"),
    ],
)
def test_what_is_to_be_rechecked_elsewhere(ask: Ask, text: str, seventh: str) -> None:
    assert f"S93.402{seventh}" in recommended(ask(text, "outpatient"))


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        (
            'RSV bronchiolitis. CXR no pneumonia - the ED\'s "possible pneumonia" was ruled out.',
            "J18.9",
        ),
        ("Sickle cell crisis with acute chest syndrome; pneumonia felt less likely.", "J18.9"),
        ("Dehydration. No antibiotics recently except the Dec UTI course.", "N39.0"),
    ],
)
def test_what_was_excluded_or_is_over(ask: Ask, text: str, gone: str) -> None:
    assert gone not in recommended(ask(text, "inpatient"))


def test_what_is_likely_is_coded_in_a_stay(ask: Ask) -> None:
    assert "J18.9" in recommended(
        ask("Fever and cough, likely pneumonia, on ceftriaxone.", "inpatient")
    )


def test_an_operation_told_of_is_no_status(ask: Ask) -> None:
    told = "Renal cell carcinoma of the left kidney. Left nephrectomy was performed, AKI after it."
    before = "Renal cell carcinoma of the right kidney. Left nephrectomy in 2011. AKI."
    assert "Z90.5" not in recommended(ask(told, "inpatient"))
    assert "Z90.5" in recommended(ask(before, "inpatient"))
