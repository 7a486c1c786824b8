"""It depends: contradictions, links that nobody documents, the graver of two injuries."""

from __future__ import annotations

import pytest

from assistant.models import Answer


def reported(answer: Answer) -> list[str]:
    return [c.code for c in answer.codes if c.role != "alternative"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("H&P says acute CHF, d/c summary says no CHF, no addendum. code I50.9?", "depends"),
        ("ED doc says PE, attending: PE ruled out after workup. I26.99?", "no"),
        ("ED doc documents pneumonia, attending agrees, pneumonia. J18.9?", "yes"),
        (
            "Two docs disagree, ID calls it sepsis, hospitalist bacteremia. A41.9 codeable?",
            "depends",
        ),
        # a query is no code
        ("Conflicting notes of attending and consultant. do I query the attending?", "yes"),
    ],
)
def test_who_contradicts_whom(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text, "inpatient").verdict == verdict


def test_what_providers_contradict_each_other_on_is_not_recommended(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask(
        "Pulm: acute respiratory failure. Attending: no respiratory failure. J96.00?", "inpatient"
    )
    assert answer.verdict == "depends"
    assert "J96.00" not in reported(answer)
    assert "conflict" in " ".join(answer.queries).lower() or answer.queries


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("sepsis and acute respiratory failure same stay, nobody links them. R65.20?", "depends"),
        ("sepsis with AKI due to sepsis. R65.20?", "yes"),
        ("sepsis, AKI due to contrast, not sepsis. R65.20?", "no"),
        (
            "pancreatitis with SIRS, AKI, doc doesn't say if from SIRS or dehydration. R65.11?",
            "depends",
        ),
        ("lung cancer and anemia, cause of anemia not stated. D63.0?", "depends"),
        ("anemia due to lung cancer. D63.0?", "yes"),
        ("HTN, CKD 3, AKI this admission. N17.9 first?", "depends"),
    ],
)
def test_a_link_that_nobody_documents(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text, "inpatient").verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("MVC, liver laceration and femur fracture both treated. liver first?", "depends"),
        ("subdural hematoma and forehead abrasion after fall. subdural first?", "yes"),
        ("subdural hematoma and hip contusion after fall. hip contusion first?", "no"),
        ("hip fracture went to ORIF, also wrist sprain splinted. sprain first?", "no"),
        ("hip fracture went to ORIF, also distal radius fracture. hip fx first?", "yes"),
    ],
)
def test_the_graver_injury_is_first(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text, "inpatient").verdict == verdict


@pytest.mark.parametrize(
    ("text", "setting", "verdict"),
    [
        ("NSTEMI 5 weeks ago, seen in clinic. I25.2?", "outpatient", "depends"),
        ("NSTEMI 3 years ago, no problems. I25.2?", "outpatient", "yes"),
    ],
)
def test_an_infarction_of_some_weeks(ask, text: str, setting: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text, setting).verdict == verdict
