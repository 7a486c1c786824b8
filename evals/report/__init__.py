"""A run as a page that a person would rather read than a log, and as Markdown."""

from __future__ import annotations

from pathlib import Path

from evals.comparing import paired
from evals.record import read_record, read_results, write_lines
from evals.report._engines import Runs, engines_markdown
from evals.report._markdown import markdown
from evals.report._page import page

__all__ = ["write_engines", "write_report"]


def write_report(folder: Path, against: Path | None, out: Path) -> tuple[Path, Path]:
    """Write a run's page and its Markdown beside it.

    Args:
        folder: The run.
        against: An earlier run of the same cases, the baseline.
        out: The page; the Markdown has the same name with the ending md.

    Raises:
        RunError: a run cannot be read, both are not of the same cases, or a file cannot be written.
    """
    record, results = read_record(folder), read_results(folder)
    baseline = None
    if against is not None:
        other = read_record(against), read_results(against)
        baseline = other[0], paired(other, (record, results))
    beside = out.with_suffix(".md")
    write_lines(out, [page(record, results, baseline).encode()])
    write_lines(beside, [markdown(record, results, baseline).encode()])
    return out, beside


def write_engines(runs: Runs, out: Path) -> None:
    """Write several engines' runs of the same cases as Markdown, side by side with intervals.

    Args:
        runs: Finished runs by engine, the one that others are compared with first.
        out: The file.

    Raises:
        RunError: the runs are not of the same cases, or the file cannot be written.
    """
    write_lines(out, [engines_markdown(runs).encode()])
