"""The tables of `make eval-terms`, for the terminal and for the documentation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.table import Table

from evals.errors import EvalError
from evals.terms._figures import Notes, Row

_START, _END = "<!-- measured: {} -->", "<!-- end -->"


def rows_table(rows: Sequence[Row]) -> Table:
    """One line a set."""
    table = Table(box=None, pad_edge=False)
    for heading in ("look-ups", "n", "rank 1", "ten", "category", "untouched fifth", "p95", "aim"):
        table.add_column(heading, justify="left" if heading in ("look-ups", "aim") else "right")
    for r in rows:
        table.add_row(*_cells(r))
    return table


def _cells(r: Row) -> tuple[str, ...]:
    fifth = f"{r.untouched:.1%}" if r.untouched is not None else "–"
    return (
        r.name, str(r.count), f"{r.first:.1%}", f"{r.ten:.1%}", f"{r.category:.1%}", fifth,
        f"{r.p95:.0f} ms", r.aim,
    )  # fmt: skip


def notes_line(notes: Notes) -> str:
    """The figures over whole notes in one sentence."""
    return (
        f"{notes.count} CodiEsp notes: micro-F1 {notes.f1:.3f} (precision {notes.precision:.3f}, "
        f"recall {notes.recall:.3f}; published zero-shot tree search: .16), MAP "
        f"{notes.average_precision:.3f}; 300 words of a note p95 {notes.p95:.0f} ms (aim 700)"
    )


def ablation_table(found: dict[str, dict[str, float]]) -> Table:
    """Rank 1 of the search alone, one line a part left out."""
    table = Table(box=None, pad_edge=False)
    table.add_column("search")
    for name in next(iter(found.values())):
        table.add_column(name, justify="right")
    for what, shares in found.items():
        table.add_row(what, *(f"{share:.1%}" for share in shares.values()))
    return table


def markdown(table: Table) -> str:
    """A table as Markdown."""
    heads = [str(column.header) for column in table.columns]
    lines = [" | ".join(heads), " | ".join("---" for _ in heads)]
    lines += [" | ".join(cells) for cells in zip(*(c.cells for c in table.columns), strict=True)]
    return "\n".join(f"| {line} |" for line in lines)


def write_into(page: Path, parts: dict[str, str]) -> None:
    """Put measured parts between their marks in a page of the documentation.

    Raises:
        EvalError: the page lacks a mark.
    """
    text = page.read_text(encoding="utf-8")
    for name, body in parts.items():
        start = _START.format(name)
        before, mark, rest = text.partition(start)
        _, end, after = rest.partition(_END)
        if not mark or not end:
            raise EvalError(f"{page} lacks the marks {start} and {_END}; put them back.")
        text = f"{before}{start}\n\n{body}\n\n{_END}{after}"
    page.write_text(text, encoding="utf-8")
