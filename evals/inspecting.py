"""Suites as inspect_ai tasks: our engines as its solver, our metrics as its scorer.

What a team gains is inspect_ai's logs and viewer (`inspect view`) beside those of other systems.
inspect_ai is an optional extra; it needs older versions of some libraries than dxcite is tested
with, so it belongs into an environment of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from evals.engines import answered, engine_named
from evals.errors import EngineError
from evals.loading import Suite
from evals.metrics import METRICS, Metric
from evals.schema import Case
from evals.scoring import figures, score

_NO_MODEL = "none/none"
_SHOWN = tuple(m for m in METRICS if m.unit == "share" and m.name != "pair-right")


def inspected(suites: Sequence[Suite], engine: str, today: date, logs: Path) -> list[str]:
    """Run suites through inspect_ai.

    Args:
        suites: Checked suites.
        engine: Name of an engine.
        today: Date of service of cases that give none.
        logs: Where inspect_ai writes its logs.

    Returns:
        The logs' paths.

    Raises:
        EngineError: inspect_ai is not installed, or a task did not succeed.
    """
    if find_spec("inspect_ai") is None:
        raise EngineError(
            'inspect_ai is not installed; run `pip install "dxcite[inspect]"` in an environment '
            "of its own, for it needs older versions of some libraries."
        )
    import inspect_ai

    chosen = engine_named(engine)
    chosen.prepare()
    ask = chosen.open()
    tasks = [task(suite, ask, today) for suite in suites]
    # one sample at a time: an engine is not made to be asked by several threads at once
    done = inspect_ai.eval(
        tasks, model=_NO_MODEL, log_dir=str(logs), display="none", max_samples=1, max_tasks=1
    )
    for log in done:
        if log.status != "success":
            reason = log.error.message if log.error else log.status
            raise EngineError(f"inspect_ai did not finish {log.eval.task}: {reason}.")
    return [str(log.location) for log in done]


def task(suite: Suite, ask: Any, today: date) -> Any:
    """A suite as an inspect_ai task."""
    from inspect_ai import Task
    from inspect_ai.dataset import MemoryDataset, Sample

    samples = [
        Sample(
            input=case.asked,
            id=case.id,
            target=_target(case),
            metadata={"case": case.model_dump(mode="json", exclude_defaults=True)},
        )
        for case in suite.cases
    ]
    return Task(
        dataset=MemoryDataset(samples, name=suite.name),
        solver=_solver(ask, today),
        scorer=_scorer(today),
        name=suite.name,
        metadata={"fingerprint": suite.fingerprint},
    )


def _target(case: Case) -> str:
    gold = case.gold
    return " ".join((*gold.sections, *gold.required_codes, gold.verdict or ""))


def _solver(ask: Any, today: date) -> Any:
    from inspect_ai.model import ModelOutput
    from inspect_ai.solver import solver

    def dxcite() -> Any:
        async def solve(state: Any, generate: Any) -> Any:
            case = Case.model_validate(state.metadata["case"])
            outcome = answered(ask, case, today)
            said = outcome.answer.get("answer") or outcome.error or ""
            state.output = ModelOutput.from_content("dxcite", said)
            state.metadata = {**state.metadata, "answer": outcome.answer, "ms": outcome.ms}
            return state

        return solve

    return solver(name="dxcite")(dxcite)()


def _scorer(today: date) -> Any:
    from inspect_ai.scorer import Score, mean, scorer, stderr

    def metrics() -> Any:
        async def counted(state: Any, target: Any) -> Any:
            case = Case.model_validate(state.metadata["case"])
            counts = score(case, state.metadata["answer"], today)
            values = {m.name: _value(m, counts.get(m.name)) for m in _SHOWN}
            held = {name: list(c) for name, c in counts.items() if c is not None}
            return Score(value=values, answer=state.output.completion, metadata={"counts": held})

        return counted

    of_cases = {m.name: [mean(), stderr()] for m in _SHOWN}
    return scorer(metrics=[of_cases, _of_the_run()], name="dxcite")(metrics)()


def _of_the_run() -> Any:
    """The figures of `eval run`, made of the counts of all cases: no means of means."""
    from inspect_ai.scorer import metric

    def run() -> Any:
        def pooled(scores: list[Any]) -> dict[str, float]:
            counted = [
                {name: tuple(counts) for name, counts in s.score.metadata["counts"].items()}
                for s in scores
            ]
            found = figures(counted)
            return {m.name: _number(found[m.name].value) for m in _SHOWN if m.name in found}

        return pooled

    return metric(run)()


def _value(metric: Metric, counts: Any) -> float:
    """A case's own figure; NaN, which inspect_ai leaves out of its means, where there is none."""
    return _number(None if counts is None else metric.figure(counts))


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
