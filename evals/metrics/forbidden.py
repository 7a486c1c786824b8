"""Forbidden recommended: does a case recommend a code that its gold forbids?

A forbidden header stands for every code under it: N18 forbids N18 itself only when it is written as
the code to report, so codes compare exactly.
"""

from __future__ import annotations

from evals.metrics._metric import Counts, Metric, Scored, share


def _count(scored: Scored) -> Counts | None:
    forbidden = set(scored.case.gold.forbidden_codes)
    return share(bool(forbidden & set(scored.recommended))) if forbidden else None


FORBIDDEN = Metric(
    "forbidden", "cases recommending a forbidden code", _count, better="lower", headline=True
)
