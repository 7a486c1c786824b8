"""Passages, changes, the code browser, grading, comparison: values in, HTML or records out."""

from __future__ import annotations

from datetime import date

import pytest
from chat_fakes import HOSTILE, FakeAssistant
from test_chat_render import CHART, Page, ask

from assistant.chat import code_browser, learn
from assistant.chat.changes import Changes, changes, strip
from assistant.chat.checker import checked
from assistant.chat.grading import grade, typed_codes
from assistant.chat.sources import passage, sources
from assistant.models import Citation
from assistant.pipeline import Assistant
from guidelines.codeset import load_codeset
from guidelines.errors import DxciteError, UnknownCode
from guidelines.sections import load_digest

DAY = date(2026, 11, 23)


def cited(kind: str, ref: str, quote: str) -> Citation:
    return Citation.model_validate(
        {"n": 1, "kind": kind, "ref": ref, "title": ref, "quote": quote, "release": "FY2027"}
    )


# Passages


def test_every_statement_of_every_section_is_found_and_marked_alone() -> None:
    for section in load_digest().values():
        for statement in section.text:
            shown = passage(cited("guideline", section.id, statement), DAY)
            assert {line for line, decides in shown.lines if decides} == {statement}
            assert shown.path[-1] == section.title


def test_a_note_is_marked_among_the_notes_of_its_line() -> None:
    quote = "Use additional code to identify type of heart failure (I50.-)"
    shown = passage(cited("tabular", "I13.0", quote), DAY)
    assert [line for line, decides in shown.lines if decides] == [quote]
    assert len(shown.lines) > 2 and shown.lines[0][0].startswith("I13.0 Hypertensive heart")
    assert shown.path[0].startswith("Chapter 9 ") and shown.path[-1].startswith("I13 ")


@pytest.mark.parametrize(
    "citation",
    [
        cited("guideline", "I.C.9.a.3", "Words that do not stand there."),
        cited("guideline", "no section", "Some words."),
        cited("tabular", "I13.0", "Some words."),
        cited("tabular", "no code", "Some words."),
        cited("index", "Epicondylitis, lateral", "Epicondylitis – lateral M77.1-"),
    ],
)
def test_words_not_found_are_shown_alone(citation: Citation) -> None:
    assert passage(citation, DAY).lines == ((citation.quote, True),)


def test_several_lines_of_a_quote_are_each_marked() -> None:
    first, second = load_digest()["I.A.15"].text[:2]
    shown = passage(cited("guideline", "I.A.15", f"{first}\n{second}"), DAY)
    assert [line for line, decides in shown.lines if decides] == [first, second]


def test_sources_show_hostile_text_as_characters() -> None:
    page = Page(sources(1, [cited("guideline", HOSTILE, HOSTILE)], DAY))
    assert page.text.count(HOSTILE) >= 3


# Changes


def test_changes_name_what_came_went_and_moved() -> None:
    before, now = ask(CHART), ask("cough, fever, possible pneumonia")
    found = changes(before, now)
    assert found.gone == ("I13.0", "I50.9", "N18.32") and found.added == ("R05.9", "R50.9")
    assert found.verdict == ("no", "depends") and found.deciding == "IV.H"
    codes = (*before.codes[1::-1], *before.codes[2:])
    order = [c.model_copy(update={"sequence": n}) for n, c in enumerate(codes[:3], 1)]
    swapped = before.model_copy(update={"codes": tuple(order)})
    assert changes(before, swapped).moved == ("I50.9", "I13.0")
    assert changes(before, swapped).first == "I50.9"


def test_the_same_answer_has_no_changes() -> None:
    assert not changes(ask(CHART), ask(CHART)).any
    assert "stay the same" in Page(strip(Changes(), 1)).text


# Code browser


def test_the_beginning_of_a_code_lists_what_is_under_it() -> None:
    found = code_browser.found_codes("s52.50", DAY, FakeAssistant())
    assert found[:2] == ["S52.50", "S52.501"]
    assert code_browser.found_codes("I1", DAY, FakeAssistant())[:2] == ["I10", "I11"]
    assert code_browser.found_codes("Q00.99", DAY, FakeAssistant()) == []


def test_words_find_titles_where_there_is_no_index() -> None:
    found = code_browser.found_codes("lateral epicondylitis left", DAY, FakeAssistant())
    assert found == ["M77.12"]


def test_words_are_looked_up_where_there_is_an_index(assistant: Assistant) -> None:
    assert code_browser.found_codes("tennis elbow", DAY, assistant)[0].startswith("M77.1")
    assert code_browser.found_codes("CHF", DAY, assistant)[0].startswith("I50")


def test_a_code_page_tells_place_notes_and_neighbours() -> None:
    text = Page(code_browser.code_page("i130", DAY)).text
    assert text.startswith("Chapter 9I10-I1AI13I13.0 Hypertensive heart")
    assert "Billable" in text and "from I13 Hypertensive heart" in text
    assert "Use additional code" in text and "Beside it, under I13" in text
    assert "Inclusion terms" not in text


def test_codes_in_notes_open_only_where_they_exist() -> None:
    codes = load_codeset(DAY)
    page = Page(code_browser.linked("see I50.-, Z99.1 and Q00.99 (I13.0).", codes))
    opened = [value for _, name, value in page.attributes if name == "data-open-code"]
    assert opened == ["I50", "Z99.1", "I13.0"]
    assert page.text == "see I50.-, Z99.1 and Q00.99 (I13.0)."


def test_an_unknown_code_is_said_with_the_nearest() -> None:
    with pytest.raises(UnknownCode, match=r"I50\."):
        code_browser.code_page("I50.99", DAY)


@pytest.mark.parametrize(
    ("code", "offered"),
    [("T14.91", True), ("T14.91XD", True), ("S52.5", False), ("I10", False), ("19", False)],
)
def test_the_builder_is_offered_where_only_the_7th_character_is_missing(
    code: str, offered: bool
) -> None:
    assert bool(code_browser.builder(code, DAY)) is offered


def test_the_builder_fills_placeholders_and_refuses_what_does_not_apply() -> None:
    assert "T14.91XS" in Page(code_browser.built("T14.91", "S", DAY)).text
    assert "1 placeholder X fills" in Page(code_browser.built("T14.91", "S", DAY)).text
    assert "placeholder" not in Page(code_browser.built("S52.501", "A", DAY)).text
    assert "does not take the 7th character Z" in Page(code_browser.built("T14.91", "Z", DAY)).text


def test_every_built_code_exists() -> None:
    codes = load_codeset(DAY)
    for base in ("T14.91", "S52.501", "H40.111", "O36.4", "M80.051"):
        for character in codes.seventh_characters(base):
            text = Page(code_browser.built(base, character, DAY)).text
            assert text.split(" ")[0] in codes


# Checks


def test_conflicts_order_and_invalid_codes_are_shown_with_their_sources() -> None:
    text = Page(checked("e10.9, E11.9 Q00.99", DAY, None)).text
    assert text.startswith("Not ready") and "Not reportable like this" in text
    assert "Tabular List E10 (FY2027): “" in text and "type 2 diabetes mellitus (E11.-)" in text
    assert "Q00.99" in text and "To settle it" in text
    swapped = Page(checked("N18.32 I13.0 I50.9", DAY, "inpatient")).text
    assert "Order asked for: I13.0" in swapped


def test_codes_that_may_stand_together_are_said_to() -> None:
    text = Page(checked("I13.0 I50.9 N18.32", DAY, "inpatient", 72)).text
    assert text.startswith("Nothing stands against it")


@pytest.mark.parametrize("typed", ["", "no codes here", "I10 " * 2000])
def test_no_codes_and_far_too_many_are_refused(typed: str) -> None:
    with pytest.raises(DxciteError):
        checked(typed, DAY, None)


# Learning


def test_codes_are_graded_with_the_answers_reasons() -> None:
    marks, order = grade(
        typed_codes("i509; I13.0 I10, N18.30 J44 zzz"), ask(CHART), load_codeset(DAY)
    )
    assert [(m.code, m.mark) for m in marks] == [
        ("I50.9", "right"),
        ("I13.0", "right"),
        ("I10", "wrong"),
        ("N18.30", "near"),
        ("J44", "wrong"),
        ("ZZZ", "wrong"),
        ("N18.32", "missing"),
    ]
    assert order == "The order differs: report I13.0, then I50.9."
    assert marks[2].why.startswith("Hypertension with heart") and "no such code" in marks[5].why


def test_everything_right_is_said_to_be_right() -> None:
    marks, order = grade(["I13.0", "I50.9", "N18.32"], ask(CHART), load_codeset(DAY))
    assert {m.mark for m in marks} == {"right"} and order == "The order is right."
    assert "3 of 3 codes." in Page(learn.graded(marks, order, ask(CHART))).text


def test_the_same_case_twice_does_not_differ() -> None:
    text = Page(learn.compared((ask(CHART), ask(CHART)), ("a", "b"))).text
    assert "Both variants lead to the same codes" in text
    assert HOSTILE in Page(learn.compared((ask(HOSTILE), ask(CHART)), (HOSTILE, "b"))).text
