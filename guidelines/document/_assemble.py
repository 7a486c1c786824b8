"""Puts lines together to paragraphs and sections.

A new paragraph begins at a gap, a bullet, another indentation, or where the next word would have
fitted into the line before: so lists without bullets and rows of tables stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from guidelines.document._extract import Line, Pages, read_pages
from guidelines.document._headings import USUAL_DISTANCE, Heading, find_headings, joined
from guidelines.document._model import Document, OfficialSection
from guidelines.errors import DataDamaged

LEAST_SECTIONS = 400
"""The shortest edition has 441 numbered headings."""

_FOOTER = re.compile(
    r"(?:ICD-10-CM Official Guidelines for Coding and\s?Reporting|FY ?\d{4}.{0,40}|Page \d+ of ?\d+)"
)
_FOOTER_HEIGHT = 72.0  # points from the bottom
_BULLET = re.compile(r"[•·▪●○] ?(?=\S)|[-–o] (?=\S)")
_ITEM = re.compile(r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]*-?|-)? [A-Z(]|[YNUW] [=–-] ")
_RUNS_ON = re.compile(
    r"(?:,|-|\b(?:and|or|of|the|a|an|for|from|with|to|in|see|code|codes|category))$"
)
_GAP = 1.3  # of the usual distance of lines
_INDENT = 4.0  # points
_ROOM = 25.0  # points that are certainly left at the end of a paragraph's last line


def parse(path: str) -> dict[str, object]:
    """Parse a PDF of the Official Guidelines; run in a process of its own.

    Raises:
        DataDamaged: it is not the Official Guidelines, or not all of them.
    """
    return assemble(read_pages(path)).dump()


def assemble(pages: Pages) -> Document:
    """The document from the lines of its PDF.

    Raises:
        DataDamaged: it has fewer numbered sections than any edition.
    """
    lines = [line for line in pages.lines if not _is_footer(line)]
    headings = list(find_headings(lines, pages.bookmarks))
    if len(headings) < LEAST_SECTIONS:
        raise DataDamaged(
            f"The PDF has {len(headings)} numbered sections where the Official Guidelines have more "
            f"than {LEAST_SECTIONS}; it is another document or incomplete."
        )
    return _Assembling(lines).document(headings)


def _is_footer(line: Line) -> bool:
    return line.y < _FOOTER_HEIGHT and _FOOTER.fullmatch(line.text) is not None


class _Assembling:
    """The text as it grows."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._text: list[str] = []
        self._length = 0
        self._pages: list[tuple[int, int]] = []
        self._changed: list[tuple[int, int]] = []

    def document(self, headings: Sequence[Heading]) -> Document:
        sections: list[OfficialSection] = []
        ends = [*(h.first for h in headings[1:]), len(self._lines)]
        for heading, end in zip(headings, ends, strict=True):
            begin = self._length
            self._page(self._lines[heading.first])
            self._add(self._heading_words(heading) + "\n")
            start = self._length
            self._body(self._lines[heading.last + 1 : end])
            page = self._lines[heading.first].page
            sections.append(
                OfficialSection(heading.id, heading.title, page, begin, start, self._length)
            )
        return Document("".join(self._text), sections, self._pages, self._changed)

    def _heading_words(self, heading: Heading) -> str:
        words = ""
        for line in self._lines[heading.first : heading.last + 1]:
            words = joined(words, line.text)
        return words

    def _add(self, text: str) -> None:
        self._text.append(text)
        self._length += len(text)

    def _page(self, line: Line) -> None:
        if not self._pages or self._pages[-1][1] != line.page:
            self._pages.append((self._length, line.page))

    def _body(self, lines: Sequence[Line]) -> None:
        for paragraph in _paragraphs(lines):
            written = ""
            for line in paragraph:
                more = joined(written, line.text)
                blank = len(more) - len(written) - len(line.text)
                if blank:
                    self._add(" ")
                self._page(line)
                self._mark(line)
                self._add(line.text)
                written = more
            self._add("\n")

    def _mark(self, line: Line) -> None:
        """Note the words of a line in bold; those in bold italics are cross-references."""
        for match in re.finditer(r"b+", line.faces):
            start, end = self._length + match.start(), self._length + match.end()
            if not any(c.isalnum() for c in line.text[match.start() : match.end()]):
                continue
            if self._changed and start - self._changed[-1][1] <= 1:
                self._changed[-1] = (self._changed[-1][0], end)
            else:
                self._changed.append((start, end))


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    margins = _margins(lines)
    for i, line in enumerate(lines):
        if paragraph and _begins(paragraph, line, margins[i - 1]):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _margins(lines: Sequence[Line]) -> list[float]:
    """For each line how far the lines of its block reach."""
    margins: list[float] = []
    block: list[int] = []
    for i, line in enumerate(lines):
        before = lines[i - 1] if i else None
        if before is None or abs(before.left - line.left) > _INDENT or before.page != line.page:
            block = []
        block.append(i)
        margins.append(line.right)
        widest = max(lines[j].right for j in block)
        for j in block:
            margins[j] = widest
    return margins


def _begins(paragraph: Sequence[Line], line: Line, margin: float) -> bool:
    """Whether a line begins a new paragraph."""
    before = paragraph[-1]
    runs_on = _RUNS_ON.search(before.text) is not None
    if _BULLET.match(line.text) or (_ITEM.match(line.text) and not runs_on):
        return True
    if line.text[0].islower():
        return False
    if _indented(paragraph, line):
        return True
    if runs_on:
        return False
    if before.page == line.page and before.y - line.y > _GAP * USUAL_DISTANCE:
        return True
    word = line.text.split(" ", 1)[0]
    width = (line.right - line.left) * len(word) / max(len(line.text), 1)
    return before.right + width + _ROOM < margin


def _indented(paragraph: Sequence[Line], line: Line) -> bool:
    """Whether a line stands elsewhere than the paragraph goes on."""
    first, before = paragraph[0], paragraph[-1]
    if _BULLET.match(first.text) and len(paragraph) == 1:
        return line.left < first.left - _INDENT
    return abs(before.left - line.left) > _INDENT
