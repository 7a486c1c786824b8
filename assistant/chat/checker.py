"""The code-set checker's view: what stands against reporting codes together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any

from assistant.chat.code_browser import linked, place_name
from assistant.chat.markup import escape
from assistant.models import Setting
from guidelines.codeset import CodeSet, load_codeset
from guidelines.errors import DxciteError
from guidelines.notes import excludes1_conflicts, instructions

MOST = 100
"""Codes checked together."""
_STYLES = {"conflict": "no", "invalid": "no", "order": "depends"}


class BadCodes(DxciteError):
    """No codes, or too many, to be checked."""


def findings(typed: list[str], on: date, setting: Setting | None) -> list[dict[str, Any]]:
    """What stands against reporting codes together.

    Args:
        typed: The codes, in reporting order.
        on: Date of service.
        setting: Where the patient was seen.

    Returns:
        For each finding `kind`, `codes`, `message`, `source` (the note's words) and `at`.

    Raises:
        BadCodes: there are none, or more than can be checked together.
    """
    if not typed:
        raise BadCodes("Type the codes to check, with a blank between them.")
    if len(typed) > MOST:
        raise BadCodes(f"{len(typed)} codes are more than an encounter has; check at most {MOST}.")
    codes = load_codeset(on)
    return [*_validity(typed, codes), *_together(typed, codes), *_order(typed, codes)]


def _found(kind: str, codes: tuple[str, ...], message: str, source: str, at: str) -> dict[str, Any]:
    return {"kind": kind, "codes": list(codes), "message": message, "source": source, "at": at}


def _validity(typed: list[str], codes: CodeSet) -> Iterator[dict[str, Any]]:
    for code in typed:
        if code not in codes:
            words = "There is no such code in the release in force."
            yield _found("invalid", (code,), f"{code} does not exist", words, "")
        elif not (entry := codes.get(code)).billable:
            words = "More characters are needed."
            yield _found("invalid", (entry.code,), f"{entry.code} is not billable", words, "")


def _known(typed: list[str], codes: CodeSet) -> list[str]:
    return list(dict.fromkeys(codes.get(code).code for code in typed if code in codes))


def _together(typed: list[str], codes: CodeSet) -> Iterator[dict[str, Any]]:
    for a, b in combinations(_known(typed, codes), 2):
        for note in excludes1_conflicts(codes, a, b)[:1]:
            words = f"{a} with {b}: Excludes1 at {place_name(note.at)}"
            yield _found("conflict", (a, b), words, note.text, note.at)


def _order(typed: list[str], codes: CodeSet) -> Iterator[dict[str, Any]]:
    known = _known(typed, codes)
    for place, code in enumerate(known):
        for item in instructions(codes, code, "code_first"):
            late = [k for k in known[place + 1 :] if item.refs.matches(k)]
            if late:
                words = f"{late[0]} goes before {code}"
                yield _found("order", (late[0], code), words, item.instruction, item.at)


def checked(typed: list[str], on: date, setting: Setting | None) -> str:
    """The findings as HTML; arguments and errors as `findings`."""
    found = findings(typed, on, setting)
    codes = load_codeset(on)
    body = "".join(_drawn(finding, codes) for finding in found)
    if not found:
        body = (
            '<p class="dx-standing"><span class="dx-badge dx-yes">Nothing found</span> '
            "No conflict, wrong order or invalid code.</p>"
        )
    return f'<div role="status">{body}</div>'


def _drawn(finding: dict[str, Any], codes: CodeSet) -> str:
    unless = (
        '<p class="dx-quiet">Unless the two conditions are unrelated to each other (I.A.12.a).</p>'
        if finding["kind"] == "conflict"
        else ""
    )
    return (
        f'<div class="dx-finding dx-{_STYLES[finding["kind"]]}"><h3>{escape(finding["message"])}'
        f"</h3><p>{linked(finding['source'], codes)}</p>{unless}</div>"
    )
