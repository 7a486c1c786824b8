"""Quoting: the official words behind a citation, from the edition that the date of service picks.

Which section decides is the digest's matter; here its sentences are found in the official text, with
their page, and what changed in that section between editions at hand is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rapidfuzz.fuzz import ratio

from guidelines.document import (
    Change,
    Document,
    SectionChange,
    best_edition,
    compare_one,
    counterpart,
    editions,
    open_edition,
    quotation,
)
from guidelines.errors import DxciteError
from guidelines.official import Stored
from guidelines.releases import DIGEST_RELEASE, Release, guideline_release
from guidelines.sections import Digest
from indexes.official_words import shared_runs

_SHOWN = 2  # sentences of a change
_LONGEST = 240  # characters of a sentence of a change
_SAME = 90.0  # likeness (0–100) from which two sentences say the same


@dataclass(frozen=True, slots=True)
class Quote:
    """Official words.

    Attributes:
        text: Exactly as in the edition's text.
        start: Where they begin there.
        end: Where they end.
        page: The page of the PDF on which they begin.
        release: The edition.
        numbered: The section's number in that edition, where it differs from the digest's.
    """

    text: str
    start: int
    end: int
    page: int
    release: str
    numbered: str | None


class Quoting:
    """Quotes from one edition, and compares it with its neighbours."""

    def __init__(self, digest: Digest, on: date, held: tuple[Stored, ...], used: Stored) -> None:
        """`used` is the edition to quote, `held` all that are at hand."""
        self._digest = digest
        self._on = on
        self._held = held
        self._used = used

    @property
    def release(self) -> Release:
        """The edition that is quoted."""
        return self._used.release

    @cached_property
    def document(self) -> Document:
        """The edition's text."""
        return open_edition(self._used)

    def section(self, id: str) -> str | None:
        """The number of a digest section in the edition, None where the edition has none."""
        title = self._digest[id].title
        return counterpart(id, title, self._digest_text(id), self.document)

    def digest_section(self, own: str) -> str | None:
        """The digest section behind a section of the edition, None where the digest has none."""
        if self.release == DIGEST_RELEASE:
            return own if own in self._digest else None
        title = self.document[own].title
        restated = self._digest_document
        if restated is not None:
            found = counterpart(own, title, self.document.text_of(own), restated)
            return found if found in self._digest else None
        same = self._digest.get(own)
        return own if same is not None and same.title.lower() == title.lower() else None

    def _digest_text(self, id: str) -> str:
        """The official text that the digest restates, where it is at hand."""
        if self.release == DIGEST_RELEASE:
            return self.document.text_of(id) if id in self.document else ""
        document = self._digest_document
        return document.text_of(id) if document is not None and id in document else ""

    def quote(self, id: str, statement: str) -> Quote | None:
        """The official words behind a statement of a digest section."""
        own = self.section(id)
        found = quotation(self.document, own, statement) if own is not None else None
        if own is None or found is None or self._says_other(found.text, id, statement):
            return None
        page = self.document.page_at(found.start)
        numbered = own if own != id else None
        return Quote(found.text, found.start, found.end, page, self.release.name, numbered)

    def _says_other(self, words: str, id: str, statement: str) -> bool:
        """Whether words of another edition stand for another statement than that of the digest.

        In FY2025 the section on antiretroviral medication has only the sentence on HIV disease; it
        must not be quoted for what FY2026 says of HIV positive status.
        """
        document = self._digest_document
        if self.release == DIGEST_RELEASE or document is None or id not in document:
            return False
        meant = quotation(document, id, statement)
        if meant is None:
            return False
        others = [s for s in document.sentences(id) if s.end <= meant.start or meant.end <= s.start]
        same = max((ratio(words, s.text) for s in others), default=0.0)
        return same >= _SAME and same > ratio(words, meant.text)

    @cached_property
    def _digest_document(self) -> Document | None:
        """The edition that the digest restates, where it is at hand."""
        held = next((o for o in self._held if o.release == DIGEST_RELEASE), None)
        return open_edition(held) if held is not None else None

    def copied(self, texts: Sequence[str]) -> dict[str, float]:
        """How much of a question (0–1) stands word for word in the official text of each section."""
        own = shared_runs(self.document, texts)
        sections = ((self.digest_section(id), share) for id, share in own.items())
        return {id: share for id, share in sections if id is not None}

    def holds(self, start: int, end: int, text: str) -> bool:
        """Whether the edition's text has exactly these words there."""
        return self.document.text[start:end] == text

    @property
    def notice(self) -> str | None:
        """One sentence where the quoted edition is not the one in force, or not the digest's."""
        due = guideline_release(self._on)
        if not due.covers(self.release.start):
            verb = "are" if due.end is None or due.end >= date.today() else "were"
            return (
                f"The {due.name} guidelines {verb} in force on {self._on.isoformat()} and are not "
                f"at hand; the quotes are from {self.release.name}, so check the {due.name} text."
            )
        if self.release != DIGEST_RELEASE:
            return (
                f"The quotes are from the {self.release.name} guidelines, in force on "
                f"{self._on.isoformat()}; the rules were chosen by the {DIGEST_RELEASE.name} "
                "digest, so where the quoted words differ, they count."
            )
        return None

    def changes(self, id: str) -> tuple[str, ...]:
        """What changed in a digest section between the quoted edition and others at hand.

        Compared are the edition before and, for an earlier edition than the digest's, the digest's
        edition, else the edition after.
        """
        own = self.section(id)
        if own is None:
            return (f"The {self.release.name} guidelines have no section like {id}.",)
        place = self._held.index(self._used)
        found: list[str] = []
        if place > 0:
            before = self._held[place - 1]
            change = compare_one(own, open_edition(before), self.document)
            found += _said(change, own, before.release, self.release)
        after = self._later(place)
        if after is not None:
            document = open_edition(after)
            title = self.document[own].title
            there = counterpart(own, title, self.document.text_of(own), document)
            if there is not None:
                change = compare_one(there, self.document, document)
                found += _said(change, there, self.release, after.release)
        return tuple(found)

    def _later(self, place: int) -> Stored | None:
        later = self._held[place + 1 :]
        digest = next((o for o in later if o.release == DIGEST_RELEASE), None)
        return digest or (later[0] if later else None)


def quoting_for(on: date, digest: Digest) -> Quoting | None:
    """Quoting for a date of service, None where no guidelines are at hand."""
    held = editions()
    used = best_edition(held, on)
    if used is None:
        return None
    quoting = Quoting(digest, on, held, used)
    try:
        _ = quoting.document
    except DxciteError:
        return None  # a damaged file must not keep the digest from answering
    return quoting


def _said(change: SectionChange | None, id: str, old: Release, new: Release) -> list[str]:
    if change is None:
        return []
    if change.before is None:
        return [f"Section {id} of {new.name} is new since {old.name}, which does not have it."]
    parts: list[str] = []
    if change.before != change.after:
        parts.append(f"it was numbered {change.before} before")
    if change.changes:
        parts += [described(c) for c in change.changes[:_SHOWN]]
        more = len(change.changes) - _SHOWN
        if more > 0:
            parts.append(f"{more} more sentence{'s' if more > 1 else ''} changed")
    elif change.retitled and not parts:
        parts.append(f"its heading was “{change.old_title}” before")
    return [f"Section {id} changed from {old.name} to {new.name}: {'; '.join(parts)}."]


def described(change: Change) -> str:
    """A change in words."""
    before = _short(change.before.text) if change.before else ""
    after = _short(change.after.text) if change.after else ""
    if not before:
        return f"new is “{after}”"
    if not after:
        return f"gone is “{before}”"
    return f"“{before}” became “{after}”"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
