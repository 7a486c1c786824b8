"""Spreading work over a Ray cluster: the cluster of `RAY_ADDRESS`, or one started on this machine.

Ray is an optional extra (`pip install "dxcite[ray]"`). Every machine of a cluster needs dxcite of
the same version and its own index.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from importlib.util import find_spec
from typing import Any

from assistant.spreading import Item, Lost, Opener, Result, Task, Waiting
from guidelines.errors import DxciteError


def over_ray(
    opener: Opener[Item, Result], waiting: Waiting[Item], workers: int
) -> Iterator[tuple[int, Result | Lost]]:
    """Work on items in actors of a Ray cluster; see `assistant.spreading.spread`.

    Raises:
        DxciteError: Ray is not installed, or what is needed cannot be opened.
    """
    if find_spec("ray") is None:
        raise DxciteError(
            'Ray is not installed; run `pip install "dxcite[ray]"`, or leave out --executor ray.'
        )
    # Ray looks at these when it is imported or started; neither may reach outside
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    import ray

    started_here = not ray.is_initialized()
    if started_here:
        _connect(ray, workers)
    try:
        # Ray prints what it has to say among the answers
        with redirect_stdout(sys.stderr):
            yield from _worked(ray, opener, waiting, workers)
    finally:
        if started_here:
            ray.shutdown()


def _connect(ray: Any, workers: int) -> None:
    quiet = {"log_to_driver": False, "logging_level": "ERROR", "configure_logging": False}
    address = os.environ.get("RAY_ADDRESS")
    if address:
        ray.init(address=address, **quiet)
    else:
        ray.init(num_cpus=workers, include_dashboard=False, **quiet)


def _worked(
    ray: Any, opener: Opener[Item, Result], waiting: Waiting[Item], workers: int
) -> Iterator[tuple[int, Result | Lost]]:
    make = ray.remote(num_cpus=1, max_restarts=0)(_Actor).remote
    running: dict[Any, tuple[Any, list[Task[Item]]]] = {}

    def give(actor: Any) -> None:
        if tasks := waiting.take():
            running[actor.work.remote([task.item for task in tasks])] = (actor, tasks)

    for _ in range(workers):
        give(make(opener))
    while running:
        (done,), _ = ray.wait(list(running), num_returns=1)
        actor, tasks = running.pop(done)
        try:
            kind, value = ray.get(done)
        except ray.exceptions.RayActorError:
            yield from waiting.put_back(tasks)
            actor = make(opener)
        else:
            if kind == "fault":
                raise value
            yield from zip((task.place for task in tasks), value, strict=True)
        give(actor)


class _Actor:
    """A process of the cluster."""

    def __init__(self, opener: Opener[Any, Any]) -> None:
        self._work: Any = None
        self._fault: DxciteError | None = None
        try:
            self._work = opener()
        except DxciteError as error:
            self._fault = error

    def work(self, items: list[Any]) -> tuple[str, Any]:
        if self._fault is not None:
            return "fault", self._fault
        return "done", [self._work(item) for item in items]
