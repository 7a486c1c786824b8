"""What a text must hold for a rule's expression to be found in it.

Most expressions of most rules are about something else than the chart at hand. To look for the
words without which an expression cannot match costs a tenth of trying it, and spares compiling it.
"""

from __future__ import annotations

from collections.abc import Sequence
from re import _constants as _names  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_LEAST = 3
"""Characters that a needed text has at least: shorter ones are found in every chart."""
_MOST = 40
"""Needed texts that are looked for at most."""


def needed(expression: str) -> tuple[str, ...]:
    """Texts in lower case of which any match holds at least one; empty where that is not known.

    Args:
        expression: A regular expression that is tried without regard to case.
    """
    best = _of_sequence(list(_parser.parse(expression)))
    return tuple(sorted(best)) if best else ()


def _of_sequence(nodes: Sequence[Any]) -> set[str] | None:
    """The most telling set of texts among those that the parts of a sequence need."""
    found: list[set[str]] = []
    run = ""
    for kind, value in [*nodes, (None, None)]:
        # what is not plain ASCII may be another character in lower case
        if kind is _names.LITERAL and value < 128:
            run += chr(value).lower()
            continue
        if len(run) >= _LEAST:
            found.append({run})
        run = ""
        if kind is not None and (inner := _of_node(kind, value)):
            found.append(inner)
    return max(found, key=_telling) if found else None


def _of_node(kind: Any, value: Any) -> set[str] | None:
    if kind is _names.SUBPATTERN:
        return _of_sequence(list(value[3]))
    if kind is _names.BRANCH:
        parts = [_of_sequence(list(branch)) for branch in value[1]]
        if any(part is None for part in parts):
            return None
        together = {text for part in parts for text in part or ()}
        return together if len(together) <= _MOST else None
    if kind in (_names.MAX_REPEAT, _names.MIN_REPEAT, _names.POSSESSIVE_REPEAT):
        least, _, inner = value
        return _of_sequence(list(inner)) if least else None
    if kind is _names.ATOMIC_GROUP:
        return _of_sequence(list(value))
    return None


def _telling(texts: set[str]) -> tuple[int, int]:
    """Long texts tell more than short ones, and few more than many."""
    return min(map(len, texts)), -len(texts)
