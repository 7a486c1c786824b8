"""Lines of a PDF with their place and type face, read by PDFium.

PDFium keeps the characters in the order in which the file draws them, footers first and table cells
anywhere, so lines are put together from the places of the characters.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

from guidelines.errors import DataDamaged

MOST_PAGES = 400
_SAME_LINE = 0.45  # of a character's height: superscripts stand higher by less
_SPACE = 0.13  # of a character's height: a wider gap is a space
_LINE_END_HYPHEN = "\x02"  # how PDFium gives a hyphen at the end of a line


@dataclass(slots=True)
class Line:
    """A line of a page.

    Attributes:
        page: Counted from 1.
        y: Distance of the base line from the bottom of the page, in points.
        left: Where the first character begins, in points.
        right: Where the last character ends.
        text: Its text, without blanks at the ends.
        faces: For each character of the text "b" (bold), "i" (italic), "x" (both) or "-".
    """

    page: int
    y: float
    left: float
    right: float
    text: str
    faces: str


@dataclass(slots=True)
class Bookmark:
    """An entry of the PDF's outline."""

    title: str
    page: int


@dataclass(slots=True)
class Pages:
    """What was read from a PDF."""

    lines: list[Line] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)
    count: int = 0


@dataclass(slots=True)
class _Character:
    x: float
    y: float
    right: float
    height: float
    text: str
    face: str
    apart: bool  # PDFium sees a space before it


def open_pdf(path: str) -> Any:
    """The PDF, opened by PDFium.

    Raises:
        DataDamaged: it is no PDF, damaged, protected, or far too long.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
        pages = len(document)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise DataDamaged("The file cannot be read as a PDF.") from error
    if not 0 < pages <= MOST_PAGES:
        raise DataDamaged(f"The PDF has {pages} pages, unlike any of the Official Guidelines.")
    return document


def read_pages(path: str) -> Pages:
    """All lines and bookmarks of a PDF.

    Raises:
        DataDamaged: it cannot be read.
    """
    document = open_pdf(path)
    pages = Pages(count=len(document))
    for number, page in enumerate(document, 1):
        pages.lines += _lines(number, _characters(page.get_textpage()))
    pages.bookmarks = _bookmarks(document)
    return pages


def read_bookmarks(path: str) -> list[Bookmark]:
    """The outline of a PDF.

    Raises:
        DataDamaged: it cannot be read.
    """
    return _bookmarks(open_pdf(path))


def _bookmarks(document: Any) -> list[Bookmark]:
    found: list[Bookmark] = []
    for entry in document.get_toc(max_depth=8):
        target = entry.get_dest()
        place = target.get_index() if target is not None else None
        if place is not None:
            found.append(Bookmark(" ".join(entry.get_title().split()), place + 1))
    return found


def _characters(text: Any) -> list[_Character]:
    import pypdfium2.raw as pdfium

    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    faces = _Faces(text)
    found: list[_Character] = []
    apart = False
    for i in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, i)
        # line ends that PDFium makes up follow the order of drawing, not of reading
        if code == 0 or (pdfium.FPDFText_IsGenerated(text, i) and chr(code).isspace()):
            apart = chr(code) == " "
            continue
        pdfium.FPDFText_GetCharOrigin(text, i, x, y)
        pdfium.FPDFText_GetLooseCharBox(text, i, box)
        found.append(
            _Character(
                x.value, y.value, box.right, box.top - box.bottom, chr(code), faces.of(i), apart
            )
        )
        apart = False
    return found


class _Faces:
    """The type face of each character, looked up once for each run that is drawn together."""

    def __init__(self, text: Any) -> None:
        self._text = text
        self._known: dict[int, str] = {}
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def of(self, i: int) -> str:
        """ "b", "i", "x" or "-"."""
        import pypdfium2.raw as pdfium

        run = pdfium.FPDFText_GetTextObject(self._text, i)
        key = ctypes.addressof(run.contents) if run else 0
        if key not in self._known:
            pdfium.FPDFText_GetFontInfo(self._text, i, self._name, 128, self._flags)
            name = self._name.value.decode("latin-1")
            bold, italic = "Bold" in name, "Italic" in name or "Oblique" in name
            self._known[key] = "-bix"[bold + 2 * italic]
        return self._known[key]


def _lines(page: int, characters: list[_Character]) -> list[Line]:
    rows: list[list[_Character]] = []
    for one in sorted(characters, key=lambda c: (-c.y, c.x)):
        if rows and abs(rows[-1][0].y - one.y) < _SAME_LINE * max(one.height, rows[-1][0].height):
            rows[-1].append(one)
        else:
            rows.append([one])
    return [line for row in rows if (line := _line(page, row)) is not None]


def _line(page: int, row: list[_Character]) -> Line | None:
    row.sort(key=lambda c: c.x)
    text, faces = "", ""
    end: float | None = None
    for one in row:
        blank = one.text.isspace()
        gap = end is not None and (one.apart or one.x - end > _SPACE * one.height)
        if (blank or gap) and text and not text.endswith(" "):
            text, faces = text + " ", faces + one.face
        if not blank:
            shown = "-" if one.text == _LINE_END_HYPHEN else one.text
            text, faces = text + shown, faces + one.face * len(shown)
        end = one.right
    text = text.rstrip()
    if not text:
        return None
    inked = [c for c in row if not c.text.isspace()]
    tallest = max(inked, key=lambda c: c.height)
    right = max(c.right for c in inked)
    return Line(page, tallest.y, inked[0].x, right, text, faces[: len(text)])


def first_page_text(path: str) -> str:
    """The text of the first page, in the order in which it is drawn.

    Raises:
        DataDamaged: it cannot be read.
    """
    text: str = open_pdf(path)[0].get_textpage().get_text_range()
    return text
