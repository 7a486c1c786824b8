"""Reads the official NCHS Tabular List XML of any year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guidelines.codeset._table import Extras, Table
from guidelines.errors import DataDamaged

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET

PARSER_VERSION = 1
"""Raise it whenever the table changes for the same source, so that caches are rebuilt."""

_FIELDS = {
    "includes": "includes",
    "inclusionTerm": "inclusion_terms",
    "excludes1": "excludes1",
    "excludes2": "excludes2",
    "codeFirst": "code_first",
    "useAdditionalCode": "use_additional",
    "codeAlso": "code_also",
    "notes": "notes",
    "sevenChrNote": "seventh_note",
}

_MISPLACED_TERMS = {("W08", "Fall from stool")}
"""The April 2026 file prints this inclusion term of W08 inside its 7th-character definitions."""


def parse_tabular(xml: bytes) -> Table:
    """Read the Tabular List.

    Args:
        xml: The official file, e.g. icd10c-tabular-April-1-2026.xml.

    Raises:
        DataDamaged: it is not well-formed or holds no chapters.
    """
    import xml.etree.ElementTree as ET  # not above: a table that was kept is read without it

    try:
        root = ET.fromstring(xml)
    except ET.ParseError as error:
        raise DataDamaged(
            f"The Tabular List file is not readable XML ({error}); fetch or install it again."
        ) from error
    table = Table()
    for chapter in root.iter("chapter"):
        _add_chapter(table, chapter)
    if not table.codes:
        raise DataDamaged("The file holds no chapters; give the ICD-10-CM Tabular List XML.")
    return table


def _add_chapter(table: Table, chapter: ET.Element) -> None:
    position = table.add(_text(chapter, "name"), _text(chapter, "desc"), -1, _extras(chapter, ""))
    # Sections such as C00-C75 hold no categories of their own but span the sections that follow.
    open_spans: list[tuple[str, str, int]] = []
    for section in chapter.iterfind("section"):
        first, _, last = (section.get("id") or "").strip().partition("-")
        last = last or first
        while open_spans and not open_spans[-1][0] <= first <= last <= open_spans[-1][1]:
            open_spans.pop()
        above = open_spans[-1][2] if open_spans else position
        here = table.add(f"{first}-{last}", _text(section, "desc"), above, _extras(section, ""))
        if section.find("diag") is None:
            open_spans.append((first, last, here))
        for category in section.iterfind("diag"):
            _add_code(table, category, here)


def _add_code(table: Table, diag: ET.Element, parent: int) -> None:
    code = _text(diag, "name")
    position = table.add(code, _text(diag, "desc"), parent, _extras(diag, code))
    for child in diag.iterfind("diag"):
        _add_code(table, child, position)


def _text(element: ET.Element, tag: str) -> str:
    text = (element.findtext(tag) or "").strip()
    if not text:
        raise DataDamaged(
            f"The Tabular List file holds a <{element.tag}> without <{tag}>; fetch it again."
        )
    return text


def _lines(element: ET.Element) -> Iterator[str]:
    for note in element.iterfind("note"):
        text = (note.text or "").strip()
        if text:
            yield text


def _extras(element: ET.Element, code: str) -> Extras:
    extras: Extras = {}
    for child in element:
        if name := _FIELDS.get(child.tag):
            extras.setdefault(name, []).extend(_lines(child))
        elif child.tag == "sevenChrDef":
            _add_definitions(extras, child, code)
    return {name: values for name, values in extras.items() if values}


def _add_definitions(extras: Extras, definitions: ET.Element, code: str) -> None:
    meanings = extras.setdefault("seventh_character", [])
    terms = extras.setdefault("seventh_terms", [])
    for item in definitions:
        text = (item.text or "").strip()
        if item.tag == "extension":
            meanings.append([(item.get("char") or "").strip(), text])
        elif (code, text) in _MISPLACED_TERMS:
            extras.setdefault("inclusion_terms", []).append(text)
        elif item.tag == "note" and meanings:
            terms.append([meanings[-1][0], text])
