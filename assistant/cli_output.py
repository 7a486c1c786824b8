"""Reading from and writing to a terminal or a pipe."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import orjson

from guidelines.errors import DxciteError

if TYPE_CHECKING:
    from rich.console import Console

PIPED_WIDTH = 100  # columns where standard output is no terminal
_LONGEST_INPUT = 4_000_000  # bytes; far more than a question may have, far less than memory


def console(*, error: bool = False) -> Console:
    """Where text for people goes; without colour and 100 columns wide when piped."""
    from rich.console import Console

    stream = sys.stderr if error else sys.stdout
    width = None if stream.isatty() else PIPED_WIDTH
    return Console(stderr=error, highlight=False, markup=False, emoji=False, width=width)


def print_json(value: Any) -> None:
    """Print one JSON object on one line, in UTF-8."""
    sys.stdout.write(orjson.dumps(value).decode() + "\n")


def typed_text(words: Sequence[str]) -> str:
    """What was asked: the words of the command line, or standard input for a single dash.

    Raises:
        DxciteError: standard input is not text.
    """
    if list(words) == ["-"]:
        return decoded(sys.stdin.buffer.read(_LONGEST_INPUT))
    return " ".join(words)


def decoded(data: bytes) -> str:
    """Text from bytes.

    Raises:
        DxciteError: they are not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DxciteError(
            "The input is not text in UTF-8 (a binary file, or another encoding); "
            "save it as UTF-8 text."
        ) from error


@contextmanager
def opening() -> Iterator[Building]:
    """Shows on standard error how an index is built, should one have to be built."""
    shown = Building()
    try:
        yield shown
    finally:
        shown.close()
    # what was opened stays until the end; the collector of garbage need not walk through it
    gc.freeze()


class Building:
    """A progress bar for an index build; where standard error is no terminal, two lines."""

    def __init__(self) -> None:
        self._started: float | None = None
        self._bar: Any = None
        self._tasks: dict[str, Any] = {}
        self._terminal = sys.stderr.isatty()

    def __call__(self, step: str, done: int, total: int) -> None:
        """Report progress; see `indexes.index.Progress`."""
        if self._started is None:
            self._begin()
        if self._bar is None:
            return
        if step not in self._tasks:
            self._tasks[step] = self._bar.add_task(step, total=total)
        self._bar.update(self._tasks[step], completed=done, total=total)

    def close(self) -> None:
        """Take the bar down and say how long it took."""
        if self._started is None:
            return
        if self._bar is not None:
            self._bar.stop()
        took = time.monotonic() - self._started
        self._started = None
        if sys.exc_info()[0] is None:
            print(f"The search index is ready ({took:.0f} s).", file=sys.stderr)

    def _begin(self) -> None:
        self._started = time.monotonic()
        print("Building the search index; this is done once.", file=sys.stderr)
        if self._terminal:
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

            columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
            self._bar = Progress(*columns, console=console(error=True))
            self._bar.start()
