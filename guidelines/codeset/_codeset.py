"""The Tabular List of one release, with every code and every instructional note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any

from guidelines.codeset._entry import NOTE_FIELDS, Entry, Kind, Note, NoteField
from guidelines.codeset._history import history, older_history
from guidelines.codeset._nearest import unknown
from guidelines.codeset._seventh import Exceptions, definition_positions, pad, split_seventh
from guidelines.codeset._table import Table, dotted, is_chapter, is_section
from guidelines.errors import SeventhCharacterError
from guidelines.releases import Release

_CHAPTER = re.compile(r"(?:CHAPTER\s*)?0?(\d{1,2})")
_SECTION = re.compile(r"([A-Z][0-9A-Z]{2})-([A-Z][0-9A-Z]{2})")
_DASHES = str.maketrans("‐‑‒–—−", "------")


@lru_cache(maxsize=131_072)  # every code of a release
def normalize(text: str) -> str:
    """A code as typed, in dotted form; whether it exists is not checked.

    "i509" and " I50.9 " give "I50.9", "S52501D" gives "S52.501D", "I50.-" gives "I50",
    "i30–i5a" gives "I30-I5A", "chapter 9" gives "9".
    """
    plain = "".join(text.translate(_DASHES).upper().split())
    if chapter := _CHAPTER.fullmatch(plain):
        return chapter[1]
    if _SECTION.fullmatch(plain):
        return plain
    return dotted(plain.rstrip(".-").replace(".", ""))


class CodeSet:
    """All chapters, sections, categories, subcategories and codes of one release.

    Codes are given in any usual writing (see `normalize`); a code that does not exist raises
    `UnknownCode` with the nearest ones. Iteration is in tabular order.
    """

    def __init__(self, table: Table, release: Release) -> None:
        """Wrap a parsed Tabular List.

        Args:
            table: The printed lines.
            release: The release they belong to.
        """
        self.release = release
        self._table = table
        self._position = dict(zip(table.codes, range(len(table.codes)), strict=True))
        self._below = table.children()
        self._governing = definition_positions(table)
        self._entries: dict[str, Entry] = {}
        self._seventh_cache: dict[int, dict[str, str]] = {}
        self._lines: dict[int, tuple[Entry, ...]] = {}

    # -- looking up ---------------------------------------------------------------------------

    @staticmethod
    def normalize(text: str) -> str:
        """See `guidelines.codeset.normalize`."""
        return normalize(text)

    def get(self, code: str) -> Entry:
        """The line of the Tabular List for a code.

        Raises:
            UnknownCode: no such code; the message names the nearest ones.
        """
        key = normalize(code)
        entry = self._entries.get(key)
        if entry is None:
            position, character = self._find(key)
            if position < 0:
                raise unknown(self, code, key)
            entry = self._extended(position, character) if character else self._printed(position)
            self._entries[key] = entry
        return entry

    def __contains__(self, code: object) -> bool:
        """Whether the code exists, in any usual writing."""
        return isinstance(code, str) and self._find(normalize(code))[0] >= 0

    def __len__(self) -> int:
        """Number of lines: chapters, sections, headers and billable codes."""
        leaves = (i for i, below in enumerate(self._below) if not below)
        return len(self._table.codes) + sum(len(self._sevenths(i)) for i in leaves)

    def __iter__(self) -> Iterator[str]:
        """Every code in tabular order, sections and chapters included."""
        for position, code in enumerate(self._table.codes):
            yield code
            if not self._below[position]:
                for character in self._sevenths(position):
                    yield pad(code, character)

    def entries(self) -> Iterator[Entry]:
        """Every line in tabular order."""
        return map(self.get, self)

    def printed(self) -> Iterator[Entry]:
        """Every line as printed, in tabular order: no code that only adds a 7th character."""
        return map(self._printed, range(len(self._table.codes)))

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """Every category of three characters in tabular order."""
        return tuple(c for c in self._table.codes if len(c) == 3 and not c.isdigit())

    # -- the tree -----------------------------------------------------------------------------

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The lines above a code, nearest first, up to its chapter."""
        found: list[str] = []
        above = self.get(code).parent
        while above is not None:
            found.append(above)
            parent = self._table.parents[self._position[above]]
            above = self._table.codes[parent] if parent >= 0 else None
        return tuple(found)

    def descendants(self, code: str) -> tuple[str, ...]:
        """Every line under a code, in tabular order."""
        return tuple(below for below, _ in self._walk(self.get(code).code))

    def billable_under(self, code: str) -> tuple[str, ...]:
        """The billable codes under a code, or the code itself where it is billable."""
        entry = self.get(code)
        if entry.billable:
            return (entry.code,)
        return tuple(below for below, billable in self._walk(entry.code) if billable)

    def is_line(self, code: str) -> bool:
        """Whether nothing is below an entry but its 7th characters.

        Raises:
            UnknownCode: no such code.
        """
        return all(self.base_of(c) != c for c in self.get(code).children)

    def lines_under(self, code: str) -> tuple[Entry, ...]:
        """The printed lines under a code that have no others under them, or the code's own line.

        They are its billable codes without added 7th characters.
        """
        position, _ = self._find(self.get(code).code)
        found = self._lines.get(position)
        if found is None:
            found = self._lines[position] = tuple(map(self.get, self._last_lines(position)))
        return found

    def _last_lines(self, position: int) -> Iterator[str]:
        if not self._below[position]:
            yield self._table.codes[position]
        for below in self._below[position]:
            yield from self._last_lines(below)

    def _walk(self, code: str) -> Iterator[tuple[str, bool]]:
        """The lines under a code, each with whether it is billable."""
        position = self._position.get(code)
        if position is None:
            return
        for i in self._below[position]:
            below = self._table.codes[i]
            yield below, not self._below[i] and not self._sevenths(i)
            yield from self._walk(below)
        if not self._below[position]:
            yield from ((pad(code, character), True) for character in self._sevenths(position))

    def inherited(self, code: str, field: NoteField) -> tuple[Note, ...]:
        """The notes of one kind that govern a code: its own, then those of the lines above.

        Args:
            code: Any code, section or chapter.
            field: "excludes1", "code_first" … (see `NoteField`).

        Returns:
            One record per printed line, nearest place first.
        """
        if field not in NOTE_FIELDS:
            raise ValueError(f"{field!r} is not a kind of note; use one of {NOTE_FIELDS}")
        entry = self.get(code)
        return tuple(
            Note(text, field, place)
            for place in (entry.code, *self.ancestors(entry.code))
            for text in self._extras(place).get(field, ())
        )

    # -- 7th characters -----------------------------------------------------------------------

    def seventh_characters(self, code: str) -> dict[str, str]:
        """The 7th characters that apply to a code, with their meanings; empty when none do.

        For a header these are the characters of the codes under it (a code further down may
        define its own); for a complete code, those it could have carried.
        """
        position, _ = self._find(self.get(code).code)
        return dict(self._sevenths(position))

    def base_of(self, code: str) -> str:
        """The code without its added 7th character and placeholders ("T14.91XA" → "T14.91").

        A code whose 7th character is not an added one is returned as it is.
        """
        position, _ = self._find(self.get(code).code)
        return self._table.codes[position]

    def complete(self, code: str, seventh: str) -> str:
        """The code with placeholders X and the 7th character ("T14.91", "A" → "T14.91XA").

        Raises:
            UnknownCode: no such code.
            SeventhCharacterError: the code takes no 7th character, not this one, or needs more
                characters first.
        """
        entry = self.get(code)
        base = self.base_of(entry.code)
        position = self._position[base]
        character = seventh.strip().upper()
        allowed = self._sevenths(position)
        if not allowed:
            raise SeventhCharacterError(
                f"{base} takes no 7th character; report it without one.", entry.code
            )
        if self._below[position]:
            more = ", ".join(entry.children[:6])
            raise SeventhCharacterError(
                f"{base} needs more characters before the 7th; choose one of {more} first.",
                entry.code,
            )
        if character not in allowed:
            raise SeventhCharacterError(
                f"{base} does not take the 7th character {character or '(none given)'}; use one "
                f"of {', '.join(allowed)}.",
                entry.code,
            )
        return pad(base, character)

    # -- words --------------------------------------------------------------------------------

    def full_title(self, code: str) -> str:
        """The whole description; with an added 7th character, the base title and its meaning."""
        return self.get(code).title

    def history(self, code: str) -> str | None:
        """One sentence on what happened to a code, None when nothing is known to have.

        The changes of 2026-10-01 are always known, older ones where a conversion table is at hand.
        """
        key = normalize(code)
        return history(key) or older_history(key, key in self and self.get(key).billable)

    # -- building entries ---------------------------------------------------------------------

    def _find(self, key: str) -> tuple[int, str]:
        """Position of the printed line and the added 7th character; (-1, "") when unknown."""
        position = self._position.get(key)
        if position is not None:
            return position, ""
        base, character = split_seventh(key, self._position)
        if base:
            position = self._position[base]
            if not self._below[position] and character in self._sevenths(position):
                return position, character
        return -1, ""

    def _extras(self, code: str) -> dict[str, list[Any]]:
        position = self._position.get(code)
        return {} if position is None else self._table.extras.get(position, {})

    @cached_property
    def _exceptions(self) -> Exceptions:
        every = self._table.extras.values()
        return Exceptions(text for extras in every for text in extras.get("notes", ()))

    def _sevenths(self, position: int) -> dict[str, str]:
        found = self._seventh_cache.get(position)
        if found is None:
            found = self._seventh_cache[position] = self._read_sevenths(position)
        return found

    def _read_sevenths(self, position: int) -> dict[str, str]:
        governing = self._governing[position]
        if governing < 0:
            return {}
        code = self._table.codes[position]
        return {
            character: meaning
            for character, meaning in self._table.extras[governing]["seventh_character"]
            if not self._exceptions.forbid(code, character)
        }

    def _printed(self, position: int) -> Entry:
        table = self._table
        code = table.codes[position]
        below = tuple(table.codes[i] for i in self._below[position])
        if not below:
            below = tuple(pad(code, character) for character in self._sevenths(position))
        parent = table.parents[position]
        extras = table.extras.get(position, {})
        texts: dict[str, Any] = {name: tuple(extras.get(name, ())) for name in NOTE_FIELDS}
        return Entry(
            code=code,
            kind=_kind(code, bool(below)),
            title=table.titles[position],
            billable=not below and not is_section(code),
            parent=table.codes[parent] if parent >= 0 else None,
            children=below,
            seventh_character=_pairs(extras.get("seventh_character", ())),
            seventh_terms=_pairs(extras.get("seventh_terms", ())),
            **texts,
        )

    def _extended(self, position: int, character: str) -> Entry:
        base = self._table.codes[position]
        return Entry(
            code=pad(base, character),
            kind="code",
            title=f"{self._table.titles[position]}, {self._sevenths(position)[character]}",
            billable=True,
            parent=base,
        )


def _kind(code: str, divided: bool) -> Kind:
    if is_chapter(code):
        return "chapter"
    if is_section(code):
        return "section"
    if len(code) == 3:
        return "category"
    return "subcategory" if divided else "code"


def _pairs(values: Any) -> tuple[tuple[str, str], ...]:
    return tuple((first, second) for first, second in values)
