"""Codes beside ICD-10-CM for `dxcite code` and `dxcite search`: ICD-10-PCS and HCPCS Level II."""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.cli_output import console, print_json
from guidelines.collections import (
    SYSTEMS,
    Collection,
    Description,
    System,
    load_collection,
    systems_of,
)
from guidelines.errors import DxciteError, NotAtHand

_NOTICE = "dxcite looks {system} codes up; its reasoning is for ICD-10-CM diagnoses only."


def described_elsewhere(code: str, on: date) -> dict[str, Any] | None:
    """What `cli_code.described` gives, for a code of another system; None where it is of none.

    Raises:
        DxciteError: it cannot be a diagnosis code, and its system was not added or lacks it.
    """
    missing: DxciteError | None = None
    for system in systems_of(code):
        try:
            collection = load_collection(system, on)
        except NotAtHand as error:
            missing = error
            continue
        if code.strip().upper() in collection:
            return _facts(collection, code, on)
        missing = DxciteError(f"{collection.release} has no {collection.name} code {code.strip()}.")
    # a diagnosis code begins with a letter; its own error says more
    if missing is not None and not code.strip()[:1].isalpha():
        raise missing
    return None


def _facts(collection: Collection, code: str, on: date) -> dict[str, Any]:
    found = collection[code]
    ended = found.until is not None and found.until < on.isoformat()
    notices = [_NOTICE.format(system=collection.name), collection.notice]
    if found.until is not None:
        notices.append(f"{found.code} {'ended' if ended else 'ends'} on {found.until}.")
    return {
        "system": collection.name,
        "code": found.code,
        "title": found.title,
        "kind": found.kind,
        "billable": found.reportable and not ended,
        "release": collection.release,
        "notice": " ".join(n for n in notices if n),
        "above": [],
        "notes": {},
        "seventh_characters": {},
        "below": [
            {"code": d.code, "title": d.title, "billable": d.reportable}
            for d in collection.below(code)
        ],
        "history": None,
    }


def search(words: str, system: str, on: date, *, json: bool) -> None:
    """Print the codes whose descriptions have the words.

    Raises:
        DxciteError: there is no such system, or nothing is found.
        NotAtHand: its codes were not added.
    """
    if system not in SYSTEMS:
        raise DxciteError(f"“{system}” is no collection; use --in {' or --in '.join(SYSTEMS)}.")
    name: System = system
    collection = load_collection(name, on)
    from indexes.descriptions import search_descriptions

    found = search_descriptions(collection, words)
    if not found:
        raise DxciteError(f"No {collection.name} description has these words; use others.")
    if json:
        print_json({"system": collection.name, "release": collection.release,
                    "notice": collection.notice, "codes": [_listed(d) for d in found]})  # fmt: skip
        return
    out = console()
    out.print(f"{collection.name} · {collection.release}", style="bold")
    if collection.notice:
        out.print(collection.notice, style="yellow", soft_wrap=True)
    for one in found:
        until = f"  (until {one.until})" if one.until else ""
        out.print(f"  {one.code}  {one.title}{until}", soft_wrap=True)


def _listed(one: Description) -> dict[str, Any]:
    return {"code": one.code, "title": one.title, "kind": one.kind, "until": one.until}
