"""Look-ups with the official Index at hand, whole notes, and texts that cannot be coded."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from assistant.cleaning import readable
from assistant.cli_note import draw_note, note_text
from assistant.pipeline import Assistant, make_question
from guidelines.errors import DxciteError
from guidelines.official import ReleaseStore, named_release

INDEX = b"""<?xml version="1.0"?><ICD10CM.index><version>2026</version>
<title>ICD-10-CM INDEX TO DISEASES and INJURIES</title><letter><title>G</title>
<mainTerm><title>Glomer</title><code>I42.1</code></mainTerm>
<mainTerm><title>Cardiomyopathy</title><code>I42.9</code>
 <term level="1"><title>amyloid</title><code>E85.4</code><manif>I43</manif></term>
 <term level="1"><title>senile</title><code>I42.7777</code></term></mainTerm>
</letter></ICD10CM.index>"""
ON = date(2026, 6, 1)


@pytest.fixture
def indexed(tmp_path: Path) -> None:
    ReleaseStore().put([("index", named_release("FY2026"), INDEX)])


def asked(assistant: Assistant, text: str):  # type: ignore[no-untyped-def]
    return assistant.ask(make_question(text, date_of_service=ON))


def test_the_path_is_shown_and_verified(assistant: Assistant, indexed: None) -> None:
    answer = asked(assistant, "amyloid cardiomyopathy")
    reported = [c.code for c in answer.codes if c.role != "alternative"]
    assert reported == ["E85.4", "I43"]
    assert "Path: Cardiomyopathy → amyloid → E85.4 → verified in the Tabular List" in answer.answer
    (source,) = [c for c in answer.citations if c.kind == "index"]
    assert (source.ref, source.release) == ("E85.4", "FY2026")


def test_the_index_decides_what_only_it_knows(assistant: Assistant, indexed: None) -> None:
    assert asked(assistant, "glomer").codes[0].code == "I42.1"


def test_a_line_whose_code_is_gone_is_not_followed(assistant: Assistant, indexed: None) -> None:
    assert "Path" not in asked(assistant, "senile cardiomyopathy").answer


def test_without_the_index_no_path(assistant: Assistant) -> None:
    assert "Path" not in asked(assistant, "amyloid cardiomyopathy").answer


@pytest.mark.parametrize(
    ("term", "code"),
    [
        ("planter fascitis", "M72.2"),
        ("bitten by cat, ext cause code initial", "W55.01XA"),
        ("reynauds phenomenon w/o gangrene", "I73.00"),
        ("dementia unspecified severity w agitation", "F03.911"),
        ("newborn well check 5 days old", "Z00.110"),
    ],
)
def test_look_ups_as_coders_type_them(assistant: Assistant, term: str, code: str) -> None:
    assert asked(assistant, term).codes[0].code == code


NOTE = """HPI: 68-year-old woman with type 2 diabetes and CKD stage 4, denies chest pain.
Assessment: acute cystitis with hematuria. Possible pneumonia."""


@pytest.mark.parametrize(
    "text",
    [
        NOTE,
        (
            "<p>HPI: 68-year-old woman with <b>type 2 diabetes</b> and CKD stage 4.</p>"
            "<div>Assessment: acute cystitis with hematuria</div>"
        ),
        (
            r"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0\fs20 HPI: 68-year-old woman with type 2 diabetes "
            r"and CKD stage 4.\par Assessment: acute cystitis with hematuria\par}"
        ),
        (
            "HPl: 68-year-old woman with type 2 d1abetes and CKD stage 4. Assessment: acute cyst1tis "
            "with hematur1a"
        ),
    ],
    ids=["plain", "html", "rtf", "scanned"],
)
def test_a_note_is_coded_however_it_is_pasted(assistant: Assistant, text: str) -> None:
    answer = assistant.note(make_question(text, setting="outpatient", date_of_service=ON))
    reported = [c.code for c in answer.codes if c.role != "alternative"]
    assert {"E11.22", "N18.4", "N30.01"} <= set(reported)
    for code in answer.codes:
        assert all(text[s.start : s.end] == s.text for s in code.evidence)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x", "one letter"),
        ("?!.. --", "no words"),
        ("MRN: 1234 pneumonia\n\nMRN: 9876 acute cystitis", "medical record numbers of 2"),
        ("Patient: Smith, John. Gout.\nPatient: Jane Roe. Asthma.", "names of 2"),
        (
            "A 45-year-old man presents with asthma.\nA 72-year-old woman was admitted with gout.",
            "45-year-old man and a 72-year-old woman",
        ),
        ("qwz vrx plk zzt mnr wqx krt vbn xzc plm tgb rfv edc qaz wsx", "can be read"),
    ],
)
def test_what_cannot_be_coded_says_why(assistant: Assistant, text: str, why: str) -> None:
    answer = assistant.note(make_question(text, date_of_service=ON))
    assert answer.abstained
    assert why in (answer.abstain_reason or "")
    assert answer.codes == ()


def test_one_patient_described_twice_is_one_patient(assistant: Assistant) -> None:
    text = "Name: Smith, John\nA 45-year-old man presents with asthma.\nPatient: John Smith, 45 yo"
    answer = assistant.note(make_question(text, date_of_service=ON))
    assert not answer.abstained


@pytest.mark.parametrize(
    "kept", ["B12 and 5mg", "L4-L5", "G2P1", "stage 3b", "I10", "a1c", "x < 5 and y > 3", "T2DM"]
)
def test_what_is_no_markup_stays(kept: str) -> None:
    assert readable(kept, lambda word: True) == kept


def test_the_length_never_changes() -> None:
    for text in ("<p>a&nbsp;b</p>", r"{\rtf1 a\par b\'92}", "pneum0nia"):
        assert len(readable(text, lambda word: word == "pneumonia")) == len(text)


def test_a_note_is_drawn_with_its_places(assistant: Assistant, tmp_path: Path) -> None:
    from rich.console import Console

    file = tmp_path / "note.txt"
    file.write_text(NOTE, encoding="utf-8")
    text = note_text(str(file))
    answer = assistant.note(make_question(text, setting="outpatient", date_of_service=ON))
    out = Console(width=200, record=True, file=StringIO())
    draw_note(out, answer, text)
    shown = out.export_text()
    assert "N30.01" in shown
    assert "(line 2, " in shown
    assert "Left out" in shown


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_a_note_that_cannot_be_read(name: str, tmp_path: Path) -> None:
    with pytest.raises(DxciteError, match="cannot be read"):
        note_text(str(tmp_path / name))
