"""What changed in the Official Guidelines from one edition to another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz.fuzz import ratio

from guidelines.document._counterpart import counterpart
from guidelines.document._model import Document
from guidelines.document._sentences import Sentence

_REWORDED = 60.0
"""Likeness (0–100) from which two sentences are one that was reworded."""
_TYPOGRAPHY = str.maketrans("‐‑‒–—’‘“”", "-----''\"\"")


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that came, went or was reworded.

    Attributes:
        before: As it was, None where it is new.
        after: As it is, None where it is gone.
    """

    before: Sentence | None
    after: Sentence | None


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What happened to a section.

    Attributes:
        before: Its id in the older edition, None where it is new.
        after: Its id in the newer edition, None where it is gone.
        old_title: Its older heading.
        new_title: Its newer heading.
        changes: Sentences that differ, in the order of the text.
    """

    before: str | None
    after: str | None
    old_title: str
    new_title: str
    changes: tuple[Change, ...]

    @property
    def retitled(self) -> bool:
        """Whether heading or number changed, in more than punctuation."""
        both = self.before is not None and self.after is not None
        return both and (
            self.before != self.after or _normal(self.old_title) != _normal(self.new_title)
        )


def compare(section: str, old: Document, new: Document) -> tuple[SectionChange, ...]:
    """What changed in a section and those below it.

    Args:
        section: Its id in the newer edition, or in the older where the newer has none; "" for the
            whole document.
        old: The older edition.
        new: The newer edition.

    Returns:
        Only what changed; sections in the order of the newer edition, those that went last.
    """
    found = [*_of_new(section, old, new), *_gone(section, old, new)]
    return tuple(c for c in found if c.changes or c.retitled or None in (c.before, c.after))


def compare_one(section: str, old: Document, new: Document) -> SectionChange | None:
    """What changed in a section itself, without those below; None where nothing did.

    Args:
        section: Its id in the newer edition.
        old: The older edition.
        new: The newer edition.
    """
    if section not in new:
        return None
    change = _compared(section, old, new)
    return change if change.changes or change.retitled or change.before is None else None


def below(section: str, id: str) -> bool:
    """Whether an id is that of the section or of one below it; "" holds every section."""
    return not section or id == section or id.startswith(f"{section}.")


def _of_new(section: str, old: Document, new: Document) -> Iterator[SectionChange]:
    for id in new:
        if below(section, id):
            yield _compared(id, old, new)


def _gone(section: str, old: Document, new: Document) -> Iterator[SectionChange]:
    for id, found in old.items():
        text = old.text_of(id)
        if below(section, id) and counterpart(id, found.title, text, new) is None:
            sentences = tuple(Change(s, None) for s in old.sentences(id))
            yield SectionChange(id, None, found.title, "", sentences)


def _compared(id: str, old: Document, new: Document) -> SectionChange:
    title = new[id].title
    before = counterpart(id, title, new.text_of(id), old)
    if before is None:
        return SectionChange(None, id, "", title, tuple(Change(None, s) for s in new.sentences(id)))
    changes = tuple(_changes(old.sentences(before), new.sentences(id)))
    return SectionChange(before, id, old[before].title, title, changes)


def _changes(old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[Change]:
    matcher = SequenceMatcher(
        None, [_normal(s.text) for s in old], [_normal(s.text) for s in new], autojunk=False
    )
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield from _paired(list(old[a:b]), list(new[c:d]))


def _paired(gone: list[Sentence], come: list[Sentence]) -> Iterator[Change]:
    """Sentences that replaced each other, the most alike together."""
    partners: dict[int, Sentence] = {}
    likeness = sorted(
        (
            (ratio(_normal(g.text), _normal(c.text)), i, j)
            for i, g in enumerate(gone)
            for j, c in enumerate(come)
        ),
        key=lambda found: (-found[0], found[1], found[2]),
    )
    used: set[int] = set()
    for score, i, j in likeness:
        if score >= _REWORDED and i not in used and j not in partners:
            partners[j] = gone[i]
            used.add(i)
    yield from (Change(g, None) for i, g in enumerate(gone) if i not in used)
    for j, sentence in enumerate(come):
        yield Change(partners.get(j), sentence)


def _normal(text: str) -> str:
    """The words without differences of typography."""
    return re.sub(r"\s+", " ", text.translate(_TYPOGRAPHY)).strip(" .:;").lower()
