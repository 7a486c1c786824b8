from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from guidelines.sections import Ask, Digest, Section
from indexes.guideline_index import GuidelineIndex, documents, lexical_terms
from indexes.lexical import LexicalIndex
from indexes.section_vectors import SectionVectors

WORDS = ("sepsis", "shock", "diabetes", "insulin", "fracture", "healing")


class WordEncoder:
    """One axis a word, so that similarity is the share of known words in common."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.array([[w in t.lower() for w in WORDS] for t in texts], dtype=np.float32) + 0.01
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


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
    mixed = texts[::-1]
    vectors = SectionVectors.fitted(
        [d.key for d in mixed], WordEncoder().embed([d.text for d in mixed]), list(digest)
    )
    lexical = LexicalIndex.build([lexical_terms(digest, s) for s in digest.values()])
    return GuidelineIndex(digest, lexical, vectors, WordEncoder)


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
    assert best.asks == ()


def test_ways_of_asking_are_given_where_a_verdict_is_asked(index: GuidelineIndex) -> None:
    best = index.search(["sepsis with shock"], answering=True)[0]
    assert [ask.number for ask in best.asks] == [0]


def test_a_raised_section_comes_first(index: GuidelineIndex) -> None:
    found = index.search(["insulin and diabetes"], raised={"I.C.19.c": 5.0})
    assert [hit.section for hit in found[:2]] == ["I.C.19.c", "I.C.4.a"]


def test_no_words_find_nothing(index: GuidelineIndex) -> None:
    assert index.search(["  "]) == []


def test_as_many_as_asked_for(index: GuidelineIndex) -> None:
    assert len(index.search(["sepsis"], k=2)) == 2


def test_vectors_are_read_as_written(tmp_path: Path) -> None:
    keys = ["a#t0", "a#a1", "a#a0", "b#t0"]
    rows = np.eye(4, dtype=np.float32)
    vectors = SectionVectors.fitted(keys, rows, ["a", "b"])
    vectors.save(tmp_path / "v")
    read = SectionVectors.open(tmp_path / "v")
    similar = read.similarities(rows[2:3])
    assert read.texts(similar, 0, "a") == [(0, 1.0), (1, 0.0)]
    assert read.texts(similar, 1, "a") == []
    assert read.best(similar, "a").tolist() == [1.0, 0.0]
    assert np.array_equal(read.near_centres(rows), vectors.near_centres(rows))
