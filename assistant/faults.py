"""What may be said of an unexpected fault: its kind and place, and no word of the chart."""

from __future__ import annotations

import traceback
from pathlib import Path


class Fault(Exception):
    """A fault in another process; its words are those of `place_of_fault` there."""


def place_of_fault(error: Exception) -> str:
    """Kind and place of a fault, such as "ValueError at composing.py:40"."""
    if isinstance(error, Fault):
        return str(error)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"
