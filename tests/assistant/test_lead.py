"""What a question would put first: by rule, by note, by the reason for the encounter, or left open."""

from __future__ import annotations

import pytest

CASES = [
    # never first
    ("hit by car while walking, initial. V03.10XA goes first?", "no"),
    ("fell off a ladder, wrist fracture. can the external cause code lead?", "no"),
    # a rule puts another code, which the case may not have, before it
    ("E. coli sepsis from pyelonephritis, both present on admission. N10 pdx?", "no"),
    ("32 wks pregnant, acute asthma exacerbation. does O99.513 go before the asthma code?", "yes"),
    ("32 wks pregnant, acute asthma exacerbation. does the asthma code go before O99.513?", "no"),
    # a note does
    ("hypertensive heart disease with acute on chronic diastolic HF. is the HF code first?", "no"),
    # nothing does, and either may have been the reason
    ("diabetic retinopathy and diabetic CKD, both followed. does the kidney code go first?", "depends"),
    ("burn of the left forearm and sepsis from it, both treated. does the burn go first?", "depends"),
    ("flame burns of face plus airway burn, same admit. is the external burn sequenced first?", "depends"),
    ("respiratory failure and CHF both on arrival, equally treated. can resp failure be principal?", "yes"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_the_first_place(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text, "inpatient").verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # the reason is told
        ("admitted for acute hypoxic respiratory failure due to COPD exacerbation. J96.01 pdx?", "yes"),
        ("R eye nuclear cataract case cancelled in preop holding for chest cold. H25.11 still first listed?", "yes"),
        # a lasting disease beside it is no rival
        ("lobar pneumonia, hypertension. J18.1 first?", "yes"),
    ],
)  # fmt: skip
def test_no_rival(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text).verdict == verdict
