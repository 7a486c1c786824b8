"""Headings of notes in the many ways they are written, and the sections they begin."""

from __future__ import annotations

import pytest

from assistant.reading._segments import sentences


def section_of(heading: str) -> str | None:
    text = f"45M came in with fever.\n{heading}: pneumonia, gout.\nPlan: home."
    return next(s.section for s in sentences(text) if "pneumonia" in s.text)


@pytest.mark.parametrize(
    "heading",
    ["Dx @ d/c", "Discharge Dx's", "A+P", "A & P", "Problems addressed today", "PDx", "Today's dx",
     "Attending’s final dx", "Final dx per attending", "Dx for today", "Discharge problem list"],
)  # fmt: skip
def test_a_list_of_diagnoses_by_any_heading(heading: str) -> None:
    assert section_of(heading) == "assessment"


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("PMH/PSH", "past history"),
        ("PMH per chart", "past history"),
        ("Comorbids", "past history"),
        ("Fam psych hx", "family history"),
        ("Soc hx", "social history"),
        ("ROS per pt", "review of systems"),
        ("VS/PE", "exam"),
        ("PE at d/c", "exam"),
        ("Labs on arrival", "results"),
        ("CT A/P", "results"),
        ("Blood cx", "results"),
        ("Return if", "plan"),
        ("D/C instr", "plan"),
        ("Meds/allergies", "medications"),
    ],
)
def test_what_is_told_by_the_way_by_any_heading(heading: str, section: str) -> None:
    assert section_of(heading) == section


@pytest.mark.parametrize("heading", ["ED", "Resp", "ROS/HPI", "FH/SH", "Admit dx"])
def test_headings_that_begin_no_section_of_their_own(heading: str) -> None:
    # a course told by systems is no examination; family and habits together are neither
    assert section_of(heading) is None
