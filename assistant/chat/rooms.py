"""The browser pages that are open, each with its conversations, held in memory only.

A page that says it is being closed is forgotten with everything typed in it. What comes from it
afterwards, such as the end of an answer that was being worked on, finds a room that nobody holds.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.models import Answer

KEPT = 200
"""Pages whose conversations are held; the one unused for longest goes first."""
_LEFT = 20_000
"""Closed pages that are remembered, by the random names of their sessions."""
_IDLE = 12 * 3600.0
"""Seconds after which a page that does nothing is taken for gone."""
_HISTORY = 20
"""Earlier questions in whose light a follow-up is read."""
_TITLE = 34
"""Characters of a conversation's name."""


@dataclass
class Turn:
    """One question of a conversation and what came of it."""

    key: int
    text: str
    html: str
    answer: Answer | None = None
    read: str = ""
    """The text that was answered: of a follow-up, with what it takes over."""


@dataclass
class Conversation:
    """One line of questions that follow each other."""

    turns: list[Turn] = field(default_factory=list)
    asked: int = 0
    stop: threading.Event | None = None
    """Set while a question is being worked on; setting the event stops it."""
    unsent: str = ""
    """A question that came to nothing or was undone, to go back into the box."""
    hint: str = ""
    """HTML of the line above the box."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    """Names the conversation to exports; only the page that shows it knows it."""

    def answered(self) -> list[Turn]:
        """The turns that have an answer, oldest first."""
        return [turn for turn in self.turns if turn.answer is not None]

    def history(self) -> tuple[str, ...]:
        """Texts of the questions answered last, oldest first."""
        return tuple(turn.text for turn in self.answered())[-_HISTORY:]

    @property
    def title(self) -> str:
        """The first question, shortened."""
        first = " ".join(self.turns[0].text.split()) if self.turns else ""
        return first if len(first) <= _TITLE else f"{first[: _TITLE - 1].rstrip()}…"


@dataclass
class Room:
    """One browser page: its conversations and the one it shows."""

    conversations: list[Conversation] = field(default_factory=lambda: [Conversation()])
    shown: int = 0
    used: float = field(default_factory=time.monotonic)
    """When the page last did something, on the monotonic clock."""

    @property
    def current(self) -> Conversation:
        """The conversation that the page shows."""
        return self.conversations[self.shown]


class Rooms:
    """The rooms of the pages that are open, in order of use."""

    def __init__(self, kept: int, on_forget: Callable[[str], None]) -> None:
        """Begin with none.

        Args:
            kept: Most pages whose conversations are held.
            on_forget: Told the session of each page whose conversations are forgotten.
        """
        self._kept = kept
        self._on_forget = on_forget
        self._held: OrderedDict[str, Room] = OrderedDict()
        self._left: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many pages are held."""
        return len(self._held)

    def of(self, session: str) -> Room:
        """The room of a page, an empty one for a new page; one that is not held for a closed one."""
        now = time.monotonic()
        with self._lock:
            if session in self._left:
                return Room()
            room = self._held.setdefault(session, Room())
            self._held.move_to_end(session)
            room.used = now
            # In order of use, so that the oldest stand first.
            old = [s for s, r in self._held.items() if now - r.used > _IDLE]
            gone = old or list(self._held)[: max(0, len(self._held) - self._kept)]
        for other in gone:
            self.drop(other)
        return room

    def holds(self, session: str, room: Room) -> bool:
        """Whether the room is still that of the page."""
        return self._held.get(session) is room

    def has_left(self, session: str) -> bool:
        """Whether the page has said that it is being closed."""
        return session in self._left

    def named(self, token: str) -> list[Conversation]:
        """The conversation of a token, on whichever page it is."""
        given = token.encode()
        with self._lock:
            every = [c for room in self._held.values() for c in room.conversations]
        return [c for c in every if secrets.compare_digest(c.token.encode(), given)]

    def drop(self, session: str) -> None:
        """Forget a page's conversations and stop its work; unknown sessions are none of ours."""
        with self._lock:
            room = self._held.pop(session, None)
        for conversation in room.conversations if room else ():
            if conversation.stop:
                conversation.stop.set()
        self._on_forget(session)

    def leave(self, token: str) -> None:
        """Forget the page that shows the conversation of a token, for good: it is being closed."""
        gone = self.named(token)
        with self._lock:
            sessions = [
                session
                for session, room in self._held.items()
                if any(c is conversation for c in room.conversations for conversation in gone)
            ]
            self._left.update(dict.fromkeys(sessions))
            while len(self._left) > _LEFT:
                self._left.popitem(last=False)
        for session in sessions:
            self.drop(session)
