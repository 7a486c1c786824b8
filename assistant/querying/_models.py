"""What a query to the provider is made from, and what it is."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.models import Span

OTHER = "other (please specify)"
UNDETERMINED = "unable to determine"

_TO_BE_QUOTED = "[quote what the record says]"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the documentation leaves open.

    Attributes:
        what: What is open, one phrase: "the side (right or left)".
        about: The condition in the words of the chart, or its title; "" where the phrase says it.
        code: The code or header that was reached, "" where none was.
        spans: Words of the chart that bear on it.
    """

    what: str
    about: str = ""
    code: str = ""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ProviderQuery:
    """A query to the provider, by compliant practice.

    Attributes:
        topic: The template it was built from.
        indicators: What the chart says, word for word.
        question: What is asked, neutral.
        options: Answers offered; empty for an open question.
    """

    topic: str
    indicators: tuple[str, ...]
    question: str
    options: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The query as one short paragraph."""
        chart = "; ".join(f"“{i}”" for i in self.indicators)
        given = f"Chart: {chart or _TO_BE_QUOTED}. "
        if not self.options:
            return f"{given}{self.question[:-1]}, or that this cannot be determined."
        return f"{given}{self.question} Options: {'; '.join(self.options)}."

    @property
    def letter(self) -> str:
        """The query laid out for sending, one option a line."""
        quotes = [f"  “{i}”" for i in self.indicators] or [f"  {_TO_BE_QUOTED}"]
        lines = ["The record says:", *quotes, "", self.question]
        boxes = self.options or (OTHER, UNDETERMINED)
        return "\n".join([*lines, *(f"  [ ] {o}" for o in boxes)])
