"""Words of charts and of the classification, made comparable: code-aware tokens and stems."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import Stemmer

# a code, a category with a dash, a number with its letter (3b), or a word with inner apostrophe
_TOKEN = re.compile(
    r"[A-Za-z]\d[0-9A-Za-z]\.(?:[0-9A-Za-z]{1,4}-?|-)"
    r"|[A-Za-z]\d[0-9A-Za-z](?![0-9A-Za-z])"
    r"|\d+(?:\.\d+)?[a-z]?(?![0-9A-Za-z])"
    r"|[^\W_]+(?:['’][^\W\d_]+)?"
)
_CODE = re.compile(r"[a-z]\d[0-9a-z](\.[0-9a-z]{0,4}-?)?$")


def word_set(text: str) -> frozenset[str]:
    """Words written in a row, as a set."""
    return frozenset(text.split())


SIDE_WORDS = re.compile(r"\b(?:right|left|bilateral)\b", re.IGNORECASE)
"""Words that name a side, as titles have them."""


def without_side(text: str) -> str:
    """A text without the words that name a side."""
    return " ".join(SIDE_WORDS.sub(" ", text).split())


STOPWORDS = word_set(
    "a an the of in on at to for from by with without and or as is are was were be been being "
    "has have had do does did this that these those it its he she his her their they we you i "
    "my our not no nor than then there here which who whom what when where how why if so such "
    "into onto can could should would may might must will shall also any all each both same "
    "other"
)
"""Words that carry no condition. Used for documents and queries of the guidelines alone: in code
titles "with", "without" and "other" decide."""

_WHOLE = word_set("severity")
"""Words whose stem would be that of another word: a severity need not be severe."""

_local = threading.local()


def _stemmer() -> Stemmer.Stemmer:
    # a Stemmer object must not be shared between threads
    if not hasattr(_local, "stemmer"):
        _local.stemmer = Stemmer.Stemmer("english")
    return _local.stemmer


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The word's stem; codes and numbers stay as they are."""
    # an inflammation is not its site: the stemmer would make one of hepatitis and hepatic
    if _CODE.match(word) or word[0].isdigit() or word.endswith("itis") or word in _WHOLE:
        return word
    word = word.replace("’", "'").removesuffix("'s")
    return str(_stemmer().stemWord(word))


def plain(text: str) -> str:
    """Lower case, without accents, with plain quotes and dashes; the length may change."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower())
    text = "".join(c for c in decomposed if not unicodedata.combining(c))
    return text.replace("’", "'").replace("–", "-").replace("—", " - ")


def words(text: str) -> list[str]:
    """Lower-case tokens in order; ICD-10-CM codes stay whole (`z79.4`, `e11.-`)."""
    return _TOKEN.findall(plain(text))


def word_spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Tokens of a text with their character offsets, as written."""
    for match in _TOKEN.finditer(text):
        yield match.start(), match.end(), match.group()


def stems(text: str, drop: frozenset[str] = STOPWORDS) -> list[str]:
    """Stemmed tokens of a text; `drop` are words left out before stemming."""
    return [stem(w) for w in words(text) if w not in drop]


def index_terms(text: str) -> list[str]:
    """Tokens for lexical search: stems, and for a code its category too (`i50.9` → `i50`)."""
    found: list[str] = []
    for token in stems(text):
        found.append(token)
        if _CODE.match(token) and len(token) > 3:
            found.append(token[:3])
    return found
