"""External causes out of the words of the chart: how an injury came about, where and when (I.C.20).

One cause for each kind of injury that the chart has, each completed with the phase of the injury's
care; the place, the activity and the status follow at the initial encounter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.choosing import Choice
from assistant.models import Basis, Span
from assistant.reasoning._case import Case, Item
from assistant.reasoning._harm_words import NO_SELF_HARM, SELF_HARM, UNDETERMINED
from assistant.reasoning._occurrence import circumstances
from assistant.reasoning._rulebook import expression
from assistant.reasoning._told import Phase, Told, counts, told_in
from assistant.reasoning._transport import transport_accident
from guidelines import lazy_re as re
from guidelines.errors import SeventhCharacterError
from guidelines.external_causes import Group, Intent, Row, load_tables
from guidelines.rules import any_matches

_INJURIES = (
    "S00-T34", "T66-T71", "T73.-", "T75.-", "T79.-", "M80.-", "M84.-", "M96.6-", "M97.-", "J70.5",
    "T59.81-", "T58.-", "L55.-", "H83.3-", "H16.13-",
)  # fmt: skip
"""Conditions that an external cause of these tables can explain."""
_ABUSE = ("T74.-", "T76.-")
_MAIN = ("V00-Y36",)
_ORDER = (
    "Y38.-", "X34-X39", "V00-V99", "W00-W99", "X00-X33", "X50-X58", "X71-X83", "X92-Y09",
    "Y21-Y37", "Y62-Y84", "Y90-Y91", "Y95-Y98", "Y92.-", "Y93.-", "Y99.-",
)  # fmt: skip
"""The order of external causes behind all else (I.C.20.f, I.C.20.d)."""
_WEAK = frozenset(("W19", "Y09", "W18.30", "W01.0", "W01.10", "W18.40", "W51"))
"""Causes that give way to a more telling one, even where that stands later in the chart."""
_ASKED = re.compile(
    r"\be-?codes?\b|\bexternal causes?\b|\bcause codes?\b|\bhow it happened\b|\bcause of (?:the )?(?:injury|accident)\b"
    r"|\bplace of occurrence\b|\bactivity code",
    re.IGNORECASE,
)
_OFFICER = re.compile(
    r"\b(?:police ?man|police officer|officer|deputy|trooper)\b[^.;]{0,40}\b(?:injured|hurt)\b",
    re.I,
)
_SUSPECT = re.compile(
    r"\b(?:suspect|arrest\w*|fleeing|resist\w*|custody|in handcuffs|perpetrator)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause as told, its code without the 7th character."""

    code: str
    span: Span
    told: Told
    fits: tuple[str, ...]
    rank: int
    section: str
    activity: str | None = None


def add_external_causes(case: Case) -> None:
    """Add how the injuries of the case came about, as far as the chart tells it."""
    codes = [i.code for i in case.items if not i.alternative and not i.drug]
    asked = bool(_ASKED.search(case.text))
    injuries = [c for c in codes if any_matches(_INJURIES, c)]
    looked_up = any(i.mention and any_matches(_MAIN, i.code) for i in case.items)
    if any(any_matches(_ABUSE, c) for c in codes) or not (injuries or asked or looked_up):
        return
    phase = _phase(injuries, case)
    told = told_in(case.text)
    causes = []
    if injuries or asked:
        causes = _explaining(_causes(case, told, injuries, phase), injuries)
    _give_way(case, told, phase, derived=bool(causes))
    for cause in causes:
        _add(case, cause.code, phase, cause.span, cause.section)
    if phase == "A" and (injuries or asked):
        _add_circumstances(case, told, causes)
    if any(i.code[0] in "VWXY" for i in case.items):
        case.last += [p for p in _ORDER if p not in case.last]


def _add_circumstances(case: Case, told: Sequence[Told], causes: Sequence[Cause]) -> None:
    """Add place, activity and status; beside no cause only an activity and its status."""
    main = [i for i in case.items if any_matches(_MAIN, i.code) and not i.alternative]
    about = main or [i for i in case.items if any_matches(("S00-T34",), i.code)]
    events = [c.told for c in causes] or [t for t in told if _holds_any(t, about)]
    own = next((c.activity for c in causes if c.activity), None)
    found = list(circumstances(told, events, [c.span for c in causes], own, case))
    doing = any(section == "I.C.20.c" for _, _, section in found)
    for code, span, section in found:
        if main or (doing and section != "I.C.20.b"):
            _add(case, code, "A", span, section)


def _holds_any(told: Told, items: Sequence[Item]) -> bool:
    return any(told.start <= s.start < told.end for i in items for s in i.spans)


def _phase(injuries: Sequence[str], case: Case) -> Phase:
    """The 7th character that matches the injury's (I.C.20.a.2)."""
    seventh = [c[7:] for c in injuries if len(c) == 8]
    if any(s in ("A", "B", "C") for s in seventh):
        return "A"
    if seventh:
        return "S" if all(s == "S" for s in seventh) else "D"
    told = case.attributes.get("encounter")
    return "D" if told == "subsequent" else "S" if told == "sequela" else "A"


def _causes(case: Case, told: Sequence[Told], injuries: Sequence[str], phase: Phase) -> list[Cause]:
    """Every cause that the chart tells, the most telling first."""
    intent = _intent(case, told, phase)
    found = list(_told_by_rows(case, told, injuries, phase, intent))
    if intent == "accident":
        found += _transport(case, told, phase)
    return sorted(found, key=lambda c: (c.rank, c.span.start))


def _intent(case: Case, told: Sequence[Told], phase: Phase) -> Intent:
    """What the chart says of the intent; an accident where it says nothing (I.C.20.h)."""
    text = case.text
    if UNDETERMINED.search(text):
        return "undetermined"
    for one in told:
        found = SELF_HARM.search(one.text)
        if found is None or NO_SELF_HARM.search(one.text):
            continue
        if counts(one, found.start(), found.end(), phase, case.on.year):
            return "harm"
    for one in told:
        found = expression(load_tables().assaulted).search(one.text)
        if found and counts(one, found.start(), found.end(), phase, case.on.year):
            return "assault"
    return "accident"


def _transport(case: Case, told: Sequence[Told], phase: Phase) -> Iterator[Cause]:
    """The transport accident, told in one sentence or in two that follow each other."""
    best: Cause | None = None
    for n, one in enumerate(told):
        alone = transport_accident(one.text, case.codeset)
        if alone is None or not counts(one, alone.start, alone.end, phase, case.on.year):
            continue
        code = alone.code
        if n + 1 < len(told):
            both = f"{one.text} {told[n + 1].text}"
            more = transport_accident(both, case.codeset)
            code = more.code if more and _tells_more(more.code, code) else code
        cause = Cause(
            code, one.span(alone.start, alone.end), one, ("S00-T34", "T71.-", "T79.-", "M80.-",
            "M84.-", "M97.-", "O9A.2-"), 1, "I.C.20.f",
        )  # fmt: skip
        if best is None or _tells_more(code, best.code):
            best = cause
    if best is not None:
        yield best


def _tells_more(code: str, other: str) -> bool:
    """Whether a transport code says more: of the vehicle, then of what was met, then of the role."""

    def said(c: str) -> tuple[bool, bool, bool]:
        return not c.startswith("V89"), c[2] != "9", c[4:5] not in ("9", "3", "6")

    return said(code) > said(other)


def _told_by_rows(
    case: Case, told: Sequence[Told], injuries: Sequence[str], phase: Phase, intent: Intent
) -> Iterator[Cause]:
    """The first row of each group that each sentence meets."""
    whole = case.text.lower()
    for group in load_tables().groups:
        if not _group_fits(group, injuries, intent):
            continue
        rows = [r for r in group.rows if _may_hold(r, whole) and _row_fits(r, injuries)]
        for one in told:
            found = _first(rows, one, group, intent)
            if found is None or not counts(one, found[1], found[2], phase, case.on.year):
                continue
            row, start, end = found
            code = row.code_for(intent if group.intent is None else group.intent) or row.code
            rank = 5 if code in _WEAK else 0 if group.intent else 2
            rank += 4 if group.name == "overexertion" else 0
            span, fits = one.span(start, end), row.fits or group.fits
            yield Cause(code, span, one, fits, rank, _section(group, intent), row.activity)
            for also in row.also:
                if any(any_matches(also.needs, c) for c in injuries):
                    yield Cause(also.code, span, one, also.needs, rank + 1, group.section)


def _section(group: Group, intent: Intent) -> str:
    if intent == "undetermined":
        return "I.C.20.h.1"
    return "I.C.20.g" if group.intent == "assault" else group.section


def _group_fits(group: Group, injuries: Sequence[str], intent: Intent) -> bool:
    if group.intent == "assault" and intent != "assault":
        return False
    if not injuries:
        # asked in general: only what can hurt any part of the body
        return any(fits.startswith("S00") for fits in group.fits)
    needs = group.needs or group.fits
    return any(any_matches(needs, c) for c in injuries)


def _row_fits(row: Row, injuries: Sequence[str]) -> bool:
    if not injuries:
        return True
    return (
        (not row.fits or any(any_matches(row.fits, c) for c in injuries))
        and (not row.needs or any(any_matches(row.needs, c) for c in injuries))
        and not any(any_matches(row.not_with, c) for c in injuries)
    )


def _may_hold(row: Row, whole: str) -> bool:
    """Whether the chart holds the texts without which the row cannot be met."""
    needed = load_tables().needed
    return all(
        any(t in whole for t in texts) for e in row.said if (texts := needed.get(e)) is not None
    )


def _first(
    rows: Sequence[Row], told: Told, group: Group, intent: Intent
) -> tuple[Row, int, int] | None:
    """The first row that a sentence meets, with where its words begin and end."""
    for row in rows:
        if group.intent is None and row.code_for(intent) is None:
            continue
        found = [expression(e).search(told.text) for e in row.said]
        marks = [m.span() for m in found if m]
        if len(marks) < len(found) or (row.unless and expression(row.unless).search(told.text)):
            continue
        return row, min(a for a, _ in marks), max(b for _, b in marks)
    return None


def _explaining(causes: Sequence[Cause], injuries: Sequence[str]) -> list[Cause]:
    """The causes that are needed: one for each kind of injury (I.C.20.a.4, I.C.20.f)."""
    if not injuries:
        return list(causes[:1])
    kept: list[Cause] = []
    left = list(injuries)
    for cause in causes:
        explained = [c for c in left if any_matches(cause.fits, c)]
        if explained and all(cause.code != k.code for k in kept):
            kept.append(cause)
            left = [c for c in left if c not in explained]
    return kept


def _give_way(case: Case, told: Sequence[Told], phase: Phase, *, derived: bool) -> None:
    """Take back causes that were looked up by their words: the derivation tells more.

    Where nothing is derived, those words stay that tell of the event which is treated.
    """
    for item in [i for i in case.items if i.mention and any_matches(_MAIN, i.code)]:
        if any_matches(("X34-X39", "Y07.-"), item.code) or _named_by_code(item):
            continue
        if derived or not _tells_now(item, told, phase, case.on.year):
            case.items.remove(item)


def _tells_now(item: Item, told: Sequence[Told], phase: Phase, year: int) -> bool:
    return any(
        one.start <= s.start < one.end
        and counts(one, s.start - one.start, min(s.end, one.end) - one.start, phase, year)
        for one in told
        for s in item.spans
    )


def _named_by_code(item: Item) -> bool:
    return any(s.text.replace(".", "").upper().startswith(item.code[:3]) for s in item.spans)


def _add(case: Case, code: str, phase: Phase, span: Span, section: str) -> None:
    """Add a cause, completed with the phase where its category takes one."""
    whole = _completed(case, code, phase)
    if whole is None or case.has(whole):
        return
    basis: list[Basis] = [case.guideline(section, _STATEMENT.get(section, 0))]
    basis.append(case.tabular(whole))
    why = _WHY.get(code[:3], "The chart tells how the injury came about.")
    case.items.append(Item(whole, Choice(whole, True), why, (span,), None, basis))
    case.step("external cause", f"“{span.text}”", whole)


_STATEMENT = {"I.C.20.b": 1, "I.C.20.c": 0, "I.C.20.k": 1, "I.C.20.f": 4, "I.C.20.g": 1}
"""The deciding statement of a section, counted from 0."""
_WHY = {
    "Y92": "The place where it happened is given once, at the initial encounter.",
    "Y93": "What the patient was doing is given once, at the initial encounter.",
    "Y99": "The status tells whether the patient was at work, in service or neither.",
}


def _completed(case: Case, code: str, phase: Phase) -> str | None:
    """The billable code: with the phase, and in legal interventions with the person hurt."""
    if code not in case.codeset:
        return None
    if code.startswith("Y35"):
        person = "1" if _OFFICER.search(case.text) else "3" if _SUSPECT.search(case.text) else "9"
        code += person
    entry = case.codeset.get(code)
    if entry.billable:
        return entry.code
    try:
        return case.codeset.complete(code, phase)
    except SeventhCharacterError:
        return None
