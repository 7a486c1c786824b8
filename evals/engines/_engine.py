"""What an engine is, and asking it for one case."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.cli_errors import unexpected_fault
from evals.schema import Case
from guidelines.errors import DxciteError

Ask = Callable[[Case, date], dict[str, Any]]
"""Answers a case as the answer contract has it; the date is that of cases that give none."""


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


def nothing_to_prepare() -> None:
    """What most engines need before they are opened."""


@dataclass(frozen=True, slots=True)
class Engine:
    """Something that can answer.

    Attributes:
        name: As given to `--engine`.
        what: What it is, in one phrase.
        open: Called once in each process.
        prepare: Called once before processes are started.
    """

    name: str
    what: str
    open: Callable[[], Ask]
    prepare: Callable[[], None] = nothing_to_prepare


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
