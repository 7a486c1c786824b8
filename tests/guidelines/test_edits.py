from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from guidelines.checks._first import never_first_table
from guidelines.codeset import CodeSet
from guidelines.edits import edits_folder, find_edits, load_code_editor, load_hcc, load_poa_exempt
from guidelines.errors import DataDamaged, DataMissing
from guidelines.sections import load_digest

POA = (
    "Order{year}\tPOAexemptCode\tDescription\r\n01238\tB90.0\tSequelae\r\n40000\tZ79.4\tInsulin\r\n"
)
EDITOR = {
    "retrieved": "2026-07-11",
    "codes": {
        "manifestation_not_pdx": [{"code": "D630", "description": "Anemia"}],
        "unacceptable_pdx": ["B950"],
        "age_newborn": ["A33"],
    },
}


def test_poa_list_as_text_and_in_the_official_zip(tmp_path: Path) -> None:
    text = tmp_path / "poa_exempt-0123456789abcdef.txt"
    text.write_text(POA.format(year=26))
    packed = tmp_path / "POAexemptCodesFY25.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("POAexemptAddCodesFY25.txt", "Order25\tPOAexemptCode\r\n1\tI10\tadded")
        archive.writestr("POAexemptCodesFY25.txt", POA.format(year=25))
    for path, name in ((text, "POA-exempt list FY2026"), (packed, "POA-exempt list FY2025")):
        exempt = load_poa_exempt(path)
        assert exempt.name == name
        assert "Z79.4" in exempt
        assert "I10" not in exempt


def test_code_editor_lists(tmp_path: Path) -> None:
    path = tmp_path / "mce_edits.json"
    path.write_text(json.dumps(EDITOR))
    editor = load_code_editor(path)
    assert editor.is_manifestation("D63.0")
    assert editor.is_unacceptable("B95.0")
    assert not editor.is_unacceptable("D63.0")
    newborn = editor.age_range("A33")
    assert newborn is not None
    assert newborn.fits(0)
    assert not newborn.fits(1)
    assert "2026-07-11" in editor.name


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("POAexemptCodesFY26.txt", b"nothing of the kind", "holds no POA-exempt codes"),
        ("POAexemptCodesFY26.zip", b"PK\x03\x04 broken", "damaged zip file"),
        ("mce_edits.json", b"{", "is no JSON file"),
        ("mce_edits.json", b"[1, 2]", "holds no code editor lists"),
        ("mce_edits.json", b'{"codes": {"unacceptable_pdx": "all"}}', "holds no code editor lists"),
    ],
)
def test_files_that_are_no_lists(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataDamaged, match=words):
        find_edits(tmp_path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match="cannot be read"):
        load_poa_exempt(tmp_path / "POAexemptCodesFY26.zip")
    with pytest.raises(DataMissing, match="cannot be read"):
        load_code_editor(tmp_path / "mce.json")


def test_lists_are_found_by_year_in_the_data_folder() -> None:
    assert find_edits().poa_exempt is None
    folder = edits_folder()
    folder.mkdir(parents=True)
    (folder / "POAexemptCodesFY25.txt").write_text(POA.format(year=25))
    release = folder.parent / "releases" / "FY2026"
    release.mkdir(parents=True)
    (release / "poa_exempt-0123456789abcdef.txt").write_text(POA.format(year=26))
    names = {y: e.name for y in (2024, 2025, 2026, 2027) if (e := find_edits(year=y).poa_exempt)}
    assert names == {
        2024: "POA-exempt list FY2025",
        2025: "POA-exempt list FY2025",
        2026: "POA-exempt list FY2026",
        2027: "POA-exempt list FY2026",
    }


def test_hcc_mapping() -> None:
    model = load_hcc()
    assert model.of("E11.22") == (37,)
    assert model.of("e1122") == (37,)
    assert model.of("I10") == ()
    assert 38 in model.below[37]
    assert model.label(37) == "HCC 37 Diabetes with Chronic Complications"


def test_the_table_of_codes_that_never_stand_first_names_what_exists(fy2027: CodeSet) -> None:
    digest = load_digest()
    for row in never_first_table():
        assert row.refs
        assert row.refs.complete
        assert bool(row.section) != bool(row.tabular)
        if row.section:
            assert len(digest[row.section].text) >= row.because > 0
        else:
            assert fy2027.inherited(row.tabular, "notes")
        for span in row.refs.ranges:
            assert span.first in fy2027
            assert span.last in fy2027


def test_the_official_lists(official: Path, fy2027: CodeSet) -> None:
    lists = find_edits(official / "edits", 2026)
    assert lists.poa_exempt is not None
    assert lists.code_editor is not None
    assert lists.poa_exempt.name == "POA-exempt list FY2026"
    assert len(lists.poa_exempt.codes) == 38_349
    assert len(lists.code_editor.manifestations) == 422
    assert lists.code_editor.age_range("O80") is not None
