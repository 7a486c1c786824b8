"""Short forms that tell of nothing, and rows and headings that stand for themselves."""

from __future__ import annotations

import pytest

from assistant.given import make_question
from assistant.pipeline import Assistant


def reported(assistant: Assistant, text: str, setting: str | None = "outpatient") -> list[str]:
    answer = assistant.ask(make_question(text, setting=setting, date_of_service="2026-06-01"))
    return [c.code for c in answer.codes if c.role != "alternative"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ESRD no. HTN. DM none.", ["I10"]),
        ("asthma none, CAD no, DM2 on insulin", ["E11.9", "Z79.4"]),
        ("45F RLE cellulitis. RSV vaccine done. Flu/COVID done. Shingrix discussed.", ["L03.115"]),
        ("r/o PE, ruled out with neg CTA. Chest pain.", ["R07.9"]),
        ("s/p great toe amputation R, DM2 neuropathy", ["E11.40", "Z89.411"]),
        ("L carotid stenosis with TIA", ["I65.22", "G45.9"]),
        ("Knee pain R since last fall, primary OA R knee.", ["M17.11"]),
    ],
)
def test_what_is_denied_or_said_by_the_way_is_not_reported(
    assistant: Assistant, text: str, codes: list[str]
) -> None:
    assert sorted(reported(assistant, text)) == sorted(codes)


def test_a_negative_test_is_no_pregnancy(assistant: Assistant) -> None:
    text = "34F laceration of right forearm, cut on glass at home. {}. No other injury today."
    assert "O9A.219" not in reported(assistant, text.format("Preg test neg"))
    assert "O9A.219" not in reported(assistant, text.format("Not preg"))


def test_the_diagnosis_before_an_operation_stands_where_it_is_the_same(
    assistant: Assistant,
) -> None:
    text = "OP NOTE. Preop dx: primary osteoarthritis left hip. Postop dx: {}. L THA. No complications."
    assert "M16.12" in reported(assistant, text.format("same"))
    assert "M16.12" not in reported(assistant, text.format("avascular necrosis left hip"))


def test_a_word_cut_in_two_is_no_overdose(assistant: Assistant) -> None:
    text = (
        "Peds ED 7M wheeze. Known mod persistent asthma, on Flovent 110 BID (mom says usually gets"
        " it) + albuterol prn. Acute exacerbation, improved after nebs, home with mother today."
    )
    assert not [c for c in reported(assistant, text) if c.startswith("T48")]
