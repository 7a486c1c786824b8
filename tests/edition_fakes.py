"""Editions of the guidelines made for tests, in words of our own, and a data folder that has them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from guidelines.document import Document, OfficialSection
from guidelines.official import ReleaseStore, folder_name, named_release
from guidelines.sections import Digest


def edition(*sections: tuple[str, str, str], first_page: int = 1) -> Document:
    """A document of sections, each (id, title, text), on a page of its own."""
    text, found, pages = "", [], []
    for page, (id, title, body) in enumerate(sections, first_page):
        heading = len(text)
        pages.append((heading, page))
        text += f"{title}\n"
        start = len(text)
        text += f"{body}\n"
        found.append(OfficialSection(id, title, page, heading, start, len(text)))
    return Document(text, found, pages, [])


def like_the_digest(digest: Digest, changed: Mapping[str, str] = {}) -> Document:
    """A document with the digest's sections and statements.

    Args:
        digest: The sections.
        changed: The text of some sections, where it is to differ.
    """
    return edition(
        *(
            (s.id, s.title, changed.get(s.id, "\n".join(s.text)))
            for s in digest.values()
            if changed.get(s.id, "x")
        )
    )


def put_at_hand(monkeypatch: pytest.MonkeyPatch, documents: Mapping[str, Document]) -> ReleaseStore:
    """Store a file for each release in the data folder, and have it read as the document."""
    store, known = ReleaseStore(), {}
    for name, document in documents.items():
        release = named_release(name)
        store.put([("guidelines", release, f"%PDF of {name}".encode())])
        known[folder_name(release)] = document

    def load(path: Path) -> Document:
        return known[path.parent.name]

    monkeypatch.setattr("guidelines.document.load_document", load)
    return store
