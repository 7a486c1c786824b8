"""A trace as a file: the question, what the answer was made with, and the whole answer."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.models import Answer, Question
from assistant.tracing._markdown import as_markdown
from guidelines._version import __version__
from guidelines.errors import DxciteError
from guidelines.sections import load_digest

FORMAT: Literal[1] = 1
_LARGEST = 64 * 1024 * 1024  # bytes


class TraceError(DxciteError):
    """A trace file that cannot be written or read; the message says why and what to do."""


class Trace(BaseModel):
    """What a trace file holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = FORMAT
    program: str
    """Version of dxcite that answered."""
    digest: str
    """Checksum of the guideline digest."""
    question: Question
    answer: Answer
    """The answer with its steps; without the times taken."""


def traced(question: Question, answer: Answer) -> Trace:
    """The trace of an answer."""
    return Trace(
        program=__version__,
        digest=load_digest().fingerprint,
        question=question,
        answer=answer.model_copy(update={"timings_ms": {}}),
    )


def save_trace(trace: Trace, path: Path) -> None:
    """Write a trace, whole or not at all: Markdown where the name ends in .md, else JSON.

    Raises:
        TraceError: the file cannot be written.
    """
    markdown = path.suffix.lower() in (".md", ".markdown")
    text = as_markdown(trace) if markdown else trace.model_dump_json(indent=2) + "\n"
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        why = error.strerror or str(error)
        raise TraceError(
            f"The trace {path} cannot be written ({why}); name another place."
        ) from error


def load_trace(path: Path) -> Trace:
    """Read a trace that was saved as JSON.

    Raises:
        TraceError: there is no such file, or it is no trace of this format.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise TraceError(f"The trace {path} cannot be read ({why}).") from error
    if len(data) > _LARGEST:
        raise TraceError(f"{path} is too large for a trace.")
    try:
        return Trace.model_validate_json(data)
    except ValidationError as error:
        raise TraceError(
            f"{path} is no trace of this version of dxcite; give the JSON file that "
            "`dxcite ask --trace FILE.json` wrote."
        ) from error
