"""The official sentences that a statement of the digest restates."""

from __future__ import annotations

import math
import re
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

import Stemmer

from guidelines.document._model import Document
from guidelines.document._sentences import Sentence

_WORD = re.compile(r"[A-Za-z][0-9A-Za-z]*(?:\.[0-9A-Za-z]+)*|\d+")
_LONGEST = 3  # sentences of a quotation
_RECALL = 1.6  # how much more it counts that the statement is covered than that nothing is added
_LEAST = 0.15


def quotation(document: Document, section: str, statement: str) -> Sentence | None:
    """The official words behind a statement.

    Args:
        document: The edition.
        section: Id of the section in that edition.
        statement: A statement of the digest.

    Returns:
        One to three sentences in a row, exactly as in the document's text; None where the section
        has no words of its own, or none that say it.
    """
    sentences = document.sentences(section)
    weights = _weights(document)
    wanted = _words(statement)
    best: tuple[float, Sentence] | None = None
    for first in range(len(sentences)):
        for last in range(first, min(first + _LONGEST, len(sentences))):
            score = _score(wanted, _words_of(sentences[first : last + 1]), weights)
            if best is None or score > best[0] + 1e-9:
                start, end = sentences[first].start, sentences[last].end
                best = score, Sentence(start, end, document.text[start:end])
    return best[1] if best is not None and best[0] >= _LEAST else None


def _score(wanted: Counter[str], found: Counter[str], weights: Mapping[str, float]) -> float:
    """Weighted F-measure of the words."""
    common = sum(weights.get(w, _RARE) for w in wanted if w in found)
    if not common:
        return 0.0
    recall = common / sum(weights.get(w, _RARE) for w in wanted)
    precision = common / sum(weights.get(w, _RARE) for w in found)
    square = _RECALL**2
    return (1 + square) * precision * recall / (square * precision + recall)


_RARE = 3.0  # weight of a word that the document does not have


def _words_of(sentences: Sequence[Sentence]) -> Counter[str]:
    words: Counter[str] = Counter()
    for sentence in sentences:
        words.update(_words(sentence.text))
    return words


@lru_cache(maxsize=4096)
def _words(text: str) -> Counter[str]:
    return Counter(_stem(word) for word in _WORD.findall(text))


_local = threading.local()


def _stemmer() -> Stemmer.Stemmer:
    # a Stemmer object must not be shared between threads
    if not hasattr(_local, "stemmer"):
        _local.stemmer = Stemmer.Stemmer("english")
    return _local.stemmer


def _stem(word: str) -> str:
    if any(c.isdigit() for c in word):
        return word.upper().rstrip(".")
    stem: str = _stemmer().stemWord(word.lower())
    return stem


@lru_cache(maxsize=4)
def _weights(document: Document) -> dict[str, float]:
    """How telling each word is: the rarer among the sections, the more."""
    count: Counter[str] = Counter()
    for section in document:
        count.update(set(_words(document.text_of(section))))
    return {word: math.log(1 + len(document) / n) for word, n in count.items()}
