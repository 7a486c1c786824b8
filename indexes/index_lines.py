"""The Alphabetic Index made searchable: a term finds the line that says just its words.

A coder walks from the main term through the subterms to a code (I.B.1). Here every line is the set
of words of its whole path; a term finds it when it says all of them and nothing that the line does
not have. Nonessential modifiers may be said or not (I.A.7), "see" is followed to the end (I.A.16).
The Table of Neoplasms and the Table of Drugs and Chemicals are tables: the row is found by its
words, the column by what is said of behavior or intent.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from guidelines.alphabetic import Index, Row, Table, Term
from indexes._surface import SIDES, canonical, numerals
from indexes._table_columns import (
    bitten_only,
    drug_column,
    neoplasm_column,
    without_drug,
    without_neoplasm,
)
from indexes._text import plain, word_set, words

Source = Literal["index", "external_causes", "neoplasms", "drugs"]
_EMPTY = word_set(
    "a an the of in on at to for from by and or as is are was with due nec nos unspecified code "
    "site s see also elsewhere classified organ part parts any other"
)
_GIVEN = word_set("traumatic")
"""Words of a path that a chart takes for granted: "Fracture, traumatic"."""
_OPEN_TARGET = re.compile(r"\bby (?:site|type|specified \w+|condition|name)\b|\bcategory\b.*")
_OUTSIDE = re.compile(r"\b(?:external cause|cause of (?:the )?injury|e-?code)s?\b", re.IGNORECASE)
_TWINS = 3  # letters that forms of one word begin with alike: ulcer, ulcerated
_FOLLOWED = 3  # "see" behind "see", at most
_MANY = 4_000  # lines of one word past which a term is too vague for a line

Words = frozenset[str]
Slots = tuple[Words, ...]
_Without = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A line of the Index, or a cell of one of its tables.

    Attributes:
        source: The file it stands in.
        path: Each step as printed without nonessential modifiers, the main term first; a "see"
            that was followed is a step of its own.
        code: As printed, a dash at the end where more characters follow.
        manifestation: The code in brackets, to be sequenced second (I.A.13).
        column: Heading of a table's column.
    """

    source: Source
    path: tuple[str, ...]
    code: str
    manifestation: str | None = None
    column: str | None = None

    @property
    def stem(self) -> str:
        """The code without its dash."""
        return self.code.rstrip("-").rstrip(".")

    def __str__(self) -> str:
        cell = f" [{self.column}]" if self.column else ""
        return f"{' → '.join(self.path)}{cell} → {self.code}"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line prepared for comparison: words to be said, words that may be, where it leads."""

    node: Term | Row
    path: tuple[str, ...]
    needed: Slots
    allowed: Words
    small: Words
    target: str = ""


class IndexLines:
    """Finds lines of the files of one release; any of them may be absent."""

    def __init__(
        self,
        equivalents: Mapping[str, str],
        index: Index | None = None,
        external: Index | None = None,
        neoplasms: Table | None = None,
        drugs: Table | None = None,
    ) -> None:
        """Prepare the files.

        Args:
            equivalents: Words with the words under which they are matched, as in the lexicon.
            index: The Index to Diseases and Injuries.
            external: The External Cause Index.
            neoplasms: The Table of Neoplasms.
            drugs: The Table of Drugs and Chemicals.
        """
        self._equivalents = equivalents
        self._given = frozenset(s for w in _GIVEN for s in canonical(w, equivalents))
        self._steps: dict[object, tuple[Slots, Words, Words]] = {}
        self._files: dict[Source, _Postings] = {}
        for name, tree in (("index", index), ("external_causes", external)):
            if tree is not None:
                self._files[name] = _Postings(self._entries(tree.walk()))  # type: ignore[index]
        if neoplasms is not None:
            rows = (p for p in neoplasms.walk() if len(p) > 1)
            self._files["neoplasms"] = _Postings(self._entries(rows, without_neoplasm))
        if drugs is not None:
            self._files["drugs"] = _Postings(self._entries(drugs.walk(), without_drug))
        self._steps.clear()
        self._columns = {
            "neoplasms": neoplasms.columns if neoplasms else (),
            "drugs": drugs.columns if drugs else (),
        }

    def find(self, term: str) -> tuple[IndexLine, ...]:
        """Lines that say what a term says, the nearest first; none where the Index has none.

        Args:
            term: Words of a chart, abbreviations written out and misspellings put right.
        """
        cells = (*self._cells(term, "drugs"), *self._cells(term, "neoplasms"))
        lines = (*self._lines("index", term), *self._lines("external_causes", term))
        # a bite need not be a poisoning
        if _OUTSIDE.search(term):
            return tuple(dict.fromkeys((*self._lines("external_causes", term), *cells, *lines)))
        told = (*lines, *cells) if bitten_only(term) else (*cells, *lines)
        return tuple(dict.fromkeys(told))

    def _cells(self, term: str, table: Literal["drugs", "neoplasms"]) -> Iterator[IndexLine]:
        postings = self._files.get(table)
        column = drug_column(term) if table == "drugs" else neoplasm_column(term)
        if postings is None or column is None:
            return
        site = without_drug(term) if table == "drugs" else without_neoplasm(term)
        for entry in self._walked(postings, site):
            cells = entry.node.cells if isinstance(entry.node, Row) else ()
            code = cells[column] if column < len(cells) else None
            if code:
                heading = self._columns[table][column]
                yield IndexLine(table, entry.path, code, None, heading)

    def _lines(self, name: Source, term: str) -> Iterator[IndexLine]:
        postings = self._files.get(name)
        if postings is None:
            return
        for entry in self._walked(postings, term):
            if isinstance(entry.node, Term) and entry.node.code:
                yield IndexLine(name, entry.path, entry.node.code, entry.node.manifestation)

    def _walked(self, postings: _Postings, term: str) -> list[_Entry]:
        """Entries for a term, "see" followed; sides count only where the Index names them."""
        said, small = self._said(term)
        text = f" {' '.join(words(term))} "
        for asked in dict.fromkeys((said, said - _SIDE_STEMS)):
            found = self._followed(postings, asked, small, text)
            if found:
                return found
        return []

    def _followed(self, postings: _Postings, said: Words, small: Words, text: str) -> list[_Entry]:
        direct = postings.exact(said, small, text)
        coded = [e for e in direct if not e.target]
        if coded:
            return coded
        step = said
        via: tuple[str, ...] = ()
        for _ in range(_FOLLOWED):
            alias = postings.alias(step)
            if alias is None:
                break
            via = (*via, *alias.path, f"see {alias.target}")
            own = frozenset(chain.from_iterable(alias.needed)) | alias.allowed
            step = (step - own) | self._said(_OPEN_TARGET.sub(" ", alias.target))[0]
            found = [e for e in postings.exact(step, small, text) if not e.target]
            if found:
                return [_Entry(e.node, (*via, *e.path), (), e.allowed, e.small) for e in found]
        return []

    def _said(self, text: str) -> tuple[Words, Words]:
        """Stems that have to be explained, and the small words, which only break ties."""
        every = words(numerals(plain(_OUTSIDE.sub(" ", text))))
        found = {s for w in every if w not in _EMPTY for s in canonical(w, self._equivalents)}
        return frozenset(found), frozenset(w for w in every if w in _EMPTY)

    def _entries(
        self, paths: Iterable[tuple[Term | Row, ...]], without: _Without | None = None
    ) -> Iterator[_Entry]:
        for path in paths:
            node = path[-1]
            coded = node.code if isinstance(node, Term) else any(node.cells)
            target = node.see[0] if node.see and not coded else ""
            target = "" if target.startswith("condition") else target
            if not coded and not target:
                continue
            yield self._entry(path, target, without)

    def _entry(self, path: tuple[Term | Row, ...], target: str, without: _Without | None) -> _Entry:
        steps = [self._step(s.words, s.modifiers, without) for s in path]
        return _Entry(
            path[-1],
            tuple(s.words for s in path),
            tuple(dict.fromkeys(chain.from_iterable(needed for needed, _, _ in steps))),
            frozenset(chain.from_iterable(allowed for _, allowed, _ in steps)),
            frozenset(chain.from_iterable(small for _, _, small in steps)),
            target,
        )

    def _step(
        self, title: str, modifiers: tuple[str, ...], without: _Without | None
    ) -> tuple[Slots, Words, Words]:
        """Words of one step that are needed, that are allowed, and small ones; each worked out once."""
        key = (title, modifiers, without)
        known = self._steps.get(key)
        if known is not None:
            return known
        slots: list[Words] = []
        allowed: set[str] = set()
        small: set[str] = set()
        for text, twins in _forms(without(title) if without else title):
            said, little = self._said(text)
            small |= little
            allowed |= said & self._given
            others = frozenset(s for t in twins for s in self._said(t)[0])
            slots += [others | {s} for s in sorted(said - self._given)]
        for modifier in modifiers:
            allowed |= self._said(modifier)[0]
        found = self._steps[key] = tuple(slots), frozenset(allowed), frozenset(small)
        return found


class _Postings:
    """Entries by their words."""

    def __init__(self, entries: Iterable[_Entry]) -> None:
        self._entries = tuple(entries)
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        self._aliases: dict[Words, int] = {}
        for place, entry in enumerate(self._entries):
            for stem in {*chain.from_iterable(entry.needed), *entry.allowed}:
                self._by_stem[stem].append(place)
            if entry.target and all(len(slot) == 1 for slot in entry.needed):
                self._aliases.setdefault(frozenset(chain.from_iterable(entry.needed)), place)

    def exact(self, said: Words, small: Words, text: str) -> list[_Entry]:
        """Entries that have every word said and no other that is needed, the nearest first.

        The longest path is nearest, then the one whose steps stand whole in the text.
        """
        if not said or any(s not in self._by_stem for s in said):
            return []
        fewest = min((self._by_stem[s] for s in said), key=len)
        if len(fewest) > _MANY:
            return []
        found: list[tuple[tuple[int, float, int, int], _Entry]] = []
        for place in fewest:
            entry = self._entries[place]
            if not all(slot & said for slot in entry.needed):
                continue
            explained = frozenset(chain.from_iterable(entry.needed)) | entry.allowed
            if said <= explained:
                steps = [f" {' '.join(words(s))} " for s in entry.path]
                whole = sum(s in text for s in steps) / len(steps)
                rank = (-len(entry.needed), -whole, len(small ^ entry.small), place)
                found.append((rank, entry))
        return [entry for _, entry in sorted(found, key=lambda f: f[0])]

    def alias(self, said: Words) -> _Entry | None:
        """The longest "see" line whose words are all said."""
        best: tuple[int, int] | None = None
        for stem in said:
            for place in self._by_stem.get(stem, ())[:_MANY]:
                entry = self._entries[place]
                if entry.target and all(slot & said for slot in entry.needed) and entry.needed:
                    rank = (len(entry.needed), -place)
                    best = rank if best is None or rank > best else best
        return self._entries[-best[1]] if best is not None else None


def _forms(title: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Parts of a title that all have to be said, each with the other forms that may stand for it.

    "Ulcer, ulcerated, ulcerating" is one word in three forms; "Abscess, liver" are two.
    """
    parts = [p.strip() for p in title.split(",") if p.strip()]
    if not parts:
        return
    start = parts[0][:_TWINS].lower()
    twins = tuple(p for p in parts[1:] if p[:_TWINS].lower() == start)
    yield parts[0], twins
    for part in parts[1:]:
        if part not in twins:
            yield part, ()


_SIDE_STEMS: Words = frozenset(SIDES)


def path_of(line: IndexLine, steps: Sequence[str] = ()) -> str:
    """A line as a coder would walk it, with what follows the code ("verified in …")."""
    return " → ".join((str(line), *steps))
