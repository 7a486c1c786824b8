"""Regular expressions that are compiled when they are first used.

    from guidelines import lazy_re as re

In a module with many patterns, of which one question needs few, this stands for Python's own `re`:
`compile` puts the work off, everything else is the same. To compile all patterns of the program
takes half a second, a quarter of what the first answer takes.
"""

from __future__ import annotations

import re
from re import ASCII as ASCII
from re import DOTALL as DOTALL
from re import IGNORECASE as IGNORECASE
from re import MULTILINE as MULTILINE
from re import I as I
from re import Match as Match
from re import Pattern as Pattern
from re import S as S
from re import escape as escape
from re import findall as findall
from re import finditer as finditer
from re import fullmatch as fullmatch
from re import match as match
from re import search as search
from re import split as split
from re import sub as sub
from typing import Any, cast

_OWN = (
    "findall",
    "finditer",
    "flags",
    "fullmatch",
    "groupindex",
    "groups",
    "match",
    "pattern",
    "search",
    "split",
    "sub",
    "subn",
)


_WAITING: list[_Lazy] = []
"""The patterns made since `compile_all` was last called."""


class _Lazy:
    """A pattern; from the first use on, its methods are those of the compiled one."""

    __slots__ = ("_flags", "_source", *_OWN)

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags
        _WAITING.append(self)

    def __getattr__(self, name: str) -> Any:
        # asked for only as long as the slot of that name is empty
        if name not in _OWN:
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        for own in _OWN:
            setattr(self, own, getattr(compiled, own))
        return getattr(compiled, name)


def compile(source: str, flags: int = 0) -> Pattern[str]:
    """A pattern that is compiled when it is first used; a fault in it is raised then."""
    return cast("Pattern[str]", _Lazy(source, flags))


def compile_all() -> None:
    """Compile what still waits, for a process that will answer more than one question."""
    while _WAITING:
        _ = _WAITING.pop().flags
