"""Patterns of codes, as rules and tables write them."""

from __future__ import annotations

import re
from collections import defaultdict
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


class PatternGroups:
    """Groups of patterns, found by the codes that fall under them."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._by_start: dict[str, set[int]] = defaultdict(set)
        self._others: list[tuple[str, int]] = []
        self._of_code: dict[str, frozenset[int]] = {}

    def number(self, group: tuple[str, ...]) -> int:
        """The number of a group, which is added where it is new."""
        found = self._numbers.get(group)
        if found is None:
            found = self._numbers[group] = len(self._numbers)
            self._of_code.clear()
            for pattern in group:
                self._add(pattern, found)
        return found

    def _add(self, pattern: str, number: int) -> None:
        low, dash, high = pattern.partition("-")
        if "?" in pattern or high:
            self._others.append((pattern, number))
        elif dash:
            self._by_start[low.rstrip(".")].add(number)
        else:
            # a category stands for its codes too, any other code for itself alone
            self._by_start[f"{pattern}." if len(pattern) == 3 else f"{pattern}$"].add(number)
            self._by_start[f"{pattern}$"].add(number)

    def of(self, code: str) -> frozenset[int]:
        """The numbers of the groups that a code falls under."""
        found = self._of_code.get(code)
        if found is None:
            whole = f"{code}$"
            starts = (whole[:end] for end in range(1, len(whole) + 1))
            met = {n for start in starts for n in self._by_start.get(start, ())}
            met |= {n for pattern, n in self._others if matches(pattern, code)}
            found = self._of_code[code] = frozenset(met)
        return found
