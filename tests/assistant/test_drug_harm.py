"""Drugs that did harm: each drug by its own sentence, the intent by the whole record (I.C.19.e.5)."""

from __future__ import annotations

import pytest

from assistant.given import make_question
from assistant.pipeline import Assistant


def drug_codes(assistant: Assistant, text: str) -> list[str]:
    question = make_question(text, setting="inpatient", date_of_service="2026-03-10")
    answer = assistant.ask(question)
    reported = [c.code for c in answer.codes if c.role != "alternative"]
    return [c for c in reported if "T36" <= c[:3] <= "T50"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("27M, accidental heroin OD, narcan given by EMS. Opioid dependence.", "T40.1X1A"),
        ("17F took 30 tabs of tylenol on purpose. Severe depression, single episode.", "T39.1X2A"),
        ("70M, nausea from digoxin taken as prescribed.", "T46.0X5A"),
        ("Hives from amoxicillin taken by mistake in ten times the prescribed dose.", "T36.0X1A"),
        ("Seizure, epilepsy. Missed his keppra doses for a week.", "T42.6X6A"),
    ],
)
def test_the_column_of_the_table_of_drugs(assistant: Assistant, text: str, code: str) -> None:
    assert drug_codes(assistant, text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "Encephalopathy due to the UTI, resolved with ceftriaxone.",
        "Hypertension, on lisinopril. Skipped lunch today.",
        "Allergies: penicillin causes a rash. Here for hypertension.",
    ],
)
def test_a_drug_named_by_the_way_did_no_harm(assistant: Assistant, text: str) -> None:
    assert drug_codes(assistant, text) == []


def test_drugs_that_stand_together_did_the_same(assistant: Assistant) -> None:
    text = "Serotonin syndrome from sertraline + tramadol, taken as prescribed."
    assert drug_codes(assistant, text) == ["T43.225A", "T40.425A"]


def test_what_a_drug_did_is_no_name_of_a_condition(assistant: Assistant) -> None:
    assert drug_codes(assistant, "Rash from amoxicillin taken as prescribed") == ["T36.0X5A"]
