"""The official Alphabetic Index in look-ups, where a release of it is at hand.

Files are those of the release in force on the date of service; where there is none, the newest of an
earlier release answers, since its lines are verified in the Tabular List of the date in any case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from guidelines.alphabetic import load_index, load_table
from guidelines.codeset import CodeSet
from guidelines.official import ReleaseStore, Slot, Stored
from indexes.index_lines import IndexLine, IndexLines
from indexes.lexicon import Lexicon

_FILES: tuple[tuple[Slot, Callable[[Path], Any]], ...] = (
    ("index", load_index),
    ("external_causes", load_index),
    ("neoplasms", load_table),
    ("drugs", load_table),
)


@dataclass(frozen=True, slots=True)
class Walk:
    """A line of the Index that a term leads to, verified in the Tabular List.

    Attributes:
        line: The line or cell.
        code: Its code or header in the Tabular List of the date of service.
        manifestation: The code in brackets, where it exists too.
        release: The release that the line is quoted from.
        in_force: Whether that release is in force with the code set.
    """

    line: IndexLine
    code: str
    manifestation: str | None
    release: str
    in_force: bool


def walked(term: str, codeset: CodeSet, lexicon: Lexicon) -> tuple[Walk, ...]:
    """Lines of the Index for a term whose codes the Tabular List has; none without the Index.

    Args:
        term: The term, abbreviations written out and misspellings put right.
        codeset: The release in force.
        lexicon: Words of like meaning.

    Raises:
        DataMissing: a stored file cannot be read.
        DataDamaged: a stored file is not what it should be.
    """
    on = codeset.release.start
    found = _at_hand(on)
    if not found:
        return ()
    lines = _opened(tuple(found), lexicon.fingerprint, _Equivalents(lexicon))
    releases = {stored.slot: stored.release for stored in found}
    return tuple(
        Walk(
            line,
            line.stem,
            _verified(line.manifestation, codeset),
            releases[line.source].name,
            releases[line.source].covers(on),
        )
        for line in lines.find(term)
        if line.stem in codeset
    )


def _verified(code: str | None, codeset: CodeSet) -> str | None:
    stem = (code or "").rstrip("-").rstrip(".")
    return stem if stem and stem in codeset else None


def _at_hand(on: date) -> list[Stored]:
    """The newest file of each kind that is no later than a date."""
    wanted = dict(_FILES)
    newest: dict[Slot, Stored] = {}
    for stored in ReleaseStore().stored():
        if stored.slot in wanted and stored.release.start <= on:
            newest[stored.slot] = stored
    return list(newest.values())


class _Equivalents:
    """The lexicon's words as an argument that a cache may be keyed by; the fingerprint tells."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.words = lexicon.equivalents

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Equivalents)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=2)
def _opened(files: tuple[Stored, ...], fingerprint: str, equivalents: _Equivalents) -> IndexLines:
    """The files prepared for search, once a process."""
    loaders = dict(_FILES)
    trees = {stored.slot: loaders[stored.slot](stored.path) for stored in files}
    return IndexLines(
        equivalents.words,
        trees.get("index"),
        trees.get("external_causes"),
        trees.get("neoplasms"),
        trees.get("drugs"),
    )
