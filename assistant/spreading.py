"""Spreading work over processes: each opens what it needs once and then takes chunks of items.

Results come as they are done, each with its item's place, so that a caller can put them in order.
A process that is killed costs its chunk: another takes its place, and the chunk's items are tried
again one by one; an item that ends its process time and again gives `Lost`.

Processes are spawned, not forked: torch and Chroma do not survive a fork.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, Literal, Protocol, TypeVar, get_args

from guidelines.errors import DxciteError

Item = TypeVar("Item")
Result = TypeVar("Result")
Item_contra = TypeVar("Item_contra", contravariant=True)
Result_co = TypeVar("Result_co", covariant=True)

Executor = Literal["processes", "ray"]
CHUNK = 4  # items a process holds at a time; what a kill can cost
_TRIES = 3  # times an item may end its process


class Opener(Protocol[Item_contra, Result_co]):
    """Makes what answers one item; picklable, and called once in every process."""

    def __call__(self) -> Callable[[Item_contra], Result_co]:
        """Open what is needed."""


@dataclass(frozen=True, slots=True)
class Lost:
    """An item whose process ended each time it was tried."""

    reason: str


@dataclass(slots=True)
class Task(Generic[Item]):
    """An item, its place, and how often it has ended its process."""

    place: int
    item: Item
    tries: int = 0


@dataclass(slots=True)
class Worker(Generic[Item]):
    """A process, the pipe to it, and what it is working on."""

    process: Any
    pipe: Connection
    tasks: list[Task[Item]] = field(default_factory=list)


def known_executor(name: str) -> Executor:
    """An executor by its name.

    Raises:
        DxciteError: there is none of that name.
    """
    for known in get_args(Executor):
        if name == known:
            return known  # type: ignore[no-any-return]
    raise DxciteError(f"There is no executor {name}; use {' or '.join(get_args(Executor))}.")


def spread(
    opener: Opener[Item, Result],
    items: Iterable[Item],
    workers: int,
    executor: Executor = "processes",
    chunk: int = CHUNK,
) -> Iterator[tuple[int, Result | Lost]]:
    """Work on items in several processes.

    Args:
        opener: Opens what the work needs.
        items: Read only as far as processes are free to work on them.
        workers: Number of processes, at least 1.
        executor: What runs them: processes of this machine, or a Ray cluster.
        chunk: Items that a process is given at a time.

    Yields:
        Each item's place, from 0, and its result, in the order in which they are done.

    Raises:
        DxciteError: what is needed cannot be opened, or Ray is not installed.
    """
    waiting = Waiting(items, chunk)
    if executor == "ray":
        from assistant.spreading_ray import over_ray

        return over_ray(opener, waiting, workers)
    return _over_processes(opener, waiting, workers)


def in_order(done: Iterable[tuple[int, Result | Lost]]) -> Iterator[Result | Lost]:
    """Results of `spread` in the order of their items."""
    early: dict[int, Result | Lost] = {}
    place = 0
    for at, result in done:
        early[at] = result
        while place in early:
            yield early.pop(place)
            place += 1


def _over_processes(
    opener: Opener[Item, Result], waiting: Waiting[Item], workers: int
) -> Iterator[tuple[int, Result | Lost]]:
    crew = [started(opener) for _ in range(workers)]
    try:
        for worker in crew:
            _give(worker, waiting)
        while busy := [worker for worker in crew if worker.tasks]:
            ready = set(map(id, wait([worker.pipe for worker in busy])))
            for place, worker in enumerate(crew):
                if id(worker.pipe) not in ready:
                    continue
                done = received(worker)
                if done is None:
                    yield from waiting.put_back(worker.tasks)
                    ended(worker)
                    crew[place] = worker = started(opener)
                else:
                    yield from zip((t.place for t in worker.tasks), done, strict=True)
                    worker.tasks = []
                _give(worker, waiting)
    finally:
        for worker in crew:
            ended(worker)


class Waiting(Generic[Item]):
    """Tasks not yet given out: those to be tried again one by one, then new ones in chunks."""

    def __init__(self, items: Iterable[Item], chunk: int) -> None:
        self._new = (Task(place, item) for place, item in enumerate(items))
        self._again: deque[Task[Item]] = deque()
        self._chunk = chunk

    def take(self) -> list[Task[Item]]:
        """What a free process is to do next; empty when all is given out."""
        if self._again:
            return [self._again.popleft()]
        return list(islice(self._new, self._chunk))

    def put_back(self, tasks: list[Task[Item]]) -> Iterator[tuple[int, Lost]]:
        """Take back the tasks of a process that ended; yields those that are given up."""
        for task in tasks:
            task.tries += 1
            if task.tries < _TRIES:
                self._again.append(task)
            else:
                yield task.place, Lost(f"its process ended {_TRIES} times, perhaps out of memory")


def started(opener: Opener[Item, Result]) -> Worker[Item]:
    """A new process that opens what it needs and then waits for items."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(opener, theirs), daemon=True)
    process.start()
    theirs.close()
    return Worker(process, ours)


def _give(worker: Worker[Item], waiting: Waiting[Item]) -> None:
    worker.tasks = waiting.take()
    if worker.tasks:
        # it may just have ended; reading its pipe says so
        with suppress(BrokenPipeError, ConnectionResetError):
            worker.pipe.send([task.item for task in worker.tasks])


def received(worker: Worker[Item]) -> list[Any] | None:
    """A chunk's results, None where the process has ended.

    Raises:
        DxciteError: what is needed cannot be opened.
    """
    try:
        kind, value = worker.pipe.recv()
    except (EOFError, OSError):
        return None
    if kind == "fault":
        raise value
    results: list[Any] = value
    return results


def ended(worker: Worker[Item]) -> None:
    """End a process, whatever it is doing."""
    worker.pipe.close()
    worker.process.terminate()
    worker.process.join()


def _work(opener: Opener[Any, Any], pipe: Connection) -> None:
    """What a process does until its pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the starting process's to handle
    try:
        work = opener()
        while True:
            items = pipe.recv()
            pipe.send(("done", [work(item) for item in items]))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except DxciteError as error:
        pipe.send(("fault", error))
