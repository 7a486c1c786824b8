"""The Tabular List as plain columns: what the parser yields and the cache keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Extras = dict[str, list[Any]]
"""Notes of one line by field; `seventh_character` and `seventh_terms` hold pairs."""


@dataclass(slots=True)
class Table:
    """Every printed line of the Tabular List, in tabular order.

    Codes that only differ by an added 7th character are not printed there and not held here.

    Attributes:
        codes: Dotted codes, sections and chapters.
        titles: Official titles, beside `codes`.
        parents: Position of the line above, -1 for a chapter.
        extras: Notes by position, only for lines that have some.
    """

    codes: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    extras: dict[int, Extras] = field(default_factory=dict)

    def add(self, code: str, title: str, parent: int, extras: Extras) -> int:
        """Append a line and return its position."""
        position = len(self.codes)
        self.codes.append(code)
        self.titles.append(title)
        self.parents.append(parent)
        if extras:
            self.extras[position] = extras
        return position

    def children(self) -> list[Sequence[int]]:
        """Positions of the lines below each line, in tabular order."""
        below: dict[int, list[int]] = {}
        for position, parent in enumerate(self.parents):
            if parent in below:
                below[parent].append(position)
            else:
                below[parent] = [position]
        return [below.get(position, ()) for position in range(len(self.codes))]


def is_section(code: str) -> bool:
    """Whether a key of the table is a section ("I30-I5A")."""
    return "-" in code


def is_chapter(code: str) -> bool:
    """Whether a key of the table is a chapter ("9")."""
    return code.isdigit()


def undotted(code: str) -> str:
    """The code as claims carry it ("I509")."""
    return code.replace(".", "")


def dotted(code: str) -> str:
    """The code as the Tabular List prints it ("I50.9")."""
    return code if len(code) < 4 else f"{code[:3]}.{code[3:]}"
