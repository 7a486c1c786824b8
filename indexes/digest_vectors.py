"""Vectors of the built-in digest that ship with the program, so that a first start is quick.

To embed every statement and way of asking takes many minutes on a laptop whose processor knows
neither half precision nor matrix instructions. So the vectors ship, by product quantization: a few
neighbouring numbers of a row are told by one byte, the place of the nearest of 256 centres which
k-means found for them; the length of a row is one. They hold for one model and for the very texts
they were made from; a text that is not among them is embedded when the index is built.

    python -m indexes.training.embed_digest    writes them anew
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

_KEY_BYTES = 8
_CENTRES = 256  # as many as a byte tells apart
_ROUNDS = 12  # of k-means
_SEED = 7

Embed = Callable[[list[str]], NDArray[np.float32]]
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Stored:
    """What a file holds.

    Attributes:
        places: Of each text, by the key of its words, the places of its centres.
        centres: The centres of each group of neighbouring numbers: groups, places, numbers.
    """

    places: dict[int, NDArray[np.uint8]]
    centres: Array

    def rows(self, keys: Sequence[int]) -> Array:
        """Unit rows of texts that are stored."""
        if not keys:
            return np.empty((0, self.centres.shape[0] * self.centres.shape[2]), dtype=np.float32)
        places = np.stack([self.places[key] for key in keys])
        rows = self.centres[np.arange(len(self.centres)), places].reshape(len(keys), -1)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows, dtype=np.float32)


def vectors_file() -> Path:
    """Where the vectors are."""
    return Path(str(resources.files("indexes") / "weights" / "digest.safetensors"))


def embedded(texts: Sequence[str], model: str, embed: Embed, file: Path | None = None) -> Array:
    """One unit row per text: those that ship as they are, all others embedded now.

    Args:
        texts: What to embed.
        model: Fingerprint of the embedding model in use.
        embed: Embeds the texts that do not ship.
        file: Where the vectors are, if not in the package.
    """
    stored = _read(file or vectors_file(), model)
    keys = [_key(t) for t in texts]
    known = list(dict.fromkeys(k for k in keys if stored is not None and k in stored.places))
    rows = dict(zip(known, stored.rows(known), strict=True)) if stored is not None else {}
    missing = [t for t, key in zip(texts, keys, strict=True) if key not in rows]
    if missing:
        rows |= zip(map(_key, missing), embed(missing), strict=True)
    return np.stack([rows[key] for key in keys])


def renew_vectors(
    texts: Sequence[str], model: str, embed: Embed, file: Path, *, together: int
) -> None:
    """Write the vectors of texts to a file; those of the same model that it holds stay as they are.

    Args:
        texts: What the file is to hold, each once.
        model: Fingerprint of the embedding model.
        embed: Embeds the texts that the file does not hold yet.
        file: Where the vectors are.
        together: How many neighbouring numbers a byte tells, where the file has no centres yet.
    """
    stored = _read(file, model)
    words = {_key(t): t for t in texts}
    missing = [k for k in words if stored is None or k not in stored.places]
    rows = embed([words[k] for k in missing]) if missing else None
    if stored is None:
        stored = _Stored({}, _centres(np.asarray(rows), together))
    places = {k: p for k, p in stored.places.items() if k in words}
    if rows is not None:
        places |= zip(missing, _places(rows, stored.centres), strict=True)
    keys = sorted(places)
    save_file(
        {
            "keys": np.array(keys, dtype=np.uint64),
            "places": np.stack([places[k] for k in keys]),
            "centres": stored.centres.astype(np.float16),
        },
        file,
        metadata={"model": model},
    )


def _key(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:_KEY_BYTES], "big")


def _read(file: Path, model: str) -> _Stored | None:
    """What a file holds; None where it is of another model or cannot be read."""
    try:
        with safe_open(file, "numpy") as stored:
            if (stored.metadata() or {}).get("model") != model:
                return None
            keys = stored.get_tensor("keys")
            places = stored.get_tensor("places")
            centres = stored.get_tensor("centres").astype(np.float32)
    except (OSError, SafetensorError):
        return None
    return _Stored(dict(zip((int(k) for k in keys), places, strict=True)), centres)


def _centres(rows: Array, together: int) -> Array:
    """The centres of each group of neighbouring numbers, half precision as the file holds them."""
    from scipy.cluster.vq import kmeans2

    count = min(_CENTRES, len(rows))
    found = [
        kmeans2(group, count, iter=_ROUNDS, minit="++", rng=_SEED)[0]
        for group in _groups(rows, together)
    ]
    return np.stack(found).astype(np.float16).astype(np.float32)


def _places(rows: Array, centres: Array) -> NDArray[np.uint8]:
    """The place of the nearest centre of each group of numbers."""
    from scipy.cluster.vq import vq

    groups = _groups(rows, centres.shape[2])
    found = [vq(group, own)[0] for group, own in zip(groups, centres, strict=True)]
    return np.asarray(np.stack(found, axis=1), dtype=np.uint8)


def _groups(rows: Array, together: int) -> Array:
    """The groups of neighbouring numbers of all rows, a matrix for each group."""
    return np.ascontiguousarray(
        rows.reshape(len(rows), -1, together).transpose(1, 0, 2), dtype=np.float32
    )
