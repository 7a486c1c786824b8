"""Code precision: how many of the recommended codes are required or acceptable.

Applies to cases whose gold says which codes are right.
"""

from __future__ import annotations

from evals.metrics._metric import Counts, Metric, Scored, category


def _exact(scored: Scored) -> Counts | None:
    gold = scored.case.gold
    right = {*gold.required_codes, *gold.acceptable_codes}
    said = set(scored.recommended)
    return (len(right & said), len(said)) if right else None


def _by_category(scored: Scored) -> Counts | None:
    gold = scored.case.gold
    right = {category(code) for code in (*gold.required_codes, *gold.acceptable_codes)}
    said = {category(code) for code in scored.recommended}
    return (len(right & said), len(said)) if right else None


CODE_PRECISION = Metric("code-precision", "recommended codes right", _exact, headline=True)
CATEGORY_PRECISION = Metric("category-precision", "recommended categories right", _by_category)
