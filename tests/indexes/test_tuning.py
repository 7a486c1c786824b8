"""The tuning of the text embedding: differences kept, added, and refused where they do not fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save_file

from guidelines.errors import DataMissing
from indexes._minilm import model_folder, published_weights
from indexes._tuning import FIRST_LAYER, add_tuning, read_tuning, shrunk
from indexes.embedding import model_fingerprint, tuning_file


def _layer() -> dict[str, NDArray[np.float32]]:
    chance = np.random.default_rng(7)
    return {
        "weight": chance.normal(size=(5, 6)).astype(np.float32),
        "bias": chance.normal(size=5).astype(np.float32),
    }


def test_a_difference_of_low_rank_is_kept_whole(tmp_path: Path) -> None:
    before = _layer()
    after = {
        "weight": before["weight"] + np.outer(np.arange(5), np.ones(6)).astype(np.float32),
        "bias": before["bias"] + np.float32(0.5),
    }
    save_file(shrunk(before, after, rank=1), tmp_path / "t")
    for name, value in add_tuning(before, read_tuning(tmp_path / "t")).items():
        assert np.allclose(value, after[name], atol=1e-2), name


def test_what_did_not_change_is_left_out() -> None:
    assert shrunk(_layer(), _layer()) == {}


def test_the_lower_layers_stay_as_published() -> None:
    published = published_weights(model_folder())
    tuned = add_tuning(published, read_tuning(tuning_file()))
    changed = {name for name in published if not np.array_equal(published[name], tuned[name])}
    assert changed
    assert all(int(name.split(".")[1]) >= FIRST_LAYER for name in changed)


@pytest.mark.parametrize("content", [None, b"not weights"])
def test_a_missing_or_broken_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "tuning.safetensors"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DataMissing, match="tuning"):
        read_tuning(file)


def test_a_tuning_of_another_model_is_refused() -> None:
    with pytest.raises(DataMissing, match="unknown"):
        add_tuning(_layer(), {"unknown:": np.ones(1, dtype=np.float16)})


def test_the_fingerprint_names_the_tuning() -> None:
    assert "tuning" in model_fingerprint()
    assert model_fingerprint("some/model") == "some/model"
