"""The conversation behind the page: who asked what, in which order, and what is shown.

Conversations live in this process only, in a map by the browser's session, and are dropped when the
page is left or cleared. Nothing here knows Gradio, and nothing is written down.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from assistant.chat import render
from assistant.chat.case import Case
from assistant.chat.changes import changes
from assistant.chat.markup import escape
from assistant.chat.pages import conversation_bar, start_page
from assistant.chat.patient import NOBODY, BadPatient, Patient, answered
from assistant.chat.rooms import KEPT, Conversation, Room, Rooms, Turn
from assistant.faults import place_of_fault
from assistant.models import Answer, Question, Setting
from guidelines.errors import DxciteError
from guidelines.releases import FIRST_DATE, LAST_DATE

_log = logging.getLogger(__name__)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_POLL = 0.25
"""Seconds between looks at whether the user pressed Stop; an answer is seen at once."""
_AT_ONCE = 4
"""Questions worked on at the same time, over all conversations."""
_WAITING = 60
"""Questions that wait for their turn, over all conversations."""
_CONVERSATIONS = 12
"""Conversations on one page; the oldest goes first."""


class Asks(Protocol):
    """What the chat needs of the pipeline. It is called from several threads at once."""

    def ask(self, question: Question) -> Answer:
        """Answer one question, or raise `DxciteError` in words for the user."""
        ...


@dataclass(frozen=True)
class View:
    """What the page should show now.

    Attributes:
        transcript: What the page draws: `turns` (`key` and `html`, oldest first), `bar` and `hint`
            (HTML above the turns and above the box), `token`, and whether a question is `working`
            or `unsent`. HTML is None for a turn that the page has drawn already and that has not
            changed since.
        accepted: Whether the question was taken, so that the box can be emptied.
    """

    transcript: dict[str, Any]
    accepted: bool = False

    @property
    def hint(self) -> str:
        """HTML of the line above the box."""
        return str(self.transcript["hint"])

    @property
    def working(self) -> bool:
        """Whether a question is being worked on."""
        return bool(self.transcript["working"])


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
    """Takes questions from pages, has them answered and keeps each page's conversations."""

    def __init__(
        self,
        assistant: Asks,
        kept: int = KEPT,
        at_once: int = _AT_ONCE,
        waiting: int = _WAITING,
    ) -> None:
        """Start with no conversations.

        Args:
            assistant: Answers the questions.
            kept: Most pages whose conversations are held.
            at_once: Most questions worked on at the same time.
            waiting: Most questions that wait for their turn; more are refused in words.
        """
        self._assistant = assistant
        self._most = at_once + waiting
        self.in_work = 0
        self.rooms = Rooms(kept, lambda session: self.on_forget(session))
        self._lock = threading.Lock()
        self.slots = threading.Semaphore(at_once)
        """Taken by each question that is worked on, whichever way it came."""
        self.tally = Tally()
        self.on_forget: Callable[[str], None] = lambda _session: None
        """Told the session of each page whose conversations are forgotten."""

    def __len__(self) -> int:
        """How many pages' conversations are held."""
        return len(self.rooms)

    def view(self, session: str) -> View:
        """What the page of a session should show now."""
        return self._view(self.rooms.of(session))

    def fresh(self, session: str) -> View:
        """Begin another conversation; those before stay."""
        room = self.rooms.of(session)
        if room.current.turns:
            room.conversations = [c for c in room.conversations if c.turns][-_CONVERSATIONS + 1 :]
            room.conversations.append(Conversation())
        room.shown = len(room.conversations) - 1
        return self._view(room)

    def pick(self, session: str, index: int) -> View:
        """Show another conversation of the page."""
        room = self.rooms.of(session)
        if 0 <= index < len(room.conversations):
            room.shown = index
        return self._view(room)

    def clear(self, session: str) -> View:
        """Forget the conversation that the page shows."""
        room = self.rooms.of(session)
        gone = room.conversations.pop(room.shown)
        if gone.stop:
            gone.stop.set()
        if not room.conversations:
            room.conversations.append(Conversation())
        room.shown = min(room.shown, len(room.conversations) - 1)
        return self._view(room)

    def undo(self, session: str) -> View:
        """Take the last question back; its words go into the box again."""
        room = self.rooms.of(session)
        conversation = room.current
        if conversation.stop is None and conversation.turns:
            conversation.unsent = conversation.turns.pop().text
            conversation.hint = _status("The last question is taken back.")
        return self._view(room)

    def stop(self, session: str) -> None:
        """Stop the work on the question that the page shows, if there is any."""
        if stop := self.rooms.of(session).current.stop:
            stop.set()

    def take_unsent(self, session: str) -> str:
        """The question that came to nothing or was taken back, once."""
        conversation = self.rooms.of(session).current
        text, conversation.unsent = conversation.unsent, ""
        return text

    def answered(self, token: str, key: int | None = None) -> list[Turn]:
        """The answered turns of a conversation, or the one with a key, for an export."""
        turns = [turn for c in self.rooms.named(token) for turn in c.answered()]
        return [turn for turn in turns if key is None or turn.key == key]

    def ask(
        self,
        session: str,
        text: str | None,
        setting: Setting | None,
        on: str | None,
        today: date | None = None,
        patient: Patient = NOBODY,
    ) -> Iterator[View]:
        """Ask a question and say how it goes: at once, and when it is done.

        Args:
            session: The page it comes from.
            text: What was typed.
            setting: Setting chosen.
            on: Date of service as typed.
            today: The date where none was typed; the machine's by default.
            patient: Age and sex as given in the controls.
        """
        room = self.rooms.of(session)
        if self.rooms.has_left(session):
            return  # sent just before the page was closed
        conversation = room.current
        text = (text or "").strip()
        try:
            if conversation.stop is not None:
                raise BadInput("The question before is still being worked on; wait or press Stop.")
            if not text:
                raise BadInput("Type a question, or paste the documentation to be coded.")
            day = service_date(on, today or date.today())
            patient.check()
            self._admit()
        except (BadInput, BadPatient) as error:
            conversation.hint = _alert(str(error))
            yield self._view(room, drawn=len(conversation.turns))
            return
        try:
            for accepted in self._work(conversation, text, setting, day, patient):
                # Cleared or left meanwhile: the page shows something else now.
                if self.rooms.holds(session, room) and room.current is conversation:
                    yield self._view(room, accepted, len(conversation.turns) - 1)
        finally:
            with self._lock:
                self.in_work -= 1

    def _admit(self) -> None:
        with self._lock:
            if self.in_work >= self._most:
                self.tally.refused += 1
                raise BadInput("Many questions are waiting; try again in a few seconds.")
            self.in_work += 1

    def _work(
        self,
        conversation: Conversation,
        text: str,
        setting: Setting | None,
        day: date,
        patient: Patient,
    ) -> Iterator[bool]:
        """Work on a question; yields whenever there is something new to show."""
        before = conversation.answered()[-1:]
        history = conversation.history()
        conversation.asked += 1
        turn = Turn(conversation.asked, text, "")
        stop = conversation.stop = threading.Event()
        conversation.turns.append(turn)
        conversation.hint = _status("Working …")

        def show(body: str, answer: Answer | None = None, case: Case | None = None) -> None:
            # A follow-up or the chart itself may say otherwise than the controls.
            where, on = (answer.setting, answer.date_of_service) if answer else (setting, day)
            turn.html = render.turn(
                turn.key, case or Case(text), where, on, body, answer, patient.words()
            )

        def work() -> tuple[Answer, str, Case]:
            # Imported when first needed: the page is there sooner than the pipeline.
            from assistant.following import in_context, told
            from assistant.pipeline import make_question

            question = make_question(text, setting=setting, date_of_service=day, history=history)
            context = in_context(question)
            answer = told(answered(self._assistant, context.question, patient), context)
            case = Case.of(text, context)
            follows = before and context.taken_over is not None
            changed = (before[0].key, changes(_answer(before[0]), answer)) if follows else None
            name = f"{conversation.token}:{turn.key}"
            return answer, render.answer_card(turn.key, answer, case.read, changed, name), case

        try:
            job = _Job(work, self.slots)
            show(render.working())
            yield True
            job.wait(stop)
            if job.done is not None and not stop.is_set():
                answer, card, case = job.done
                turn.answer, turn.read = answer, case.read
                show(card, answer, case)
                conversation.hint = _status(render.in_short(answer))
            else:
                show(render.stopped() if stop.is_set() else render.problem(job.problem))
                conversation.unsent = text
                conversation.hint = _status("Stopped." if stop.is_set() else "Not answered.")
            self.tally.add(turn.answer is not None, stop.is_set(), job.seconds)
        finally:
            # Also when the page is left in the middle: the generator is closed, the work dropped.
            stop.set()
            conversation.stop = None
        yield False

    def _view(self, room: Room, accepted: bool = False, drawn: int = 0) -> View:
        """What the page should show.

        Args:
            room: The page's.
            accepted: Whether a question was just taken.
            drawn: First turns that the page shows already. Their HTML is left out: a page that got
                a long conversation anew with every word would be busy with nothing else.
        """
        conversation = room.current
        turns = [
            {"key": f"{conversation.token}{t.key}", "html": None if i < drawn else t.html}
            for i, t in enumerate(conversation.turns)
        ]
        names = [c.title for c in room.conversations]
        exports = conversation.token if conversation.answered() else ""
        bar = conversation_bar(names, room.shown, exports, bool(conversation.turns))
        return View(
            {
                "turns": turns or [{"key": "start", "html": start_page()}],
                "bar": bar,
                "hint": conversation.hint,
                "token": conversation.token,
                "working": conversation.stop is not None,
                "unsent": bool(conversation.unsent),
            },
            accepted,
        )


@dataclass
class Tally:
    """Counts since the start; nothing of what was asked."""

    answered: int = 0
    failed: int = 0
    stopped: int = 0
    refused: int = 0
    seconds: float = 0.0
    """Time spent on the questions that were answered."""

    def add(self, answered: bool, stopped: bool, seconds: float) -> None:
        """Count one question."""
        if answered:
            self.answered += 1
            self.seconds += seconds
        elif stopped:
            self.stopped += 1
        else:
            self.failed += 1


def _answer(turn: Turn) -> Answer:
    assert turn.answer is not None  # only answered turns come here
    return turn.answer


_Done = tuple[Answer, str, Case]


class _Job:
    """One question in a thread of its own, so that it can be left behind.

    Attributes:
        done: The answer, its HTML and the text that was read, once there is one.
        problem: Why there is none, in words.
        seconds: How long it took, waiting for a slot included.
    """

    def __init__(self, work: Callable[[], _Done], slots: threading.Semaphore) -> None:
        self.done: _Done | None = None
        self.problem = ""
        self.seconds = 0.0
        self._ended = threading.Event()
        self._work = work
        self._slots = slots
        # A daemon, so that a model that never answers does not keep the program from ending.
        threading.Thread(target=self._run, name="dxcite-question", daemon=True).start()

    def wait(self, stop: threading.Event) -> None:
        """Wait until the work is done or stopped."""
        while not stop.is_set() and not self._ended.wait(_POLL):
            pass

    def _run(self) -> None:
        begun = time.monotonic()
        try:
            with self._slots:
                self.done = self._work()
        except DxciteError as error:
            self.problem = str(error)
        except Exception as error:
            # Its message may quote the chart, so only where it happened is logged.
            place = place_of_fault(error)
            _log.error(place)
            self.problem = (
                f"Something went wrong inside dxcite ({place}); "
                "try to word the question differently, and report it if it happens again."
            )
        finally:
            self.seconds = time.monotonic() - begun
            self._ended.set()


def _alert(message: str) -> str:
    return f'<p class="dx-alert">{escape(message)}</p>'


def _status(message: str) -> str:
    return f'<p class="dx-sr">{escape(message)}</p>'
