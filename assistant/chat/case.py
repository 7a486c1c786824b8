"""The text that an answer is about: what was typed and, for a follow-up, what it takes over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.following import InContext


@dataclass(frozen=True)
class Case:
    """What was typed and what was read.

    Attributes:
        typed: The words just typed.
        carried: Text taken over from the conversation, "" for a question of its own.
        at: Where `carried` begins in the text that was read; evidence offsets count from there.
    """

    typed: str
    carried: str = ""
    at: int = 0

    @property
    def read(self) -> str:
        """The text that was answered, in which evidence has its offsets."""
        if not self.carried:
            return self.typed
        return f"{self.typed}\n\n{self.carried}" if self.at else self.carried

    @classmethod
    def of(cls, typed: str, context: InContext) -> Case:
        """The case of a question read in context."""
        if context.taken_over is None:
            return cls(typed)
        at = context.own + 2 if context.own else 0
        return cls(typed, context.question.text[at:], at)
