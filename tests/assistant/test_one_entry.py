"""A term that one entry tells more of than its parts do is that entry; others stand behind it."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.pipeline import Assistant, make_question

DAY = date(2026, 6, 1)


def _codes(assistant: Assistant, text: str) -> tuple[list[str], list[str]]:
    answer = assistant.ask(make_question(text, date_of_service=DAY))
    reported = [c.code for c in answer.codes if c.role != "alternative"]
    return reported, [c.code for c in answer.codes if c.role == "alternative"]


@pytest.mark.parametrize(
    ("term", "code"),
    [
        ("gallbladder displacement", "Q44.1"),
        ("varicose veins both legs painful", "I83.813"),
    ],
)
def test_an_entry_that_tells_more_than_the_parts_is_the_code(
    assistant: Assistant, term: str, code: str
) -> None:
    assert _codes(assistant, term)[0] == [code]


@pytest.mark.parametrize(
    ("term", "codes"),
    [
        ("shingles rash trunk", ["B02.9"]),
        ("NSVD liveborn single", ["O80", "Z37.0"]),
        ("htn ckd", ["I12.9", "N18.9"]),
        ("COPD with CHF", ["J44.9", "I50.9"]),
        ("no fever", []),
        ("possible appendicitis", []),
    ],
)
def test_documentation_stays_documentation(
    assistant: Assistant, term: str, codes: list[str]
) -> None:
    assert _codes(assistant, term)[0] == codes


def test_behind_the_codes_of_a_term_stand_the_entries_of_its_words(assistant: Assistant) -> None:
    reported, others = _codes(assistant, "endocarditis of tricuspid with mitral disease")
    assert "I08.1" in (reported + others)
    assert len(others) >= 3


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("she was found to have scrotal transposition", "Q55.23"),
        ("Seen today for other specified obstructed labor, follow up in two weeks", "O66.8"),
    ],
)
def test_a_sentence_in_which_no_condition_is_read_is_looked_up(
    assistant: Assistant, text: str, code: str
) -> None:
    assert _codes(assistant, text)[0] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "the patient was discharged home in good spirits",
        "Patient walked 30 feet with therapy",
        "lunch was ordered for the team",
        "admitted with no fever",
    ],
)
def test_a_sentence_that_tells_of_no_condition_has_no_code(assistant: Assistant, text: str) -> None:
    assert _codes(assistant, text)[0] == []


@pytest.mark.parametrize(
    ("term", "code"),
    [
        ("left complete RTC tear", "M75.122"),
        ("RTC tear, complete, nontraumatic, left", "M75.122"),
        ("broken hip left", "S72.002A"),
        ("boxers fx R hand", "S62.336A"),
        ("stress fx left metatarsal", "M84.375A"),
        ("PTL 3rd tri no delivery", "O60.03"),
        ("BMI 42.3", "Z68.41"),
        ("body mass index of 31.9", "Z68.31"),
        ("cat scratch cause code", "W55.03XA"),
        ("mo/di twins third trimester", "O30.033"),
    ],
)
def test_terms_as_coders_type_them(assistant: Assistant, term: str, code: str) -> None:
    assert _codes(assistant, term)[0] == [code]


def test_cut_words_are_written_out(assistant: Assistant) -> None:
    assert _codes(assistant, "diab foot ulcer rt heel")[0] == ["E11.621", "L97.419"]


def test_an_index_of_a_child_or_beside_other_words_is_no_bare_one(assistant: Assistant) -> None:
    assert not {"Z68.41"} & set(_codes(assistant, "BMI 42 percentile, 9 y/o")[0])
