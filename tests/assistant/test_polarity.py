"""Whether a yes to a question means that something is coded, or that it is left out."""

from __future__ import annotations

import pytest

from assistant.reasoning._polarity import denies, praised


@pytest.mark.parametrize(
    "clause",
    [
        "is it wrong to add it?",
        "wrong to code them as related?",
        "would adding B95.62 be wrong?",
        "would an S37 injury code be the wrong pick?",
        "is coding both an error?",
        "coder used I25.2, is she wrong?",
        "is A92.5 off limits?",
        "true that A41.- isn't supposed to go with it?",
        "so I don't need R10.31 for the pain, right?",
        "so not I10, correct?",
        "should J44.1 be left off?",
        "would leaving off the Z79.4 be ok?",
        "is R05.9 redundant?",
        "too late for O90.3?",
        "is it ok to not code the cough?",
    ],
)
def test_a_yes_leaves_it_out(clause: str) -> None:
    assert denies(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "is it wrong to leave it off?",
        "isn't it wrong to leave off Z79.84?",
        "would leaving off the Z79.4 be wrong?",
        # a denied verb in front only invites a yes
        "shouldn't Z51.11 be first here?",
        "can't I just use E11.9?",
        "don't I need Z79.4 too?",
        # what was wrong in the case is no blame of the code
        "she took the wrong dose, is it a poisoning?",
        "taken by mistake, T45.511A first?",
        "is I25.2 right or wrong?",
        "no fever today. code it?",
    ],
)
def test_a_yes_codes_it(clause: str) -> None:
    assert not denies(clause)


def test_what_is_blamed_is_voted_on_as_if_praised() -> None:
    assert praised("Is it improper to leave it at J18.9?") == (
        "Is it proper to leave it at J18.9?",
        True,
    )
    assert praised("suspected zika. is A92.5 off limits?")[0].endswith("is A92.5 allowed?")
    assert praised("took the wrong dose, poisoning?")[1] is False


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("COPD exacerbation with lobar pneumonia. should J44.1 be left off?", "no"),
        ("COPD exacerbation with lobar pneumonia. is it wrong to leave off J44.1?", "yes"),
        ("osteoporotic hip fracture right. wrong to use M80.051A?", "no"),
        ("osteoporotic hip fracture right. wrong to use S72.001A?", "yes"),
        ("admit for chemo, breast cancer. shouldn't Z51.11 be first here?", "yes"),
    ],
)
def test_the_case_answers_what_is_denied(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text).verdict == verdict
