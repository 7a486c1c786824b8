"""The tuning of the text embedding: differences kept, added, and refused where they do not fit."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from guidelines.errors import DataMissing
from indexes._minilm import MiniLM, model_folder
from indexes._tuning import FIRST_LAYER, add_tuning, shrunk
from indexes.embedding import model_fingerprint, tuning_file


def _layer() -> nn.Linear:
    torch.manual_seed(7)
    return nn.Linear(6, 5)


def test_a_difference_of_low_rank_is_kept_whole(tmp_path: Path) -> None:
    layer = _layer()
    before = {n: p.detach().clone() for n, p in layer.named_parameters()}
    after = {n: p.clone() for n, p in before.items()}
    after["weight"] += torch.outer(torch.arange(5.0), torch.ones(6))
    after["bias"] += 0.5
    save_file(shrunk(before, after, rank=1), tmp_path / "t")
    add_tuning(layer, tmp_path / "t")
    for name, value in layer.named_parameters():
        assert torch.allclose(value, after[name], atol=1e-2), name


def test_what_did_not_change_is_left_out() -> None:
    before = {n: p.detach().clone() for n, p in _layer().named_parameters()}
    assert shrunk(before, before) == {}


def test_the_lower_layers_stay_as_published() -> None:
    published, tuned = MiniLM(model_folder()), MiniLM(model_folder())
    add_tuning(tuned, tuning_file())
    changed = {
        name
        for (name, a), (_, b) in zip(
            published.named_parameters(), tuned.named_parameters(), strict=True
        )
        if not torch.equal(a, b)
    }
    assert changed
    assert all(int(name.split(".")[1]) >= FIRST_LAYER for name in changed)


@pytest.mark.parametrize("content", [None, b"not weights"])
def test_a_missing_or_broken_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "tuning.safetensors"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DataMissing, match="tuning"):
        add_tuning(_layer(), file)


def test_a_tuning_of_another_model_is_refused(tmp_path: Path) -> None:
    save_file({"unknown:": torch.ones(1)}, tmp_path / "t")
    with pytest.raises(DataMissing, match="unknown"):
        add_tuning(_layer(), tmp_path / "t")


def test_the_fingerprint_names_the_tuning() -> None:
    assert "tuning" in model_fingerprint()
    assert model_fingerprint("some/model") == "some/model"
