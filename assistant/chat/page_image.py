"""A page of the official guidelines as a picture, where their PDF is at hand.

PDFium reads the file in a process of its own, with limits on time and memory.
"""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from pathlib import Path

from assistant.chat.official import edition_at_hand
from guidelines._bounded import run_bounded
from guidelines.errors import DataDamaged, DxciteError

_SCALE = 1.6
"""Pixels a point; 72 points are an inch."""


class NoPage(DxciteError):
    """There is no such page at hand."""


def page_image(release: str, page: str) -> str:
    """A page as a data URL.

    Args:
        release: Name of the release whose guidelines are quoted.
        page: Number of the page, from 1.

    Raises:
        NoPage: the release's guidelines are not at hand, or have no such page.
        DataDamaged: the file cannot be read.
    """
    stored = edition_at_hand(release)
    if stored is None or not page.isdecimal():
        raise NoPage(f"The official guidelines of {release[:40]} are not at hand any more.")
    return f"data:image/png;base64,{_kept(stored.path, int(page))}"


@lru_cache(maxsize=64)
def _kept(path: Path, page: int) -> str:
    picture: str = run_bounded("assistant.chat.page_image:rendered", str(path), str(page))
    return picture


def rendered(path: str, page: str) -> str:
    """A page of a PDF as a PNG in base64; called in a process of its own.

    Raises:
        DataDamaged: there is no such page, or the file is no PDF.
    """
    import pypdfium2 as pdfium

    try:
        with pdfium.PdfDocument(path) as document:
            if not 1 <= int(page) <= len(document):
                raise DataDamaged(f"The official guidelines have no page {page}.")
            out = io.BytesIO()
            document[int(page) - 1].render(scale=_SCALE).to_pil().save(out, "PNG", optimize=True)
    except pdfium.PdfiumError as error:
        raise DataDamaged("The PDF of the official guidelines cannot be read.") from error
    return base64.b64encode(out.getvalue()).decode()
