"""Notes in the shorthand of charts: shortened words, sides, levels, lists, and what comes first."""

from __future__ import annotations

import pytest

from assistant.given import make_question
from assistant.pipeline import Assistant


def reported(assistant: Assistant, text: str, setting: str = "outpatient") -> list[str]:
    answer = assistant.ask(make_question(text, setting=setting, date_of_service="2026-03-10"))
    return [c.code for c in answer.codes if c.role != "alternative"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Pt w acute on chronic hypoxic resp failure.", {"J96.21"}),
        ("RUL adenoca lung, seen today for staging.", {"C34.11"}),
        ("Seen today: gout flare R great toe, idiopathic.", {"M10.071"}),
        ("Chronic migraine w/o aura, intractable, no status. Seen today.", {"G43.719"}),
        ("L4-5 HNP w L5 radiculopathy left, pain clinic visit.", {"M51.16"}),
        ("T2DM w/ PDR both eyes w DME, on insulin, eye clinic.", {"E11.3513", "Z79.4"}),
        ("Acute GERD w esophagitis no bleed, hiatal hernia, seen today.", {"K21.00", "K44.9"}),
    ],
)
def test_shorthand_is_read(assistant: Assistant, text: str, codes: set[str]) -> None:
    assert set(reported(assistant, text)) >= codes


def test_a_list_of_ulcers(assistant: Assistant) -> None:
    text = "Admitted with a stage 4 sacral pressure ulcer, stage 2 R heel, paraplegia complete."
    assert {"L89.154", "L89.612", "G82.21"} <= set(reported(assistant, text, "inpatient"))


def test_a_vague_repeat_is_no_second_condition(assistant: Assistant) -> None:
    text = "Sinusitis for a week, seen today. {}"
    assert reported(assistant, text.format("Acute maxillary sinusitis.")) == ["J01.00"]
    assert reported(assistant, text.format("Home with saline.")) != ["J01.00"]


def test_an_encounter_of_the_past_is_not_this_one(assistant: Assistant) -> None:
    text = "74F: L breast ca UOQ, s/p lumpectomy + XRT, on letrozole, ER pos."
    assert "Z51.0" not in reported(assistant, text)
    now = "74F: L breast ca UOQ, here for XRT fx 5/25."
    assert reported(assistant, now)[0] == "Z51.0"


def test_an_injury_whose_repair_heals_is_in_aftercare(assistant: Assistant) -> None:
    text = "8 wks s/p ORIF L ankle bimalleolar fx, healing well, closed."
    assert reported(assistant, text) == ["S82.842D"]


def test_what_goes_with_another_diagnosis_is_not_first(assistant: Assistant) -> None:
    text = "Acute blood loss anemia, transfused. Chronic duodenal ulcer with hemorrhage, clipped."
    assert reported(assistant, text, "inpatient")[0] == "K26.4"


def test_a_payer_in_a_note_is_no_question_of_payment(assistant: Assistant) -> None:
    text = (
        "68M admitted with acute systolic heart failure, hypertension. Could not pay for furosemide, "
        "Medicaid pending, payer wants the claim. Discharged home after diuresis, clinic in one week."
    )
    assert reported(assistant, text, "inpatient")[:2] == ["I11.0", "I50.21"]


@pytest.mark.parametrize(
    ("note", "codes"),
    [
        ("POAG: severe OD, moderate OS. On latanoprost.", {"H40.1113", "H40.1122"}),
        ("Eye visit, IOP 14/15 today. Dx: POAG OD severe/OS moderate.", {"H40.1113", "H40.1122"}),
        ("Right inguinal hernia, omentum incarcerated in the sac.", {"K40.30"}),
        ("67 yo WM here for a rash. BCC of the nose.", {"C44.311", "R21"}),
        ("T2DM diet controlled, seen today. OSA on home CPAP.", {"E11.9", "G47.33"}),
    ],
)
def test_short_forms_are_read_by_what_stands_around_them(ask, note: str, codes: set[str]) -> None:  # type: ignore[no-untyped-def]
    answer = ask(note, "outpatient")
    assert {c.code for c in answer.codes if c.role != "alternative"} == codes


@pytest.mark.parametrize(
    ("note", "codes"),
    [
        ("Metastatic prostate cancer to bone, seen for pain.", {"C61", "C79.51"}),
        ("PE in a patient with metastatic colon cancer, on FOLFOX.", {"I26.99", "C18.9", "C79.9"}),
        ("Metastatic pancreatic ca to liver and lungs, admitted.", {"C25.9", "C78.7", "C78.00"}),
    ],
)
def test_a_metastatic_cancer_is_named_by_its_origin(ask, note: str, codes: set[str]) -> None:  # type: ignore[no-untyped-def]
    answer = ask(note, "inpatient")
    assert codes <= {c.code for c in answer.codes if c.role != "alternative"}


def test_each_ulcer_has_the_stage_told_beside_its_site(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask(
        "Pneumonia. Skin on admit (WOCN): sacrum stage 4 pressure injury 6x5, bone palpable; L heel unstageable, "
        "eschar. MD: sacral + L heel pressure ulcers POA.\nDX: pneumonia, pressure ulcers sacrum & L heel",
        "inpatient",
    )
    reported = {c.code for c in answer.codes if c.role != "alternative"}
    assert reported == {"J18.9", "L89.154", "L89.620"}
