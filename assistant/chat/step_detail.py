"""The detail of a step of the reasoning as lines that people read, without the marks of JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_INDENT = "   "


def readable(detail: Any) -> str:
    """Lines of a detail: a list one item a line, a record as its names and values.

    Args:
        detail: What JSON can hold; what is empty within it is left out.
    """
    return "\n".join(_lines(detail))


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, held in value.items():
            yield from _named(str(name).replace("_", " "), held)
    elif _several(value):
        for item in value:
            if isinstance(item, Mapping) and not any(map(_deep, item.values())):
                yield " · ".join(_said(held) for held in item.values() if not _empty(held))
            else:
                yield from _lines(item)
    elif not _empty(value):
        yield _said(value)


def _named(name: str, held: Any) -> Iterator[str]:
    if _empty(held):
        return
    if not _deep(held):
        yield f"{name}: {_said(held)}"
        return
    inner = list(_lines(held))
    if len(inner) == 1:
        yield f"{name}: {inner[0]}"
    else:
        yield f"{name}:"
        yield from (f"{_INDENT}{line}" for line in inner)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _several(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _deep(value: Any) -> bool:
    return isinstance(value, Mapping) or _several(value)


def _empty(value: Any) -> bool:
    return value is None or (not isinstance(value, (bool, int, float)) and not value)
