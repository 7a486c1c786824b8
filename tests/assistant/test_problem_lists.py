"""Titles of the Tabular List as problem lists have them, and what the words of a chart join."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.models import Answer

Coded = Callable[[str], list[str]]


@pytest.fixture
def coded(ask: Callable[[str], Answer]) -> Coded:
    return lambda text: [c.code for c in ask(text).codes if c.role != "alternative"]


TITLES = [
    ("Sprain of unspecified parts of lumbar spine and pelvis", "S33.9XXA"),
    ("Myeloid leukemia, unspecified in relapse", "C92.92"),
    ("Type 2 diabetes mellitus with other diabetic neurological complication", "E11.49"),
    ("Monoplegia, unspecified affecting left dominant side", "G83.32"),
    ("Chronic respiratory failure, unspecified whether with hypoxia or hypercapnia", "J96.10"),
    ("Ulcerative (chronic) rectosigmoiditis with unspecified complications", "K51.319"),
]


@pytest.mark.parametrize(("title", "code"), TITLES)
def test_a_title_word_for_word_is_its_own_line(coded: Coded, title: str, code: str) -> None:
    assert coded(title) == [code]


def test_a_list_of_titles_keeps_each_line(coded: Coded) -> None:
    listed = (
        "Assessment:\n1. Embedded teeth (HCC)\n2. Derangement of posterior horn of medial meniscus "
        "due to old tear or injury, left knee\n3. Essential (primary) hypertension - continue lisinopril\n"
        "4. E78.2 Mixed hyperlipidemia"
    )
    assert set(coded(listed)) == {"K01.0", "M23.222", "I10", "E78.2"}


def test_what_stands_behind_a_title_may_make_it_another(coded: Coded) -> None:
    assert coded("Assessment:\n1. Orthostatic hypotension - neurogenic\n2. Embedded teeth") == [
        "G90.3",
        "K01.0",
    ]


KIDNEYS = [
    ("type 2 diabetes with CKD", ["E11.22", "N18.9"]),
    ("T2DM w/ CKD, HTN", ["E11.22", "I12.9", "N18.9"]),
    ("HTN with CKD, diabetes type 2", ["I12.9", "E11.22", "N18.9"]),
    ("HTN and diabetic CKD", ["I12.9", "E11.22", "N18.9"]),
    ("htn dm2 ckd chf", ["I13.0", "E11.22", "I50.9", "N18.9"]),
    ("T2DM w diabetic CKD stage 2, HTN", ["E11.22", "I12.9", "N18.2"]),
]


@pytest.mark.parametrize(("line", "codes"), KIDNEYS)
def test_what_hypertension_and_diabetes_are_presumed_to_cause(
    coded: Coded, line: str, codes: list[str]
) -> None:
    assert coded(line) == codes


SIDES = [
    ("cataract, rihgt eye", "H26.9"),
    ("pain in rihgt knee", "M25.561"),
    ("bilateal knee OA", "M17.0"),
    ("rght ankle sprain, initial visit", "S93.401A"),
]


@pytest.mark.parametrize(("line", "code"), SIDES)
def test_a_misspelt_side_is_a_side(coded: Coded, line: str, code: str) -> None:
    assert coded(line)[0] == code


HEALING = [
    ("IRF: s/p ORIF left femoral neck fx", ["S72.002D"]),
    ("s/p ORIF L distal radius fx 2 wks ago, doing well", ["S52.502D"]),
    (
        "Rehab admission after right hip replacement for hip fracture. Codes?",
        ["S72.001D", "Z96.641"],
    ),
    ("IRF: s/p left THA for left femoral neck fx", ["S72.002D", "Z96.642"]),
]


@pytest.mark.parametrize(("line", "codes"), HEALING)
def test_what_an_operation_was_for_is_healing(coded: Coded, line: str, codes: list[str]) -> None:
    assert coded(line) == codes


EVERYDAY = [
    ("DM2 w/ neuropathy and retinopathy, on insulin", ["E11.40", "E11.319", "Z79.4"]),
    ("persistent afib with RVR", ["I48.19"]),
    ("afib w/ RVR", ["I48.91"]),
    ("Dx: MDD, severe, recurrent, w/o psychotic features. HTN.", ["F33.2", "I10"]),
    ("MDD recurrent moderate. AUD mild, early remission 4 months.", ["F33.1", "F10.11"]),
    ("Alzheimer dementia with behavioral disturbance (agitation)", ["G30.9", "F02.811"]),
    ("variceal bleed s/p banding, cirrhosis", ["K74.60", "I85.11"]),
    ("R MCA stroke with L neglect", ["I63.511", "R41.4"]),
    ("12 mo check, MMR/varicella/Hep A given today", ["Z00.129", "Z23"]),
    ("Got flu and covid shots today", ["Z23"]),
    ("influenza, started Tamiflu", ["J11.1"]),
    ("here for FOLFOX + bevacizumab, colon cancer stage IV liver mets",
     ["Z51.11", "Z51.12", "C18.9", "C78.7"]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "codes"), EVERYDAY)
def test_everyday_wordings(coded: Coded, line: str, codes: list[str]) -> None:
    assert coded(line) == codes


def test_twins_without_their_placentas_told(coded: Coded) -> None:
    assert "O30.003" in coded("Twins 36 wks c/s, one breech")
    assert "O30.003" not in coded("Family history of twins. 12 weeks pregnant.")


INPATIENT = Callable[[str, str], Answer]


def test_an_operations_diagnosis_is_no_list_of_all(ask: INPATIENT) -> None:
    told = ask(
        "Code this note.\n\nOPERATIVE NOTE\nPre-op dx: Right knee osteoarthritis\nPost-op dx: same\n"
        "Procedure: R TKA\nCourse: POD1 acute blood loss anemia Hgb 8.9, 1u PRBC.",
        "inpatient",
    )
    assert [c.code for c in told.codes][:2] == ["M17.11", "D62"]


def test_a_fresh_fracture_goes_before_what_came_later(ask: INPATIENT) -> None:
    told = ask(
        "Code this note.\n\nDISCHARGE\n81F nursing home resident, fall from bed -> L intertrochanteric hip "
        "fracture. Known osteoporosis. ORIF HD1. Postop: UTI Klebsiella, tx ceftriaxone. Stage 2 sacral "
        "pressure ulcer POA. Protein calorie malnutrition moderate per RD and MD. DNR. Chronic afib on "
        "warfarin, held.",
        "inpatient",
    )
    assert told.codes[0].code == "M80.052A"
