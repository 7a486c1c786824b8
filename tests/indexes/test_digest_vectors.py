"""The vectors that ship: those of the digest as it is, by the model as it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from guidelines.sections import load_digest
from indexes.digest_vectors import embedded, renew_vectors
from indexes.embedding import TextEmbedding, model_fingerprint
from indexes.guideline_index import documents


def _units(count: int) -> NDArray[np.float32]:
    rows = np.random.default_rng(7).normal(size=(count, 16)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def _refuse(texts: list[str]) -> NDArray[np.float32]:
    raise AssertionError(f"embedded again: {texts}")


def _write(texts: list[str], rows: NDArray[np.float32], file: Path, model: str = "m") -> None:
    renew_vectors(texts, model, lambda _: rows, file, together=2)


def test_shipped_vectors_are_those_the_model_gives() -> None:
    texts = [d.text for d in documents(load_digest())][::400]
    shipped = embedded(texts, model_fingerprint(), _refuse)
    computed = TextEmbedding().embed(texts)
    alike = np.sum(shipped * computed, axis=1)
    # one byte for four numbers
    assert alike.min() > 0.93
    assert alike.mean() > 0.95


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    vectors = _units(3)
    _write(["a", "b", "c"], vectors, tmp_path / "v")
    again = embedded(["c", "a"], "m", _refuse, tmp_path / "v")
    assert (np.sum(again * vectors[[2, 0]], axis=1) > 0.999).all()
    assert np.allclose(np.linalg.norm(again, axis=1), 1.0, atol=1e-6)


def test_many_rows_share_the_centres_of_few_bytes(tmp_path: Path) -> None:
    vectors = _units(2_000)
    _write([str(n) for n in range(2_000)], vectors, tmp_path / "v")
    again = embedded([str(n) for n in range(2_000)], "m", _refuse, tmp_path / "v")
    alike = np.sum(again * vectors, axis=1)
    assert alike.min() > 0.97
    assert not np.allclose(again, vectors)
    # eight bytes a row and as many of its key, beside the centres
    assert (tmp_path / "v").stat().st_size < 2_000 * 16 + 8 * 256 * 2 * 2 + 1_000


def test_what_was_stored_is_written_as_it_was(tmp_path: Path) -> None:
    _write(["a", "b", "c"], _units(3), tmp_path / "v")
    before = (tmp_path / "v").read_bytes()
    renew_vectors(["c", "b", "a"], "m", _refuse, tmp_path / "v", together=2)
    assert (tmp_path / "v").read_bytes() == before


def test_a_text_that_is_no_longer_asked_is_dropped_and_a_new_one_joins(tmp_path: Path) -> None:
    vectors = _units(3)
    _write(["a", "b"], vectors[:2], tmp_path / "v")
    asked: list[str] = []

    def embed(texts: list[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return vectors[:1]

    renew_vectors(["b", "again a"], "m", embed, tmp_path / "v", together=2)
    assert asked == ["again a"]
    found = embedded(["again a", "b"], "m", _refuse, tmp_path / "v")
    assert (np.sum(found * vectors[:2], axis=1) > 0.999).all()
    with pytest.raises(AssertionError, match="embedded again"):
        embedded(["a"], "m", _refuse, tmp_path / "v")


def test_only_new_texts_are_embedded(tmp_path: Path) -> None:
    vectors = _units(3)
    _write(["a", "b"], vectors[:2], tmp_path / "v")
    asked: list[str] = []

    def embed(texts: list[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return vectors[2:]

    found = embedded(["a", "new", "b"], "m", embed, tmp_path / "v")
    assert asked == ["new"]
    assert (np.sum(found * vectors[[0, 2, 1]], axis=1) > 0.999).all()


@pytest.mark.parametrize("damage", ["another model", "broken file", "no file"])
def test_vectors_that_do_not_hold_are_not_used(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "v"
    if damage == "another model":
        _write(["a"], _units(1), file, "another")
    elif damage == "broken file":
        file.write_bytes(b"not vectors")
    fresh = _units(2)[1:]
    assert np.array_equal(embedded(["a"], "m", lambda _: fresh, file), fresh)
