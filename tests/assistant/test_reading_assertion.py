"""How a condition is asserted, both sides of each rule."""

from __future__ import annotations

import pytest

from assistant.models import Assertion
from assistant.reading._assertion import assertion_of

P, N, U, H = Assertion.PRESENT, Assertion.NEGATED, Assertion.UNCERTAIN, Assertion.HISTORY


def asserted(sentence: str, words: str, section: str | None = None, **more: bool) -> Assertion:
    start = sentence.index(words)
    return assertion_of(sentence, start, start + len(words), section, **more)[0]


@pytest.mark.parametrize(
    ("sentence", "words", "wanted"),
    [
        ("denies chest pain, dyspnea, or cough but has wheezing", "cough", N),
        ("denies chest pain, dyspnea, or cough but has wheezing", "wheezing", P),
        ("no fever, chills or rash", "rash", N),
        ("fever, neg flu/covid/strep", "strep", N),
        ("neg flu/covid, fever for 3 days", "fever", P),
        ("epigastric pain, ? gastritis", "gastritis", U),
        ("epigastric pain, ? gastritis", "pain", P),
        ("sleep study to eval for apnea", "apnea", U),
        ("PE and ACS ruled out", "PE", N),
        ("influenza ruled out, pneumonia confirmed", "pneumonia", P),
        ("has ruled out pneumonia", "pneumonia", N),
        ("hypothyroidism and adrenal insufficiency excluded", "hypothyroidism", N),
        ("neutropenia not present", "neutropenia", N),
        ("DVT scan negative", "DVT", N),
        ("negative for pneumonia", "pneumonia", N),
        ("Rubella immune", "Rubella", N),
        ("diabetes not well controlled", "diabetes", P),
        ("no change in CHF", "CHF", P),
        ("respiratory failure never happened, COPD flare", "COPD flare", P),
        ("sepsis never materialized", "sepsis", N),
        ("seizures did not occur", "seizures", N),
        ("never had asthma", "asthma", N),
        ("probable pneumonia", "pneumonia", U),
        ("pneumonia vs CHF", "CHF", U),
        ("pneumonia vs CHF", "pneumonia", U),
        ("concern for sepsis", "sepsis", U),
        ("findings compatible with appendicitis", "appendicitis", U),
        ("PE still to be ruled out", "PE", U),
        ("cannot rule out MI", "MI", U),
        ("?pneumonia", "pneumonia", U),
        ("likely viral, with known COPD", "COPD", P),
        ("MI three years ago", "MI", H),
        ("stroke in 2019", "stroke", H),
        ("h/o PE", "PE", H),
        ("CKD 3b, no HTN, cause unknown", "CKD 3b", P),
        ("rubella unknown", "rubella", N),
        ("pneumonia, gram negative", "pneumonia", P),
        ("Incisional hernia s/p lap 2021", "Incisional hernia", P),
        ("appendectomy 2021", "appendectomy", H),
        ("old meniscal tear", "meniscal tear", P),
        ("old stroke", "stroke", H),
        ("s/p appendectomy", "appendectomy", H),
        ("12 year old with asthma", "asthma", P),
        ("fever for the past 3 days", "fever", P),
        ("left hemiparesis since a stroke in 2023", "hemiparesis", P),
        ("prostate cancer history", "prostate cancer", H),
        ("father with lymphoma", "lymphoma", Assertion.FAMILY),
        ("Daughter reports four falls", "falls", P),
        ("roommate tested positive for COVID", "COVID", Assertion.OTHER_PERSON),
        ("return if fever", "fever", Assertion.HYPOTHETICAL),
        ("at risk of falls", "falls", Assertion.HYPOTHETICAL),
        ("monitor for bleeding", "bleeding", Assertion.HYPOTHETICAL),
        ("counseled on nicotine dependence", "nicotine dependence", P),
        ("screening for colon cancer", "colon cancer", Assertion.SCREENING),
        ("gout, no flare in years", "gout", Assertion.RESOLVED),
        ("closed head injury, no LOC, CT neg, 82M on Xarelto for afib, GLF", "afib", P),
        ("no LOC, chest pain, afib", "afib", N),
        ("traumatic SDH, no LOC, fall", "fall", P),
        ("no trauma, fall, or injury", "fall", N),
        ("6wk old with colic", "colic", P),
        ("old MI", "MI", H),
        ("s/p mechanical fall at home", "fall", P),
        ("s/p cholecystectomy after a fall", "cholecystectomy", H),
        ("needlestick from HIV+ source pt", "HIV", Assertion.OTHER_PERSON),
        ("pap done, neg HPV last year", "HPV", N),
        ("CXR neg, HPV found", "HPV", P),
        ("BPH not dx'd yet", "BPH", N),
        ("dog bite, rabies UTD per owner", "rabies", Assertion.SCREENING),
        ("worried re: mole", "mole", U),
    ],
)
def test_assertion(sentence: str, words: str, wanted: Assertion) -> None:
    assert asserted(sentence, words) is wanted


def test_what_resolves_during_a_stay_is_still_reported() -> None:
    assert asserted("AKI, resolved with fluids", "AKI", inpatient=True) is P
    assert asserted("pneumonia has resolved", "pneumonia") is Assertion.RESOLVED
    assert asserted("AKI in 2020, resolved", "AKI", inpatient=True) is not P


def test_sections() -> None:
    assert asserted("colon cancer", "colon cancer", "family history") is Assertion.FAMILY
    assert asserted("no colon cancer", "colon cancer", "family history") is N
    assert asserted("pneumonia", "pneumonia", "past history") is H
    assert asserted("asthma, takes albuterol", "asthma", "past history") is P
    assert asserted("pneumonia", "pneumonia", "assessment") is P


def test_long_lists_take_no_time() -> None:
    sentence = "fever " + "a " * 30 + "b, c, d and e, f, g, h were reported as x y z w v negative"
    assert asserted(sentence, "fever") is P
