"""An adult's body mass index in a look-up, as category Z68 has it."""

from __future__ import annotations

import re

from guidelines.codeset import CodeSet

_INDEX = re.compile(
    r"\W*(?:(?:adult|patient|pt|with|an?|of|is|was|=|:)\W+)*(?:bmi|body mass index)\W*(?:(?:of|is|was)\W+)?"
    r"(\d{2}(?:\.\d{1,2})?)\W*(?:kg ?/ ?m(?:2|²)?)?\W*(?:(?:in )?(?:an )?adult)?\W*",
    re.IGNORECASE,
)
_STEPS = ((45, "Z68.41"), (50, "Z68.42"), (60, "Z68.43"), (70, "Z68.44"), (100, "Z68.45"))
"""Below which index (kg/m²) a line ends, from 40 on."""
_LOW, _TENS = 20, 40


def body_mass(said: str, codeset: CodeSet) -> str | None:
    """The Z68 code of a term that is nothing but an index of 10 to 99 kg/m²; None for any other."""
    match = _INDEX.fullmatch(said)
    if match is None:
        return None
    index = float(match[1])
    if index < _LOW:
        code = "Z68.1"
    elif index < _TENS:
        code = f"Z68.{int(index)}"
    else:
        code = next(c for below, c in _STEPS if index < below)
    return code if code in codeset else None
