"""Two runs of the same cases side by side: is the difference more than chance?

Cases of one guideline section stand or fall together, so they are drawn together: confidence
intervals come from resampling sections (percentile bootstrap), p values from exchanging the two
runs section by section (permutation test). Both are scipy's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.errors import RunError
from evals.metrics import METRICS, Metric
from evals.record import Result, RunRecord
from evals.scoring import CaseCounts, by_tag, figures, missed

SEED = 20261001
RESAMPLES = 2_000
_BATCH = 200  # resamples held in memory at a time


@dataclass(frozen=True, slots=True)
class Difference:
    """A metric in two runs.

    Attributes:
        metric: The metric.
        cases: Cases it applies to in either run.
        before: Its value in the first run.
        after: Its value in the second.
        low: Lower end of the 95 % confidence interval of the difference.
        high: Upper end of it.
        p: How often chance alone gives a difference as large.
    """

    metric: Metric
    cases: int
    before: float
    after: float
    low: float
    high: float
    p: float

    @property
    def change(self) -> float:
        """After minus before."""
        return self.after - self.before

    @property
    def gain(self) -> float:
        """The change, positive where it is for the better."""
        return self.change if self.metric.better == "higher" else -self.change


@dataclass(frozen=True, slots=True)
class Flip:
    """A case that one run gets right and the other does not."""

    metric: Metric
    before: Result
    after: Result
    gained: bool


@dataclass(frozen=True, slots=True)
class GroupChange:
    """A metric in both runs over the cases of one section or tag."""

    group: str
    metric: Metric
    cases: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Pair:
    """The same case in two runs."""

    before: Result
    after: Result

    @property
    def section(self) -> str:
        """The deciding section, which cases are clustered by."""
        return cluster_of(self.before)


def cluster_of(result: Result) -> str:
    """The deciding section; a case without one stands for itself."""
    return next(iter(result.case.gold.sections), result.key)


def paired(
    before: tuple[RunRecord, Sequence[Result]], after: tuple[RunRecord, Sequence[Result]]
) -> list[Pair]:
    """The cases of two runs.

    Raises:
        RunError: the runs are of different suites or versions of a suite.
    """
    suites = [
        {s.name: s.fingerprint for s in record.identity.suites} for record, _ in (before, after)
    ]
    if suites[0] != suites[1]:
        names = sorted({*suites[0], *suites[1]})
        other = [n for n in names if suites[0].get(n) != suites[1].get(n)]
        raise RunError(
            f"The runs cannot be compared: {', '.join(other)} is not the same in both; "
            "run both on the same suites, with the same --limit."
        )
    return [Pair(a, b) for a, b in zip(before[1], after[1], strict=True)]


def differences(pairs: Sequence[Pair], resamples: int = RESAMPLES) -> list[Difference]:
    """Every metric that applies to a case."""
    found = (_difference(metric, pairs, resamples) for metric in METRICS)
    return [d for d in found if d is not None]


def interval(
    metric: Metric, results: Sequence[Result], resamples: int = RESAMPLES
) -> tuple[float, float]:
    """The 95 % confidence interval of a metric over one run, sections drawn together."""
    counted = [
        (cluster_of(r), r.counts[metric.name], None) for r in results if metric.name in r.counts
    ]
    sums, _ = _clusters(counted)
    places = np.arange(len(sums))

    def figure(_: NDArray[Any], drawn: NDArray[Any]) -> NDArray[Any]:
        return _figures(metric, sums[drawn - len(sums)].sum(axis=-2))

    return _interval(places, figure, resamples)


def flips(pairs: Iterable[Pair], metric: Metric) -> list[Flip]:
    """Cases that changed sides, gains first."""
    found = []
    for pair in pairs:
        was, now = (missed(metric, r.counts) for r in (pair.before, pair.after))
        applies = metric.name in pair.before.counts or metric.name in pair.after.counts
        if applies and was != now:
            found.append(Flip(metric, pair.before, pair.after, gained=was))
    return sorted(found, key=lambda f: not f.gained)


def tag_changes(pairs: Sequence[Pair], metric: Metric, least: int) -> list[GroupChange]:
    """A metric by tag, the greatest change first."""
    cases = [p.before.case for p in pairs]
    before = by_tag(cases, [p.before.counts for p in pairs], least)
    after = by_tag(cases, [p.after.counts for p in pairs], least)
    return _changes(before, after, metric)


def section_changes(pairs: Sequence[Pair], metric: Metric) -> list[GroupChange]:
    """A metric by deciding section, the greatest change first."""
    before: dict[str, list[CaseCounts]] = {}
    after: dict[str, list[CaseCounts]] = {}
    for pair in pairs:
        before.setdefault(pair.section, []).append(pair.before.counts)
        after.setdefault(pair.section, []).append(pair.after.counts)
    return _changes(before, after, metric)


def _changes(
    before: Mapping[str, Sequence[CaseCounts]],
    after: Mapping[str, Sequence[CaseCounts]],
    metric: Metric,
) -> list[GroupChange]:
    found = []
    for group in before:
        was, now = (figures(runs[group]).get(metric.name) for runs in (before, after))
        if was and now and was.value is not None and now.value is not None:
            found.append(GroupChange(group, metric, was.cases, was.value, now.value))
    return sorted(found, key=lambda g: (-abs(g.after - g.before), -g.cases, g.group))


def _difference(metric: Metric, pairs: Sequence[Pair], resamples: int) -> Difference | None:
    counted = [
        (p.section, p.before.counts.get(metric.name), p.after.counts.get(metric.name))
        for p in pairs
    ]
    counted = [row for row in counted if row[1] is not None or row[2] is not None]
    if not counted:
        return None
    table = _clusters(counted)
    places = np.arange(len(table[0]))
    sides = np.concatenate(table)  # row i is the first run's section i, row n + i the second's

    def difference(first: NDArray[Any], second: NDArray[Any], axis: int = -1) -> NDArray[Any]:
        after = _figures(metric, sides[second].sum(axis=-2))
        change: NDArray[Any] = after - _figures(metric, sides[first].sum(axis=-2))
        return change

    before, after = (float(_figures(metric, t.sum(axis=0))) for t in table)
    if np.isnan(before) or np.isnan(after):
        return None
    low, high = _interval(places, difference, resamples)
    p = _p(places, difference, resamples)
    return Difference(metric, len(counted), before, after, low, high, p)


_Counted = tuple[str, tuple[float, ...] | None, tuple[float, ...] | None]


def _clusters(counted: Sequence[_Counted]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Counts summed by section, one row a section, for the first and the second run."""
    width = len(counted[0][1] or counted[0][2] or ())
    order = {section: i for i, section in enumerate(dict.fromkeys(row[0] for row in counted))}
    sums = np.zeros((2, len(order), width))
    for section, *both in counted:
        for side, counts in enumerate(both):
            if counts is not None:
                sums[side, order[section]] += counts
    return sums[0], sums[1]


def _figures(metric: Metric, sums: NDArray[Any]) -> NDArray[Any]:
    """The metric of each row of summed counts, NaN where there is none."""
    rows = sums.reshape(-1, sums.shape[-1])
    values = [metric.figure(tuple(row)) for row in rows.tolist()]
    made = np.array([np.nan if v is None else v for v in values])
    return made.reshape(sums.shape[:-1])


_Statistic = Callable[..., NDArray[Any]]


def _interval(places: NDArray[Any], difference: _Statistic, resamples: int) -> tuple[float, float]:
    from scipy.stats import bootstrap

    count = len(places)
    if count < 2:  # one section cannot be resampled
        value = float(difference(places, places + count))
        return value, value

    def statistic(drawn: NDArray[Any], axis: int = -1) -> NDArray[Any]:
        return difference(drawn, drawn + count)

    found = bootstrap(
        (places,),
        statistic,
        n_resamples=resamples,
        batch=_BATCH,
        vectorized=True,
        method="percentile",
        rng=np.random.default_rng(SEED),
    )
    # a resample may hold no case that a ratio can be made of
    low, high = np.nanpercentile(found.bootstrap_distribution, (2.5, 97.5))
    return float(low), float(high)


def _p(places: NDArray[Any], difference: _Statistic, resamples: int) -> float:
    from scipy.stats import permutation_test

    count = len(places)
    if count < 2:
        return 1.0
    found = permutation_test(
        (places, places + count),
        difference,
        permutation_type="samples",
        n_resamples=resamples,
        batch=_BATCH,
        vectorized=True,
        rng=np.random.default_rng(SEED),
    )
    return float(found.pvalue)
