"""Both sides of each finding: codes that call for it, and near ones that do not."""

from __future__ import annotations

from datetime import date

import pytest

from guidelines.checks import Finding, NoCodes, Report, check_codes
from guidelines.edits import CodeEditor, Edits, PoaExempt
from guidelines.errors import DxciteError

ON = date(2026, 11, 2)


def check(codes: str, **more: object) -> Report:
    return check_codes(codes, on=ON, edits=more.pop("edits", Edits()), **more)  # type: ignore[arg-type]


def found(codes: str, kind: str, **more: object) -> list[Finding]:
    return [f for f in check(codes, **more).findings if f.kind == kind]


BOTH_SIDES = [
    # kind, codes that call for it, codes that do not, section or place cited, code suggested
    ("excludes1", "E11.9 E10.9", "E11.9 I10", "E11", ""),
    ("excludes1", "A15.0 P37.0", "A15.0 P36.0", "A15-A19", ""),  # a block's note
    ("excludes1", "I10 I27.0", "I10 I27.20", "I10-I1A", "I27.0"),
    ("excludes1", "E11.9 O24.414", "E11.9 O24.112", "E11", "O24.414"),
    ("excludes1", "S06.0X0A S09.90XA", "S06.0X0A S01.00XA", "S06", ""),  # a category's note
    ("excludes2", "J44.9 J43.9", "J44.9 I10", "J44", ""),
    ("left out", "E11.9 E11.65", "E11.21 E11.65", "I.C.4.a", ""),
    ("left out", "N18.4 N18.6", "N18.4 I12.9", "I.C.14.a.1", ""),
    ("left out", "F10.20 F10.10", "F10.20 F11.10", "I.C.5.b.2", ""),
    ("left out", "J15.212 B95.62", "J15.9 B95.62", "I.B.9", ""),
    ("left out", "B20 Z21", "B20 Z79.899", "I.C.1.a.2.g", ""),
    ("combination", "I10 N18.6", "I10 N20.0", "I.C.9.a.2", "I12.0"),
    ("combination", "I10 I50.9", "I10 I47.10", "I.C.9.a.1", "I11.0"),
    ("combination", "E11.9 N18.4", "E11.9 N20.0", "I.C.4.a", "E11.22"),
    ("combination", "J44.9 J18.9", "J44.9 J30.9", "I.C.10.a.1", "J44.0"),
    ("less specific", "I50.9 I50.22", "I50.22 I50.32", "I.B.2", "I50.22"),
    ("less specific", "M25.569 M25.561", "M25.569 M25.511", "I.B.2", "M25.561"),
    ("laterality", "M17.11 M17.12", "M17.11 M16.12", "I.B.13", "M17.0"),
    ("laterality", "H25.11 H25.12", "H25.11 H25.13", "I.B.13", "H25.13"),
    ("etiology missing", "F02.80", "G30.9 F02.80", "F02", "G30"),
    ("etiology missing", "Z79.4 D63.8", "E85.3 D77", "D63.8", ""),
    ("code first missing", "R65.20", "A41.9 R65.20", "R65.2", "T81.4"),
    ("code first missing", "I10 Z16.12", "A41.51 U07.1", "Z16", ""),
    ("use additional missing", "E11.22", "E11.9 Z79.4", "E11.22", "N18.1-N18.6"),
    ("code also", "J44.0", "I10", "J44.0", ""),
    ("order", "I50.9 I11.0", "I11.0 I50.9", "I50", ""),
    ("order", "N18.4 E11.22", "E11.22 N18.4", "N18", ""),
    ("order", "E11.22 O24.112", "O24.112 E11.22", "O24.1", ""),
    ("order", "V43.52XA S52.501A", "S52.501A V43.52XA", "I.C.20.a.6", ""),
    ("only first", "I10 Z00.00", "Z00.00 I10", "I.C.21.c.15", ""),
    ("never first", "W19.XXXA", "S52.501A W19.XXXA", "I.C.20.a.6", ""),
    ("never first", "T39.015A K25.4", "K25.4 T39.015A", "I.C.19.e.5.a", "K25.4"),
    ("never first", "T38.3X6A E11.65", "E11.65 T38.3X6A", "I.C.19.e.5.c", "E11.65"),
    ("never first", "R65.21 A41.9", "A41.9 R65.21", "I.C.1.d.3", "A41.9"),
    ("never first", "Z68.41 E66.813", "E66.813 Z68.41", "I.B.14", "E66.813"),
    ("never first", "Z37.0 O80", "O80 Z37.0", "I.C.21.c.11", "O80"),
    ("never first", "S52.501S M24.531", "M24.531 S52.501S", "I.B.10", "M24.531"),
    ("never first", "F02.80 G30.9", "G30.9 F02.80", "I.A.13", "G30.9"),
    ("never first", "B95.62 L03.90", "L03.90 B95.62", "B95-B97", "L03.90"),
    ("never first", "Z59.00 I10", "Z71.3 I10", "I.B.14", "I10"),
    ("record", "O80 Z38.00", "Z38.00 P07.30", "I.C.15.a.2", ""),
    ("duplicate", "I10 i10", "I10 I50.9", "I.B.12", ""),
    ("incomplete", "S52.50", "S52.501A", "I.B.2", "S52.501A"),
    ("incomplete", "S52.501", "S52.501A", "I.A.5", "S52.501A"),
    ("incomplete", "E11", "E11.9", "I.B.2", "E11.00"),
    ("retired", "I42.0", "I42.00", "I42.0", "I42.00"),
    ("retired", "D69.1", "D69.11", "D69.1", "D69.11"),
    ("unknown", "E11.9X I10", "E11.9 I10", "I.B.2", "E11.9"),
    ("unreadable", "hello I10", "I10", "", ""),
]


@pytest.mark.parametrize(("kind", "codes", "near", "at", "suggested"), BOTH_SIDES)
def test_both_sides(kind: str, codes: str, near: str, at: str, suggested: str) -> None:
    findings = found(codes, kind)
    assert findings, [f.text for f in check(codes).findings]
    sources = [s.ref for f in findings for s in f.sources]
    assert at in sources or not at, sources
    assert suggested in [c for f in findings for c in f.suggested] or not suggested
    assert all(f.sources or f.kind == "unreadable" for f in findings)
    assert found(near, kind) == []


def test_excludes1_says_where_in_whose_words_and_what_settles_it() -> None:
    finding = found("E11.9 R73.03", "excludes1")[0]
    assert finding.level == "error"
    assert "R73.0" in {s.ref for s in finding.sources} | {finding.sources[0].ref[:5]}
    assert "diabetes mellitus (E08-E13)" in finding.text
    assert finding.out == ("R73.03",)
    assert finding.question is not None
    assert "unrelated to each other" in finding.question
    assert {"I.A.12.a"} == {s.ref for s in finding.sources if s.kind == "guideline"}


def test_codes_that_exclude_each_other_give_way_to_neither() -> None:
    finding = found("E11.9 E10.9", "excludes1")[0]
    assert {s.ref for s in finding.sources if s.kind == "tabular"} == {"E10", "E11"}
    assert finding.out == ()


def test_a_presumed_link_asks_whether_the_record_says_otherwise() -> None:
    finding = found("I10 N18.6", "combination")[0]
    assert (finding.level, finding.out, finding.suggested) == ("query", ("I10",), ("I12.0",))
    assert finding.question is not None
    unrelated = "The CKD is not due to the hypertension, the nephrologist states."
    assert found("I10 N18.6", "combination", record="Hypertension with CKD.")
    assert found("I10 N18.6", "combination", record=unrelated) == []


@pytest.mark.parametrize(
    ("codes", "order"),
    [
        ("N18.6 I12.0", "I12.0 N18.6"),
        ("R65.21 A41.9 J18.9", "A41.9 R65.21 J18.9"),
        ("Z79.4 E11.9 Z00.00", "Z00.00 E11.9 Z79.4"),
        ("I10 E78.5", "I10 E78.5"),
        ("W19.XXXA Y92.009 S52.501A", "S52.501A W19.XXXA Y92.009"),
        ("D63.1 N18.4 I12.9", "I12.9 N18.4 D63.1"),
    ],
)
def test_the_order_asked_for(codes: str, order: str) -> None:
    assert check(codes).order == tuple(order.split())


def test_an_order_that_is_right_is_clean() -> None:
    report = check("I12.0 N18.6")
    assert report.clean
    assert [f.codes for f in report.of("pair")] == [("I12.0", "N18.6"), ("I12.0", "N18.6")]


def test_a_seventh_character_for_one_of_several_fetuses_asks_for_the_gestation() -> None:
    missing = [f for f in found("O31.11X1", "use additional missing") if f.level == "error"]
    assert [f.suggested for f in missing] == [("O30",)]
    assert "7th character 1" in missing[0].text
    for near in ("O31.11X0", "O31.11X1 O30.001"):
        assert not [f for f in found(near, "use additional missing") if f.level == "error"]


@pytest.mark.parametrize(
    ("code", "age", "wrong"),
    [
        ("Z68.30", 12, True),
        ("Z68.30", 30, False),
        ("Z68.53", 30, True),
        ("Z68.53", 12, False),
        ("Z00.110", 3, True),
        ("Z00.110", 0, False),
        ("F03.90", 10, True),
        ("F03.90", 80, False),
        ("F03.90", None, False),
    ],
)
def test_ages(code: str, age: int | None, wrong: bool) -> None:
    assert bool(found(f"I10 {code}", "age", age=age)) is wrong


EDITOR = CodeEditor(
    name="Medicare Code Editor",
    manifestations=frozenset({"D758", "D7581"}),
    unacceptable=frozenset({"Z7984"}),
    unless_secondary=frozenset({"Z5189"}),
)


def test_lists_of_the_code_editor() -> None:
    lists = Edits(code_editor=EDITOR)
    inpatient = found("Z79.84 E11.9", "unacceptable principal", edits=lists, setting="inpatient")
    assert [f.level for f in inpatient] == ["error"]
    assert inpatient[0].sources[0].ref == "Medicare Code Editor"
    unknown = found("Z79.84 E11.9", "unacceptable principal", edits=lists)
    assert [(f.level, f.question) for f in unknown] == [("query", "Is this an inpatient claim?")]
    assert not found("Z79.84", "unacceptable principal", edits=lists, setting="outpatient")
    assert not found("E11.9 Z79.84", "unacceptable principal", edits=lists)
    assert not found("Z79.84", "unacceptable principal")
    assert found("Z51.89", "unacceptable principal", edits=lists)
    assert not found("Z51.89 I10", "unacceptable principal", edits=lists)
    assert found("D75.81 C94.40", "never first", edits=lists)
    assert not found("D75.81 C94.40", "never first")


def test_present_on_admission_exemption() -> None:
    lists = Edits(poa_exempt=PoaExempt("POA-exempt list FY2027", frozenset({"Z794"})))
    report = check("E11.9 Z79.4", edits=lists, setting="inpatient")
    assert [c.poa_exempt for c in report.codes] == [False, True]
    assert [f.codes for f in report.of("poa exempt")] == [("Z79.4",)]
    assert not any("exemption" in n for n in report.notices)
    assert check("E11.9", setting="inpatient").codes[0].poa_exempt is None
    assert any("exemption was not checked" in n for n in check("E11.9").notices)
    assert not check("E11.9", setting="outpatient").notices


def test_payment_categories_and_their_hierarchy() -> None:
    report = check("E11.9 E11.22 N18.4 I10")
    assert report.codes[1].hcc == ("HCC 37 Diabetes with Chronic Complications",)
    assert report.codes[3].hcc == ()
    texts = [f.text for f in report.of("hcc")]
    assert any(t.startswith("E11.9: HCC 38") and "outranked by HCC 37" in t for t in texts)
    assert all("V28" in f.sources[0].ref for f in report.of("hcc"))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("e1165,i10;n18.6", "E11.65 I10 N18.6"),
        ("1. I10\n2) N18.6\n", "I10 N18.6"),
        ("E11 .65 and I 10", "E11.65 I10"),
        ("• I50.9 – J44.9", "I50.9 J44.9"),
        ("S52501D", "S52.501D"),
        ("  I10\t\n\n E78.5 ", "I10 E78.5"),
    ],
)
def test_lists_as_people_paste_them(text: str, codes: str) -> None:
    assert [c.code for c in check(text).codes] == codes.split()


@pytest.mark.parametrize("text", ["", "   ", "hello", "?", "12 34"])
def test_nothing_to_check(text: str) -> None:
    with pytest.raises(NoCodes, match="give ICD-10-CM codes such as"):
        check(text)


def test_too_much_to_check() -> None:
    with pytest.raises(NoCodes, match=r"1,001 codes were given"):
        check("I10 " * 1001)


def test_no_age() -> None:
    with pytest.raises(DxciteError, match="The age 200 is no age"):
        check("I10", age=200)


def test_two_hundred_codes_at_once() -> None:
    from time import perf_counter

    from guidelines.codeset import load_codeset

    every = [e.code for e in load_codeset(ON).entries() if e.billable]
    codes = " ".join(every[:: len(every) // 200][:200])
    check("I10")  # loads what is loaded once
    started = perf_counter()
    report = check(codes)
    assert len(report.codes) == 200
    assert sorted(report.order) == sorted(codes.split())
    assert perf_counter() - started < 10


def test_the_date_decides_which_codes_there_are() -> None:
    before = check_codes("I42.0 I10", on=date(2026, 9, 30), edits=Edits())
    assert not before.of("retired")
    after = check_codes("I42.0 I10", on=date(2026, 10, 1), edits=Edits())
    assert after.of("retired")[0].suggested == ("I42.00", "I42.01", "I42.09")
    early = check_codes("I42.00 I10", on=date(2026, 9, 30), edits=Edits())
    assert early.of("retired")[0].suggested == ("I42.0",)


def test_the_same_codes_give_the_same_report() -> None:
    assert check("I10 N18.6 E11.9 J44.9 J18.9") == check("I10 N18.6 E11.9 J44.9 J18.9")
