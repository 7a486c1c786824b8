"""The path of one question: read → retrieve → reason → compose → verify."""

from __future__ import annotations

import time
from datetime import date
from typing import get_args

from assistant.composing import compose
from assistant.following import in_context, own_words
from assistant.models import Answer, Findings, Intent, Question, Reading, Setting
from assistant.reading import read, term_of
from assistant.reasoning import reason, term_findings
from assistant.retrieving import look_up, retrieve
from assistant.verifying import verify
from guidelines.codeset import CodeSet, load_codeset
from guidelines.errors import DxciteError
from guidelines.releases import code_release, guideline_release
from indexes.index import Index, Progress, open_index

LONGEST_QUESTION = 100_000  # characters; a long hospital record has some 50,000
_TERM_COVERED = 0.8


class BadQuestion(DxciteError):
    """A question that cannot be read; the message says why and what to do."""


def make_question(
    text: str,
    *,
    setting: str | None = None,
    date_of_service: str | date | None = None,
    id: str | None = None,
    history: tuple[str, ...] = (),
) -> Question:
    """A question from what a user gave.

    Args:
        text: The question, with or without documentation.
        setting: "inpatient", "outpatient" or None.
        date_of_service: ISO date; today where none is given.
        id: The caller's own id.
        history: Earlier questions of the conversation.

    Raises:
        BadQuestion: empty, too long or binary text, an unknown setting, a malformed date.
        DateOutOfRange: a date outside every release.
    """
    if not text or not text.strip():
        raise BadQuestion("The question is empty; type a term, a code or a piece of documentation.")
    if len(text) > LONGEST_QUESTION:
        raise BadQuestion(
            f"The text has {len(text):,} characters; dxcite reads up to {LONGEST_QUESTION:,} at a time. "
            "Paste the part that documents the encounter."
        )
    if "\x00" in text or sum(not c.isprintable() and c not in "\n\r\t\f" for c in text) > len(text) * 0.05:
        raise BadQuestion("This looks like a binary file, not text; paste the words of the chart.")
    if setting is not None and setting not in get_args(Setting):
        raise BadQuestion(f"The setting “{setting}” is unknown; use inpatient or outpatient.")
    day = date_of_service or date.today()
    if isinstance(day, str):
        try:
            day = date.fromisoformat(day)
        except ValueError as error:
            raise BadQuestion(f"The date “{day}” is not a date like 2026-10-01.") from error
    code_release(day)
    return Question(text=text, id=id, setting=setting, date_of_service=day, history=history)  # type: ignore[arg-type]


class Assistant:
    """Answers questions over an open index."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def ask(self, question: Question) -> Answer:
        """Answer a question.

        Raises:
            DxciteError: the question cannot be answered as given; the message says why.
        """
        context = in_context(question)
        return own_words(self._ask(context.question), context)

    def _ask(self, question: Question) -> Answer:
        timings: dict[str, float] = {}
        codeset = load_codeset(question.date_of_service)
        clock = _Clock(timings)
        reading = read(question, codeset, self.index.terms, self.index.lexicon)
        clock.lap("read")
        reading, findings = self._findings(question, reading, codeset, clock)
        answer = compose(
            question, reading, findings, codeset, self.index.digest, _notices(question.date_of_service)
        )
        answer = verify(answer, question.text, codeset, self.index.digest)
        clock.lap("compose")
        return answer.model_copy(update={"timings_ms": timings})

    def _findings(
        self, question: Question, reading: Reading, codeset: CodeSet, clock: _Clock
    ) -> tuple[Reading, Findings]:
        if reading.intent is Intent.TERM:
            term, hits = look_up(question, codeset, self.index)
            simple = len(reading.mentions) <= 1 or not hits or hits[0].score >= 0.9
            if hits and hits[0].covered >= _TERM_COVERED and simple:
                clock.lap("retrieve")
                found = term_findings(question, reading, term_of(question.text), hits, codeset, self.index)
                clock.lap("reason")
                return reading, found
            reading = reading.model_copy(update={"intent": Intent.CODING})
            if not reading.mentions:
                found = term_findings(
                    question, reading, term_of(question.text), tuple(h for h in hits if h.score >= 0.35), codeset, self.index
                )
                return reading, found
        evidence = retrieve(question, reading, codeset, self.index)
        clock.lap("retrieve")
        findings = reason(question, reading, evidence, codeset, self.index)
        clock.lap("reason")
        return reading, findings


class _Clock:
    """Notes what each stage took, in milliseconds."""

    def __init__(self, timings: dict[str, float]) -> None:
        self._timings = timings
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self._timings[stage] = round((now - self._last) * 1000, 2)
        self._last = now


def _notices(on: date) -> tuple[str, ...]:
    found = (code_release(on).notice, guideline_release(on).notice)
    return tuple(n for n in found if n)


def open_assistant(progress: Progress | None = None) -> Assistant:
    """An assistant over the index in the user's data folder, built first where there is none."""
    return Assistant(open_index(progress=progress) if progress else open_index())
