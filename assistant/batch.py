"""Answering a file of questions: one JSON object a line, in the same order, with the same ids.

A line that cannot be answered gives `{"id": …, "error": …}` and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

import orjson

from assistant.cli_errors import unexpected_fault
from assistant.given import make_question
from assistant.spreading import Executor, Lost, in_order, spread
from guidelines.errors import DxciteError

if TYPE_CHECKING:
    from assistant.models import Answer, Question

LONGEST_LINE = 4_000_000
"""Bytes; a longer line is an error of its own and is read past, not into memory."""


class BadLine(DxciteError):
    """A line that holds no question."""


@dataclass(slots=True)
class Counts:
    """How a batch went: lines answered, lines in error, and faults of dxcite among those."""

    answered: int = 0
    errors: int = 0
    faults: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """A line of the output and how it came about."""

    line: bytes
    kind: Literal["answered", "error", "fault"]

    def count(self, counts: Counts) -> None:
        """Add it to the counts."""
        counts.answered += self.kind == "answered"
        counts.errors += self.kind != "answered"
        counts.faults += self.kind == "fault"


def answers(
    lines: Iterable[bytes], ask: Callable[[Question], Answer], counts: Counts
) -> Iterator[bytes]:
    """One JSON line for each line that is not blank.

    Args:
        lines: Lines as `bounded_lines` gives them.
        ask: Answers one question.
        counts: Kept up to date while the lines are consumed.

    Yields:
        The answer as the contract has it, or an object with `id` and `error`.
    """
    for line in lines:
        if line.strip():
            answered = _answered(line, ask)
            answered.count(counts)
            yield answered.line


def spread_answers(
    lines: Iterable[bytes], counts: Counts, workers: int, executor: Executor
) -> Iterator[bytes]:
    """The same as `answers`, from several processes.

    Args:
        lines: Lines as `bounded_lines` gives them.
        counts: Kept up to date while the lines are consumed.
        workers: Number of processes.
        executor: What runs them.
    """
    asked = (line for line in lines if line.strip())
    for answered in in_order(spread(_open, asked, workers, executor)):
        if isinstance(answered, Lost):
            answered = _said(None, f"The line was given up: {answered.reason}.", "fault")
        answered.count(counts)
        yield answered.line


def _open() -> Callable[[bytes], Answered]:
    from assistant.pipeline import open_assistant

    ask = open_assistant().ask
    return lambda line: _answered(line, ask)


def bounded_lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of one that is too long, only so much that it is seen to be."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE + 1)


def _answered(line: bytes, ask: Callable[[Question], Answer]) -> Answered:
    id: Any = None
    try:
        record = _record(line)
        id = record.get("id")
        answer = ask(_question(record)).model_dump(mode="json")
    except DxciteError as error:
        return _said(id, str(error), "error")
    except Exception as error:  # a fault in one line must not cost the others their answers
        return _said(id, unexpected_fault(error) + ".", "fault")
    return Answered(orjson.dumps({**answer, "id": id}) + b"\n", "answered")


def _said(id: Any, error: str, kind: Literal["error", "fault"]) -> Answered:
    return Answered(orjson.dumps({"id": id, "error": error}) + b"\n", kind)


def _record(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise BadLine(f"The line is longer than {LONGEST_LINE:,} bytes.")
    try:
        record = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise BadLine(f"The line is not JSON: {error}.") from error
    if not isinstance(record, dict):
        raise BadLine('The line must hold an object such as {"id": "1", "question": "…"}.')
    return record


def _question(record: dict[str, Any]) -> Question:
    if "question" not in record:
        raise BadLine('The line has no "question".')
    return make_question(
        record["question"],
        setting=record.get("setting"),
        date_of_service=record.get("date_of_service"),
    )
