"""The walk down the code tree: side, encounter, trimester, defaults, gaps."""

from datetime import date

import pytest

from assistant.choosing import choose
from guidelines.codeset import load_codeset
from indexes._surface import analyze
from indexes.lexicon import load_lexicon

CODES = load_codeset(date(2026, 5, 12))


def walk(code: str, words: str, **attributes: str):
    equivalents = load_lexicon().equivalents
    said = analyze(words, equivalents, title=False).core
    return choose(CODES, code, said, said, attributes, equivalents)


@pytest.mark.parametrize(
    ("code", "words", "attributes", "expected"),
    [
        ("E11", "type 2 diabetes", {}, "E11.9"),
        ("M25.56", "knee pain", {"side": "left"}, "M25.562"),
        ("M25.56", "knee pain", {"side": "right"}, "M25.561"),
        ("M25.56", "knee pain", {}, "M25.569"),
        ("M17", "primary osteoarthritis of knee", {"side": "bilateral"}, "M17.0"),
        ("O24.41", "gestational diabetes diet controlled", {"trimester": "3"}, "O24.410"),
        ("O30.00", "twins", {"trimester": "2"}, "O30.002"),
        ("O42.919", "preterm premature rupture of membranes", {"trimester": "3"}, "O42.913"),
        ("O42.919", "preterm premature rupture of membranes", {}, "O42.919"),
        ("L89.15", "pressure ulcer sacral stage 3", {}, "L89.153"),
        ("I50", "heart failure", {}, "I50.9"),
        ("T63.44", "bee sting", {}, "T63.441A"),
        ("T63.44", "assault with bee venom", {}, "T63.443A"),
    ],
)
def test_choices_follow_the_words_of_the_chart(code, words, attributes, expected):
    assert walk(code, words, **attributes).code == expected


@pytest.mark.parametrize(
    ("attributes", "seventh"),
    [
        ({"encounter": "initial"}, "A"),
        ({"encounter": "initial", "wound": "open"}, "B"),
        ({"encounter": "initial", "wound": "open", "gustilo": "iii"}, "C"),
        ({"encounter": "subsequent"}, "D"),
        ({"encounter": "subsequent", "healing": "delayed"}, "G"),
        ({"encounter": "subsequent", "healing": "nonunion"}, "K"),
        ({"encounter": "subsequent", "healing": "malunion"}, "P"),
        ({"encounter": "sequela"}, "S"),
    ],
)
def test_the_7th_character_of_a_fracture_follows_encounter_wound_and_healing(attributes, seventh):
    found = walk("S52.50", "distal radius fracture", side="left", **attributes)
    assert found.code == f"S52.502{seventh}"
    assert found.billable


def test_a_side_the_chart_does_not_give_is_named_as_a_gap():
    found = walk("S93.40", "ankle sprain", encounter="initial")
    assert found.code == "S93.409A"
    assert any("side" in gap for gap in found.gaps)


def test_an_encounter_the_chart_does_not_give_is_assumed_openly():
    found = walk("S93.40", "ankle sprain", side="right")
    assert found.code == "S93.401A"
    assert any("active treatment is assumed" in a for a in found.assumptions)


def test_placeholders_are_filled():
    assert walk("T14.91", "suicide attempt", encounter="initial").code == "T14.91XA"
