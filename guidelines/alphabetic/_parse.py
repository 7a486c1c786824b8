"""Reads the XML that NCHS publishes of the Alphabetic Index and its tables."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from guidelines.alphabetic._model import Index, Row, Table, Term
from guidelines.errors import DataDamaged

_MODIFIER = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_DEEPEST = 30
"""Levels; the official files have ten at most."""


def parse_index(xml: bytes) -> Index:
    """The Index to Diseases and Injuries, or the External Cause Index.

    Raises:
        DataDamaged: not well-formed, another schema, or without terms.
    """
    root = _root(xml)
    if root.find("indexHeading") is not None:
        raise DataDamaged("This is a table of the Alphabetic Index, not the Index itself.")
    terms = tuple(_term(main, 0) for main in root.iterfind("letter/mainTerm"))
    if not terms:
        raise DataDamaged("The file holds no main terms; give the Alphabetic Index XML.")
    return Index(_text(root, "title"), _year(root), terms)


def parse_table(xml: bytes) -> Table:
    """The Table of Neoplasms, or the Table of Drugs and Chemicals.

    Raises:
        DataDamaged: not well-formed, another schema, or without rows.
    """
    root = _root(xml)
    heads = [" ".join((h.text or "").split()) for h in root.iterfind("indexHeading/head")]
    rows = tuple(_row(main, 0, len(heads) - 1) for main in root.iterfind("letter/mainTerm"))
    if len(heads) < 2 or not rows:
        raise DataDamaged(
            "The file holds no table; give the XML of the neoplasm or of the drug table."
        )
    return Table(_text(root, "title"), _year(root), rows, heads[0], tuple(heads[1:]))


def _root(xml: bytes) -> ET.Element:
    try:
        root = ET.fromstring(xml)
    except ET.ParseError as error:
        raise DataDamaged(
            f"The Alphabetic Index file is not readable XML ({error}); fetch it again."
        ) from error
    if root.tag != "ICD10CM.index":
        raise DataDamaged("The file has another schema than the Alphabetic Index of NCHS.")
    return root


def _year(root: ET.Element) -> int:
    version = _text(root, "version")
    if not version.isdigit():
        raise DataDamaged("The Alphabetic Index file does not state its year; fetch it again.")
    return int(version)


def _text(element: ET.Element, tag: str) -> str:
    return " ".join((element.findtext(tag) or "").split())


def _term(element: ET.Element, level: int) -> Term:
    words, printed, modifiers = _title(element)
    category = _text(element, "seecat") or _text(element, "subcat")
    return Term(
        words,
        printed,
        modifiers,
        level,
        _text(element, "code") or None,
        _text(element, "manif") or None,
        tuple(_all(element, "see")),
        tuple(_all(element, "seeAlso")),
        category or None,
        tuple(_term(below, level + 1) for below in _terms(element, level)),
    )


def _row(element: ET.Element, level: int, columns: int) -> Row:
    words, printed, modifiers = _title(element)
    cells: list[str | None] = [None] * columns
    for cell in element.iterfind("cell"):
        place = (cell.get("col") or "").strip()
        code = (cell.text or "").strip()
        if place.isdigit() and 2 <= int(place) <= columns + 1 and code.strip("-"):
            cells[int(place) - 2] = code
    return Row(
        words,
        printed,
        modifiers,
        level,
        tuple(cells),
        _text(element, "manif") or None,
        tuple(_all(element, "see")),
        tuple(_all(element, "seeAlso")),
        tuple(_row(below, level + 1, columns) for below in _terms(element, level)),
    )


def _terms(element: ET.Element, level: int) -> Iterator[ET.Element]:
    if level >= _DEEPEST:
        raise DataDamaged("The Alphabetic Index file is nested deeper than any official one.")
    return element.iterfind("term")


def _all(element: ET.Element, tag: str) -> Iterator[str]:
    for child in element.iterfind(tag):
        if text := " ".join((child.text or "").split()):
            yield text


def _title(element: ET.Element) -> tuple[str, str, tuple[str, ...]]:
    """Words, printed title and nonessential modifiers."""
    title = element.find("title")
    if title is None:
        raise DataDamaged(
            f"The Alphabetic Index file holds a <{element.tag}> without a title; fetch it again."
        )
    words, printed = [title.text or ""], [title.text or ""]
    modifiers: list[str] = []
    for child in title:
        text = child.text or ""
        if child.tag == "nemod":
            modifiers += [" ".join(m.split()) for m in _MODIFIER.findall(text)]
        else:
            words.append(text)
        printed += [" ", text, child.tail or ""]
        words.append(child.tail or "")
    return _joined(words), _joined(printed), tuple(modifiers)


def _joined(parts: list[str]) -> str:
    return re.sub(r" (?=[,;])", "", " ".join("".join(parts).split()))
