"""What was parsed from an official file, parsed once and kept in the cache folder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

from guidelines._kept import cache_folder, keep, kept


def cached(kind: str, version: int, source: str, make: Callable[[], Any]) -> Any:
    """What `make` returns, from the cache where it holds it.

    Args:
        kind: What it is, the beginning of the file's name.
        version: Of the parser; raised whenever it gives something else for the same source.
        source: SHA-256 of the source.
        make: Parses the source into what JSON can hold.
    """
    path = cache_folder() / f"{kind}-{source[:16]}.json"
    made_from = f"{source} parser {version}"
    body = kept(path, made_from)
    if body is not None:
        return orjson.loads(body)
    value = make()
    keep(path, made_from, orjson.dumps(value))
    return value
