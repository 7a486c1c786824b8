"""Verdict: yes, no or depends, where the question asks for one.

A wrong verdict (another than the gold's) misleads; a missing one only leaves the reader to read on.
They are counted apart.
"""

from __future__ import annotations

from evals.metrics._metric import Counts, Metric, Scored, share


def _right(scored: Scored) -> Counts | None:
    gold = scored.case.gold.verdict
    return share(scored.answer.get("verdict") == gold) if gold else None


def _wrong(scored: Scored) -> Counts | None:
    gold, said = scored.case.gold.verdict, scored.answer.get("verdict")
    return share(said is not None and said != gold) if gold else None


def _missing(scored: Scored) -> Counts | None:
    return share(scored.answer.get("verdict") is None) if scored.case.gold.verdict else None


VERDICT_RIGHT = Metric("verdict", "verdict right", _right, headline=True)
VERDICT_WRONG = Metric("verdict-wrong", "verdict wrong", _wrong, better="lower", headline=True)
VERDICT_MISSING = Metric(
    "verdict-missing", "verdict missing", _missing, better="lower", headline=True
)
