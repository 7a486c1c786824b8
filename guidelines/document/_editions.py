"""Editions of the Official Guidelines that are at hand."""

from __future__ import annotations

from datetime import date

from guidelines.document._model import Document
from guidelines.errors import NotAtHand
from guidelines.official import ReleaseStore, Stored, read_stored
from guidelines.releases import DIGEST_RELEASE, Release


def editions(store: ReleaseStore | None = None) -> tuple[Stored, ...]:
    """The guidelines at hand, oldest first; nothing is opened."""
    return (store or ReleaseStore()).having("guidelines")


def open_edition(stored: Stored) -> Document:
    """The document of an edition, from the cache where it was parsed before.

    Raises:
        NotAtHand: the file was changed or cannot be read.
        DataDamaged: it cannot be parsed.
    """
    from guidelines.document import load_document

    read_stored(stored)
    return load_document(stored.path)


def best_edition(held: tuple[Stored, ...], on: date) -> Stored | None:
    """The edition to quote for a date of service.

    Returns:
        The one in force; else the last one before; else the one that the digest restates; else
        the first one after; None where there is none.
    """
    before = [one for one in held if one.release.start <= on]
    if before:
        return before[-1]
    return next((o for o in held if o.release == DIGEST_RELEASE), held[0] if held else None)


def edition_called(held: tuple[Stored, ...], release: Release) -> Stored:
    """The edition of a release, or else the first other one of its fiscal year.

    Raises:
        NotAtHand: neither is at hand; the message says how to get the release.
    """
    year = release.name.partition(" ")[0]
    same_year = [one for one in held if one.release.name.partition(" ")[0] == year]
    same_year.sort(key=lambda one: one.release != release)
    if same_year:
        return same_year[0]
    raise NotAtHand(
        f"The {release.name} guidelines are not at hand; run `dxcite releases fetch "
        f'"{release.name}" --only guidelines`, or give a PDF you have to `dxcite releases add`.'
    )
