"""How a run goes on: a bar with the score so far, or a line now and then where nobody watches."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any

from evals.metrics import METRICS
from evals.record import Result
from evals.scoring import CaseCounts

_SHOWN = ("section@1", "verdict", "code-f1", "term@1")
_EVERY_S = 30.0  # between lines where standard error is no terminal


class Running:
    """Shows each result on standard error as it comes in."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._counted: list[CaseCounts] = []
        self._said = time.monotonic()
        self._bar: Any = None

    def __enter__(self) -> Running:
        if sys.stderr.isatty():
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
            from assistant.cli_output import console

            self._bar = Progress(*columns, console=console(error=True))
            self._bar.start()
            self._bar.add_task("", total=self._total)
        return self

    def __call__(self, result: Result) -> None:
        """Take in a result."""
        self._counted.append(result.counts)
        if self._bar is not None:
            task = self._bar.task_ids[0]
            self._bar.update(task, completed=len(self._counted), description=self._score())
        elif time.monotonic() - self._said > _EVERY_S:
            self._said = time.monotonic()
            print(f"{len(self._counted)} of {self._total}: {self._score()}", file=sys.stderr)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def _score(self) -> str:
        parts = []
        for metric in METRICS:
            if metric.name in _SHOWN:
                value, cases = metric.over(c.get(metric.name) for c in self._counted)
                if cases and value is not None:
                    parts.append(f"{metric.name} {value:.0%}")
        return "  ".join(parts)
