"""Write the vectors of the built-in digest that ship with the program.

To be run after the digest or the tuning of the text embedding changed (three minutes on two cores);
texts that changed and are not yet among them are embedded on each machine.

    python -m indexes.training.embed_digest [--out indexes/weights/digest.safetensors]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from guidelines.sections import load_digest
from indexes.digest_vectors import vectors_file, write_vectors
from indexes.embedding import DEFAULT_MODEL, TextEmbedding, model_fingerprint
from indexes.guideline_index import documents


def main() -> None:
    """Embed every text of the digest anew and write the vectors."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=vectors_file())
    given = parser.parse_args()
    texts = [d.text for d in documents(load_digest())]
    vectors = TextEmbedding(DEFAULT_MODEL).embed(texts)
    write_vectors(texts, vectors, model_fingerprint(DEFAULT_MODEL), given.out)
    print(f"{len(texts)} texts in {given.out}, {given.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
