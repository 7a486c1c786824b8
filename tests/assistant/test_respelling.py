"""Misspelt words of a chart are put right before it is read, and told in the words as given."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.models import Span
from assistant.pipeline import Assistant, make_question
from assistant.respelling import respelt

DAY = date(2026, 6, 1)
RIGHT = {"diarhea": "diarrhea", "pnuemonia": "pneumonia", "fracure": "fracture"}


def _right(text: str) -> str:
    return respelt(text, text, lambda word: RIGHT.get(word, "")).text


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("seen for diarhea, no fever", "seen for diarrhea, no fever"),
        ("Diarhea x3 days. Pnuemonia ruled out", "Diarrhea x3 days. Pneumonia ruled out"),
        ("PNUEMONIA, LLL", "PNEUMONIA, LLL"),
        ("per Mr. John Fracure, cough", "per Mr. John Fracure, cough"),
        ("pt's diarhea's gone", "pt's diarhea's gone"),
        ("diarhea-like stools", "diarhea-like stools"),
    ],
)
def test_words_are_put_right_and_names_are_not(given: str, read: str) -> None:
    assert _right(given) == read


def test_a_text_of_other_words_than_english_is_left_alone() -> None:
    words = [f"palabra{chr(97 + n)}" for n in range(8)]
    text = " ".join(words)
    assert respelt(text, text, lambda word: word.replace("palabra", "fracture")).text == text


def test_spans_are_told_in_the_words_as_given() -> None:
    text = "old fracure of wrist, diarhea and pnuemonia today"
    read = respelt(text, text, lambda word: RIGHT.get(word, ""))
    start = read.text.index("pneumonia")
    span = read.span(Span(start=start, end=start + 9, text="pneumonia"))
    assert span.text == text[span.start : span.end] == "pnuemonia"
    inner = read.text.index("fracture of wrist")
    whole = read.span(Span(start=inner, end=inner + 17, text="fracture of wrist"))
    assert whole.text == "fracure of wrist"
    assert read.read_as[0] == ("fracure", "fracture")


def test_a_misspelt_case_is_coded_and_says_how_it_was_read(assistant: Assistant) -> None:
    text = "Seen for hypertention and diabetis type 2, on insulin"
    answer = assistant.ask(make_question(text, date_of_service=DAY))
    assert [c.code for c in answer.codes if c.role != "alternative"] == ["I10", "E11.9", "Z79.4"]
    assert "“hypertention” is read as “hypertension”." in answer.assumptions
    words = {text[s.start : s.end] for c in answer.codes for s in c.evidence}
    assert "hypertention" in words
    assert all(s.text == text[s.start : s.end] for c in answer.codes for s in c.evidence)


@pytest.mark.parametrize(
    "word",
    ["hospitalist", "orthopedist", "adduction", "irrigated", "supple", "gastroscopy", "nilotinib",
     "started", "splinted", "auditors"],
)  # fmt: skip
def test_plain_english_and_names_of_drugs_are_no_misspellings(
    assistant: Assistant, word: str
) -> None:
    assert assistant.index.terms.misspelt(word) == ""


@pytest.mark.parametrize(
    ("word", "right"),
    [("dehidration", "dehydration"), ("concusion", "concussion"), ("migrane", "migraine"),
     ("pancreatitus", "pancreatitis"), ("siezure", "seizure")],
)  # fmt: skip
def test_words_of_the_classification_are_put_right(
    assistant: Assistant, word: str, right: str
) -> None:
    assert assistant.index.terms.misspelt(word) == right
