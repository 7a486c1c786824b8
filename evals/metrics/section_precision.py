"""Citation precision: how many of the guideline sections cited are gold sections.

A gold names the sections that decide, not every one that an answer may rest on, so the figure is
to be compared between runs rather than read by itself.
"""

from __future__ import annotations

from evals.metrics._metric import Counts, Metric, Scored


def _count(scored: Scored) -> Counts | None:
    gold = set(scored.case.gold.sections)
    return (len(gold & set(scored.sections)), len(scored.sections)) if gold else None


SECTION_PRECISION = Metric("section-precision", "cited sections that are gold", _count)
