"""The same section in another edition, where it may have another number."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.fuzz import ratio

from guidelines.document._headings import plain
from guidelines.document._model import Document, OfficialSection

_SAME_TITLE = 90.0
_LIKE_TITLE = 60.0
_SAME_TEXT = 80.0
_LIKE_TEXT = 60.0
_REWORDED = 65.0
"""Likeness of texts from which a section with a like title was reworded and numbered anew; sections
that are not the same stay below 60 in all editions from FY2020 to FY2026."""
_TELLING = 60  # characters of a text by which a section can be told


def counterpart(section: str, title: str, text: str, other: Document) -> str | None:
    """The id under which an edition has a section.

    Args:
        section: Its id in the edition at hand.
        title: Its heading there.
        text: Its own text there, which may be empty.
        other: The edition to look in.

    Returns:
        The section with the same title, here or, where its words do not speak against it,
        elsewhere in the chapter; else one with the same text; else one whose title and text are
        both much alike; else that of the same number, where either is; None where the edition does
        not have it.
    """
    same = other.get(section)
    if same is not None and _like(title, same.title) >= _SAME_TITLE:
        return section
    chapter = _chapter(section)
    near = [o for o in other.values() if o.id == chapter or o.id.startswith(f"{chapter}.")]
    words = text.strip()
    if found := _titled(section, title, words, near, other):
        return found
    if len(words) >= _TELLING and (
        found := _best(
            (score, o.id)
            for o in near
            if (score := ratio(words, other.text_of(o.id), score_cutoff=_SAME_TEXT)) > 0
        )
    ):
        return found
    if len(words) >= _TELLING and (found := _reworded(title, words, near, other)):
        return found
    if same is None:
        return None
    like = _like(title, same.title) >= _LIKE_TITLE
    return (
        section if like or (words and ratio(words, other.text_of(section)) >= _LIKE_TEXT) else None
    )


def _titled(
    section: str, title: str, words: str, near: Iterable[OfficialSection], other: Document
) -> str | None:
    """The section of the same title under another number.

    "Code only confirmed cases" heads a section on HIV, one on Zika and one on COVID-19: outside the
    same parent the words have to be much alike too.
    """
    parent = section.rpartition(".")[0]

    def speaks_against(one: OfficialSection) -> bool:
        theirs = other.text_of(one.id).strip()
        if min(len(words), len(theirs)) < _TELLING:
            return False
        sibling = one.id.rpartition(".")[0] == parent and plain(one.title) == plain(title)
        return not sibling and ratio(words, theirs) < _REWORDED

    return _best(
        (like, o.id)
        for o in near
        if (like := _like(title, o.title)) >= _SAME_TITLE and not speaks_against(o)
    )


def _reworded(
    title: str, words: str, near: Iterable[OfficialSection], other: Document
) -> str | None:
    """The section whose title and text are both much alike."""
    return _best(
        (score + like, o.id)
        for o in near
        if (like := _like(title, o.title)) >= _LIKE_TITLE
        and (score := ratio(words, other.text_of(o.id).strip(), score_cutoff=_REWORDED)) > 0
    )


def _chapter(section: str) -> str:
    """The part of the document within which sections get other numbers."""
    depth = 3 if section.startswith("I.C.") else 2 if section.startswith("I.") else 1
    return ".".join(section.split(".")[:depth])


def _best(found: Iterable[tuple[float, str]]) -> str | None:
    """The id with the highest score, the first of equals."""
    best = max(found, key=lambda f: f[0], default=None)
    return best[1] if best is not None else None


def _like(one: str, other: str) -> float:
    return ratio(plain(one), plain(other))
