"""Text as a PDF: headings, paragraphs and lists on A4 pages, in Helvetica, which every reader has.

Helvetica holds the characters of Western European scripts. Other signs that answers use have plain
forms ("≥" becomes ">="); what is left becomes a question mark.
"""

from __future__ import annotations

import ctypes
import io
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

Style = Literal["title", "heading", "small-heading", "text", "item", "quote", "note"]


@dataclass(frozen=True)
class _Look:
    """Font, size, space above and indentation of a style, in points."""

    font: str
    size: float
    above: float
    left: float = 0.0


_LOOKS: dict[Style, _Look] = {
    "title": _Look("Helvetica-Bold", 18, 0),
    "heading": _Look("Helvetica-Bold", 14, 16),
    "small-heading": _Look("Helvetica-Bold", 11, 10),
    "text": _Look("Helvetica", 10.5, 6),
    "item": _Look("Helvetica", 10.5, 3, 14),
    "quote": _Look("Helvetica-Oblique", 10.5, 6, 14),
    "note": _Look("Helvetica", 9, 6),
}
_WIDTH, _HEIGHT, _MARGIN = 595.0, 842.0, 56.0
_LEADING = 1.35
_ONE = threading.Lock()
"""PDFium is not made for several threads."""
_PLAIN = {
    "≥": ">=", "≤": "<=", "≈": "~", "→": "->", "←": "<-", "›": ">", "✓": "+", "✗": "x", "−": "-",
    "\u2011": "-", "\u00a0": " ", "\t": "    ",
}  # fmt: skip


@dataclass(frozen=True)
class Paragraph:
    """A stretch of text in one style."""

    style: Style
    text: str


def pdf(paragraphs: Sequence[Paragraph]) -> bytes:
    """Lay paragraphs out on A4 pages.

    Args:
        paragraphs: What stands on them, in order; a line break begins a new line.

    Returns:
        The file.
    """
    with _ONE:
        return _laid_out(paragraphs)


def _laid_out(paragraphs: Sequence[Paragraph]) -> bytes:
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument.new()
    try:
        page, at = None, 0.0
        for look, above, line in _lines(paragraphs):
            at -= above + look.size * _LEADING
            if page is None or at < _MARGIN:
                if page is not None:
                    page.gen_content()
                page, at = document.new_page(_WIDTH, _HEIGHT), _HEIGHT - _MARGIN - look.size
            _put(document, page, look, line, at)
        if page is not None:
            page.gen_content()
        out = io.BytesIO()
        document.save(out)
    finally:
        document.close()
    return out.getvalue()


def plain(text: str) -> str:
    """Text in the characters that Helvetica has."""
    return "".join(map(_plain, unicodedata.normalize("NFC", text)))


def _plain(char: str) -> str:
    char = _PLAIN.get(char, char)
    if char == "\n" or (char.isprintable() and _encodable(char)):
        return char
    simple = unicodedata.normalize("NFKD", char)
    kept = "".join(c for c in simple if c.isprintable() and _encodable(c))
    return kept or ("" if unicodedata.category(char).startswith("C") else "?")


def _encodable(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _lines(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[_Look, float, str]]:
    """Each line with its look and the space above it."""
    for paragraph in paragraphs:
        look = _LOOKS[paragraph.style]
        above = look.above
        for part in plain(paragraph.text).split("\n"):
            for line in _wrapped(part, look):
                yield look, above, line
                above = 0.0


def _wrapped(text: str, look: _Look) -> Iterator[str]:
    """Lines that fit between the margins; a word that does not fit alone is cut."""
    room = _WIDTH - 2 * _MARGIN - look.left
    line = ""
    for word in text.split():
        while _wide(word, look) > room:
            cut = next(n for n in range(len(word), 0, -1) if _wide(word[:n], look) <= room)
            if line:
                yield line
                line = ""
            yield word[:cut]
            word = word[cut:]
        longer = f"{line} {word}" if line else word
        if line and _wide(longer, look) > room:
            yield line
            longer = word
        line = longer
    yield line


def _wide(text: str, look: _Look) -> float:
    return sum(_advance(look.font, char) for char in text) * look.size


@lru_cache(maxsize=4096)
def _advance(font: str, char: str) -> float:
    """Width of a character at a size of one point."""
    import pypdfium2.raw as raw

    width = ctypes.c_float()
    raw.FPDFFont_GetGlyphWidth(_font(font), ord(char), 1.0, width)
    return width.value or 0.6


@lru_cache(maxsize=8)
def _font(name: str) -> Any:
    """A standard font, in a document that is kept for measuring only."""
    import pypdfium2.raw as raw

    return raw.FPDFText_LoadStandardFont(_ruler().raw, name.encode())


@lru_cache(maxsize=1)
def _ruler() -> Any:
    import pypdfium2 as pdfium

    return pdfium.PdfDocument.new()


def _put(document: Any, page: Any, look: _Look, line: str, at: float) -> None:
    import pypdfium2.raw as raw

    text = raw.FPDFPageObj_NewTextObj(document.raw, look.font.encode(), look.size)
    letters = (line + "\0").encode("utf-16-le")
    buffer = (ctypes.c_ushort * (len(letters) // 2)).from_buffer_copy(letters)
    raw.FPDFText_SetText(text, buffer)
    raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, _MARGIN + look.left, at)
    raw.FPDFPage_InsertObject(page.raw, text)
