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


def test_both_eyes_are_bilateral():
    found = follow("both eyes?", "Age-related nuclear cataract, right eye. Which code?")
    assert "bilateral eye" in found.question.text


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


@pytest.mark.parametrize(
    "text",
    [
        "tennis elbow",
        "What does Excludes1 mean?",
        "If a patient is admitted with sepsis and pneumonia, which is first?",
        "J44.0 with J18.9",
        "Is I10 billable?",
    ],
)
def test_a_short_question_with_a_content_of_its_own_is_no_follow_up(text):
    assert follow(text, FRACTURE).taken_over is None


@pytest.mark.parametrize(
    "text",
    ["left", "inpatient", "and on 2026-05-01?", "next encounter", "what if it's confirmed?"],
)
def test_a_circumstance_alone_is_a_follow_up(text):
    assert follow(text, FRACTURE).taken_over is not None


def test_what_was_changed_before_stays_changed():
    history = ("possible pneumonia, cough", "and inpatient?", "and on 2026-03-01?")
    found = follow("what if it was confirmed?", *history).question
    assert found.setting == "inpatient"
    assert found.date_of_service == date(2026, 3, 1)
    assert found.text.endswith("\n\npneumonia, cough")


def test_the_encounter_moves_on_and_stays_there():
    history = ("closed fracture of left distal radius, initial encounter", "next encounter")
    text = follow("and if it's the right?", *history).question.text
    assert "Subsequent encounter." in text and "initial encounter" not in text
    assert "right distal radius" in text


def test_what_was_added_stays_and_what_is_taken_away_goes():
    history = ("T2DM on insulin with CKD stage 4", "and what if she is pregnant?")
    text = follow("without insulin", *history).question.text
    assert text == "without insulin\n\nT2DM with CKD stage 4\nand what if she is pregnant?"


def test_a_question_about_notes_leaves_the_case_alone():
    found = follow("show me the Excludes1 note", FRACTURE)
    assert found.notes is not None and found.question.text == FRACTURE and found.own == 0
