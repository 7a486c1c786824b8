"""`dxcite code-note`: a whole note, its codes in order, what was left out, what is missing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from assistant.cli_output import decoded
from assistant.models import Answer, Span
from guidelines.errors import DxciteError

if TYPE_CHECKING:
    from rich.console import Console

_LARGEST = 2_000_000  # bytes
_SHOWN = 60  # characters of the chart in a line


def note_text(file: str) -> str:
    """The text of a note.

    Args:
        file: A path, or "-" for standard input.

    Raises:
        DxciteError: it cannot be read, is too large, or is not text in UTF-8.
    """
    if file == "-":
        from assistant.cli_output import typed_text

        return typed_text(["-"])
    path = Path(file)
    try:
        if path.stat().st_size > _LARGEST:
            raise DxciteError(f"{file} is too large for a note; give one encounter's note.")
        return decoded(path.read_bytes())
    except OSError as error:
        raise DxciteError(f"{file} cannot be read ({error.strerror}); check the path.") from error


def draw_note(out: Console, answer: Answer, text: str) -> None:
    """Print the codes with their place in the note, what was left out and what is missing."""
    for depth, line, style in _lines(answer, text):
        out.print(Padding(Text(line, style=style), (0, 0, 0, 2 * depth), expand=False))


def _lines(answer: Answer, text: str) -> Iterator[tuple[int, str, str]]:
    """Indentation, text and style."""
    if answer.abstain_reason:
        yield 0, answer.abstain_reason, ""
    starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
    reported = [c for c in answer.codes if c.role != "alternative"]
    offered = [c for c in answer.codes if c.role == "alternative"]
    for heading, codes in (("Codes", reported), ("Need more documentation", offered)):
        if codes:
            yield 0, heading, "bold"
        for code in codes:
            place = f"{code.sequence}. " if code.sequence else ""
            yield 1, f"{place}{code.code}  {code.title}", ""
            yield 2, f"{_places(code.evidence, starts)}{code.reason}", "dim"
    if answer.rejected:
        yield 0, "Left out", "bold"
    for left in answer.rejected:
        yield 1, f"{left.code}  {left.title}", ""
        yield 2, f"{_places(left.evidence, starts)}{left.reason}", "dim"
    for heading, lines in (
        ("Missing", answer.queries), ("Assumed", answer.assumptions), ("Note", answer.warnings),
    ):  # fmt: skip
        if lines:
            yield 0, heading, "bold"
        yield from ((1, f"- {line}", "") for line in lines)


def _places(spans: Sequence[Span], starts: Sequence[int]) -> str:
    """The chart's words with line and characters, in front of a reason."""
    found = []
    for span in dict.fromkeys(spans):
        words = " ".join(span.text.split())
        shown = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
        found.append(
            f"“{shown}” (line {bisect_right(starts, span.start)}, {span.start}–{span.end})"
        )
    return f"{', '.join(found)}: " if found else ""
