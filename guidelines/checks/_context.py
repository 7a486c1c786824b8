"""The codes under check with everything that the single checks look things up in."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from guidelines.checks._models import Setting, Source
from guidelines.edits import Edits, HccModel
from guidelines.releases import DIGEST_RELEASE

if TYPE_CHECKING:
    from guidelines.codeset import CodeSet
    from guidelines.sections import Digest


@dataclass(frozen=True)
class Checked:
    """The codes of one encounter that exist in the release, each once, as typed.

    Attributes:
        codeset: The release in force.
        digest: The guideline sections.
        codes: Existing codes in the order typed, headers included, in dotted form.
        setting: Where the patient was seen, None where unknown.
        age: Completed years, None where unknown.
        edits: The official lists at hand.
        hcc: Payment categories, None where the package is missing.
        record: Words of the record or the question, None where only codes are known.
    """

    codeset: CodeSet
    digest: Digest
    codes: tuple[str, ...]
    setting: Setting | None = None
    age: int | None = None
    edits: Edits = field(default_factory=Edits)
    hcc: HccModel | None = None
    record: str | None = None

    @cached_property
    def place(self) -> dict[str, int]:
        """Position of each code, from 0."""
        return {code: n for n, code in enumerate(self.codes)}

    @cached_property
    def lines(self) -> dict[str, frozenset[str]]:
        """For each code, itself and the lines above it."""
        return {c: frozenset((c, *self.codeset.ancestors(c))) for c in self.codes}

    def named(self, code: str) -> str:
        """A code with its title."""
        return f"{code} ({self.codeset.get(code).title})"

    def tabular(self, at: str, quote: str | None = None) -> Source:
        """A source in the Tabular List: a note, or the line itself."""
        entry = self.codeset.get(at)
        return Source(
            kind="tabular",
            ref=entry.code,
            quote=quote or f"{entry.code} {entry.title}",
            release=self.codeset.release.name,
        )

    def guideline(self, section: str, statement: int) -> Source:
        """A source in the guidelines; statements count from 1.

        Raises:
            KeyError: there is no such section.
            IndexError: it has no such statement.
        """
        return Source(
            kind="guideline",
            ref=section,
            quote=self.digest[section].text[statement - 1],
            release=DIGEST_RELEASE.name,
        )

    def edit(self, name: str, quote: str) -> Source:
        """A source in one of the official lists."""
        return Source(kind="edit", ref=name, quote=quote, release=name)


def joined(codes: tuple[str, ...] | list[str]) -> str:
    """Codes as one phrase: "I10, N18.6 and E11.22"."""
    *others, last = codes
    return f"{', '.join(others)} and {last}" if others else last
