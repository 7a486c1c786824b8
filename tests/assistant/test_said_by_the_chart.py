"""Codes say no more than the chart: bare words, and second codes that the words themselves name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.models import Answer

Coded = Callable[[str], list[str]]


@pytest.fixture
def coded(ask: Callable[[str], Answer]) -> Coded:
    return lambda text: [c.code for c in ask(text).codes if c.role != "alternative"]


BARE = [
    ("CT shows a cyst, stable. Assessment: type 2 diabetes.", "H05.8"),
    ("Careful dissection was carried out. Assessment: inguinal hernia.", "I77.7"),
    ("There was slight displacement on the film. Assessment: gout.", "T82."),
    ("Granuloma seen on the slide. Assessment: gout.", "A58"),
    ("Stenosis noted. Assessment: gout.", "M48.0"),
]


@pytest.mark.parametrize(("note", "guess"), BARE)
def test_a_bare_word_is_no_guess_at_a_site(coded: Coded, note: str, guess: str) -> None:
    assert not [c for c in coded(note) if c.startswith(guess)]


def test_a_bare_word_takes_the_site_that_the_sentence_names(coded: Coded) -> None:
    assert "N28.1" in coded("Assessment: cyst of the left kidney, to be watched.")


def test_a_bare_word_is_the_entry_that_adds_nothing(coded: Coded) -> None:
    found = coded("Assessment: lymphoma, staging to follow.")
    assert [c for c in found if c.startswith("C85.9")]
    assert not [c for c in found if c.startswith("C83.1")]


@pytest.mark.parametrize(
    ("term", "codes"),
    [
        ("HTN w CHF", ["I11.0", "I50.9"]),
        ("neutropenic fever", ["D70.9", "R50.81"]),
        ("lewy body dementia", ["G31.83", "F02.80"]),
        ("prostate CA w bone mets", ["C61", "C79.51"]),
    ],
)
def test_a_term_of_two_conditions_has_both_codes(coded: Coded, term: str, codes: list[str]) -> None:
    assert coded(term) == codes


@pytest.mark.parametrize(
    ("term", "code"),
    [("neutropenia", "R50.81"), ("hypertensive heart disease", "I50.9"), ("strep throat", "B95.5")],
)
def test_what_the_words_do_not_name_is_not_added(coded: Coded, term: str, code: str) -> None:
    assert code not in coded(term)


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("gastric ulcer, follow-up visit, on PPI", ["K25.9"]),
        ("acute gastric ulcer, follow-up visit, on PPI", ["K25.3"]),
        ("T2DM with diabetic CKD stage 4, seen today", ["E11.22", "N18.4"]),
        ("T2DM with diabetic CKD, seen today", ["E11.22", "N18.9"]),
        ("Septic arthritis R knee, MSSA, I&D x2", ["M00.061", "B95.61"]),
        ("COPD exacerbation on BiPAP, seen today, O2 dependent", ["J44.1", "Z99.81"]),
        ("OSA, dependent on BiPAP, seen today", ["G47.33", "Z99.89"]),
        ("Ventricular tachycardia, EP consult for ICD, seen today", ["I47.20"]),
        ("Ventricular tachycardia, ICD in place since 2020, seen today", ["I47.20", "Z95.810"]),
        ("Radiation proctitis, hx prostate ca s/p XRT", ["K62.7", "Z85.46", "Z92.3"]),
        ("Neck pain with L shoulder impingement, PT today", ["M54.2", "M75.42"]),
    ],
)
def test_a_line_is_coded_by_its_own_words(coded: Coded, line: str, codes: list[str]) -> None:
    assert sorted(coded(line)) == sorted(codes)
