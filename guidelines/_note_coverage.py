"""How much of what the Tabular List's notes say about codes is read into code sets."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from guidelines._refs import code_refs
from guidelines._seventh_notes import seventh_note

if TYPE_CHECKING:
    from guidelines.codeset import CodeSet, Note, NoteField

Reading = Literal["codes", "list", "words", "unparsed"]
"""codes: the codes it names are known; list: it introduces the lines that follow; words: it names
no code; unparsed: it names codes or characters in a way that is not understood."""
READINGS: tuple[Reading, ...] = get_args(Reading)

KINDS: tuple[NoteField, ...] = (
    "excludes1",
    "excludes2",
    "code_first",
    "use_additional",
    "code_also",
    "includes",
    "seventh_note",
)
"""The kinds of notes that decide about codes."""

_CODE_LIKE = re.compile(r"(?<![A-Za-z0-9.])(?:[A-Z]\d[0-9A-Z]|QA0)(?![0-9A-Za-z])")
_NO_CODE = re.compile(r"(?i)\bvitamin\s+B\d\w\b")


@dataclass(frozen=True, slots=True)
class NoteCoverage:
    """What was read of the notes of a release.

    Attributes:
        counts: For each kind of note, how many lines were read in which way.
        unparsed: The lines that were not understood.
    """

    counts: dict[NoteField, Counter[Reading]]
    unparsed: tuple[Note, ...]

    @property
    def total(self) -> int:
        """Number of lines."""
        return sum(sum(c.values()) for c in self.counts.values())

    @property
    def share(self) -> float:
        """Share of the lines that were not understood, 0–1."""
        return len(self.unparsed) / self.total if self.total else 0.0


def note_coverage(codeset: CodeSet) -> NoteCoverage:
    """Read every note of a release that decides about codes, and count.

    Args:
        codeset: The release to read.
    """
    from guidelines.codeset import Note

    counts: dict[NoteField, Counter[Reading]] = {kind: Counter() for kind in KINDS}
    unparsed: list[Note] = []
    for entry in codeset.entries():
        for kind in KINDS:
            for text in getattr(entry, kind):
                note = Note(text, kind, entry.code)
                reading = read_note(note)
                counts[kind][reading] += 1
                if reading == "unparsed":
                    unparsed.append(note)
    return NoteCoverage(counts, tuple(unparsed))


def read_note(note: Note) -> Reading:
    """In which way a line of a note is understood."""
    if note.kind == "seventh_note":
        return "codes" if seventh_note(note) is not None else "unparsed"
    refs = code_refs(note.text)
    if refs:
        return "codes" if refs.complete else "unparsed"
    if _CODE_LIKE.search(_NO_CODE.sub("", note.text)):
        return "unparsed"
    return "list" if note.text.rstrip().endswith(":") else "words"
