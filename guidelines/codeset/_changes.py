"""The official FY2027 code changes (effective 2026-10-01), applied to the April 2026 set.

`fy2027.tsv` restates the codes addenda of NCHS and CMS: 190 added and 30 deleted codes, 4 revised
titles, the 48 new headers and the 6 headers that go with all their codes. The FY2027 Tabular XML
is not at hand, so section names, notes and the order of new siblings (by character, digits before
letters) are those that follow from April 2026: a new category joins the section of the category
before it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

from guidelines.codeset._seventh import split_seventh
from guidelines.codeset._table import Extras, Table, is_chapter, is_section, undotted

FY2027_DATE = "2026-10-01"
FY2027_EVE = "2026-09-30"


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the addenda.

    Attributes:
        change: "add" a billable code, add a "header", "delete" a billable code, "drop" a header
            with all its codes, "revise" a title.
        code: Dotted.
        title: The title (for "revise": from 2026-10-01 on).
        previous_title: For "revise": the title until 2026-09-30.
    """

    change: Literal["add", "header", "delete", "drop", "revise"]
    code: str
    title: str
    previous_title: str


@cache
def fy2027_changes() -> tuple[Change, ...]:
    """The table of facts, in the order of the codes."""
    text = (files("guidelines.codeset") / "fy2027.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines()[1:]]
    return tuple(Change(*row) for row in rows)  # type: ignore[arg-type]


@dataclass(slots=True)
class _Line:
    title: str
    extras: Extras = field(default_factory=dict)
    children: list[str] = field(default_factory=list)
    parent: str | None = None


def apply_changes(base: Table, changes: Iterable[Change]) -> Table:
    """A new table with the changes made; `base` stays as it is."""
    lines = _unfold(base)
    by_kind: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_kind[change.change].append(change)
    for change in by_kind["revise"]:
        lines[change.code].title = change.title
    # Headers come before the codes under them; 7th-character codes follow from their header.
    for change in sorted(by_kind["add"] + by_kind["header"], key=lambda c: undotted(c.code)):
        _insert(lines, change)
    # A deleted code with new codes under it stays as their header, with its notes.
    for change in sorted(by_kind["delete"] + by_kind["drop"], key=lambda c: -len(c.code)):
        if change.code in lines and not lines[change.code].children:
            _remove(lines, change.code)
    return _fold(lines)


def _unfold(base: Table) -> dict[str, _Line]:
    lines: dict[str, _Line] = {}
    for position, (code, title) in enumerate(zip(base.codes, base.titles, strict=True)):
        above = base.parents[position]
        parent = base.codes[above] if above >= 0 else None
        lines[code] = _Line(title, base.extras.get(position, {}), [], parent)
        if parent is not None:
            lines[parent].children.append(code)
    return lines


def _insert(lines: dict[str, _Line], change: Change) -> None:
    base, character = split_seventh(change.code, lines)
    if character and character in _characters(base, lines):
        return  # comes of itself from the 7th-character definitions
    parent = _parent_of(change.code, lines)
    siblings = lines[parent].children
    siblings.insert(bisect_right(siblings, change.code), change.code)
    lines[change.code] = _Line(change.title, parent=parent)


def _characters(code: str, lines: dict[str, _Line]) -> set[str]:
    """The 7th characters defined at the line or at the nearest line above."""
    above: str | None = code
    while above is not None:
        if defined := lines[above].extras.get("seventh_character"):
            return {character for character, _ in defined}
        above = lines[above].parent
    return set()


def _parent_of(code: str, lines: dict[str, _Line]) -> str:
    for length in range(len(code) - 1, 2, -1):
        if code[:length] in lines:
            return code[:length]
    before = max(
        c for c in lines if len(c) == 3 and not is_chapter(c) and c < code and c[0] == code[0]
    )
    above = lines[before].parent
    assert above is not None and is_section(above)  # every category stands in a section
    return above


def _remove(lines: dict[str, _Line], code: str) -> None:
    line = lines.pop(code)
    if line.parent is not None:
        lines[line.parent].children.remove(code)


def _fold(lines: dict[str, _Line]) -> Table:
    table = Table()

    def add(code: str, parent: int) -> None:
        line = lines[code]
        position = table.add(code, line.title, parent, line.extras)
        for child in line.children:
            add(child, position)

    for code, line in lines.items():
        if line.parent is None:
            add(code, -1)
    return table
