"""Transport accidents: who was hurt on or in what, what it met, on the road or off it (V00–V89).

The code is put together from the victim's vehicle, its counterpart, the role and the kind of place
(notes at V00–V99); a traffic accident is assumed unless the chart names another place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from guidelines import lazy_re as re
from guidelines.codeset import CodeSet
from guidelines.external_causes import Vehicle, load_tables

_LEFT = 60  # characters before a vehicle in which its part in the accident is looked for


@dataclass(frozen=True, slots=True)
class Accident:
    """A transport accident as told: its code without 7th character, and the words that tell it."""

    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Named:
    vehicle: Vehicle
    start: int
    end: int
    rides: bool
    met: bool


@cache
def _word(name: str) -> re.Pattern[str]:
    return re.compile(load_tables().transport.words[name], re.IGNORECASE)


@cache
def _vehicles() -> re.Pattern[str]:
    parts = (f"(?P<v{n}>{v.said})" for n, v in enumerate(load_tables().transport.vehicles))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w])", re.IGNORECASE)


@cache
def _part(name: str) -> re.Pattern[str]:
    """The words for riding in a vehicle or meeting it, up to where the vehicle stands."""
    words = load_tables().transport.words
    return re.compile(rf"(?<![\w])(?:{words[name]})(?: (?:{words['filler']}))* ?-?$", re.IGNORECASE)


_RIDER_AFTER = re.compile(
    r"^['’]?s?[ -]?(?:driver|rider|passenger|occupant|operator)\b(?! ?(?:'s)?[- ]side)", re.I
)
_ACCIDENT_AFTER = re.compile(r"^ (?:accident|crash|collision|wreck|rollover|fall)\b", re.IGNORECASE)
_PASSENGER_SIDE = re.compile(r"\b(?:passenger|driver)(?:['’]?s)?[- ]side\b", re.IGNORECASE)
_DOES = re.compile(
    r"^ (?:[\w-]+ ){0,2}(?:pulled|turned|hit|struck|ran|cut|merged|stopped|backed|rear|t-?boned|changed|swerved"
    r"|crossed|came|opened|door|failed|blew|going|sideswiped|clipped)",
    re.IGNORECASE,
)
"""What another vehicle does, behind its name."""
_PATIENT_VEHICLE = re.compile(r"^ (?:was|got) (?:hit|struck|rear-?ended|t-?boned|sideswiped)", re.I)
_ROLLED = re.compile(r"\b(?:rollover|rolled|flipped|overturned) (?:(?:an?|the|his|her) )?$", re.I)
_SELF_MOVED = re.compile(
    r"^ (?:vs\.?|versus|v\.|flipped|rolled|overturned|hit|struck|crashed|slid|went|left|lost)", re.I
)


def transport_accident(text: str, codeset: CodeSet) -> Accident | None:
    """The transport accident that a sentence or two tell; None where they tell none."""
    text = _PASSENGER_SIDE.sub(lambda m: "x" * len(m[0]), text)
    named = _named(text)
    crash = _word("crash").search(text) or _word("motorcycle-crash").search(text)
    moved = _word("collision").search(text) or _word("noncollision").search(text)
    if not crash and not (named and moved):
        return None
    code = _pedestrian(text, named) or _occupant(text, named)
    if code is None or code not in codeset:
        return None
    marks = [m.span() for m in (crash, moved) if m] + [(n.start, n.end) for n in named]
    return Accident(code, min(a for a, _ in marks), max(b for _, b in marks))


def _named(text: str) -> list[_Named]:
    """The vehicles of a text, each with whether the patient rides in it or meets it."""
    found = []
    for match in _vehicles().finditer(text):
        vehicle = load_tables().transport.vehicles[int((match.lastgroup or "v0")[1:])]
        before, after = text[max(0, match.start() - _LEFT) : match.start()], text[match.end() :]
        met = bool(_part("met").search(before))
        rides = not met and bool(
            _part("riding").search(before)
            or _RIDER_AFTER.match(after)
            or _ACCIDENT_AFTER.match(after)
            or _PATIENT_VEHICLE.match(after)
        )
        found.append(_Named(vehicle, match.start(), match.end(), rides, met))
    return found


def _pedestrian(text: str, named: list[_Named]) -> str | None:
    """A person on foot, or on a board or skates, whom a vehicle met (V01–V09)."""
    on = next((n for n in named if n.vehicle.pedestrian is not None), None)
    motors = [n for n in named if n.vehicle.meets and n is not on]
    walking = _word("walking").search(text)
    if on is None and not walking:
        ran_over = any(_word("run-over").search(text[: n.start]) for n in motors)
        ran_over = ran_over or bool(_word("overrun").search(text))
        inside = any(n.rides for n in named) or _word("driver").search(text)
        cycling = _word("cyclist").search(text) or _word("motorcyclist").search(text)
        if not ran_over or inside or cycling or _word("passenger").search(text):
            return None
    if any(n.rides and n.vehicle.pedestrian is None for n in named) and not (
        walking and "pedestrian" in text.lower()
    ):
        return None
    if on is not None and not _word("collision").search(text):
        return None
    behind = on.vehicle.pedestrian if on is not None and on.vehicle.pedestrian else "0"
    place = "0" if _off_road(text) else "1"
    if not motors:
        return f"V09.{'0' if place == '0' else '2'}0" if walking and on is None else None
    third = motors[0].vehicle.meets or "9"
    if third == "9":
        return f"V09.{'0' if place == '0' else '2'}0"
    return f"V0{third}.{place}{behind}"


def _off_road(text: str) -> bool:
    return bool(_word("off-road").search(text))


def _occupant(text: str, named: list[_Named]) -> str | None:
    """A rider or an occupant of a vehicle (V10–V86), or a person in some vehicle (V89)."""
    own = _own(text, named)
    role = _role(text, own)
    off = _off_road(text)
    if own is None:
        if not (_word("crash").search(text) or role):
            return None
        if role is None and not any(n.met for n in named):
            return "V89.0" if off else "V89.2"
        own = next(v for v in load_tables().transport.vehicles if v.name == "car")
    others = [n for n in named if n.met or (n.vehicle is not own and _DOES.match(text[n.end :]))]
    if own.off_road is not None:
        return _off_road_code(own, role, text)
    if own.special is not None:
        road = bool(_word("road").search(text))
        return f"{own.special}.{_SPECIAL[(role or 'driver', road)]}"
    if own.category is None:
        return None
    return (
        _rider_code(own, role, off, text, others)
        if own.rider is not None
        else _inside_code(own, role, off, text, others)
    )


_SPECIAL = {
    ("driver", True): "0", ("passenger", True): "1", ("unspecified", True): "3",
    ("driver", False): "5", ("passenger", False): "6", ("unspecified", False): "9",
}  # fmt: skip
"""Fourth figures of V83–V86, by role and traffic."""


def _own(text: str, named: list[_Named]) -> Vehicle | None:
    """The vehicle that the patient was on or in."""
    for n in named:
        if n.rides and n.vehicle.pedestrian is None and n.vehicle.name != "vehicle":
            return n.vehicle
    vehicles = {v.name: v for v in load_tables().transport.vehicles}
    if _word("motorcyclist").search(text) or _word("motorcycle-crash").search(text):
        return vehicles["motorcycle"]
    if _word("cyclist").search(text):
        return vehicles["bicycle"]
    free = [n for n in named if not n.met and n.vehicle.name != "vehicle" and _carries(n.vehicle)]
    if free and (
        _role(text, None)
        or _SELF_MOVED.match(text[free[0].end :])
        or _ROLLED.search(text[: free[0].start])
    ):
        return free[0].vehicle
    return None


def _carries(vehicle: Vehicle) -> bool:
    return any((vehicle.category, vehicle.off_road, vehicle.special))


def _role(text: str, own: Vehicle | None) -> str | None:
    """Driver or passenger; who rides on a cycle is its driver unless called a passenger."""
    if _word("passenger").search(text):
        return "passenger"
    told = _word("other-driver").sub("", text)
    if _word("driver").search(told):
        return "driver"
    if own is not None and (own.rider is not None or own.off_road or own.special):
        return "driver" if _word("rider").search(text) or own.name == "bicycle" else None
    return None


def _off_road_code(own: Vehicle, role: str | None, text: str) -> str:
    road = bool(_word("road").search(text)) and not _off_road(text)
    return f"V86.{_SPECIAL[(role or 'unspecified', road)]}{own.off_road}"


def _third(text: str, others: list[_Named]) -> tuple[str, Vehicle | None]:
    """What a vehicle met, as the third figure of its categories, first what was met first."""
    met = [n for n in others if n.vehicle.meets and n.vehicle.pedestrian is None]
    if met:
        return met[0].vehicle.meets or "9", met[0].vehicle
    for name, figure in (("animal", "0"), ("fixed", "7"), ("noncollision", "8")):
        found = _word(name).search(text)
        if found and "avoid" not in text[max(0, found.start() - 20) : found.start()].lower():
            return figure, None
    return "9", None


def _rider_code(own: Vehicle, role: str | None, off: bool, text: str, others: list[_Named]) -> str:
    """A rider's code: V10–V29, role and traffic in the fourth figure."""
    third, _ = _third(text, others)
    if third == "9":
        return _unspecified_rider(own, role, off, text)
    fourth = {"driver": "04", "passenger": "15", None: "29"}[role][0 if off else 1]
    if _word("boarding").search(text):
        fourth = "3"
    return f"V{own.category}{third}.{fourth}{own.rider}"


def _unspecified_rider(own: Vehicle, role: str | None, off: bool, text: str) -> str:
    """A rider's accident with a motor vehicle that is not told, or of no kind that is told."""
    start = f"V{own.category}9."
    if not _word("collision").search(text) or role is None or not _met_any(text):
        return start + ("3" if off else "9") + str(own.rider)
    return (
        start
        + {"driver": "04", "passenger": "15"}[role][0 if off else 1]
        + "0"
        + ({"9": "8"}.get(str(own.rider), str(own.rider)))
    )


def _met_any(text: str) -> bool:
    return bool(re.search(r"\b(?:vehicle|collision|mvc|mva|mv)\b", text, re.IGNORECASE))


def _inside_code(own: Vehicle, role: str | None, off: bool, text: str, others: list[_Named]) -> str:
    """An occupant's code: V40–V79, role and traffic in the fourth figure."""
    third, met = _third(text, others)
    start = f"V{own.category}{third}."
    if _word("boarding").search(text) and third != "9":
        return start + "4" + (met.car or "" if met and start == "V43." else "")
    if third == "9":
        behind = {"driver": "04", "passenger": "15", None: "26"}[role][0 if off else 1]
        return f"{start}{behind}0"
    fourth = {"driver": "05", "passenger": "16", None: "39"}[role][0 if off else 1]
    return start + fourth + ((met.car or "2") if met and start == "V43." else "")
