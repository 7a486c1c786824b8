"""Whole case right: every required code, nothing but right codes, and the right one first."""

from __future__ import annotations

from evals.metrics._metric import Counts, Metric, Scored, share


def _count(scored: Scored) -> Counts | None:
    gold, said = scored.case.gold, set(scored.recommended)
    if not gold.required_codes:
        return None
    whole = set(gold.required_codes) <= said <= {*gold.required_codes, *gold.acceptable_codes}
    return share(whole and (gold.first is None or scored.first_listed == gold.first))


CASE_RIGHT = Metric("case-right", "all codes of the case right", _count, headline=True)
