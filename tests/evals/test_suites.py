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
from guidelines.codeset import load_codeset
from guidelines.sections import load_digest


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
        (line("b", order=["I10"]), "line 2: the code I10 of the order is neither"),
        (line("b", forbidden_codes=["I99.99"]), "line 2: the code I99.99 is not in the April"),
        (line("b", rejected=[{"code": "I99.99"}]), "line 2: the code I99.99 is not in the April"),
        (line("b", rejected=[{"code": "I10", "section": "II.Z"}]), "there is no guideline section"),
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


def test_a_code_that_the_question_makes_up_may_be_forbidden(tmp_path: Path) -> None:
    asked = {**line("a", forbidden_codes=["W19A"]), "question": "Is W19.A right for the fall?"}
    assert read_suite(written(tmp_path, asked), TODAY).cases[0].gold.forbidden_codes == ("W19A",)


def test_documentation_may_stand_apart_from_the_question(tmp_path: Path) -> None:
    apart = {**line("a"), "question": "What do I report?", "snippet": "HTN, CKD 3a."}
    case = read_suite(written(tmp_path, apart), TODAY).cases[0]
    assert case.asked == "What do I report?\n\nHTN, CKD 3a."


def test_the_notes_are_of_many_families_of_conditions() -> None:
    """Families are the Tabular List's blocks, by the code that a case wants first."""
    notes = [c for name in ("cases", "notes") for c in load_suites([name], TODAY)[0].cases]
    wanted = [c.gold.first or next(iter(c.gold.required_codes), None) for c in notes]
    codes = load_codeset(TODAY)
    above = {entry for code in wanted if code for entry in codes.ancestors(code)}
    blocks = [entry for entry in above if codes.get(entry).kind == "section"]
    assert len(notes) >= 60
    assert len(blocks) >= 25


def test_every_section_that_can_decide_has_a_case() -> None:
    cases = [c for suite in load_suites(["all"], TODAY) for c in suite.cases]
    decided = {section for c in cases for section in c.gold.sections}
    # a heading without rules of its own decides nothing; the sections below it do
    missing = [
        id for id, section in load_digest().items()
        if id not in decided and not any(other.startswith(f"{id}.") for other in decided)
    ]  # fmt: skip
    assert missing == []


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
