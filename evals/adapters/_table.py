"""A CSV file of a team's own: one row a case, several codes or sections in one cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evals.adapters._common import csv_rows, listed
from evals.errors import SuiteError
from evals.schema import Case, Gold

_LISTS = ("sections", "required_codes", "acceptable_codes", "forbidden_codes")
_GOLD = (*_LISTS, "verdict", "first", "abstain")
_PLAIN = ("id", "question", "setting", "date_of_service", "pair", "term")


def read_table(path: Path, _: date) -> list[Case]:
    """Cases from a CSV file with the columns of the suite schema; only `question` is needed.

    Raises:
        SuiteError: a column is unknown or a value is none that the schema allows.
    """
    found: list[Case] = []
    for number, row in csv_rows(path, ("question",)):
        unknown = set(row) - {*_GOLD, *_PLAIN, "tags"}
        if unknown:
            raise SuiteError(
                f"{path} has a column {sorted(unknown)[0]} that no suite has; "
                f"use {', '.join((*_PLAIN, *_GOLD, 'tags'))}."
            )
        found.append(_case(path, number, row))
    return found


def _case(path: Path, number: int, row: dict[str, str]) -> Case:
    gold: dict[str, Any] = {name: listed(row.get(name)) for name in _LISTS}
    gold |= {name: row[name] for name in ("verdict", "first", "abstain") if name in row}
    fields: dict[str, Any] = {name: row[name] for name in _PLAIN if name in row}
    fields.setdefault("id", f"row-{number}")
    try:
        return Case(
            **fields,
            gold=Gold.model_validate(gold),
            tags=listed(row.get("tags")),
            labelled="external",
            provenance=path.name,
        )
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = ".".join(map(str, fault["loc"]))
        raise SuiteError(f"{path}, line {number}: {where}: {fault['msg']}.") from error
