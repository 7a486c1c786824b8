"""A list of codes beside its documentation, a code without any, and what is to be left out."""

from __future__ import annotations

import pytest

from assistant.models import Answer


def reported(answer: Answer) -> list[str]:
    return [c.code for c in answer.codes if c.role != "alternative"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # a combination code takes the place of two
        ("HTN, HFrEF chronic, CKD 3b. I11.0 + I50.22 + I12.9 + N18.32?", "no"),
        ("hypertension and ESRD on dialysis. I12.0 + N18.6 + Z99.2?", "yes"),
        # a symptom of the disease, a code that is missing, one that the chart contradicts
        ("acute appendicitis, abdominal pain, fever. K35.80, R10.9, R50.9?", "no"),
        ("T2DM with CKD 3a. E11.9, N18.31?", "no"),
        ("kidney tx 2018, now CKD 3a, graft doing well. T86.19 + N18.31 - agree?", "no"),
        ("T2DM with CKD 3a, no HTN. E11.22, N18.31?", "yes"),
        # the order, where it is asked about and fixed
        ("breast ca left UOQ, bone mets, here for chemo. C50.412, C79.51, Z51.11 in that order?", "no"),
        ("breast ca left UOQ, bone mets, here for chemo. Z51.11, C50.412, C79.51 in that order?", "yes"),
        # whether two codes exclude each other is another matter
        ("Can E11.9 and E11.65 be reported together?", "no"),
    ],
)  # fmt: skip
def test_a_list_is_compared_with_the_chart(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text, "outpatient").verdict == verdict


def test_the_chart_is_coded_and_not_the_list(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("htn, chronic HFpEF and CKD 4. I11.0, I50.32, I12.9, N18.4?")
    assert reported(answer) == ["I13.0", "I50.32", "N18.4"]


def test_the_harm_of_a_chemotherapy_in_a_right_list_is_reported(ask) -> None:  # type: ignore[no-untyped-def]
    text = "in for chemo for colon ca, got bad n/v from it. Z51.11, C18.9, R11.2, T45.1X5A?"
    answer = ask(text, "inpatient")
    assert answer.verdict == "yes"
    assert "T45.1X5A" in reported(answer)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Old stroke with left sided weakness, hypertension, CKD 3b. Can I16.0 go first?", "no"),
        ("rheumatoid arthritis. M32.9 ok?", "no"),
        ("hypothyroidism and asthma. E03.9 ok?", "yes"),
        # what follows from a case without a word of its own
        ("COPD on home O2. Z99.81 too?", "yes"),
    ],
)
def test_a_code_of_which_the_case_tells_nothing(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text, "outpatient").verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("flank pain, CT shows renal stone per radiologist final read. drop the flank pain?", "yes"),
        ("CT order says L flank pain, final read: left ureteral stone. N20.1 alone, drop the flank pain?", "yes"),
        ("open L tibial shaft fx plus scraped up skin same lower leg. is it right to leave off S80.812A?", "yes"),
        ("migraine and type 2 diabetes managed today. skip the diabetes?", "no"),
        ("type 2 dm on insulin long term with CKD 3a. E11.22 alone?", "no"),
        ("Type 2 diabetes with hyperglycemia, on insulin long term. drop Z79.4?", "no"),
        # to take something off a note is no leaving out
        ("RD charted BMI 41.3, hospitalist says class 3 obesity. Can I take the BMI off the dietitian's note?", "yes"),
    ],
)  # fmt: skip
def test_what_is_to_be_left_out(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text, "outpatient").verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict", "codes"),
    [
        (
            "Admitted with CAP. On hosp day 3 pt becomes septic. A41.9 first and J18.9 second - ok?",
            "no",
            ["J18.9", "A41.9"],
        ),
        (
            "came in for pneumonia; severe sepsis with shock HD 4. J18.9 first, A41.9 and R65.21 second?",
            "yes",
            ["J18.9", "A41.9", "R65.21"],
        ),
        ("sepsis and pneumonia both POA. A41.9 principal?", "yes", ["A41.9", "J18.9"]),
    ],
)
def test_sepsis_in_the_course_of_the_stay(ask, text: str, verdict: str, codes: list[str]) -> None:  # type: ignore[no-untyped-def]
    answer = ask(text, "inpatient")
    assert answer.verdict == verdict
    assert reported(answer) == codes


def test_a_hospital_day_is_no_dialysis(ask) -> None:  # type: ignore[no-untyped-def]
    assert "Z99.2" not in reported(ask("Pneumonia, sepsis on HD 4. codes?", "inpatient"))
    assert "Z99.2" in reported(ask("ESRD on HD 3x/week with hyperkalemia. codes?", "inpatient"))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("does ICD-10 set a cutoff in months for pain to be chronic?", "no"),
        ("is there a time limit after which sequela codes can't be used?", "no"),
        ("is it right that there's no time limit on sequela codes?", "yes"),
    ],
)
def test_a_limit_that_does_not_exist(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text).verdict == verdict
