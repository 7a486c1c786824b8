"""Code F1: the harmonic mean of precision and recall over all cases, of codes or of categories."""

from __future__ import annotations

from collections.abc import Callable

from evals.metrics._metric import Counts, Metric, Scored
from evals.metrics.code_precision import CATEGORY_PRECISION, CODE_PRECISION
from evals.metrics.code_recall import CATEGORY_RECALL, CODE_RECALL


def _both(precision: Metric, recall: Metric) -> Callable[[Scored], Counts | None]:
    def count(scored: Scored) -> Counts | None:
        said, found = precision.count(scored), recall.count(scored)
        if said is None and found is None:
            return None
        return (*(said or (0.0, 0.0)), *(found or (0.0, 0.0)))

    return count


def _f1(counts: Counts) -> float | None:
    right, said, found, required = counts
    if not required:
        return None
    precision, recall = right / said if said else 0.0, found / required
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


CODE_F1 = Metric(
    "code-f1", "harmonic mean of both", _both(CODE_PRECISION, CODE_RECALL), _f1, headline=True
)
CATEGORY_F1 = Metric(
    "category-f1", "harmonic mean of both", _both(CATEGORY_PRECISION, CATEGORY_RECALL), _f1
)
