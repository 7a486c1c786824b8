"""Invalid codes: recommended codes that are unknown, headers, or incomplete at the date of service.

Counted over all recommended codes of all cases. There should be none.
"""

from __future__ import annotations

from evals.metrics._metric import Counts, Metric, Scored


def _count(scored: Scored) -> Counts | None:
    said = len(scored.recommended)
    return (float(len(scored.invalid)), float(said)) if said else None


INVALID = Metric(
    "invalid", "recommended codes not valid or billable", _count, better="lower", headline=True
)
