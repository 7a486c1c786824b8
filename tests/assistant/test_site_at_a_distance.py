"""A site named apart from a condition: joints, bones and pressure ulcers by the sentence's own words."""

from __future__ import annotations

import pytest


def reported(ask, text: str, setting: str = "inpatient") -> list[str]:
    return [c.code for c in ask(text, setting).codes if c.role != "alternative"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Admitted with prosthetic knee joint infection L, MSSA.", "T84.54XA"),
        ("Fragility fx L distal radius, known osteoporosis, admitted.", "M80.032A"),
        ("Acute osteomyelitis 2nd MT head R, IV vancomycin.", "M86.171"),
        ("Coccyx stage 2 PU, wound care.", "L89.152"),
        ("Acute on chronic hypoxic resp failure, chronic hypoxic resp failure at home.", "J96.21"),
        ("Alzheimer's dementia late onset, FAST 7d, severe, w/ agitation.", "F02.C11"),
        ("Cirrhosis from alcohol, esoph varices banded.", "I85.10"),
        ("VAP. BAL Pseudomonas aeruginosa. No sepsis.", "B96.5"),
        ("MDD recurrent severe. SI w/ plan.\nDX: MDD, recurrent, severe.", "R45.851"),
    ],
)
def test_the_exact_line(ask, text: str, code: str) -> None:
    assert code in reported(ask, text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Acute on chronic hypoxic resp failure, chronic hypoxic resp failure at home.", "J96.11"),
        ("VAP. BAL Pseudomonas aeruginosa. No sepsis.", "A41.52"),
        ("OUD severe in sustained remission, on buprenorphine. Seen today.", "F10.21"),
        ("Pt with Alzheimer's dementia with severe agitation.", "F02.C0"),
        ("Intentional acetaminophen OD. Took 40 tabs tylenol, wanted to die.", "T39.1X1A"),
        ("Admitted for acute pyelo. CT: L pyelonephritis.\nDx: acute pyelonephritis.", "N12"),
    ],
)
def test_the_vague_line_is_left_out(ask, text: str, code: str) -> None:
    assert code not in reported(ask, text)


def test_sepsis_of_an_organism_is_still_one(ask) -> None:
    assert "A41.52" in reported(ask, "Sepsis due to Pseudomonas aeruginosa.")


def test_the_symptom_that_heads_a_visits_list_is_first(ask) -> None:
    text = "ED visit.\nImpression: Chest pain, cause unclear. HTN. Hyperlipidemia."
    assert reported(ask, text, "outpatient")[0] == "R07.9"
    other = "ED visit.\nImpression: HTN. Hyperlipidemia. Chest pain, cause unclear."
    assert reported(ask, other, "outpatient")[0] != "R07.9"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("R femoral shaft fx, IMN.\n(3) L ribs 5-8 fx, w/ small traumatic PTX.", "S22.42XA"),
        ("L index finger laceration with retained glass, removed in urgent care.", "S61.221A"),
        ("Anaphylaxis due to peanut. Mild persistent asthma. Epinephrine given.", "T78.01XA"),
        ("Short bowel synd with end jejunostomy, home TPN.", "K90.822"),
        ("Cath: inferior STEMI, RCA culprit, DES; recent NSTEMI 17 d ago. CAD.", "I22.1"),
    ],
)
def test_what_the_words_beside_say(ask, text: str, code: str) -> None:
    assert code in reported(ask, text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("L index finger laceration, no foreign body, sutured in urgent care.", "S61.221A"),
        ("R forearm injection site cellulitis.", "L03.818"),
        ("Asplenia ed after splenectomy for trauma.", "Q89.01"),
        ("Short bowel syndrome, colon in continuity, home TPN.", "K90.822"),
    ],
)
def test_what_the_words_beside_do_not_say(ask, text: str, code: str) -> None:
    assert code not in reported(ask, text)


def test_pathology_decides_for_an_outpatient_alone(ask) -> None:
    text = (
        "Screening colonoscopy. Polyp of the ascending colon, snared.\n"
        "PATH: A. ascending - tubular adenoma.\nImpression: colon polyp, hemorrhoids."
    )
    assert "D12.2" in reported(ask, text, "outpatient")
    assert "D12.2" not in reported(ask, text, "inpatient")
