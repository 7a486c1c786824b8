"""`dxcite ask --trace` and `dxcite replay`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.tracing import Difference, Trace, load_trace, replay

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.pipeline import Assistant

DIFFERS = 1
_SHOWN = 30


def read_trace(file: str) -> Trace:
    """The trace in a file.

    Raises:
        TraceError: it cannot be read or is none.
    """
    return load_trace(Path(file))


def replayed(trace: Trace, assistant: Assistant) -> dict[str, Any]:
    """What came of asking again, ready for JSON."""
    found = replay(trace, assistant)
    return {
        "same": not found,
        "differences": [{"where": d.where, "was": d.was, "now": d.now} for d in found],
    }


def draw_replay(out: Console, found: dict[str, Any]) -> None:
    """Print what came of asking again."""
    if found["same"]:
        out.print("The same answer.")
        return
    out.print("The answer differs:")
    differences = [Difference(**d) for d in found["differences"]]
    for one in differences[:_SHOWN]:
        out.print(f"- {one.where}: {one.was or 'nothing'} → {one.now or 'nothing'}", soft_wrap=True)
    if len(differences) > _SHOWN:
        out.print(f"and {len(differences) - _SHOWN} more (--json lists all)")
