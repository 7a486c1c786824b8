"""The official guidelines in the chat: the passage around a quote, and the PDF at its page.

The PDF is the user's own copy, served by the chat itself, so that opening it asks no other host. It
is a public document; of those added to dxcite any can be read by whoever reaches the page.
"""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import Response

from assistant.chat.markup import escape
from assistant.models import Citation
from guidelines.document import editions, open_edition
from guidelines.errors import DxciteError
from guidelines.official import Stored, folder_name, read_stored

PDFS = "/guidelines/"
"""Path below which the PDFs are served."""
POLICY = b"frame-ancestors 'none'"
"""Content policy of a PDF: the page's own would keep the browser's viewer from showing it."""


def add_official(site: FastAPI) -> None:
    """Add the PDFs to a site, before the chat takes the rest of its paths."""

    @site.get(PDFS + "{name}.pdf")
    def pdf(name: str) -> Response:
        stored = next((o for o in editions() if folder_name(o.release) == name), None)
        if stored is None:
            return Response("These guidelines are not at hand.", 404, media_type="text/plain")
        try:
            data = read_stored(stored)
        except DxciteError as error:
            return Response(str(error), 404, media_type="text/plain")
        shown = {"content-disposition": f'inline; filename="{name} guidelines.pdf"'}
        return Response(data, headers=shown, media_type="application/pdf")


def edition_at_hand(release: str) -> Stored | None:
    """The official guidelines of a release by its name, None where they are not at hand."""
    return next((o for o in editions() if o.release.name == release), None)


def pdf_link(citation: Citation) -> str:
    """A link that opens the PDF where the quote stands; empty where nothing official is quoted."""
    stored = _stored(citation)
    if stored is None or citation.page is None:
        return ""
    # relative, so that it holds behind a reverse proxy too
    address = f"{PDFS.lstrip('/')}{folder_name(stored.release)}.pdf#page={citation.page}"
    return (
        f'<a class="dx-link" href="{escape(address)}" target="_blank" rel="noopener">'
        f"Open the PDF at page {citation.page}</a>"
    )


def official_lines(citation: Citation) -> tuple[tuple[str, bool], ...]:
    """The official sentences of the section that is quoted, each with whether it is in the quote.

    Returns:
        Nothing where no official words are quoted, or their edition is not at hand any more.
    """
    stored, start, end = _stored(citation), citation.start, citation.end
    if stored is None or start is None or end is None:
        return ()
    try:
        document = open_edition(stored)
    except DxciteError:
        return ()
    section = citation.numbered or citation.ref
    if section not in document or document.text[start:end] != citation.quote:
        return ()
    return tuple((s.text, s.start < end and start < s.end) for s in document.sentences(section))


def _stored(citation: Citation) -> Stored | None:
    return edition_at_hand(citation.release) if citation.verbatim else None
