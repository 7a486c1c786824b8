"""`dxcite ask`: an answer drawn for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import orjson
from rich.padding import Padding
from rich.text import Text

from assistant.models import Answer, AnswerCode, Citation

if TYPE_CHECKING:
    from rich.console import Console

_ALTERNATIVES = 9
_LONGEST_DETAIL = 2_000


def draw_answer(out: Console, answer: Answer, *, explain: bool = False) -> None:
    """Print an answer.

    Args:
        out: Where to.
        answer: The answer.
        explain: Also print every step that led to it.
    """
    if out.is_terminal:
        from rich.markdown import Markdown

        out.print(Markdown(answer.answer))
    else:
        out.print(answer.answer, soft_wrap=True)
    for depth, text, style in _lines(answer):
        out.print(Padding(Text(text, style=style), (0, 0, 0, 2 * depth), expand=False))
    if explain:
        for depth, text, style in _steps(answer):
            out.print(Padding(Text(text, style=style), (0, 0, 0, 2 * depth), expand=False))


def _lines(answer: Answer) -> Iterator[tuple[int, str, str]]:
    """Indentation, text and style of what follows the answer's own words."""
    reported = [c for c in answer.codes if c.role != "alternative"]
    other = [c for c in answer.codes if c.role == "alternative"]
    yield from _codes("Codes", reported)
    yield from _codes("Alternatives" if reported else "Possible codes", other[:_ALTERNATIVES])
    yield from _listed("Assumed", answer.assumptions)
    yield from _listed("Note", answer.warnings)
    if answer.citations:
        yield 0, "", ""
        yield 0, "Sources", "bold"
        for citation in answer.citations:
            yield 1, _source(citation), ""
            yield 2, f"“{citation.quote}”", "dim"
    yield 0, "", ""
    yield 0, _circumstances(answer), "dim"


def _codes(heading: str, codes: list[AnswerCode]) -> Iterator[tuple[int, str, str]]:
    if not codes:
        return
    yield 0, "", ""
    yield 0, heading, "bold"
    for code in codes:
        place = f"{code.sequence}. " if code.sequence else ""
        words = ", ".join(dict.fromkeys(f"“{s.text}”" for s in code.evidence))
        yield 1, f"{place}{code.code}  {code.title}{f'  ← {words}' if words else ''}", ""


def _listed(heading: str, lines: tuple[str, ...]) -> Iterator[tuple[int, str, str]]:
    if not lines:
        return
    yield 0, "", ""
    yield 0, heading, "bold"
    for line in lines:
        yield 1, f"- {line}", ""


def _source(citation: Citation) -> str:
    kind = {"guideline": "Guideline", "tabular": "Tabular List", "index": "Index", "edit": "Edit"}
    page = f", page {citation.page}" if citation.page else ""
    numbered = f", there {citation.numbered}" if citation.numbered else ""
    return (
        f"[{citation.n}] {kind[citation.kind]} {citation.ref}  {citation.title} "
        f"({citation.release}{numbered}{page}{', verbatim' if citation.verbatim else ''})"
    )


def _circumstances(answer: Answer) -> str:
    setting = answer.setting or "setting not stated"
    return f"{answer.release} · {answer.date_of_service} · {setting} · {answer.engine}"


def _steps(answer: Answer) -> Iterator[tuple[int, str, str]]:
    yield 0, "", ""
    yield 0, "Steps", "bold"
    for number, step in enumerate(answer.trace, 1):
        yield 1, f"{number}. {step.stage}: {step.what}", ""
        if step.detail is not None:
            detail = orjson.dumps(step.detail, default=str).decode()
            yield 2, detail[:_LONGEST_DETAIL], "dim"
    spent = ", ".join(f"{stage} {ms:.0f} ms" for stage, ms in answer.timings_ms.items())
    yield 0, spent, "dim"
