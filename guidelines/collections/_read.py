"""Reads the files that CMS publishes of ICD-10-PCS and HCPCS Level II."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from guidelines.collections._model import Description
from guidelines.errors import DataDamaged

PARSER_VERSION = 1
_LINE = re.compile(r"\d{5} (?P<code>[0-9A-Z]{3,7}) +(?P<valid>[01]) (?P<rest>.*)")
_SHORT = 61  # characters of the short title, which comes before the long one
_FIRST_LINES = {"3": "code", "7": "modifier"}
_MORE_LINES = ("4", "8")


def read_pcs(data: bytes) -> Iterator[Description]:
    """Tables and codes of the ICD-10-PCS order file."""
    for line in data.decode("utf-8-sig", errors="replace").splitlines():
        if match := _LINE.match(line):
            title = match["rest"][_SHORT:].strip() or match["rest"].strip()
            kind = "code" if len(match["code"]) == 7 else "table"
            yield Description(match["code"], title, kind, match["valid"] == "1")


def read_hcpcs(name: str, data: bytes) -> Iterator[Description]:
    """Codes and modifiers of the HCPCS Level II workbook, those that ended too.

    Raises:
        DataDamaged: it has other columns.
    """
    from guidelines.official._workbooks import rows_of

    rows = rows_of(name, data)
    place = {str(cell).strip(): i for i, cell in enumerate(rows[0])}
    try:
        columns = [place[c] for c in ("HCPC", "RECID", "LONG DESCRIPTION", "TERM DT")]
    except KeyError as error:
        raise DataDamaged(f"The HCPCS file has no column {error}; download it again.") from error
    found: list[Description] = []
    for row in rows[1:]:
        code, record, title, ended = (_text(row[i]) for i in columns)
        if record in _MORE_LINES and found:
            found[-1] = replace(found[-1], title=f"{found[-1].title} {title}")
        elif record in _FIRST_LINES:
            found.append(Description(code, title, _FIRST_LINES[record], True, _day(ended)))
    yield from found


def _day(written: str) -> str | None:
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", written)
    return "-".join(match.groups()) if match else None


def _text(cell: Any) -> str:
    return " ".join(str(cell).split())
