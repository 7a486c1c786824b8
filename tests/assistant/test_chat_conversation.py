from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from datetime import date

import pytest
from chat_fakes import FakeAssistant

from assistant.chat.conversation import BadInput, Desk, View, service_date
from assistant.models import Answer, Question
from guidelines.errors import DxciteError

DAY = date(2026, 11, 23)


class Gate:
    """An assistant that answers when it is let."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.asked = 0

    def ask(self, question: Question) -> Answer:
        self.asked += 1
        self.open.wait(10)
        return Answer(answer="Done.", date_of_service=question.date_of_service, release="FY2027")


def last(views: Iterator[View]) -> View:
    return list(views)[-1]


def page(view: View) -> str:
    return "".join(turn["html"] or "" for turn in view.transcript["turns"])


def test_a_question_is_accepted_worked_on_and_answered() -> None:
    assistant = FakeAssistant()
    views = list(Desk(assistant).ask("s", "  HTN, CHF, CKD 3b \n", "inpatient", "2026-05-01"))
    assert views[0].accepted and views[0].working and "Reading the documentation" in page(views[0])
    assert not views[-1].working and not views[-1].accepted
    assert "I13.0" in page(views[-1]) and "dx-working" not in page(views[-1])
    asked = assistant.asked[0]
    assert (asked.text, asked.setting, asked.date_of_service, asked.history) == (
        "HTN, CHF, CKD 3b",
        "inpatient",
        date(2026, 5, 1),
        (),
    )


def test_follow_ups_carry_the_questions_answered_before() -> None:
    assistant = FakeAssistant()
    desk = Desk(assistant)
    for text in ("first", "crash", "second", "third"):
        last(desk.ask("s", text, None, ""))
    assert [q.history for q in assistant.asked] == [(), ("first",), ("first",), ("first", "second")]
    last(desk.ask("s", "and if it's the left?", None, ""))
    assert assistant.asked[-1].text == "and if it's the left?\n\nthird, left."
    assert "Read with what was said before" in page(desk.view("s"))


def test_sessions_do_not_see_each_other() -> None:
    assistant = FakeAssistant()
    desk = Desk(assistant)
    last(desk.ask("one", "patient of one", None, ""))
    view = last(desk.ask("two", "patient of two", None, ""))
    assert "patient of one" not in page(view) and "patient of two" in page(view)
    assert assistant.asked[1].history == ()


def test_leaving_and_clearing_forget_the_conversation() -> None:
    desk = Desk(FakeAssistant())
    last(desk.ask("s", "first", None, ""))
    assert len(desk) == 1
    desk.rooms.drop("s")
    assert len(desk) == 0
    desk.rooms.drop("s")
    last(desk.ask("s", "second", None, ""))
    assert "dx-start" in page(desk.clear("s")) and "second" not in page(desk.view("s"))


def test_what_comes_late_from_a_closed_page_brings_nothing_back() -> None:
    gate = Gate()
    desk = Desk(gate)
    views = desk.ask("s", "patient Xylophone", None, "")
    next(views)
    while not gate.asked:
        time.sleep(0.01)
    desk.rooms.leave(desk.view("s").transcript["token"])
    gate.open.set()
    assert list(views) == []
    assert desk.take_unsent("s") == ""
    for event in (desk.view, desk.fresh, desk.undo, desk.clear):
        assert "Xylophone" not in page(event("s"))
    assert list(desk.ask("s", "patient Xylophone", None, "")) == []
    assert gate.asked == 1
    assert len(desk) == 0 and desk.in_work == 0


def test_a_page_that_was_put_aside_for_others_can_go_on() -> None:
    desk = Desk(FakeAssistant(), kept=1)
    for session in ("a", "b", "a"):
        assert "HTN" in page(last(desk.ask(session, "HTN, CHF, CKD 3b", None, "")))
    assert len(desk) == 1


def test_the_conversation_unused_for_longest_goes_first() -> None:
    desk = Desk(FakeAssistant(), kept=2)
    for session in ("a", "b", "a", "c"):
        last(desk.ask(session, f"from {session}", None, ""))
    assert len(desk) == 2
    assert "from a" in page(desk.view("a")) and "from b" not in page(desk.view("b"))


@pytest.mark.parametrize("text", ["", "  \n\t ", None])
def test_an_empty_question_gets_a_hint_and_nothing_changes(text: str | None) -> None:
    desk = Desk(FakeAssistant())
    last(desk.ask("s", "first", None, ""))
    views = list(desk.ask("s", text, None, ""))
    assert len(views) == 1 and not views[0].accepted
    assert "Type a question" in views[0].hint and "first" in page(desk.view("s"))


def test_what_the_page_shows_already_is_not_sent_again() -> None:
    desk = Desk(FakeAssistant())
    last(desk.ask("s", "first", None, ""))
    for view in desk.ask("s", "second", None, ""):
        assert [bool(turn["html"]) for turn in view.transcript["turns"]] == [False, True]
    assert [t["html"] for t in last(desk.ask("s", "", None, "")).transcript["turns"]] == [None] * 2
    for whole in (desk.view("s"), desk.pick("s", 0)):
        assert all("Question" in turn["html"] for turn in whole.transcript["turns"])


@pytest.mark.parametrize(
    "typed",
    ["yesterday", "11/23/2026", "2026-13-01", "2026-02-30", "20260501", "2026-W10-1", "<b>"],
)
def test_a_bad_date_is_said_in_words_and_the_question_stays(typed: str) -> None:
    assistant = FakeAssistant()
    views = list(Desk(assistant).ask("s", "tennis elbow", None, typed, DAY))
    assert assistant.asked == [] and not views[0].accepted
    assert "YYYY-MM-DD, for example 2026-11-23" in views[0].hint and "<b>" not in views[0].hint


def test_dates() -> None:
    assert service_date(" 2026-05-01 ", DAY) == date(2026, 5, 1)
    assert service_date("", DAY) == service_date(None, DAY) == DAY
    for outside in ("2015-09-30", "2031-01-01"):
        with pytest.raises(BadInput, match="outside ICD-10-CM"):
            service_date(outside, DAY)


def test_the_pipelines_own_words_are_shown_and_the_question_goes_back_once() -> None:
    desk = Desk(FakeAssistant())
    paste = "note " * 30_000
    view = last(desk.ask("s", paste, None, ""))
    assert "dxcite reads up to 100,000" in page(view) and len(page(view)) < 2_000
    assert desk.take_unsent("s") == paste.strip()
    assert desk.take_unsent("s") == ""
    assert "type it another way" in page(last(desk.ask("s", "refuse this", None, "")))


def test_a_fault_is_said_in_words_and_logged_without_the_chart(
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk = Desk(FakeAssistant())
    with caplog.at_level(logging.DEBUG):
        view = last(desk.ask("s", "crash with John Doe", None, ""))
    assert "Something went wrong inside dxcite (ValueError at chat_fakes.py:" in page(view)
    assert "secret" not in page(view)
    assert "ValueError at chat_fakes.py" in caplog.text and "John" not in caplog.text
    assert desk.take_unsent("s") == "crash with John Doe"


def test_an_error_is_escaped() -> None:
    class Refuses:
        def ask(self, question: Question) -> Answer:
            raise DxciteError("<script>x</script>")

    assert "<script>" not in page(last(Desk(Refuses()).ask("s", "q", None, "")))


def test_stop_leaves_the_work_behind_and_gives_the_question_back() -> None:
    gate = Gate()
    desk = Desk(gate)
    views = desk.ask("s", "long one", None, "")
    assert next(views).working
    desk.stop("s")
    view = last(views)
    assert "Stopped" in page(view) and not view.working
    assert desk.take_unsent("s") == "long one"
    gate.open.set()
    assert "Done." not in page(desk.view("s"))
    assert "Done." in page(last(desk.ask("s", "again", None, "")))


def test_one_question_at_a_time_in_a_conversation() -> None:
    gate = Gate()
    desk = Desk(gate)
    views = desk.ask("s", "first", None, "")
    next(views)
    refused = list(desk.ask("s", "second", None, ""))
    assert not refused[0].accepted and "still being worked on" in refused[0].hint
    gate.open.set()
    assert "Done." in page(last(views)) and gate.asked == 1


def test_clearing_while_working_keeps_the_new_page_clear() -> None:
    gate = Gate()
    desk = Desk(gate)
    views = desk.ask("s", "first", None, "")
    next(views)
    desk.clear("s")
    assert list(views) == []
    assert "dx-start" in page(desk.view("s")) and desk.take_unsent("s") == ""


def test_a_page_closed_while_working_frees_its_conversation() -> None:
    desk = Desk(Gate())
    views = desk.ask("s", "first", None, "")
    next(views)
    views.close()  # type: ignore[attr-defined]
    assert not desk.view("s").working
