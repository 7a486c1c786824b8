"""Answering a file of questions: one JSON object a line, in the same order, with the same ids.

A line that cannot be answered gives `{"id": …, "error": …}` and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from assistant.cli_errors import unexpected_fault
from assistant.given import make_question
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
            yield orjson.dumps(_answered(line, ask, counts)) + b"\n"


def bounded_lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of one that is too long, only so much that it is seen to be."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE + 1)


def _answered(line: bytes, ask: Callable[[Question], Answer], counts: Counts) -> dict[str, Any]:
    id: Any = None
    try:
        record = _record(line)
        id = record.get("id")
        answer = ask(_question(record)).model_dump(mode="json")
    except DxciteError as error:
        counts.errors += 1
        return {"id": id, "error": str(error)}
    except Exception as error:  # a fault in one line must not cost the others their answers
        counts.errors += 1
        counts.faults += 1
        return {"id": id, "error": unexpected_fault(error) + "."}
    counts.answered += 1
    return {**answer, "id": id}


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
