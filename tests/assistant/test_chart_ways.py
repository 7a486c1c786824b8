"""What charts leave to the reader: which eye, which wrist, which of an abbreviation's meanings."""

from __future__ import annotations

import pytest

from assistant.given import make_question
from assistant.pipeline import Assistant


def reported(assistant: Assistant, text: str, setting: str = "outpatient") -> list[str]:
    question = make_question(text, setting=setting, date_of_service="2026-03-10")
    return [c.code for c in assistant.note(question).codes if c.role != "alternative"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "44, R-hand dominant. Closed Colles fx of the non-dominant wrist, reduced in ED.",
            "S52.532A",
        ),
        ("Eye clinic. POAG OD moderate stage, OS severe stage.", "H40.1112"),
        ("Eye clinic. POAG, severe stage right, moderate stage left. Cataract.", "H40.1122"),
        ("Swelling. Periprosthetic joint infection of the L TKA, explanted.", "T84.54XA"),
        ("L4-5 degenerative spondylolisthesis and gout.", "M43.16"),
        ("Alcohol dependence (daily, no withdrawal), alcoholic cirrhosis w/ ascites.", "K70.31"),
        ("DM2 well controlled on metformin. HTN.", "E11.9"),
        ("Gout. Alkali burn of the left cornea, lye splashed.", "T26.62XA"),
        ("Gout. Hypertrophic burn scar of the right elbow, third degree burn at age 3.", "L91.0"),
        ("Lump in the upper outer quadrant of the left breast, asthma.", "N63.21"),
        ("RSV bronchiolitis w acute hypoxemic resp failure.", "J21.0"),
        ("L thigh abscess and cellulitis.", "L03.116"),
        ("R rib fx 7-9 after a crash.", "S22.41XA"),
        ("Hip fracture after a fall.", "S72.009A"),
        ("Alcoholic cirrhosis with portal HTN.", "K76.6"),
        ("Opioid use disorder severe w/ withdrawal, seen today.", "F11.23"),
        ("Pt broke her right wrist falling on ice.", "S62.101A"),
        ("Asthma. Sprained his left ankle at soccer.", "S93.402A"),
        ("Screening colonoscopy, one sigmoid polyp snared.", "K63.5"),
        ("4 y/o well check, MMRV given.", "Z23"),
        ("Gout. Fx base of 5th MT left foot.", "S92.352A"),
    ],
)
def test_detail_from_the_words_around(assistant: Assistant, text: str, code: str) -> None:
    assert code in reported(assistant, text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Broke up with her boyfriend, depressed. HTN.", "T14.8XXA"),
        ("Lac R index finger, sutured in UC yesterday. HTN.", "K51.90"),
        ("HCC risk audit of the chart. HIV, undetectable.", "C22.0"),
        ("Asthma clinic. Mild persistent asthma. Non smoker. LMP 1 wk ago.", "F17.200"),
        ("Ankle sprain, right. LMP 1 wk ago. Ibuprofen given.", "O9A.219"),
        ("A/P:\n1 T2DM - continue\n2 HTN - at goal", "I15.9"),
        ("Wrist sprain. rad ht 11, volar tilt 4.", "E06.3"),
        ("Neuropathy clinic. UTI in July, treated, resolved. Gout.", "N39.0"),
        ("Exam: TM intact, GU nl, LN none. Asthma.", "K25.9"),
        ("DDKT 3/2023 for ESRD. CKD 3b now.", "N18.6"),
        ("Diverticulitis with perforation and abscess. The abscess was drained.", "L02.91"),
        ("Transplant rejection of the kidney. Not on dialysis. HTN.", "Z99.2"),
        ("Gonarthrosis, admitted for an elective right total knee replacement.", "Z96.651"),
        ("MSSA septic arthritis of the knee, cefazolin via PICC.", "Z95.828"),
        ("Breast cancer 2017, off AI since 2023, no recurrence. HTN.", "Z79.811"),
        ("Annual exam, HPV cotest sent. HTN.", "B97.7"),
        ("Otitis media. MMR/Varicella/Hib were due, held because of fever.", "B01.9"),
        ("Severe opioid use disorder, not documented as in remission.", "F11.21"),
        ("Postoperative dx: rectocele. Also hypothyroid on levothyroxine.", "E89.0"),
        ("Considered strep, no exudate - not strep. Asthma.", "J02.0"),
        ("Diabetes care. Neuropathy due to diabetes\nMeds: nifedipine, bactrim", "T37.0X5A"),
    ],
)
def test_what_is_no_diagnosis(assistant: Assistant, text: str, code: str) -> None:
    assert code not in reported(assistant, text)


def test_a_newborns_weeks_and_weight_beside_the_mothers_age(assistant: Assistant) -> None:
    text = (
        "NEWBORN DISCHARGE. Baby born here by C/S, GA 35 5/7. BW 2280 g. Maternal: 31 yo G1. "
        "Jaundice of prematurity."
    )
    assert {"Z38.01", "P07.18", "P07.38"} <= set(reported(assistant, text, "inpatient"))
