"""Sentences of the official text, by offset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_END = re.compile(r"[.?!][”\")\]]*(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|etc|No|Dr|St|U\.S|[A-Z])|\b(?:Section|Sections|guideline)\s[\w.]*)\.$"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, an item of a list or a row of a table.

    Attributes:
        start: Where it begins in the document's text.
        end: Where it ends.
        text: Exactly the text between.
    """

    start: int
    end: int
    text: str


def sentences_of(text: str, start: int, end: int) -> tuple[Sentence, ...]:
    """The sentences between two offsets, without the blanks around them."""
    return tuple(
        Sentence(a, b, text[a:b])
        for first, last in _pieces(text, start, end)
        for a, b in [_trimmed(text, first, last)]
        if a < b
    )


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    while begin < end:
        stop = text.find("\n", begin, end)
        stop = end if stop < 0 else stop
        yield from _of_paragraph(text, begin, stop)
        begin = stop + 1


def _of_paragraph(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _END.finditer(text, start, end):
        following = text[match.end() : end].lstrip()[:1]
        ended = following.isupper() or following in ("“", '"', "(", "•") or following.isdigit()
        if ended and not _ABBREVIATION.search(text[begin : match.start() + 1]):
            yield begin, match.end()
            begin = match.end()
    yield begin, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
