"""Sequence: is the first-listed code the right one (guideline sections II and IV.G), and do the
codes that follow each other by rule (etiology before manifestation, I.A.13) stand in that order?
"""

from __future__ import annotations

from evals.metrics._metric import Counts, Metric, Scored, share


def _count(scored: Scored) -> Counts | None:
    gold = scored.case.gold.first
    return share(scored.first_listed == gold) if gold else None


def _in_order(scored: Scored) -> Counts | None:
    order = scored.case.gold.order
    if not order:
        return None
    said = [code for code in scored.recommended if code in order]
    return share(tuple(said) == order)


IN_ORDER = Metric("in-order", "codes listed in the right order", _in_order)
FIRST_LISTED = Metric("first-listed", "first-listed code right", _count, headline=True)
