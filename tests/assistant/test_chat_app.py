from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from chat_fakes import FakeAssistant

from assistant.chat.conversation import Desk
from assistant.chat.pages import EXAMPLES

NOTE = "Seen for HTN and CHF with CKD 3b, stable."


@pytest.fixture(scope="module")
def app() -> Iterator[Any]:
    # Gradio's own imports and components may warn; that is theirs to mend.
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from assistant.chat import app

        yield app


def asked(session: str | None) -> Any:
    return SimpleNamespace(session_hash=session)


@pytest.fixture(scope="module")
def chat(app: Any) -> Any:
    async def build() -> Any:
        return app.build_chat(FakeAssistant())

    # Outside of a loop Gradio opens loops of its own and never closes them.
    return asyncio.run(build())


def test_the_page_keeps_nothing_and_offers_four_endpoints(chat: Any) -> None:
    config = chat.get_config_file()
    kinds = {component["type"] for component in config["components"]}
    assert not kinds & {"state", "browserstate", "file", "uploadbutton", "chatbot"}
    public = {d["api_name"] for d in config["dependencies"] if d["api_visibility"] == "public"}
    assert public == {"ask", "code", "check", "search"}
    text = json.dumps(config)
    assert "fonts.googleapis" not in text and "cdn" not in text


def test_only_constant_templates_see_values(app: Any, chat: Any) -> None:
    # What a {{value}} template yields is compiled as JavaScript, so none may hold text.
    templates = {
        block.html_template for block in chat.blocks.values() if hasattr(block, "html_template")
    }
    assert templates == {"${value}", app._TRANSCRIPT}


def test_handlers_pass_the_controls_and_say_what_changed(app: Any) -> None:
    assistant = FakeAssistant()
    handlers = app._Handlers(Desk(assistant))
    shown = list(handlers.ask(NOTE, "outpatient", "2026-05-01", "72", "female", asked("s")))
    assert [said["working"] for said, _ in shown] == [True, False] and shown[0][1] == ""
    assert assistant.asked[0].setting == "outpatient"
    assert assistant.asked[0].text == f"{NOTE}\n\nThe patient is 72-year-old female."
    list(handlers.ask("x", "unknown", "", "", None, asked("s")))
    list(handlers.ask("x", "<b>", "", "", None, asked("s")))
    assert [q.setting for q in assistant.asked[1:]] == [None, None]


def test_an_example_brings_its_setting(app: Any) -> None:
    assistant = FakeAssistant()
    handlers = app._Handlers(Desk(assistant))
    event = SimpleNamespace(_data={"index": 5})
    shown = list(handlers.example("", event, asked("s")))
    assert assistant.asked[0].text == EXAMPLES[5].text
    assert shown[-1][-1] == "inpatient"


@pytest.mark.parametrize("data", [None, {}, {"index": 99}, {"index": -1}, {"index": "0"}])
def test_an_unknown_example_does_nothing(app: Any, data: Any) -> None:
    assistant = FakeAssistant()
    handlers = app._Handlers(Desk(assistant))
    assert list(handlers.example("", SimpleNamespace(_data=data), asked("s"))) == []
    assert assistant.asked == []


def test_a_question_goes_back_only_into_an_empty_box(app: Any) -> None:
    handlers = app._Handlers(Desk(FakeAssistant()))
    for box, returned in (("", True), ("new text", False)):
        list(handlers.ask("crash", None, "", "", None, asked("s")))
        assert (handlers.give_back(box, asked("s")) == "crash") is returned


def test_leaving_forgets_gradios_copy_too(app: Any) -> None:
    desk = Desk(FakeAssistant())
    handlers = app._Handlers(desk)
    desk.on_forget = handlers.forget
    messages: asyncio.Queue[str] = asyncio.Queue()
    messages.put_nowait("not delivered yet")
    handlers.chat = SimpleNamespace(
        state_holder=SimpleNamespace(session_data={"s": "text"}, time_last_used={"s": 0}),
        _queue=SimpleNamespace(pending_messages_per_session={"s": messages}),
    )
    list(handlers.ask("first", None, "", "", None, asked("s")))
    desk.rooms.leave(handlers.opened(asked("s"))[1]["token"])
    assert len(desk) == 0
    assert handlers.chat.state_holder.session_data == {}
    assert messages.empty()


def test_gradio_makes_no_new_copy_for_a_page_that_has_left(app: Any, chat: Any) -> None:
    from assistant.chat.gradio_state import PageStates

    states = PageStates({"closed"}.__contains__)
    states.set_blocks(chat)
    assert states["open"] is states["open"]
    assert states["closed"] is not states["closed"]
    assert list(states.session_data) == ["open"]


def test_callers_without_a_session_share_nothing(app: Any) -> None:
    assistant = FakeAssistant()
    handlers = app._Handlers(Desk(assistant))
    for text in ("one", "two"):
        list(handlers.ask(text, None, "", "", None, asked(None)))
    assert [q.history for q in assistant.asked] == [(), ()]


def test_page_files_are_beside_the_code_and_name_no_host(app: Any) -> None:
    for name in ("style.css", "tools.css", "chat.js", *app._SCRIPTS):
        assert "http" not in app.asset(name).replace("No clipboard without https", "")
    assert Path(app.__file__).parent.joinpath("style.css").exists()
