"""Code recall: how many of the required codes are recommended, exactly and by category."""

from __future__ import annotations

from evals.metrics._metric import Counts, Metric, Scored, category


def _exact(scored: Scored) -> Counts | None:
    required = set(scored.case.gold.required_codes)
    return (len(required & set(scored.recommended)), len(required)) if required else None


def _by_category(scored: Scored) -> Counts | None:
    required = {category(code) for code in scored.case.gold.required_codes}
    found = {category(code) for code in scored.recommended}
    return (len(required & found), len(required)) if required else None


CODE_RECALL = Metric("code-recall", "required codes recommended", _exact, headline=True)
CATEGORY_RECALL = Metric("category-recall", "required categories recommended", _by_category)
