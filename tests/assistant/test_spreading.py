"""Work spread over processes: everything once, in order, whatever happens to a process."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant.spreading import CHUNK, Lost, in_order, known_executor, spread
from guidelines.errors import DxciteError


@dataclass(frozen=True)
class Squares:
    """Squares numbers; `deadly` ends its process, `once` only while the file is not there."""

    deadly: int = -1
    once: Path | None = None
    fault: str | None = None

    def __call__(self) -> Callable[[int], tuple[int, int]]:
        if self.fault is not None:
            raise DxciteError(self.fault)
        return self.work

    def work(self, number: int) -> tuple[int, int]:
        if number == self.deadly and (self.once is None or not self.once.exists()):
            if self.once is not None:
                self.once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return number * number, os.getpid()


def squares(opener: Squares, count: int, workers: int) -> list[int | None]:
    done = in_order(spread(opener, range(count), workers, chunk=3))
    return [None if isinstance(r, Lost) else r[0] for r in done]


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_everything_is_done_once_and_comes_in_order(workers: int) -> None:
    assert squares(Squares(), 20, workers) == [n * n for n in range(20)]


def test_several_processes_take_part() -> None:
    done = [r for _, r in spread(Slow(), range(8), 2, chunk=1)]
    assert len({r for r in done if not isinstance(r, Lost)}) == 2


class Slow:
    def __call__(self) -> Callable[[int], int]:
        def work(_: int) -> int:
            time.sleep(0.2)
            return os.getpid()

        return work


def test_a_process_that_is_killed_costs_nothing(tmp_path: Path) -> None:
    opener = Squares(deadly=7, once=tmp_path / "killed")
    assert squares(opener, 12, 2) == [n * n for n in range(12)]
    assert (tmp_path / "killed").exists()


@dataclass(frozen=True)
class Noted:
    """Squares numbers and notes each one, so that what was done twice can be counted."""

    folder: Path

    def __call__(self) -> Callable[[int], int]:
        (self.folder / f"pid-{os.getpid()}").touch()
        return self.work

    def work(self, number: int) -> int:
        time.sleep(0.004)
        with (self.folder / "done").open("ab", buffering=0) as file:
            file.write(f"{number}\n".encode())
        return number * number

    def done(self) -> list[int]:
        path = self.folder / "done"
        return [int(line) for line in path.read_text().split()] if path.exists() else []


@pytest.mark.parametrize("seed", range(4))
def test_a_process_killed_at_any_moment_costs_at_most_its_chunk(tmp_path: Path, seed: int) -> None:
    chance, opener, chunk, kills = random.Random(seed), Noted(tmp_path), 5, 2
    found: dict[int, int] = {}
    at = sorted(chance.sample(range(10, 190), kills))
    for place, result in spread(opener, range(200), 2, chunk=chunk):
        assert not isinstance(result, Lost)
        assert place not in found
        found[place] = result
        if at and len(found) >= at[0]:
            at.pop(0)
            time.sleep(chance.random() * 0.02)
            children = multiprocessing.active_children()
            os.kill(chance.choice(children).pid or 0, signal.SIGKILL)
    assert found == {n: n * n for n in range(200)}
    again = len(opener.done()) - len(set(opener.done()))
    assert again <= kills * chunk


STOPPED = """
import sys, test_spreading as t
from pathlib import Path
if __name__ == "__main__":
    folder = Path(sys.argv[1])
    with (folder / "kept").open("ab", buffering=0) as file:
        for place, _ in t.spread(t.Noted(folder), range(5_000), 2):
            file.write(f"{place}\\n".encode())
"""


@pytest.mark.parametrize("seed", range(2))
def test_the_whole_killed_at_any_moment_costs_what_was_in_flight(tmp_path: Path, seed: int) -> None:
    """What `dxcite eval run` and `dxcite batch` do: keep each result as it comes."""
    process = subprocess.Popen(
        [sys.executable, "-c", STOPPED, str(tmp_path)], env=environment(), start_new_session=True
    )
    kept, opener = tmp_path / "kept", Noted(tmp_path)
    ends = time.monotonic() + 120
    wanted = random.Random(seed).randrange(50, 400)
    while len(opener.done()) < wanted and time.monotonic() < ends and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.wait()
    before = len(kept.read_text().split())
    time.sleep(0.3)  # the processes notice that nobody listens any more
    done = opener.done()
    assert wanted <= len(done) < 5_000
    assert len(done) - before <= 2 * 2 * CHUNK  # two processes: a chunk done and one begun
    pids = [int(p.name.removeprefix("pid-")) for p in tmp_path.glob("pid-*")]
    assert len(pids) == 2
    ends = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < ends:
        time.sleep(0.1)
    assert len(opener.done()) - len(done) <= 2 * CHUNK, "they go on without their parent"


def environment() -> dict[str, str]:
    """Where programs that import this module find it and dxcite."""
    here = Path(__file__)
    paths = [str(here.parent), str(here.parents[2]), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def test_an_item_that_ends_every_process_is_given_up_and_the_rest_goes_on() -> None:
    expected = [n * n for n in range(12)]
    expected[4] = None  # type: ignore[call-overload]
    assert squares(Squares(deadly=4), 12, 2) == expected


def test_what_cannot_be_opened_is_said_here() -> None:
    with pytest.raises(DxciteError, match="no such thing"):
        list(spread(Squares(fault="There is no such thing."), range(3), 2))


def test_items_are_read_as_they_are_needed() -> None:
    read = 0

    def items() -> Iterator[int]:
        nonlocal read
        for number in range(1000):
            read = number
            yield number

    work = spread(Squares(), items(), 1, chunk=2)
    next(work)
    assert read < 10
    work.close()  # type: ignore[attr-defined]


def test_nothing_to_do_gives_nothing() -> None:
    assert list(spread(Squares(), [], 2)) == []


def test_an_unknown_executor_is_refused() -> None:
    with pytest.raises(DxciteError, match="processes or ray"):
        known_executor("dask")


@pytest.mark.skipif(find_spec("ray") is not None, reason="Ray is installed")
def test_ray_that_is_not_installed_is_said() -> None:
    with pytest.raises(DxciteError, match=r"dxcite\[ray\]"):
        list(spread(Squares(), [1], 1, "ray"))


RAY = """
import sys, test_spreading as t
from pathlib import Path
if __name__ == "__main__":
    for opener in (t.Squares(), t.Squares(deadly=7, once=Path(sys.argv[1]))):
        done = list(t.in_order(t.spread(opener, range(12), 2, "ray", chunk=3)))
        print([r[0] for r in done])
"""


@pytest.mark.slow
@pytest.mark.skipif(find_spec("ray") is None, reason="Ray, an optional extra, is not installed")
def test_a_ray_cluster_does_the_same_even_when_a_process_is_killed(tmp_path: Path) -> None:
    """In a process of its own, since Ray opens sockets of its own to this machine."""
    run = subprocess.run(
        [sys.executable, "-c", RAY, str(tmp_path / "killed")],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=300,
    )
    assert run.stdout.splitlines() == [str([n * n for n in range(12)])] * 2, run.stderr
    assert (tmp_path / "killed").exists()
