"""Short words of the chart that stand for something else here, and what a word behind a condition denies."""

from __future__ import annotations

import pytest

from assistant.reading._segments import sentences


def reported(ask, text: str, setting: str = "outpatient") -> list[str]:
    return [c.code for c in ask(text, setting).codes if c.role != "alternative"]


def test_a_heading_needs_no_colon() -> None:
    text = "72F with pneumonia.\nROS neg CP SOB. VS stable.\nFHx DM. Lives alone.\nPMH HTN, COPD."
    sections = {s.text: s.section for s in sentences(text)}
    assert sections["neg CP SOB."] == "review of systems"
    assert sections["VS stable."] is None
    assert sections["DM."] == "family history"
    assert sections["Lives alone."] is None
    assert sections["HTN, COPD."] == "past history"


def test_a_word_like_a_heading_in_a_sentence_is_none() -> None:
    text = "Seen for gout.\nMeds were reviewed. Labs are pending. Exam was normal."
    assert {s.section for s in sentences(text)} == {None}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Here for a cough. DM none. CBC normal.", "E11.9"),
        ("Permanent AF, HTN, CKD none, seen in clinic today.", "N18.9"),
        ("Gout flare, on allopurinol. CMP ok, CBC nl.", "I42.9"),
        ("UC note, Vermont. 39M with poison ivy dermatitis of both forearms.", "K51.90"),
        ("Opioid use disorder, severe. SUD referral placed.", "F19.10"),
        ("Hyperkalemia. Ca gluc given, K 4.4.", "C80.1"),
        ("Finger pain since a wine glass broke in her hand.", "S62.92XA"),
        ("Contact dermatitis from poison ivy, prednisone taper.", "T38.0X1A"),
        ("Cirrhosis, portal htn, followed in clinic.", "I10"),
    ],
)
def test_what_is_not_said(ask, text: str, code: str) -> None:
    assert code not in reported(ask, text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Diabetes type 2, none of the meds taken today. Seen in clinic.", "E11.9"),
        ("UC flare with bloody diarrhea, on mesalamine, colonoscopy showed pancolitis.", "K51.00"),
        ("Fell, broke her left hand, seen in the ED.", "S62.92XA"),
    ],
)
def test_what_is_said_stays(ask, text: str, code: str) -> None:
    assert code[:3] in {c[:3] for c in reported(ask, text)}


def test_the_stay_of_a_delivery_is_childbirth(ask) -> None:
    text = (
        "29yo G2P1 @ 39w2d, induction for A2 GDM on NPH. GBS +, PCN x3 intrapartum. SVD live male, "
        "Apgars 8/9.\nPostpartum: fundus firm, sugars 90 off insulin."
    )
    found = reported(ask, text, "inpatient")
    assert {"O24.424", "O99.824"} <= set(found)
    later = "31F, 6 weeks postpartum, GDM on insulin in the pregnancy, seen in clinic."
    assert "O24.424" not in reported(ask, later)
