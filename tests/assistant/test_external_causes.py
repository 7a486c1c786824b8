"""How an injury came about, out of the words of the chart, and what of them does not count."""

from __future__ import annotations

import pytest

from assistant.models import Answer
from assistant.reasoning._told import counts, told_in
from assistant.reasoning._transport import transport_accident
from guidelines.codeset import load_codeset

CODES = load_codeset()


def external(answer: Answer) -> list[str]:
    return [c.code for c in answer.codes if c.code[0] in "VWXY" and c.role != "alternative"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("restrained driver of a pickup rear-ended by a semi", "V54.5"),
        ("passenger in a sedan that hit a tree after swerving to avoid a deer", "V47.6"),
        ("belted driver of a sedan struck by another car", "V43.52"),
        ("driver of an SUV hit by a van", "V53.5"),
        ("bicyclist struck by SUV on a city street", "V13.4"),
        ("fell off her bike in the driveway", "V18.0"),
        ("riding his motorcycle when a pickup pulled out and hit him", "V23.49"),
        ("motorcyclist lost control and laid the bike down", "V28.49"),
        ("e-bike rider hit a pole", "V27.41"),
        ("rollover ATV in a field, he was driving", "V86.55"),
        ("pedestrian struck by a city bus", "V04.10"),
        ("pedestrian hit by a car in a parking lot", "V03.00"),
        ("on his skateboard, hit by a car", "V03.12"),
        ("passenger on a city bus that was hit by a truck", "V74.6"),
        ("restrained driver in an MVC", "V49.40"),
        ("T-boned on the passenger side by a sedan, driver", "V43.52"),
        ("in an MVC", "V89.2"),
    ],
)
def test_a_transport_accident_is_put_together_from_its_parts(text: str, code: str) -> None:
    found = transport_accident(text, CODES)
    assert found is not None
    assert found.code == code
    assert CODES.get(CODES.complete(code, "A")).billable


@pytest.mark.parametrize(
    "text",
    [
        "drove to the clinic",
        "takes the bus to work",
        "bike accident risk discussed",
        "train of thought",
    ],
)
def test_a_vehicle_alone_is_no_accident(text: str) -> None:
    found = transport_accident(text, CODES)
    assert found is None or not counts(told_in(text)[0], found.start, found.end, "A", 2026)


@pytest.mark.parametrize(
    ("text", "words", "phase", "told"),
    [
        ("She fell yesterday.", "fell", "A", True),
        ("24-year-old man fell today.", "fell", "A", True),
        ("Denies any fall.", "fall", "A", False),
        ("T6 paraplegia (MVC 2009).", "MVC", "A", False),
        ("T6 paraplegia (MVC 2009).", "MVC", "S", True),
        ("Skateboard fall 7 months ago.", "fall", "A", False),
        ("Skateboard fall 7 months ago.", "fall", "D", True),
        ("Fell three years ago.", "Fell", "D", False),
        ("Her husband fell.", "fell", "A", False),
        ("History of fall.", "fall", "A", False),
        ("No LOC, fell on ice.", "fell", "A", True),
        ("Possible fall.", "fall", "A", False),
    ],
)
def test_only_the_event_that_is_treated_counts(
    text: str, words: str, phase: str, told: bool
) -> None:
    start = text.index(words)
    one = told_in(text)[0]
    assert counts(one, start, start + len(words), phase, 2026) is told  # type: ignore[arg-type]


def test_lists_of_the_past_and_plans_tell_no_event() -> None:
    text = "HPI: tripped on a rug.\nPMH: fell off a ladder.\nPlan: avoid falls."
    assert [t.text for t in told_in(text)] == ["tripped on a rug."]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        # cause, place, activity and status, in this order (I.C.20.d)
        (
            (
                "ED note: 4yo fell from monkey bars at recess at elementary school. "
                "Dx: left elbow contusion."
            ),
            ["W09.2XXA", "Y92.211", "Y99.8"],
        ),
        (
            (
                "ED note: 28F line cook, hot oil splashed on right forearm at restaurant while at "
                "work. Dx: second degree burn right forearm."
            ),
            ["X10.2XXA", "Y92.511", "Y99.0"],
        ),
        # the kind of home is told elsewhere
        (
            (
                "ED note: slipped on ice in her own driveway (single family home). "
                "Dx: right ankle sprain."
            ),
            ["W00.0XXA", "Y92.014"],
        ),
        # the same event with another intent (I.C.20.h)
        (
            (
                "ED note: 25M stabbed in the left forearm by unknown assailant. "
                "Dx: laceration of left forearm."
            ),
            ["X99.9XXA"],
        ),
        (
            (
                "ED note: 17F cut her left wrist with a razor in a suicide attempt. "
                "Dx: laceration left wrist."
            ),
            ["X78.8XXA"],
        ),
        (
            (
                "ED note: GSW to left thigh, accidental discharge while cleaning his pistol. "
                "Dx: puncture wound with foreign body left thigh."
            ),
            ["W32.0XXA"],
        ),
        # a later visit has the cause, without place, activity and status (I.C.20.b, c, k)
        (
            "PT note: right ankle sprain, follow-up, tripped over dog 4 weeks ago at home.",
            ["W01.0XXD"],
        ),
    ],
)
def test_the_chart_tells_the_causes(ask, text: str, codes: list[str]) -> None:  # type: ignore[no-untyped-def]
    assert external(ask(text)) == codes


@pytest.mark.parametrize(
    "text",
    [
        "Clinic: 70F, history of fall 3 years ago, fall risk, left knee contusion. Denies fall.",
        "Clinic: left knee contusion, cause unknown. Her husband fell last week.",
        "29F no osteoporosis, osteoarthritis of right hip. S72 or M80?",
        "ED note: 29F acute appendicitis. Fell off her bike as a child, broke arm.",
        "Office visit: type 2 diabetes. She fell last week without injury.",
    ],
)
def test_what_is_not_told_of_this_injury_is_no_cause(ask, text: str) -> None:  # type: ignore[no-untyped-def]
    assert external(ask(text)) == []


def test_a_cause_shows_the_words_of_the_chart_and_its_section(ask) -> None:  # type: ignore[no-untyped-def]
    text = "ED note: 68F fell out of bed at nursing home. Dx: contusion right hip."
    answer = ask(text)
    bed = next(c for c in answer.codes if c.code == "W06.XXXA")
    assert [text[e.start : e.end] for e in bed.evidence] == ["fell out of bed"]
    cited = {c.n: c.ref for c in answer.citations}
    assert any(cited[n].startswith("I.C.20") for n in bed.citations)


def test_abuse_leaves_the_causes_to_its_own_rules(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("Suspected child physical abuse, said to have rolled off couch. Bruise left ear.")
    assert not any(c.startswith("W") for c in external(answer))
