"""Where it happened, what the patient was doing, and in what capacity (I.C.20.b, c, k)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from assistant.models import Span
from assistant.reasoning._case import Case
from assistant.reasoning._rulebook import expression
from assistant.reasoning._told import Told, counts
from guidelines import lazy_re as re
from guidelines.codeset import CodeSet
from guidelines.external_causes import Activity, Room, load_tables

_TOLD_ELSEWHERE = re.compile(
    r"\b(?:at the time|occurred|happened|(?:place|location|site) (?:of (?:injury|occurrence|accident)|:))",
    re.IGNORECASE,
)
"""What marks a sentence that tells of the place, though not of the event."""
_PAID_PLAYER = re.compile(
    r"\bprofessional (?:athlete|\w+ player)|\bpro (?:athlete|\w+ player)\b", re.I
)
_WITHOUT_HOUSE = ("driveway", "garage", "swimming-pool")
"""Rooms that only the codes of a known kind of home have."""


def circumstances(
    told: Sequence[Told],
    events: Sequence[Told],
    causes: Sequence[Span],
    own_activity: str | None,
    case: Case,
) -> Iterator[tuple[str, Span, str]]:
    """Place, activity and status, each with the words that tell it and the section that asks it.

    Args:
        told: The sentences of the chart.
        events: Those of them that tell a cause.
        causes: The words that tell the causes.
        own_activity: The activity that goes with the cause by itself.
        case: The case; its codes tell what is given already.
    """
    near = [*events, *(t for t in told if _TOLD_ELSEWHERE.search(t.text) and t not in events)]
    place = _place(near, told, case)
    if place and not _given(case, "Y92"):
        yield *place, "I.C.20.b"
    doing = _doing(load_tables().activities, near, case)
    if doing and not _given(case, "Y93"):
        yield doing[0].code, doing[1], "I.C.20.c"
    elif own_activity and not _given(case, "Y93") and causes:
        yield own_activity, causes[0], "I.C.20.c"
    if not _given(case, "Y99") and (status := _status(told, events, doing, case)):
        yield *status, "I.C.20.k"


def _given(case: Case, category: str) -> bool:
    return any(i.code.startswith(category) and not i.alternative for i in case.items)


def _status(
    told: Sequence[Told],
    events: Sequence[Told],
    doing: tuple[Activity, Span] | None,
    case: Case,
) -> tuple[str, Span] | None:
    """In what capacity: told in words, or by a sport that is nobody's work."""
    for row in load_tables().statuses:
        where = events if row.code == "Y99.2" else told
        found = _doing((row,), where, case)
        if found:
            return row.code, found[1]
    if doing and doing[0].leisure and not any(_PAID_PLAYER.search(t.text) for t in told):
        return "Y99.8", doing[1]
    return None


def _doing(
    rows: Sequence[Activity], where: Sequence[Told], case: Case
) -> tuple[Activity, Span] | None:
    for row in rows:
        if not _may(row.said, case):
            continue
        for one in where:
            found = expression(row.said).search(one.text)
            if found is None or (row.unless and expression(row.unless).search(one.text)):
                continue
            if counts(one, *found.span(), "A", case.on.year):
                return row, one.span(*found.span())
    return None


def _place(near: Sequence[Told], told: Sequence[Told], case: Case) -> tuple[str, Span] | None:
    """The place, as nearly as the sentences of the event tell it."""
    for one in near:
        home = _home(one, told, case)
        public = _public(one, case)
        if home and public and home[2]:
            return home[:2]
        if public:
            return public
        if home:
            return home[:2]
    return None


def _public(one: Told, case: Case) -> tuple[str, Span] | None:
    for row in load_tables().places:
        if not _may(row.said, case):
            continue
        found = expression(row.said).search(one.text)
        if found and not (row.unless and expression(row.unless).search(one.text)):
            return row.code, one.span(*found.span())
    return None


def _home(one: Told, told: Sequence[Told], case: Case) -> tuple[str, Span, bool] | None:
    """A residence and its room, and whether the words name the residence itself."""
    tables = load_tables()
    text = expression(tables.not_home).sub(lambda m: " " * len(m[0]), one.text)
    for home in tables.homes:
        found = expression(home.said).search(text)
        if found is None:
            continue
        under, room = home.under, _room(text)
        if under == "Y92.00":
            under = _kind_told(told) or under
        if under == "Y92.00" and room and room.starts[0] in _WITHOUT_HOUSE:
            under = "Y92.01"
        code = _room_code(case.codeset, under, room)
        if code is None:
            return None
        named = not re.match(r"(?:the|front|back|his|her|own|their)\b", found[0], re.I) or (
            "home" in found[0].lower() or "house" in found[0].lower()
        )
        return code, one.span(*found.span()), named
    return None


def _kind_told(told: Sequence[Told]) -> str | None:
    """The kind of home that the chart names elsewhere: a single family house, an apartment …"""
    for one in told:
        found = re.search(r"\bsingle[- ]?fam\w*", one.text, re.I)
        if found:
            return "Y92.01"
    return None


def _room(text: str) -> Room | None:
    return next((r for r in load_tables().rooms if expression(r.said).search(text)), None)


@cache
def _rooms_under(codeset: CodeSet, under: str) -> tuple[tuple[str, str], ...]:
    return tuple((c, codeset.get(c).title.lower()) for c in codeset.billable_under(under))


def _room_code(codeset: CodeSet, under: str, room: Room | None) -> str | None:
    """The code of a room in a kind of residence; its other or unspecified place where it has none."""
    titles = _rooms_under(codeset, under)
    wanted = (*(room.starts if room else ()), *(("other place",) if room else ()))
    for start in (*wanted, "unspecified place"):
        for code, title in titles:
            if title.startswith(start):
                return code
    return None


def _may(words: str, case: Case) -> bool:
    texts = load_tables().needed.get(words)
    return texts is None or any(t in case.text.lower() for t in texts)
