"""Code sets of other years, addenda, conversion table, and codes beside ICD-10-CM."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from guidelines.codeset import (
    CodeSet,
    builtin_codeset,
    code_changes,
    load_codeset,
    went_to,
)
from guidelines.codeset._addenda import parse_addenda
from guidelines.codeset._conversion import parse_conversion
from guidelines.codeset._order import read_order, table_of
from guidelines.codeset._parse import parse_tabular
from guidelines.collections import load_collection, systems_of
from guidelines.collections._read import read_hcpcs, read_pcs
from guidelines.errors import DataDamaged, NotAtHand, UnknownCode
from guidelines.official import ReleaseStore, named_release
from guidelines.official._recognise import recognise
from guidelines.releases import APRIL_2026, FY2027, Release, code_release

BASE = b"""<ICD10CM.tabular><version>2030</version><chapter>
<name>1</name><desc>Infections (A00-A09)</desc>
<section id="A00-A09"><desc>Intestinal (A00-A09)</desc>
<diag><name>A00</name><desc>Cholera</desc><excludes1><note>typhoid (A01.-)</note></excludes1>
<diag><name>A00.0</name><desc>Classical cholera</desc></diag>
<diag><name>A00.1</name><desc>Cholera el tor</desc></diag></diag>
<diag><name>A01</name><desc>Typhoid</desc>
<sevenChrDef><extension char="A">first</extension><extension char="D">later</extension></sevenChrDef>
<diag><name>A01.0</name><desc>Typhoid fever</desc></diag></diag>
</section></chapter></ICD10CM.tabular>"""


def order(*rows: tuple[str, int, str]) -> str:
    return "\r\n".join(
        f"{n:05d} {code:<7} {flag} {title[:60]:<60} {title}"
        for n, (code, flag, title) in enumerate(rows, 1)
    )


def workbook(*rows: tuple[str, ...]) -> bytes:
    """A minimal Excel file with one sheet of text."""
    lines = ("".join(f"<c t='inlineStr'><is><t>{c}</t></is></c>" for c in row) for row in rows)
    cells = "".join(f"<row>{line}</row>" for line in lines)
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{cells}</sheetData></worksheet>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def test_an_order_file_changes_the_tabular_list_until_it_fits() -> None:
    release = Release("FY2024", date(2023, 10, 1), None)
    text = order(
        ("A00", 0, "Cholera"),
        ("A000", 1, "Cholera of old"),
        ("A009", 1, "Cholera, unspecified"),
        ("A01", 0, "Typhoid"),
        ("A010", 0, "Typhoid fever"),
        ("A010XXA", 1, "Typhoid fever, first"),
        ("A010XXD", 1, "Typhoid fever, later"),
    )
    codes = CodeSet(table_of(read_order(text), parse_tabular(BASE), release), release)
    assert [c for c in codes if len(c) > 3 and "-" not in c] == [
        "A00.0", "A00.9", "A01.0", "A01.0XXA", "A01.0XXD",
    ]  # fmt: skip
    assert codes.get("A00.0").title == "Cholera of old"
    assert codes.get("A00").excludes1 == ("typhoid (A01.-)",)  # notes stay
    assert not codes.get("A01.0").billable


def test_what_is_no_order_file_is_refused() -> None:
    with pytest.raises(DataDamaged, match="lists no codes"):
        read_order("A000    Cholera\n")


def test_addenda_are_read() -> None:
    text = (
        "Add:         C7831   Malignant neoplasm of larynx\n"
        "Delete:      D691    Qualitative platelet defects\n"
        "Revise from: F9821   Rumination\nRevise to:   F9821   Rumination disorder\n"
        "Total: 4\n"
    )
    found = [(c.change, c.code, c.title, c.previous_title) for c in parse_addenda(text)]
    assert found == [
        ("add", "C78.31", "Malignant neoplasm of larynx", ""),
        ("delete", "D69.1", "Qualitative platelet defects", ""),
        ("revise", "F98.21", "Rumination disorder", "Rumination"),
    ]


def test_a_conversion_table_is_read() -> None:
    data = workbook(
        ("This FY 2026 (October 1, 2025 Update) Conversion Table",),
        ("Current code assignment", "Effective", "Previous Code(s) Assignment"),
        ("C50.A0", "2025.0", "C50.919, C50.929"),
        ("H02.151", "2018", "H02.101-H02.106; H02.109"),
        ("M04.8", "2016", "None"),
    )
    assert list(parse_conversion("table.xlsx", data)) == [
        ("C50.A0", "2025-10-01", ["C50.919", "C50.929"]),
        ("H02.151", "2018-10-01", ["H02.101-H02.106", "H02.109"]),
        ("M04.8", "2016-10-01", []),
    ]


def test_collections_are_read() -> None:
    text = order(("0DT", 0, "Gastrointestinal, Resection"), ("0DTJ4ZZ", 1, "Resection of Appendix"))
    table, code = read_pcs(text.encode())
    assert (table.kind, table.reportable) == ("table", False)
    assert (code.code, code.title, code.kind) == ("0DTJ4ZZ", "Resection of Appendix", "code")
    data = workbook(
        ("HCPC", "SEQNUM", "RECID", "LONG DESCRIPTION", "TERM DT"),
        ("J1885", "0010", "3", "Injection, ketorolac", ""),
        ("J1885", "0020", "4", "per 15 mg", ""),
        ("   AA", "0010", "7", "Anesthesia", "20191231"),
    )
    drug, modifier = read_hcpcs("h.xlsx", data)
    assert (drug.title, drug.kind, drug.until) == ("Injection, ketorolac per 15 mg", "code", None)
    assert (modifier.code, modifier.kind, modifier.until) == ("AA", "modifier", "2019-12-31")
    with pytest.raises(DataDamaged, match="no column"):
        list(read_hcpcs("h.xlsx", workbook(("HCPC", "x"), ("A", "b"))))


def test_systems_are_told_by_how_codes_are_written() -> None:
    assert list(systems_of("0DTJ4ZZ")) == ["pcs"]
    assert list(systems_of("J1885")) == ["hcpcs"]
    assert list(systems_of("I50.9")) == list(systems_of("99213")) == []


def test_without_releases_the_built_in_sets_are_used() -> None:
    assert load_codeset(date(2026, 5, 1)) is builtin_codeset(APRIL_2026)
    assert load_codeset(date(2024, 1, 1)).release.name == "April 2026"
    assert {c.code for c in code_changes(FY2027)} >= {"I42.00", "I42.0"}
    assert code_changes(named_release("FY2025")) == ()
    assert went_to("D71") == ()
    with pytest.raises(NotAtHand, match="dxcite releases fetch"):
        load_collection("pcs", date(2026, 1, 1))


@pytest.fixture(scope="module")
def added(official: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder to which official files were added."""
    data = tmp_path_factory.mktemp("with-releases")
    store = ReleaseStore(data / "releases")
    for name in (
        "codes/FY2024_code_descriptions.zip", "codes/FY2025_code_descriptions.zip",
        "codes/FY2026_conversion_table.xlsx", "tabular/icd10cm_tabular_2021.zip",
        "pcs/cms_2026_pr.zip", "hcpcs/HCPC2025_OCT_ANWEB.xlsx",
    ):  # fmt: skip
        found = recognise(official / name).found
        store.put([(f.slot, f.release, f.data) for f in found])
    return data


@pytest.fixture
def releases(added: Path, monkeypatch: pytest.MonkeyPatch) -> ReleaseStore:
    monkeypatch.setenv("DXCITE_DATA", str(added))
    return ReleaseStore()


@pytest.mark.parametrize(
    ("on", "release", "billable", "codes"),
    [
        (date(2023, 11, 1), "FY2024", 74_044, ("D71", "I42.0", "A41.54")),
        (date(2024, 5, 1), "FY2024", 74_044, ("D71",)),
        (date(2024, 11, 1), "FY2025", 74_260, ("D71", "E66.813")),
    ],
)
def test_codes_are_right_for_the_date_of_service(
    releases: ReleaseStore, on: date, release: str, billable: int, codes: tuple[str, ...]
) -> None:
    found = load_codeset(on)
    assert found.release.name == release == code_release(on).name
    assert sum(e.billable for e in found.entries()) == billable
    assert all(found.get(code).billable for code in codes)
    assert load_codeset(on) is found


def test_the_tabular_list_of_another_year(releases: ReleaseStore) -> None:
    found = load_codeset(date(2021, 3, 1))
    assert found.release.name == "FY2021 (January 2021)"
    lines = [e for e in found.entries() if e.kind not in ("chapter", "section")]
    assert len(lines) == 95_358  # as many as the order file of that release has
    assert all(found.get(code).billable for code in ("J12.82", "U07.1", "M54.5"))
    assert any("J12.82" in note.text for note in found.inherited("U07.1", "use_additional"))


def test_codes_that_came_later_are_unknown_before(releases: ReleaseStore) -> None:
    with pytest.raises(UnknownCode, match="in use since 2025-10-01; before, the code was D71"):
        load_codeset(date(2024, 11, 1)).get("D71.1")
    with pytest.raises(UnknownCode):
        load_codeset(date(2021, 3, 1)).get("U09.9")  # since 2021-10-01
    assert load_codeset(date(2026, 1, 1)).release.name == "April 2026"


def test_titles_are_those_of_the_order_file(releases: ReleaseStore, official: Path) -> None:
    with zipfile.ZipFile(official / "codes/FY2024_code_descriptions.zip") as archive:
        listed = read_order(archive.read("icd10cm-order-2024.txt").decode())
    found = load_codeset(date(2023, 11, 1))
    assert {c: (e.title, e.billable) for c in listed for e in [found.get(c)]} == {
        c: (one.title, one.billable) for c, one in listed.items()
    }


def test_notices_say_what_the_codes_are(releases: ReleaseStore) -> None:
    assert "nearest Tabular List" in (code_release(date(2023, 11, 1)).notice or "")
    assert "FY2024 (April 2024)" in (code_release(date(2024, 5, 1)).notice or "")
    assert code_release(date(2021, 3, 1)).notice is None


def test_history_from_the_conversion_table(releases: ReleaseStore) -> None:
    codes = load_codeset(date(2026, 11, 1))
    assert codes.history("D71") == "D71 was replaced on 2025-10-01: use D71.1, D71.8 or D71.9."
    assert (
        codes.history("U07.1") == "U07.1 is in use since 2020-04-01; before, the code was B97.29."
    )
    assert "2026-10-01" in (codes.history("I42.0") or "")
    assert [c.code for c in went_to("C50.919")] == ["C50.A0"]
    assert {c.code for c in went_to("H02.103")} >= {"H02.151"}  # by a range


def test_addenda_tell_what_came_with_a_release(releases: ReleaseStore) -> None:
    changes = code_changes(named_release("FY2025"))
    assert ("add", "E66.813") in {(c.change, c.code) for c in changes}
    assert any(c.change == "revise" and c.previous_title for c in changes)


def test_collections_at_hand(releases: ReleaseStore) -> None:
    pcs = load_collection("pcs", date(2026, 1, 1))
    assert (pcs.release, pcs.notice) == ("FY2026", None)
    assert sum(d.reportable for d in pcs.values()) == 79_115
    assert pcs["0dtj4zz"].title == "Resection of Appendix, Percutaneous Endoscopic Approach"
    assert all(d.code.startswith("0DT") for d in pcs.below("0DT"))
    assert "were not in force" in (load_collection("pcs", date(2026, 11, 1)).notice or "")
    hcpcs = load_collection("hcpcs", date(2025, 11, 1))
    assert len(hcpcs) == 8_846
    assert hcpcs["J1885"].title.startswith("Injection, ketorolac")
