"""What training on the digest's ways of asking changed in the text embedding.

The published model knows English, but not that "my doc wrote r/o" is about uncertain diagnoses. Its
upper layers were trained on that (`indexes.training.train_tuning`). What ships are the differences
to the published weights: of each matrix the few directions that matter, in half precision, a
fortieth of the model's size.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn

from guidelines.errors import DataMissing

FIRST_LAYER = 3
"""The first layer, counted from 0, that is tuned; those below stay as published."""
RANK = 64
"""Directions kept of a matrix's difference."""


def add_tuning(model: nn.Module, file: Path) -> None:
    """Add the differences in `file` to a published model's weights, in place.

    Raises:
        DataMissing: the file is not there, cannot be read, or is of another model.
    """
    try:
        differences = load_file(file)
    except (OSError, SafetensorError) as error:
        raise DataMissing(
            f"The tuning of the text embedding cannot be read from {file}; install dxcite again."
        ) from error
    parameters = dict(model.named_parameters())
    with torch.no_grad():
        for key, value in differences.items():
            name, _, part = key.partition(":")
            if name not in parameters:
                raise DataMissing(f"{file} tunes {name}, which the text embedding does not have.")
            if part == "right":
                continue
            change = value.float()
            if part == "left":
                change = change @ differences[f"{name}:right"].float()
            parameters[name].add_(change)


def shrunk(
    before: Mapping[str, torch.Tensor], after: Mapping[str, torch.Tensor], rank: int = RANK
) -> dict[str, torch.Tensor]:
    """The differences between two states of a model, matrices as products of low rank.

    Args:
        before: Weights as published, by name.
        after: Weights as trained; those that are equal are left out.
        rank: Directions kept of a matrix.

    Returns:
        Half-precision tensors named `weight:left` and `weight:right`, or `weight:` for a vector.
    """
    found: dict[str, torch.Tensor] = {}
    for name, old in before.items():
        change = (after[name] - old).float()
        if not change.any():
            continue
        if change.ndim < 2:
            found[f"{name}:"] = change.half()
            continue
        left, scale, right = torch.linalg.svd(change, full_matrices=False)
        root = scale[:rank].sqrt()
        found[f"{name}:left"] = (left[:, :rank] * root).half().contiguous()
        found[f"{name}:right"] = (root[:, None] * right[:rank]).half().contiguous()
    return found
