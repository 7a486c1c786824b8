"""`dxcite batch`: files in and out around `assistant.batch`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal

import typer

from assistant.batch import Counts, answers, bounded_lines, spread_answers
from assistant.cli_errors import FAULT
from assistant.cli_output import opening
from assistant.spreading import known_executor
from guidelines.errors import DxciteError


def run_batch(questions: str, out: str, workers: int = 1, executor: str = "processes") -> None:
    """Answer every line of a file.

    Args:
        questions: Path of the JSON lines to read, or "-".
        out: Path to write, or "-".
        workers: Number of processes.
        executor: What runs them, "processes" or "ray".

    Raises:
        DxciteError: a file cannot be read or written, both are the same, or the executor is not
            there.
        typer.Exit: with code 1, once all is written, where dxcite itself failed on a line.
    """
    from assistant.pipeline import open_assistant

    if "-" not in (questions, out) and _same(questions, out):
        raise DxciteError("The questions would be overwritten by the answers; give another --out.")
    counts = Counts()
    runs = known_executor(executor)
    with _reading(questions) as file_in:
        lines = bounded_lines(file_in)
        with opening() as progress:
            # also where processes will open their own: the index is built once
            assistant = open_assistant(progress)
        with _writing(out) as file:
            if workers == 1 and runs == "processes":
                made = answers(lines, assistant.ask, counts)
            else:
                del assistant
                made = spread_answers(lines, counts, workers, runs)
            for line in made:
                _write(file, line, out)
    print(_summary(counts), file=sys.stderr)
    if counts.faults:
        raise typer.Exit(FAULT)


def _summary(counts: Counts) -> str:
    said = f"{counts.answered} answered"
    return said + (f", {counts.errors} with an error" if counts.errors else "")


def _same(one: str, other: str) -> bool:
    try:
        return Path(one).samefile(other)
    except OSError:
        return False


@contextmanager
def _reading(path: str) -> Iterator[BinaryIO]:
    if path == "-":
        yield sys.stdin.buffer
    else:
        with _opened(path, "rb", "read") as file:
            yield file


@contextmanager
def _writing(path: str) -> Iterator[BinaryIO]:
    if path == "-":
        yield sys.stdout.buffer
    else:
        with _opened(path, "wb", "written") as file:
            yield file


def _opened(path: str, mode: Literal["rb", "wb"], done: str) -> BinaryIO:
    try:
        return Path(path).open(mode)
    except OSError as error:
        raise DxciteError(f"{path} cannot be {done} ({error.strerror}).") from error


def _write(file: BinaryIO, line: bytes, path: str) -> None:
    try:
        file.write(line)
        file.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise DxciteError(f"{path} cannot be written ({error.strerror}).") from error
