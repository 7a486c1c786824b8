"""A parsed edition of the Official Guidelines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from guidelines.document._sentences import Sentence, sentences_of


@dataclass(frozen=True, slots=True)
class OfficialSection:
    """One numbered section as published.

    Attributes:
        id: As in the digest, such as "I.C.1.d.5.a".
        title: The official heading without its number.
        page: Where the heading stands, counted from 1.
        heading: Where the heading begins in the document's text.
        start: Where its own text begins, after the heading.
        end: Where its own text ends; the sections below it come after.
    """

    id: str
    title: str
    page: int
    heading: int
    start: int
    end: int


class Document(Mapping[str, OfficialSection]):
    """All sections of an edition by id, in official order, over one text.

    The text is that of the PDF without headers, footers and table of contents; lines of a paragraph
    are joined, paragraphs, items of lists and rows of tables end with a line break. Offsets count
    its characters.
    """

    def __init__(
        self,
        text: str,
        sections: list[OfficialSection],
        pages: list[tuple[int, int]],
        changed: list[tuple[int, int]],
    ) -> None:
        """Put the parts together.

        Args:
            text: The text.
            sections: In the order of the text.
            pages: Offset at which each page begins, and its number.
            changed: Offsets of body text in bold, which marks what is new in this edition.
        """
        self.text = text
        self.changed = changed
        self._pages = pages
        self._sections = {s.id: s for s in sections}

    def __getitem__(self, key: str) -> OfficialSection:
        return self._sections[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sections)

    def __len__(self) -> int:
        return len(self._sections)

    def __hash__(self) -> int:
        """Each document is itself only, so that what is computed of it can be kept."""
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def text_of(self, section: str) -> str:
        """A section's own text, without its heading and the sections below it."""
        found = self._sections[section]
        return self.text[found.start : found.end]

    def page_at(self, offset: int) -> int:
        """The page on which a character of the text stands, counted from 1."""
        place = bisect_right(self._starts, offset) - 1
        return self._pages[max(place, 0)][1]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self._pages]

    def sentences(self, section: str) -> tuple[Sentence, ...]:
        """The sentences, list items and table rows of a section's own text."""
        found = self._sections[section]
        return sentences_of(self.text, found.start, found.end)

    def is_changed(self, start: int, end: int) -> bool:
        """Whether the edition itself marks words between two offsets as changed."""
        return any(a < end and start < b for a, b in self.changed)

    # -- keeping it ---------------------------------------------------------------------------

    def dump(self) -> dict[str, Any]:
        """What JSON can hold."""
        return {
            "text": self.text,
            "sections": [asdict(s) for s in self._sections.values()],
            "pages": self._pages,
            "changed": self.changed,
        }

    @classmethod
    def load(cls, dumped: Mapping[str, Any]) -> Document:
        """The document that was dumped."""
        return cls(
            dumped["text"],
            [OfficialSection(**s) for s in dumped["sections"]],
            [(start, page) for start, page in dumped["pages"]],
            [(start, end) for start, end in dumped["changed"]],
        )
