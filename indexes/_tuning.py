"""What training on the digest's ways of asking changed in the text embedding.

The published model knows English, but not that "my doc wrote r/o" is about uncertain diagnoses. Its
upper layers were trained on that (`indexes.training.train_tuning`). What ships are the differences
to the published weights: of each matrix the few directions that matter, in half precision, a
fortieth of the model's size.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from guidelines.errors import DataMissing

FIRST_LAYER = 3
"""The first layer, counted from 0, that is tuned; those below stay as published."""
RANK = 64
"""Directions kept of a matrix's difference."""


def read_tuning(file: Path) -> dict[str, NDArray[np.float16]]:
    """The differences that a file holds, as `shrunk` gave them.

    Raises:
        DataMissing: the file is not there or cannot be read.
    """
    try:
        differences: dict[str, NDArray[np.float16]] = load_file(file)
    except (OSError, SafetensorError) as error:
        raise DataMissing(
            f"The tuning of the text embedding cannot be read from {file}; install dxcite again."
        ) from error
    return differences


def add_tuning(
    published: Mapping[str, NDArray[np.float32]], differences: Mapping[str, NDArray[np.float16]]
) -> dict[str, NDArray[np.float32]]:
    """A model's weights with differences added to them.

    Raises:
        DataMissing: the differences are of another model.
    """
    tuned = dict(published)
    for key, value in differences.items():
        name, _, part = key.partition(":")
        if name not in tuned:
            raise DataMissing(
                f"What tunes {name} is of another text embedding; install dxcite again."
            )
        if part == "right":
            continue
        change = value.astype(np.float32)
        if part == "left":
            change = change @ differences[f"{name}:right"].astype(np.float32)
        tuned[name] = tuned[name] + change
    return tuned


def shrunk(
    before: Mapping[str, NDArray[np.float32]],
    after: Mapping[str, NDArray[np.float32]],
    rank: int = RANK,
) -> dict[str, NDArray[np.float16]]:
    """The differences between two states of a model, matrices as products of low rank.

    Args:
        before: Weights as published, by name.
        after: Weights as trained; those that are equal are left out.
        rank: Directions kept of a matrix.

    Returns:
        Half-precision arrays named `weight:left` and `weight:right`, or `weight:` for a vector.
    """
    found: dict[str, NDArray[np.float16]] = {}
    for name, old in before.items():
        change = after[name] - old
        if not change.any():
            continue
        if change.ndim < 2:
            found[f"{name}:"] = change.astype(np.float16)
            continue
        left, scale, right = np.linalg.svd(change, full_matrices=False)
        root = np.sqrt(scale[:rank])
        found[f"{name}:left"] = (left[:, :rank] * root).astype(np.float16)
        found[f"{name}:right"] = (root[:, None] * right[:rank]).astype(np.float16)
    return found
