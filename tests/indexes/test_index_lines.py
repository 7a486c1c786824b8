"""The Alphabetic Index made searchable: paths, modifiers, "see", brackets, tables."""

from __future__ import annotations

import pytest

from guidelines.alphabetic import parse_index, parse_table
from indexes.index_lines import IndexLines
from indexes.lexicon import load_lexicon

INDEX = b"""<ICD10CM.index><version>2026</version>
<title>ICD-10-CM INDEX TO DISEASES and INJURIES</title><letter><title>C</title>
<mainTerm><title>Bunion</title><see>Deformity, toe, hallux valgus</see></mainTerm>
<mainTerm><title>Cardiomyopathy<nemod>(familial) (idiopathic)</nemod></title><code>I42.9</code>
 <term level="1"><title>amyloid</title><code>E85.4</code><manif>I43</manif></term>
 <term level="1"><title>hypertrophic<nemod>(nonobstructive)</nemod></title><code>I42.2</code>
  <term level="2"><title>obstructive</title><code>I42.1</code></term></term></mainTerm>
<mainTerm><title>Deformity</title><code>Q89.9</code>
 <term level="1"><title>toe</title><code>M20.6-</code>
  <term level="2"><title>hallux valgus</title><code>M20.1-</code></term></term></mainTerm>
<mainTerm><title>Ulcer, ulcerated, ulcerating</title><code>L98.499</code>
 <term level="1"><title>esophagus<nemod>(peptic)</nemod></title><code>K22.10</code>
  <term level="2"><title>with bleeding</title><code>K22.11</code></term></term></mainTerm>
<mainTerm><title>Bite(s), bitten by</title>
 <term level="1"><title>spider</title><code>T14.8</code></term></mainTerm>
</letter></ICD10CM.index>"""
OUTSIDE = b"""<ICD10CM.index><version>2026</version><title>INDEX TO EXTERNAL CAUSES</title>
<letter><title>A</title><mainTerm><title>Accident</title>
 <term level="1"><title>bus occupant</title>
  <term level="2"><title>collision</title>
   <term level="3"><title>car</title><code>V73.9</code></term></term></term>
 <term level="1"><title>car occupant</title>
  <term level="2"><title>collision</title>
   <term level="3"><title>bus</title><code>V44.9</code></term></term></term></mainTerm>
<mainTerm><title>Drowning</title><code>W74</code></mainTerm></letter></ICD10CM.index>"""
NEOPLASMS = b"""<ICD10CM.index><version>2026</version><indexHeading><head col="1">Neoplasm</head>
<head col="2">Malignant Primary</head><head col="3">Malignant Secondary</head>
<head col="4">Ca in situ</head><head col="5">Benign</head><head col="6">Uncertain Behavior</head>
<head col="7">Unspecified Behavior</head></indexHeading><letter><title>N</title>
<mainTerm><title>Neoplasm, neoplastic</title><cell col="2">C80.1</cell>
<term level="1"><title>liver</title><cell col="2">C22.9</cell><cell col="3">C78.7</cell>
<cell col="4">D01.5</cell><cell col="5">D13.4</cell><cell col="6">D37.6</cell>
<cell col="7">D49.0</cell></term></mainTerm></letter></ICD10CM.index>"""
DRUGS = b"""<ICD10CM.index><version>2026</version><indexHeading><head col="1">Substance</head>
<head col="2">Accidental</head><head col="3">Self-harm</head><head col="4">Assault</head>
<head col="5">Undetermined</head><head col="6">Adverse effect</head><head col="7">Underdosing</head>
</indexHeading><letter><title>D</title><mainTerm><title>Digoxin</title>
<cell col="2">T46.0X1</cell><cell col="3">T46.0X2</cell><cell col="4">T46.0X3</cell>
<cell col="5">T46.0X4</cell><cell col="6">T46.0X5</cell><cell col="7">T46.0X6</cell></mainTerm>
<mainTerm><title>Spider<nemod>(bite) (venom)</nemod></title><cell col="2">T63.391</cell>
</mainTerm></letter></ICD10CM.index>"""


@pytest.fixture(scope="module")
def lines() -> IndexLines:
    return IndexLines(
        load_lexicon().equivalents,
        parse_index(INDEX),
        parse_index(OUTSIDE),
        parse_table(NEOPLASMS),
        parse_table(DRUGS),
    )


@pytest.mark.parametrize(
    ("term", "code"),
    [
        ("cardiomyopathy", "I42.9"),
        ("idiopathic cardiomyopathy", "I42.9"),
        ("obstructive hypertrophic cardiomyopathy", "I42.1"),
        ("Cardiomyopathy, hypertrophic", "I42.2"),
        ("ulcerated esophagus with bleeding", "K22.11"),
        ("peptic ulcer of the esophagus", "K22.10"),
        ("bunion", "M20.1-"),
        ("hallux valgus deformity of left toe", "M20.1-"),
        ("collision of car occupant with bus, accident", "V44.9"),
        ("accident, bus occupant in collision with car", "V73.9"),
        ("metastasis to liver", "C78.7"),
        ("liver cancer", "C22.9"),
        ("benign neoplasm of liver", "D13.4"),
        ("neoplasm of uncertain behavior of liver", "D37.6"),
        ("adverse effect of digoxin", "T46.0X5"),
        ("suicide attempt with digoxin", "T46.0X2"),
        ("accidental overdose of digoxin", "T46.0X1"),
        ("bite of spider", "T14.8"),
        ("poisoning by spider venom", "T63.391"),
        ("external cause: drowning", "W74"),
        ("cardiomyopathy of the liver", None),
        ("digoxin", None),
        ("", None),
    ],
)
def test_the_line_that_says_just_this(lines: IndexLines, term: str, code: str | None) -> None:
    found = lines.find(term)
    assert (found[0].code if found else None) == code, [str(line) for line in found]


def test_a_line_is_shown_as_a_coder_walks_it(lines: IndexLines) -> None:
    assert str(lines.find("amyloid cardiomyopathy")[0]) == "Cardiomyopathy → amyloid → E85.4"
    assert lines.find("amyloid cardiomyopathy")[0].manifestation == "I43"
    assert str(lines.find("bunion")[0]) == (
        "Bunion → see Deformity, toe, hallux valgus → Deformity → toe → hallux valgus → M20.1-"
    )
    cell = lines.find("carcinoma in situ of liver")[0]
    assert (str(cell), cell.stem) == ("Neoplasm, neoplastic → liver [Ca in situ] → D01.5", "D01.5")


def test_files_may_be_absent() -> None:
    assert IndexLines({}).find("anything") == ()
