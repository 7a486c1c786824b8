"""Two runs side by side: what is chance, what is not, and what cannot be compared."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from suite_fakes import answer, case, result

from evals.comparing import Pair, differences, flips, paired, section_changes, tag_changes
from evals.comparison_tables import judged, worse
from evals.errors import EvalError, RunError
from evals.gating import checked, read_thresholds, shipped_thresholds
from evals.record import Identity, Result, RunRecord, SuiteRun
from evals.scoring import metric_named

SECTIONS = ("I.A.1", "I.A.2", "I.B.1", "I.B.2", "II.A", "II.B", "II.C", "III.A", "IV.A", "IV.B")


def run(right: int, total: int = 100) -> list[Result]:
    """Cases of ten sections, the first ones with a right verdict."""
    return [
        result(
            case(f"c{n}", verdict="yes", sections=(SECTIONS[n % 10],), tags=(f"t{n % 2}",)),
            answer(verdict="yes" if n < right else "no"),
        )
        for n in range(total)
    ]


def pairs(before: int, after: int) -> list[Pair]:
    return [Pair(a, b) for a, b in zip(run(before), run(after), strict=True)]


def record(fingerprint: str) -> RunRecord:
    suites = (SuiteRun(name="suite", fingerprint=fingerprint, cases=100),)
    identity = Identity(
        suites=suites, engine="x", program="", index={}, libraries={}, today=date(2026, 6, 1)
    )
    return RunRecord(
        identity=identity, version="", commit=None, started="", machine={}, workers=1, seconds=1
    )


def test_a_large_difference_is_told_from_chance() -> None:
    found = {d.metric.name: d for d in differences(pairs(40, 80), 500)}
    verdict = found["verdict"]
    assert (verdict.before, verdict.after, verdict.cases) == (0.4, 0.8, 100)
    assert 0 < verdict.low <= verdict.change <= verdict.high
    assert verdict.p < 0.05
    assert judged(verdict) == "better"
    assert judged(found["verdict-wrong"]) == "better"
    assert found["verdict-missing"].p == 1.0
    assert worse(list(found.values()), 1.0) == []
    back = differences(pairs(80, 40), 500)
    assert worse(back, 1.0) == ["verdict", "verdict-wrong"]
    assert worse(back, 50.0) == []


def test_a_difference_within_one_section_is_chance() -> None:
    """Ten cases of one section are one observation, not ten."""
    before = run(0)
    after = [
        result(r.case, answer(verdict="yes" if r.case.gold.sections == ("I.A.1",) else "no"))
        for r in before
    ]
    made = [Pair(a, b) for a, b in zip(before, after, strict=True)]
    found = {d.metric.name: d for d in differences(made, 500)}
    assert found["verdict"].change == pytest.approx(0.1)
    assert found["verdict"].p > 0.3


def test_comparing_twice_gives_the_same() -> None:
    assert differences(pairs(40, 50), 300) == differences(pairs(40, 50), 300)


def test_one_section_alone_can_be_compared() -> None:
    made = [Pair(a, b) for a, b in zip(run(0, 1), run(1, 1), strict=True)]
    found = {d.metric.name: d for d in differences(made, 200)}
    assert (found["verdict"].change, found["verdict"].p) == (1.0, 1.0)


def test_flips_are_listed_gains_first() -> None:
    before, after = run(1), run(0)
    after[5] = result(after[5].case, answer(verdict="yes"))
    made = [Pair(a, b) for a, b in zip(before, after, strict=True)]
    found = flips(made, metric_named("verdict"))
    assert [(f.before.case.id, f.gained) for f in found] == [("c5", True), ("c0", False)]


def test_changes_are_shown_by_section_and_tag() -> None:
    sections = section_changes(pairs(0, 10), metric_named("verdict"))
    assert {(c.group, c.cases, c.before, c.after) for c in sections} == {
        (s, 10, 0.0, 0.1) for s in SECTIONS
    }
    tags = tag_changes(pairs(0, 10), metric_named("verdict"), 10)
    assert [(c.group, c.cases, c.after) for c in tags] == [("t0", 50, 0.1), ("t1", 50, 0.1)]


def test_runs_of_other_versions_of_a_suite_are_refused() -> None:
    with pytest.raises(RunError, match="suite is not the same in both"):
        paired((record("one"), run(1)), (record("two"), run(1)))
    assert len(paired((record("one"), run(1)), (record("one"), run(2)))) == 100


def thresholds(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "bounds.yaml"
    path.write_text(text)
    return path


def test_a_gate_keeps_and_breaks(tmp_path: Path) -> None:
    bounds = read_thresholds(
        thresholds(
            tmp_path,
            'suite: {verdict: {least: 0.5}, latency-p95: {most: 10}}\n"#t1": {verdict: {least: 1}}\n'
            "other: {verdict: {least: 1}}\nall: {term@1: {least: 0.1}}\n",
        )
    )
    found = checked(run(60), bounds)
    assert [(c.group, c.name, c.value, c.kept) for c in found] == [
        ("suite", "verdict", 0.6, True),
        ("suite", "latency-p95", 5.0, True),
        ("#t1", "verdict", 0.6, False),
        ("all", "term@1", None, False),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [", "not YAML"),
        ("a: 1", "faulty at a"),
        ("a: {verdict: {}}", "either least or most"),
        ("a: {verdict: {least: 1, most: 1}}", "either least or most"),
        ("a: {verdikt: {least: 1}}", "no metric verdikt"),
        ("other: {verdict: {least: 1}}", "No threshold is about"),
    ],
)
def test_faulty_thresholds_are_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(EvalError, match=words):
        checked(run(1), read_thresholds(thresholds(tmp_path, text)))


def test_the_shipped_thresholds_can_be_read() -> None:
    assert "all" in read_thresholds(shipped_thresholds())
