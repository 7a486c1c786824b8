"""Suites from other people's data: each format read, each fault named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from suite_fakes import TODAY

from evals.adapters import imported
from evals.errors import SuiteError
from evals.schema import Case

SHARED = Path("/work/shared/eval-data")


def read(format: str, path: Path) -> list[Case]:
    return imported(format, path, TODAY)


def test_a_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "id,question,setting,date_of_service,required_codes,first,verdict,sections,tags\n"
        'a,"HTN, CKD 3a",inpatient,2026-07-01,I12.9; N18.31,I12.9,,I.C.9.a.2,"ckd,htn"\n'
        ",Is I10 billable?,,,,,yes,,\n"
    )
    first, second = read("csv", path)
    assert first.gold.required_codes == ("I12.9", "N18.31")
    assert (first.setting, first.gold.first, first.tags) == ("inpatient", "I12.9", ("ckd", "htn"))
    assert (second.id, second.gold.verdict, second.labelled) == ("row-3", "yes", "external")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,text\na,b\n", "no column question"),
        ("question,colour\na,red\n", "column colour that no suite has"),
        ("question,verdict\na,maybe\n", "line 2: verdict"),
        ("question,required_codes\na,I99.99\n", "case row-2: the code I99.99 is not in"),
        ("", "no column question"),
    ],
)
def test_a_faulty_table_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(text)
    with pytest.raises(SuiteError, match=words.replace(".", r"\.")):
        read("csv", path)


def codiesp(folder: Path) -> Path:
    (folder / "text").mkdir()
    (folder / "text" / "S1.txt").write_text("Acute appendicitis.")
    (folder / "testD.tsv").write_text("S1\tk35.80\nS1\tk35\nS1\tz99.999\n")
    return folder


def test_codiesp_is_read_and_says_which_codes_are_not_in_force(tmp_path: Path) -> None:
    (case,) = read("codiesp", codiesp(tmp_path))
    assert (case.id, case.question) == ("S1", "Acute appendicitis.")
    assert case.gold.required_codes == ("K35.80",)
    assert case.provenance == {"source": "CodiEsp", "codes not in force": ["K35", "z99.999"]}


def test_aci_bench_is_read(tmp_path: Path) -> None:
    (tmp_path / "valid.csv").write_text(
        'dataset,encounter_id,dialogue,note\nv,D1,"[doctor] hi","CHIEF COMPLAINT\n\nCough, 3 days."\n'
    )
    (case,) = read("aci-bench", tmp_path)
    assert (case.id, case.question) == ("valid-D1", "CHIEF COMPLAINT\n\nCough, 3 days.")


def task(**more: Any) -> dict[str, Any]:
    return {"id": 7, "data": {"text": "Essential hypertension and gout."}, **more}


def test_label_studio_is_read(tmp_path: Path) -> None:
    chosen = [
        {"type": "labels", "value": {"start": 0, "end": 9, "text": "E11.9", "labels": ["I10 HTN"]}},
        {"type": "taxonomy", "value": {"taxonomy": [["M", "M10.9 Gout, unspecified"]]}},
        {"type": "textarea", "value": {"text": ["M10 is a header"]}},
    ]
    cancelled = {"was_cancelled": True, "result": [{"value": {"choices": ["J18.9"]}}]}
    path = tmp_path / "export.json"
    path.write_text(json.dumps([task(annotations=[{"result": chosen}, cancelled])]))
    (case,) = read("label-studio", path)
    assert case.gold.required_codes == ("I10", "M10.9")
    assert case.provenance == {"source": "export.json", "codes not in force": ["M10"]}


def mdace(**note: Any) -> dict[str, Any]:
    marked = [
        {"code": "I10", "code_system": "ICD-10-CM"},
        {"code": "0DTJ4ZZ", "code_system": "ICD-10-PCS"},
    ]
    return {"hadm_id": 1, "notes": [{"note_id": 2, "annotations": marked, **note}]}


def test_mdace_is_read_once_it_has_texts(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_text(json.dumps(mdace(text="HTN.")))
    (case,) = read("mdace", tmp_path)
    assert (case.id, case.question, case.gold.required_codes) == ("1", "HTN.", ("I10",))
    (tmp_path / "1.json").write_text(json.dumps(mdace()))
    with pytest.raises(SuiteError, match="holds no texts"):
        read("mdace", tmp_path)


@pytest.mark.parametrize(
    ("format", "text", "words"),
    [
        ("label-studio", "{}", "no Label Studio export"),
        ("label-studio", "[{}]", "task 1"),
        ("label-studio", "nothing", "not JSON"),
        ("word", "", "There is no format word"),
        ("codiesp", "", "no CodiEsp data"),
        ("mdace", "", "no JSON files"),
    ],
)
def test_faulty_data_is_named(tmp_path: Path, format: str, text: str, words: str) -> None:
    path = tmp_path / "data"
    path.write_text(text)
    with pytest.raises(SuiteError, match=words):
        read(format, path)
    with pytest.raises(SuiteError, match="is not there"):
        read("csv", tmp_path / "missing.csv")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the openly licensed cases are not on this machine")
def test_the_published_data_is_read_whole() -> None:
    assert len(read("codiesp", SHARED / "codiesp-train")) == 500
    assert len(read("aci-bench", SHARED / "aci-bench")) == 87
