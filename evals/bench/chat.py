"""The chat on this machine: how soon an answer shows, how soon the page works, twenty people at once.

    python -m evals.bench.chat [--notes 20] [--users 20] [--out bench.json]

The real chat runs as a process of its own; headless Chromium (`CHROMIUM`, or the one installed)
measures inside the page, so that the time of the measuring program does not count. The many ask
`dxcite serve`, each logged in, with a process on each core as it starts by itself. Needs playwright,
which `make install` brings.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evals.bench._browser import browser_figures
from evals.bench._crowd import crowd_figures
from evals.bench._figures import Target, shipped_cases, show
from evals.errors import EvalError

LOGIN = ("bench", "asks twenty times")
"""Name and password of those who ask at once."""
_WORDS = 300
_WHOLE = 80
"""Words from which a case is a note; three questions in a row are denser than any chart."""
_DENSE = 10
"""Joined notes asked besides: short ones of the suites name twice as many conditions a word."""

TARGETS = (
    Target("page interactive, median", "ms"),
    Target("page interactive, 95th percentile", "ms", most=2_000),
    Target("answer to a 300-word note visible after Enter, median", "ms"),
    Target("answer to a 300-word note visible after Enter, 95th percentile", "ms", most=1_000),
    Target("answer to a note twice as dense, 95th percentile", "ms"),
    Target("citations clicked", ""),
    Target("citations that landed on the quoted words", "%", least=100),
    Target("citation click to quoted words, 95th percentile", "ms", most=200),
    Target("tabs of one browser that answered", "of 10", least=10),
    Target("users at once", ""),
    Target("users at once, answers", "%", least=100),
    Target("users at once, median", "ms"),
    Target("users at once, 95th percentile", "ms", most=1_000),
)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--notes", type=int, default=20, help="visit notes of 300 words asked")
    parser.add_argument("--users", type=int, default=20, help="users who ask at once, three times")
    parser.add_argument("--out", type=Path, help="write the figures here as JSON")
    given = parser.parse_args()
    try:
        with served("serve") as address:
            figures = crowd_figures(address, LOGIN, given.users, snippets(3 * given.users))
        with served("chat") as address:
            figures |= browser_figures(address, notes(given.notes), dense(_DENSE))
    except EvalError as error:
        raise SystemExit(f"dxcite: {error}") from error
    note = f"{given.notes} notes; each user asked 3 times, all at the same moment."
    show(TARGETS, figures, note, given.out)


@contextmanager
def served(command: str) -> Iterator[str]:
    """The chat on a free port, gone afterwards.

    Args:
        command: `chat`, for one person, or `serve`, for a team that logs in with `LOGIN`.

    Raises:
        EvalError: it does not start.
    """
    words = [sys.executable, "-m", "assistant.cli", command, "--port", "0"]
    env = {**os.environ, "DXCITE_LOGIN": ":".join(LOGIN) if command == "serve" else ""}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=env) as process:
        assert process.stdout is not None
        try:
            said = process.stdout.readline()
            address = next((word for word in said.split() if word.startswith("http")), None)
            if address is None:
                raise EvalError(f"The chat did not start; run `dxcite {command}` to see why.")
            yield address
        finally:
            process.terminate()


def notes(count: int) -> list[str]:
    """Visit notes of 280 to 320 words, as charts have them: the suite `long_notes`."""
    return [c.asked for c in shipped_cases("long_notes")][:count]


def dense(count: int) -> list[str]:
    """Texts of 300 words, each made of two to four whole notes of the suites."""
    texts = [c.asked for c in shipped_cases() if len(c.asked.split()) >= _WHOLE and not c.history]
    found: list[str] = []
    held: list[str] = []
    for text in texts * count:
        held.append(text)
        words = " \n".join(held).split(" ")
        if len(words) >= _WORDS:
            found.append(" ".join(words[:_WORDS]))
            held = []
        if len(found) == count:
            break
    return found


def snippets(count: int) -> list[str]:
    """Short questions, every one another."""
    texts = [c.asked for c in shipped_cases() if 30 <= len(c.asked) <= 250 and not c.history]
    return texts[:: max(1, len(texts) // count)][:count]


if __name__ == "__main__":
    main()
