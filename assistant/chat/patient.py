"""Age and sex from the controls: how they reach the question without moving its words.

The pipeline reads circumstances from the documentation. What the controls say is put behind the
question as one more sentence; evidence in that sentence is the page's, not the chart's, and is left
out of the answer. A question of a few words is a look-up and takes no patient.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from guidelines.errors import DxciteError

if TYPE_CHECKING:
    from assistant.models import Answer, AnswerCode, AnswerRejection, Question

    _Entry = TypeVar("_Entry", AnswerCode, AnswerRejection)

Sex = Literal["female", "male"]
OLDEST = 124
"""Years; the Medicare code editor takes no older patient."""
_STATED = re.compile(
    r"\b\d{1,3}[- ]?(?:y\.?/?o\.?|yr|year|month|week|day)s?\b(?:[- ]?old)?|\b\d{1,3} ?[mf]\b", re.I
)
_LOOK_UP = 6
"""Words up to which a question is taken for a term to look up."""


class BadPatient(DxciteError):
    """An age that cannot be one."""


class _Asks(Protocol):
    def ask(self, question: Question) -> Answer: ...


@dataclass(frozen=True)
class Patient:
    """The patient as given in the controls.

    Attributes:
        age: As typed, in years, or "".
        sex: "female", "male" or None where it is not stated.
    """

    age: str = ""
    sex: Sex | None = None

    def check(self) -> None:
        """Raise where the age is no age.

        Raises:
            BadPatient: in words for the user.
        """
        if self.age and not (self.age.isascii() and self.age.isdigit() and int(self.age) <= OLDEST):
            raise BadPatient(
                f"“{self.age[:20]}” is not an age; type whole years from 0 to {OLDEST}, or leave "
                "it empty."
            )

    def words(self) -> tuple[str, ...]:
        """What was given, for the line above a question."""
        age = (f"Age {self.age}",) if self.age else ()
        return (*age, self.sex.capitalize()) if self.sex else age

    def sentence(self) -> str:
        """The sentence that says it in a chart's words, "" where nothing was given."""
        if not self.age and not self.sex:
            return ""
        who = self.sex or "patient"
        return f"The patient is {self.age}-year-old {who}." if self.age else f"Sex: {self.sex}."


NOBODY = Patient()


def answered(assistant: _Asks, question: Question, patient: Patient) -> Answer:
    """Ask with the patient's circumstances added behind the question.

    A chart that states an age keeps its own.

    Args:
        assistant: Answers the question.
        question: As typed.
        patient: From the controls.
    """
    sentence = patient.sentence()
    words = len(question.text.split())
    if not sentence or _STATED.search(question.text) or words <= _LOOK_UP:
        return assistant.ask(question)
    text = f"{question.text}\n\n{sentence}"
    answer = assistant.ask(question.model_copy(update={"text": text}))
    end = len(question.text)

    def own(entry: _Entry) -> _Entry:
        kept = tuple(s for s in entry.evidence if s.end <= end)
        return entry.model_copy(update={"evidence": kept})

    return answer.model_copy(
        update={
            "codes": tuple(map(own, answer.codes)),
            "rejected": tuple(map(own, answer.rejected)),
        }
    )
