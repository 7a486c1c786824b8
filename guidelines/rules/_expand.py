"""From rule files as an educator writes them to single rules.

`names.yaml` gives names to what many rules share: `words` (parts of regular expressions), `codes`
(lists of patterns) and `tables` (rows of values). A rule writes `{name}` where one belongs, and
`each` where it holds for every row of a table:

    - id: '{organism}-as-the-cause'
      each: organisms            # or rows of its own: [{organism: e-coli, said: …, code: B96.20}]
      when: {codes: [['{local-infections}']], words: ['{said}']}
      then: {add: ['{code}']}

`each: [substances, severities]` takes every row of the one with every row of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from typing import Any

_NAME = re.compile(r"\{([a-z][a-z0-9_-]*)\}")
_NUMBER_NAME = "n"
_DEEPEST = 8
_EXAMPLES = ("fires", "stays")


class UnknownNameError(ValueError):
    """A rule uses a name that neither its table nor names.yaml has."""


@dataclass(frozen=True, slots=True)
class Names:
    """What rule files may refer to by name."""

    words: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tables: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


def expand(record: Mapping[str, Any], names: Names) -> Iterator[dict[str, Any]]:
    """The single rules of one written rule, each with its `family`.

    Raises:
        UnknownNameError: a `{name}` or a table is not known.
    """
    written = dict(record)
    rows = written.pop("each", None)
    if rows is None:
        yield _filled(written, {}, names)
        return
    for row in _rows(rows, names):
        filled = _filled(written, row, names)
        for kind in _EXAMPLES:
            if kind in row:  # a row's own examples come after those of the whole table
                own = _filled(list(row[kind]), row, names)
                filled[kind] = [*filled.get(kind, []), *own]
        yield {**filled, "family": str(written.get("id", ""))}


def _rows(each: Any, names: Names) -> Iterator[Mapping[str, Any]]:
    if isinstance(each, str):
        each = [each]
    if all(isinstance(e, Mapping) for e in each):
        yield from each
        return
    for name in each:
        if name not in names.tables:
            raise UnknownNameError(f"there is no table “{name}” in names.yaml")
    for parts in product(*(names.tables[name] for name in each)):
        yield {k: v for part in parts for k, v in part.items()}


def _filled(value: Any, row: Mapping[str, Any], names: Names) -> Any:
    if isinstance(value, Mapping):
        return {k: _filled(v, row, names) for k, v in value.items()}
    if isinstance(value, list):
        found: list[Any] = []
        for part in value:
            whole = _NAME.fullmatch(part) if isinstance(part, str) else None
            known = _value(whole[1], row, names) if whole else None
            if isinstance(known, list | tuple):
                found += [_filled(k, row, names) for k in known]
            else:
                found.append(_filled(part, row, names))
        return found
    return _text(value, row, names) if isinstance(value, str) else value


def _text(text: str, row: Mapping[str, Any], names: Names) -> Any:
    whole = _NAME.fullmatch(text)
    if whole and whole[1] in row and not isinstance(row[whole[1]], str):
        return row[whole[1]]
    for _ in range(_DEEPEST):
        replaced = _NAME.sub(partial(_part, text, row, names), text)
        if replaced == text:
            return text
        text = replaced
    raise UnknownNameError(f"the names in “{text}” refer to one another without end")


def _part(text: str, row: Mapping[str, Any], names: Names, match: re.Match[str]) -> str:
    name = match[1]
    if name == _NUMBER_NAME and name not in row:
        return match[0]
    value = _value(name, row, names)
    if isinstance(value, list | tuple):
        raise UnknownNameError(f"“{name}” is a list and cannot stand inside “{text}”")
    if match[0] == text or (name in row and "|" not in str(value)):
        return str(value)
    return f"(?:{value})"


def _value(name: str, row: Mapping[str, Any], names: Names) -> Any:
    if name == _NUMBER_NAME and name not in row:
        return None
    for known in (row, names.words, names.codes):
        if name in known:
            return known[name]
    raise UnknownNameError(f"the name “{name}” is known neither in its table nor in names.yaml")
