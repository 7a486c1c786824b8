"""Tells questions that have the same answer from those that are only about the same thing.

"Can I code possible pneumonia?" and "Can I code the pneumonia that was ruled out?" are near for the
text embedding, and so are they to questions with the opposite answers. Here the two upper layers of
the text embedding were trained (`indexes.training.train_answers`) until the digest's own yes/no
questions that lie near each other are answered alike. What ships are the differences to the text
embedding and a projection to few dimensions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from guidelines.errors import DataMissing
from guidelines.sections import Digest
from indexes.embedding import DEFAULT_MODEL, model_fingerprint, tuned_minilm

if TYPE_CHECKING:
    from indexes._minilm import MiniLM

PROJECTION = "projection"
"""Name of the projection among the differences."""


def answers_file() -> Path:
    """Where the differences and the projection are."""
    return Path(str(resources.files("indexes") / "weights" / "answers.safetensors"))


def answer_vectors_file() -> Path:
    """Where the vectors of the digest's yes/no questions are."""
    return Path(str(resources.files("indexes") / "weights" / "answer_vectors.safetensors"))


def answers_fingerprint() -> str:
    """What tells this embedding from one that was trained otherwise, or on another text embedding.

    Raises:
        DataMissing: the differences are missing.
    """
    try:
        own = hashlib.sha256(answers_file().read_bytes()).hexdigest()[:16]
    except OSError as error:
        raise DataMissing(
            f"The embedding of answers is missing at {answers_file()}; install dxcite again."
        ) from error
    return f"answers {own} on {model_fingerprint(DEFAULT_MODEL)}"


def answered(digest: Digest) -> list[tuple[str, int, str]]:
    """Section, number and words of each yes/no question of the digest, in official order."""
    return [
        (section.id, number, ask.q)
        for section in digest.values()
        for number, ask in enumerate(section.asks)
        if ask.answer is not None
    ]


class AnswerEmbedding:
    """Embeds yes/no questions so that those answered alike are near; loaded on first use."""

    def embed(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """One unit row per text.

        Args:
            texts: Questions.
            progress: Called with the number of texts done since the last call.

        Raises:
            DataMissing: the weights are missing or of another model.
        """
        model, projection = _model()
        rows = model.embed(texts, progress) @ projection.T
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@cache
def _model() -> tuple[MiniLM, NDArray[np.float32]]:
    from indexes._tuning import add_tuning, read_tuning

    differences = read_tuning(answers_file())
    projection = differences.pop(PROJECTION).astype(np.float32)
    text_model = tuned_minilm()
    return text_model.with_weights(add_tuning(text_model.weights, differences)), projection
