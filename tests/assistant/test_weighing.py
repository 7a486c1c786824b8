"""The section cited first for a chart: the one that decides its first diagnoses."""

from __future__ import annotations

import pytest

from assistant.reasoning._weighing import _chapter_of
from guidelines.codeset import load_codeset

NOTE = (
    "77F from SNF, fever 39.4, flank pain, confusion, BP 78/40. UA packed WBC, urine and blood cultures E coli. "
    "30 cc/kg, norepinephrine x 36h, ceftriaxone. Lactate 5.1. Cr 2.9 from 0.9. Hypothyroidism, on levothyroxine.\n"
    "Final: septic shock due to E. coli sepsis from acute pyelonephritis; AKI due to sepsis; hypothyroidism."
)


def first_section(ask, text: str, setting: str) -> str:
    return next(c.ref for c in ask(text, setting).citations if c.kind == "guideline")


def test_a_chart_is_decided_by_the_rules_of_its_first_diagnoses(ask) -> None:
    assert first_section(ask, NOTE, "inpatient").startswith("I.C.1.d")


def test_a_question_keeps_the_section_that_it_is_about(ask) -> None:
    text = "Is a symptom that is integral to a confirmed diagnosis coded in addition?"
    assert first_section(ask, text, "inpatient") == "I.B.5"


@pytest.mark.parametrize(
    ("code", "chapter"),
    [("A41.51", 1), ("D49.2", 2), ("D50.0", 3), ("H25.9", 7), ("H60.9", 8), ("T81.43XA", 19), ("U07.1", 1),
     ("W01.0XXA", 20), ("Z38.00", 21)],
)  # fmt: skip
def test_the_chapter_of_a_code(code: str, chapter: int) -> None:
    assert _chapter_of(load_codeset(), code) == str(chapter)
