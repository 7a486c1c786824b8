"""A run in figures, as `summary.json` beside it: what the chat's page of evaluations shows.

The chat knows nothing of this room; the file is what the two agree on.

    format      1
    engine, started, seconds, commit, version, today, machine
    metrics     name, title and which way is good, in table order
    groups      kind ("suite" or "tag"), name, cases, figures by metric (text), p50 and p95 (ms)
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from evals.metrics import METRICS
from evals.record import Result, RunRecord, write_lines
from evals.scoring import figures, percentile
from evals.tables import ROW_METRICS

NAME = "summary.json"
_FORMAT = 1
_LEAST = 10  # cases of a tag that is shown


def write_summary(folder: Path, record: RunRecord, results: Sequence[Result]) -> None:
    """Write a finished run's figures beside it.

    Raises:
        RunError: the file cannot be written.
    """
    held = summary(record, results)
    write_lines(folder / NAME, [orjson.dumps(held, option=orjson.OPT_INDENT_2) + b"\n"])


def summary(record: RunRecord, results: Sequence[Result]) -> dict[str, Any]:
    """A run in figures; see the module."""
    shown = [m for m in METRICS if m.name in ROW_METRICS]
    return {
        "format": _FORMAT,
        "engine": record.identity.engine,
        "started": record.started,
        "seconds": record.seconds,
        "commit": record.commit,
        "version": record.version,
        "today": record.identity.today.isoformat(),
        "machine": record.machine,
        "metrics": [{"name": m.name, "title": m.title, "better": m.better} for m in shown],
        "groups": [_group(*group) for group in _groups(results)],
    }


def _groups(results: Sequence[Result]) -> list[tuple[str, str, list[Result]]]:
    suites: dict[str, list[Result]] = {}
    tags: dict[str, list[Result]] = {}
    for result in results:
        suites.setdefault(result.suite, []).append(result)
        for tag in dict.fromkeys(result.case.tags):
            tags.setdefault(tag, []).append(result)
    groups = [("suite", name, group) for name, group in suites.items()]
    if len(groups) > 1:
        groups.insert(0, ("suite", "all", list(results)))
    kept = [(name, group) for name, group in tags.items() if len(group) >= _LEAST]
    kept.sort(key=lambda pair: (-len(pair[1]), pair[0]))
    return groups + [("tag", name, group) for name, group in kept]


def _group(kind: str, name: str, results: list[Result]) -> dict[str, Any]:
    found = figures([r.counts for r in results])
    spent = [r.ms for r in results]
    shown = {m.name: m.shown(found[m.name].value) for m in METRICS if m.name in found}
    return {
        "kind": kind,
        "name": name,
        "cases": len(results),
        "figures": {name: shown[name] for name in ROW_METRICS if name in shown},
        "p50": round(percentile(spent, 0.5)),
        "p95": round(percentile(spent, 0.95)),
    }
