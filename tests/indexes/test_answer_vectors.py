"""Which yes/no questions are answered alike: the vectors that ship, and how they are compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from guidelines.errors import DataMissing
from guidelines.sections import Ask, Digest, Section, load_digest
from indexes import answer_embedding
from indexes.answer_embedding import (
    AnswerEmbedding,
    answer_vectors_file,
    answered,
    answers_fingerprint,
)
from indexes.answer_vectors import AnswerVectors
from indexes.digest_vectors import embedded


class _Negation(AnswerEmbedding):
    """One axis for "not", one for its absence."""

    def embed(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        return np.array([[1, 0] if "not" in t else [0, 1] for t in texts], dtype=np.float32)


def _refuse(texts: list[str]) -> NDArray[np.float32]:
    raise AssertionError(f"embedded again: {texts}")


def _digest() -> Digest:
    asks = (
        Ask(q="Is it coded?", answer="yes", because=1),
        Ask(q="How is it coded?"),
        Ask(q="Is it not coded?", answer="no", because=1),
    )
    return Digest(
        [Section(id=i, title=i, page=1, text=("It is.",), asks=asks) for i in ("II", "III")]
    )


def test_only_answered_questions_are_compared_each_under_its_own_number(tmp_path: Path) -> None:
    digest = _digest()
    vectors = _Negation().embed([q for _, _, q in answered(digest)])
    AnswerVectors.made(digest, vectors).save(tmp_path)
    again = AnswerVectors.open(tmp_path, _Negation())
    assert again.alike("Must it not be coded?", [1]) == {1: {0: 0.0, 2: 1.0}}


def test_shipped_vectors_are_those_the_model_gives() -> None:
    texts = [q for _, _, q in answered(load_digest())][::700]
    shipped = embedded(texts, answers_fingerprint(), _refuse, answer_vectors_file())
    assert (np.sum(shipped * AnswerEmbedding().embed(texts), axis=1) > 0.98).all()


def test_missing_weights_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_embedding, "answers_file", lambda: tmp_path / "none")
    with pytest.raises(DataMissing, match="install dxcite again"):
        answers_fingerprint()
