"""Burns by chemicals, which the classification calls corrosions (I.C.19.d).

Each line for a burn has one for the corrosion of the same site and degree beside it, four or five
further on in its fourth character (T20–T28).
"""

from __future__ import annotations

from assistant.reasoning._case import Case
from guidelines import lazy_re as re

_CHEMICAL = (
    r"(?:chemical|alkali\w*|acids?|caustic|lye|bleach|corrosive|cement|ammonia|phenol|hydrofluoric|sulfuric|hydrochloric"
    r"|muriatic|sodium hydroxide|drain (?:opener|cleaner)|oven cleaner|battery acid|pool chemicals?|lime)"
)
_OF_A_CHEMICAL = re.compile(
    rf"\b{_CHEMICAL}[ -](?:\w+ ){{0,2}}(?:burns?|burned|splash\w*)\b"
    rf"|\bburn(?:s|ed|t)?\b[^.;]{{0,40}}\b(?:from|by|due to|with|w/|2/2) (?:\w+ ){{0,3}}{_CHEMICAL}\b",
    re.IGNORECASE,
)
_FIRST_OF_FURTHER_ON = {4: ("T20", "T21", "T22", "T23", "T24", "T25", "T27"), 5: ("T26", "T28")}


def corrosion(case: Case, code: str) -> str:
    """The line for the corrosion in place of the burn, where a chemical burned; else the code.

    Args:
        case: The case.
        code: A code or header that search found.
    """
    further = next((n for n, s in _FIRST_OF_FURTHER_ON.items() if code[:3] in s), None)
    if further is None or len(code) < 5 or not _OF_A_CHEMICAL.search(case.text):
        return code
    fourth = int(code[4]) if code[4].isdigit() else 9
    moved = f"{code[:4]}{fourth + further}{code[5:]}" if fourth < further else code
    return moved if moved in case.codeset else code
