"""Short lines of charts: what is past, where a tumor is, which eye, what explains a finding."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.models import Answer

Coded = Callable[[str], list[str]]


@pytest.fixture
def coded(ask: Callable[[str], Answer]) -> Coded:
    return lambda text: [c.code for c in ask(text).codes if c.role != "alternative"]


SITES = [
    ("Melanoma L calf, WLE planned.", "C43.72"),
    ("R forearm SCC in situ, 5-FU cream.", "D04.61"),
    ("Excision lesion R cheek. Final path: nodular BCC, margins clear.", "C44.319"),
    ("Lipoma R thigh, observe.", "D17.23"),
    ("Osteosarcoma L distal femur, on MAP.", "C40.22"),
    ("R temporal glioblastoma, dex taper.", "C71.2"),
]


@pytest.mark.parametrize(("line", "code"), SITES)
def test_a_tumor_takes_the_line_of_its_site(coded: Coded, line: str, code: str) -> None:
    assert code in coded(line)


def test_a_tumor_of_no_stated_site_stays_unspecified(coded: Coded) -> None:
    assert "D17.9" in coded("Lipoma, observe. Knee pain.")


PAST = [
    ("Hx bladder ca, cystoscopy today clear.", "Z85.51"),
    ("Former smoker, s/p L lower lobectomy for lung ca 2018, no evidence of disease.", "Z85.118"),
    ("T1 glottic ca, XRT completed in 2022, NED.", "Z85.21"),
]


@pytest.mark.parametrize(("line", "code"), PAST)
def test_a_tumor_of_the_past_has_its_own_history_code(coded: Coded, line: str, code: str) -> None:
    found = coded(line)
    assert code in found
    assert not [c for c in found if c.startswith("C")]


def test_a_tumor_under_chemotherapy_is_not_of_the_past(coded: Coded) -> None:
    found = coded("Febrile neutropenia, d10 s/p chemo for L breast ca. Cefepime.")
    assert {"D70.1", "R50.81", "C50.912"} <= set(found)
    assert "Z85.3" not in found


def test_a_year_behind_an_operation_is_not_the_year_of_the_disease(coded: Coded) -> None:
    assert "D58.0" in coded("Hereditary spherocytosis s/p splenectomy 1998.")


def test_a_dose_is_no_year(coded: Coded) -> None:
    assert "E55.9" in coded("Hypothyroidism, TSH 9.8. Vit D deficiency - D3 2000.")


def test_a_list_of_problems_alone_has_the_diagnoses(coded: Coded) -> None:
    found = coded("PROBLEM LIST: depression; neurogenic bladder; vitamin D deficiency")
    assert {"F32.A", "N31.9", "E55.9"} <= set(found)


def test_od_is_the_right_eye_beside_words_of_eyes(coded: Coded) -> None:
    found = coded("Purulent endophthalmitis OD, tap + inject vanc.")
    assert "H44.001" in found
    assert not [c for c in found if c.startswith("T36")]


def test_a_negative_film_denies_what_follows(coded: Coded) -> None:
    found = coded("Bell's palsy L. CT neg stroke.")
    assert "G51.0" in found
    assert not [c for c in found if c.startswith("I63")]


def test_a_device_only_discussed_is_no_status(coded: Coded) -> None:
    assert "Z93.1" not in coded("ALS, dysphagia, PEG discussed.")
    assert "Z93.1" in coded("ALS, PEG in place, tube feeds.")


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("newborn 34 wk, RDS", {"P22.0", "P07.37"}),
        ("newborn 34 wk RDS, 1900g", {"P22.0", "P07.37", "P07.17"}),
        ("di/di twins, 32 weeks", {"O30.043", "Z3A.32"}),
        ("mono/di twins 28w", {"O30.033", "Z3A.28"}),
    ],
)
def test_weeks_of_a_gestation_are_coded_beside_the_condition(
    coded: Coded, line: str, codes: set[str]
) -> None:
    assert codes == set(coded(line))


@pytest.mark.parametrize("line", ["newborn 39 wk, TTN", "newborn 2 wk old, jaundice"])
def test_a_newborn_at_term_or_weeks_old_is_not_premature(coded: Coded, line: str) -> None:
    assert not [c for c in coded(line) if c.startswith("P07")]


def test_the_diabetes_of_the_mother_is_not_the_newborns(coded: Coded) -> None:
    assert coded("LGA newborn of diabetic mother, hypoglycemia") == ["P70.1"]
    assert "P70.1" not in coded("T2DM, mother of newborn")


@pytest.mark.parametrize(
    ("line", "angina"),
    [("CAD s/p CABG, angina stable", "I25.118"), ("CAD, angina unstable", "I25.110")],
)
def test_whether_angina_is_stable_is_read_behind_it(coded: Coded, line: str, angina: str) -> None:
    assert angina in coded(line)


def test_psa_that_rises_after_a_cancer_of_the_past(coded: Coded) -> None:
    assert set(coded("hx prostate ca, PSA rising")) == {"R97.21", "Z85.46"}
    assert "R97.21" not in coded("family hx prostate cancer, elevated PSA")
