"""What charts say every day and what it comes to, each with a near-miss that must not follow it."""

from __future__ import annotations

import pytest

from assistant.models import Answer


def reported(answer: Answer) -> list[str]:
    return [c.code for c in answer.codes if c.role != "alternative"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        # cells that the Tabular List names for the skin alone go by the organ
        ("Dx: squamous cell carcinoma of the larynx.", ["C32.9"]),
        ("Dx: squamous cell carcinoma of the skin of the nose.", ["C44.321"]),
        ("Renal cell ca of left kidney with bone mets", ["C64.2", "C79.51"]),
        # an arthrosis of a stated side is primary by default
        ("Pt with OA right knee.", ["M17.11"]),
        ("Pt with posttraumatic OA right knee.", ["M17.31"]),
        ("knee OA", ["M17.9"]),
        # a bite is no harm by the drug that treats it; a poisoning without intent is an accident
        ("cat bite finger, cellulitis, augmentin", ["S61.259A", "L03.90", "W55.01XA"]),
        ("aspirin overdose", ["T39.011A"]),
        # the organ of a chapter is implied
        ("glaucoma right eye", ["H40.9"]),
        ("pain right eye", ["H57.11"]),
        # what is known within a mention that no entry answers to
        ("Assessment: diabetes on insulin", ["E11.9", "Z79.4"]),
        # two conditions that are both treated have no side
        ("CHF and pneumonia, both treated", ["I50.9", "J18.9"]),
        ("Pt with OA of both knees.", ["M17.0"]),
    ],
)
def test_everyday_words(ask, text: str, codes: list[str]) -> None:  # type: ignore[no-untyped-def]
    assert reported(ask(text)) == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nurse exposed to a pt with active TB last week, no sx, seen to get tested.", "Z20.1"),
        ("Exposed to a coworker with flu, no symptoms.", "Z20.828"),
        ("Kid exposed to chickenpox at daycare.", "Z20.820"),
    ],
)
def test_contact_with_what_another_has(ask, text: str, code: str) -> None:  # type: ignore[no-untyped-def]
    assert reported(ask(text)) == [code]


def test_what_the_patient_has_is_no_contact(ask) -> None:  # type: ignore[no-untyped-def]
    assert reported(ask("Pt with active TB, on RIPE.")) == ["A15.9"]


@pytest.mark.parametrize(
    "text",
    [
        "CDI wants a query for the pneumonia.",
        "Pneumonia, HCC vendor asks about it.",
        "Do WE report the pneumonia?",
        "Seen by CDI: pneumonia.",
    ],
)
def test_people_of_a_coding_office_are_no_conditions(ask, text: str) -> None:  # type: ignore[no-untyped-def]
    assert set(reported(ask(text))) <= {"J18.9"}


def test_short_forms_of_conditions_stay_conditions(ask) -> None:  # type: ignore[no-untyped-def]
    assert reported(ask("HCC s/p TACE, cirrhosis")) == ["C22.0", "K74.60"]
    assert reported(ask("CDI on PO vanc, pneumonia")) == ["A04.72", "J18.9"]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Annual exam. Cut salt, cut snacking.", "T14.8XXA"),
        ("Pneumonia; a faint streaky density at the right base.", "R55"),
        ("COPD exacerbation. Prednisone 40 mg daily for five days.", "Z79.52"),
        ("CKD 3a. Kidney numbers slipped, so she stopped the ibuprofen.", "T39.316A"),
        ("COPD with acute bronchitis, no “exacerbation” in the note.", "J44.1"),
        ("Doc says pneumonia, pt improving.", "J13"),
    ],
)
def test_words_of_prose_name_no_condition(ask, text: str, missing: str) -> None:  # type: ignore[no-untyped-def]
    assert missing not in reported(ask(text))


def test_a_stage_that_the_wound_nurse_wrote(ask) -> None:  # type: ignore[no-untyped-def]
    assert reported(ask("Sacral decubitus ulcer per MD. Wound nurse: stage 3.")) == ["L89.153"]
    assert "L89.154" not in reported(ask("Sacral pressure ulcer. CKD stage 4."))


def test_a_line_that_no_entry_explains_is_worked_out(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("colonoscopy complicated by perforation of sigmoid colon")
    assert reported(answer) == ["K91.71"]


def test_what_says_more_stands_where_the_vaguer_stood(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("STEMI inferior wall, PCI to RCA, DM2, smoker")
    assert reported(answer)[:2] == ["I21.11", "E11.9"]


def test_the_section_of_the_first_code_leads_in_a_note(ask) -> None:  # type: ignore[no-untyped-def]
    text = (
        "A 67-year-old woman with known COPD comes in with five days of worsening cough and more "
        "sputum than usual. She uses albuterol every four hours. Exam: expiratory wheeze, coarse "
        "rhonchi, no edema. Assessment: COPD exacerbation with acute bronchitis. Tobacco "
        "dependence, cigarettes. Plan: prednisone, doxycycline, patches."
    )
    assert ask(text, "outpatient").citations[0].ref == "I.C.10.a.1"
