"""The table of facts: which official files each release has, and where they are published.

`files.tsv` has one row a file: the release, what the file holds, its size and SHA-256 where a copy
of the published file was at hand to measure, and its address. Addresses without a scheme lie below
the folder of NCHS at CDC; the other address is usually that of CMS, whose copy may be packed
differently, so the checksum holds for the first address only.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import quote, urlsplit

from guidelines.official._naming import release_called
from guidelines.official._slots import Slot
from guidelines.releases import Release

CDC = "https://ftp.cdc.gov/pub/Health_Statistics/NCHS/Publications/ICD10CM/"
MIRROR_VARIABLE = "DXCITE_MIRROR"


@dataclass(frozen=True, slots=True)
class OfficialFile:
    """A file as published.

    Attributes:
        release: The release it belongs to.
        slots: What it holds, itself or as an archive.
        size: Bytes, None where unknown.
        sha256: Checksum of the file at the first address, None where unknown.
        addresses: Where it is published, the first with the checksum.
    """

    release: Release
    slots: tuple[Slot, ...]
    size: int | None
    sha256: str | None
    addresses: tuple[str, ...]


@cache
def official_files() -> tuple[OfficialFile, ...]:
    """Every row of the table, oldest release first."""
    text = (files("guidelines.official") / "files.tsv").read_text(encoding="utf-8")
    return tuple(_row(line.split("\t")) for line in text.splitlines()[1:])


def _row(cells: list[str]) -> OfficialFile:
    release, slots, size, sha256, *addresses = cells
    return OfficialFile(
        release_called(release),
        tuple(slots.split(",")),  # type: ignore[arg-type]
        int(size) if size else None,
        sha256 or None,
        tuple(_address(a) for a in addresses if a),
    )


def _address(written: str) -> str:
    if written.startswith("https://"):
        return written
    return CDC + quote(written)


def mirrored(address: str) -> str:
    """The address at the mirror that `DXCITE_MIRROR` names, where it names one.

    A mirror keeps the publishers' hosts as folders: MIRROR/ftp.cdc.gov/pub/….
    """
    mirror = os.environ.get(MIRROR_VARIABLE, "").rstrip("/")
    if not mirror:
        return address
    parts = urlsplit(address)
    return f"{mirror}/{parts.netloc}{parts.path}"


def known_release(sha256: str) -> Release | None:
    """The release of a published file that is recognised by its checksum."""
    return next((f.release for f in official_files() if f.sha256 == sha256), None)
