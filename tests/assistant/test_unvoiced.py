"""A result out of range that no provider has called by a name is no diagnosis."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("K+ 3.1 on two draws, provider doesn't mention it, no treatment. code hypokalemia?", "no"),
        ("Mg 1.2, repleted with IV mag, no diagnosis from anybody. E83.42?", "no"),
        ("CXR report: small pleural effusion. attending does not address it. J90?", "no"),
        ("WBC 18, bands 12%. attending never documents sepsis. code sepsis?", "no"),
        ("platelets 60, never mentioned by the provider. leave off thrombocytopenia?", "yes"),
        # the provider speaks, the code is that of a finding, or it is a query that is asked about
        ("Na 128, provider documents hyponatremia, fluid restriction. E87.1?", "yes"),
        ("BP 168/98, no hypertension diagnosed. R03.0?", "yes"),
        ("Na 120, provider orders 3% saline, doesn't document a diagnosis. may I query?", "yes"),
        # that nobody tells of an organism or a link is another matter
        ("pneumonia, organism never mentioned. J18.9?", "yes"),
        ("hypertension, CKD 3, provider doesn't say they're related. I12.9?", "yes"),
    ],
)
def test_only_the_question_names_it(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text, "inpatient").verdict == verdict


def test_it_is_left_out_for_that_reason(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("platelets 90 on CBC, doc never comments. report thrombocytopenia?", "inpatient")
    assert not [c for c in answer.codes if c.role != "alternative"]
    assert "no provider" in next(r for r in answer.rejected if r.code == "D69.6").reason
