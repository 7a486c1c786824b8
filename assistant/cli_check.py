"""`dxcite check`: the codes of an encounter checked, drawn for a terminal or as JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guidelines.checks import Finding, Report, check_codes
from guidelines.edits import find_edits
from guidelines.errors import DxciteError

if TYPE_CHECKING:
    from rich.console import Console

_HEADINGS = {
    "error": "Not reportable like this",
    "query": "The record or the provider decides",
    "consider": "A note asks for more, where there is something to code",
    "note": "Good to know",
}
_SHOWN = {"error": 200, "query": 200, "consider": 8, "note": 8}
_LONGEST = 400  # characters of a finding or a quote on the screen


def checked(
    words: Sequence[str], on: date, setting: Any, age: int | None, edits: str | None
) -> Report:
    """Check what was typed, or standard input for a single dash.

    Raises:
        DxciteError: nothing to check, or a folder of official lists that is none.
    """
    from assistant.cli_output import decoded

    texts = [decoded(sys.stdin.buffer.read(1_000_000))] if list(words) == ["-"] else list(words)
    lists = None
    if edits is not None:
        if not Path(edits).is_dir():
            raise DxciteError(
                f"There is no folder {edits}; give the one that holds the official lists."
            )
        lists = find_edits(Path(edits), on.year + (on.month >= 10))
    return check_codes(texts, on=on, setting=setting, age=age, edits=lists)


def draw_report(out: Console, report: Report) -> None:
    """Print a report."""
    from rich.padding import Padding
    from rich.text import Text

    for depth, text, style in _lines(report):
        if not text:
            out.print()
            continue
        out.print(Padding(Text(text, style=style), (0, 0, 0, 2 * depth), expand=False))


def _lines(report: Report) -> Iterator[tuple[int, str, str]]:
    """Indentation, text and style of each line."""
    for number, code in enumerate(report.codes, 1):
        title = code.title or "not in this release"
        marks = ["" if code.billable or code.title is None else "header", *map(_number, code.hcc)]
        if code.poa_exempt:
            marks.append("POA-exempt")
        tail = "; ".join(m for m in marks if m)
        yield 0, f"{number}. {code.code}  {title}{f'  [{tail}]' if tail else ''}", ""
    for level, heading in _HEADINGS.items():
        found = [f for f in report.findings if f.level == level and _worth_a_line(f)]
        if found:
            yield 0, "", ""
            yield 0, heading, "bold red" if level == "error" else "bold"
            for finding in found[: _SHOWN[level]]:
                yield from _finding(finding)
            if len(found) > _SHOWN[level]:
                yield 1, f"and {len(found) - _SHOWN[level]} more (--json lists all)", "dim"
    yield 0, "", ""
    if report.clean:
        yield 0, "Nothing stands against reporting these codes together in this order.", "green"
    typed = tuple(dict.fromkeys(c.code for c in report.codes if c.code in report.order))
    if report.order != typed:
        yield 0, f"Order asked for: {', '.join(report.order)}", "bold"
    for notice in report.notices:
        yield 0, notice, "yellow"
    circumstances = [
        report.release,
        str(report.date_of_service),
        report.setting or "setting not given",
    ]
    circumstances += [f"age {report.age}"] if report.age is not None else []
    yield 0, " · ".join(circumstances), "dim"


def _number(category: str) -> str:
    """The short name of a payment category: "HCC 37"."""
    return " ".join(category.split()[:2])


def _finding(finding: Finding) -> Iterator[tuple[int, str, str]]:
    yield 1, f"- {_short(finding.text)}", ""
    if finding.level in ("error", "query"):
        for source in finding.sources:
            name = {"tabular": "Tabular List", "guideline": "Guideline", "edit": "Edit"}[
                source.kind
            ]
            yield 3, f"{name} {source.ref} ({source.release}): “{_short(source.quote)}”", "dim"
    if finding.question:
        yield 3, f"To settle it: {finding.question}", ""
    if finding.suggested and finding.kind in ("unknown", "retired", "incomplete"):
        yield 3, f"Nearest: {', '.join(finding.suggested)}", ""


def _worth_a_line(finding: Finding) -> bool:
    """What the list of codes already shows, and Excludes2 notes of whole chapters, are left to JSON."""
    if finding.kind in ("hcc", "poa exempt", "pair"):
        return "outranked" in finding.text
    return not (finding.kind == "excludes2" and finding.sources[0].ref.isdigit())


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
