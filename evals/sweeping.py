"""The same cases through several engines: baselines side by side, and what each part is worth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from rich.table import Table

from evals.comparing import Difference, differences, paired
from evals.comparison_tables import points
from evals.engines import DETERMINISTIC
from evals.metrics import METRICS
from evals.parts import PARTS
from evals.record import Result, read_record
from evals.running import Plan, Watch, run
from evals.scoring import figures, percentile

_ABLATION = ("section@1", "section@3", "verdict", "code-f1", "first-listed", "forbidden", "term@1")
_SURE = 0.05
_RESAMPLES = 1_000


def swept(
    plan: Plan,
    engines: Sequence[str],
    folder: Path,
    watching: Callable[[str], AbstractContextManager[Watch]],
) -> dict[str, list[Result]]:
    """Run a plan with several engines, each into a folder named after it.

    Args:
        plan: What to run; its engine is not looked at.
        engines: Names of engines.
        folder: Where the runs go.
        watching: Gives what is told the results of an engine.
    """
    runs: dict[str, list[Result]] = {}
    for engine in engines:
        with watching(engine) as watch:
            planned = replace(plan, engine=engine)
            runs[engine] = run(planned, engine_folder(folder, engine), watch)
    return runs


def engine_folder(folder: Path, engine: str) -> Path:
    """Where an engine's run goes."""
    return folder / "".join(c if c.isalnum() or c in "-." else "_" for c in engine)


def side_by_side(runs: Mapping[str, Sequence[Result]]) -> Table:
    """Every metric, one column an engine."""
    found = {engine: figures([r.counts for r in results]) for engine, results in runs.items()}
    table = Table("metric", box=None, pad_edge=False)
    table.add_column("cases", justify="right")
    for engine in runs:
        table.add_column(engine, justify="right", no_wrap=True)
    table.add_column("what it says")
    for metric in METRICS:
        of = [f[metric.name] for f in found.values() if metric.name in f]
        if of:
            shown = [f.get(metric.name) for f in found.values()]
            cells = ["" if f is None else metric.shown(f.value) for f in shown]
            table.add_row(metric.name, str(max(f.cases for f in of)), *cells, metric.title)
    spent = [f"{percentile([r.ms for r in results], 0.5):.0f} ms" for results in runs.values()]
    table.add_row("latency p50", "", *spent, "time for one case, in its process")
    return table


def without_each(parts: Sequence[str]) -> list[str]:
    """dxcite whole, then without each part."""
    return [DETERMINISTIC, *(f"{DETERMINISTIC}-{part}" for part in parts)]


def worth_table(folder: Path, runs: Mapping[str, Sequence[Result]]) -> Table:
    """What each part is worth: the points that are lost without it, a * where it is not chance."""
    whole = (read_record(engine_folder(folder, DETERMINISTIC)), runs[DETERMINISTIC])
    table = Table("without", box=None, pad_edge=False)
    for name in _ABLATION:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("what it does")
    for engine, results in runs.items():
        if engine == DETERMINISTIC:
            continue
        part = engine.removeprefix(f"{DETERMINISTIC}-")
        other = (read_record(engine_folder(folder, engine)), results)
        found = {d.metric.name: d for d in differences(paired(whole, other), _RESAMPLES)}
        cells = [_worth(found.get(name)) for name in _ABLATION]
        table.add_row(part, *cells, PARTS[part].what if part in PARTS else "")
    return table


def _worth(found: Difference | None) -> str:
    if found is None:
        return ""
    if not found.change:
        return "0"
    return f"{points(found.change)}{'*' if found.p < _SURE else ' '}"
