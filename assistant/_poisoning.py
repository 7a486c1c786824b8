"""Poisonings, adverse effects and underdosings in look-ups, as the Table of Drugs gives them.

A look-up that names a substance and what happened ("accidental heroin OD") is a cell of the Table
of Drugs and Chemicals: the substance is the row, the circumstance the column (I.C.19.e).
"""

from __future__ import annotations

import re

from guidelines.codeset import CodeSet
from indexes._table_columns import HAPPENED, INTENTS
from indexes._text import word_spans
from indexes.lexicon import Lexicon

_LONGEST = 4
_HAPPENED = re.compile(rf"\b(?:{HAPPENED})\b", re.IGNORECASE)
_VENOM = re.compile(r"\b(?:stings?|stung|bites?|bitten|venom\w*|envenomation)\b", re.IGNORECASE)


def poisoning(said: str, codeset: CodeSet, lexicon: Lexicon) -> str | None:
    """The code for a substance and what it did, without 7th character; None where neither is said.

    Args:
        said: A look-up, shorthand written out.
        codeset: The release in force.
        lexicon: Its substances.
    """
    lowered = said.lower()
    said_intent = next((n for n, words in INTENTS if re.search(rf"\b(?:{words})", lowered)), None)
    column = None if said_intent is None else str(said_intent + 1)
    if column is None and _HAPPENED.search(said) is None:
        return None
    stem = _substance(said, lexicon)
    if stem is None or stem.startswith("T63") != bool(_VENOM.search(said)):
        return None  # a bite is no harm by the drug that treats it
    # what was done is a poisoning, an effect of what was rightly taken is not (I.C.19.e.5)
    if column in ("5", "6") and f"{stem}{column}" not in codeset:
        column = "1"
    code = f"{stem}{column or '1'}"
    return code if code in codeset else None


_BURNED = re.compile(r"\b(?:burn\w*|corro\w+)\b", re.IGNORECASE)
_WHOLE = re.compile(
    r"(\d{1,3})\s*%\s*(?:of )?(?:the )?(?:tbsa|total body|body surface|bsa)", re.IGNORECASE
)
_THIRD = re.compile(
    r"(\d{1,3})\s*%\s*(?:are |is |of (?:it|which) )?(?:3rd|third|full)"
    r"|(?:3rd|third)[- ]degree(?: burns?)?\s*(?:of )?(\d{1,3})\s*%",
    re.IGNORECASE,
)


def extent_of_burns(said: str, codeset: CodeSet) -> str | None:
    """The T31 or T32 code for a share of the body surface, by tens (I.C.19.d.6); None without."""
    whole = _WHOLE.search(said)
    burned = _BURNED.search(said)
    if whole is None or burned is None:
        return None
    third = _THIRD.search(said)
    tens = min(int(whole[1]), 99) // 10
    deep = min(int(next(g for g in third.groups() if g)), 99) // 10 if third else 0
    category = "T32" if burned[0].lower().startswith("corro") else "T31"
    code = f"{category}.{tens}{deep}" if tens else f"{category}.0"
    return code if code in codeset else None


def _substance(said: str, lexicon: Lexicon) -> str | None:
    """The longest substance named, the first of those alike."""
    written = [w for _, _, w in word_spans(said)]
    for length in range(min(_LONGEST, len(written)), 0, -1):
        for i in range(len(written) - length + 1):
            found = lexicon.substance(written[i : i + length])
            if found is not None:
                return found
    return None
