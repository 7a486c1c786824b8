"""Words of office and emergency notes: what was planned, past, or another's is no diagnosis of the visit."""

from __future__ import annotations

import pytest

from assistant.given import make_question
from assistant.pipeline import Assistant


def reported(assistant: Assistant, text: str) -> list[str]:
    answer = assistant.ask(make_question(text, setting="outpatient", date_of_service="2026-06-01"))
    return [c.code for c in answer.codes if c.role != "alternative"]


@pytest.mark.parametrize(
    ("text", "code", "coded"),
    [
        ("58M f/u BP. Had covid in Jan, recovered, no symptoms. HTN above goal.", "Z09", False),
        ("58M f/u BP. Had covid in Jan, recovered, no symptoms. HTN above goal.", "U07.1", False),
        ("Follow-up visit after resolved COVID-19, no symptoms, test negative.", "Z09", True),
        ("T2DM controlled. Referral for diabetic retinopathy screening.", "E11.319", False),
        ("T2DM with retinopathy. Gout.", "E11.319", True),
        ("8F, dog bit R forearm. Dx: dog bite puncture wounds R forearm.", "S51.831A", False),
        ("8F, dog bit R forearm. Dx: dog bite puncture wounds R forearm.", "S51.851A", True),
        ("55M 6 wk s/p L rotator cuff repair. PROM 120. HTN.", "O42.90", False),
        ("27F migraine w aura. Pregnancy planned, counseled.", "O99.350", False),
        ("24F 20 weeks pregnant, last seen 10m ago, migraine w aura.", "O99.352", True),
        ("22 mo M viral croup. Hx FT, RSV at 3 mo.", "B97.4", False),
        ("OB visit 28w2d G2P1001 31F. Prior CS, wants repeat. A: IUP; prior CS.", "O34.219", True),
        ("OB visit 28w2d G1P0 31F. Wants an elective CS. A: IUP.", "O34.219", False),
        ("OP postmenopausal on Prolia. Gout.", "Z78.0", False),
        ("64F sigmoid ca, adjuvant chemo C6 given today. CIPN.", "Z12.11", False),
    ],
)
def test_in_a_clinic(assistant: Assistant, text: str, code: str, coded: bool) -> None:
    assert (code in reported(assistant, text)) is coded
