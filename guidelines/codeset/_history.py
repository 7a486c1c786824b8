"""What happened to a code, in one sentence."""

from __future__ import annotations

from functools import cache

from guidelines.codeset._changes import FY2027_DATE, FY2027_EVE, Change, fy2027_changes
from guidelines.codeset._conversion import came_from, went_to
from guidelines.codeset._table import dotted, undotted


@cache
def _by_code() -> dict[str, Change]:
    return {change.code: change for change in fy2027_changes()}


def _new_below(code: str) -> tuple[str, ...]:
    return tuple(
        change.code
        for change in fy2027_changes()
        if change.change == "add" and change.code != code and change.code.startswith(code)
    )


def _any_of(codes: tuple[str, ...]) -> str:
    return codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} or {codes[-1]}"


def history(code: str) -> str | None:
    """One sentence on what happened to a code on 2026-10-01, None when nothing did.

    Args:
        code: Dotted code.
    """
    change = _by_code().get(code)
    if change is None:
        return None
    if change.change == "revise":
        return (
            f"The title of {code} was “{change.previous_title}” until {FY2027_EVE} and is "
            f"“{change.title}” from {FY2027_DATE}."
        )
    if change.change == "header":
        return f"{code} is a new header from {FY2027_DATE}: use {_any_of(_new_below(code))}."
    if change.change == "drop":
        return f"{code} was a header until {FY2027_EVE}; from {FY2027_DATE} it does not exist."
    if change.change == "delete":
        return _deleted(code)
    return _added(change)


def _deleted(code: str) -> str:
    start = f"{code} was billable until {FY2027_EVE}; from {FY2027_DATE} it "
    if below := _new_below(code):
        return f"{start}is a header: use {_any_of(below)}."
    if same := _same_title(code, "add"):
        return f"{start}is deleted: use {same}, which has the same title."
    parent = dotted(undotted(code)[:5])
    return f"{start}is deleted and the addenda name no replacement: look under {parent}."


def _added(change: Change) -> str:
    start = f"{change.code} is billable from {FY2027_DATE}"
    replaced = [
        other.code
        for other in fy2027_changes()
        if other.change == "delete" and change.code.startswith(other.code)
    ]
    before = replaced[0] if replaced else _same_title(change.code, "delete")
    if before:
        return f"{start}; until {FY2027_EVE} the code was {before}."
    return f"{start}; until {FY2027_EVE} it did not exist."


def _same_title(code: str, kind: str) -> str | None:
    title = _by_code()[code].title
    found = (c.code for c in fy2027_changes() if c.change == kind and c.title == title)
    return next(found, None)


def older_history(code: str, billable: bool) -> str | None:
    """One sentence from the conversion table at hand, None where it says nothing.

    Args:
        code: Dotted code.
        billable: Whether it can be reported in the release in force; then only its own beginning
            is told, since a code may stay in use beside those that took something over from it.
    """
    row = came_from(code)
    if row is not None:
        start = f"{code} is in use since {row.since.isoformat()}"
        return (
            f"{start}; before, the code was {_any_of(row.previous)}."
            if row.previous
            else f"{start}."
        )
    later = () if billable else went_to(code)
    if not later:
        return None
    new = tuple(c.code for c in later if c.since == later[-1].since)
    return f"{code} was replaced on {later[-1].since.isoformat()}: use {_any_of(new)}."
