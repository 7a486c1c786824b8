"""What the Tabular List says about the 7th characters of a category (guideline section I.A.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guidelines._refs import CodeRefs, code_refs

if TYPE_CHECKING:
    from guidelines.codeset import CodeSet, Note

_FURTHER_SENTENCE = re.compile(r"\.\s+(?=7th|The\b)")
_COMPANION = re.compile(
    r"appropriate code from category (?P<category>[A-Z]\d[0-9A-Z])\b.*"
    r"7th character of (?P<first>\d) through (?P<last>\d)"
)


@dataclass(frozen=True, slots=True)
class SeventhNote:
    """A note about 7th characters.

    Attributes:
        note: The note as printed and where it stands.
        refs: The codes that take the 7th characters.
        companion: Category from which a further code must be assigned, or "".
        characters: The 7th characters with which it must.
    """

    note: Note
    refs: CodeRefs
    companion: str = ""
    characters: frozenset[str] = frozenset()


def seventh_note(note: Note) -> SeventhNote | None:
    """Read a note about 7th characters; None where the codes that it is for are not understood."""
    sentence = _FURTHER_SENTENCE.split(note.text, maxsplit=1)[0]
    refs = code_refs(sentence)
    if not refs or not refs.complete:
        return None
    found = _COMPANION.search(note.text)
    if found is None:
        return SeventhNote(note, refs)
    numbers = range(int(found["first"]), int(found["last"]) + 1)
    return SeventhNote(note, refs, found["category"], frozenset(map(str, numbers)))


def seventh_notes(codeset: CodeSet, code: str) -> tuple[SeventhNote, ...]:
    """The notes about 7th characters that speak of a code, nearest place first.

    Raises:
        UnknownCode: no such code.
    """
    found = (seventh_note(n) for n in codeset.inherited(code, "seventh_note"))
    return tuple(n for n in found if n is not None and n.refs.matches(code))
