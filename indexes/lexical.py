"""BM25 over short documents, with the caller's tokens.

bm25s counts the words and weighs them; the weights are kept as plain arrays and added up here,
since bm25s and the SciPy behind it take a third of a second to import before the first question.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray

from indexes._arrays import open_arrays, save_arrays

_TOKENS = "tokens.json"


class LexicalIndex:
    """Scores every document against a query."""

    def __init__(
        self,
        tokens: Mapping[str, int],
        weights: NDArray[np.float32],
        documents: NDArray[np.int32],
        starts: NDArray[np.int32],
        count: int,
    ) -> None:
        """Put the parts together; `build` makes them.

        Args:
            tokens: Number of each token.
            weights: What a token is worth in a document, token by token.
            documents: The documents that `weights` belong to.
            starts: Where each token begins in both, and where the last one ends.
            count: How many documents there are.
        """
        self._tokens = tokens
        self._weights = weights
        self._documents = documents
        self._starts = starts
        self._count = count

    @classmethod
    def build(
        cls, documents: Sequence[Sequence[str]], k1: float = 1.2, b: float = 0.6
    ) -> LexicalIndex:
        """Index tokenised documents; their positions are their ids."""
        import bm25s

        # bm25s sets its logger to DEBUG on import
        logging.getLogger("bm25s").setLevel(logging.WARNING)
        scorer = bm25s.BM25(k1=k1, b=b)
        scorer.index([list(d) for d in documents], show_progress=False)
        found = scorer.scores
        return cls(
            scorer.vocab_dict, found["data"], found["indices"], found["indptr"], found["num_docs"]
        )

    def save(self, folder: Path) -> None:
        """Write the index to a folder."""
        arrays = {"weights": self._weights, "documents": self._documents, "starts": self._starts}
        save_arrays(folder, arrays)
        known = {"tokens": self._tokens, "count": self._count}
        (folder / _TOKENS).write_bytes(orjson.dumps(known))

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """Read an index that `save` wrote."""
        known = orjson.loads((folder / _TOKENS).read_bytes())
        return cls(**known, **open_arrays(folder))

    @property
    def vocabulary(self) -> Sequence[str]:
        """Every token of the documents."""
        return [t for t in self._tokens if t]

    def scores(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """BM25 score of every document; 0 where no token is shared."""
        scores = np.zeros(self._count, dtype=np.float32)
        for token in dict.fromkeys(tokens):
            number = self._tokens.get(token) if token else None
            if number is not None:
                of_token = slice(self._starts[number], self._starts[number + 1])
                # a token has one weight in a document, so no document stands here twice
                scores[self._documents[of_token]] += self._weights[of_token]
        return scores
