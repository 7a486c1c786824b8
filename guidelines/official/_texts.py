"""Text files as published: code descriptions, addenda, POA-exempt lists."""

from __future__ import annotations

import re

from guidelines.errors import FileRefused
from guidelines.official._clues import first_codes, release_in_name, release_of_year
from guidelines.official._naming import editions_of
from guidelines.official._slots import Slot
from guidelines.releases import Release

_ORDER = re.compile(r"\d{5} (?P<code>[0-9A-Z]{3,7}) +(?P<billable>[01]) \S")
_CODES = re.compile(r"[A-Z][0-9][0-9A-Z]{1,5} +\S")
_ADDENDA = re.compile(
    r"(?:Add|Delete|Revise from|Revise to|No change):\s+(?P<flag>[01] )?(?P<code>[0-9A-Z]{3,7})\s"
)
_POA = re.compile(r"Ord(?:er|FY)(?P<year>\d\d)\tPOAexemptCode\t")
_LEAST_CODES = 60_000
_LEAST_EXEMPT = 10_000

_BILLABLE = {74_044: 2024, 74_260: 2025, 74_719: 2026, 74_879: 2027}
"""Fiscal year by the number of billable codes, for order files whose name does not tell."""


def placed(name: str, data: bytes, hint: Release | None) -> tuple[Slot, Release | None]:
    """What a text file is, and its release where something tells it.

    Raises:
        FileRefused: it is none of the official text files.
    """
    lines = text_of(name, data).splitlines()
    first = next((line for line in lines if line.strip()), "")
    if match := _ORDER.match(first):
        return _order(name, lines, match["code"], hint)
    if match := _ADDENDA.match(first):
        return _addenda(name, match, hint)
    if match := _POA.match(first):
        return _poa(name, lines, int(match["year"]) + 2000, hint)
    if _CODES.match(first):
        raise FileRefused(
            f"{name} lists billable codes only; add the order file (icd10cm-order-…) instead."
        )
    raise FileRefused(f"{name} is none of the official files that dxcite uses.")


def text_of(name: str, data: bytes) -> str:
    """The text of a published file, which is in UTF-8 or in the Windows code page.

    Raises:
        FileRefused: it is not text.
    """
    if b"\x00" in data[:4096]:
        raise FileRefused(f"{name} is no file of a kind that dxcite knows.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _order(
    name: str, lines: list[str], first: str, hint: Release | None
) -> tuple[Slot, Release | None]:
    found = [m for m in map(_ORDER.match, lines) if m]
    if len(found) < _LEAST_CODES:
        raise FileRefused(f"{name} is cut off after {len(found):,} codes; download it again.")
    if first[0].isdigit():
        return "pcs", release_in_name(name) or hint
    codes = {m["code"] for m in found}
    year = _BILLABLE.get(sum(m["billable"] == "1" for m in found))
    named = release_in_name(name)
    if year is None:
        return "codes", named or hint
    if hint is not None and hint in editions_of(year):
        return "codes", hint
    marks = {c: c.replace(".", "") in codes for c in first_codes(year)}
    return "codes", release_of_year(year, name, marks)


def _addenda(name: str, match: re.Match[str], hint: Release | None) -> tuple[Slot, Release | None]:
    if match["flag"] or match["code"][0].isdigit() or (len(match["code"]) == 7 and "order" in name):
        raise FileRefused(f"{name} is an addenda file that dxcite does not use.")
    return "addenda", release_in_name(name) or hint


def _poa(
    name: str, lines: list[str], year: int, hint: Release | None
) -> tuple[Slot, Release | None]:
    if len(lines) < _LEAST_EXEMPT:
        raise FileRefused(f"{name} is a list of changes or cut off; add the full POA-exempt list.")
    if hint is not None and hint in editions_of(year):
        return "poa_exempt", hint
    return "poa_exempt", release_of_year(year, name, {})
