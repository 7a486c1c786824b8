"""7th characters: which ones a code takes, and the placeholder X before them (section I.A.4–5)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from guidelines.codeset._table import Table, dotted, undotted

_NOT_FOR = re.compile(
    r"7th characters? (?P<characters>.+?) (?:does|do) not apply to codes in (?:sub)?category "
    r"(?P<under>\S+) with 6th character (?P<sixth>.+)"
)
_ALONE = re.compile(r"\b[0-9A-Z]\b")
_BEFORE_DASH = re.compile(r"\b([0-9A-Z])\b(?= [-–])")


def pad(code: str, character: str) -> str:
    """The code with placeholders up to the sixth place and the 7th character."""
    return dotted(undotted(code).ljust(6, "X") + character)


def split_seventh(code: str, known: Container[str]) -> tuple[str, str]:
    """The code under which a 7-character code is printed, and its last character.

    Returns:
        ("", "") when the code has no 7 characters or no printed code leads to it.
    """
    bare = undotted(code)
    if len(bare) != 7:
        return "", ""
    stem = bare[:6]
    while len(stem) >= 3:
        if dotted(stem) in known:
            return dotted(stem), bare[6]
        if not stem.endswith("X"):
            break
        stem = stem[:-1]
    return "", ""


def definition_positions(table: Table) -> list[int]:
    """For every line the line whose 7th-character definitions govern it, -1 for none."""
    defining = {p for p, extras in table.extras.items() if "seventh_character" in extras}
    governing: list[int] = []
    for position, parent in enumerate(table.parents):
        if position in defining:
            governing.append(position)
        else:
            governing.append(governing[parent] if parent >= 0 else -1)
    return governing


class Exceptions:
    """7th characters that a note takes back for some codes.

    The one case: characters D and S do not apply to S06 codes whose 6th character says that the
    patient died before regaining consciousness.
    """

    def __init__(self, notes: Iterable[str]) -> None:
        """Read the exceptions out of the notes of the Tabular List."""
        self._rules: list[tuple[str, frozenset[str], frozenset[str]]] = []
        for text in notes:
            if found := _NOT_FOR.search(text):
                sixth = _BEFORE_DASH.findall(found["sixth"]) or _ALONE.findall(found["sixth"])
                self._rules.append(
                    (
                        undotted(found["under"]),
                        frozenset(sixth),
                        frozenset(_ALONE.findall(found["characters"])),
                    )
                )

    def forbid(self, base: str, character: str) -> bool:
        """Whether the 7th character does not apply to the code."""
        bare = undotted(base)
        return any(
            bare.startswith(under) and bare[5:6] in sixth and character in characters
            for under, sixth, characters in self._rules
        )
