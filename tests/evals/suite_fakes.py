"""Cases, answers and results made by hand, so that metrics are tested without an engine."""

from __future__ import annotations

from datetime import date
from typing import Any

from evals.record import Result
from evals.schema import Case
from evals.scoring import score

TODAY = date(2026, 6, 1)


def case(id: str = "a", **fields: Any) -> Case:
    gold = {name: fields.pop(name) for name in list(fields) if name in GOLD}
    return Case.model_validate({"id": id, "question": f"question {id}", "gold": gold, **fields})


GOLD = {
    "sections", "verdict", "required_codes", "acceptable_codes", "forbidden_codes", "first",
    "abstain", "gaps", "rejected", "order",
}  # fmt: skip


def answer(
    codes: str = "",
    alternatives: str = "",
    sections: str = "",
    verdict: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    """An answer with codes in order; the first one is first-listed."""
    named = [
        {"code": code, "role": "additional" if n else "first-listed"}
        for n, code in enumerate(codes.split())
    ]
    named += [{"code": code, "role": "alternative"} for code in alternatives.split()]
    cited = [{"kind": "guideline", "ref": ref} for ref in sections.split()]
    return {"codes": named, "citations": cited, "verdict": verdict, "answer": "…", **more}


def result(made: Case, said: dict[str, Any], suite: str = "suite", ms: float = 5.0) -> Result:
    return Result(suite, made, said, None, score(made, said, TODAY), ms)
