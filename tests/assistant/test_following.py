"""Follow-ups change one circumstance of the case before."""

from datetime import date

import pytest

from assistant.following import in_context
from assistant.models import Question

FRACTURE = "Follow-up visit for a healing closed left distal radius fracture."


def follow(text: str, *history: str, setting=None):
    question = Question(
        text=text, date_of_service=date(2026, 5, 12), history=history, setting=setting
    )
    return in_context(question)


def test_a_question_without_history_stands_for_itself():
    assert follow("and if it's the left?").taken_over is None


def test_a_case_of_its_own_takes_nothing_over():
    text = "72-year-old admitted with pneumonia and acute respiratory failure. What is principal?"
    assert follow(text, FRACTURE).question.text == text


def test_the_side_is_exchanged():
    found = follow("and if it's the right?", FRACTURE)
    assert "right distal radius" in found.question.text
    assert "left" not in found.question.text


def test_a_side_is_added_where_there_was_none():
    assert "bilateral" in follow("what if it were bilateral?", "code for knee pain").question.text


def test_the_setting_is_taken_from_the_follow_up():
    found = follow("and inpatient?", "Possible pneumonia in an office note. Can I code it?")
    assert found.question.setting == "inpatient"
    assert "office" not in found.question.text


def test_confirmed_takes_the_uncertainty_away():
    assert "possible" not in follow("what if it's confirmed?", "possible pneumonia").question.text


def test_a_date_in_the_follow_up_is_the_date_of_service():
    found = follow("and on 2026-09-30?", "Is I42.0 billable?")
    assert found.question.date_of_service == date(2026, 9, 30)


@pytest.mark.parametrize("text", ["why not I10?", "why isn't it I10"])
def test_a_code_asked_about_is_no_part_of_the_case(text):
    found = follow(text, "HTN and CKD stage 3")
    assert found.why_not == "I10"
    assert "I10" not in found.question.text


def test_offsets_are_those_of_the_words_just_typed():
    found = follow("and if it's the right?", FRACTURE)
    assert found.question.text.startswith("and if it's the right?")
    assert found.own == len("and if it's the right?")
