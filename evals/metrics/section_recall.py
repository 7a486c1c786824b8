"""Citation recall: how many of the gold sections are cited anywhere in the answer."""

from __future__ import annotations

from evals.metrics._metric import Counts, Metric, Scored


def _count(scored: Scored) -> Counts | None:
    gold = set(scored.case.gold.sections)
    return (len(gold & set(scored.sections)), len(gold)) if gold else None


SECTION_RECALL = Metric("section-recall", "gold sections that are cited", _count)
