"""Codes that a question proposes: how it uses them, and what the worked-out case says of them."""

from __future__ import annotations

import pytest

from assistant.models import Answer
from assistant.pipeline import make_question
from assistant.reading import read
from assistant.reasoning._asked import leaning_verdict
from assistant.reasoning._case import Case, Item
from guidelines.codeset import load_codeset
from indexes.index import Index


def reported(answer: Answer) -> list[str]:
    return [c.code for c in answer.codes if c.role != "alternative"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # a header is not sent, but may stand for its codes
        ("Note only says CHF. Can I send I50?", "no"),
        # one code of a category, or several
        ("H&P: 'class 3 obesity' and BMI 42. Two E66 codes?", "no"),
        # the code stands behind something else
        ("Hip fracture after a fall, known AIDS. Does the fracture go ahead of B20?", "yes"),
        # given up, not proposed
        ("Dx: HTN, CKD 3b and acute on chronic diastolic HF. I13.0 in place of I11 + I12?", "yes"),
        # the case is worked out and has no use for the code
        ("Puerperal sepsis due to group A strep. Can I add A40.0?", "no"),
        # the sentence before asks
        ("Office note: 'probable pneumonia'. Doc wants J18.9 on the claim. OK?", "no"),
        # a combination code stands for both
        ("acute on chronic systolic CHF - do I put both I50.21 and I50.22?", "no"),
    ],
)
def test_verdict(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    answer = ask(text, "outpatient" if text.startswith("Office") else "inpatient")
    assert answer.verdict == verdict, answer.answer


def test_words_that_a_code_needs_are_no_proposal(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("T2DM and CKD 4. Do I need the doc to write 'diabetic CKD' before using E11.22?")
    assert answer.verdict != "yes"
    assert "E11.22" in reported(answer)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # most of the title of J96.01 stands in the question: the case was not understood
        ("COPD exac, acute respiratory failure w hypoxia, both treated. Add J96.01?", None),
        ("COPD exac, admitted for steroids. Add J96.01?", "no"),
    ],
)
def test_a_case_without_the_code(index: Index, text: str, verdict: str | None) -> None:
    question = make_question(text, date_of_service="2026-06-01")
    codeset = load_codeset(question.date_of_service)
    reading = read(question, codeset, index.terms, index.lexicon)
    case = Case(question, reading, index, codeset, None)
    choice = case.complete("J44.1", None)
    assert choice is not None
    item = Item("J44.1", choice, "documented", ())
    assert leaning_verdict(case, [item]) == verdict


def test_what_no_provider_documented_is_left_out(ask) -> None:  # type: ignore[no-untyped-def]
    text = "covid swab positive, surgeon hasn't written a covid diagnosis. Code U07.1 off the lab?"
    answer = ask(text, "outpatient")
    assert answer.verdict == "no"
    assert "U07.1" not in reported(answer)
    assert "U07.1" in [r.code for r in answer.rejected]


def test_what_only_another_clinician_documented_is_left_out(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("Only the nurse wrote hypokalemia; provider wrote muscle weakness. Code E87.6?")
    assert "E87.6" not in reported(answer)
    assert answer.verdict == "no"


def test_a_symptom_turns_without_into_with(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("Assessment: benign prostatic hyperplasia with urinary frequency. Codes?")
    assert reported(answer) == ["N40.1", "R35.0"]


def test_unrelated_symptoms_leave_without_as_it_is(ask) -> None:  # type: ignore[no-untyped-def]
    text = "Assessment: BPH. Urinary frequency from diuretics, unrelated to the BPH. Codes?"
    assert "N40.1" not in reported(ask(text))


def test_a_chart_in_lower_case_is_coded(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("2nd and 3rd degree burn both R thigh. third degree only?")
    assert reported(answer) == ["T24.311A"]
