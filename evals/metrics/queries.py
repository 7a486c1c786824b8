"""Gaps: is the provider asked where the documentation lacks what the code needs?"""

from __future__ import annotations

from evals.metrics._metric import Counts, Metric, Scored, share


def _count(scored: Scored) -> Counts | None:
    return share(bool(scored.answer.get("queries"))) if scored.case.gold.gaps else None


QUERIED = Metric("queried", "provider asked where something lacks", _count)
