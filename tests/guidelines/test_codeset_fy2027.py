from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from guidelines.codeset import CodeSet, fy2027_changes, load_codeset
from guidelines.errors import UnknownCode


def test_the_table_has_the_official_numbers() -> None:
    counts = Counter(change.change for change in fy2027_changes())
    assert counts == {"add": 190, "delete": 30, "header": 48, "drop": 6, "revise": 4}


def test_the_table_is_applied_to_the_letter(april: CodeSet, fy2027: CodeSet) -> None:
    changes = fy2027_changes()
    named = {kind: {c.code for c in changes if c.change == kind} for kind in ("add", "header")}
    gone = {c.code for c in changes if c.change in ("delete", "drop")}
    became_headers = {code for code in gone if code in fy2027}
    assert set(fy2027) - set(april) == named["add"] | named["header"]
    assert set(april) - set(fy2027) == gone - became_headers
    assert len(became_headers) == 15
    assert len(set(april) - set(fy2027)) == 15 + 6
    for change in changes:
        if change.change == "revise":
            assert april.get(change.code).title == change.previous_title
        if change.change in ("delete", "drop"):
            assert april.get(change.code).title == change.title
        else:
            assert fy2027.get(change.code).title == change.title
            assert fy2027.get(change.code).billable == (change.change != "header")


def test_all_other_lines_are_the_same(april: CodeSet, fy2027: CodeSet) -> None:
    touched = {change.code for change in fy2027_changes()}
    for code in set(april) & set(fy2027) - touched:
        before, after = april.get(code), fy2027.get(code)
        assert (before.title, before.billable, before.parent) == (
            after.title,
            after.billable,
            after.parent,
        )
        assert before.excludes1 == after.excludes1


def test_every_line_is_linked_both_ways(fy2027: CodeSet) -> None:
    for entry in fy2027.entries():
        for child in entry.children:
            assert fy2027.get(child).parent == entry.code
        if entry.parent is not None:
            assert entry.code in fy2027.get(entry.parent).children
        assert entry.billable or entry.children


def test_a_replaced_code_becomes_a_header_and_keeps_its_notes(fy2027: CodeSet) -> None:
    entry = fy2027.get("I42.0")
    assert not entry.billable
    assert entry.children == ("I42.00", "I42.01", "I42.09")
    assert entry.inclusion_terms == ("Congestive cardiomyopathy",)
    assert {note.at for note in fy2027.inherited("I42.00", "excludes2")} >= {"I42"}


@pytest.mark.parametrize(
    ("code", "parent"),
    [
        ("J4B", "J40-J4A"),
        ("K6A", "K65-K68"),
        ("QA1", "QA0-QA0"),
        ("M86.8X11", "M86.8X1"),
        ("T52.811A", "T52.811"),
        ("O31.40X0", "O31.40"),
        ("Z87.8901", "Z87.890"),
        ("T52.81", "T52.8"),
    ],
)
def test_new_lines_stand_where_they_belong(fy2027: CodeSet, code: str, parent: str) -> None:
    assert fy2027.get(code).parent == parent
    order = list(fy2027)
    assert order.index(parent) < order.index(code)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (
            "I42.0",
            (
                "I42.0 was billable until 2026-09-30; from 2026-10-01 it is a header: "
                "use I42.00, I42.01 or I42.09."
            ),
        ),
        ("i4200", "I42.00 is billable from 2026-10-01; until 2026-09-30 the code was I42.0."),
        ("J4B", "J4B is billable from 2026-10-01; until 2026-09-30 it did not exist."),
        ("K6A", "K6A is a new header from 2026-10-01: use K6A.01, K6A.09 or K6A.8."),
        (
            "T52.8X1A",
            (
                "T52.8X1A was billable until 2026-09-30; from 2026-10-01 it is deleted: "
                "use T52.891A, which has the same title."
            ),
        ),
        (
            "S23.420A",
            (
                "S23.420A was billable until 2026-09-30; from 2026-10-01 it is deleted and the "
                "addenda name no replacement: look under S23.42."
            ),
        ),
        ("T52.8X", "T52.8X was a header until 2026-09-30; from 2026-10-01 it does not exist."),
    ],
)
def test_history(april: CodeSet, fy2027: CodeSet, code: str, sentence: str) -> None:
    assert april.history(code) == fy2027.history(code) == sentence


def test_history_of_a_title_and_of_nothing(april: CodeSet) -> None:
    assert "globulin" in (april.history("Z29.14") or "")
    assert april.history("I10") is None


def test_every_change_has_a_history_that_names_real_codes(april: CodeSet, fy2027: CodeSet) -> None:
    for change in fy2027_changes():
        sentence = april.history(change.code)
        assert sentence
        assert sentence.startswith(change.code) or change.code in sentence
        for codeset in (april, fy2027):
            if change.code not in codeset:
                with pytest.raises(UnknownCode, match="2026-"):
                    codeset.get(change.code)


def test_each_release_is_opened_once(fy2027: CodeSet) -> None:
    assert load_codeset(date(2026, 10, 1)) is load_codeset(date(2027, 9, 30)) is fy2027
    assert load_codeset() is load_codeset(date.today())


def test_the_table_restates_the_official_addenda(official: Path) -> None:
    lines = (official / "codes/fy2027_changes/icd10cm_codes_addenda_2027.txt").read_text()
    told = {"Add": "add", "Delete": "delete", "Revise to": "revise"}
    expected = {
        (told[kind], *rest.split(None, 1))
        for kind, _, rest in (line.partition(":") for line in lines.splitlines())
        if kind in told
    }
    found = {
        (c.change, c.code.replace(".", ""), c.title)
        for c in fy2027_changes()
        if c.change in told.values()
    }
    assert found == {(kind, code, title.strip()) for kind, code, title in expected}
