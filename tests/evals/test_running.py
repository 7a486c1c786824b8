"""Runs: recorded, the same every time, and gone on with after a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from assistant.cli_errors import guarded
from evals.cli import app

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = (
    "acute appendicitis", "72F with HTN and CKD stage 3a. What should be coded?", "Is I10 billable?", "tennis elbow",
    "possible pneumonia", "What does NEC mean?", "type 2 diabetes with neuropathy", "fever",
)  # fmt: skip
GOLDS: tuple[dict[str, Any], ...] = (
    {"required_codes": ["K35.80"]},
    {"required_codes": ["I12.9", "N18.31"], "first": "I12.9", "sections": ["I.C.9.a.2"]},
    {"verdict": "yes"},
)


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    path = tmp_path / "small.jsonl"
    lines = [
        {"id": f"q{n}", "question": q, "gold": GOLDS[n] if n < len(GOLDS) else {}, "tags": ["x"]}
        for n, q in enumerate(QUESTIONS)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "evals", *map(str, arguments)]


def dxcite_eval(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), capture_output=True, text=True, cwd=ROOT, timeout=300
    )


def test_one_and_two_processes_give_the_same_bytes(
    with_index: Path, suite: Path, tmp_path: Path
) -> None:
    runs = [tmp_path / "one", tmp_path / "two"]
    for workers, folder in enumerate(runs, 1):
        done = dxcite_eval(
            "run", suite, "--workers", workers, "--out", folder, "--date", "2026-06-01"
        )
        assert done.returncode == 0, done.stderr
        assert "small (8)" in done.stdout
        assert sorted(p.name for p in folder.iterdir()) == [
            "cases.jsonl", "results.jsonl", "run.json", "summary.json", "timings.jsonl",
        ]  # fmt: skip
    results = [(folder / "results.jsonl").read_bytes() for folder in runs]
    assert results[0] == results[1]
    first = json.loads(results[0].splitlines()[0])
    assert first["counts"]["code-recall"] == [1.0, 1.0]
    assert "timings_ms" not in first["answer"]
    record = json.loads((runs[0] / "run.json").read_text())
    assert record["identity"]["suites"][0]["cases"] == 8
    assert record["identity"]["index"]["guideline digest"]
    assert record["machine"]["python"]

    compared = dxcite_eval("compare", *runs, "--tolerance", "0")
    assert compared.returncode == 0, compared.stderr
    listed = dxcite_eval("misses", runs[0], "--metric", "verdict")
    assert "fall short of verdict" in listed.stdout


@pytest.mark.slow
def test_four_processes_and_ray_give_the_same_bytes(
    with_index: Path, suite: Path, tmp_path: Path
) -> None:
    ways: list[tuple[str, ...]] = [("--workers", "1"), ("--workers", "2"), ("--workers", "4")]
    if find_spec("ray") is not None:
        ways.append(("--workers", "2", "--executor", "ray"))
    results = []
    for number, way in enumerate(ways):
        folder = tmp_path / str(number)
        done = dxcite_eval("run", suite, "--out", folder, "--date", "2026-06-01", *way)
        assert done.returncode == 0, done.stderr
        results.append((folder / "results.jsonl").read_bytes())
    assert len(set(results)) == 1


@pytest.mark.slow
def test_five_thousand_cases_go_on_after_a_kill(with_index: Path, tmp_path: Path) -> None:
    """Only what was in flight is asked again; every other outcome is the one from before."""
    terms, folder = tmp_path / "many.jsonl", tmp_path / "run"
    assert dxcite_eval("generate", "terms", "--count", 5000, "--out", terms).returncode == 0
    arguments = ("run", terms, "--workers", 2, "--date", "2026-06-01")
    process = subprocess.Popen(
        command(*arguments, "--out", folder), cwd=ROOT, stdout=subprocess.DEVNULL
    )
    done = folder / "done.jsonl"
    while process.poll() is None and not (done.exists() and done.read_bytes().count(b"\n") > 1500):
        time.sleep(0.2)
    assert process.poll() is None, "the run was over before it could be killed"
    process.kill()
    process.wait()
    kept = {json.loads(line)["id"]: json.loads(line)["ms"] for line in lines(done)}
    again = subprocess.run(command(*arguments, "--out", folder), cwd=ROOT, capture_output=True)
    assert again.returncode == 0, again.stderr
    timings = [json.loads(line) for line in lines(folder / "timings.jsonl")]
    assert len({t["id"] for t in timings}) == 5000
    assert sum(kept.get(t["id"]) == t["ms"] for t in timings) == len(kept)


def lines(path: Path) -> list[bytes]:
    """The whole lines of a file."""
    return [line for line in path.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]


def test_a_run_that_is_killed_goes_on_where_it_was(
    with_index: Path, suite: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    arguments = ("run", suite, "--out", folder, "--date", "2026-06-01")
    process = subprocess.Popen(
        command(*arguments), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    done = folder / "done.jsonl"
    ends = time.monotonic() + 120
    while not (done.exists() and done.stat().st_size) and time.monotonic() < ends:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert done.exists(), "the run was over before it could be killed"
    before = done.read_bytes()
    assert before
    with done.open("ab") as file:
        file.write(b'{"suite": "small", "id": "q7", "ans')  # cut off within a line

    again = dxcite_eval(*arguments)
    assert again.returncode == 0, again.stderr
    assert not done.exists()
    kept = [json.loads(line) for line in before.splitlines()]
    timings = [json.loads(line) for line in (folder / "timings.jsonl").read_text().splitlines()]
    assert [t["id"] for t in timings] == [f"q{n}" for n in range(8)]
    for line in kept:
        assert line["ms"] in [t["ms"] for t in timings if t["id"] == line["id"]]

    whole = tmp_path / "whole"
    assert dxcite_eval(*arguments[:2], "--out", whole, *arguments[4:]).returncode == 0
    assert (whole / "results.jsonl").read_bytes() == (folder / "results.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("change", "words"),
    [(["--limit", "3"], "other suites"), (["--date", "2026-07-01"], "other date")],
)
def test_a_folder_with_another_run_is_refused(
    with_index: Path, suite: Path, tmp_path: Path, change: list[str], words: str
) -> None:
    folder = tmp_path / "run"
    assert dxcite_eval("run", suite, "--limit", 1, "--out", folder).returncode == 0
    before = (folder / "results.jsonl").read_bytes()
    other = dxcite_eval("run", suite, "--limit", 1, "--out", folder, *change)
    assert other.returncode == 2
    assert words in other.stderr
    assert other.stderr.count("\n") == 1
    assert (folder / "results.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run"], "SUITE"),
        (["run", "nothing"], "There is no suite nothing"),
        (["run", "cases", "--engine", "nothing"], "There is no engine nothing"),
        (["run", "cases", "--engine", "deterministic-nothing"], "There is no part nothing"),
        (["run", "cases", "--executor", "dask"], "processes or ray"),
        (["run", "cases", "--date", "soon"], "not a date"),
        (["run", "cases", "--workers", "0"], "workers"),
        (["compare", "/nowhere", "/nowhere"], "holds no run"),
        (["gate", "/nowhere"], "holds no run"),
        (["misses", "/nowhere"], "holds no run"),
        (["misses", "/nowhere", "--metric", "nothing"], "There is no metric nothing"),
        (["ablate", "cases", "--parts", "nothing"], "There is no part nothing"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    arguments: list[str], words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert guarded(app, arguments) == 2
    said = capfd.readouterr()
    assert said.out == ""
    assert words in said.err
    assert said.err.count("\n") == 1


def test_a_gate_fails_on_a_broken_build(with_index: Path, suite: Path, tmp_path: Path) -> None:
    bounds = tmp_path / "bounds.yaml"
    bounds.write_text("small: {first-listed: {least: 1}, code-recall: {least: 0.9}}\n")
    codes = {}
    for engine in ("deterministic", "deterministic-rules"):
        folder = tmp_path / engine
        run = dxcite_eval("run", suite, "--limit", 2, "--engine", engine, "--out", folder)
        assert run.returncode == 0, run.stderr
        codes[engine] = dxcite_eval("gate", folder, "--thresholds", bounds).returncode
    assert codes == {"deterministic": 0, "deterministic-rules": 3}


def test_the_schema_is_printed() -> None:
    schema = json.loads(dxcite_eval("schema").stdout)
    assert {"id", "question", "gold"} <= set(schema["required"])
    assert os.environ["DXCITE_DATA"] not in json.dumps(schema)
