"""Vectors of the built-in digest that ship with the program, so that a first start is quick.

To embed every statement and way of asking takes minutes on a laptop whose processor knows neither
half precision nor matrix instructions. So the vectors ship, an eighth of their size as computed:
whole numbers of four bits, two in a byte; the length of a row is one. They hold for one model and
for the very texts they were made from; a text that is not among them is embedded when the index is built.

    python -m indexes.training.embed_digest    writes them anew
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

_KEY_BYTES = 8
_STEPS = 7.0
_REACH = 0.75
"""Share of a row's greatest number that the steps reach: few are greater, and all others gain."""
_ROUNDING = 1e-3  # how far from a whole step the numbers of a row that was read may be

Embed = Callable[[list[str]], NDArray[np.float32]]


def vectors_file() -> Path:
    """Where the vectors are."""
    return Path(str(resources.files("indexes") / "weights" / "digest.safetensors"))


def embedded(
    texts: Sequence[str], model: str, embed: Embed, file: Path | None = None
) -> NDArray[np.float32]:
    """One unit row per text: those that ship as they are, all others embedded now.

    Args:
        texts: What to embed.
        model: Fingerprint of the embedding model in use.
        embed: Embeds the texts that do not ship.
        file: Where the vectors are, if not in the package.
    """
    rows = _read(file or vectors_file(), model)
    keys = [_key(t) for t in texts]
    missing = [t for t, key in zip(texts, keys, strict=True) if key not in rows]
    if missing:
        rows |= zip(map(_key, missing), embed(missing), strict=True)
    return np.stack([rows[key] for key in keys])


def write_vectors(
    texts: Sequence[str], vectors: NDArray[np.float32], model: str, file: Path
) -> None:
    """Write the vectors of texts, each text once, in the order of their keys."""
    found = {_key(t): v for t, v in zip(texts, vectors, strict=True)}
    rows = {key: found[key] for key in sorted(found)}
    matrix = np.stack(list(rows.values()))
    steps = _steps(matrix)
    save_file(
        {
            "keys": np.array(list(rows), dtype=np.uint64),
            "steps": steps[:, ::2] | steps[:, 1::2] << 4,
        },
        file,
        metadata={"model": model},
    )


def _key(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:_KEY_BYTES], "big")


def _read(file: Path, model: str) -> dict[int, NDArray[np.float32]]:
    """Vectors by key; none where the file is of another model or cannot be read."""
    try:
        with safe_open(file, "numpy") as stored:
            if (stored.metadata() or {}).get("model") != model:
                return {}
            keys = stored.get_tensor("keys")
            rows = _spread(stored.get_tensor("steps"))
    except (OSError, SafetensorError):
        return {}
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return dict(zip((int(k) for k in keys), rows, strict=True))


def _steps(rows: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The steps of each number, from 0; rows that were read from a file have the same again."""
    whole = rows * (_STEPS / np.abs(rows).max(axis=1, keepdims=True))
    read = np.abs(whole - np.rint(whole)).max(axis=1, keepdims=True) < _ROUNDING
    steps = np.rint(np.where(read, whole, whole / _REACH)) + _STEPS
    return np.asarray(np.clip(steps, 0, 2 * _STEPS), dtype=np.uint8)


def _spread(packed: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The numbers of rows that hold two in a byte; their scale is lost, as unit rows need none."""
    rows = np.empty((len(packed), 2 * packed.shape[1]), dtype=np.float32)
    rows[:, ::2] = packed & 15
    rows[:, 1::2] = packed >> 4
    rows -= np.float32(_STEPS)
    return rows
