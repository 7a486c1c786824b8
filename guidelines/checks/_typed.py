"""Reading a list of codes as people type and paste it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from guidelines.codeset import CodeSet
from guidelines.errors import DxciteError

MOST_CODES = 1_000
"""Far more than a claim or a hospital stay holds."""
_SHOWN = 40

_BETWEEN = re.compile(r"[\s,;|/+&]+|\band\b", re.IGNORECASE)
_AROUND = "\"'`()[]{}<>*•·:–—-"
_SPLIT_AT_DOT = re.compile(
    r"(?<![A-Za-z0-9])([A-Za-z]\d[0-9A-Za-z])\s*\.[ \t]*(?=[0-9A-Za-z]{1,4}(?![0-9A-Za-z.]))"
)
_SPLIT_AFTER_LETTER = re.compile(
    r"(?<![A-Za-z0-9])([A-Za-z])[ \t]+(?=\d[0-9A-Za-z](?:\.|[\s,;]|$))"
)
_NUMBERED = re.compile(r"\d{1,3}[.)]")
_SHAPE = re.compile(r"[A-Za-z]\d[0-9A-Za-z](?:\.?[0-9A-Za-z]{0,4})?\.?-?|[Qq][Aa]0.*")


class NoCodes(DxciteError):
    """Nothing that could be checked; the message says what to type."""


def typed_codes(texts: Iterable[str]) -> tuple[str, ...]:
    """The codes of a list, in order and as typed.

    Blanks, commas, semicolons and line ends part them; "e11.65", "E1165", "E11 .65", "1. I10" and
    "I10," are read.

    Raises:
        NoCodes: nothing in it is written like a code, or there are more than `MOST_CODES`.
    """
    text = " ".join(texts)
    text = _SPLIT_AT_DOT.sub(r"\1.", text)
    text = _SPLIT_AFTER_LETTER.sub(r"\1", text)
    words = (
        w.strip(_AROUND).rstrip(".") for w in _BETWEEN.split(text) if not _NUMBERED.fullmatch(w)
    )
    codes = tuple(w for w in words if w)
    if not any(_SHAPE.fullmatch(c) for c in codes):
        shown = text.strip()
        shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
        what = f"“{shown}” holds no code" if shown else "No codes were given"
        raise NoCodes(
            f"{what}; give ICD-10-CM codes such as I10 N18.6, parted by blanks or commas."
        )
    if len(codes) > MOST_CODES:
        raise NoCodes(
            f"{len(codes):,} codes were given; check up to {MOST_CODES:,} at a time, those of one "
            "encounter."
        )
    return codes


def looks_like_a_code(typed: str, codeset: CodeSet) -> bool:
    """Whether a word is written like a code or is one."""
    return bool(_SHAPE.fullmatch(typed)) or typed in codeset
