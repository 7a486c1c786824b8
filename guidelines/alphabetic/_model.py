"""Terms of the Alphabetic Index and rows of its tables, as trees (guideline sections I.A.1, I.A.6–7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar


@dataclass(frozen=True, slots=True)
class Term:
    """A main term or a subterm.

    Attributes:
        words: The term without its nonessential modifiers ("Cardiomyopathy").
        printed: The term as printed ("Cardiomyopathy (familial) (idiopathic)").
        modifiers: Nonessential modifiers, which do not change the code ("familial", "idiopathic").
        level: 0 for a main term, 1 for a subterm, and so on.
        code: The code as printed, None where there is none; a dash at the end ("C56.-") says that
            more characters follow.
        manifestation: The manifestation code in brackets, to be sequenced second (I.A.13).
        see: Terms to look under instead (I.A.16).
        see_also: Terms to look under too.
        see_category: A category or subcategory that the entry refers to.
        subterms: The terms below.
    """

    words: str
    printed: str
    modifiers: tuple[str, ...]
    level: int
    code: str | None = None
    manifestation: str | None = None
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    see_category: str | None = None
    subterms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the Table of Neoplasms or of the Table of Drugs and Chemicals.

    Attributes:
        words: The row's term without its nonessential modifiers.
        printed: The term as printed.
        modifiers: Nonessential modifiers.
        level: 0 for a main term.
        cells: One code for each of the table's columns, None for a dash.
        note: Words in brackets that explain the row, None where there are none.
        see: Terms to look under instead.
        see_also: Terms to look under too.
        subterms: The rows below.
    """

    words: str
    printed: str
    modifiers: tuple[str, ...]
    level: int
    cells: tuple[str | None, ...] = ()
    note: str | None = None
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    subterms: tuple[Row, ...] = ()


_Node = TypeVar("_Node", Term, Row)


@dataclass(frozen=True)
class _Tree(Generic[_Node]):
    """Main terms in printed order.

    Attributes:
        title: The title of the file, empty where it has none.
        year: The fiscal year it states.
        main_terms: The main terms.
    """

    title: str
    year: int
    main_terms: tuple[_Node, ...] = field(repr=False)

    def walk(self) -> Iterator[tuple[_Node, ...]]:
        """Every entry with those above it, main term first, in printed order."""
        for main in self.main_terms:
            yield from _below((main,))

    def look_up(self, *words: str) -> tuple[_Node, ...]:
        """The entries that a path of words leads to, as a coder follows it.

        Args:
            words: Main term, subterm, … without nonessential modifiers; case does not count.
                "with" and the like are levels of their own where they are printed so.
        """
        level: Sequence[_Node] = self._by_words.get(_key(words[0]), ()) if words else ()
        for word in words[1:]:
            level = [s for node in level for s in node.subterms if _key(s.words) == _key(word)]
        return tuple(level)

    @cached_property
    def _by_words(self) -> dict[str, list[_Node]]:
        found: dict[str, list[_Node]] = {}
        for main in self.main_terms:
            found.setdefault(_key(main.words), []).append(main)
        return found


class Index(_Tree[Term]):
    """The Index to Diseases and Injuries, or the External Cause Index."""


@dataclass(frozen=True)
class Table(_Tree[Row]):
    """The Table of Neoplasms, or the Table of Drugs and Chemicals.

    Attributes:
        term_heading: Heading of the column of terms ("Substance").
        columns: Headings of the columns of codes, beside `Row.cells`.
    """

    term_heading: str = ""
    columns: tuple[str, ...] = ()


def _below(path: tuple[_Node, ...]) -> Iterator[tuple[_Node, ...]]:
    yield path
    for node in path[-1].subterms:
        last: tuple[_Node, ...] = (node,)
        yield from _below(path + last)


def _key(words: str) -> str:
    return " ".join(words.casefold().split())


def path_words(path: Sequence[Term] | Sequence[Row]) -> str:
    """The path to an entry as the Index writes it: "Cardiomyopathy, hypertrophic, obstructive"."""
    return ", ".join(node.words for node in path)
