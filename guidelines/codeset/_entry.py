"""The records a coder reads off the Tabular List."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["chapter", "section", "category", "subcategory", "code"]
"""Levels of the Tabular List, guideline section I.A.2."""

NoteField = Literal[
    "includes",
    "inclusion_terms",
    "excludes1",
    "excludes2",
    "code_first",
    "use_additional",
    "code_also",
    "notes",
    "seventh_note",
]
"""The kinds of notes an entry can carry, named as in `Entry`."""
NOTE_FIELDS: tuple[NoteField, ...] = get_args(NoteField)


@dataclass(frozen=True, slots=True)
class Note:
    """One line of an instructional note and where it stands.

    Attributes:
        text: The line as printed.
        kind: The field of `Entry` it comes from.
        at: Code, section or chapter that carries the note.
    """

    text: str
    kind: NoteField
    at: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the Tabular List with its notes.

    Attributes:
        code: Dotted ("I50.9"); section "I30-I5A"; chapter "9". A section of one category is
            written with both ends ("B99-B99") to tell it from the category.
        kind: A category has three characters whether or not it is subdivided; beyond that,
            "code" is the final level and "subcategory" any level above it.
        title: The official title; for a code with an added 7th character, title and meaning.
        billable: Whether the code can be reported: it has no further subdivision.
        parent: The line above, None for a chapter.
        children: The lines below, in tabular order.
        includes: Includes notes.
        inclusion_terms: Terms that belong to this code.
        excludes1: Excludes1 notes (never coded together, with the exception of I.A.12.a).
        excludes2: Excludes2 notes (not part of this condition, may be coded together).
        code_first: Code first notes.
        use_additional: Use additional code notes.
        code_also: Code also notes.
        notes: Other notes.
        seventh_character: (character, meaning) pairs defined at this line.
        seventh_note: What the Tabular List says about the 7th characters defined here.
        seventh_terms: (character, term) pairs: other names of a 7th character's meaning, such as
            "advanced dry stage" for character 3 of H35.31.
    """

    code: str
    kind: Kind
    title: str
    billable: bool
    parent: str | None
    children: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    inclusion_terms: tuple[str, ...] = ()
    excludes1: tuple[str, ...] = ()
    excludes2: tuple[str, ...] = ()
    code_first: tuple[str, ...] = ()
    use_additional: tuple[str, ...] = ()
    code_also: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    seventh_character: tuple[tuple[str, str], ...] = ()
    seventh_note: tuple[str, ...] = ()
    seventh_terms: tuple[tuple[str, str], ...] = ()
