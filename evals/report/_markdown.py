"""The report as Markdown, for a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from evals.comparing import Pair, differences
from evals.comparison_tables import judged, points
from evals.record import Result, RunRecord
from evals.report import _content as content
from evals.report._page import lead
from evals.tables import percent

_MOST_WORST = 10


def markdown(
    record: RunRecord,
    results: Sequence[Result],
    baseline: tuple[RunRecord, Sequence[Pair]] | None,
) -> str:
    """Figures, differences to a baseline, and the worst cases by name."""
    groups = content.suites_of(results)
    lines = [f"### dxcite evaluation: {record.identity.engine}", "", lead(record, results), ""]
    lines += _figures(groups)
    if baseline is not None:
        lines += _differences(baseline)
    worst = content.worst_cases(results)[:_MOST_WORST]
    lines += ["", "<details><summary>Worst cases</summary>", ""]
    lines += [f"- `{w.result.key}`: {', '.join(m.name for m in w.missed)}" for w in worst]
    lines += ["", "</details>"]
    return "\n".join(lines) + "\n"


def _figures(groups: dict[str, list[Result]]) -> list[str]:
    heads = " | ".join(f"{name} ({len(results)})" for name, results in groups.items())
    lines = [f"| metric | {heads} |", f"|---|{'---:|' * len(groups)}"]
    for row in content.metric_rows(groups):
        if row.metric.headline:
            cells = [
                ""
                if c is None
                else f"{percent(c.figure.value)} ({percent(c.low)}–{percent(c.high)})"
                for c in row.cells
            ]
            lines.append(f"| {row.metric.title} | {' | '.join(cells)} |")
    return [*lines, "", "Percent, with 95 % confidence intervals (bootstrap over sections)."]


def _differences(baseline: tuple[RunRecord, Sequence[Pair]]) -> list[str]:
    record, pairs = baseline
    lines = [
        "",
        f"Against {record.identity.engine}{f' at {record.commit}' if record.commit else ''}:",
        "",
        "| metric | before | after | change | 95 % interval | p | |",
        "|---|---:|---:|---:|---:|---:|---|",
    ]
    for d in differences(pairs):
        if d.change:
            interval = f"{points(d.low)} … {points(d.high)}"
            lines.append(
                f"| {d.metric.title} | {percent(d.before)} | {percent(d.after)} | "
                f"{points(d.change)} | {interval} | {d.p:.3f} | {judged(d)} |"
            )
    return lines
