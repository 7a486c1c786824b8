"""Search over the code descriptions beside ICD-10-CM: ICD-10-PCS and HCPCS Level II."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from guidelines.collections import Collection, Description
from indexes._text import STOPWORDS, stems
from indexes.lexical import LexicalIndex


def search_descriptions(collection: Collection, words: str, k: int = 10) -> list[Description]:
    """Codes whose descriptions have the words, those with most of them first.

    Args:
        collection: Where to search.
        words: As typed; inflections do not count.
        k: How many.
    """
    wanted = stems(words, STOPWORDS)
    entries, index, texts = _indexed(collection)
    scores = index.scores(wanted)
    if not scores.any():
        return []
    near = np.argsort(-scores, kind="stable")[: 50 * k]
    have = set(wanted)
    covered = [(len(have & texts[i]), float(scores[i]), -int(i)) for i in near if scores[i] > 0]
    return [entries[-place] for _, _, place in sorted(covered, reverse=True)[:k]]


@lru_cache(maxsize=2)
def _indexed(
    collection: Collection,
) -> tuple[list[Description], LexicalIndex, list[frozenset[str]]]:
    entries = [d for d in collection.values() if d.kind != "table"]
    tokens = [stems(d.title, STOPWORDS) for d in entries]
    return entries, LexicalIndex.build(tokens), [frozenset(t) for t in tokens]
