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
        ("DKA due to insulin underdelivery, type 1 diabetes, no coma.", "T38.3X6A"),
        (
            "Epilepsy, seizure. Stopped her keppra two weeks ago as she could not afford it.",
            "T42.6X6A",
        ),
        ("Drowsy. Nurse gave 10x the ordered dose of morphine.", "T40.2X1A"),
        ("Bradycardia on digoxin, level 3.2. She took a double dose by mistake.", "T46.0X1A"),
        ("Epistaxis due to warfarin-induced coagulopathy (adverse effect).", "T45.515A"),
        ("AKI from torsemide taken as prescribed, gout.", "T50.1X5A"),
        ("Drowsy after valium, taken as prescribed but with beer.", "T42.4X1A"),
        ("He took 40 tylenol and meant to die. Liver failure due to acetaminophen.", "T39.1X2A"),
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
        "Crohn's disease with iron deficiency anemia from blood loss from the Crohn's - IV iron given.",
        "Pneumonia, better after receiving ceftriaxone. Pain relief from oxycodone.",
        "Rheumatoid arthritis on methotrexate, monitored for methotrexate toxicity, none found.",
        "Breast cancer, paclitaxel given without a reaction to paclitaxel.",
        "Bleeding gastritis, on aspirin and warfarin.",
        "Depression with a plan to overdose, no attempt. Takes sertraline.",
        "Glaucoma OU. OD: mild stage. On latanoprost.",
        "Hypertension, taking 40 mg lisinopril daily.",
    ],
)
def test_a_drug_named_by_the_way_did_no_harm(assistant: Assistant, text: str) -> None:
    assert drug_codes(assistant, text) == []


def test_drugs_that_stand_together_did_the_same(assistant: Assistant) -> None:
    text = "Serotonin syndrome from sertraline + tramadol, taken as prescribed."
    assert drug_codes(assistant, text) == ["T43.225A", "T40.425A"]


def test_what_a_drug_did_is_no_name_of_a_condition(assistant: Assistant) -> None:
    assert drug_codes(assistant, "Rash from amoxicillin taken as prescribed") == ["T36.0X5A"]


def test_a_doubted_cause_is_not_coded_in_outpatient_care(assistant: Assistant) -> None:
    text = "Angioedema of the lips, likely due to lisinopril, stopped today."
    visit = make_question(text, setting="outpatient", date_of_service="2026-03-10")
    assert not [c for c in assistant.ask(visit).codes if c.code.startswith("T46.4")]
    assert drug_codes(assistant, text) == ["T46.4X5A"]


def test_osteoporosis_that_a_drug_brought_on(assistant: Assistant) -> None:
    text = "F/u visit. Osteoporosis due to long term prednisone, start alendronate."
    visit = make_question(text, setting="outpatient", date_of_service="2026-03-10")
    codes = [c.code for c in assistant.ask(visit).codes if c.role != "alternative"]
    assert {"M81.8", "T38.0X5A"} <= set(codes)  # treated now, also at a later visit (I.C.19.a)
    assert "M81.0" not in codes
