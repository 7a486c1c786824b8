"""Write the vectors of the built-in digest that ship with the program.

To be run after the digest, the tuning of the text embedding or the embedding of answers changed.
Texts that have a vector of the model in use keep it; to embed all of them takes six minutes on two
cores.

    python -m indexes.training.embed_digest
"""

from __future__ import annotations

from pathlib import Path

from guidelines.sections import load_digest
from indexes.answer_embedding import (
    AnswerEmbedding,
    answer_vectors_file,
    answered,
    answers_fingerprint,
)
from indexes.digest_vectors import Embed, renew_vectors, vectors_file
from indexes.embedding import DEFAULT_MODEL, TextEmbedding, model_fingerprint
from indexes.guideline_index import documents

_TOGETHER = {vectors_file(): 4, answer_vectors_file(): 2}
"""How many numbers of a row a byte tells: 384 numbers in 96 bytes, 64 in 32."""


def main() -> None:
    """Embed the texts that have no vector yet, and write the vectors of all."""
    digest = load_digest()
    texts = [d.text for d in documents(digest)]
    _write(
        texts, model_fingerprint(DEFAULT_MODEL), TextEmbedding(DEFAULT_MODEL).embed, vectors_file()
    )
    questions = [text for _, _, text in answered(digest)]
    _write(questions, answers_fingerprint(), AnswerEmbedding().embed, answer_vectors_file())


def _write(texts: list[str], model: str, embed: Embed, file: Path) -> None:
    renew_vectors(texts, model, embed, file, together=_TOGETHER[file])
    print(f"{len(texts)} texts in {file}, {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
