"""Code F1: the harmonic mean of code precision and code recall over all cases."""

from __future__ import annotations

from evals.metrics._metric import Counts, Metric, Scored
from evals.metrics.code_precision import CODE_PRECISION
from evals.metrics.code_recall import CODE_RECALL


def _count(scored: Scored) -> Counts | None:
    precision, recall = CODE_PRECISION.count(scored), CODE_RECALL.count(scored)
    if precision is None and recall is None:
        return None
    return (*(precision or (0.0, 0.0)), *(recall or (0.0, 0.0)))


def _f1(counts: Counts) -> float | None:
    right, said, found, required = counts
    if not required:
        return None
    precision, recall = right / said if said else 0.0, found / required
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


CODE_F1 = Metric("code-f1", "harmonic mean of both", _count, _f1, headline=True)
