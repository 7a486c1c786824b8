"""A line above pasted documentation proposes; what it denies, or would leave out, is asked that way."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.pipeline import Assistant, make_question
from assistant.reading._intent import affirmed, proposes

DAY = date(2026, 6, 1)
BURN = "L forearm 2nd and 3rd degree burn, 3% TBSA. Silvadene, burn clinic."
MRSA = "Inpt: MRSA pneumonia, sputum grew MRSA, vanc x 7d. No sepsis."


@pytest.mark.parametrize(
    "text",
    [
        f"just T22.312A for the arm, leave T22.212A out\n\n{BURN}",
        "is it T86.81- first\n\nBilat lung transplant 2022. Adm w pneumonia.",
        "displaced isn't mentioned, so S82.61XA. ok",
        "no treatment, extra nursing care only. That is enough to report it, correct",
    ],
)
def test_a_line_with_what_is_to_be_coded_proposes(text: str) -> None:
    assert proposes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Code this note.\n\nHTN and CKD 4, seen today.",
        "which code is first, I12.9 or N18.4\n\nHTN and CKD 4.",
        "E11.9 or E11.65\n\nDM2, glucose 300.",
        "78yo with COPD, lungs clear, pupils ok",
        "Pt with HTN.\n\nPlan: continue meds, feels all right",
    ],
)
def test_documentation_and_open_questions_propose_nothing(text: str) -> None:
    assert not proposes(text)


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("so we can't take the severity from the score, right?", True),
        ("that isn't billable, correct", True),
        ("Doc never wrote acute. still ok to take that code?", False),
        ("we can code it, right?", False),
        ("we can't code it unless she says so, right?", False),
    ],
)
def test_a_denial_before_its_tag_is_turned_round(text: str, turned: bool) -> None:
    said, was = affirmed(text)
    assert was is turned
    assert ("n't" in said or "not " in said) is (not turned and "n't" in text)


def _asked(assistant: Assistant, text: str, setting: str | None = None) -> str | None:
    return assistant.ask(make_question(text, setting=setting, date_of_service=DAY)).verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (f"just T22.312A for the arm, leave T22.212A out\n\n{BURN}", "yes"),
        (f"leave T22.312A out\n\n{BURN}", "no"),
        (f"leave off B95.62 since J15.212 already says the bug?\n\n{MRSA}", "yes"),
        (f"leave off J15.212?\n\n{MRSA}", "no"),
    ],
)
def test_what_is_to_be_left_out(assistant: Assistant, text: str, verdict: str) -> None:
    assert _asked(assistant, text) == verdict


def _reported(assistant: Assistant, text: str, setting: str) -> list[str]:
    answer = assistant.ask(make_question(text, setting=setting, date_of_service=DAY))
    return [c.code for c in answer.codes if c.role != "alternative"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Cellulitis R leg. Hypokalemia not mentioned by any provider.", ["L03.115"]),
        ("Cellulitis R leg. Hypokalemia, not treated.", ["L03.115", "E87.6"]),
        ("D/C dx: probable COVID-19 pneumonia. Cough on arrival.", ["R05.9"]),
        ("COPD at baseline on admission. Day 4 acute exacerbation, steroids.", ["J44.1"]),
        ("COPD. Asthma exacerbation on day 4.", ["J44.9", "J45.901"]),
        ("R TKA for primary OA.", ["M17.11"]),
        ("Admitted for L THA, OA.", ["M16.12"]),
    ],
)
def test_charts(assistant: Assistant, text: str, codes: list[str]) -> None:
    assert sorted(_reported(assistant, text, "inpatient")) == sorted(codes)
