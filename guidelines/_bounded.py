"""Runs a parser of foreign files in a process of its own, with limits on time and memory.

A hostile or broken file can then cost no more than the limits, and cannot take the program down.
The parent calls `run_bounded`; the child is this module run as a program.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import orjson

from guidelines.errors import DataDamaged

SECONDS = 20
"""Processor time of the child."""
_WAIT = 10 if os.name == "posix" else 3
"""How many times as long the child may take by the clock: where the system limits its processor time,
a busy machine must not make a good file unreadable."""
BYTES = 2_000_000_000
"""Address space of the child; an official PDF needs a quarter of it."""


def run_bounded(target: str, *arguments: str, seconds: int = SECONDS) -> Any:
    """Call a function in a process of its own.

    Args:
        target: "package.module:function"; it takes strings and returns what JSON can hold.
        arguments: What to call it with.
        seconds: Processor time it may take.

    Raises:
        DataDamaged: the file is unreadable, or reading it takes more than the limits.
    """
    root = str(Path(__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-P", "-m", "guidelines._bounded", target, *arguments]
    try:
        run = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            timeout=seconds * _WAIT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DataDamaged("Reading the file takes too long, so it is not read.") from error
    if run.returncode != 0:
        raise DataDamaged("The file cannot be read, or reading it takes more than is allowed.")
    answer = orjson.loads(run.stdout)
    if "damaged" in answer:
        raise DataDamaged(answer["damaged"])
    return answer["value"]


def _limit(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's time limit alone holds
        return
    for kind, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, BYTES)):
        hard = resource.getrlimit(kind)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, hard))


def _child(target: str, arguments: list[str]) -> None:
    _limit(SECONDS)
    module, _, name = target.partition(":")
    try:
        value = {"value": getattr(import_module(module), name)(*arguments)}
    except DataDamaged as error:
        value = {"damaged": str(error)}
    sys.stdout.buffer.write(orjson.dumps(value))


if __name__ == "__main__":
    _child(sys.argv[1], sys.argv[2:])
