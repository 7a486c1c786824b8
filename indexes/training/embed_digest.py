"""Write the vectors of the built-in digest that ship with the program.

To be run after the digest or the tuning of the text embedding changed. Texts that have a vector of
the model in use keep it; to embed all of them takes three minutes on two cores.

    python -m indexes.training.embed_digest [--out indexes/weights/digest.safetensors]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from guidelines.sections import load_digest
from indexes.digest_vectors import embedded, vectors_file, write_vectors
from indexes.embedding import DEFAULT_MODEL, TextEmbedding, model_fingerprint
from indexes.guideline_index import documents


def main() -> None:
    """Embed the texts that have no vector yet, and write the vectors of all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=vectors_file())
    given = parser.parse_args()
    texts = [d.text for d in documents(load_digest())]
    model = model_fingerprint(DEFAULT_MODEL)
    vectors = embedded(texts, model, TextEmbedding(DEFAULT_MODEL).embed, given.out)
    write_vectors(texts, vectors, model, given.out)
    print(f"{len(texts)} texts in {given.out}, {given.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
