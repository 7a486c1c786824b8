"""Term look-up: is the code of a term at rank 1, or among the first 5 or 10?

The ranking is the recommended codes in order, then the alternatives. Any required or acceptable
code counts. Applies to cases whose `term` is set.
"""

from __future__ import annotations

from evals.metrics._metric import Counts, Metric, Scored, share


def _at(k: int, scored: Scored) -> Counts | None:
    gold = scored.case.gold
    if not scored.case.is_term:
        return None
    return share(bool({*gold.required_codes, *gold.acceptable_codes} & set(scored.ranked[:k])))


TERM_AT_1 = Metric("term@1", "code of the term first", lambda s: _at(1, s), headline=True)
TERM_AT_5 = Metric("term@5", "among the first five", lambda s: _at(5, s), headline=True)
TERM_AT_10 = Metric("term@10", "among the first ten", lambda s: _at(10, s), headline=True)
