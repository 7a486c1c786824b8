"""The page itself: Gradio components around a transcript that our own renderer draws.

The transcript is one `gr.HTML` whose template is empty; chat.js puts in the turns, which are HTML
escaped in Python. Gradio's own templating never sees text: what a `{{value}}` template yields is
compiled as a JavaScript template literal, so that `${…}` in a chart would run. A constant template
with `${value}` only inserts the value, which is why the tools use one.

The tools beside it are one `gr.HTML` too. Its scripts call one server function by name (see
`tools.Tools`) and put in the HTML that comes back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import uuid4

from assistant.chat._gradio import gr
from assistant.chat.conversation import Asks, Desk, View
from assistant.chat.endpoints import add_endpoints
from assistant.chat.gradio_state import forget
from assistant.chat.pages import EXAMPLES, header, start_page, tour
from assistant.chat.patient import Patient, Sex
from assistant.chat.tools import Tools, panel
from assistant.models import Setting

UNKNOWN = "unknown"
_SETTINGS: dict[str, Setting] = {"inpatient": "inpatient", "outpatient": "outpatient"}
_CHOICES = [("Not stated", UNKNOWN), ("Inpatient", "inpatient"), ("Outpatient", "outpatient")]
_SEX: dict[str, Sex] = {"female": "female", "male": "male"}
_SEXES = [("Not stated", UNKNOWN), ("Female", "female"), ("Male", "male")]
_TRANSCRIPT = '<div class="dx-bar-of-talks"></div><div class="dx-turns"></div>'
_START = {"turns": [{"key": "start", "html": start_page()}], "bar": "", "hint": "", "token": ""}
_SCRIPTS = ("tools.js", "worklist.js", "evaluations.js", "sources.js")
_SYSTEM = ["ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
_SYSTEM_MONO = ["ui-monospace", "SF Mono", "Menlo", "Consolas", "monospace"]


def asset(name: str) -> str:
    """Text of a file that lies beside this module."""
    return files("assistant.chat").joinpath(name).read_text(encoding="utf-8")


def theme() -> Any:
    """Gradio's plainest theme with fonts of the system, so that none is fetched."""
    base = gr.themes.Base(
        font=[gr.themes.Font(name) for name in _SYSTEM],
        font_mono=[gr.themes.Font(name) for name in _SYSTEM_MONO],
    )
    # As in style.css, for what shows before it (the first moment, the login page).
    return base.set(
        body_background_fill="#f3f5f4",
        body_background_fill_dark="#10181c",
        button_primary_background_fill="#0d5c63",
        button_primary_background_fill_hover="#0a474d",
        button_primary_text_color="#ffffff",
    )


def build_chat(
    assistant: Asks,
    *,
    model: str | None = None,
    desk: Desk | None = None,
    runs: Path | None = None,
) -> gr.Blocks:
    """The chat as a Gradio app.

    Args:
        assistant: Answers the questions; called from several threads.
        model: Name of the language model that it sends questions to, None without one.
        desk: Holds the conversations; a fresh one by default.
        runs: Folder of the evaluations to show; None shows none.

    Returns:
        The app; `launch` serves it with `theme()` and style.css.
    """
    desk = Desk(assistant) if desk is None else desk
    handlers = _Handlers(desk)
    tools = Tools(assistant, desk, runs)
    evaluated = runs is not None

    def tool(fields: Any) -> Any:
        return tools.call(fields)

    with gr.Blocks(title="dxcite", analytics_enabled=False, fill_width=True) as chat:
        top = header(model, evaluated) + tour()
        gr.HTML(top, elem_id="dx-top", apply_default_css=False, js_on_load=None)
        with gr.Row(elem_id="dx-desk"):
            with gr.Column(elem_id="dx-talk"):
                transcript = gr.HTML(
                    _START,
                    html_template=_TRANSCRIPT,
                    js_on_load=asset("chat.js"),
                    apply_default_css=False,
                    elem_id="dx-transcript",
                )
                with gr.Column(elem_id="dx-composer"):
                    parts = _composer()
            gr.HTML(
                panel(evaluated),
                html_template="${value}",
                js_on_load="\n".join(map(asset, _SCRIPTS)),
                apply_default_css=False,
                elem_id="dx-side",
                server_functions=[tool],
            )
        # Before the page's own events, which would take the names.
        add_endpoints(assistant, desk.slots)
        _wire(handlers, transcript, parts)
        chat.load(
            handlers.opened,
            None,
            [parts.on, transcript],
            queue=False,
            show_progress="hidden",
            api_visibility="private",
        )
        # Not chat.unload, for which each open page would hold a connection: browsers allow six.
        handlers.chat = chat
        desk.on_forget = handlers.forget
    return chat


@dataclass(frozen=True)
class _Composer:
    """The parts below the conversation."""

    box: Any
    send: Any
    stop: Any
    setting: Any
    on: Any
    age: Any
    sex: Any
    fresh: Any


def _composer() -> _Composer:
    # chat.js puts the line into it and says which of the two buttons is on show.
    gr.HTML(
        '<div aria-live="polite"></div>',
        js_on_load=None,
        apply_default_css=False,
        elem_id="dx-hint",
    )
    with gr.Row(elem_id="dx-entry"):
        box = _question_box()
        send = gr.Button("Ask", variant="primary", elem_id="dx-send", scale=0)
        stop = gr.Button("Stop", elem_id="dx-stop", scale=0)
    with gr.Row(elem_id="dx-controls"):
        setting = gr.Radio(_CHOICES, value=UNKNOWN, label="Setting", elem_id="dx-setting", scale=0)
        on = _date_box()
        age = gr.Textbox(
            label="Age",
            placeholder="years",
            max_lines=1,
            max_length=20,
            elem_id="dx-age",
            scale=0,
            html_attributes=gr.InputHTMLAttributes(spellcheck=False, autocomplete="off"),
        )
        sex = gr.Radio(_SEXES, value=UNKNOWN, label="Sex", elem_id="dx-sex", scale=0)
        fresh = gr.Button("New conversation", elem_id="dx-clear", scale=0)
    return _Composer(box, send, stop, setting, on, age, sex, fresh)


def _wire(handlers: _Handlers, transcript: Any, parts: _Composer) -> None:
    """What each event of the page does."""
    # Two outputs: each more would cost the page and the server with every event.
    shown = [transcript, parts.box]
    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    gr.on(
        [parts.box.submit, parts.send.click],
        handlers.ask,
        [parts.box, parts.setting, parts.on, parts.age, parts.sex],
        shown,
        concurrency_limit=None,
        # By default Gradio drops an Enter that comes while it still winds up the answer before.
        trigger_mode="multiple",
        **quiet,
    )
    transcript.example(
        handlers.example, [parts.on], [*shown, parts.setting], concurrency_limit=None, **quiet
    )
    transcript.undo(handlers.undo, None, shown, queue=False, **quiet)
    transcript.unsent(handlers.give_back, [parts.box], [parts.box], queue=False, **quiet)
    parts.stop.click(handlers.stop, None, None, queue=False, **quiet)
    parts.fresh.click(handlers.fresh, None, shown, queue=False, **quiet)
    transcript.pick(handlers.pick, None, shown, queue=False, **quiet)
    transcript.refresh(handlers.refresh, None, shown, queue=False, **quiet)
    transcript.forget(handlers.clear, None, shown, queue=False, **quiet)


def _question_box() -> Any:
    # One line with room to grow: that is how Gradio makes Enter send and Shift+Enter break a line.
    # Spelling services of browsers send what is typed away, so they are off.
    return gr.Textbox(
        label="Question or chart snippet",
        show_label=False,
        placeholder="Ask a coding question or paste the documentation …",
        lines=1,
        max_lines=12,
        autofocus=True,
        container=False,
        elem_id="dx-box",
        scale=1,
        html_attributes=gr.InputHTMLAttributes(
            spellcheck=False, autocomplete="off", autocorrect="off", autocapitalize="off"
        ),
    )


def _date_box() -> Any:
    return gr.Textbox(
        label="Date of service",
        placeholder="YYYY-MM-DD",
        max_lines=1,
        max_length=40,
        elem_id="dx-date",
        scale=0,
        html_attributes=gr.InputHTMLAttributes(spellcheck=False, autocomplete="off"),
    )


class _Handlers:
    """What the page's events do, in Gradio's terms."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.chat: Any = None

    def ask(
        self,
        text: str | None,
        setting: str | None,
        on: str | None,
        age: str | None,
        sex: str | None,
        request: gr.Request,
    ) -> Iterator[list[Any]]:
        """Ask what stands in the box."""
        patient = Patient((age or "").strip(), _SEX.get(sex or ""))
        views = self.desk.ask(
            _session(request), text, _SETTINGS.get(setting or ""), on, patient=patient
        )
        for view in views:
            yield _shown(view)

    def opened(self, request: gr.Request) -> list[Any]:
        """Give a page that has just been opened today's date and the name it says on leaving."""
        return [date.today().isoformat(), self.desk.view(_session(request)).transcript]

    def example(
        self, on: str | None, event: gr.EventData, request: gr.Request
    ) -> Iterator[list[Any]]:
        """Ask an example of the start page, setting and all."""
        example = _example(event)
        if example is None:
            return
        for view in self.desk.ask(_session(request), example.text, example.setting, on):
            yield [*_shown(view, box=gr.skip()), example.setting or UNKNOWN]

    def give_back(self, box: str | None, request: gr.Request) -> Any:
        """Put a question that came to nothing back, unless something new is being typed."""
        text = self.desk.take_unsent(_session(request))
        return text if text and not (box or "").strip() else gr.skip()

    def stop(self, request: gr.Request) -> None:
        """Stop the work on the question."""
        self.desk.stop(_session(request))

    def fresh(self, request: gr.Request) -> list[Any]:
        """Begin another conversation; what is typed but not asked stays."""
        return _shown(self.desk.fresh(_session(request)))

    def pick(self, event: gr.EventData, request: gr.Request) -> list[Any]:
        """Show another conversation."""
        index = (event._data or {}).get("index")
        return _shown(self.desk.pick(_session(request), index if isinstance(index, int) else -1))

    def refresh(self, request: gr.Request) -> list[Any]:
        """Show the whole conversation to a page that missed a part of it."""
        return _shown(self.desk.view(_session(request)))

    def clear(self, request: gr.Request) -> list[Any]:
        """Forget the conversation shown."""
        return _shown(self.desk.clear(_session(request)))

    def undo(self, request: gr.Request) -> list[Any]:
        """Take the last question back."""
        return _shown(self.desk.undo(_session(request)))

    def forget(self, session: str) -> None:
        """Drop Gradio's own copies of what a page's components showed and were about to show."""
        if self.chat is not None:
            forget(self.chat, session)


def _session(request: gr.Request) -> str:
    # A caller without a session must not fall in with another one.
    return str(request.session_hash or uuid4().hex)


def _example(event: gr.EventData) -> Any:
    index = (event._data or {}).get("index")
    return EXAMPLES[index] if isinstance(index, int) and 0 <= index < len(EXAMPLES) else None


def _shown(view: View, box: Any = None) -> list[Any]:
    emptied = "" if view.accepted else gr.skip()
    return [view.transcript, emptied if box is None else box]
