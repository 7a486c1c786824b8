"""Code descriptions beside ICD-10-CM: ICD-10-PCS procedures and HCPCS Level II, when added.

They are there to be looked up and searched. dxcite reasons about ICD-10-CM diagnoses only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from guidelines._cached import cached
from guidelines.collections._model import Collection, Description, System
from guidelines.collections._read import PARSER_VERSION, read_hcpcs, read_pcs
from guidelines.errors import NotAtHand
from guidelines.official import KINDS, ReleaseStore, Stored, read_stored

__all__ = ["SYSTEMS", "Collection", "Description", "System", "load_collection", "systems_of"]

SYSTEMS: dict[System, str] = {"pcs": "ICD-10-PCS", "hcpcs": "HCPCS Level II"}
"""Names of the collections by the kind of file they come from."""

_PCS = re.compile(r"[0-9BCDFGHX][0-9A-HJ-NP-Z]{2}(?:[0-9A-HJ-NP-Z]{4})?")
_HCPCS = re.compile(r"[A-V][0-9]{4}|[A-Z][0-9A-Z]")


def systems_of(code: str) -> Iterator[System]:
    """The collections that a code is written like."""
    plain = code.strip().upper()
    if _PCS.fullmatch(plain):
        yield "pcs"
    if _HCPCS.fullmatch(plain):
        yield "hcpcs"


def load_collection(system: System, on: date) -> Collection:
    """The codes of a date of service.

    Args:
        system: Which collection.
        on: Date of service.

    Returns:
        Those of the release in force, or else of the nearest one at hand; then the collection's
        `notice` says so.

    Raises:
        NotAtHand: none was added; the message says how to get it.
    """
    held = ReleaseStore().having(system)
    if not held:
        raise NotAtHand(
            f"The {SYSTEMS[system]} codes are not at hand; run `dxcite releases fetch FY2027 --only "
            f"{system}`, or give the file ({KINDS[system].words}) to `dxcite releases add`."
        )
    stored = next((h for h in held if h.release.covers(on)), None)
    notice = None
    if stored is None:
        stored = min(held, key=lambda h: abs((h.release.start - on).days))
        notice = (
            f"The {SYSTEMS[system]} codes at hand are those of {stored.release.name}, which were not "
            f"in force on {on.isoformat()}; check the code."
        )
    return Collection(SYSTEMS[system], stored.release.name, notice, _entries(stored))


@lru_cache(maxsize=4)
def _entries(stored: Stored) -> dict[str, Description]:
    def make() -> list[list[str | bool | None]]:
        data = read_stored(stored)
        rows = read_pcs(data) if stored.slot == "pcs" else read_hcpcs(stored.path.name, data)
        return [[d.code, d.title, d.kind, d.reportable, d.until] for d in rows]

    rows = cached(stored.slot, PARSER_VERSION, stored.mark, make)
    return {row[0]: Description(*row) for row in rows}
