from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from guidelines.sections import Ask, Digest, Section
from indexes.guideline_index import GuidelineIndex, documents, lexical_terms
from indexes.lexical import LexicalIndex

WORDS = ("sepsis", "shock", "diabetes", "insulin", "fracture", "healing")


class WordEncoder:
    """One axis a word, so that similarity is the share of known words in common."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.array([[w in t.lower() for w in WORDS] for t in texts], dtype=np.float32) + 0.01
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class Stored:
    def __init__(self, ids: list[str], vectors: NDArray[np.float32]) -> None:
        self._rows: dict[str, Any] = {"ids": ids, "embeddings": vectors}

    def get(self, include: list[str]) -> dict[str, Any]:
        return self._rows


def section(id: str, *text: str, asks: tuple[str, ...] = ()) -> Section:
    return Section(id=id, title=id, page=1, text=text, asks=tuple(Ask(q=q) for q in asks))


@pytest.fixture
def index() -> GuidelineIndex:
    digest = Digest(
        [
            section("I.C.1.d", "Sepsis is coded.", "Septic shock.", asks=("sepsis and shock?",)),
            section("I.C.4.a", "Diabetes on insulin.", asks=("insulin for diabetes?",)),
            section("I.C.19.c", "A fracture is healing.", asks=("healing fracture?",)),
        ]
    )
    texts = documents(digest)
    # the store gives its rows back in no order of ours
    mixed = texts[::-1]
    stored = Stored([d.key for d in mixed], WordEncoder().embed([d.text for d in mixed]))
    lexical = LexicalIndex.build([lexical_terms(digest, s) for s in digest.values()])
    return GuidelineIndex(digest, lexical, stored, WordEncoder)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("insulin and diabetes", "I.C.4.a"),
        ("is shock part of sepsis", "I.C.1.d"),
        ("fracture in the healing phase", "I.C.19.c"),
    ],
)
def test_the_section_about_it_comes_first(
    index: GuidelineIndex, question: str, wanted: str
) -> None:
    assert index.search([question])[0].section == wanted


def test_best_statement_and_ask_are_named(index: GuidelineIndex) -> None:
    best = index.search(["sepsis with shock"])[0]
    assert best.ask == 0
    assert best.statement is not None
    assert [n for n, _ in best.asks] == [0]


def test_no_words_find_nothing(index: GuidelineIndex) -> None:
    assert index.search(["  "]) == []


def test_as_many_as_asked_for(index: GuidelineIndex) -> None:
    assert len(index.search(["sepsis"], k=2)) == 2
