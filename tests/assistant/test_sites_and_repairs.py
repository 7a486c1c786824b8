"""Sites that one condition lends another, what a repair ended, and what a newborn's record tells of its mother."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.models import Answer

Ask = Callable[..., Answer]


def reported(ask: Ask, text: str, setting: str | None = "outpatient") -> list[str]:
    return [c.code for c in ask(text, setting).codes if c.role != "alternative"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Seen for abscess. Dx: L forearm abscess with cellulitis.", ["L02.414", "L03.114"]),
        ("Abscess right thigh with surrounding cellulitis.", ["L02.415", "L03.115"]),
        ("Cellulitis and abscess of right foot.", ["L02.611", "L03.115"]),
        ("Broken wrist left, distal radius Colles, closed.", ["S52.532A"]),
    ],
)
def test_a_site_is_shared(ask: Ask, text: str, codes: list[str]) -> None:
    assert set(codes) <= set(reported(ask, text))


def test_the_depth_of_an_only_ulcer_counts_wherever_it_stands(ask: Ask) -> None:
    text = (
        "WOUND CARE\n59M, type 2 DM on glargine, here for L heel ulcer. {}\n"
        "Assessment: diabetic foot ulcer L heel.\nPlan: debridement. Cont insulin."
    )
    codes = reported(ask, text.format("Fat layer exposed."))
    assert codes == ["E11.621", "L97.422", "Z79.4"]
    assert "L97.429" in reported(ask, text.format("Clean base."))


@pytest.mark.parametrize(
    ("text", "code", "there"),
    [
        ("Readmitted POD 9 after open umbilical hernia repair. Dx: superficial incisional SSI.", "K42.9", False),
        ("2 wks after right inguinal hernia repair, wound check.", "K40.90", False),
        ("Here for umbilical hernia repair.", "K42.9", True),
        ("Recurrent incisional hernia, prior incisional hernia repair 2019.", "K43.2", True),
        ("Incision red. Wound opened bedside, packed. Dx: superficial SSI.", "T81.31XA", False),
        ("Surgical wound opened up after a sneeze, fascia intact.", "T81.31XA", True),
        ("Left breast fibroadenoma. Mother breast ca at 41, pt BRCA neg.", "Z85.3", False),
        ("Forearm abscess drained. Wound cx sent.", "R87.5", False),
        ("Forearm abscess drained. HIV neg 3/26. Wound culture resulted: MRSA.", "Z71.7", False),
        ("Patient returns for HIV test results, which are negative.", "Z71.7", True),
    ],
)  # fmt: skip
def test_what_is_over_or_only_tested(ask: Ask, text: str, code: str, there: bool) -> None:
    assert (code in reported(ask, text)) is there


def test_the_mother_in_a_newborns_record(ask: Ask) -> None:
    text = (
        "Newborn twin B, born here by c-section to 33 yo G3P2. GA 34w6d. BW 2210 g. "
        "Twin A liveborn. Dx: preterm, LBW."
    )
    codes = reported(ask, text, "inpatient")
    assert {"Z38.31", "P07.18", "P07.37"} <= set(codes)
    assert not any(c.startswith(("O", "Z37", "Z3A")) for c in codes)


def test_a_glucose_after_a_meal_is_no_puerperium(ask: Ask) -> None:
    text = (
        "24yo G1 at 32w5d. GDM on NPH insulin. Log: fasting 84-97, 2h pp 105-132.\n"
        "A/P: GDM, insulin controlled. PP 2h GTT at 6-12 wk."
    )
    codes = reported(ask, text)
    assert "O24.414" in codes
    assert "O24.434" not in codes
    later = "24yo 5 weeks postpartum. GDM still on insulin. A/P: GDM, insulin controlled."
    assert "O24.434" in reported(ask, later)


@pytest.mark.parametrize(
    "text",
    [
        "A) POAG OU - moderate OD, severe OS. IOP above target OS",
        "Primary open angle glaucoma OU. OD moderate stage, OS severe stage.",
    ],
)
def test_each_eye_has_its_own_stage(ask: Ask, text: str) -> None:
    assert reported(ask, text) == ["H40.1112", "H40.1123"]
