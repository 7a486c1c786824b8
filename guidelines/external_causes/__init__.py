"""External causes (V00–Y99) as tables: the words of a chart, and the code that each way of being hurt has.

The chapter's own rules are in section I.C.20 of the guidelines. The tables are facts of the
Tabular List and of the Index to External Causes; `assistant.reasoning` reads charts by them.
"""

from __future__ import annotations

from guidelines.external_causes._load import load_tables
from guidelines.external_causes._models import (
    Activity,
    Group,
    Home,
    Intent,
    Place,
    Room,
    Row,
    Tables,
    Transport,
    Vehicle,
)

__all__ = [
    "Activity",
    "Group",
    "Home",
    "Intent",
    "Place",
    "Room",
    "Row",
    "Tables",
    "Transport",
    "Vehicle",
    "load_tables",
]
