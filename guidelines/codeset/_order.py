"""Code sets of other years from the official order file, with the notes of the nearest Tabular List.

The order file ("code descriptions in tabular order") lists every code and header with its title and
whether it is billable, but no notes, chapters or 7th-character definitions. So the Tabular List at
hand is changed until it has exactly these codes, as it is for FY2027.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guidelines.codeset._changes import Change, apply_changes
from guidelines.codeset._codeset import CodeSet
from guidelines.codeset._table import Table, dotted
from guidelines.errors import DataDamaged
from guidelines.releases import Release

_LINE = re.compile(r"\d{5} (?P<code>[0-9A-Z]{3,7}) +(?P<billable>[01]) (?P<rest>.*)")
_SHORT = 61
"""Characters of the short title, which comes before the long one."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the order file.

    Attributes:
        title: The long title.
        billable: Whether the code can be reported.
    """

    title: str
    billable: bool


def read_order(text: str) -> dict[str, Listed]:
    """Every code of an order file in tabular order, ICD-10-CM codes dotted.

    Raises:
        DataDamaged: it is no order file.
    """
    found: dict[str, Listed] = {}
    for line in text.splitlines():
        if match := _LINE.match(line):
            title = match["rest"][_SHORT:].strip() or match["rest"].strip()
            found[dotted(match["code"])] = Listed(title, match["billable"] == "1")
    if not found:
        raise DataDamaged("The file lists no codes; give the order file of the code descriptions.")
    return found


def table_of(order: Mapping[str, Listed], base: Table, release: Release) -> Table:
    """The Tabular List of `base` with exactly the codes of an order file.

    Raises:
        DataDamaged: the order file does not fit the tree of codes.
    """
    table = base
    # what follows from 7th-character definitions shows only once headers have come or gone
    for _ in range(3):
        changes = tuple(_changes(order, CodeSet(table, release)))
        if not changes:
            return table
        table = apply_changes(table, changes)
    left = [c.code for c in _changes(order, CodeSet(table, release))]
    if len(left) > len(order) // 1000:
        raise DataDamaged(f"{len(left)} codes do not fit the Tabular List, such as {left[0]}.")
    return table


def _changes(order: Mapping[str, Listed], have: CodeSet) -> Iterator[Change]:
    """What has to be changed for the code set to hold just the codes of the order file."""
    known = {e.code: e for e in have.entries() if e.kind not in ("chapter", "section")}
    for code, listed in order.items():
        entry = known.get(code)
        if entry is None:
            yield Change("add" if listed.billable else "header", code, listed.title, "")
        elif entry.title != listed.title and have.base_of(code) == code:
            yield Change("revise", code, listed.title, entry.title)
    for code, entry in known.items():
        if code not in order:
            yield Change("delete" if entry.billable else "drop", code, entry.title, "")
