"""The report: whole, self-contained, and safe to open whatever a chart holds."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from suite_fakes import answer, case, result

from evals.errors import RunError
from evals.loading import Suite
from evals.record import (
    Identity,
    Result,
    RunRecord,
    SuiteRun,
    read_record,
    result_line,
    timing_line,
    write_cases,
    write_lines,
    write_record,
)
from evals.report import write_engines, write_report
from evals.report._charts import bar, change, curve, histogram
from evals.risk import risk_coverage

ATTACK = '<script>alert("x")</script><img src=http://elsewhere.example/x.png>'


def results(right: int) -> list[Result]:
    made = [
        case(
            f"c{n}",
            verdict="yes",
            sections=("I.A.15",),
            required_codes=("I10",),
            forbidden_codes=("J18.9",),
            tags=("htn",),
        )
        for n in range(30)
    ]
    said = [
        answer(
            "I10" if n < right else "I15.9 J18.9",
            sections="I.A.15" if n < right else "II.A",
            verdict="yes" if n < right else "no",
            trace=[{"stage": "rule", "what": ATTACK, "detail": ["a", "b"]}],
        )
        | {"answer": ATTACK}
        for n in range(30)
    ]
    asked = [m.model_copy(update={"question": f"{ATTACK} {m.id}"}) for m in made]
    return [result(m, s, ms=float(n + 1)) for n, (m, s) in enumerate(zip(asked, said, strict=True))]


def written(folder: Path, done: list[Result]) -> Path:
    folder.mkdir()
    suites = (SuiteRun(name="suite", fingerprint="f", cases=len(done)),)
    identity = Identity(
        suites=suites,
        engine="deterministic",
        program="p" * 64,
        index={"lexicon": "l" * 64},
        libraries={"torch": "1"},
        today=date(2026, 6, 1),
    )
    record = RunRecord(
        identity=identity, version="0.1", commit="abc", started="2026-06-01", workers=1, seconds=1.0,
        machine={"system": "Linux", "processors": "2", "python": "3.11"},
    )  # fmt: skip
    write_cases(folder, [Suite("suite", tuple(r.case for r in done), "f")])
    write_lines(folder / "results.jsonl", [result_line(r) for r in done])
    write_lines(folder / "timings.jsonl", [timing_line(r) for r in done])
    write_record(folder, record)
    return folder


class Page(HTMLParser):
    """What a page holds: tags opened and closed, and every address it names."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [v or "" for k, v in attrs if k in ("src", "href", "action")]
        if tag not in ("meta", "br", "img", "path", "rect", "circle"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("path", "rect", "circle"):
            assert self.open.pop() == tag


@pytest.fixture
def page(tmp_path: Path) -> tuple[str, str]:
    before, after = written(tmp_path / "a", results(10)), written(tmp_path / "b", results(20))
    html, markdown = write_report(after, before, tmp_path / "report.html")
    return html.read_text(), markdown.read_text()


def test_the_page_is_whole_and_loads_nothing(page: tuple[str, str]) -> None:
    read = Page()
    read.feed(page[0])
    assert read.open == []
    assert read.addresses == []
    assert "script" not in read.tags
    assert "img" not in read.tags
    assert {"svg", "table", "details"} <= set(read.tags)


def test_the_page_says_what_there_is_to_say(page: tuple[str, str]) -> None:
    html, _ = page
    assert "66.7 %" in html  # verdicts right
    assert "+33.3" in html  # against the baseline
    assert "verdict right: 10 gained, 0 lost" in html
    assert "code that the gold forbids" in html
    assert re.search(r"<td>I\.A\.15</td><td>II\.A</td><td class=\"n\">10</td>", html)
    assert "I.A.15 " in html
    assert "found in 20 of 30" in html
    assert '<span class="code">nDCG@10</span> 0.667' in html
    assert "suite/c20" in html
    assert "How it got there: 1 steps" in html


def test_the_markdown_is_for_a_pull_request(page: tuple[str, str]) -> None:
    _, markdown = page
    assert "| verdict right | 66.7 (" in markdown
    assert "| verdict right | 33.3 | 66.7 | +33.3 |" in markdown
    assert "- `suite/c20`: section@1" in markdown


def test_engines_stand_side_by_side_with_intervals(tmp_path: Path) -> None:
    right = {"deterministic": 20, "dense": 10, "bm25": 10}
    runs = {}
    for name, count in right.items():
        folder = written(tmp_path / name, results(count))
        runs[name] = (read_record(folder), results(count))
    write_engines(runs, tmp_path / "evaluation.md")
    text = (tmp_path / "evaluation.md").read_text()
    assert "30 cases of 1 suites" in text
    assert "| | cases | dxcite | dense | BM25 |" in text
    assert "| verdict right | 30 | 66.7 (66.7–66.7) | 33.3 (33.3–33.3) |" in text
    assert "| verdict right | +33.3 (" in text
    assert "| suite | 30 | 66.7 | 33.3 | 33.3 |" in text
    assert ATTACK not in text


def test_a_baseline_of_another_version_of_the_suite_is_refused(tmp_path: Path) -> None:
    before, after = written(tmp_path / "a", results(10)), written(tmp_path / "b", results(20))
    record = (before / "run.json").read_text().replace('"fingerprint": "f"', '"fingerprint": "g"')
    (before / "run.json").write_text(record)
    with pytest.raises(RunError, match="suite is not the same in both"):
        write_report(after, before, tmp_path / "report.html")
    assert not (tmp_path / "report.html").exists()


def test_the_same_run_gives_the_same_page(tmp_path: Path) -> None:
    folder = written(tmp_path / "a", results(10))
    pages = [write_report(folder, None, tmp_path / name)[0].read_bytes() for name in ("x", "y")]
    assert pages[0] == pages[1]


def test_a_curve_is_drawn_only_of_enough_cases() -> None:
    points = risk_coverage(results(20))
    assert points[-1] == (1.0, pytest.approx(1 / 3))
    assert risk_coverage(results(20)[:5]) == []


def test_charts_keep_within_their_bounds() -> None:
    assert 'width="100.0"' in bar(1.7, "higher")
    assert 'cx="118.0"' in change(9.0, -9.0, 9.0, 0.5, True)
    assert histogram([5.0], {"p50": 5.0}, "ms").count('class="good"') == 1
    assert "M40.0 10.0L260.0 230.0" in curve([(0.0, 1.0), (1.0, 0.0)], "x", "y")
