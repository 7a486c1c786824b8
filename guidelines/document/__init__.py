"""The Official Guidelines as published: any edition's PDF, parsed to the digest's section ids.

>>> document = load_document(path)
>>> document["I.C.1.d.5.a"].page
25

A PDF is parsed once, in a process of its own with limits on time and memory, and kept in the cache.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from guidelines._bounded import run_bounded
from guidelines._cached import cached
from guidelines.document._counterpart import counterpart
from guidelines.document._diff import Change, SectionChange, compare, compare_one
from guidelines.document._editions import best_edition, edition_called, editions, open_edition
from guidelines.document._match import quotation
from guidelines.document._model import Document, OfficialSection
from guidelines.document._sentences import Sentence
from guidelines.errors import DataMissing

__all__ = [
    "Change",
    "Document",
    "OfficialSection",
    "SectionChange",
    "Sentence",
    "best_edition",
    "compare",
    "compare_one",
    "counterpart",
    "edition_called",
    "editions",
    "first_page",
    "load_document",
    "open_edition",
    "quotation",
]

PARSER_VERSION = 4
"""Raise it whenever the same PDF gives another document, so that caches are made again."""
_KEPT = 4  # documents in memory; each takes about a megabyte


def load_document(path: Path) -> Document:
    """The document in a PDF of the Official Guidelines.

    Raises:
        DataMissing: the file cannot be read.
        DataDamaged: it is not the Official Guidelines, damaged, or takes too long.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataMissing(f"{path} cannot be read ({error.strerror}); check the path.") from error
    return _load(path, hashlib.sha256(data).hexdigest())


@lru_cache(maxsize=_KEPT)
def _load(path: Path, checksum: str) -> Document:
    dumped = cached(
        "guidelines",
        PARSER_VERSION,
        checksum,
        lambda: run_bounded("guidelines.document._assemble:parse", str(path)),
    )
    return Document.load(dumped)


def first_page(path: Path) -> str:
    """The text of a PDF's first page.

    Raises:
        DataDamaged: it cannot be read as a PDF.
    """
    text: str = run_bounded("guidelines.document._extract:first_page_text", str(path))
    return text
