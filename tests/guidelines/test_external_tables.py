"""Every cell of the tables of external causes, against the Tabular List."""

from __future__ import annotations

import re

import pytest

from guidelines.codeset import load_codeset
from guidelines.external_causes import load_tables
from guidelines.external_causes._load import ExternalCauseError, parse_tables

CODES = load_codeset()
TABLES = load_tables()
ROWS = [row for group in TABLES.groups for row in group.rows]
PARTS = [*ROWS, *(also for row in ROWS for also in row.also)]
OTHERS = [*TABLES.places, *TABLES.activities, *TABLES.statuses]
BEGINNINGS = {"assault": "assault", "harm": "intention", "undetermined": "undetermined"}


def _above(code: str) -> str:
    """The titles of a code and of the lines above it, down to its category."""
    lines = [code, *(c for c in CODES.ancestors(code) if re.fullmatch(r"[V-Y]\d\d.*", c))]
    return " ".join(CODES.get(c).title.lower() for c in lines)


@pytest.mark.parametrize("row", [*PARTS, *OTHERS], ids=lambda r: r.code)
def test_a_row_names_a_code_that_says_so(row) -> None:  # type: ignore[no-untyped-def]
    words = row.title.lower().split()
    assert [w for w in words if w not in _above(row.code)] == []


@pytest.mark.parametrize("intent", BEGINNINGS)
def test_the_code_of_another_intent_says_so(intent: str) -> None:
    codes = {getattr(row, intent) for row in ROWS} - {None}
    assert [c for c in sorted(codes) if BEGINNINGS[intent] not in _above(c)] == []


def test_a_cause_is_complete_but_for_its_phase() -> None:
    """Nothing but the 7th character may be open, and in legal interventions who was hurt."""
    of_intents = [getattr(r, i) for r in ROWS for i in BEGINNINGS if getattr(r, i)]
    open_ones = [
        c
        for c in [*(p.code for p in PARTS), *of_intents]
        if not c.startswith("Y35") and CODES.get(c).children and not CODES.get(c).billable
    ]
    assert [c for c in open_ones if not _takes_seventh(c)] == []
    assert all(CODES.get(o.code).billable for o in OTHERS)


def _takes_seventh(code: str) -> bool:
    return CODES.get(CODES.complete(code, "A")).billable


def test_activities_of_causes_exist() -> None:
    assert all(CODES.get(r.activity).billable for r in ROWS if r.activity)


@pytest.mark.parametrize("home", TABLES.homes, ids=lambda h: h.under)
def test_every_home_has_rooms(home) -> None:  # type: ignore[no-untyped-def]
    titles = [CODES.get(c).title.lower() for c in CODES.billable_under(home.under)]
    assert any(t.startswith("unspecified place") for t in titles)
    assert any(t.startswith("kitchen") for t in titles)


def test_every_room_begins_some_title() -> None:
    titles = [
        CODES.get(c).title.lower() for h in TABLES.homes for c in CODES.billable_under(h.under)
    ]
    starts = [s for room in TABLES.rooms for s in room.starts]
    assert [s for s in starts if not any(t.startswith(s) for t in titles)] == []


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"falls.yaml": "groups: ["}, "falls.yaml cannot be read"),
        ({"falls.yaml": "- one"}, "must hold named tables"),
        ({"falls.yaml": "groups: []"}, "cannot be read"),
    ],
)
def test_a_malformed_table_is_named(files: dict[str, str], said: str) -> None:
    with pytest.raises(ExternalCauseError, match=said):
        parse_tables(files)
