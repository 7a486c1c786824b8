"""A run on disk: what was run, on what, and every answer, so that it can be read years later.

    run.json         what was run: suites and their checksums, engine, program, index, machine
    cases.jsonl      the cases with their suite, as they were asked
    done.jsonl       while the run goes on: outcomes in the order in which they were done
    results.jsonl    one line a case, in the suites' order: counts and the answer without timings
    timings.jsonl    one line a case: milliseconds
    summary.json     the figures by suite and tag, for those who read no answers

`results.jsonl` is the same byte for byte whenever the same is run on the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from evals.errors import RunError
from evals.loading import Suite
from evals.metrics import Counts
from evals.schema import Case

FORMAT = 1


class SuiteRun(BaseModel):
    """A suite as it was run."""

    model_config = ConfigDict(frozen=True)

    name: str
    fingerprint: str
    cases: int


class Identity(BaseModel):
    """What decides every answer; runs of the same identity are the same."""

    model_config = ConfigDict(frozen=True)

    suites: tuple[SuiteRun, ...]
    engine: str
    program: str
    """SHA-256 of the program's own files."""
    index: dict[str, str]
    """What the index was made from, as its manifest says."""
    official: dict[str, str] = {}
    """Official files at hand and their checksums; what they hold is answered from."""
    libraries: dict[str, str]
    today: date
    """Date of service of cases that give none."""


class RunRecord(BaseModel):
    """`run.json`."""

    model_config = ConfigDict(frozen=True)

    format: int = FORMAT
    identity: Identity
    version: str
    commit: str | None
    started: str
    machine: dict[str, str]
    workers: int
    seconds: float | None = None
    """How long it took, kills and resumptions included; None while it goes on."""


@dataclass(frozen=True, slots=True)
class Result:
    """One case of a run with its answer and counts."""

    suite: str
    case: Case
    answer: dict[str, Any]
    error: str | None
    counts: dict[str, Counts]
    ms: float

    @property
    def key(self) -> str:
        """Suite and id, unique in the run."""
        return f"{self.suite}/{self.case.id}"


def result_line(result: Result) -> bytes:
    """A line of `results.jsonl`."""
    return _line(
        {
            "suite": result.suite,
            "id": result.case.id,
            "error": result.error,
            "counts": result.counts,
            "answer": result.answer,
        }
    )


def write_cases(folder: Path, suites: Sequence[Suite]) -> None:
    """Write `cases.jsonl`."""
    lines = (
        _line({"suite": suite.name, **case.model_dump(mode="json", exclude_defaults=True)})
        for suite in suites
        for case in suite.cases
    )
    write_lines(folder / "cases.jsonl", lines)


def write_record(folder: Path, record: RunRecord) -> None:
    """Write `run.json`."""
    data = orjson.dumps(record.model_dump(mode="json"), option=orjson.OPT_INDENT_2)
    write_lines(folder / "run.json", [data + b"\n"])


def write_lines(path: Path, lines: Iterator[bytes] | Sequence[bytes]) -> None:
    """Write a file so that a reader sees all of it or none.

    Raises:
        RunError: it cannot be written.
    """
    beside = path.with_name(path.name + ".writing")
    try:
        with beside.open("wb") as file:
            file.writelines(lines)
        beside.replace(path)
    except OSError as error:
        raise RunError(f"{path} cannot be written ({error.strerror}).") from error


def read_record(folder: Path) -> RunRecord:
    """Read `run.json`.

    Raises:
        RunError: the folder holds no run, or one of another version.
    """
    try:
        record = RunRecord.model_validate_json((folder / "run.json").read_bytes())
    except OSError as error:
        raise RunError(
            f"{folder} holds no run; give the folder that a run was written to."
        ) from error
    except ValidationError as error:
        raise RunError(f"{folder}/run.json was not written by `dxcite eval run`.") from error
    if record.format != FORMAT:
        raise RunError(f"{folder} was written by another version of dxcite; run the suite again.")
    return record


def read_results(folder: Path) -> list[Result]:
    """Every case of a finished run.

    Raises:
        RunError: the run is not there, not finished or damaged.
    """
    if read_record(folder).seconds is None:
        raise RunError(f"The run in {folder} is not finished; start it again to go on with it.")
    try:
        cases = list(_read(folder / "cases.jsonl"))
        done = list(_read(folder / "results.jsonl"))
        timings = list(_read(folder / "timings.jsonl"))
        return [
            Result(
                line["suite"],
                Case.model_validate({k: v for k, v in case.items() if k != "suite"}),
                line["answer"],
                line["error"],
                {name: tuple(counts) for name, counts in line["counts"].items()},
                time["ms"],
            )
            for case, line, time in zip(cases, done, timings, strict=True)
        ]
    except (OSError, ValueError, KeyError) as error:
        raise RunError(f"The run in {folder} is damaged; run the suite again.") from error


def timing_line(result: Result) -> bytes:
    """A line of `timings.jsonl`."""
    return _line({"suite": result.suite, "id": result.case.id, "ms": result.ms})


def _line(value: dict[str, Any]) -> bytes:
    return orjson.dumps(value) + b"\n"


def _read(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_bytes().splitlines():
        yield orjson.loads(line)
