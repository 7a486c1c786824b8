"""The official addenda of the codes, as published each fiscal year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from guidelines.codeset._changes import Change
from guidelines.codeset._table import dotted
from guidelines.official import ReleaseStore, Stored, read_stored
from guidelines.releases import Release

_LINE = re.compile(
    r"(?P<kind>Add|Delete|Revise from|Revise to):\s+(?P<code>[0-9A-Z]{3,7})\s+(?P<title>\S.*)"
)
_KINDS: dict[str, Literal["add", "delete"]] = {"Add": "add", "Delete": "delete"}


def addenda_of(release: Release) -> tuple[Change, ...]:
    """The changes of a release from its addenda, none where they are not at hand."""
    stored = ReleaseStore().get(release, "addenda")
    return _read(stored) if stored is not None else ()


@lru_cache(maxsize=8)
def _read(stored: Stored) -> tuple[Change, ...]:
    return tuple(parse_addenda(read_stored(stored).decode("utf-8-sig", errors="replace")))


def parse_addenda(text: str) -> Iterator[Change]:
    """Additions, deletions and revised titles, in the order of the file."""
    before: dict[str, str] = {}
    for line in text.splitlines():
        match = _LINE.match(line.strip())
        if match is None:
            continue
        code, title = dotted(match["code"]), match["title"].strip()
        if match["kind"] == "Revise from":
            before[code] = title
        elif match["kind"] == "Revise to":
            yield Change("revise", code, title, before.get(code, ""))
        else:
            yield Change(_KINDS[match["kind"]], code, title, "")
