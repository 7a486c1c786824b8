"""The trace of an answer: everything that led to it, as a file that can be read and replayed."""

from __future__ import annotations

from assistant.tracing._file import FORMAT, Trace, TraceError, load_trace, save_trace, traced
from assistant.tracing._markdown import as_markdown
from assistant.tracing._replay import Difference, replay

__all__ = [
    "FORMAT",
    "Difference",
    "Trace",
    "TraceError",
    "as_markdown",
    "load_trace",
    "replay",
    "save_trace",
    "traced",
]
