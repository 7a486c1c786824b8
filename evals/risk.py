"""Risk against coverage: how wrong are the answers that are given, the surest first?

How sure an answer is, is read from what it rests on: a declined answer is the least sure, one whose
verdict or codes a guideline section decided is surer than one that only cites what search found.
Within each of these the order of cases is kept, so that the curve never varies.
"""

from __future__ import annotations

from collections.abc import Sequence

from evals.metrics import Scored
from evals.record import Result

_FEWEST = 20  # cases for a curve


def sureness(result: Result) -> int:
    """How sure an answer is, from 0 (declined) to 4."""
    answer = result.answer
    if not answer or answer.get("abstained"):
        return 0
    decided = answer.get("verdict") is not None
    ruled = any(step.get("stage") == "rule" for step in answer.get("trace", ()))
    coded = bool(Scored(result.case, answer).recommended)
    return 1 + decided + ruled + coded


def wrong(result: Result) -> bool:
    """Whether an answer that is given misleads: a case to be declined, or no gold section first."""
    gold = result.case.gold
    if gold.abstain:
        return True
    return bool(gold.sections) and result.counts["section@1"][0] == 0


def risk_coverage(results: Sequence[Result]) -> list[tuple[float, float]]:
    """Share answered and share wrong among those, as ever less sure answers are given.

    Empty where there are too few cases that can be wrong in this way.
    """
    judged = [r for r in results if r.case.gold.sections or r.case.gold.abstain]
    if len(judged) < _FEWEST:
        return []
    ordered = sorted(judged, key=lambda r: -sureness(r))
    points, mistakes = [], 0
    for count, result in enumerate(ordered, 1):
        mistakes += wrong(result)
        last = count == len(ordered) or sureness(ordered[count]) != sureness(result)
        if last:
            points.append((count / len(judged), mistakes / count))
    return points
