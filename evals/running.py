"""Running suites: spread over processes, recorded as it goes, resumed where it was stopped."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson

from assistant.spreading import Executor, Lost, spread
from evals import provenance
from evals.engines import EngineOpener, Outcome, engine_named
from evals.errors import RunError
from evals.loading import Suite
from evals.metrics import with_pairs
from evals.record import (
    Identity,
    Result,
    RunRecord,
    SuiteRun,
    read_record,
    read_results,
    result_line,
    timing_line,
    write_cases,
    write_lines,
    write_record,
)
from evals.schema import Case
from evals.scoring import score
from evals.summary import write_summary
from indexes.index import open_index

_UNFINISHED = "done.jsonl"

Watch = Callable[[Result], None]
"""Told each result as it is done, those of an earlier start first."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run and how.

    Attributes:
        suites: Checked suites.
        engine: Name of the engine.
        today: Date of service of cases that give none.
        workers: Processes.
        executor: What runs them.
    """

    suites: tuple[Suite, ...]
    engine: str
    today: date
    workers: int
    executor: Executor = "processes"

    @property
    def total(self) -> int:
        """Number of cases."""
        return sum(len(suite.cases) for suite in self.suites)


def run(plan: Plan, folder: Path, watch: Watch) -> list[Result]:
    """Run suites and write the run into a folder; go on with it where it was begun there.

    Args:
        plan: What to run.
        folder: Where the run goes.
        watch: Told each result.

    Returns:
        Every case's result in the suites' order.

    Raises:
        RunError: the folder holds another run, or cannot be written.
        DxciteError: the engine cannot be opened.
    """
    record, before = _begun(plan, folder)
    if record.seconds is not None:
        results = read_results(folder)
        for result in results:
            watch(result)
        return results
    started = time.monotonic()
    results = _collected(plan, folder, watch)
    write_lines(folder / "results.jsonl", [result_line(r) for r in results])
    write_lines(folder / "timings.jsonl", [timing_line(r) for r in results])
    seconds = round(before + time.monotonic() - started, 1)
    finished = record.model_copy(update={"seconds": seconds})
    write_summary(folder, finished, results)
    write_record(folder, finished)
    (folder / _UNFINISHED).unlink(missing_ok=True)
    return results


def _begun(plan: Plan, folder: Path) -> tuple[RunRecord, float]:
    """The record of a new run or of the one that was begun here, and the seconds it took so far."""
    identity = _identity(plan)
    if not (folder / "run.json").exists():
        return _new(plan, folder, identity), 0.0
    record = read_record(folder)
    for name, value in identity:
        if getattr(record.identity, name) != value:
            raise RunError(
                f"{folder} holds a run of other {_WORDS[name]}; give another --out, or remove it."
            )
    spent = 0.0
    if record.seconds is None:
        spent = sum(line["ms"] for line in _unfinished(folder)) / 1000 / max(1, record.workers)
    return record, spent


_WORDS = {
    "suites": "suites",
    "engine": "engine",
    "program": "files of the program",
    "index": "contents of the index",
    "official": "official files",
    "libraries": "library versions",
    "today": "date for cases without one (--date)",
}


def _new(plan: Plan, folder: Path, identity: Identity) -> RunRecord:
    from guidelines._version import __version__

    record = RunRecord(
        identity=identity,
        version=__version__,
        commit=provenance.commit(),
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        machine=provenance.machine(),
        workers=plan.workers,
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(f"{folder} cannot be written ({error.strerror}).") from error
    write_cases(folder, plan.suites)
    write_record(folder, record)
    return record


def _identity(plan: Plan) -> Identity:
    # opened here so that it is built once, before processes would each wait for it
    index = open_index()
    return Identity(
        suites=tuple(
            SuiteRun(name=s.name, fingerprint=s.fingerprint, cases=len(s.cases))
            for s in plan.suites
        ),
        engine=plan.engine,
        program=provenance.program_fingerprint(),
        index=dict(index.manifest.inputs),
        official=provenance.official_files(),
        libraries=provenance.libraries(),
        today=plan.today,
    )


def _collected(plan: Plan, folder: Path, watch: Watch) -> list[Result]:
    asked = [(suite.name, case) for suite in plan.suites for case in suite.cases]
    found: dict[int, Result] = {}
    place_of = {(suite, case.id): place for place, (suite, case) in enumerate(asked)}
    for line in _unfinished(folder):
        place = place_of[line["suite"], line["id"]]
        found[place] = _result(
            plan, asked[place], Outcome(line["answer"], line["error"], line["ms"])
        )
        watch(found[place])
    if len(found) < len(asked):
        engine_named(plan.engine).prepare()
    left = [place for place in range(len(asked)) if place not in found]
    workers = min(plan.workers, max(1, len(left)))
    opener = EngineOpener(plan.engine, plan.today)
    with (folder / _UNFINISHED).open("ab") as file:
        if left:
            for place, outcome in spread(
                opener, [asked[p][1] for p in left], workers, plan.executor
            ):
                result = _result(plan, asked[left[place]], _whole(outcome))
                file.write(_done_line(result))
                file.flush()
                found[left[place]] = result
                watch(result)
    return _with_pairs([found[place] for place in range(len(asked))])


def _with_pairs(results: list[Result]) -> list[Result]:
    pairs = [f"{r.suite}/{r.case.pair}" if r.case.pair else None for r in results]
    counted = with_pairs(pairs, [r.counts for r in results])
    return [replace(r, counts=c) for r, c in zip(results, counted, strict=True)]


def _result(plan: Plan, asked: tuple[str, Case], outcome: Outcome) -> Result:
    suite, case = asked
    counts = score(case, outcome.answer, plan.today)
    return Result(suite, case, outcome.answer, outcome.error, counts, outcome.ms)


def _whole(outcome: Outcome | Lost) -> Outcome:
    return Outcome({}, outcome.reason, 0.0) if isinstance(outcome, Lost) else outcome


def _done_line(result: Result) -> bytes:
    line = {
        "suite": result.suite,
        "id": result.case.id,
        "error": result.error,
        "ms": result.ms,
        "answer": result.answer,
    }
    return orjson.dumps(line) + b"\n"


def _unfinished(folder: Path) -> Iterator[dict[str, Any]]:
    """What a run that was stopped had done; a line that was cut off is left out, and cut off."""
    path = folder / _UNFINISHED
    if not path.exists():
        return
    whole = 0
    for line in path.read_bytes().splitlines(keepends=True):
        if not line.endswith(b"\n"):
            break
        whole += len(line)
        yield orjson.loads(line)
    with path.open("r+b") as file:
        file.truncate(whole)
