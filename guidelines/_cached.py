"""Keeps what was parsed from an official file on disk, so that it is parsed once.

A file in the cache is named by the checksum of its source. It is written under another name and
moved into place; a damaged or outdated one is made again, and a folder that cannot be written only
costs time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from guidelines.folders import cache_folder


def cached(kind: str, version: int, source: str, make: Callable[[], Any]) -> Any:
    """What `make` returns, from the cache where it holds it.

    Args:
        kind: What it is, the beginning of the file's name.
        version: Of the parser; raised whenever it gives something else for the same source.
        source: SHA-256 of the source.
        make: Parses the source into what JSON can hold.
    """
    path = cache_folder() / f"{kind}-{source[:16]}.json"
    value = _load(path, version, source)
    if value is None:
        value = make()
        _store(path, version, source, value)
    return value


def _header(version: int, source: str, body: bytes) -> bytes:
    own = hashlib.sha256(body).hexdigest()
    return orjson.dumps({"source": source, "parser": version, "sha256": own})


def _load(path: Path, version: int, source: str) -> Any:
    try:
        head, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return orjson.loads(body) if head == _header(version, source, body) else None


def _store(path: Path, version: int, source: str, value: Any) -> None:
    body = orjson.dumps(value)
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(_header(version, source, body) + b"\n" + body)
        Path(temporary).replace(path)
        temporary = None
    except OSError:
        pass  # a read-only or full disk: what was parsed is in memory
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
