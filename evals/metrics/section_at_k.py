"""Section citation at k: is a deciding section among the first k guideline sections cited?

Applies to cases whose gold names sections. Any of them counts; `deciding@1` asks for the first one.
"""

from __future__ import annotations

from evals.metrics._metric import Counts, Metric, Scored, share


def _at(k: int, scored: Scored) -> Counts | None:
    gold = scored.case.gold.sections
    return share(bool(set(gold) & set(scored.sections[:k]))) if gold else None


def _deciding(scored: Scored) -> Counts | None:
    gold = scored.case.gold.sections
    return share(scored.sections[:1] == gold[:1]) if gold else None


SECTION_AT_1 = Metric(
    "section@1", "a gold section is cited first", lambda s: _at(1, s), headline=True
)
SECTION_AT_3 = Metric(
    "section@3", "a gold section is among the first three", lambda s: _at(3, s), headline=True
)
DECIDING_AT_1 = Metric("deciding@1", "the deciding section is cited first", _deciding)
