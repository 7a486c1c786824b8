"""A page of the official guidelines as a picture, the quoted words marked, where it is at hand.

PDFium reads the file in a process of its own, with limits on time and memory.
"""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.chat.official import edition_at_hand
from guidelines._bounded import run_bounded
from guidelines.errors import DataDamaged, DxciteError

_SCALE = 1.6
"""Pixels a point; 72 points are an inch."""
_MARK = (255, 226, 138)
"""Colour that the quoted words are marked with; the print stays black on it."""


class NoPage(DxciteError):
    """There is no such page at hand."""


def page_image(release: str, page: str, words: str = "") -> tuple[str, float]:
    """A page as a data URL, and how far down the marked words begin, from 0 to 1.

    Args:
        release: Name of the release whose guidelines are quoted.
        page: Number of the page, from 1.
        words: Sentences to mark, one a line; what is not on the page in these words is not marked.

    Raises:
        NoPage: the release's guidelines are not at hand, or have no such page.
        DataDamaged: the file cannot be read.
    """
    stored = edition_at_hand(release)
    if stored is None or not page.isdecimal():
        raise NoPage(f"The official guidelines of {release[:40]} are not at hand any more.")
    picture, at = _kept(stored.path, int(page), words)
    return f"data:image/png;base64,{picture}", at


@lru_cache(maxsize=64)
def _kept(path: Path, page: int, words: str) -> tuple[str, float]:
    target = "assistant.chat.page_image:rendered"
    picture, at = run_bounded(target, str(path), str(page), words)
    return picture, at


def rendered(path: str, page: str, words: str) -> tuple[str, float]:
    """A page of a PDF as a PNG in base64, and where the marks begin; called in a process of its own.

    Raises:
        DataDamaged: there is no such page, or the file is no PDF.
    """
    import pypdfium2 as pdfium

    try:
        with pdfium.PdfDocument(path) as document:
            if not 1 <= int(page) <= len(document):
                raise DataDamaged(f"The official guidelines have no page {page}.")
            shown = document[int(page) - 1]
            picture = shown.render(scale=_SCALE).to_pil().convert("RGB")
            picture, at = _marked(picture, shown, words)
    except pdfium.PdfiumError as error:
        raise DataDamaged("The PDF of the official guidelines cannot be read.") from error
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return base64.b64encode(out.getvalue()).decode(), at


def _marked(picture: Any, page: Any, words: str) -> tuple[Any, float]:
    """The ground of the words coloured, as a marker pen does: what is dark stays dark."""
    from PIL import Image, ImageChops, ImageDraw

    text, height = page.get_textpage(), page.get_height()
    printed = text.get_text_range()
    pen = Image.new("RGB", picture.size, "white")
    draw, first = ImageDraw.Draw(pen), height
    for place in filter(None, (_place(printed, line) for line in words.splitlines())):
        for n in range(text.count_rects(*place)):
            left, bottom, right, top = text.get_rect(n)
            box = (left - 1, height - top - 1, right + 1, height - bottom + 1)
            draw.rectangle([round(side * _SCALE) for side in box], fill=_MARK)
            first = min(first, height - top)
    return ImageChops.multiply(picture, pen), (0.0 if first == height else first / height)


def _place(printed: str, words: str) -> tuple[int, int] | None:
    """Where words stand in a page's text, however it breaks its lines: index and count."""
    places = [n for n, letter in enumerate(printed) if not letter.isspace()]
    run = "".join(printed[n] for n in places)
    sought = "".join(words.split())
    at = run.find(sought)
    if at < 0 or not sought:
        return None
    first, last = places[at], places[at + len(sought) - 1]
    return first, last - first + 1
