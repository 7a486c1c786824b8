"""A link that the chart denies, and one that nobody speaks of (I.A.15, I.C.9.a)."""

from __future__ import annotations

import pytest

from assistant.models import Answer
from assistant.reading._silence import spoken


def reported(answer: Answer) -> set[str]:
    return {c.code for c in answer.codes if c.role != "alternative"}


@pytest.mark.parametrize(
    ("text", "there", "not_there"),
    [
        ("HTN and heart failure, but the HF is due to alcoholic cardiomyopathy and not HTN.", {"I10", "I50.9"}, "I11.0"),
        ("T2DM with neuropathy due to alcohol, unrelated to diabetes per neurology.", {"E11.9", "G62.9"}, "E11.40"),
        ("T2DM, CKD 4 from polycystic kidney disease, not diabetic.", {"E11.9", "N18.4"}, "E11.22"),
    ],
)  # fmt: skip
def test_a_denied_link_is_parted(ask, text: str, there: set[str], not_there: str) -> None:  # type: ignore[no-untyped-def]
    codes = reported(ask(text))
    assert there <= codes
    assert not_there not in codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Pt has HTN. Provider does not state that the CHF is due to hypertension. I11.0?", "I11.0"),
        ("T2DM and neuropathy but nobody documents that the neuropathy is diabetic. E11.40?", "E11.40"),
    ],
)  # fmt: skip
def test_silence_denies_nothing(ask, text: str, code: str) -> None:  # type: ignore[no-untyped-def]
    answer = ask(text)
    assert code in reported(answer)
    assert answer.verdict == "yes"


def test_silence_links_no_organ_failure_to_a_sepsis(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("Sepsis and AKI, the attending never says the AKI is due to sepsis.", "inpatient")
    assert "R65.20" not in reported(answer)


def test_what_nobody_ties_together_is_blanked_in_place() -> None:
    text = "CKD, MD never says the CKD is due to HTN, stable"
    assert spoken(text).strip().endswith(", stable")
    assert len(spoken(text)) == len(text)
    assert spoken("MD never documents pneumonia") == "MD never documents pneumonia"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("T2DM and gastroparesis, provider says the gastroparesis is post-viral and not from the DM. Can I link them?", "no"),
        ("T2DM and gastroparesis both listed, provider never says 'diabetic gastroparesis'. Can I link them?", "yes"),
    ],
)  # fmt: skip
def test_may_they_be_linked(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text).verdict == verdict
