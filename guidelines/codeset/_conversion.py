"""The official conversion table: each new code, since when, and what was assigned before.

The table is cumulative since 2016, so the latest one at hand tells the history of all codes but the
changes that came after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from guidelines._cached import cached
from guidelines.codeset._table import dotted, undotted
from guidelines.official import ReleaseStore, Stored, read_stored

PARSER_VERSION = 1
_CODE = re.compile(r"[A-Z][0-9][0-9A-Z](?:\.?[0-9A-Z]{1,4})?")
_RANGE = re.compile(rf"({_CODE.pattern})\s*[-–]\s*({_CODE.pattern})")


@dataclass(frozen=True, slots=True)
class Conversion:
    """A row of the conversion table.

    Attributes:
        code: The new code, dotted.
        since: The first date of service for it.
        previous: Codes, and ranges of codes, that were assigned before; empty where there was none.
    """

    code: str
    since: date
    previous: tuple[str, ...]

    def replaces(self, code: str) -> bool:
        """Whether a code was assigned before."""
        return any(_within(code, previous) for previous in self.previous)


def conversions() -> tuple[Conversion, ...]:
    """The rows of the latest conversion table at hand, none where there is none."""
    held = ReleaseStore().having("conversion")
    return _rows(held[-1]) if held else ()


def came_from(code: str) -> Conversion | None:
    """The row of a code that is new since 2016."""
    return next((c for c in conversions() if c.code == code), None)


def went_to(code: str) -> tuple[Conversion, ...]:
    """The rows of the codes that took over from a code, oldest first."""
    found = [c for c in conversions() if c.code != code and c.replaces(code)]
    return tuple(sorted(found, key=lambda c: (c.since, c.code)))


@lru_cache(maxsize=2)
def _rows(stored: Stored) -> tuple[Conversion, ...]:
    data = read_stored(stored)
    rows = cached(
        "conversion",
        PARSER_VERSION,
        stored.mark,
        lambda: list(parse_conversion(stored.path.name, data)),
    )
    return tuple(Conversion(code, date.fromisoformat(on), tuple(old)) for code, on, old in rows)


def parse_conversion(name: str, data: bytes) -> Iterator[tuple[str, str, list[str]]]:
    """Code, first date (ISO) and previous codes of each row.

    Raises:
        FileRefused: it cannot be read as an Excel file.
    """
    from guidelines.official._workbooks import rows_of

    for row in rows_of(name, data):
        if len(row) < 3 or not _CODE.fullmatch(str(row[0]).strip()):
            continue
        since = _since(row[1])
        if since is not None:
            yield dotted(undotted(str(row[0]).strip())), since.isoformat(), _previous(str(row[2]))


def _since(cell: Any) -> date | None:
    if isinstance(cell, date):
        return date(cell.year, cell.month, cell.day)
    text = str(cell).strip().removesuffix(".0")
    # unless another day is given, codes take effect on 1 October of the year listed
    return date(int(text), 10, 1) if re.fullmatch(r"20\d\d", text) else None


def _previous(text: str) -> list[str]:
    found: list[str] = []
    for part in re.split(r"[,;]|\band\b|\bor\b", text):
        if match := _RANGE.search(part):
            found.append(f"{match[1]}-{match[2]}")
        elif match := _CODE.search(part):
            found.append(dotted(undotted(match[0])))
    return found


def _within(code: str, previous: str) -> bool:
    first, dash, last = previous.partition("-")
    if not dash:
        return code == previous
    return len(code) == len(first) and first <= code <= last
