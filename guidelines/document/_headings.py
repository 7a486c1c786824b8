"""Numbered headings of the Official Guidelines, found by their numbers.

Sections are numbered at seven levels: Section I., A., 1., a., 1), (a), (i). A line is a heading when
its number is the next one at some level, stands where headings of that level stand and, but for
the last level, its words are bold. The bookmarks of the PDF, where they know the heading, tell
where its title ends; they are not trusted for more, because single ones are wrong or missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guidelines.document._extract import Bookmark, Line

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_PARTS = (None, "I", "II", "III", "IV", "App.I")
_PART = re.compile(r"(?:Section (?P<roman>I{1,3}|IV)\.|(?P<appendix>Appendix I\b))\s*(?![A-Z]\.)")
_NUMBERS = (
    (1, re.compile(r"([A-Z])\.\s*")),
    (2, re.compile(r"(\d{1,2})\.\s*(?!\d)")),
    (3, re.compile(r"([a-z])\.\s*")),
    (4, re.compile(r"(\d{1,2})\)\s*")),
    (5, re.compile(r"\(([a-z])\)\s*")),
    (6, re.compile(r"\(([ivx]+)\)\s*")),
)
_LAST_LEVEL = 6
_CODE_AND_DASH = re.compile(r"\b[A-Z][0-9][0-9A-Z.]*-+$")
_CODE = re.compile(r"[A-Z][0-9][0-9A-Z]\b")
_SAME_PLACE = 12.0  # points
_WRAPPED = 1.16  # of the usual distance of lines: what follows nearer belongs to the title
USUAL_DISTANCE = 13.8
"""Points from one line of a paragraph to the next, in every edition."""
_LEADERS = "....."


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading.

    Attributes:
        id: Dotted, such as "I.C.1.d.5.a".
        title: Without the number.
        first: Position of its first line.
        last: Position of its last line.
    """

    id: str
    title: str
    first: int
    last: int


def plain(text: str) -> str:
    """Letters and digits only, in lower case."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def find_headings(lines: Sequence[Line], bookmarks: Sequence[Bookmark]) -> Iterator[Heading]:
    """Every numbered heading, in the order of the document."""
    numbers = _Numbers()
    titles = _Titles(lines, bookmarks)
    for i, line in enumerate(lines):
        if _LEADERS in line.text:
            continue  # the table of contents
        found = numbers.heading(line)
        if found is not None:
            id, start = found
            title, last = titles.of(i, start)
            yield Heading(id, title, i, last)


class _Numbers:
    """Keeps count at every level."""

    def __init__(self) -> None:
        self._at: list[str | None] = [None] * (_LAST_LEVEL + 1)
        self._left: dict[int, float] = {}

    def heading(self, line: Line) -> tuple[str, int] | None:
        """Id and beginning of the title where the line is the next heading of some level."""
        part = _PART.match(line.text)
        if part is not None and _bold(line, 0):
            name = part["roman"] or "App.I"
            if name != "App.I" and name != _PARTS[_PARTS.index(self._at[0]) + 1]:
                return None  # a cross-reference
            self._at = [name] + [None] * _LAST_LEVEL
            return self._id(), part.end()
        if self._at[0] is None:
            return None
        for level, number in _NUMBERS:
            match = number.match(line.text)
            if match is not None and self._is_next(level, match, line):
                self._at = self._at[:level] + [match[1]] + [None] * (_LAST_LEVEL - level)
                self._left[level] = line.left
                return self._id(), match.end()
        return None

    def _is_next(self, level: int, match: re.Match[str], line: Line) -> bool:
        if match[1] != _after(level, self._at[level]) or match.end() >= len(line.text):
            return False
        if level == _LAST_LEVEL:
            return self._at[5] is not None
        if level == 5 and match[1] in _ROMAN and self._at[5] is not None:
            # (i) after (h), unless it stands further in, as a first (i) below (h)
            return _bold(line, match.end()) and line.left - self._left[5] < _SAME_PLACE
        return _bold(line, match.end())

    def _id(self) -> str:
        return ".".join(n for n in self._at if n is not None)


def _after(level: int, number: str | None) -> str | None:
    if level in (2, 4):
        return str(int(number or 0) + 1)
    if level == _LAST_LEVEL:
        place = _ROMAN.index(number) + 1 if number is not None else 0
        return _ROMAN[place] if place < len(_ROMAN) else None
    if number is None:
        return "A" if level == 1 else "a"
    return chr(ord(number) + 1)


def _bold(line: Line, start: int) -> bool:
    """Whether most of the line from there on is bold."""
    faces = line.faces[start:]
    return 2 * sum(f in "bx" for f in faces) > len(faces)


class _Titles:
    """Where titles end."""

    def __init__(self, lines: Sequence[Line], bookmarks: Sequence[Bookmark]) -> None:
        self._lines = lines
        self._bookmarks: dict[int, list[str]] = {}
        for bookmark in bookmarks:
            for page in (bookmark.page - 1, bookmark.page, bookmark.page + 1):
                self._bookmarks.setdefault(page, []).append(plain(bookmark.title))

    def of(self, first: int, start: int) -> tuple[str, int]:
        """The title that begins in a line, and the position of its last line."""
        title = self._lines[first].text[start:].strip()
        last = self._marked_end(first)
        if last is None or start >= len(self._lines[first].text):
            last = self._seen_end(first, start)
        for i in range(first + 1, last + 1):
            title = joined(title, self._lines[i].text)
        return title.strip(), last

    def _marked_end(self, first: int) -> int | None:
        """The last line by the bookmark that has exactly these words."""
        known = self._bookmarks.get(self._lines[first].page, [])
        text = ""
        found: int | None = None
        for i in range(first, min(first + 4, len(self._lines))):
            text += plain(self._lines[i].text)
            if text in known:
                found = i
            if not any(k.startswith(text) for k in known):
                break
        return found

    def _seen_end(self, first: int, start: int) -> int:
        """The last line by what it looks like: near, bold as the title, and no new number."""
        last = first
        while last + 1 < len(self._lines):
            this, after = self._lines[last], self._lines[last + 1]
            height = this.y - after.y
            near = this.page == after.page and 0 < height < _WRAPPED * USUAL_DISTANCE
            appendix = last == first and start >= len(this.text)  # its title is the next line
            numbered = any(n.match(after.text) for _, n in _NUMBERS)
            if not (appendix or (near and _bold(after, 0) and _bold(this, start) and not numbered)):
                break
            last, start = last + 1, 0
            if appendix:
                break
        return last


def joined(text: str, more: str) -> str:
    """Two lines as one text; the hyphen at a line's end is that of a compound word."""
    if not text:
        return more
    hyphen = text.endswith("-") and not text.endswith(" -") and more[:1].isalnum()
    # "Z51.-" ends with a dash of its own; a range goes on with a code
    own = _CODE_AND_DASH.search(text) and not more[:1].isdigit() and not _CODE.match(more)
    if hyphen and not own:
        return text + more
    return f"{text} {more}"
