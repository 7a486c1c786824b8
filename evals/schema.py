"""The suite schema: one case a line, what is asked and what a right answer holds.

`dxcite eval schema` prints it as JSON Schema. Every field but `id`, `question` and `gold` may be
left out. What the gold leaves open is not scored.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.models import Setting, Verdict


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LeftOut(_Record):
    """A code that a right answer considers and leaves out, and the reason it gives."""

    code: str
    """The code; one that begins with it counts too."""
    section: str | None = None
    """The guideline section or the code whose note decides, cited with the rejection."""
    because: str | None = None
    """A word that the reason must hold, such as "negated" or "integral"."""


class Gold(_Record):
    """What a right answer holds."""

    sections: tuple[str, ...] = ()
    """Guideline sections that decide the question, the deciding one first."""
    verdict: Verdict | None = None
    """The answer to a yes/no question; null where none is expected."""
    required_codes: tuple[str, ...] = ()
    """Codes that must be recommended."""
    acceptable_codes: tuple[str, ...] = ()
    """Codes that may be recommended without being wrong."""
    forbidden_codes: tuple[str, ...] = ()
    """Codes (or headers) that must not be recommended."""
    first: str | None = None
    """The code to be listed first; null where the order is free."""
    order: tuple[str, ...] = ()
    """Codes that must be listed in this order, whatever stands between them."""
    abstain: bool = False
    """Whether the right answer is to decline."""
    gaps: tuple[str, ...] = ()
    """What the documentation lacks and the answer should ask the provider."""
    rejected: tuple[LeftOut, ...] = ()
    """Codes to be considered and left out, with the reason."""


class Case(_Record):
    """One question of a suite."""

    id: str = Field(min_length=1)
    """Unique within the suite."""
    question: str = Field(min_length=1)
    """The question as a coder would paste it, with the documentation unless `snippet` has it."""
    snippet: str | None = None
    """The documentation, where it stands apart from the question."""
    history: tuple[str, ...] = ()
    """Earlier questions of the same conversation, oldest first."""
    setting: Setting | None = None
    """Where the patient was seen."""
    date_of_service: date | None = None
    """Decides the release; the day of the run where none is given."""
    gold: Gold
    tags: tuple[str, ...] = ()
    """Words to report by: topic, kind of question, trap."""
    pair: str | None = None
    """Cases of a minimal pair share this word."""
    term: str | bool | None = None
    """The term, where the question is only a term whose code is looked up."""
    labelled: Literal["author", "external"] = "author"
    """Who set the gold: the authors of dxcite or somebody else."""
    provenance: str | dict[str, Any] | None = None
    """Where the case comes from."""

    @property
    def asked(self) -> str:
        """What is asked: the question, and below it the documentation where it stands apart."""
        return f"{self.question}\n\n{self.snippet}" if self.snippet else self.question

    @property
    def is_term(self) -> bool:
        """Whether this case is a look-up of a term."""
        return bool(self.term)
