"""The same section in another edition, where it may have another number."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.fuzz import ratio

from guidelines.document._headings import plain
from guidelines.document._model import Document

_SAME_TITLE = 90.0
_LIKE_TITLE = 60.0
_SAME_TEXT = 80.0
_LIKE_TEXT = 50.0
_TELLING = 60  # characters of a text by which a section can be told


def counterpart(section: str, title: str, text: str, other: Document) -> str | None:
    """The id under which an edition has a section.

    Args:
        section: Its id in the edition at hand.
        title: Its heading there.
        text: Its own text there, which may be empty.
        other: The edition to look in.

    Returns:
        The section with the same title, here or elsewhere in the chapter; else one with the same
        text; else that of the same number, where title or text are much alike; None where the
        edition does not have it.
    """
    same = other.get(section)
    if same is not None and _like(title, same.title) >= _SAME_TITLE:
        return section
    chapter = _chapter(section)
    near = [o for o in other.values() if o.id == chapter or o.id.startswith(f"{chapter}.")]
    if found := _best(
        (_like(title, o.title), o.id) for o in near if _like(title, o.title) >= _SAME_TITLE
    ):
        return found
    words = text.strip()
    if len(words) >= _TELLING and (
        found := _best(
            (score, o.id)
            for o in near
            if (score := ratio(words, other.text_of(o.id), score_cutoff=_SAME_TEXT)) > 0
        )
    ):
        return found
    if same is None:
        return None
    like = _like(title, same.title) >= _LIKE_TITLE
    return (
        section if like or (words and ratio(words, other.text_of(section)) >= _LIKE_TEXT) else None
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
