"""Whether the provider has to be asked: by what is documented, linked, contradicted or missing."""

from __future__ import annotations

import pytest

NEEDED = [
    # nobody but a result, the question or somebody else names the disease
    "K 2.9 x2, got IV potassium, nothing written by provider. query needed?",
    "dietitian: severe protein calorie malnutrition. MD notes nothing. query the doc?",
    "stage 3 pressure ulcer charted by wound nurse, provider doesn't mention any ulcer. query?",
    # the code hangs on words that are not there
    "AKI and sepsis both on the dc summary, no link stated. query before R65.20?",
    "UTI with foley, provider doesn't link. query before T83.511A?",
    "postop ileus noted, surgeon doesn't say if expected or a complication. query before K91.89?",
    "provider writes uncontrolled diabetes, no hyper or hypo stated. query before E11.65?",
    "GI bleed, pt on warfarin, nobody says the bleed is due to warfarin. query for adverse effect?",
    # a detail is missing
    "note says CHF only, echo EF 25%, on lasix drip. is a query for type and acuity appropriate?",
    # at odds
    "ED says sepsis, attending says no sepsis, dc summary silent. query?",
    "left leg in H&P, right leg in op note. query for laterality?",
]
NOT_NEEDED = [
    "acute blood loss anemia documented by hospitalist, 2 units given. do I need to query before D62?",
    "T2DM and CKD 3b both documented, no link stated. do I have to query to use E11.22?",
    "HTN and heart failure on problem list, no link. does the provider have to be queried?",
    "acute on chronic systolic CHF documented. query needed for CHF type?",
    "provider documents sacral pressure ulcer, wound nurse charts stage 3. query for stage needed?",
    "CAUTI documented by ID. query needed for T83.511A?",
    "GI bleed due to warfarin per hospitalist. do I need to query for adverse effect?",
    "surgeon documents postoperative ileus as a complication of the colectomy. query needed?",
    "surgeon calls the postop ileus expected after the colectomy. query for a complication?",
    "kidney transplant status with CKD 3a, provider says graft works well. query for T86.19 needed?",
]  # fmt: skip


@pytest.mark.parametrize("text", NEEDED)
def test_needed(ask, text: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text, "inpatient").verdict == "yes"


@pytest.mark.parametrize("text", NOT_NEEDED)
def test_not_needed(ask, text: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text, "inpatient").verdict == "no"


def test_skipping_it_is_asked_the_other_way(ask) -> None:  # type: ignore[no-untyped-def]
    assert (
        ask("hyponatremia documented, Na 124. can I skip the query?", "inpatient").verdict == "yes"
    )


def test_that_nobody_blames_the_drug_is_no_blame(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("GI bleed, pt on warfarin, nobody says the bleed is due to warfarin.", "inpatient")
    assert "T45.515A" not in {c.code for c in answer.codes if c.role != "alternative"}
