"""Codes that only another date has: not allowed, however the guidelines of this year put it."""

from __future__ import annotations

import pytest

from assistant.composing import compose
from assistant.models import Answer, Basis, Findings, Intent, Reading, Statement
from assistant.pipeline import Assistant, make_question
from guidelines.codeset import load_codeset
from guidelines.sections import load_digest


def asked(assistant: Assistant, text: str, on: str) -> Answer:
    return assistant.ask(make_question(text, date_of_service=on))


CARDIOMYOPATHY = "Pt has dilated cardiomyopathy. Is I42.00 correct?"


def test_a_code_that_is_not_in_force_yet_is_refused(assistant: Assistant) -> None:
    answer = asked(assistant, CARDIOMYOPATHY, "2026-06-01")
    assert answer.verdict == "no"
    assert answer.answer.startswith("**No.** I42.00 is not a code of April 2026, in force on")
    assert answer.answer.count("**No.**") == 1
    assert "until 2026-09-30 the code was I42.0" in answer.answer
    assert answer.citations[0].ref == "I.A.3"
    assert "I42.0" in [c.code for c in answer.codes]


def test_once_it_is_in_force_nothing_is_said_of_dates(assistant: Assistant) -> None:
    answer = asked(assistant, CARDIOMYOPATHY, "2026-11-01")
    assert answer.verdict == "yes"
    assert "is not a code of" not in answer.answer


def test_to_leave_such_a_code_out_is_not_refused(assistant: Assistant) -> None:
    answer = asked(assistant, "Pt has dilated cardiomyopathy. Should I skip I42.00?", "2026-06-01")
    assert answer.citations[0].ref != "I.A.3"
    assert "I42.00 is not a code of April 2026" in answer.answer


@pytest.mark.parametrize(("on", "told"), [("2026-06-01", True), ("2026-11-01", False)])
def test_a_rule_that_names_a_code_of_another_date_is_marked(on: str, told: bool) -> None:
    rule = "I42.00 and E11.9 are coded together."
    said = Statement(text=rule, basis=(Basis(kind="guideline", ref="II.H", quote=rule),))
    question = make_question("codes?", date_of_service=on)
    codes = load_codeset(question.date_of_service)
    reading = Reading(intent=Intent.CODING, question="codes?")
    answer = compose(question, reading, Findings(statements=(said,)), codes, load_digest(), ())
    expected = (f"I42.00 is not a code of April 2026, in force on {on}.",) if told else ()
    assert answer.warnings == expected


def test_what_is_reported_is_not_left_out_too(assistant: Assistant) -> None:
    answer = asked(
        assistant, "HIV positive on Biktarvy, no HIV-related illness. Z21?", "2026-06-01"
    )
    reported = {c.code for c in answer.codes if c.role != "alternative"}
    assert "Z21" in reported
    assert not reported & {r.code for r in answer.rejected}


def test_a_question_about_such_a_code_alone_tells_since_when(assistant: Assistant) -> None:
    answer = asked(assistant, "Glanzmann thrombasthenia, D69.11?", "2026-06-01")
    assert "D69.11 is billable from 2026-10-01" in (answer.abstain_reason or answer.answer)
