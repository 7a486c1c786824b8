from __future__ import annotations

import pytest

from guidelines import grouped, note_coverage
from guidelines._note_coverage import KINDS, read_note
from guidelines._seventh_notes import seventh_note, seventh_notes
from guidelines.codeset import CodeSet, Note


def test_less_than_one_percent_of_the_notes_is_not_understood(fy2027: CodeSet) -> None:
    coverage = note_coverage(fy2027)
    printed = sum(len(getattr(e, kind)) for e in fy2027.entries() for kind in KINDS)
    assert coverage.total == printed > 12_000
    assert coverage.share < 0.01
    assert [(n.at, n.kind) for n in coverage.unparsed] == [("B35", "includes"), ("G83", "includes")]
    for kind in ("excludes1", "excludes2", "code_first", "use_additional", "code_also"):
        assert coverage.counts[kind]["unparsed"] == 0, kind


@pytest.mark.parametrize(
    ("kind", "text", "reading"),
    [
        ("excludes1", "type 1 diabetes mellitus (E10.-)", "codes"),
        ("use_additional", "code to identify:", "list"),
        ("use_additional", "code to identify infection", "words"),
        ("use_additional", "code (Chapter 20) to identify external cause", "codes"),
        ("excludes1", "fracture (S52.- with odd character Q)", "unparsed"),
        ("includes", "tinea, any type except those in B36.-", "unparsed"),
        ("excludes1", "megaloblastic anemia refractory to vitamin B12 therapy", "words"),
        ("seventh_note", "The appropriate 7th character is to be added", "unparsed"),
        ("seventh_note", "The appropriate 7th character is to be added to code Y22", "codes"),
    ],
)
def test_how_a_line_is_read(kind: str, text: str, reading: str) -> None:
    assert read_note(Note(text, kind, "A00")) == reading  # type: ignore[arg-type]


def test_every_code_with_an_added_seventh_character_is_in_the_note_that_governs_it(
    fy2027: CodeSet,
) -> None:
    added = [c for c in fy2027 if len(c) == 8 and fy2027.base_of(c) != c]
    assert len(added) > 50_000
    assert [c for c in added if not seventh_notes(fy2027, c)] == []


def test_a_seventh_character_that_asks_for_a_further_code(fy2027: CodeSet) -> None:
    note = seventh_notes(fy2027, "O31.10X1")[0]
    assert (note.companion, sorted(note.characters)) == ("O30", list("123456789"))
    assert seventh_notes(fy2027, "S52.501A")[0].companion == ""
    assert seventh_note(Note("7th characters matter", "seventh_note", "A00")) is None


def test_instructions_are_grouped_by_the_line_that_introduces_them(fy2027: CodeSet) -> None:
    stage, control = grouped(fy2027, "E11.22", "use_additional")[:2]
    assert (stage.at, control.at) == ("E11.22", "E11")
    assert stage.matches("N18.4")
    assert not stage.matches("Z79.4")
    assert control.matches("Z79.4")
    assert control.matches("Z79.84")
    assert control.words.count(";") == len(control.items) - 1


def test_instructions_that_begin_anew_are_apart(fy2027: CodeSet) -> None:
    notes = grouped(fy2027, "T80.211A", "use_additional")
    severe = next(n for n in notes if n.matches("R65.20"))
    assert severe.conditional
    assert severe.lead == severe.items[0].text


@pytest.mark.parametrize(
    ("code", "asked"), [("T39.015A", True), ("T39.011A", False), ("T39.016A", False)]
)
def test_a_note_for_adverse_effects_speaks_of_adverse_effects_only(
    fy2027: CodeSet, code: str, asked: bool
) -> None:
    notes = grouped(fy2027, code, "code_first")
    assert any(n.matches("K29.00") for n in notes) is asked


@pytest.mark.parametrize(("code", "speaks"), [("G31.83", True), ("G31.84", False)])
def test_a_note_for_some_codes_of_a_category(fy2027: CodeSet, code: str, speaks: bool) -> None:
    leads = [n.lead for n in grouped(fy2027, code, "use_additional") if n.at == "G31"]
    assert any("for codes" in lead for lead in leads) is speaks
