"""Answers and worklists as files; each is read back with what a receiver would use."""

from __future__ import annotations

import base64
import csv
import io
import json
from datetime import date

import pytest
from chat_fakes import HOSTILE
from test_chat_render import CHART, ask

from assistant.chat.exports import Exchange, NothingToExport, exported, letter, table
from assistant.chat.worklist import BadWorklist, Item, decisions, read_worklist

EXCHANGES = [Exchange(1, CHART, ask(CHART)), Exchange(2, "tennis elbow", ask("tennis elbow"))]
HOSTILE_ONE = [Exchange(1, HOSTILE, ask(HOSTILE))]


def test_markdown_holds_all_that_was_said() -> None:
    text = exported(EXCHANGES, "md").text
    for said in ("## Question 1", f"> {CHART}", "| 2 | I50.9 |", "HTN; CHF; CKD 3b"):
        assert said in text
    assert "1. Section I.C.9.a.3" in text and "Never referred to" not in text
    assert "Type and acuity of the heart failure" in text and "## Question 2" in text


def test_json_holds_the_contract_with_its_trace() -> None:
    held = json.loads(exported(EXCHANGES, "json").text)["exchanges"]
    assert [e["question"] for e in held] == [CHART, "tennis elbow"]
    assert held[0]["answer"] == ask(CHART).model_dump(mode="json")
    span = held[0]["answer"]["codes"][1]["evidence"][0]
    assert held[0]["read"][span["start"] : span["end"]] == span["text"]


def test_csv_has_a_row_for_each_code_and_what_was_left_out() -> None:
    rows = list(csv.DictReader(io.StringIO(exported(EXCHANGES, "csv").text)))
    assert [r["code"] for r in rows[:5]] == ["I13.0", "I50.9", "N18.32", "I50.3", "I10"]
    assert rows[0]["evidence"] == "HTN; CHF; CKD 3b" and rows[4]["role"] == "left out"


def test_no_cell_is_taken_for_a_formula() -> None:
    text = table([["=1+1", "+x", "-x", "@x", "a=b", None, True]], list("abcdefg"))
    assert next(csv.reader(io.StringIO(text.splitlines()[1]))) == [
        "'=1+1",
        "'+x",
        "'-x",
        "'@x",
        "a=b",
        "",
        "True",
    ]


def test_fhir_is_valid_and_in_reporting_order() -> None:
    from fhir.resources.R4B.bundle import Bundle

    file = exported(EXCHANGES, "fhir")
    bundle = Bundle.model_validate_json(file.text)
    kinds = [entry.resource.get_resource_type() for entry in bundle.entry]
    assert kinds == ["Condition"] * 3 + ["List"] + ["Condition", "List"]
    first = bundle.entry[0].resource
    assert first.code.coding[0].system == "http://hl7.org/fhir/sid/icd-10-cm"
    assert first.code.coding[0].code == "I13.0"
    assert "Chart: HTN; CHF; CKD 3b" in first.note[1].text
    ordered = [item.item.reference for item in bundle.entry[3].resource.entry]
    assert ordered == [entry.fullUrl for entry in bundle.entry[:3]]
    assert exported(EXCHANGES, "fhir") == file


def test_fhir_without_a_code_is_an_empty_valid_bundle() -> None:
    question = "What is the CPT code?"
    held = json.loads(exported([Exchange(1, question, ask(question))], "fhir").text)
    assert held == {"resourceType": "Bundle", "type": "collection"}


def test_word_opens_and_holds_the_codes() -> None:
    from docx import Document

    file = exported([*EXCHANGES, *HOSTILE_ONE], "docx")
    assert file.binary
    document = Document(io.BytesIO(base64.b64decode(file.text)))
    assert [row.cells[1].text for row in document.tables[0].rows] == [
        "Code",
        "I13.0",
        "I50.9",
        "N18.32",
        "I50.3",
    ]
    assert any(HOSTILE in paragraph.text for paragraph in document.paragraphs)


@pytest.mark.parametrize("form", ["md", "json", "csv", "fhir", "docx", "pdf"])
def test_hostile_text_survives_every_form(form: str) -> None:
    assert exported(HOSTILE_ONE, form).text


def test_pdf_holds_every_word_of_the_answer() -> None:
    import pypdfium2

    file = exported(EXCHANGES, "pdf")
    assert (file.kind, file.binary) == ("application/pdf", True)
    with pypdfium2.PdfDocument(base64.b64decode(file.text)) as document:
        said = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    for code in EXCHANGES[0].answer.codes:
        assert f"{code.code} {code.title}" in said
    assert "Section I.C.9.a.3" in said and "check each answer" in said


def test_pdf_text_stays_within_the_page_whatever_it_is() -> None:
    import pypdfium2

    from assistant.chat.pdf import Paragraph, pdf, plain

    texts = ["A" * 400, "word " * 2000, "a\nb\n\nc", "", "≥ 3 → “q” é 日本 \x00"]
    with pypdfium2.PdfDocument(pdf([Paragraph("text", t) for t in texts])) as document:
        assert len(document) >= 3
        for page in document:
            for item in page.get_objects():
                left, bottom, right, top = item.get_bounds()
                assert left >= 50 and right <= 545 and bottom >= 50 and top <= 795
    assert plain("≥ 3 → “é” 日\x00") == ">= 3 -> “é” ?"


def test_the_query_letter_leads_to_no_answer() -> None:
    text = letter(EXCHANGES[0])
    assert "“CHF”" in text and "Please clarify the type and acuity" in text
    assert "[ ] other (please specify)" in text and "[ ] unable to determine" in text
    assert not {"payment", "reimbursement", "I13.0", "I50.9"} & set(text.replace(".", " ").split())


def test_what_cannot_be_saved_is_said() -> None:
    for exchanges, form in (([], "md"), (EXCHANGES, "odt")):
        with pytest.raises(NothingToExport):
            exported(exchanges, form)
    question = "cough, fever, possible pneumonia"
    with pytest.raises(NothingToExport, match="leaves nothing open"):
        exported([Exchange(1, question, ask(question))], "query")


# Worklist


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonl", '{"id": "x", "question": "one"}\n\n{"note": "two", "setting": "Inpatient"}\n'),
        ("a.json", '[{"id": "x", "text": "one"}, {"note": "two", "setting": "inpatient"}]'),
        ("a.csv", "\ufeffID,Note,Setting\nx,one,\n,two,inpatient\n"),
        ("a.tsv", "id\tnote\tsetting\nx\tone\t\n\ttwo\tinpatient\n"),
    ],
)
def test_files_of_notes_are_read(name: str, text: str) -> None:
    found = read_worklist(name, text)
    assert [(i.text, i.setting) for i in found] == [("one", None), ("two", "inpatient")]
    assert found[0].id == "x" and found[1].id


def test_notes_in_a_text_file_are_parted_by_lines() -> None:
    found = read_worklist("notes.txt", "first\nline\n\n---\nsecond\n=====\n\n\fthird\n")
    assert found == [Item("1", "first\nline"), Item("2", "second"), Item("3", "third")]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.txt", " \n---\n", "no note"),
        ("a.jsonl", '{"question": "x"}\n{oops', "Line 2 is not JSON"),
        ("a.jsonl", "[1]", "Line 1 must be an object"),
        ("a.csv", "id,words\n1,x\n", "Line 2 has no note"),
        ("a.csv", "note,setting\nx,ward\n", "Line 2: The setting"),
        ("a.csv", "note,date\nx,2026-02-30\n", "Line 2: .*is not a date"),
        ("a.txt", "x\n---\n" * 501, "takes 500"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_with_its_line(name: str, text: str, words: str) -> None:
    with pytest.raises(BadWorklist, match=words):
        read_worklist(name, text)


def test_decisions_are_written_as_made() -> None:
    items = [
        {"id": "=a", "decision": "changed", "codes": ["I10"], "proposed": ["I11.9"]},
        {"id": "b", "decision": "hacked", "codes": None, "date": "2026-05-01"},
    ]
    rows = list(csv.DictReader(io.StringIO(decisions(items, "csv").text)))
    assert [(r["id"], r["decision"], r["codes"]) for r in rows] == [
        ("'=a", "changed", "I10"),
        ("b", "open", ""),
    ]
    assert rows[0]["date_of_service"] == date.today().isoformat()
    lines = [json.loads(line) for line in decisions(items, "jsonl").text.splitlines()]
    assert lines[0]["proposed"] == ["I11.9"] and lines[1]["date_of_service"] == "2026-05-01"
    with pytest.raises(BadWorklist):
        decisions([], "csv")
