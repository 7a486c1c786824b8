"""Words of whole notes that look like a condition and are none, or that belong to this stay."""

from __future__ import annotations

import pytest

from assistant.given import make_question
from assistant.pipeline import Assistant


def reported(assistant: Assistant, text: str, setting: str = "inpatient") -> list[str]:
    answer = assistant.ask(make_question(text, setting=setting, date_of_service="2026-06-01"))
    return [c.code for c in answer.codes if c.role != "alternative"]


def test_a_joint_replaced_in_this_stay_is_no_status(assistant: Assistant) -> None:
    text = "Adm for elective R total knee. Surgery 5/4: R TKA. Dx: Primary OA right knee s/p R TKA."
    assert reported(assistant, text) == ["M17.11"]
    text = "L hip fx, hx R THA 2019. Procedure: L hemiarthroplasty. Dx: L hip fx. R THA in place."
    assert "Z96.641" in reported(assistant, text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Alcohol withdrawal, dependence. EtOH <10 on arrival.", "Y90.0"),
        ("Alcohol dependence. BAL 0.", "Y90.0"),
        ("28F G1P0 39w1d, IOL for preeclampsia, pitocin. SVD live male.", "O61.9"),
        ("Term newborn by C-section, TTN.", "P03.4"),
        ("NICU girl born here SVD. RDS. Apnea/brady: none documented.", "P28.40"),
        ("HCTZ started by PCP for HTN, wears hearing aids.", "B59"),
    ],
)
def test_no_condition(assistant: Assistant, text: str, code: str) -> None:
    assert code not in reported(assistant, text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Alcohol intoxication, dependence. BAL 8.", "Y90.0"),
        ("31F G2P1 40w5d, failed IOL, PLTCS, live girl.", "O61.9"),
        ("AIDS with PCP, on bactrim.", "B59"),
        ("Code inc NIHSS. Acute L MCA infarct, leg weakness. NIHSS on arrival 12.", "R29.712"),
    ],
)
def test_a_condition(assistant: Assistant, text: str, code: str) -> None:
    assert any(c.startswith(code[:4]) for c in reported(assistant, text))


def test_the_code_of_a_sepsis_names_the_organism(assistant: Assistant) -> None:
    text = "Sepsis due to MRSA, source is left lower leg cellulitis."
    assert reported(assistant, text) == ["A41.02", "L03.116"]
    assert "B95.62" in reported(assistant, "Left lower leg cellulitis due to MRSA.")
