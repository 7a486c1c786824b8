"""The evaluation harness: how long a run takes, what of it is not answering, what a worker brings.

    python -m evals.bench.harness [--questions 2000] [--out bench.json]

Short questions of the suites that ship go through `dxcite eval run` with one worker and with two.
What is neither answering nor opening the engine is the harness's own; what every run costs however
short it is, is measured apart, so that fewer questions can be scaled up.

How much faster two workers can be is the machine's to say: two processors may be threads of one
core, or busy with something else. So two bare Python loops are timed against one in the same run,
before and after, and the workers are held to 85 % of what those gain, which is 1.7 times where two
processors are worth two.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from evals.bench._figures import Target, shipped_cases, show
from evals.loading import case_line

_WHOLE = 2_000
_SHORT = 200
"""Characters of a question that counts as short."""
_DATE = "2026-06-01"
_LOOP = "sum(i * i for i in range(20_000_000))"
"""Work that needs nothing but a processor, for about two seconds."""

TARGETS = (
    Target("questions asked", ""),
    Target("2,000 questions, 2 workers", "s", most=180),
    Target("2,000 questions, 1 worker", "s"),
    Target("harness beside the answers, 2 workers", "%", most=10),
    Target("2 workers against 1", "times"),
    Target("two bare loops against one", "times"),
    Target("2 workers' gain, of what two bare loops gain", "%", least=85),
    Target("runs with the same bytes", "of 2", least=2),
)


@dataclass(frozen=True, slots=True)
class Timed:
    """A run: seconds by the clock, milliseconds spent answering, and its results."""

    seconds: float
    answering_s: float
    results: bytes


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--questions", type=int, default=_WHOLE, help="asked; scaled up to 2,000")
    parser.add_argument("--out", type=Path, help="write the figures here as JSON")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measured(Path(folder), given.questions)
    note = f"{given.questions} questions were asked; times are scaled up from them to {_WHOLE:,}."
    show(TARGETS, figures, note, given.out)


def measured(folder: Path, count: int) -> dict[str, float]:
    """All figures by the name of their target."""
    asked = _suite(folder / "short.jsonl", count)
    bare = [_gain_of_two()]
    opening = _opening_s()
    runs = {workers: _run(folder, asked, workers, None) for workers in (1, 2)}
    least = {workers: _run(folder, asked, workers, workers) for workers in (1, 2)}
    whole = {workers: _scaled(runs[workers], least[workers], count) for workers in (1, 2)}
    answering = runs[2].answering_s / 2 * _WHOLE / count
    bare.append(_gain_of_two())
    gain, bare_gain = whole[1] / whole[2], sum(bare) / len(bare)
    same = sum(run.results == runs[1].results for run in runs.values())
    values = (
        count,
        whole[2],
        whole[1],
        100 * (whole[2] - opening - answering) / whole[2],
        gain,
        bare_gain,
        100 * gain / bare_gain,
        same,
    )
    return dict(zip((t.name for t in TARGETS), values, strict=True))


def _gain_of_two() -> float:
    """How much more two processes get done in a time than one, when each only computes."""
    return 2 * _loops_s(1) / _loops_s(2)


def _loops_s(count: int) -> float:
    """Seconds until so many loops that were started together are all done."""
    started = time.perf_counter()
    loops = [subprocess.Popen([sys.executable, "-c", _LOOP]) for _ in range(count)]
    if any(loop.wait() for loop in loops):
        raise SystemExit("dxcite: a bare Python process failed; see what it said above.")
    return time.perf_counter() - started


def _scaled(run: Timed, least: Timed, count: int) -> float:
    """Seconds of a run of 2,000: what it costs in any case, and the rest scaled up."""
    return least.seconds + (run.seconds - least.seconds) * _WHOLE / count


def _suite(path: Path, count: int) -> Path:
    """A suite of short questions, taken evenly from every suite and as often as needed."""
    short = [case for case in shipped_cases() if len(case.asked) <= _SHORT and not case.history]
    step = max(1, len(short) // count)
    chosen = [short[::step][place % len(short[::step])] for place in range(count)]
    named = (c.model_copy(update={"id": f"q{n}", "pair": None}) for n, c in enumerate(chosen))
    path.write_bytes(b"".join(map(case_line, named)))
    return path


def _opening_s() -> float:
    """Seconds until an engine is open in a process of its own: no fault of the harness."""
    code = (
        "from datetime import date; from evals.engines import EngineOpener; "
        f"EngineOpener('deterministic', date.fromisoformat('{_DATE}'))()"
    )
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    return time.perf_counter() - started


def _run(folder: Path, suite: Path, workers: int, limit: int | None) -> Timed:
    out = folder / f"run-{workers}-{limit}"
    command = [sys.executable, "-m", "evals", "run", str(suite), "--workers", str(workers)]
    command += ["--date", _DATE, "--out", str(out), *(["--limit", str(limit)] if limit else [])]
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    lines = (out / "timings.jsonl").read_bytes().splitlines()
    answering = sum(json.loads(line)["ms"] for line in lines) / 1000
    return Timed(seconds, answering, (out / "results.jsonl").read_bytes())


if __name__ == "__main__":
    main()
