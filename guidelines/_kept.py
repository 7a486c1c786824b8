"""Keeps what was parsed on disk, so that the next start need not parse it again.

A kept file begins with a line that says what it was made from and holds the checksum of the rest.
It is written under a temporary name and moved into place, so readers never see half of one; a
damaged, foreign or outdated file is not read, and a folder that cannot be written only costs time.
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

CACHE_VARIABLE = "DXCITE_CACHE"


class NotYaml(ValueError):
    """A text that should be YAML is none; the message says where and why."""


def cache_folder() -> Path:
    """Where caches are kept: $DXCITE_CACHE, else the user's cache folder."""
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_cache_dir("dxcite"))


def kept(path: Path, made_from: str) -> bytes | None:
    """The content of a kept file; None where it is missing, damaged or made from something else.

    Args:
        path: The file.
        made_from: Names the source and the program that parsed it.
    """
    try:
        head, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return body if head == _header(made_from, body) else None


def keep(path: Path, made_from: str, body: bytes) -> None:
    """Write a kept file, or leave it where the disk is full or not writable."""
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(_header(made_from, body) + b"\n" + body)
        Path(temporary).replace(path)
        temporary = None
    except OSError:
        # what was parsed is in memory; the next start parses again
        pass
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def checksum(path: Path) -> str:
    """SHA-256 of a large file that seldom changes, kept until its size or time of change differs.

    Raises:
        OSError: it cannot be read.
    """
    found = path.stat()
    seen = f"{path.resolve()} {found.st_size} {found.st_mtime_ns}"
    place = cache_folder() / f"sha256-{hashlib.sha256(seen.encode()).hexdigest()[:16]}.txt"
    body = kept(place, seen)
    if body is not None:
        return body.decode()
    with path.open("rb") as file:
        value = hashlib.file_digest(file, "sha256").hexdigest()
    keep(place, seen, value.encode())
    return value


def yaml_records(name: str, text: str, check: Callable[[Any], Any] | None = None) -> Any:
    """What a YAML text holds, from the cache where it is kept: reading YAML takes ten times longer.

    Args:
        name: What the text is, for the file's name.
        text: The YAML.
        check: Called with the records when they are first parsed, before they are kept.

    Raises:
        NotYaml: it is not YAML.
    """
    checksum = hashlib.sha256(text.encode()).hexdigest()
    path = cache_folder() / f"{name}-{checksum[:16]}.json"
    body = kept(path, checksum)
    if body is not None:
        return orjson.loads(body)
    records = _parsed_yaml(text) or []
    if check is not None:
        check(records)
    with contextlib.suppress(TypeError):  # dates and the like have no JSON; they are parsed anew
        keep(path, checksum, orjson.dumps(records))
    return records


def _parsed_yaml(text: str) -> Any:
    import yaml  # not above: what is kept is read without it

    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise NotYaml(" ".join(str(error).split())) from error


def _header(made_from: str, body: bytes) -> bytes:
    own = hashlib.sha256(body).hexdigest()
    return orjson.dumps({"source": made_from, "sha256": own})
