"""Whether a code is valid, complete and reportable on a date."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.models import Answer, Span
from assistant.pipeline import Assistant, make_question
from assistant.reading._standing import asked_standing, asks_standing, named_date

ON = date(2026, 11, 2)


@pytest.fixture(scope="module")
def ask(assistant: Assistant):  # type: ignore[no-untyped-def]
    def asked(text: str, on: str = ON.isoformat()) -> Answer:
        return assistant.ask(make_question(text, date_of_service=on))

    return asked


def spans(text: str, *codes: str) -> tuple[Span, ...]:
    return tuple(
        Span(start=text.index(c), end=text.index(c) + len(c), text=c) for c in codes if c in text
    )


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Can I report N13.70?", None),
        ("can K26.2 go on a claim", None),
        ("E11.42 - billable as is?", None),
        ("R05, can I submit it?", None),
        ("Is S93.401 complete for an ankle sprain or does it need more?", None),
        (
            "Claim kicked back for N18.3. Is stage 3 CKD a valid code?",
            "Is stage 3 CKD a valid code?",
        ),
        ("Is E11.2 billable for 2025?", None),
    ],
)
def test_questions_about_a_codes_standing(text: str, asked: str | None) -> None:
    codes = spans(text, "N13.70", "K26.2", "E11.42", "R05", "S93.401", "N18.3", "E11.2")
    assert asks_standing(text, asked or text, codes[:1])


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Is I10 valid when the patient has CKD?", None),
        ("Provider documents diabetes. Can I report E11.9?", "Can I report E11.9?"),
        ("Is E11.9 the right code for diabetes?", None),
        ("Can I27.0 be first-listed?", None),
        ("Is Z79.4 reported with gestational diabetes?", None),
        ("Stroke, I63.9. NIHSS only in the nurse's note. Reportable?", "Reportable?"),
    ],
)
def test_questions_about_a_case_or_a_rule(text: str, asked: str | None) -> None:
    codes = spans(text, "I10", "E11.9", "I27.0", "Z79.4", "I63.9")
    assert not asks_standing(text, asked or text, codes[:1])


def test_several_codes_are_a_pair_unless_their_form_is_asked_about() -> None:
    form, pair = "Are N18.3 and N18.31 both billable?", "Can I report both E11.9 and E11.65?"
    assert asks_standing(form, form, spans(form, "N18.3", "N18.31"))
    assert not asks_standing(pair, pair, spans(pair, "E11.9", "E11.65"))


@pytest.mark.parametrize(
    ("text", "predicate", "is_open"),
    [
        ("Is I10 billable?", "reportable", False),
        ("Does I10 need more digits?", "more", False),
        ("Does S52.5 need a 7th character?", "seventh", False),
        ("Was I42.0 deleted?", "gone", False),
        ("Is M80 a category header?", "header", False),
        ("Is M80 non-billable?", "defective", False),
        ("Isn't N18.3 a valid code?", "reportable", False),
        ("Why does S52.501 need a 7th character?", "seventh", True),
    ],
)
def test_what_is_said_of_the_code(text: str, predicate: str, is_open: bool) -> None:
    asked = asked_standing(text)
    assert (asked.predicate, asked.open) == (predicate, is_open)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("is E11.2 billable for 2025", date(2025, 4, 1)),
        ("valid in FY27?", ON),
        ("valid in FY2026", date(2026, 4, 1)),
        ("billable on 9/15/2026", date(2026, 9, 15)),
        ("valid before October 1, 2026?", date(2026, 9, 30)),
        ("valid since Oct 2024", date(2024, 10, 1)),
        ("valid on 2026-02-30", None),
        ("valid in 2012", None),
        ("Is I10 billable?", None),
    ],
)
def test_the_date_that_a_question_names(text: str, day: date | None) -> None:
    assert named_date(text, ON) == day


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Is M54.5 still valid?", "no"),
        ("Can I report N13.70?", "yes"),
        ("Does S52.5 need a 7th character?", "yes"),
        ("Does S52.501A need a 7th character?", "no"),
        ("Does I10 need a 7th character?", "no"),
        ("Is T36.01A a valid code?", "no"),
        ("Is T81.4XXA still billable?", "no"),
        ("Is I42.0 billable?", "no"),
        ("Is I42.0 billable on 9/15/2026?", "yes"),
        ("Was I42.0 deleted?", "yes"),
        ("Is M80 a header?", "yes"),
        ("i10 ok to use?", "yes"),
        ("Are N18.3 and N18.31 both billable?", "no"),
    ],
)
def test_verdict(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    answer = ask(text)
    assert not answer.abstained
    assert answer.verdict == verdict, answer.answer
    assert answer.citations


def test_a_header_gives_the_complete_codes_below_it(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("Is N18.3 billable?")
    assert [c.code for c in answer.codes] == ["N18.30", "N18.31", "N18.32"]
    assert {c.role for c in answer.codes} == {"alternative"}


def test_a_code_of_another_release_is_told_with_its_dates(ask) -> None:  # type: ignore[no-untyped-def]
    before = ask("Is I42.00 valid?", "2026-09-30")
    assert (before.verdict, before.abstained) == ("no", False)
    assert "2026-10-01" in before.answer
    assert ask("Is I42.00 valid?").verdict == "yes"


def test_a_placeholder_left_out_is_named(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("Is T36.01A a valid code?")
    assert [c.code for c in answer.codes] == ["T36.0X1A"]


def test_a_code_of_no_release_is_declined(ask) -> None:  # type: ignore[no-untyped-def]
    assert ask("Is E11.77 billable?").abstained


def test_an_open_question_gets_no_verdict(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("Which 7th character for S52.501?")
    assert answer.verdict is None
    assert answer.codes
