"""Whether a term is a title of the Tabular List word for word, in whatever order or sentence."""

from __future__ import annotations

from collections import Counter

from indexes._surface import chart_word
from indexes._text import word_set, words

_SMALL = word_set("a an the of s to in on at")
_PATIENT = word_set("patient pt")
_TITLE_WORDS = 3  # words from which a title is looked for inside a sentence


def in_order(title: str, said: str) -> bool:
    """Whether a text has a title's words as they are printed, one after the other."""
    wanted, heard = ([w for w in words(t) if w not in _SMALL] for t in (title, said))
    return wanted == heard


def is_title(title: str, said: str) -> bool:
    """Whether a text has all the words of a title and, but for a chart's way of speaking, no other.

    Args:
        title: As printed.
        said: The term, shorthand written out.
    """
    wanted = [w for w in words(title) if w not in _SMALL]
    heard = [w for w in words(said) if w not in _SMALL]
    if Counter(wanted) == Counter(heard):
        return True
    length = len(wanted)
    if length < _TITLE_WORDS:
        return False
    for start in range(len(heard) - length + 1):
        if heard[start : start + length] == wanted:
            rest = heard[:start] + heard[start + length :]
            return all(w in _PATIENT or chart_word(w) for w in rest)
    return False
