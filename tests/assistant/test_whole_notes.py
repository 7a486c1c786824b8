"""Whole notes: what is a diagnosis, what is told by the way, and in which order it is reported."""

from __future__ import annotations

import pytest

from assistant.given import make_question
from assistant.pipeline import Assistant
from assistant.reading._segments import sentences


def reported(assistant: Assistant, text: str, setting: str = "outpatient") -> list[str]:
    answer = assistant.ask(make_question(text, setting=setting, date_of_service="2026-03-10"))
    return [c.code for c in answer.codes if c.role != "alternative"]


def sections(text: str) -> list[str | None]:
    return [s.section for s in sentences(text)]


def test_a_heading_on_a_line_of_its_own() -> None:
    text = "HPI: cough.\n\nAssessment\n1. Asthma.\n2. Gout.\n\nCode this."
    assert sections(text)[1:3] == ["assessment", "assessment"]
    assert sections(text)[-1] is None


def test_a_finding_in_the_course_ends_with_its_sentence() -> None:
    text = (
        "Hospital course: Vancomycin given. Echo: no vegetation. Losartan resumed for hypertension."
    )
    assert sections(text) == ["course", "results", "course"]


def test_lists_carried_forward_are_told_apart() -> None:
    text = "Problem list (imported 2019): pneumonia; sepsis.\nAssessment: cystitis."
    assert sections(text) == ["old list", "old list", "assessment"]


CLINIC = (
    "CLINIC NOTE\n45M seen for right shoulder pain for two months.\n"
    "ROS: denies fever, has headache.\nExam: tenderness over the shoulder.\n"
    "FH: mother with breast cancer.\n"
    "Assessment: {}\nPlan: physical therapy, return if numbness."
)


def test_the_list_of_diagnoses_decides_about_symptoms(assistant: Assistant) -> None:
    assert reported(assistant, CLINIC.format("Impingement syndrome, right shoulder.")) == ["M75.41"]
    # the same note without a diagnosis: the symptom is what there is to report
    assert reported(assistant, CLINIC.format("Right shoulder pain.")) == ["M25.511"]


def test_findings_are_no_diagnoses_unless_listed(assistant: Assistant) -> None:
    text = (
        "DISCHARGE SUMMARY\nAdmitted with cellulitis of the left leg.\n"
        "Labs: hyponatremia 131{}\nDischarge diagnoses: cellulitis of left lower limb{}."
    )
    assert reported(assistant, text.format(".", ""), "inpatient") == ["L03.116"]
    assert "E87.1" in reported(assistant, text.format(".", "; hyponatremia"), "inpatient")


def test_carried_forward_conditions_are_not_reported(assistant: Assistant) -> None:
    text = (
        "CLINIC NOTE\n{}: gout; pneumonia; asthma.\nHPI: here for blood pressure.\n"
        "Assessment: Hypertension, continue losartan. Return in three months for a recheck."
    )
    assert reported(assistant, text.format("Problem list (imported 2019)")) == ["I10"]
    assert "J45.909" in reported(assistant, text.format("PMH"))


def test_what_was_not_addressed_is_not_reported(assistant: Assistant) -> None:
    text = (
        "CLINIC NOTE\nPMH: hypertension, {}.\nAssessment: Hypothyroidism, continue levothyroxine."
    )
    assert "G43.909" not in reported(assistant, text.format("migraine, not active"))
    assert "I10" in reported(assistant, text.format("migraine, not active"))


def test_ruled_out_later_in_the_note(assistant: Assistant) -> None:
    text = (
        "DISCHARGE NOTE. Admitted with pyelonephritis. Sepsis on the emergency note. "
        "Blood cultures negative{}. Treated with ceftriaxone for five days and sent home."
    )
    assert "A41.9" in reported(assistant, text.format(""), "inpatient")
    assert "A41.9" not in reported(assistant, text.format(", sepsis was ruled out"), "inpatient")


def test_two_parts_behind_one_with(assistant: Assistant) -> None:
    text = "Admitted with acute on chronic respiratory failure with hypoxia{}."
    assert "J96.22" not in reported(assistant, text.format(""), "inpatient")
    codes = reported(assistant, text.format(" and hypercapnia"), "inpatient")
    assert {"J96.21", "J96.22"} <= set(codes)


def test_each_eye_has_its_stage(assistant: Assistant) -> None:
    text = "Eye clinic. POAG, right eye mild stage{}. Continue drops, return in six months."
    assert reported(assistant, text.format(""))[:2] == ["H40.1111"]
    both = reported(assistant, text.format(", left eye severe stage"))
    assert {"H40.1111", "H40.1123"} <= set(both)


def test_detail_from_the_nurse(assistant: Assistant) -> None:
    text = (
        "WOUND CLINIC NOTE. Chronic venous insufficiency. Assessment: stasis ulcer of left calf. "
        "RN: left calf 3 x 2 cm{}. Compression rewrapped, return in one week."
    )
    assert "L97.229" in reported(assistant, text.format(""))
    assert "L97.222" in reported(assistant, text.format(", fat layer exposed"))


def test_order_of_the_list(assistant: Assistant) -> None:
    text = (
        "DISCHARGE SUMMARY\nPMH: hypertension, hyperlipidemia.\nCourse: IV antibiotics for four days.\n"
        "Discharge diagnoses:\n1. {}\n2. {}\n3. Hypertension\nCode it."
    )
    first, second = "Cellulitis of right lower limb", "Acute pancreatitis"
    assert reported(assistant, text.format(first, second), "inpatient")[0] == "L03.115"
    assert reported(assistant, text.format(second, first), "inpatient")[0] == "K85.90"


def test_drugs_given_in_a_stay_are_no_long_term_use(assistant: Assistant) -> None:
    text = (
        "DISCHARGE NOTE. Acute gout of the left knee. {}. Home on day three with no other problem."
    )
    given = reported(assistant, text.format("Dexamethasone IV for two days"), "inpatient")
    assert "Z79.52" not in given


def test_a_complication_found_at_follow_up_is_treated_now(assistant: Assistant) -> None:
    text = (
        "POST-OP VISIT, 4 weeks after ORIF of a displaced bimalleolar fracture of the left ankle, "
        "closed. Superficial incisional surgical site infection following the ORIF."
    )
    codes = reported(assistant, text)
    assert "T81.41XA" in codes
    assert "S82.842D" in codes


def test_injuries_only_at_sites_that_are_named(assistant: Assistant) -> None:
    codes = reported(
        assistant, "Dog bite of right hand with a 1 cm laceration, cleaned in the clinic."
    )
    assert "S61.451A" in codes
    assert not [c for c in codes if c.startswith(("S11", "S36"))]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("Walks with a walker.", "Z99.89"),
        ("Eye exam last month: no retinopathy.", "Z01.00"),
        ("Seizure precautions given.", "R56.9"),
        ("Tetanus is current.", "A35"),
        ("Infectious disease followed.", "B99.9"),
        ("His wife was diagnosed with influenza.", "J11.1"),
    ],
)
def test_words_that_are_no_condition_here(assistant: Assistant, told: str, code: str) -> None:
    text = f"CLINIC NOTE. Seen for gout of the right ankle, better on colchicine. {told} Return in a month."
    assert code not in reported(assistant, text)
