"""The comparison of how conditions are read as asserted."""

from __future__ import annotations

import sys
from pathlib import Path

from evals.bench.assertions import AssertionCase, context, lines, own, shipped_cases

CASES = [
    AssertionCase(text="No fever. Cough x3d.", words="fever", status="negated"),
    AssertionCase(text="Father with gout.", words="gout", status="family"),
    AssertionCase(text="Pneumonia.", words="Pneumonia", status="history"),
]


def test_each_shipped_case_names_its_condition_once() -> None:
    cases = shipped_cases()
    assert len(cases) > 150
    assert [c.text for c in cases if c.text.count(c.words) != 1] == []


def test_a_reading_is_right_where_it_says_the_status() -> None:
    assert [(r.said, r.right) for r in own(CASES)] == [
        ("negated", True),
        ("family", True),
        ("present", False),
    ]


def test_the_table_counts_all_and_each_status() -> None:
    assert lines("dxcite", own(CASES)) == [
        "| dxcite | all | 3 | 66.7 % |",
        "| dxcite | statuses that both know | 3 | 66.7 % |",
        "| dxcite | negated | 1 | 100.0 % |",
        "| dxcite | family | 1 | 100.0 % |",
        "| dxcite | history | 1 | 0.0 % |",
    ]


def test_flags_of_another_program_are_held_against_the_status(tmp_path: Path) -> None:
    other = tmp_path / "python"
    other.write_text(
        f"#!{sys.executable}\nprint('started')\nprint('[\"is_negated\"]')\nprint('[]')\nprint('[]')\n"
    )
    other.chmod(0o755)
    assert [r.right for r in context(CASES, other)] == [True, False, False]
