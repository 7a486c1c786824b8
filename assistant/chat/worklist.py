"""The worklist: a file of notes, read into items, and the coder's decisions, written out again.

The notes stay in the browser's page; the server holds none of them between calls.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.chat.exports import File, table
from assistant.given import checked_date, checked_setting
from guidelines.errors import DxciteError

MOST = 500
"""Notes in one worklist."""
_LONGEST = 10_000_000
_TEXTS = ("question", "note", "text", "chart")
_IDS = ("id", "note_id", "encounter", "mrn")
_DATES = ("date_of_service", "date", "dos")
COLUMNS = ("id", "decision", "codes", "proposed", "setting", "date_of_service")
DECISIONS = ("accepted", "changed", "rejected", "open")


class BadWorklist(DxciteError):
    """A file that holds no notes that can be read; the message says what is wrong and where."""


@dataclass(frozen=True)
class Item:
    """One note to be coded.

    Attributes:
        id: As the file names it, else its number.
        text: The note.
        setting: "inpatient", "outpatient" or None.
        on: Date of service, ISO, "" for today.
    """

    id: str
    text: str
    setting: str | None = None
    on: str = ""

    def as_json(self) -> dict[str, Any]:
        """The item for the page."""
        return {"id": self.id, "text": self.text, "setting": self.setting, "date": self.on}


def read_worklist(name: str, text: str) -> list[Item]:
    """The notes of a file: JSON lines, CSV with a header, or text with a line of --- between them.

    Args:
        name: The file's name, whose ending tells its form.
        text: Its content.

    Raises:
        BadWorklist: naming the line and the fault.
    """
    if len(text) > _LONGEST:
        raise BadWorklist("The file is larger than 10 MB; split it.")
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else "txt"
    text = text.removeprefix("\ufeff")
    if ending in ("jsonl", "ndjson", "json"):
        items = list(_json_lines(text))
    elif ending in ("csv", "tsv"):
        items = list(_rows(text, "\t" if ending == "tsv" else ","))
    else:
        items = list(_texts(text))
    if not items:
        raise BadWorklist("There is no note in this file.")
    if len(items) > MOST:
        raise BadWorklist(f"The file holds {len(items):,} notes; a worklist takes {MOST}.")
    return items


def _json_lines(text: str) -> Iterator[Item]:
    stripped = text.strip()
    records: list[tuple[int, Any]] = []
    if stripped.startswith("["):
        try:
            records = list(enumerate(json.loads(stripped), 1))
        except json.JSONDecodeError as error:
            raise BadWorklist(f"The file is not JSON: {error}.") from error
    else:
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                try:
                    records.append((number, json.loads(line)))
                except json.JSONDecodeError as error:
                    raise BadWorklist(f"Line {number} is not JSON: {error.msg}.") from error
    for number, record in records:
        if not isinstance(record, dict):
            raise BadWorklist(f'Line {number} must be an object such as {{"question": "…"}}.')
        yield _item(number, {str(k).lower(): v for k, v in record.items()})


def _rows(text: str, delimiter: str) -> Iterator[Item]:
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for number, row in enumerate(reader, 2):
            yield _item(number, {str(k).strip().lower(): v for k, v in row.items() if k})
    except csv.Error as error:
        raise BadWorklist(f"The file is no proper CSV: {error}.") from error


def _item(number: int, record: dict[str, Any]) -> Item:
    text = _first(record, _TEXTS)
    if not text.strip():
        raise BadWorklist(
            f"Line {number} has no note; name the column or field one of {', '.join(_TEXTS)}."
        )
    try:
        setting = checked_setting(_first(record, ("setting",)).lower() or None)
        on = _first(record, _DATES)
        if on:
            checked_date(on)
    except DxciteError as error:
        raise BadWorklist(f"Line {number}: {error}") from error
    return Item(_first(record, _IDS) or str(number), text, setting, on)


def _first(record: dict[str, Any], names: Sequence[str]) -> str:
    return next((str(record[n]).strip() for n in names if record.get(n) not in (None, "")), "")


def _texts(text: str) -> Iterator[Item]:
    notes: list[list[str]] = [[]]
    for line in text.replace("\f", "\n---\n").splitlines():
        if len(line.strip()) >= 3 and not line.strip().strip("-=_"):
            notes.append([])
        else:
            notes[-1].append(line)
    found = (n for n in ("\n".join(lines).strip() for lines in notes) if n)
    for number, note in enumerate(found, 1):
        yield Item(str(number), note)


def decisions(items: Sequence[dict[str, Any]], form: str) -> File:
    """The worklist's decisions as CSV or JSON lines.

    Args:
        items: For each note `id`, `decision`, `codes` and `proposed` (lists), `setting`, `date`.
        form: "csv" or "jsonl".

    Raises:
        BadWorklist: there is nothing to save.
    """
    if not items:
        raise BadWorklist("There is nothing to save yet.")
    rows = [
        {
            "id": str(item.get("id", "")),
            "decision": _decision(item.get("decision")),
            "codes": [str(c) for c in item.get("codes") or ()],
            "proposed": [str(c) for c in item.get("proposed") or ()],
            "setting": item.get("setting"),
            "date_of_service": str(item.get("date") or date.today().isoformat()),
        }
        for item in items
    ]
    if form == "jsonl":
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        return File("worklist.jsonl", "application/jsonl", lines)
    cells = [
        [" ".join(value) if isinstance(value, list) else value for value in map(row.get, COLUMNS)]
        for row in rows
    ]
    return File("worklist.csv", "text/csv", table(cells, COLUMNS))


def _decision(value: object) -> str:
    return str(value) if value in DECISIONS else "open"
