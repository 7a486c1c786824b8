"""Several engines on the same cases as Markdown, with intervals: what `make evaluation` writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evals.comparing import Difference, differences, interval, paired
from evals.comparison_tables import judged, points
from evals.metrics import METRICS, Metric
from evals.record import Result, RunRecord
from evals.scoring import figures, percentile
from evals.tables import percent

Runs = Mapping[str, tuple[RunRecord, Sequence[Result]]]
"""Finished runs of the same cases by engine, the one that others are compared with first."""
_BY_SUITE = ("section@1", "verdict", "case-right", "term@1", "abstained", "forbidden")
_NAMES = {"deterministic": "dxcite", "bm25": "BM25", "fused": "both fused"}


def engines_markdown(runs: Runs) -> str:
    """Every metric of each engine, the differences to the first one, and the main ones by suite.

    Args:
        runs: Finished runs of the same cases.

    Raises:
        RunError: the runs are not of the same cases.
    """
    first = next(iter(runs))
    compared = {
        name: {d.metric.name: d for d in differences(paired(run, runs[first]))}
        for name, run in runs.items()
        if name != first
    }
    record, results = runs[first]
    lines = [
        "# Evaluation",
        "",
        (
            f"{len(results):,} cases of {len(record.identity.suites)} suites, each engine on the same "
            f"cases; date of service {record.identity.today.isoformat()} where a case gives none. "
            "Percent, with 95 % confidence intervals (bootstrap over guideline sections)."
        ),
        "",
        *_figures(runs),
        "",
        f"## {_name(first)} against each of the others",
        "",
        *_differences(compared),
        "",
        "## By suite",
        "",
        *_by_suite(runs),
        "",
        *_made(record),
    ]
    return "\n".join(lines) + "\n"


def _name(engine: str) -> str:
    return _NAMES.get(engine, engine)


def _figures(runs: Runs) -> list[str]:
    lines = [
        f"| | cases | {' | '.join(map(_name, runs))} |",
        f"|---|---:|{'---:|' * len(runs)}",
    ]
    for metric in METRICS:
        cells = {name: _cell(metric, results) for name, (_, results) in runs.items()}
        if any(cells.values()):
            cases = max(_cases(metric, results) for _, results in runs.values())
            lines.append(f"| {metric.title} | {cases:,} | {' | '.join(cells.values())} |")
    spent = {name: [r.ms for r in results] for name, (_, results) in runs.items()}
    medians = " | ".join(f"{percentile(ms, 0.5):.0f} ms" for ms in spent.values())
    return [*lines, f"| median time for one case | | {medians} |"]


def _cell(metric: Metric, results: Sequence[Result]) -> str:
    found = figures([r.counts for r in results]).get(metric.name)
    if found is None or found.value is None:
        return ""
    if metric.unit != "share":
        return metric.shown(found.value)
    low, high = interval(metric, results)
    return f"{percent(found.value)} ({percent(low)}–{percent(high)})"


def _cases(metric: Metric, results: Sequence[Result]) -> int:
    return sum(metric.name in r.counts for r in results)


def _differences(compared: Mapping[str, Mapping[str, Difference]]) -> list[str]:
    names = list(compared)
    lines = [
        f"| points | {' | '.join(f'against {_name(n)}' for n in names)} |",
        f"|---|{'---:|' * len(names)}",
    ]
    for metric in METRICS:
        found = [compared[name].get(metric.name) for name in names]
        if any(d is not None and d.change for d in found):
            lines.append(f"| {metric.title} | {' | '.join(map(_difference, found))} |")
    return [
        *lines,
        "",
        "In brackets the 95 % interval of the difference; p from a permutation test.",
    ]


def _difference(d: Difference | None) -> str:
    if d is None:
        return ""
    said = f" {judged(d).lower()}" if judged(d) else ""
    return f"{points(d.change)} ({points(d.low)} … {points(d.high)}), p {d.p:.3f}{said}"


def _by_suite(runs: Runs) -> list[str]:
    metrics = [m for m in METRICS if m.name in _BY_SUITE]
    heads = " | ".join(f"{m.name} {_name(engine)}" for m in metrics for engine in runs)
    lines = [
        f"| suite | cases | {heads} |",
        f"|---|---:|{'---:|' * len(metrics) * len(runs)}",
    ]
    suites = next(iter(runs.values()))[0].identity.suites
    for suite in suites:
        cells = []
        for metric in metrics:
            for _, results in runs.values():
                counted = [r.counts for r in results if r.suite == suite.name]
                found = figures(counted).get(metric.name)
                cells.append(percent(found.value) if found else "")
        lines.append(f"| {suite.name} | {suite.cases:,} | {' | '.join(cells)} |")
    return lines


def _made(record: RunRecord) -> list[str]:
    machine = record.machine
    return [
        (
            "Suites that dxcite was developed with are among these, and the baselines were not; take "
            "figures for unseen questions from a suite of your own."
        ),
        "",
        (
            f"Made by `make evaluation` with dxcite {record.version}"
            f"{f' at {record.commit}' if record.commit else ''}, {machine.get('system')}, "
            f"{machine.get('processors')} processors, Python {machine.get('python')}."
        ),
    ]
