"""Rejected for the right reason: is a code left out that should be, and is the reason the right one?

Applies to cases whose gold says which codes an answer considers and leaves out. The reason is right
when the rejection cites the section or code the gold names and holds the word it asks for.
"""

from __future__ import annotations

from typing import Any

from evals.metrics._metric import Counts, Metric, Scored
from evals.schema import LeftOut


def _count(scored: Scored) -> Counts | None:
    wanted = scored.case.gold.rejected
    if not wanted:
        return None
    return (float(sum(_explained(w, scored.answer) for w in wanted)), float(len(wanted)))


def _explained(wanted: LeftOut, answer: dict[str, Any]) -> bool:
    refs = {c["n"]: c["ref"] for c in answer.get("citations", ()) if "n" in c}
    for rejected in answer.get("rejected", ()):
        cited = {refs.get(n) for n in rejected.get("citations", ())}
        if (
            rejected["code"].startswith(wanted.code)
            and (wanted.section is None or wanted.section in cited)
            and (wanted.because is None or wanted.because.lower() in rejected["reason"].lower())
        ):
            return True
    return False


REJECTED = Metric("rejected", "left out for the right reason", _count)
