"""Hierarchical distance: how near is the nearest recommended code to each required one?

Codes narrow from left to right (guideline section I.A.2), so nearness is the share of characters
that agree from the left: 1 for the code itself, 5/6 for another stage of it, 3/6 for the category
alone, 0 outside it. The figure is the mean distance, 1 minus nearness.
"""

from __future__ import annotations

from evals.metrics._metric import Counts, Metric, Scored, category


def nearness(one: str, other: str) -> float:
    """How far two codes agree from the left, 0 for codes of different categories."""
    if category(one) != category(other):
        return 0.0
    one, other = one.replace(".", ""), other.replace(".", "")
    agree = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    return (min(len(one), len(other)) if agree is None else agree) / max(len(one), len(other))


def _count(scored: Scored) -> Counts | None:
    required = set(scored.case.gold.required_codes)
    if not required:
        return None
    near = (max((nearness(r, c) for c in scored.recommended), default=0.0) for r in required)
    return (sum(1 - n for n in near), float(len(required)))


CODE_DISTANCE = Metric(
    "code-distance", "distance of the nearest code recommended", _count, better="lower"
)
