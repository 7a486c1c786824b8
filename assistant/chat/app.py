"""The page itself: Gradio components around a transcript that our own renderer draws.

The transcript is one `gr.HTML` whose template is empty; chat.js puts in the turns, which are HTML
escaped in Python. Gradio's own templating never sees text: what a `{{value}}` template yields is
compiled as a JavaScript template literal, so that `${…}` in a chart would run. A constant template
with `${value}` only inserts the value, which is why the hint uses one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any
from uuid import uuid4

from assistant.chat._gradio import gr
from assistant.chat.conversation import Asks, Desk, View
from assistant.chat.pages import EXAMPLES, header, start_page
from assistant.models import Setting

UNKNOWN = "unknown"
_SETTINGS: dict[str, Setting] = {"inpatient": "inpatient", "outpatient": "outpatient"}
_CHOICES = [("Not stated", UNKNOWN), ("Inpatient", "inpatient"), ("Outpatient", "outpatient")]
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


def build_chat(assistant: Asks, *, model: str | None = None, desk: Desk | None = None) -> gr.Blocks:
    """The chat as a Gradio app.

    Args:
        assistant: Answers the questions; called from several threads.
        model: Name of the language model that it sends questions to, None without one.
        desk: Holds the conversations; a fresh one by default.

    Returns:
        The app; `launch` serves it with `theme()` and style.css.
    """
    handlers = _Handlers(Desk(assistant) if desk is None else desk)
    with gr.Blocks(title="dxcite", analytics_enabled=False, fill_width=True) as chat:
        gr.HTML(header(model), elem_id="dx-top", apply_default_css=False, js_on_load=None)
        transcript = gr.HTML(
            {"turns": [{"key": "start", "html": start_page()}]},
            html_template='<div class="dx-turns"></div>',
            js_on_load=asset("chat.js"),
            apply_default_css=False,
            elem_id="dx-transcript",
        )
        with gr.Column(elem_id="dx-composer"):
            hint = gr.HTML(
                "",
                html_template='<div aria-live="polite">${value}</div>',
                js_on_load=None,
                apply_default_css=False,
                elem_id="dx-hint",
            )
            with gr.Row(elem_id="dx-entry"):
                box = _question_box()
                send = gr.Button("Ask", variant="primary", elem_id="dx-send", scale=0)
                stop = gr.Button("Stop", visible=False, elem_id="dx-stop", scale=0)
            with gr.Row(elem_id="dx-controls"):
                setting = gr.Radio(
                    _CHOICES, value=UNKNOWN, label="Setting", elem_id="dx-setting", scale=0
                )
                on = _date_box()
                clear = gr.Button("New conversation", elem_id="dx-clear", scale=0)

        shown = [transcript, hint, box, send, stop]
        quiet = {"show_progress": "hidden", "api_visibility": "private"}
        asked = gr.on(
            [box.submit, send.click],
            handlers.ask,
            [box, setting, on],
            shown,
            concurrency_limit=None,
            **quiet,
        )
        tried = transcript.example(
            handlers.example, [on], [*shown, setting], concurrency_limit=None, **quiet
        )
        for event in (asked, tried):
            event.then(handlers.give_back, [box], [box], queue=False, **quiet)
        stop.click(handlers.stop, None, None, queue=False, **quiet)
        clear.click(handlers.clear, None, shown, queue=False, **quiet)
        chat.unload(handlers.leave)
        handlers.chat = chat
    return chat


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
        value=lambda: date.today().isoformat(),
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
        self, text: str | None, setting: str | None, on: str | None, request: gr.Request
    ) -> Iterator[list[Any]]:
        """Ask what stands in the box."""
        views = self.desk.ask(_session(request), text, _SETTINGS.get(setting or ""), on)
        for view in views:
            yield _shown(view)

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

    def clear(self, request: gr.Request) -> list[Any]:
        """Begin a new conversation; what is typed but not asked stays."""
        return _shown(self.desk.clear(_session(request)))

    def leave(self, request: gr.Request) -> None:
        """Forget the conversation when its page is closed or reloaded."""
        session = _session(request)
        self.desk.drop(session)
        # Gradio keeps its own copy of what components last showed.
        holder = getattr(self.chat, "state_holder", None)
        if holder is not None:
            holder.session_data.pop(session, None)
            holder.time_last_used.pop(session, None)


def _session(request: gr.Request) -> str:
    # A caller without a session must not fall in with another one.
    return str(request.session_hash or uuid4().hex)


def _example(event: gr.EventData) -> Any:
    index = (event._data or {}).get("index")
    return EXAMPLES[index] if isinstance(index, int) and 0 <= index < len(EXAMPLES) else None


def _shown(view: View, box: Any = None) -> list[Any]:
    emptied = "" if view.accepted else gr.skip()
    return [
        view.transcript,
        view.hint,
        emptied if box is None else box,
        gr.update(visible=not view.working),
        gr.update(visible=view.working),
    ]
