"""Questions in words: what the case says of them, what only somebody claims, what stays open."""

from __future__ import annotations

import pytest

from assistant.models import Answer


def reported(answer: Answer) -> list[str]:
    return [c.code for c in answer.codes if c.role != "alternative"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # the condition is left out, or stands first
        ("EVALI with cough and shortness of breath. Add the cough?", "no"),
        ("Gastric cancer, dehydration due to it, IV fluids only. Dehydration first?", "yes"),
        # a kind of code
        ("Oxycodone given to him by a friend (not his rx), drowsy. Poisoning?", "yes"),
        # two codes of one condition
        ("POAG both eyes, R mild and L severe. separate code each eye?", "yes"),
        # the coder or the circumstances leave it open
        ("Acute respiratory failure and pneumonia at admission: does J96 go first?", "depends"),
        ("'possible pneumonia' in the final note, don't know if obs or inpt. Code it?", "depends"),
    ],
)
def test_the_case_answers_what_is_asked_in_words(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text).verdict == verdict


def test_a_claim_is_no_documentation(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask(
        "HTN and afib in same A/P. hypertensive heart dz I11.9 right, since afib is heart?"
    )
    assert reported(answer) == ["I10", "I48.91"]
    assert answer.verdict == "no"


def test_a_code_that_the_section_agrees_to_is_reported(ask) -> None:  # type: ignore[no-untyped-def]
    text = "admitted for pain control, bone mets from lung ca. G89.3 as principal?"
    answer = ask(text, "inpatient")
    assert reported(answer)[0] == "G89.3"


def test_each_place_of_a_condition_has_its_code(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("seronegative RA, right hand and left knee named. each on its own?")
    assert reported(answer) == ["M06.041", "M06.062"]


def test_people_of_the_office_are_no_conditions(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("Ileus on POD 2, surgeon lists 'ileus' only. CDI wants K91.89.", "inpatient")
    assert "A04.72" not in reported(answer)


def test_a_denied_link_is_no_denied_condition(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("Nephrology: CKD 3 from yrs of lithium, NOT from her HTN. Then I10 and N18.30?")
    assert {"I10", "N18.30"} <= set(reported(answer))


def test_an_old_burn_that_left_a_scar_is_a_sequela(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("Keloid L forearm from 3rd deg burn 2 yrs ago, injected today. codes?")
    assert reported(answer) == ["L91.0", "T22.312S"]
