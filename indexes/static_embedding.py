"""Vectors for terms and titles: one vector a token, added up.

The weights beside this file are trained by `indexes/training/train_static.py` to bring a term near
the title of its code. The whole Tabular List is embedded in a few seconds, a term in a tenth of a
millisecond, without torch.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save
from tokenizers import Tokenizer

from guidelines.errors import DataMissing

_WEIGHTS = "static.safetensors"
_TOKENIZER = "tokenizer.json"
_ORDINARY = "ordinary.json"
_FILES = (_WEIGHTS, _TOKENIZER, _ORDINARY)
_CHECKSUMS = "static.json"


class StaticEmbedding:
    """Embeds short texts as unit vectors."""

    def __init__(
        self, tokenizer: Tokenizer, vectors: NDArray[np.float32], ordinary: Iterable[str] = ()
    ) -> None:
        """Put the parts together; `load` reads them."""
        self._tokenizer = tokenizer
        self._vectors = vectors
        self.ordinary = frozenset(ordinary)
        """Words of English that the classification does not use."""

    @classmethod
    def load(cls, folder: Path | None = None) -> StaticEmbedding:
        """Read the weights.

        Args:
            folder: Where they are; by default those that ship with the program.

        Raises:
            DataMissing: they are not there, or not what was shipped.
        """
        folder = folder or shipped_weights()
        expected = _expected(folder)
        try:
            for name in _FILES:
                if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected[name]:
                    raise DataMissing(
                        f"{folder / name} is not the file that was shipped (its SHA-256 differs); "
                        "install dxcite again."
                    )
            vectors = load_file(folder / _WEIGHTS)["vectors"]
        except (OSError, KeyError, SafetensorError) as error:
            raise _missing(folder) from error
        tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        ordinary = json.loads((folder / _ORDINARY).read_text())
        return cls(tokenizer, vectors.astype(np.float32), ordinary)

    @staticmethod
    def fingerprint(folder: Path | None = None) -> str:
        """SHA-256 of the weights and the tokenizer, for the manifest of an index.

        Raises:
            DataMissing: they are not there.
        """
        values = sorted(_expected(folder or shipped_weights()).values())
        return hashlib.sha256("".join(values).encode()).hexdigest()

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._vectors.shape[1])

    def knows(self, word: str) -> bool:
        """Whether a word was frequent enough in training to have a vector of its own."""
        return self._tokenizer.token_to_id(word.lower()) is not None

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts.

        Returns:
            One unit row per text, in the order given; zeros where no token is known.
        """
        found = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        if not len(texts):
            return found
        ids = [e.ids for e in self._tokenizer.encode_batch(list(texts))]
        rows = [i for i, tokens in enumerate(ids) if tokens]
        if not rows:
            return found
        starts = np.cumsum([0, *(len(ids[i]) for i in rows[:-1])])
        flat = np.fromiter((t for i in rows for t in ids[i]), dtype=np.int64)
        found[rows] = np.add.reduceat(self._vectors[flat], starts, axis=0)
        norms = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.where(norms > 0, norms, 1.0), dtype=np.float32)


def shipped_weights() -> Path:
    """The folder with the weights that ship with the program."""
    return Path(str(resources.files("indexes"))) / "weights"


def _expected(folder: Path) -> dict[str, str]:
    try:
        checksums = json.loads((folder / _CHECKSUMS).read_text())
        return {name: str(checksums[name]) for name in _FILES}
    except (OSError, ValueError, KeyError) as error:
        raise _missing(folder) from error


def _missing(folder: Path) -> DataMissing:
    return DataMissing(f"The term embedding cannot be read from {folder}; install dxcite again.")


def write_weights(
    folder: Path, tokenizer: Tokenizer, vectors: NDArray[np.float32], ordinary: Sequence[str]
) -> None:
    """Write what `StaticEmbedding.load` reads, in half precision, with its checksums."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _WEIGHTS).write_bytes(save({"vectors": vectors.astype(np.float16)}))
    tokenizer.save(str(folder / _TOKENIZER), pretty=False)
    (folder / _ORDINARY).write_text(json.dumps(list(ordinary)) + "\n")
    checksums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in _FILES}
    (folder / _CHECKSUMS).write_text(json.dumps(checksums, indent=1) + "\n")
