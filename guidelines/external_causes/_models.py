"""The records of the tables of external causes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Intent = Literal["accident", "assault", "harm", "undetermined", "legal"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Also(_Record):
    """A second code of the same event, where an injury of its own kind is there too."""

    code: str
    title: str
    needs: tuple[str, ...]
    when: tuple[str, ...] = ()


class Row(_Record):
    """One way of being hurt."""

    code: str
    """As printed, without placeholders and 7th character."""
    title: str
    """Words of the code's title, by which a test checks the row."""
    said: tuple[str, ...]
    """Expressions that must all be found in one sentence."""
    unless: str | None = None
    assault: str | None = None
    harm: str | None = None
    undetermined: str | None = None
    only_intent: bool = False
    """Whether the words tell a cause only together with an intent other than accident."""
    fits: tuple[str, ...] = ()
    """Injuries that it can explain; those of its group where none are named."""
    needs: tuple[str, ...] = ()
    """Injuries of which one must be there."""
    not_with: tuple[str, ...] = ()
    also: tuple[Also, ...] = ()
    activity: str | None = None
    """The activity that this way of being hurt tells by itself (Y93)."""

    def code_for(self, intent: Intent) -> str | None:
        """The code with an intent; None where the row has none (I.C.20.h)."""
        if intent in ("accident", "legal"):
            return None if self.only_intent else self.code
        found: str | None = getattr(self, intent)
        return found


class Group(_Record):
    """Rows of one kind; the first row that a sentence meets is the one that counts."""

    name: str
    fits: tuple[str, ...]
    """Patterns of the injuries that such a cause can explain."""
    section: str
    rows: tuple[Row, ...]
    needs: tuple[str, ...] = ()
    intent: Intent | None = None
    """The intent that has to be told, None for any."""


class Vehicle(_Record):
    """A means of transport."""

    name: str
    said: str
    title: str = ""
    category: str | None = None
    """Second figure of the categories of its occupants, as the 4 of V40–V49."""
    rider: str | None = None
    """What stands behind the role for those who ride on it; None for those who sit in it."""
    meets: str | None = None
    """Third figure of the categories of those who collide with it."""
    car: str | None = None
    """Fifth figure behind V43, which tells cars apart."""
    off_road: str | None = None
    """Fifth figure behind V86."""
    special: str | None = None
    """Category of its own, as V84."""
    pedestrian: str | None = None
    """What stands behind V0x.0, V0x.1 for a pedestrian on it."""


class Transport(_Record):
    """Vehicles, and the expressions that tell who met what."""

    vehicles: tuple[Vehicle, ...]
    words: Mapping[str, str]


class Home(_Record):
    """A kind of residence; its rooms are the codes under it."""

    under: str
    said: str


class Room(_Record):
    """A room, with the words with which the titles of its codes begin."""

    starts: tuple[str, ...]
    said: str


class Place(_Record):
    """A place of occurrence."""

    code: str
    title: str
    said: str
    unless: str | None = None


class Activity(_Record):
    """An activity or status."""

    code: str
    title: str
    said: str
    unless: str | None = None
    leisure: bool = False


class Tables(_Record):
    """All tables."""

    groups: tuple[Group, ...]
    assaulted: str
    """Words that make an event an assault."""
    transport: Transport
    homes: tuple[Home, ...]
    not_home: str
    rooms: tuple[Room, ...]
    places: tuple[Place, ...]
    activities: tuple[Activity, ...]
    statuses: tuple[Activity, ...]
    needed: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """For each expression the texts of which one must stand in a chart for it to be found."""
