"""What adapters share: reading files with plain errors, and codes as the code set writes them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from evals.errors import SuiteError
from guidelines.codeset import load_codeset
from guidelines.errors import CodeError

_SEPARATORS = re.compile(r"[\s,;|]+")


def reportable(codes: Iterable[str], on: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes in dotted form, each once: those that can be reported on a date, and the others.

    Other people's gold is often of another year or names headers; such codes cannot be asked for.
    """
    codeset = load_codeset(on)
    kept: dict[str, None] = {}
    dropped: dict[str, None] = {}
    for code in codes:
        try:
            entry = codeset.get(code)
        except CodeError:
            dropped[code] = None
            continue
        (kept if entry.billable else dropped)[entry.code] = None
    return tuple(kept), tuple(dropped)


def listed(field: str | None) -> tuple[str, ...]:
    """The parts of a field that holds several values."""
    return tuple(part for part in _SEPARATORS.split(field or "") if part)


def text_of(path: Path) -> str:
    """A text file.

    Raises:
        SuiteError: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SuiteError(f"{path} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise SuiteError(f"{path} is not text in UTF-8; save it as UTF-8.") from error


def csv_rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with a header, each with its line number.

    Raises:
        SuiteError: it cannot be read, or a column is missing.
    """
    csv.field_size_limit(10_000_000)  # notes are longer than the default of 131,072
    reader = csv.DictReader(text_of(path).splitlines(keepends=True))
    missing = [name for name in needed if name not in (reader.fieldnames or ())]
    if missing:
        raise SuiteError(
            f"{path} has no column {' or '.join(missing)}; its first line must name the columns."
        )
    for row in reader:
        yield reader.line_num, {k: v for k, v in row.items() if k is not None and v}
