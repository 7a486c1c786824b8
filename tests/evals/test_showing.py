"""What a run leaves for the chat's page of evaluations, and what the page makes of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from suite_fakes import answer, case, result

from assistant.chat.evaluations import Evaluations, NoEvaluation, listed, shown
from evals.record import Identity, RunRecord, SuiteRun, write_record
from evals.summary import write_summary


def record(seconds: float | None, started: str) -> RunRecord:
    identity = Identity(
        suites=(SuiteRun(name="suite", fingerprint="f", cases=20),),
        engine="deterministic",
        program="",
        index={},
        libraries={},
        today=date(2026, 6, 1),
    )
    return RunRecord(
        identity=identity, version="0.1", commit="abc", started=started, workers=2, seconds=seconds,
        machine={"system": "Linux", "processors": "2", "python": "3.11"},
    )  # fmt: skip


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """A run that is done, within a sweep's folder, and a later one that goes on."""
    done = tmp_path / "sweep" / "deterministic"
    done.mkdir(parents=True)
    results = [
        result(
            case(f"c{n}", verdict="yes", sections=("I.A.15",), tags=("htn", "<b>")),
            answer(verdict="yes" if n < 15 else "no", sections="I.A.15"),
            ms=float(n + 1),
        )
        for n in range(20)
    ]
    finished = record(12.0, "2026-06-01T08:00:00")
    write_summary(done, finished, results)
    write_record(done, finished)
    begun = tmp_path / "later"
    begun.mkdir()
    write_record(begun, record(None, "2026-06-02T08:00:00"))
    (begun / "done.jsonl").write_text("{}\n{}\n")
    return tmp_path


def test_runs_are_listed_the_newest_first(runs: Path) -> None:
    found = Evaluations(runs).runs()
    assert [run.name for run in found] == ["later", "sweep/deterministic"]
    assert [(run.done, run.cases) for run in found] == [(2, 20), (20, 20)]
    html = listed(found, runs)
    assert "2 of 20 cases" in html and "section@1 100.0" in html and "verdict 75.0" in html


def test_a_run_is_shown_by_suite_and_tag(runs: Path) -> None:
    html = shown(Evaluations(runs).named("sweep/deterministic"))
    assert '<th scope="row">suite</th><td>20</td>' in html
    assert "<td>75.0</td>" in html and "<td>10</td><td>19</td>" in html
    assert "&lt;b&gt;" in html and "<b>" not in html
    assert "dxcite eval report" in html


def test_a_report_is_given_once_it_was_made(runs: Path) -> None:
    evaluations = Evaluations(runs)
    with pytest.raises(NoEvaluation, match="dxcite eval report"):
        evaluations.report("sweep/deterministic")
    (runs / "sweep" / "deterministic" / "report.html").write_text("<h1>Report</h1>")
    assert evaluations.report("sweep/deterministic") == "<h1>Report</h1>"
    assert "Open the report" in shown(evaluations.named("sweep/deterministic"))


@pytest.mark.parametrize("name", ["", "..", "../x", "/etc", "sweep", "sweep/../later"])
def test_only_runs_of_the_folder_can_be_named(runs: Path, name: str) -> None:
    outside = runs.parent / "x"
    outside.mkdir(exist_ok=True)
    (outside / "run.json").write_text((runs / "later" / "run.json").read_text())
    with pytest.raises(NoEvaluation, match="not there any more"):
        Evaluations(runs).report(name)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", json.dumps({"identity": {"suites": [1]}})])
def test_what_is_no_run_is_passed_over(runs: Path, text: str) -> None:
    (runs / "broken").mkdir()
    (runs / "broken" / "run.json").write_text(text)
    assert len(Evaluations(runs).runs()) == 2


def test_a_folder_without_runs_says_how_to_make_one(tmp_path: Path) -> None:
    assert Evaluations(tmp_path / "missing").runs() == []
    assert "dxcite eval run all" in listed([], tmp_path)
