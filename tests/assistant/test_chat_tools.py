"""The tools' one function: what it takes, what comes back, what it refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from chat_fakes import HOSTILE, FakeAssistant
from test_chat_render import CHART, Page

from assistant.chat.conversation import Desk
from assistant.chat.tools import Tools, panel


@pytest.fixture
def desk() -> Desk:
    return Desk(FakeAssistant())


@pytest.fixture
def tools(desk: Desk) -> Tools:
    return Tools(FakeAssistant(), desk)


def call(tools: Tools, name: str, **fields: Any) -> dict[str, Any]:
    reply = tools.call([{"name": name, **fields}])
    json.dumps(reply)
    return reply


@pytest.mark.parametrize("fields", [None, [], {}, {"name": "x"}, {"name": ["q"]}, "text", 3])
def test_what_is_no_call_is_refused_in_words(tools: Tools, fields: Any) -> None:
    assert set(tools.call(fields)) == {"error"}


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("code_search", {"q": HOSTILE}),
        ("code_page", {"code": HOSTILE}),
        ("seventh", {"code": HOSTILE, "choice": HOSTILE}),
        ("check", {"codes": HOSTILE}),
        ("compare", {"a": HOSTILE, "b": HOSTILE}),
        ("compare", {"a": "x", "date_a": HOSTILE}),
        ("quiz_grade", {"text": HOSTILE, "codes": HOSTILE}),
        ("worklist_ask", {"text": HOSTILE, "number": 1}),
        ("worklist_codes", {"codes": HOSTILE}),
        ("worklist_read", {"file": HOSTILE, "text": HOSTILE}),
        ("index_search", {"q": HOSTILE}),
        ("index_page", {"at": HOSTILE}),
        ("pdf_page", {"release": HOSTILE, "page": HOSTILE}),
        ("evaluation", {"run": HOSTILE}),
    ],
)
def test_hostile_fields_come_back_as_characters(
    tools: Tools, name: str, fields: dict[str, Any]
) -> None:
    reply = call(tools, name, **fields)
    for _, attribute, value in Page(reply.get("html", "")).attributes:
        assert not attribute.startswith("on") and attribute not in ("style", "src")
        assert attribute != "href" or str(value).startswith("#dx-s")


def test_a_fault_is_told_without_the_text(tools: Tools, caplog: pytest.LogCaptureFixture) -> None:
    reply = call(tools, "worklist_ask", text="crash with Xylophone", number=1)
    assert "Something went wrong" in reply["error"] and "Xylophone" not in reply["error"]
    assert "Xylophone" not in caplog.text and "ValueError" in caplog.text


def test_an_error_of_the_pipeline_is_told_in_its_words(tools: Tools) -> None:
    assert call(tools, "compare", a="refuse this")["error"].startswith("This cannot be read")


def test_a_note_of_the_worklist_is_answered_with_ids_of_its_own(tools: Tools) -> None:
    reply = call(tools, "worklist_ask", text=CHART, number=2, setting="inpatient")
    page = Page(reply["html"])
    assert reply["codes"] == ["I13.0", "I50.9", "N18.32"]
    assert "Note 2" in page.text and "Inpatient" in page.text
    assert {v for _, n, v in page.attributes if n == "id" and "dx-s" in str(v)} == {
        f"dx-s100002-{n}" for n in (1, 2, 3)
    }


def test_changed_codes_are_checked(tools: Tools) -> None:
    assert call(tools, "worklist_codes", codes="m7712, i10")["codes"] == ["M77.12", "I10"]
    assert "not billable" in call(tools, "worklist_codes", codes="M77.1")["error"]
    assert "error" in call(tools, "worklist_codes", codes="Q00.99")


def test_only_who_knows_the_token_can_save_an_answer(desk: Desk, tools: Tools) -> None:
    list(desk.ask("s", CHART, None, ""))
    token = desk.rooms.of("s").current.token
    assert call(tools, "export", turn=f"{token}:1", form="md")["file"]["name"] == "dxcite.md"
    assert "I13.0" in call(tools, "export", turn=token, form="csv")["file"]["text"]
    for turn in ("", ":1", "x:1", f"{token}:9", f"{token[:-1]}:1", f"{token}x:1", "é:1"):
        assert "no longer held" in call(tools, "export", turn=turn, form="md")["error"]
    desk.rooms.drop("s")
    assert "no longer held" in call(tools, "export", turn=f"{token}:1", form="md")["error"]


def test_every_quiz_case_has_a_text(tools: Tools) -> None:
    every = call(tools, "quiz_case", number=0)["of"]
    texts = {call(tools, "quiz_case", number=n)["text"] for n in range(every)}
    assert len(texts) == every


def test_every_field_of_the_panel_has_a_name_for_screen_readers() -> None:
    import re

    for tag in re.findall(r"<(?:input|textarea|select)[^>]*>", panel()):
        assert "aria-label=" in tag, tag
