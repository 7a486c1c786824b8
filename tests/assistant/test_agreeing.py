"""Many ways in which a coder wants to hear whether a code, its place or its last character is right."""

from __future__ import annotations

import pytest

CKD = "HTN and CKD 3a"
INSULIN = "DM2, lantus nightly at home"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (f"{CKD}. going with I12.9 and N18.31, sound good?", "yes"),
        (f"{CKD}. I12.9 acceptable", "yes"),
        (f"{CKD}. I10 acceptable", "no"),
        (f"{CKD}. anything wrong with I12.9 + N18.31?", "no"),
        (f"{CKD}. anything wrong with I10 + N18.31?", "yes"),
        (f"{CKD}. that's I10, isn't it", "no"),
        # taken off, or put in the place of another
        (f"{CKD}. auditor took off I10 and put I12.9. right call?", "yes"),
        (f"{CKD}. auditor took off I12.9 and put I10. right call?", "no"),
        (f"{INSULIN}. auditor removed Z79.4. was that correct?", "no"),
        ("DM2 on metformin only. auditor removed Z79.4. was that correct?", "yes"),
        ("coder used I21.3, cath says inferior STEMI of RCA. change to I21.11?", "yes"),
        ("newborn with sepsis. A41.9 in place of P36.9?", "no"),
        # both answers offered
        (f"{INSULIN}. Z79.4 - yes/no", "yes"),
        (f"y/n: {INSULIN}. Z79.4", "yes"),
        ("DM2 w neuropathy. I'm using E11.9 and G62.9. agree or disagree?", "no"),
        # one above the other
        ("sepsis due to pneumonia POA. A41.9 sequenced above J18.9, thats how it goes?", "yes"),
        ("sepsis due to pneumonia POA. J18.9 sequenced above A41.9, thats how it goes?", "no"),
        ("stroke with NIHSS 12. R29.712 in front of I63.9?", "no"),
        # a link
        (f"{CKD} - does the kidney disease get linked to the HTN automatically", "yes"),
    ],
)
def test_verdict(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text, "inpatient" if "sepsis" in text else None).verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("closed fx right distal radius, seen in ED and splinted. is A right as the 7th?", "yes"),
        ("closed fx right distal radius, cast check at 4 weeks, healing fine. is A right as the 7th?", "no"),
        ("R wrist fx, 6 wks, healing. 7th char should switch to D?", "yes"),
        ("R wrist fx, 6 wks, cast off today, healing. keep the 7th character A until healed?", "no"),
        ("hip fx nailed last wk, now in our SNF for aftercare. D on the fracture code?", "yes"),
    ],
)  # fmt: skip
def test_seventh_character(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text).verdict == verdict
