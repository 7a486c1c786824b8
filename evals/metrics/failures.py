"""Failures: questions that the engine could not answer at all."""

from __future__ import annotations

from evals.metrics._metric import Counts, Metric, Scored, share


def _count(scored: Scored) -> Counts | None:
    return share(not scored.answer)


FAILED = Metric("failed", "engine failed", _count, better="lower", headline=True)
