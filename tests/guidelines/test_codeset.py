from __future__ import annotations

import pytest

from guidelines.codeset import CodeSet, normalize
from guidelines.errors import SeventhCharacterError, UnknownCode


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("i509", "I50.9"),
        (" I50.9 ", "I50.9"),
        ("I50.-", "I50"),
        ("S52501D", "S52.501D"),
        ("t14.91xa", "T14.91XA"),
        ("i30–i5a", "I30-I5A"),
        ("Chapter 9", "9"),
        ("09", "9"),
        ("W08XXXA", "W08.XXXA"),
        ("", ""),
    ],
)
def test_normalize(typed: str, code: str) -> None:
    assert normalize(typed) == code
    assert normalize(code) == code


def test_levels(april: CodeSet) -> None:
    kinds = {code: april.get(code).kind for code in ("9", "I30-I5A", "I50", "I50.2", "I50.21")}
    assert list(kinds.values()) == ["chapter", "section", "category", "subcategory", "code"]
    assert april.get("I10").kind == "category"
    assert april.get("I10").billable
    assert not april.get("I50").billable
    assert not april.get("S52.501").billable
    assert april.get("S52.501D").kind == "code"


def test_counts(april: CodeSet, fy2027: CodeSet) -> None:
    assert len(april) == sum(1 for _ in april) == 98_505
    assert len(fy2027) == sum(1 for _ in fy2027) == 98_722
    assert sum(entry.billable for entry in april.entries()) == 74_719
    assert sum(entry.billable for entry in fy2027.entries()) == 74_879
    assert len(set(april)) == 98_505
    assert sum(entry.kind == "chapter" for entry in april.entries()) == 22


def test_a_section_of_one_category_has_its_own_key(april: CodeSet) -> None:
    assert april.get("B99").kind == "category"
    assert april.get("B99-B99").kind == "section"
    assert april.get("B99").parent == "B99-B99"


def test_ancestors_include_sections_that_span_others(april: CodeSet) -> None:
    assert april.ancestors("C34.11") == ("C34.1", "C34", "C30-C39", "C00-C75", "C00-C96", "2")
    assert april.ancestors("T14.91XA")[:2] == ("T14.91", "T14.9")
    assert april.ancestors("9") == ()


def test_descendants(april: CodeSet) -> None:
    assert april.descendants("I50.2") == ("I50.20", "I50.21", "I50.22", "I50.23")
    assert april.billable_under("I50.2") == april.descendants("I50.2")
    assert april.billable_under("I10") == ("I10",)
    assert april.billable_under("T14.91") == ("T14.91XA", "T14.91XD", "T14.91XS")
    assert len(april.descendants("9")) == sum("9" in april.ancestors(c) for c in april)


@pytest.mark.parametrize("code", ["I50", "S52.5", "T14.91", "T14.91XA", "I10", "Z98.8", "B20"])
def test_lines_are_the_billable_codes_without_added_characters(april: CodeSet, code: str) -> None:
    lines = tuple(dict.fromkeys(map(april.base_of, april.billable_under(code))))
    assert tuple(e.code for e in april.lines_under(code)) == lines


def test_notes_are_inherited_from_every_place_above(april: CodeSet) -> None:
    notes = april.inherited("I11.9", "use_additional")
    assert {note.at for note in notes} == {"I10-I1A"}
    assert any("Z72.0" in note.text for note in notes)
    places = [note.at for note in april.inherited("N18.6", "use_additional")]
    assert places.index("N18.6") < places.index("N18")
    assert {note.at for note in april.inherited("V43.52XA", "use_additional")} >= {"V00-V99"}
    with pytest.raises(ValueError, match="excludes3"):
        april.inherited("I10", "excludes3")  # type: ignore[arg-type]


def test_seventh_characters(april: CodeSet) -> None:
    assert list(april.seventh_characters("T14.91")) == ["A", "D", "S"]
    assert april.seventh_characters("T14.91XA") == april.seventh_characters("T14.91")
    assert april.seventh_characters("I10") == {}
    assert "B" not in april.seventh_characters("S52.521")  # torus fractures are never open
    assert list(april.seventh_characters("S06.1X7")) == ["A"]  # the patient died
    assert april.get("H35.31").seventh_terms == (("3", "advanced dry stage"),)


def test_a_copy_of_the_seventh_characters_is_given(april: CodeSet) -> None:
    april.seventh_characters("T14.91").clear()
    assert april.seventh_characters("T14.91")


@pytest.mark.parametrize(
    ("code", "seventh", "complete"),
    [
        ("S52.501", "D", "S52.501D"),
        ("T14.91", "A", "T14.91XA"),
        ("T14.91", "a", "T14.91XA"),
        ("T14.91XA", "D", "T14.91XD"),
        ("W08", "S", "W08.XXXS"),
        ("O31.10", "0", "O31.10X0"),
    ],
)
def test_complete(april: CodeSet, code: str, seventh: str, complete: str) -> None:
    assert april.complete(code, seventh) == complete
    assert april.get(complete).billable


@pytest.mark.parametrize(
    ("code", "seventh", "says"),
    [
        ("I10", "A", "takes no 7th character"),
        ("S52", "A", "needs more characters"),
        ("S06.1X7", "D", "use one of A"),
        ("T14.91", "", "none given"),
    ],
)
def test_complete_refuses(april: CodeSet, code: str, seventh: str, says: str) -> None:
    with pytest.raises(SeventhCharacterError, match=says):
        april.complete(code, seventh)


def test_base_and_full_title(april: CodeSet) -> None:
    assert april.base_of("T14.91XA") == "T14.91"
    assert april.base_of("I50.9") == "I50.9"
    assert april.full_title("T14.91XA") == "Suicide attempt, initial encounter"


@pytest.mark.parametrize(
    ("typed", "says", "nearest"),
    [
        ("I50.99", "use I50.9 ", "I50.9"),
        ("T14.91A", "use T14.91XA", "T14.91XA"),
        ("I5O.9", "use I50.9", "I50.9"),
        ("I42.00", "until 2026-09-30 the code was I42.0", "I42.0"),
        ("S06.1X7D", "takes the 7th character A,", "S06.1X7A"),
        ("O9A.9", "under O9A", "O9A.5"),
        ("U99", "no category U99", "U09"),
        ("N18.7", "N18.1, N18.2, N18.3", "N18.9"),
    ],
)
def test_unknown_codes_name_the_nearest(
    april: CodeSet, typed: str, says: str, nearest: str
) -> None:
    assert typed not in april
    with pytest.raises(UnknownCode) as caught:
        april.get(typed)
    assert says in str(caught.value)
    assert nearest in caught.value.nearest
    assert all(code in april for code in caught.value.nearest)


@pytest.mark.parametrize(
    "typed", ["foo", "", "I5", "heart failure", "99", "I30-I99", "💥", "S52.50100A"]
)
def test_what_is_no_code_is_refused(april: CodeSet, typed: str) -> None:
    assert typed not in april
    with pytest.raises(UnknownCode):
        april.get(typed)


def test_something_else_is_not_contained(april: CodeSet) -> None:
    assert 509 not in april
