"""From answers to figures: each case's counts, and the figures over suites and tags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from evals.errors import EvalError
from evals.metrics import METRICS, Counts, Metric, Scored
from evals.schema import Case
from guidelines.codeset import load_codeset
from guidelines.errors import CodeError

CaseCounts = Mapping[str, Counts]
"""Counts by metric, of the metrics that apply to the case."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric's value over the cases it applies to."""

    value: float | None
    cases: int


def score(case: Case, answer: dict[str, Any], today: date) -> dict[str, Counts]:
    """The counts of every metric that applies to a case.

    Args:
        case: The case.
        answer: The answer as JSON, empty where the engine failed.
        today: Date of service of cases that give none.
    """
    scored = Scored(case, answer)
    scored = Scored(case, answer, _invalid(scored.recommended, case.date_of_service or today))
    counted = ((metric.name, metric.count(scored)) for metric in METRICS)
    return {name: counts for name, counts in counted if counts is not None}


def figures(counted: Sequence[CaseCounts]) -> dict[str, Figure]:
    """Every metric over cases; metrics that apply to none are left out."""
    found: dict[str, Figure] = {}
    for metric in METRICS:
        value, cases = metric.over(c.get(metric.name) for c in counted)
        if cases:
            found[metric.name] = Figure(value, cases)
    return found


def by_tag(
    cases: Iterable[Case], counted: Iterable[CaseCounts], least: int
) -> dict[str, list[CaseCounts]]:
    """The cases' counts by tag, the most frequent tag first.

    Args:
        cases: The cases.
        counted: Their counts, in the same order.
        least: Tags on fewer cases are left out.
    """
    groups: dict[str, list[CaseCounts]] = defaultdict(list)
    for case, counts in zip(cases, counted, strict=True):
        for tag in dict.fromkeys(case.tags):
            groups[tag].append(counts)
    kept = {tag: group for tag, group in groups.items() if len(group) >= least}
    return dict(sorted(kept.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def missed(metric: Metric, counted: CaseCounts) -> bool:
    """Whether a case falls short of the best that a metric can say."""
    if metric.name not in counted:
        return False
    value = metric.figure(counted[metric.name])
    best = 1.0 if metric.better == "higher" else 0.0
    return value is not None and value != best


def metric_named(name: str) -> Metric:
    """A metric by its name.

    Raises:
        EvalError: there is none of that name.
    """
    found = {metric.name: metric for metric in METRICS}.get(name)
    if found is None:
        known = ", ".join(metric.name for metric in METRICS)
        raise EvalError(f"There is no metric {name}; use one of {known}.")
    return found


def percentile(values: Sequence[float], share: float) -> float:
    """A value that the given share of values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * round(share * 1000) // 1000) - 1)]


def _invalid(codes: Iterable[str], on: date) -> tuple[str, ...]:
    codeset = load_codeset(on)

    def valid(code: str) -> bool:
        try:
            entry = codeset.get(code)
        except CodeError:
            return False
        return entry.billable and entry.code == code

    return tuple(code for code in codes if not valid(code))
