"""The text embedding of the guidelines (`indexes.retrievers` has it as LangChain's).

Default: all-MiniLM-L6-v2 from the package that carries it, its upper layers tuned on the digest's
ways of asking. `DXCITE_EMBEDDING` names any sentence-transformers model by local path or name
instead; a name that is not on this machine is downloaded by sentence-transformers, which is the
user's own choice.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from guidelines.errors import DataMissing

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from indexes._minilm import MiniLM

DEFAULT_MODEL = "all-MiniLM-L6-v2"


def model_name() -> str:
    """The embedding model in use: `DXCITE_EMBEDDING`, or the default."""
    return os.environ.get("DXCITE_EMBEDDING") or DEFAULT_MODEL


def tuning_file() -> Path:
    """Where the differences to the published model are."""
    return Path(str(resources.files("indexes") / "weights" / "tuning.safetensors"))


def model_fingerprint(name: str | None = None) -> str:
    """What tells an embedding model from another: its name, and the default's tuning.

    Raises:
        DataMissing: the tuning is missing.
    """
    name = name or model_name()
    if name != DEFAULT_MODEL:
        return name
    try:
        return f"{name}, tuning {hashlib.sha256(tuning_file().read_bytes()).hexdigest()[:16]}"
    except OSError as error:
        raise DataMissing(
            f"The tuning of the text embedding is missing at {tuning_file()}; install dxcite again."
        ) from error


class TextEmbedding:
    """Embeds questions and guideline texts; loaded on first use."""

    def __init__(self, name: str | None = None) -> None:
        self.name = name or model_name()

    def embed(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """One unit row per text.

        Args:
            texts: What to embed.
            progress: Called with the number of texts done since the last call.

        Raises:
            DataMissing: the model cannot be loaded.
        """
        if self.name == DEFAULT_MODEL:
            return tuned_minilm().embed(texts, progress)
        vectors = _sentence_transformer(self.name).encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False
        )
        if progress is not None:
            progress(len(texts))
        return np.asarray(vectors, dtype=np.float32)


def one_thread() -> None:
    """Let NumPy's matrix products run in the thread that asks for them.

    A question is too short to be divided; with other programs running, the library's threads wait
    for each other a hundred times as long as they work. And its figures do not depend on the
    number of processors then.
    """
    threadpool_limits(1, user_api="blas")


@cache
def tuned_minilm() -> MiniLM:
    """The default model, loaded once."""
    from indexes._minilm import MiniLM, model_folder, published_weights
    from indexes._tuning import add_tuning, read_tuning

    one_thread()
    folder = model_folder()
    return MiniLM(folder, add_tuning(published_weights(folder), read_tuning(tuning_file())))


@cache
def _sentence_transformer(name: str) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(name)
    except (OSError, ValueError) as error:
        raise DataMissing(
            f"The embedding model {name} (DXCITE_EMBEDDING) cannot be loaded; give the folder of a "
            "sentence-transformers model, or unset it."
        ) from error
