"""Speed and memory, beside a plain LangChain pipeline over the same texts (`make bench`).

Every figure is taken in a process of its own. The two builds are paired in one run: a share of the
plain one before dxcite's and the same share after it. Queries alternate between the two.

    python -m evals.bench [--share 0.02] [--questions 60] [--out bench.json]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from evals.bench._figures import Target, shipped_cases, show

_DXCITE = (sys.executable, "-m", "assistant.cli")
_QUESTION = "HTN and CHF with CKD 3b: does the provider have to link them?"


TARGETS = (
    Target("index build", "s", most=90),
    Target("index build, processor time", "s"),
    Target("index build, peak memory", "MB", most=1500),
    Target("plain build, scaled up", "s"),
    Target("plain build, processor time, scaled up", "s"),
    Target("plain build / index build", "times", least=6),
    Target("plain build / index build, processor time", "times"),
    Target("dxcite code, from process start", "s", most=1),
    Target("dxcite ask, from process start", "s", most=5),
    Target("later answers, median", "ms"),
    Target("later answers, 95th percentile", "ms", most=300),
    Target("answers, peak memory", "MB", most=1500),
    Target("search, median", "ms"),
    Target("plain search, median", "ms"),
    Target("search / plain search", "times", most=1),
)


def main() -> None:
    """Measure everything and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--share", type=float, default=0.02, help="of the texts, twice")
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--out", type=Path, help="write the figures here as JSON")
    parser.add_argument("--part", choices=sorted(_PARTS), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part:
        print(json.dumps(_PARTS[given.part](given)))
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DXCITE_DATA"] = folder
        figures = measured(given)
    note = (
        f"The plain build embedded {given.share:.0%} of the texts twice, and is scaled up from "
        "those; everything else is measured whole."
    )
    show(TARGETS, figures, note, given.out)


def measured(given: argparse.Namespace) -> dict[str, float]:
    """All figures by the name of their target."""
    own = ("--share", str(given.share), "--questions", str(given.questions))
    bench = (sys.executable, "-m", "evals.bench", *own, "--part")
    before = _last(_run((*bench, "plain")))
    build = _run((*_DXCITE, "index", "build"))
    after = _last(_run((*bench, "plain")))
    plain_s = (before["seconds"] + after["seconds"]) / 2
    plain_cpu_s = (before["cpu_seconds"] + after["cpu_seconds"]) / 2
    code_s = statistics.median(_run((*_DXCITE, "code", "I50.9")).seconds for _ in range(5))
    ask_s = statistics.median(_run((*_DXCITE, "ask", _QUESTION)).seconds for _ in range(3))
    asking = _run((*bench, "answers"))
    answers = _last(asking)
    searches = _last(_run((*bench, "searches")))
    values = (
        build.seconds,
        build.cpu_seconds,
        build.megabytes,
        plain_s,
        plain_cpu_s,
        plain_s / build.seconds,
        plain_cpu_s / build.cpu_seconds,
        code_s,
        ask_s,
        answers["p50"],
        answers["p95"],
        asking.megabytes,
        searches["own"],
        searches["plain"],
        searches["own"] / searches["plain"],
    )
    return dict(zip((t.name for t in TARGETS), values, strict=True))


@dataclass(frozen=True, slots=True)
class Run:
    """A program that ran: what it printed, its time by the clock and by processor, its peak."""

    out: str
    seconds: float
    cpu_seconds: float
    megabytes: float


def _run(command: Sequence[str]) -> Run:
    started = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
        out.seek(0)
        # macOS counts bytes, Linux kilobytes
        unit = 1e6 if sys.platform == "darwin" else 1e3
        used = usage.ru_utime + usage.ru_stime
        return Run(out.read().decode(), seconds, used, usage.ru_maxrss / unit)


def _last(run: Run) -> dict[str, float]:
    found: dict[str, float] = json.loads(run.out.splitlines()[-1])
    return found


def _questions(count: int) -> list[str]:
    texts = [case.asked for case in shipped_cases()]
    step = max(1, len(texts) // count)
    return texts[::step][:count]


def _texts() -> dict[str, list[str]]:
    """The texts of dxcite's own index, by collection."""
    from guidelines.codeset import load_codeset
    from guidelines.releases import CODE_RELEASES
    from guidelines.sections import load_digest
    from indexes.guideline_index import documents
    from indexes.lexicon import load_lexicon
    from indexes.term_index import surface_rows

    codesets = [load_codeset(release.start) for release in CODE_RELEASES]
    return {
        "guidelines": [d.text for d in documents(load_digest())],
        "codes": [str(row[0]) for row in surface_rows(codesets, load_lexicon())],
    }


def _plain(given: argparse.Namespace) -> dict[str, float]:
    from evals.bench._plain import build_plain

    with tempfile.TemporaryDirectory() as folder:
        plain = build_plain(_texts(), given.share, Path(folder))
        return {
            "seconds": plain.seconds * plain.scale,
            "cpu_seconds": plain.cpu_seconds * plain.scale,
        }


def _answers(given: argparse.Namespace) -> dict[str, float]:
    from assistant.pipeline import make_question, open_assistant

    assistant = open_assistant()
    asked = [make_question(text) for text in _questions(given.questions)]
    assistant.warm()
    spent = sorted(_ms(lambda q=question: assistant.ask(q)) for question in asked)  # type: ignore[misc]
    return {"p50": statistics.median(spent), "p95": spent[int(0.95 * (len(spent) - 1))]}


def _searches(given: argparse.Namespace) -> dict[str, float]:
    from evals.bench._plain import build_plain
    from guidelines.codeset import load_codeset
    from indexes.index import open_index

    index, codes = open_index(), load_codeset(date.today())
    own: list[float] = []
    other: list[float] = []

    def search(text: str) -> None:
        index.guidelines.search([text], k=10)
        index.terms.search(text, codes, 10)

    with tempfile.TemporaryDirectory() as folder:
        plain = build_plain(_texts(), given.share, Path(folder))
        for text in ("warm", *_questions(given.questions)):
            own.append(_ms(lambda t=text: search(t)))  # type: ignore[misc]
            other.append(_ms(lambda t=text: plain.search(t)))  # type: ignore[misc]
    return {"own": statistics.median(own[1:]), "plain": statistics.median(other[1:])}


def _ms(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


_PARTS: dict[str, Callable[[argparse.Namespace], dict[str, float]]] = {
    "plain": _plain,
    "answers": _answers,
    "searches": _searches,
}


if __name__ == "__main__":
    main()
