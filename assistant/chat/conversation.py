"""The conversation behind the page: who asked what, in which order, and what is shown.

Conversations live in this process only, in a map by the browser's session, and are dropped when the
page is left or cleared. Nothing here knows Gradio, and nothing is written down.
"""

from __future__ import annotations

import logging
import re
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from assistant.chat import render
from assistant.chat.markup import escape
from assistant.chat.pages import start_page
from assistant.models import Answer, Question, Setting
from guidelines.errors import DxciteError
from guidelines.releases import FIRST_DATE, LAST_DATE

_log = logging.getLogger(__name__)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_POLL = 0.05
"""Seconds between looks at whether the answer is there or the user pressed Stop."""
_AT_ONCE = 4
"""Questions worked on at the same time, over all conversations."""
_HISTORY = 20
"""Earlier questions in whose light a follow-up is read."""
_KEPT = 200
"""Conversations held; the one unused for longest goes first."""


class Asks(Protocol):
    """What the chat needs of the pipeline. It is called from several threads at once."""

    def ask(self, question: Question) -> Answer:
        """Answer one question, or raise `DxciteError` in words for the user."""
        ...


@dataclass
class Turn:
    """One question of a conversation and what came of it."""

    key: int
    text: str
    html: str
    answered: bool = False


@dataclass
class Conversation:
    """One browser page's conversation."""

    turns: list[Turn] = field(default_factory=list)
    asked: int = 0
    stop: threading.Event | None = None
    """Set while a question is being worked on; setting the event stops it."""
    unsent: str = ""
    """A question that came to nothing, to go back into the box."""
    hint: str = ""
    """HTML of the line above the box."""

    def history(self) -> tuple[str, ...]:
        """Texts of the questions answered last, oldest first."""
        return tuple(turn.text for turn in self.turns if turn.answered)[-_HISTORY:]


@dataclass(frozen=True)
class View:
    """What the page should show now.

    Attributes:
        transcript: `{"turns": [{"key", "html"}]}`, oldest first.
        hint: HTML of the line above the box.
        working: Whether a question is being worked on.
        accepted: Whether the question was taken, so that the box can be emptied.
    """

    transcript: dict[str, list[dict[str, str]]]
    hint: str
    working: bool
    accepted: bool = False


class BadInput(DxciteError):
    """A control holds something that cannot be used; the question has not been asked."""


def service_date(typed: str | None, today: date) -> date:
    """The date of service as typed, today where nothing was.

    Raises:
        BadInput: in words, when it is no date or lies outside ICD-10-CM's years.
    """
    text = (typed or "").strip()
    if not text:
        return today
    try:
        # fromisoformat alone would also take 20260501 and 2026-W18-5.
        on = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        on = None
    if on is None:
        raise BadInput(
            f"“{text[:40]}” is not a date; type the date of service as YYYY-MM-DD, "
            f"for example {today.isoformat()}."
        )
    if not FIRST_DATE <= on <= LAST_DATE:
        raise BadInput(
            f"{on.isoformat()} is outside ICD-10-CM; give a date of service from "
            f"{FIRST_DATE.isoformat()} to {LAST_DATE.isoformat()}."
        )
    return on


class Desk:
    """Takes questions from pages, has them answered and keeps each page's conversation."""

    def __init__(self, assistant: Asks, kept: int = _KEPT) -> None:
        """Start with no conversations.

        Args:
            assistant: Answers the questions.
            kept: Most conversations to hold.
        """
        self._assistant = assistant
        self._kept = kept
        self._held: OrderedDict[str, Conversation] = OrderedDict()
        self._lock = threading.Lock()
        self._slots = threading.Semaphore(_AT_ONCE)

    def __len__(self) -> int:
        """How many conversations are held."""
        return len(self._held)

    def view(self, session: str) -> View:
        """What the page of a session should show now."""
        return self._view(self._of(session))

    def drop(self, session: str) -> None:
        """Forget a conversation and stop its work; unknown sessions are none of ours."""
        with self._lock:
            conversation = self._held.pop(session, None)
        if conversation and conversation.stop:
            conversation.stop.set()

    def clear(self, session: str) -> View:
        """Begin a new conversation on the same page."""
        self.drop(session)
        return self.view(session)

    def stop(self, session: str) -> None:
        """Stop the work on a session's question, if there is any."""
        if stop := self._of(session).stop:
            stop.set()

    def take_unsent(self, session: str) -> str:
        """The question that came to nothing, once."""
        conversation = self._of(session)
        text, conversation.unsent = conversation.unsent, ""
        return text

    def ask(
        self,
        session: str,
        text: str | None,
        setting: Setting | None,
        on: str | None,
        today: date | None = None,
    ) -> Iterator[View]:
        """Ask a question and say how it goes: at once, every second, and when it is done.

        Args:
            session: The page it comes from.
            text: What was typed.
            setting: Setting chosen.
            on: Date of service as typed.
            today: The date where none was typed; the machine's by default.
        """
        conversation = self._of(session)
        text = (text or "").strip()
        try:
            if conversation.stop is not None:
                raise BadInput("The question before is still being worked on; wait or press Stop.")
            if not text:
                raise BadInput("Type a question, or paste the documentation to be coded.")
            day = service_date(on, today or date.today())
        except BadInput as error:
            conversation.hint = _alert(str(error))
            yield self._view(conversation)
            return
        for view in self._work(conversation, text, setting, day):
            # Cleared or left meanwhile: the page belongs to another conversation now.
            if self._held.get(session) is not conversation:
                return
            yield view

    def _work(
        self, conversation: Conversation, text: str, setting: Setting | None, day: date
    ) -> Iterator[View]:
        history = conversation.history()
        conversation.asked += 1
        key = conversation.asked
        turn = Turn(key, text, "")
        stop = conversation.stop = threading.Event()
        conversation.turns.append(turn)
        conversation.hint = _status("Working …")

        def show(body: str, answer: Answer | None = None) -> None:
            turn.html = render.turn(key, text, setting, day, body, answer, bool(history))

        def work() -> tuple[Answer, str]:
            # Imported when first needed: the page is there sooner than the pipeline.
            from assistant.pipeline import make_question

            answer = self._assistant.ask(
                make_question(text, setting=setting, date_of_service=day, history=history)
            )
            return answer, render.answer_card(key, answer, text)

        try:
            job = _Job(work, self._slots)
            for seconds in job.wait(stop):
                show(render.working(seconds))
                yield self._view(conversation, accepted=seconds == 0)
            if job.done is not None and not stop.is_set():
                answer, card = job.done
                show(card, answer)
                turn.answered = True
                conversation.hint = _status(render.in_short(answer))
            else:
                show(render.stopped() if stop.is_set() else render.problem(job.problem))
                conversation.unsent = text
                conversation.hint = _status("Stopped." if stop.is_set() else "Not answered.")
        finally:
            # Also when the page is left in the middle: the generator is closed, the work dropped.
            stop.set()
            conversation.stop = None
        yield self._view(conversation)

    def _of(self, session: str) -> Conversation:
        with self._lock:
            conversation = self._held.setdefault(session, Conversation())
            self._held.move_to_end(session)
            while len(self._held) > self._kept:
                self._held.popitem(last=False)
            return conversation

    def _view(self, conversation: Conversation, accepted: bool = False) -> View:
        turns = [{"key": str(turn.key), "html": turn.html} for turn in conversation.turns]
        return View(
            {"turns": turns or [{"key": "start", "html": start_page()}]},
            conversation.hint,
            conversation.stop is not None,
            accepted,
        )


class _Job:
    """One question in a thread of its own, so that it can be left behind.

    Attributes:
        done: The answer and its HTML, once there is one.
        problem: Why there is none, in words.
    """

    def __init__(self, work: Callable[[], tuple[Answer, str]], slots: threading.Semaphore) -> None:
        self.done: tuple[Answer, str] | None = None
        self.problem = ""
        self._ended = threading.Event()
        self._work = work
        self._slots = slots
        # A daemon, so that a model that never answers does not keep the program from ending.
        threading.Thread(target=self._run, name="dxcite-question", daemon=True).start()

    def wait(self, stop: threading.Event) -> Iterator[int]:
        """Seconds waited so far, from 0, until the work is done or stopped."""
        begun = time.monotonic()
        told = 0
        yield told
        while not stop.is_set() and not self._ended.is_set():
            seconds = int(time.monotonic() - begun)
            if seconds > told:
                told = seconds
                yield seconds
            self._ended.wait(_POLL)

    def _run(self) -> None:
        try:
            with self._slots:
                self.done = self._work()
        except DxciteError as error:
            self.problem = str(error)
        except Exception as error:
            # Its message may quote the chart, so only where it happened is logged.
            frame = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{Path(frame.filename).name}:{frame.lineno}"
            _log.error("%s at %s", type(error).__name__, place)
            self.problem = (
                f"Something went wrong inside dxcite ({type(error).__name__} at {place}); "
                "try to word the question differently, and report it if it happens again."
            )
        finally:
            self._ended.set()


def _alert(message: str) -> str:
    return f'<p class="dx-alert">{escape(message)}</p>'


def _status(message: str) -> str:
    return f'<p class="dx-sr">{escape(message)}</p>'
