"""The official Alphabetic Index in look-ups, where a release of it is at hand.

Files are those of the release in force on the date of service; where there is none, the newest of an
earlier release answers, since its lines are verified in the Tabular List of the date in any case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from guidelines.alphabetic import KINDS, load_kept
from guidelines.codeset import CodeSet
from guidelines.official import ReleaseStore, Slot, Stored
from indexes.index_lines import IndexLine, IndexLines
from indexes.lexicon import Lexicon


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
    lines = _opened(tuple(found), lexicon)
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
    newest: dict[Slot, Stored] = {}
    for stored in ReleaseStore().stored():
        if stored.slot in KINDS and stored.release.start <= on:
            newest[stored.slot] = stored
    return list(newest.values())


@lru_cache(maxsize=2)
def _opened(files: tuple[Stored, ...], lexicon: Lexicon) -> IndexLines:
    """The files prepared for search, once a process."""
    trees: dict[str, Any] = {stored.slot: load_kept(stored.path, stored.slot) for stored in files}
    return IndexLines(
        lexicon.equivalents,
        trees.get("index"),
        trees.get("external_causes"),
        trees.get("neoplasms"),
        trees.get("drugs"),
    )
