"""What a follow-up asks to see again: notes of the Tabular List, and why a code is not there."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.models import Answer, AnswerCode, AnswerRejection, Span, Step
from assistant.recalling import note_request, noted, with_reason

DAY = date(2026, 11, 23)


def answer(*codes: str, **more: object) -> Answer:
    return Answer(
        answer="Report them.",
        verdict="yes",
        codes=tuple(
            AnswerCode(
                code=code,
                title=code,
                billable=True,
                role="additional",
                sequence=n,
                reason="it is documented",
                evidence=(Span(start=0, end=3, text="HTN"),),
            )
            for n, code in enumerate(codes, 1)
        ),
        date_of_service=DAY,
        release="FY2027",
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("text", "kinds", "codes"),
    [
        ("show me the Excludes note", ("excludes1", "excludes2"), ()),
        ("show me the Excludes1 note", ("excludes1",), ()),
        ("and the Excludes 2 notes at I50?", ("excludes2",), ("I50",)),
        ("what are the code first notes", ("code_first",), ()),
        ("please read me the use additional code note of e11.22", ("use_additional",), ("E11.22",)),
    ],
)
def test_what_notes_are_asked_for(
    text: str, kinds: tuple[str, ...], codes: tuple[str, ...]
) -> None:
    found = note_request(text)
    assert found is not None and (found.kinds, found.codes) == (kinds, codes)


@pytest.mark.parametrize(
    "text",
    ["what does Excludes1 mean?", "and inpatient?", "office note with HTN", "show me the codes"],
)
def test_other_questions_ask_for_no_notes(text: str) -> None:
    assert note_request(text) is None


def test_notes_are_quoted_at_their_place_and_cited() -> None:
    wanted = note_request("show me the Excludes1 note")
    assert wanted
    found = noted(answer("I13.0"), wanted)
    assert found.answer.startswith("Excludes1 at I10-I1A (Hypertensive diseases (I10-I1A)) [1]:")
    assert "- primary pulmonary hypertension (I27.0)" in found.answer
    assert found.citations[0].ref == "I10-I1A" and "I27.0" in found.citations[0].quote
    assert found.verdict is None and found.codes == answer("I13.0").codes


def test_a_code_without_such_a_note_is_said_to_have_none() -> None:
    wanted = note_request("show me the code first note")
    assert wanted
    found = noted(answer("J44.9"), wanted)
    assert found.answer == "There is no Code first note at J44.9, nor at any line above."
    assert found.citations == ()


def test_a_code_left_out_is_explained_by_its_reason() -> None:
    rejected = AnswerRejection(code="I10", title="Hypertension", reason="I13.0 takes its place.")
    found = with_reason(answer("I13.0", rejected=(rejected,)), "I10")
    assert found.answer.startswith("I10 (Hypertension) is left out: I13.0 takes its place.")


def test_a_code_kept_out_by_a_note_is_explained_by_the_note() -> None:
    found = with_reason(answer("E10.9"), "E11.9")
    assert found.answer.startswith("E11.9 (Type 2 diabetes mellitus without complications) is not")
    assert "Excludes1 note at E11" in found.answer and found.citations[0].ref == "E11"


def test_a_code_that_came_up_for_words_taken_by_another_is_explained() -> None:
    step = Step(stage="look up", what="“HTN”", detail=["I11.0 (0.2) x", "I10 (0.14) y"])
    found = with_reason(answer("I13.0", trace=(step,)), "I10")
    assert "was among what “HTN” can mean, but I13.0 is reported" in found.answer


@pytest.mark.parametrize(
    ("code", "words"), [("Q99.9", "so it was not considered"), ("Q00.99", "does not exist")]
)
def test_a_code_that_nothing_leads_to_is_said_so(code: str, words: str) -> None:
    assert words in with_reason(answer("I13.0"), code).answer
