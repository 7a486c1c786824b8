"""Records of the code collections beside ICD-10-CM."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

System = Literal["pcs", "hcpcs"]


@dataclass(frozen=True, slots=True)
class Description:
    """One code.

    Attributes:
        code: As published, without a dot.
        title: The long description.
        kind: "code", "table" (the first three characters of ICD-10-PCS codes) or "modifier".
        reportable: Whether it is a complete code.
        until: The last day on which it could be reported (ISO date), None while it has no end.
    """

    code: str
    title: str
    kind: str
    reportable: bool
    until: str | None = None


class Collection(Mapping[str, Description]):
    """Codes of one system and release, in published order.

    Attributes:
        name: The system, such as "ICD-10-PCS".
        release: The release the codes belong to.
        notice: One sentence where that release was not in force on the date asked for.
    """

    def __init__(
        self, name: str, release: str, notice: str | None, entries: Mapping[str, Description]
    ) -> None:
        self.name = name
        self.release = release
        self.notice = notice
        self._entries = entries

    def __getitem__(self, code: str) -> Description:
        return self._entries[code.strip().upper()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __hash__(self) -> int:
        """Each collection is itself only, so that what is made of it can be kept."""
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def below(self, code: str) -> tuple[Description, ...]:
        """The codes of an ICD-10-PCS table, none for any other code."""
        entry = self[code]
        if entry.kind != "table":
            return ()
        return tuple(
            d for d in self._entries.values() if d.code.startswith(entry.code) and d != entry
        )
