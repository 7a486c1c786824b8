"""Abstention: does the answer decline where it should, and only there?"""

from __future__ import annotations

from evals.metrics._metric import Counts, Metric, Scored, share


def _right(scored: Scored) -> Counts | None:
    return share(bool(scored.answer.get("abstained"))) if scored.case.gold.abstain else None


def _needless(scored: Scored) -> Counts | None:
    return None if scored.case.gold.abstain else share(bool(scored.answer.get("abstained")))


ABSTAINED = Metric("abstained", "declined where it should", _right, headline=True)
NEEDLESS = Metric(
    "abstained-needlessly",
    "declined where it should answer",
    _needless,
    better="lower",
    headline=True,
)
