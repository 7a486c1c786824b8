"""Look-ups measured on official files: the sets, the untouched fifth, the tables."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from evals.errors import EvalError
from evals.terms import _sets as sets
from evals.terms._asking import Outcome
from evals.terms._figures import _average_precision, row
from evals.terms._tables import markdown, rows_table, write_into
from guidelines.codeset import load_codeset

CODES = load_codeset(date(2026, 6, 1))
DRUGS = b"""<ICD10CM.index><version>2026</version><letter><title>D</title>
<mainTerm><title>Digoxin</title><cell col="2">T46.0X1</cell><cell col="3">T46.0X2</cell>
<cell col="4">T46.0X3</cell><cell col="5">--</cell></mainTerm></letter></ICD10CM.index>"""


def test_titles_are_said_otherwise() -> None:
    lines = sets.titles(CODES)
    assert len(lines) > 20_000
    for way in sets.WAYS.values():
        asked = sets.reworded(lines, way, random.Random(3), 20)
        assert asked == sets.reworded(lines, way, random.Random(3), 20)
        assert len(asked) == 20
        assert all(a.term.lower() != CODES.get(a.code).title.lower() for a in asked)


def test_a_without_keeps_its_word() -> None:
    said = sets.reordered("Migraine with aura, without status", random.Random(1))
    assert said is not None
    assert "without status" in said


def test_cells_are_asked_in_the_words_of_their_column(tmp_path: Path) -> None:
    file = tmp_path / "drugs.xml"
    file.write_bytes(DRUGS)
    cells = sets.table_cells(file, CODES, random.Random(1), 10, drugs=True)
    assert sorted(c.code for c in cells) == ["T46.0X1", "T46.0X2", "T46.0X3"]
    assert all("digoxin" in c.term for c in cells)


def test_the_untouched_fifth_stands_apart() -> None:
    outcomes = [
        Outcome(sets.Asked("a", "I10", untouched=True), 1, True, 5.0),
        Outcome(sets.Asked("b", "I10", untouched=False), 3, True, 7.0),
        Outcome(sets.Asked("c", "I10", untouched=False), 0, False, 9.0),
    ]
    figures = row("some", outcomes, "60 %")
    assert (figures.count, figures.untouched) == (3, 1.0)
    assert figures.first == pytest.approx(1 / 3)
    assert figures.ten == pytest.approx(2 / 3)
    assert "| some | 3 | 33.3% |" in markdown(rows_table([figures]))
    share = sum(
        a.untouched for a in sets.reworded(sets.titles(CODES), sets.wrapped, random.Random(1), 500)
    )
    assert 60 < share < 140


def test_average_precision() -> None:
    assert _average_precision(["A", "B", "C"], {"A", "C"}) == pytest.approx((1 + 2 / 3) / 2)
    assert _average_precision([], {"A"}) == 0.0


def test_only_what_is_measured_is_written_anew(tmp_path: Path) -> None:
    page = tmp_path / "terms.md"
    page.write_text("before\n<!-- measured: parts -->\nold\n<!-- end -->\nafter\n")
    write_into(page, {"parts": "new"})
    assert page.read_text() == "before\n<!-- measured: parts -->\n\nnew\n\n<!-- end -->\nafter\n"
    with pytest.raises(EvalError, match="lacks the marks"):
        write_into(page, {"look-ups": "x"})
