"""`dxcite code`: what the Tabular List says about a code, drawn for a terminal or as JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from textwrap import wrap
from typing import Any

from assistant.cli_output import PIPED_WIDTH, console, print_json
from assistant.given import checked_date
from guidelines.codeset import CodeSet, load_codeset
from guidelines.errors import UnknownCode
from guidelines.releases import code_release

_KINDS = {
    "includes": "Includes",
    "inclusion_terms": "Inclusion terms",
    "excludes1": "Excludes1 (not coded here; never together)",
    "excludes2": "Excludes2 (not included here; may be coded too)",
    "code_first": "Code first",
    "use_additional": "Use additional code",
    "code_also": "Code also",
    "notes": "Notes",
    "seventh_note": "7th character",
}
_OWN_ONLY = ("inclusion_terms",)
"""Terms that belong to the very code; those of a header say nothing about the codes below."""
_LISTED = 40


def described(code: str, on: date) -> dict[str, Any]:
    """Everything about a code, ready for JSON.

    Args:
        code: In any usual writing; a header, section or chapter too.
        on: Date of service, which decides the release.

    Returns:
        system, code, title, kind, billable, release, notice, above (code and title, outermost first),
        notes (by kind: text and the code `at` which it stands, own first), seventh_characters,
        below (code, title, billable), history.

    Raises:
        UnknownCode: there is no such code in the release; the message names the nearest.
    """
    codes = load_codeset(on)
    try:
        entry = codes.get(code)
    except UnknownCode:
        from assistant.cli_collections import described_elsewhere

        elsewhere = described_elsewhere(code, on)
        if elsewhere is None:
            raise
        return elsewhere
    above = reversed(codes.ancestors(entry.code))
    return {
        "system": "ICD-10-CM",
        "code": entry.code,
        "title": entry.title,
        "kind": entry.kind,
        "billable": entry.billable,
        "release": codes.release.name,
        "notice": code_release(on).notice,
        "above": [{"code": a, "title": codes.get(a).title} for a in above],
        "notes": {kind: found for kind in _KINDS if (found := _notes(codes, entry.code, kind))},
        "seventh_characters": codes.seventh_characters(entry.code),
        "below": [
            {"code": b, "title": codes.get(b).title, "billable": codes.get(b).billable}
            for b in entry.children
        ],
        "history": codes.history(entry.code),
    }


def _notes(codes: CodeSet, code: str, kind: Any) -> list[dict[str, str]]:
    own = {code, codes.base_of(code)}
    return [
        {"text": note.text, "at": note.at}
        for note in codes.inherited(code, kind)
        if kind not in _OWN_ONLY or note.at in own
    ]


def show(code: str, *, json: bool, day: str | None) -> None:
    """Print everything about a code, for people or as JSON.

    Raises:
        DxciteError: there is no such code, or the date is none; see `described`.
    """
    found = described(code, checked_date(day))
    if json:
        print_json(found)
        return
    if sys.stdout.isatty():
        _draw(found)
        return
    for depth, text, _ in _lines(found):
        indent = "  " * depth
        wrapped = wrap(text, PIPED_WIDTH - len(indent), break_on_hyphens=False) or [""]
        print("\n".join(indent + line for line in wrapped))


def _draw(found: Mapping[str, Any]) -> None:
    """Print in the colours of a terminal."""
    from rich.padding import Padding
    from rich.text import Text

    out = console()
    for depth, text, style in _lines(found):
        # an empty text with a padding would be no line at all
        shown = Text(text, style=style)
        out.print(Padding(shown, (0, 0, 0, 2 * depth), expand=False) if text else "")


def _lines(found: Mapping[str, Any]) -> Iterator[tuple[int, str, str]]:
    """Indentation, text and style of each line."""
    yield 0, f"{found['code']}  {found['title']}", "bold"
    system = "" if found["system"] == "ICD-10-CM" else f"{found['system']} · "
    standing = f"{system}{_standing(found)} · {found['release']}"
    yield 0, standing, "" if found["billable"] else "yellow"
    if found["notice"]:
        yield 0, found["notice"], "yellow"
    if found["history"]:
        yield 0, found["history"], "yellow"
    for depth, above in enumerate(found["above"]):
        yield depth, f"{above['code']}  {above['title']}", "dim"
    for kind, notes in found["notes"].items():
        yield 0, "", ""
        yield 0, _KINDS[kind], "bold"
        yield from _placed(notes, found["code"])
    if found["seventh_characters"]:
        yield 0, "", ""
        yield 0, "7th characters", "bold"
        for character, meaning in found["seventh_characters"].items():
            yield 1, f"{character}  {meaning}", ""
    yield from _below(found["below"])


def _standing(found: Mapping[str, Any]) -> str:
    if found["kind"] in ("chapter", "section"):
        return f"A {found['kind']} of the Tabular List"
    if found["system"] != "ICD-10-CM":
        return "Can be reported" if found["billable"] else "Cannot be reported as it stands"
    if found["billable"]:
        return "Billable"
    return "Not billable: choose a code below it"


def _placed(notes: list[dict[str, str]], code: str) -> Iterator[tuple[int, str, str]]:
    """Notes under the place where they stand, those of the code itself first."""
    place = code
    for note in notes:
        if note["at"] != place:
            place = note["at"]
            yield 1, f"at {place}:", "dim"
        yield 1 if place == code else 2, note["text"], ""


def _below(below: list[dict[str, Any]]) -> Iterator[tuple[int, str, str]]:
    if not below:
        return
    yield 0, "", ""
    yield 0, "Below it", "bold"
    for line in below[:_LISTED]:
        mark = "" if line["billable"] else "  (more characters needed)"
        yield 1, f"{line['code']}  {line['title']}{mark}", ""
    if len(below) > _LISTED:
        yield 1, f"and {len(below) - _LISTED} more", "dim"
