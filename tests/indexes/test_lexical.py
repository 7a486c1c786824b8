"""Scores by words are those of bm25s, before and after they were written to disk."""

from __future__ import annotations

import random
from pathlib import Path

import bm25s
import numpy as np
import pytest

from indexes.lexical import LexicalIndex

WORDS = [f"w{i}" for i in range(60)]


@pytest.fixture(scope="module")
def documents() -> list[list[str]]:
    chosen = random.Random(1)
    return [chosen.choices(WORDS[:50], k=chosen.randint(1, 12)) for _ in range(200)]


def test_scores_are_those_of_bm25s(documents: list[list[str]], tmp_path: Path) -> None:
    theirs = bm25s.BM25(k1=0.8, b=0.5)
    theirs.index(documents, show_progress=False)
    built = LexicalIndex.build(documents, k1=0.8, b=0.5)
    built.save(tmp_path / "lexical")
    read = LexicalIndex.open(tmp_path / "lexical")
    chosen = random.Random(2)
    for _ in range(50):
        asked = chosen.sample(WORDS[:50], 5)
        expected = np.asarray(theirs.get_scores(asked), dtype=np.float32).tobytes()
        assert built.scores(asked).tobytes() == expected
        assert read.scores(asked).tobytes() == expected
    assert sorted(read.vocabulary) == sorted({w for d in documents for w in d})


def test_a_word_counts_once_and_an_unknown_one_not(documents: list[list[str]]) -> None:
    index = LexicalIndex.build(documents)
    once = index.scores(["w1"])
    assert (once > 0).sum() == sum("w1" in d for d in documents)
    assert index.scores(["w1", "w1", "", "never seen"]).tobytes() == once.tobytes()
    assert not index.scores(["never seen"]).any()
    assert not index.scores([]).any()
