"""Sequence: is the first-listed code the right one (guideline sections II and IV.G)?"""

from __future__ import annotations

from evals.metrics._metric import Counts, Metric, Scored, share


def _count(scored: Scored) -> Counts | None:
    gold = scored.case.gold.first
    return share(scored.first_listed == gold) if gold else None


FIRST_LISTED = Metric("first-listed", "first-listed code right", _count, headline=True)
