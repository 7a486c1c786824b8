"""What can answer a suite's questions: dxcite itself, and whatever it is measured against."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.cli_errors import unexpected_fault
from evals.errors import EngineError
from evals.schema import Case
from guidelines.errors import DxciteError

Ask = Callable[[Case, date], dict[str, Any]]
"""Answers a case as the answer contract has it; the date is that of cases that give none."""

DETERMINISTIC = "deterministic"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one case.

    Attributes:
        answer: The answer as JSON without its timings, empty where there is none.
        error: Why there is none.
        ms: How long it took, in milliseconds.
    """

    answer: dict[str, Any]
    error: str | None
    ms: float


@dataclass(frozen=True, slots=True)
class EngineOpener:
    """Opens an engine in a process of its own (see `assistant.spreading`)."""

    name: str
    today: date

    def __call__(self) -> Callable[[Case], Outcome]:
        """Open the engine."""
        # one thread for each process: the same figures whatever the number of processes
        import torch

        torch.set_num_threads(1)
        ask = _ENGINES[self.name]()
        return lambda case: answered(ask, case, self.today)


def known_engine(name: str) -> str:
    """The name of an engine, checked.

    Raises:
        EngineError: there is no such engine.
    """
    if name not in _ENGINES:
        raise EngineError(f"There is no engine {name}; use one of {', '.join(_ENGINES)}.")
    return name


def answered(ask: Ask, case: Case, today: date) -> Outcome:
    """Ask for one case; a failure is an outcome too."""
    started = time.perf_counter()
    answer, fault = {}, None
    try:
        answer = ask(case, today)
        answer.pop("timings_ms", None)
    except DxciteError as error:
        fault = str(error)
    except Exception as error:  # one case must not cost the others theirs
        fault = unexpected_fault(error)
    return Outcome(answer, fault, round((time.perf_counter() - started) * 1000, 2))


def _deterministic() -> Ask:
    from assistant.pipeline import Assistant, make_question
    from indexes.index import open_index

    assistant = Assistant(open_index())
    assistant.warm()

    def ask(case: Case, today: date) -> dict[str, Any]:
        question = make_question(
            case.question,
            id=case.id,
            setting=case.setting,
            date_of_service=case.date_of_service or today,
            history=case.history,
        )
        return {**assistant.ask(question).model_dump(mode="json"), "id": case.id}

    return ask


_ENGINES: dict[str, Callable[[], Ask]] = {DETERMINISTIC: _deterministic}
