"""The kinds of official files a release is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Slot = Literal[
    "guidelines",
    "codes",
    "addenda",
    "tabular",
    "index",
    "neoplasms",
    "drugs",
    "external_causes",
    "conversion",
    "poa_exempt",
    "pcs",
    "hcpcs",
]
SLOTS: tuple[Slot, ...] = get_args(Slot)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file.

    Attributes:
        words: What coders call it.
        suffix: Of the stored file.
    """

    words: str
    suffix: str


KINDS: dict[Slot, Kind] = {
    "guidelines": Kind("Official Guidelines for Coding and Reporting", ".pdf"),
    "codes": Kind("ICD-10-CM code descriptions (order file)", ".txt"),
    "addenda": Kind("addenda of the ICD-10-CM codes", ".txt"),
    "tabular": Kind("Tabular List", ".xml"),
    "index": Kind("Alphabetic Index", ".xml"),
    "neoplasms": Kind("Table of Neoplasms", ".xml"),
    "drugs": Kind("Table of Drugs and Chemicals", ".xml"),
    "external_causes": Kind("External Cause Index", ".xml"),
    "conversion": Kind("conversion table", ".xlsx"),
    "poa_exempt": Kind("POA-exempt list", ".txt"),
    "pcs": Kind("ICD-10-PCS codes (order file)", ".txt"),
    "hcpcs": Kind("HCPCS Level II codes", ".xlsx"),
}
