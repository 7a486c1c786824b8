"""BM25 over short documents (bm25s), with the caller's tokens."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

# bm25s sets its logger to DEBUG on import
logging.getLogger("bm25s").setLevel(logging.WARNING)


class LexicalIndex:
    """Scores every document against a query."""

    def __init__(self, scorer: bm25s.BM25) -> None:
        self._scorer = scorer

    @classmethod
    def build(
        cls, documents: Sequence[Sequence[str]], k1: float = 1.2, b: float = 0.6
    ) -> LexicalIndex:
        """Index tokenised documents; their positions are their ids."""
        scorer = bm25s.BM25(k1=k1, b=b)
        scorer.index([list(d) for d in documents], show_progress=False)
        return cls(scorer)

    def save(self, folder: Path) -> None:
        """Write the index to a folder."""
        self._scorer.save(folder, show_progress=False)

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """Read an index that `save` wrote."""
        return cls(bm25s.BM25.load(folder, show_progress=False))

    @property
    def vocabulary(self) -> Sequence[str]:
        """Every token of the documents."""
        return [t for t in self._scorer.vocab_dict if t]

    def scores(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """BM25 score of every document; 0 where no token is shared."""
        known = [t for t in dict.fromkeys(tokens) if t and t in self._scorer.vocab_dict]
        if not known:
            return np.zeros(self._scorer.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._scorer.get_scores(known), dtype=np.float32)
