"""Retrieval alone: rankings that can be counted by hand, and dxcite's own on a few questions."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2
from pathlib import Path
from typing import Any

import pytest
from suite_fakes import answer, case, result

from assistant.cli_errors import guarded
from evals import retrieval
from evals.cli import app
from evals.engines import _plain_store
from evals.errors import EvalError
from evals.loading import Suite, case_line, fingerprint
from evals.schema import Case

CASES = (
    case("a", sections=("I.A.15", "I.C.9.a")),
    case("b", sections=("II.H",)),
    case("c", required_codes=("I10",)),  # names no section and is left out
)
RANKED = {
    "good": {"a": ["I.A.15", "I.C.9.a"], "b": ["II.H", "II.A"]},
    "late": {"a": ["II.A", "I.C.9.a", "I.A.15"], "b": ["II.A", "II.B", "II.H"]},
    "none": {"a": ["II.A"], "b": []},
}


def suite(cases: Sequence[Case] = CASES) -> Suite:
    return Suite("small", tuple(cases), fingerprint(cases))


@pytest.fixture
def ranked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Searches that give the rankings above; what they were asked for is kept."""
    asked: list[tuple[str, ...]] = []

    def search(name: str) -> retrieval.Search:
        def run(cases: Sequence[Case]) -> dict[str, list[str]]:
            asked.append(tuple(c.id for c in cases))
            return RANKED[name]

        return run

    monkeypatch.setattr(retrieval, "searches", lambda: {name: search(name) for name in RANKED})
    return asked


def test_measures_are_those_of_the_ranking(ranked: list[tuple[str, ...]]) -> None:
    found = retrieval.measured(suite(), list(RANKED))
    assert ranked == [("a", "b")] * 3
    assert all(
        value == pytest.approx(1.0) for name, value in found["good"].items() if name != "R@1"
    )
    # one of two sections at rank 1, and one of one
    assert found["good"]["R@1"] == pytest.approx(0.75)
    late = found["late"]
    assert late["RR@10"] == pytest.approx((1 / 2 + 1 / 3) / 2)
    assert late["Success@1"] == 0 and late["Success@3"] == 1
    assert late["R@3"] == 1
    # the deciding section counts twice: 1 at rank 2 and 2 at rank 3, against 2 at 1 and 1 at 2
    first = (1 / log2(3) + 2 / log2(4)) / (2 / log2(2) + 1 / log2(3))
    second = (2 / log2(4)) / (2 / log2(2))
    assert late["nDCG@10"] == pytest.approx((first + second) / 2)
    assert set(found["none"].values()) == {0.0}


def test_what_an_answer_cites_is_a_ranking_too() -> None:
    said = [("I.A.15 I.C.9.a", CASES[0]), ("II.A II.H", CASES[1]), ("II.A", CASES[2])]
    results = [result(made, answer(sections=cited)) for cited, made in said]
    found = retrieval.measured_answers(results)
    assert found["RR@10"] == pytest.approx((1 + 1 / 2) / 2)
    assert found["Success@1"] == 0.5
    assert retrieval.measured_answers(results[2:]) == {}


def test_what_cannot_be_measured_is_said(ranked: list[tuple[str, ...]]) -> None:
    with pytest.raises(EvalError, match="no search google; use good, late, none"):
        retrieval.measured(suite(), ["google"])
    with pytest.raises(EvalError, match="No case of small names a section"):
        retrieval.measured(suite(CASES[2:]), ["good"])


def test_the_table_has_a_row_a_search(ranked: list[tuple[str, ...]]) -> None:
    table = retrieval.retrieval_table("small", retrieval.measured(suite(), ["good", "late"]))
    assert table.row_count == 2
    assert [str(c.header) for c in table.columns][:2] == ["small", "nDCG@10"]


def test_plain_searches_rank_sections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        _plain_store.Row("I.A.15", "With means associated with or due to in titles."),
        _plain_store.Row("II.H", "Uncertain diagnoses of inpatients are coded as if they existed."),
    ]
    monkeypatch.setattr(_plain_store, "_all_rows", lambda: {"sections": rows, "codes": rows})
    monkeypatch.setenv("DXCITE_DATA", str(tmp_path))
    asked = case("a", sections=("II.H",)).model_copy(
        update={"question": "an uncertain diagnosis of an inpatient"}
    )
    found = retrieval.measured(suite([asked]), ["dense", "bm25", "fused"])
    assert {name: values["Success@1"] for name, values in found.items()} == {
        "dense": 1.0,
        "bm25": 1.0,
        "fused": 1.0,
    }


def test_the_command_measures_dxcites_own_search(
    with_index: Path, tmp_path: Path, capfd: pytest.CaptureFixture[Any]
) -> None:
    questions = {
        "What does NEC mean?": "I.A.6.a",
        "Is a probable diagnosis coded at hospital discharge?": "II.H",
    }
    cases = [
        case(f"q{n}", sections=(section,)).model_copy(update={"question": text})
        for n, (text, section) in enumerate(questions.items())
    ]
    path = tmp_path / "mine.jsonl"
    path.write_bytes(b"".join(map(case_line, cases)))
    assert guarded(app, ["retrieval", str(path), "--searches", "dxcite"]) == 0
    said = capfd.readouterr().out.splitlines()
    assert said[0].split()[:3] == ["mine", "nDCG@10", "RR@10"]
    row = said[1].split()
    assert row[0] == "dxcite" and float(row[-1]) == 1.0  # Success@3
    assert guarded(app, ["retrieval", str(path), "--searches", "google"]) == 2
    assert "There is no search google" in capfd.readouterr().err
