"""Patterns of codes, as rules and tables write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

PATTERN = re.compile(
    r"[A-Z?][\d?][0-9A-Z?]"
    r"(\.[0-9A-Zx?]{0,4}-?|-)?"
    r"(-[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?|(?<=-)[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?)?$"
)
"""How a pattern may be written."""


@lru_cache(maxsize=262_144)  # the same few thousand patterns meet the same codes again and again
def matches(pattern: str, code: str) -> bool:
    """Whether a code falls under a pattern: `I10`, `I11.-`, `I51.4-I51.7`, `T36-T50`.

    A `?` stands for any one character (`T36.0X5?`, `T??`), and a pattern with a dash or `?` at its
    end takes everything below.
    """
    if "?" in pattern:
        stem = pattern.rstrip("-").rstrip(".")
        return bool(re.match("".join("." if c == "?" else re.escape(c) for c in stem), code))
    low, dash, high = pattern.partition("-")
    if dash and high:
        return low <= code[: len(low)] and code[: len(high)] <= high
    if dash:
        return code.startswith(low.rstrip("."))
    return code == pattern or (len(pattern) == 3 and code.startswith(pattern + "."))


def any_matches(patterns: Sequence[str], code: str) -> bool:
    """Whether a code falls under one of the patterns."""
    return any(matches(p, code) for p in patterns)
