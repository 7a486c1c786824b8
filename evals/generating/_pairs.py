"""Pair checks: two codes and what the Tabular List says about them side by side.

Only notes that name one whole code are used, so that the gold follows from the note and nothing
else; exceptions of I.A.12.a for unrelated conditions need a chart and are left to the other suites.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from random import Random

from evals.schema import Case, Gold
from guidelines.codeset import CodeSet, NoteField, load_codeset

_ON = date(2026, 6, 1)
_ONE_CODE = re.compile(r"[^()]*\(([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)\)")
_TOGETHER = (
    "Can {} and {} be reported together?",
    "Is it ok to code {} with {}?",
    "May I report {} and {} on the same claim?",
)
_ORDER = ("Which goes first, {} or {}?", "{} and {}: how are they sequenced?")

_Pair = tuple[str, str]


def pair_checks(chance: Random, count: int) -> list[Case]:
    """Excludes1, Excludes2 and Code first notes in turn."""
    codes = load_codeset(_ON)
    kinds = {
        "excludes1": _noted(codes, "excludes1"),
        "excludes2": _noted(codes, "excludes2"),
        "code-first": _noted(codes, "code_first"),
    }
    rows: dict[str, list[_Pair]] = {}
    for kind, noted in kinds.items():
        rows[kind] = sorted(set(noted))
        chance.shuffle(rows[kind])
    found: list[Case] = []
    for row in zip(*rows.values(), strict=False):
        for kind, (noted, other) in zip(rows, row, strict=True):
            found.append(_MAKE[kind](len(found) + 1, noted, other, chance))
        if len(found) >= count:
            break
    return found[:count]


def _noted(codes: CodeSet, field: NoteField) -> Iterator[_Pair]:
    """Billable codes with a note of their own that names one other billable code."""
    for entry in codes.entries():
        if not entry.billable:
            continue
        for text in getattr(entry, field):
            match = _ONE_CODE.fullmatch(text.strip())
            other = match[1] if match else ""
            known = other in codes and codes.get(other).billable
            if known and not _contradicted(codes, entry.code, other, field):
                yield entry.code, other


def _contradicted(codes: CodeSet, one: str, other: str, field: NoteField) -> bool:
    """Whether another note says something else about the two."""
    rivals: tuple[NoteField, ...] = (
        "excludes1",
        "excludes2",
        "code_first",
        "use_additional",
        "code_also",
    )
    category = other[:3]
    for a, b in ((one, category), (other, one[:3])):
        for rival in rivals:
            if rival == field and a == one:
                continue
            if any(b in note.text for note in codes.inherited(a, rival)):
                return True
    return False


def _case(number: int, question: str, gold: Gold, *tags: str) -> Case:
    return Case(
        id=f"pair-{number:03}",
        question=question,
        date_of_service=_ON,
        gold=gold,
        tags=("codepair", *tags),
        labelled="external",
        provenance="Tabular List, April 2026",
    )


def _shown(one: str, other: str, chance: Random) -> _Pair:
    return (one, other) if chance.random() < 0.5 else (other, one)


def _excludes1(number: int, one: str, other: str, chance: Random) -> Case:
    question = chance.choice(_TOGETHER).format(*_shown(one, other, chance))
    gold = Gold(verdict="no", sections=("I.A.12.a",))
    return _case(number, question, gold, "excludes1", "yes-no")


def _excludes2(number: int, one: str, other: str, chance: Random) -> Case:
    question = chance.choice(_TOGETHER).format(*_shown(one, other, chance))
    gold = Gold(verdict="yes", sections=("I.A.12.b",))
    return _case(number, question, gold, "excludes2", "yes-no")


def _code_first(number: int, one: str, other: str, chance: Random) -> Case:
    """The note stands at the code that comes second (I.A.13, I.B.7)."""
    question = chance.choice(_ORDER).format(*_shown(one, other, chance))
    gold = Gold(first=other, required_codes=(other, one), sections=("I.A.13", "I.A.17", "I.B.7"))
    return _case(number, question, gold, "code-first", "seq")


_MAKE = {"excludes1": _excludes1, "excludes2": _excludes2, "code-first": _code_first}
