"""Figures as tables for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from evals.metrics import METRICS, Metric, Scored
from evals.record import Result
from evals.scoring import CaseCounts, Figure, by_tag, figures, percentile

TAG_METRICS = (
    "section@1", "section@3", "verdict", "code-recall", "code-precision", "first-listed", "forbidden",
)  # fmt: skip

ROW_METRICS = (*TAG_METRICS, "pair-right", "abstained", "term@1", "term@5")
_PIPED_WIDTH = 160
_MOST_COLUMNS = 3  # suites side by side
_LONGEST_QUESTION = 110


def print_table(table: Table) -> None:
    """Print a table, wide enough for its columns where it is piped."""
    from assistant.cli_output import console

    shown = console()
    Console(width=shown.width if shown.is_terminal else _PIPED_WIDTH, highlight=False).print(table)


def suite_table(results: Sequence[Result]) -> Table:
    """Every headline metric, one column a suite, and one for all where there are several."""
    groups = {name: [r for r in results if r.suite == name] for name in _suites(results)}
    if len(groups) > _MOST_COLUMNS:
        groups = {}  # a table of their own has a row each
    if len(groups) != 1:
        groups["all"] = list(results)
    found = {name: figures([r.counts for r in group]) for name, group in groups.items()}
    table = Table("metric", box=None, pad_edge=False)
    for name, group in groups.items():
        table.add_column(f"{name} ({len(group)})", justify="right", no_wrap=True)
    table.add_column("what it says")
    for metric in METRICS:
        if any(metric.name in f for f in found.values()):
            cells = [_cell(f.get(metric.name), metric) for f in found.values()]
            table.add_row(metric.name, *cells, metric.title)
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        spent = [f"{percentile([r.ms for r in group], share):.0f} ms" for group in groups.values()]
        table.add_row(f"latency {name}", *spent, "time for one case, in its process")
    return table


def row_table(results: Sequence[Result]) -> Table | None:
    """The main metrics with a row a suite, where there are too many for columns."""
    names = _suites(results)
    if len(names) <= _MOST_COLUMNS:
        return None
    groups = {name: [r.counts for r in results if r.suite == name] for name in names}
    return _rows("suite", groups, ROW_METRICS)


def tag_table(results: Sequence[Result], least: int) -> Table:
    """The main metrics by tag."""
    groups = by_tag([r.case for r in results], [r.counts for r in results], least)
    return _rows("tag", groups, TAG_METRICS)


def _rows(kind: str, groups: Mapping[str, Sequence[CaseCounts]], names: Sequence[str]) -> Table:
    shown = [m for m in METRICS if m.name in names]
    table = Table(kind, box=None, pad_edge=False)
    for column in ("cases", *(m.name for m in shown)):
        table.add_column(column, justify="right", no_wrap=True)
    for group, counted in groups.items():
        found = figures(counted)
        table.add_row(group, str(len(counted)), *(_short(found, m.name) for m in shown))
    return table


def miss_table(results: Sequence[Result], metric: str) -> Table:
    """What was wanted and what was said, one row a case."""
    table = Table("case", "question", "wanted", "said", box=None, pad_edge=False)
    for result in results:
        question = " ".join(result.case.question.split())
        if len(question) > _LONGEST_QUESTION:
            question = question[: _LONGEST_QUESTION - 1] + "…"
        table.add_row(result.key, question, *compared(result, metric))
    return table


def compared(result: Result, metric: str) -> tuple[str, str]:
    """What the gold wants and what the answer says, in the terms of a metric."""
    scored, gold = Scored(result.case, result.answer), result.case.gold
    if result.error is not None:
        return "an answer", result.error
    if metric.startswith(("section", "deciding")):
        return " ".join(gold.sections), " ".join(scored.sections[:5])
    if metric.startswith("verdict"):
        return str(gold.verdict), str(result.answer.get("verdict"))
    if metric.startswith("abstained"):
        return ("decline" if gold.abstain else "answer"), result.answer.get(
            "abstain_reason"
        ) or "answered"
    wanted = " ".join(gold.required_codes)
    if gold.acceptable_codes:
        wanted += f" ({' '.join(gold.acceptable_codes)})"
    if metric == "forbidden":
        wanted += f" not {' '.join(gold.forbidden_codes)}"
    said = scored.ranked[:10] if metric.startswith("term") else scored.recommended
    return wanted, " ".join(said)


def percent(value: float | None) -> str:
    """A share as a percentage with one decimal."""
    return "–" if value is None else f"{100 * value:.1f}"


def _cell(figure: Figure | None, metric: Metric) -> str:
    if figure is None or figure.value is None:
        return ""
    sign = " %" if metric.unit == "share" else ""
    return f"{metric.shown(figure.value)}{sign} of {figure.cases:>4}"


def _short(found: Mapping[str, Figure], name: str) -> str:
    return percent(found[name].value) if name in found else ""


def _suites(results: Sequence[Result]) -> list[str]:
    return list(dict.fromkeys(r.suite for r in results))
