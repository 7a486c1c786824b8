"""Suites: those that ship are sound, and a faulty one is named with line and reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from suite_fakes import TODAY

from evals.errors import SuiteError
from evals.loading import case_line, limited, load_suites, read_suite, shipped_suites
from evals.schema import Case


def written(tmp_path: Path, *lines: Any, name: str = "mine.jsonl") -> Path:
    path = tmp_path / name
    made = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(made) + "\n", encoding="utf-8")
    return path


def line(id: str = "a", **gold: Any) -> dict[str, Any]:
    return {"id": id, "question": "?", "date_of_service": "2026-06-01", "gold": gold}


@pytest.mark.parametrize("name", shipped_suites())
def test_a_shipped_suite_is_sound(name: str) -> None:
    suite = read_suite(shipped_suites()[name], TODAY)
    assert len(suite.cases) >= 20
    pairs: dict[str, int] = {}
    for case in suite.cases:
        if case.pair:
            pairs[case.pair] = pairs.get(case.pair, 0) + 1
    assert all(count >= 2 for count in pairs.values())


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("{", "line 2: Invalid JSON"),
        ('["a"]', "line 2"),
        ({"id": "b", "gold": {}}, "line 2: question: Field required"),
        ({**line("b"), "extra": 1}, "line 2: extra: Extra inputs are not permitted"),
        (line("b", verdict="maybe"), "line 2: gold.verdict"),
        (line("a"), "line 2: the id a is taken by line 1"),
        (line("b", sections=["I.C.99"]), "line 2: there is no guideline section I.C.99"),
        (line("b", required_codes=["I99.99"]), "line 2: the code I99.99 is not in the April 2026"),
        (line("b", required_codes=["N18"]), "line 2: the code N18 is not billable"),
        (line("b", acceptable_codes=["i10"]), "line 2: the code i10 is written I10"),
        (line("b", first="I10"), "line 2: the first-listed code I10 is neither"),
        (
            line("b", required_codes=["I10"], forbidden_codes=["I10"]),
            "line 2: the code I10 is both allowed and forbidden",
        ),
        ({**line("b"), "date_of_service": "1999-01-01"}, "line 2: The date 1999-01-01"),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, bad: Any, words: str) -> None:
    with pytest.raises(SuiteError) as refused:
        read_suite(written(tmp_path, line("a"), bad), TODAY)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_code_is_checked_at_the_date_of_its_case(tmp_path: Path) -> None:
    codes = ["I42.0", "E11.A"]
    path = written(tmp_path, line("a", required_codes=codes))
    assert read_suite(path, TODAY).cases[0].gold.required_codes == tuple(codes)
    later = {**line("a", required_codes=["I42.0"]), "date_of_service": "2026-10-01"}
    with pytest.raises(SuiteError, match=r"I42\.0 is not billable in the FY2027"):
        read_suite(written(tmp_path, later), TODAY)


def test_an_empty_suite_and_a_missing_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="holds no case"):
        read_suite(written(tmp_path, ""), TODAY)
    with pytest.raises(SuiteError, match="There is no suite nothing"):
        load_suites(["nothing"], TODAY)
    with pytest.raises(SuiteError, match="cannot be read"):
        read_suite(tmp_path, TODAY)


def test_two_suites_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    paths = [written(folder, line("a")) for folder in (tmp_path, tmp_path / "sub")]
    with pytest.raises(SuiteError, match="called mine"):
        load_suites([str(p) for p in paths], TODAY)


def test_the_fingerprint_is_of_what_is_asked_not_of_blanks(tmp_path: Path) -> None:
    first = read_suite(written(tmp_path, line("a")), TODAY)
    spaced = json.dumps(line("a"), indent=None, separators=(" , ", " : "))
    assert read_suite(written(tmp_path, "", spaced, ""), TODAY).fingerprint == first.fingerprint
    other = read_suite(written(tmp_path, line("a", verdict="yes")), TODAY)
    assert other.fingerprint != first.fingerprint
    assert limited([first], 1)[0].fingerprint == first.fingerprint


def test_a_case_survives_being_written(tmp_path: Path) -> None:
    full = Case.model_validate(
        {
            **line("a", required_codes=["I10"], first="I10", verdict="yes"),
            "history": ["before"],
            "tags": ["x"],
            "pair": "p",
            "term": "high blood pressure",
            "labelled": "external",
            "provenance": {"source": "made up"},
        }
    )
    assert Case.model_validate_json(case_line(full)) == full
