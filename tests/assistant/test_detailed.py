"""Verdicts on details: a 7th character, a POA indicator, one code or two, who may document what."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # the injury ends in the letter, or does not
        ("Nonunion of closed R tibial shaft fx, seen for that. 7th char D?", "no"),
        ("Routine healing of closed R tibial shaft fx, seen for that. 7th char D?", "yes"),
        # when the condition began
        ("Foley UTI began day 5. POA Y?", "no"),
        ("UTI showed while still in the ED. I gave it POA Y. Is Y right?", "yes"),
        ("COPD there on admit, then flared on day 4. is J44.1 POA Y?", "no"),
        ("AKI first charted HD3. can I just put POA Y?", "depends"),
        # how many codes
        ("2nd and 3rd degree burn of same right thigh. one code?", "yes"),
        ("H&P says ETOH abuse, psych says alcohol dependence. Only code the dependence?", "yes"),
        # a detail from somebody else than the provider
        ("Wound RN: stage 3. MD wrote 'decub ulcer L buttock'. Can I take the stage from nursing?", "yes"),
        ("RD note has BMI 41.2, MD never mentions weight or obesity. Can I report Z68.41?", "no"),
        # an organism that the infection's own code names
        ("neonatal GBS sepsis. add B95.1?", "no"),
        # a code that others claim
        ("Prostatectomy 2019 for prostate ca, PSA undetectable, no tx. Vendor coded C61. Do you agree w vendor?", "no"),
        # a joint or a salt that was replaced asks for no code's history
        ("K 3.1 on labs, replaced with KCl, MD documents hypokalemia. Code E87.6?", "yes"),
    ],
)  # fmt: skip
def test_the_case_tells_the_detail(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text).verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # the provider has to relate it
        ("DVT leg 9 weeks after she delivered. Can I use an O code for that?", "depends"),
        ("8 wks post delivery, MD documents condition is due to the pregnancy. Are chapter 15 codes allowed?", "yes"),
        ("Pneumonia on POD 2. Is that coded as a postop complication?", "depends"),
        ("ileus on POD 2 charted as 'expected postop ileus'. Is that a complication code?", "no"),
        # related or not
        ("Two codes have an Excludes1 between them. Can I ever report them together?", "depends"),
    ],
)  # fmt: skip
def test_it_depends_on_what_is_not_told(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text).verdict == verdict


def test_mom_is_the_patient_of_her_delivery(ask) -> None:  # type: ignore[no-untyped-def]
    assert ask("Normal delivery, mom had gestational HTN. Can we use O80?").verdict == "no"


def test_a_kind_of_code_that_is_asked_about_is_no_condition(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("Supratherapeutic INR, bleeding, on coumadin. is this a poisoning?", "inpatient")
    assert "T65.91XA" not in [c.code for c in answer.codes]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("R heel pressure ulcer stage 2 POA, went to stage 3 by discharge.", ["L89.612", "L89.613"]),
        ("22 weeks pregnant with pre-existing type 2 diabetes.", ["O24.112", "E11.9", "Z3A.22"]),
        ("Acute cerebral infarct today. Residual facial droop from the old stroke in 2020.", ["I63.9", "I69.392"]),
    ],
)  # fmt: skip
def test_codes_that_questions_turn_on(ask, text: str, codes: list[str]) -> None:  # type: ignore[no-untyped-def]
    answer = ask(text, "inpatient")
    assert [c.code for c in answer.codes if c.role != "alternative"] == codes


def test_an_ulcer_that_heals_has_one_stage(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("Pressure ulcer of sacrum stage 3 at admission, healing, now stage 2 later.")
    assert [c.code for c in answer.codes if c.role != "alternative"] == ["L89.153"]
