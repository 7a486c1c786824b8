"""What a note asks after and answers with no, what is gone, and rules that hear only what is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.models import Answer, Assertion
from assistant.reading._assertion import assertion_of

Ask = Callable[..., Answer]


def reported(ask: Ask, text: str, setting: str | None = "outpatient") -> list[str]:
    return [c.code for c in ask(text, setting).codes if c.role != "alternative"]


def asserted(sentence: str, condition: str) -> Assertion:
    start = sentence.index(condition)
    return assertion_of(sentence, start, start + len(condition), None)[0]


@pytest.mark.parametrize(
    ("sentence", "condition"),
    [
        ("Diabetes: none (A1c 5.2)", "Diabetes"),
        ("PVD - none", "PVD"),
        ("HTN: pt denies", "HTN"),
        ("Smoker? never", "Smoker"),
        ("CP, SOB, palpitations: denies", "CP"),
        ("CP, SOB, palpitations: denies", "palpitations"),
        ("Psychosis = absent", "Psychosis"),
        ("HIV: nonreactive", "HIV"),
        ("fever (-), cough (+)", "fever"),
        ("[ ] Diabetes [x] Hypertension", "Diabetes"),
        ("Obesity not documented by us; wt 102 kg", "Obesity"),
        ("RDS was considered, no surfactant, ruled out clinically", "RDS"),
        ("Gout was considered but uric acid normal, felt unlikely", "Gout"),
    ],
)
def test_what_is_answered_with_no_is_absent(sentence: str, condition: str) -> None:
    assert asserted(sentence, condition) is Assertion.NEGATED


@pytest.mark.parametrize(
    ("sentence", "condition"),
    [
        ("HTN: no changes", "HTN"),
        ("DM: no meds, diet only", "DM"),
        ("Asthma: no recent flares", "Asthma"),
        ("DM: denies hypoglycemia", "DM"),
        ("Asthma: never intubated", "Asthma"),
        ("CKD stage: n/a", "CKD"),
        ("Depression screen: negative", "Depression screen"),
        ("fever (-), cough (+)", "cough"),
        ("[ ] Diabetes [x] Hypertension", "Hypertension"),
        ("CKD stage not documented by the provider", "CKD"),
        ("Asthma: no flares, controlled on Flovent", "Flovent"),
        ("No fever, on apixaban", "apixaban"),
    ],
)
def test_what_is_asked_of_a_condition_denies_it_not(sentence: str, condition: str) -> None:
    assert asserted(sentence, condition) is not Assertion.NEGATED


@pytest.mark.parametrize(
    ("sentence", "condition"),
    [
        ("Mild nausea for 2 d after last cycle, gone now.", "nausea"),
        ("Rash went away.", "Rash"),
        ("Neck pain has subsided", "Neck pain"),
        ("Murmur gone by day 3", "Murmur"),
    ],
)
def test_what_is_gone_is_resolved(sentence: str, condition: str) -> None:
    assert asserted(sentence, condition) is Assertion.RESOLVED


def test_gone_to_a_place_is_not_resolved() -> None:
    assert asserted("Rash gone from arms but persists on legs", "Rash") is Assertion.PRESENT


def test_a_denial_ends_with_the_quotation_in_which_it_stands(ask: Ask) -> None:
    text = 'HIV+, asymptomatic, "never an OI or HIV illness." Labs drawn, flu shot given.'
    assert "Z23" in reported(ask, text)


@pytest.mark.parametrize(
    ("there", "denied", "code"),
    [
        (
            "Severe sepsis due to E. coli with AKI and septic shock.",
            "Septic shock was considered but not felt to be present. Severe sepsis due to E. coli with AKI.",
            "R65.21",
        ),
        (
            "Residual left hemiparesis and aphasia from a cerebral infarction.",
            "Residual left hemiparesis from a cerebral infarction. She has never had aphasia.",
            "I69.320",
        ),
        (
            "Type 2 diabetic with foot ulcer.",
            "Diabetes: none. Venous stasis ulcer of the foot.",
            "E11.621",
        ),
        (
            "Asthma with recent flares.",
            "Asthma: no recent flares, controlled on Flovent.",
            "J45.901",
        ),
        ("COPD flare.", "COPD without flare.", "J44.1"),
    ],
)
def test_rules_hear_what_is_there_and_not_what_is_denied(
    ask: Ask, there: str, denied: str, code: str
) -> None:
    assert code in reported(ask, there)
    assert code not in reported(ask, denied)


def test_an_observation_rule_hears_what_was_ruled_out(ask: Ask) -> None:
    text = "Newborn male born here by vaginal delivery, observed for suspected sepsis, ruled out."
    assert "Z05.1" in reported(ask, text, "inpatient")


def test_the_type_of_diabetes_changes_nothing_else_of_the_complication(ask: Ask) -> None:
    text = "26F T1DM. Mild nonproliferative diabetic retinopathy of both eyes, no macular edema."
    assert "E10.3293" in reported(ask, text)
    assert "E10.3213" in reported(ask, text.replace("no macular", "with macular"))


def test_under_family_history_the_mother_is_not_the_patient(ask: Ask) -> None:
    text = (
        "DELIVERY SUMMARY\n27yo G1P0 39w2d, spontaneous labor, vaginal delivery of a liveborn girl.\n"
        "FHx: mother HTN.\nDx: second degree perineal laceration, repaired."
    )
    assert "O10.02" not in reported(ask, text, "inpatient")
    assert "O70.1" in reported(ask, text, "inpatient")


def test_a_label_of_a_note_asks_nobody_for_a_verdict(ask: Ask) -> None:
    note = (
        "NEPHROLOGY VISIT. 58M with ESRD on hemodialysis three times a week by a left arm fistula, hypertension, "
        "secondary hyperparathyroidism on sevelamer and anemia of CKD. Smoker? quit 2010. Fistula with good thrill, "
        "no infection. Impression: ESRD on hemodialysis; anemia of CKD; hypertension."
    )
    assert ask(note, "outpatient").verdict is None
    assert ask(note + " Is the anemia coded D63.1?", "outpatient").verdict is not None


def test_what_would_forbid_a_rule_counts_only_where_it_is_there(ask: Ask) -> None:
    text = "63F, 6 weeks after right total knee replacement for osteoarthritis, {}."
    assert "Z47.1" in reported(ask, text.format("no infection, no loosening"))
    assert "Z47.1" not in reported(ask, text.format("infection of the joint"))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Iron deficiency anemia. Celiac ruled out, H pylori neg.", ["D50.9"]),
        ("HTN. Severe COPD with emphysema.", ["I10", "J43.9"]),
        ("HTN. Emphysema, RLL nodule stable.", ["I10", "J43.9", "R91.1"]),
        ("Alzheimer's dementia, HTN.", ["F02.80", "G30.9", "I10"]),
        ("8yo, adenotonsillar hypertrophy, tonsils 3+.", ["J35.3"]),
        ("Sepsis due to S pneumo pneumonia.", ["A40.3", "J13"]),
        ("UC pancolitis without complication, GERD.", ["K21.9", "K51.00"]),
    ],
)
def test_conditions_that_one_code_holds(ask: Ask, text: str, codes: list[str]) -> None:
    assert sorted(reported(ask, text)) == codes
