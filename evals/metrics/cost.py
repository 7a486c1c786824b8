"""Cost: tokens that a language model read and wrote for a case, where one was asked and says so."""

from __future__ import annotations

from evals.metrics._metric import Counts, Metric, Scored


def _count(scored: Scored) -> Counts | None:
    usage = scored.answer.get("usage")
    return (float(sum(usage.values())), 1.0) if usage else None


TOKENS = Metric(
    "tokens", "tokens of a language model for a case", _count, better="lower", unit="number"
)
