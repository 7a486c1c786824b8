"""Validity: is a code billable, complete, and in force at the date of service?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from random import Random

from evals.schema import Case, Gold
from guidelines.codeset import CodeSet, fy2027_changes, load_codeset

_BEFORE, _AFTER = date(2026, 9, 30), date(2026, 10, 1)
_ASKS = (
    "Is {} billable?",
    "Can I report {}?",
    "Is {} a valid code?",
    "Is {} complete enough to bill?",
    "can {} go on a claim",
)


def validity(chance: Random, count: int) -> list[Case]:
    """Cases of each kind in turn."""
    codes = load_codeset(_BEFORE)
    kinds = [
        ("billable", _some(_billable(codes), chance)),
        ("header", _some(_headers(codes), chance)),
        ("7th-character-missing", _some(_incomplete(codes), chance)),
        ("7th-character", _some(_complete(codes), chance)),
        ("deleted-or-new", _changed(chance)),
    ]
    found: list[Case] = []
    for rows in zip(*(islice(rows, count) for _, rows in kinds), strict=False):
        for (kind, _), (code, on, valid) in zip(kinds, rows, strict=True):
            found.append(_case(len(found) + 1, kind, code, on, valid, chance))
    return found[:count]


_Row = tuple[str, date, bool]


def _case(number: int, kind: str, code: str, on: date, valid: bool, chance: Random) -> Case:
    return Case(
        id=f"validity-{number:03}",
        question=chance.choice(_ASKS).format(code),
        date_of_service=on,
        gold=Gold(
            verdict="yes" if valid else "no",
            acceptable_codes=(code,) if valid else (),
            forbidden_codes=() if valid else (code,),
        ),
        tags=("validity", "yes-no", kind),
        labelled="external",
        provenance="Tabular List, April 2026 and FY2027",
    )


def _some(rows: Iterator[_Row], chance: Random) -> Iterator[_Row]:
    every = list(rows)
    return iter(chance.sample(every, len(every)))


def _billable(codes: CodeSet) -> Iterator[_Row]:
    for entry in codes.entries():
        if entry.billable and codes.base_of(entry.code) == entry.code:
            yield entry.code, _BEFORE, True


def _headers(codes: CodeSet) -> Iterator[_Row]:
    for entry in codes.entries():
        plain = entry.kind in ("category", "subcategory")
        if plain and not entry.billable and codes.base_of(entry.children[0]) != entry.code:
            yield entry.code, _BEFORE, False


def _incomplete(codes: CodeSet) -> Iterator[_Row]:
    for entry in codes.entries():
        if entry.children and codes.base_of(entry.children[0]) == entry.code:
            yield entry.code, _BEFORE, False


def _complete(codes: CodeSet) -> Iterator[_Row]:
    for entry in codes.entries():
        if codes.base_of(entry.code) != entry.code:
            yield entry.code, _BEFORE, True


def _changed(chance: Random) -> Iterator[_Row]:
    """Codes that one of the two releases has and the other has not, at either date."""
    old, new = load_codeset(_BEFORE), load_codeset(_AFTER)
    names = sorted({change.code for change in fy2027_changes()})
    rows = [
        (code, on, codes.get(code).billable if code in codes else False)
        for code in chance.sample(names, len(names))
        if (code in old) != (code in new)
        for on, codes in ((_BEFORE, old), (_AFTER, new))
    ]
    return iter(rows)
