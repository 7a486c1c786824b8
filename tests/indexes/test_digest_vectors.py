"""The vectors that ship: those of the digest as it is, by the model as it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from guidelines.sections import load_digest
from indexes.digest_vectors import embedded, write_vectors
from indexes.embedding import TextEmbedding, model_fingerprint
from indexes.guideline_index import documents


def _units(count: int) -> NDArray[np.float32]:
    rows = np.random.default_rng(7).normal(size=(count, 16)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def _refuse(texts: list[str]) -> NDArray[np.float32]:
    raise AssertionError(f"embedded again: {texts}")


def test_shipped_vectors_are_those_the_model_gives() -> None:
    texts = [d.text for d in documents(load_digest())][::400]
    shipped = embedded(texts, model_fingerprint(), _refuse)
    computed = TextEmbedding().embed(texts)
    alike = np.sum(shipped * computed, axis=1)
    # four bits keep less of a row in which one number stands out
    assert alike.min() > 0.98
    assert alike.mean() > 0.99


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    vectors = _units(3)
    write_vectors(["a", "b", "c"], vectors, "m", tmp_path / "v")
    again = embedded(["c", "a"], "m", _refuse, tmp_path / "v")
    assert (np.sum(again * vectors[[2, 0]], axis=1) > 0.97).all()
    assert np.allclose(np.linalg.norm(again, axis=1), 1.0, atol=1e-6)


def test_what_was_read_is_written_as_it_was(tmp_path: Path) -> None:
    write_vectors(["a", "b", "c"], _units(3), "m", tmp_path / "v")
    before = (tmp_path / "v").read_bytes()
    again = embedded(["a", "b", "c"], "m", _refuse, tmp_path / "v")
    write_vectors(["a", "b", "c"], again, "m", tmp_path / "v")
    assert (tmp_path / "v").read_bytes() == before


def test_only_new_texts_are_embedded(tmp_path: Path) -> None:
    vectors = _units(3)
    write_vectors(["a", "b"], vectors[:2], "m", tmp_path / "v")
    asked: list[str] = []

    def embed(texts: list[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return vectors[2:]

    found = embedded(["a", "new", "b"], "m", embed, tmp_path / "v")
    assert asked == ["new"]
    assert (np.sum(found * vectors[[0, 2, 1]], axis=1) > 0.97).all()


@pytest.mark.parametrize("damage", ["another model", "broken file", "no file"])
def test_vectors_that_do_not_hold_are_not_used(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "v"
    if damage == "another model":
        write_vectors(["a"], _units(1), "another", file)
    elif damage == "broken file":
        file.write_bytes(b"not vectors")
    fresh = _units(2)[1:]
    assert np.array_equal(embedded(["a"], "m", lambda _: fresh, file), fresh)
