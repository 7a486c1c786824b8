"""Reading the tables of external causes, kept as parsed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml
from pydantic import ValidationError

from guidelines._kept import cache_folder, keep, kept
from guidelines.errors import DxciteError
from guidelines.external_causes._models import Tables
from guidelines.rules._needed import needed

_NAME = re.compile(r"\{([a-z][a-z-]*)\}")
_SOURCES = (".yaml", ".py")


class ExternalCauseError(DxciteError):
    """A table of external causes that cannot be used; the message names file and fault."""


@cache
def load_tables() -> Tables:
    """All tables, in the order in which their rows are tried.

    Raises:
        ExternalCauseError: a file is malformed.
    """
    folder = resources.files("guidelines") / "external_causes"
    files = {f.name: f.read_bytes() for f in folder.iterdir() if f.name.endswith(_SOURCES)}
    made_from = hashlib.sha256()
    for name in sorted(files):
        made_from.update(files[name])
    path = cache_folder() / f"external-causes-{made_from.hexdigest()[:16]}.json"
    body = kept(path, made_from.hexdigest())
    if body is not None:
        return Tables.model_validate_json(body)
    tables = parse_tables({n: files[n].decode() for n in files if n.endswith(".yaml")})
    keep(path, made_from.hexdigest(), tables.model_dump_json().encode())
    return tables


def parse_tables(files: Mapping[str, str]) -> Tables:
    """The tables of the files, with shared words written out.

    Args:
        files: The text of each file, by its name.

    Raises:
        ExternalCauseError: one is malformed.
    """
    read = {name: _records(name, text) for name, text in files.items()}
    try:
        return _tables(read)
    except (KeyError, ValidationError, re.error) as error:
        raise ExternalCauseError(f"The tables of external causes cannot be read: {error}") from None


def _records(name: str, text: str) -> dict[str, Any]:
    try:
        content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        line = " ".join(str(error).split())[:200]
        raise ExternalCauseError(f"External cause file {name} cannot be read: {line}") from None
    if not isinstance(content, dict):
        raise ExternalCauseError(f"External cause file {name} must hold named tables.")
    words = {k: str(v) for k, v in content.get("words", {}).items()}
    written: dict[str, Any] = _written_out(content, words)
    return written


def _written_out(value: Any, words: Mapping[str, str]) -> Any:
    """A record with the shared words in its expressions written out."""
    if isinstance(value, dict):
        return {k: _written_out(v, words) for k, v in value.items()}
    if isinstance(value, list):
        return [_written_out(v, words) for v in value]
    if isinstance(value, str):
        return _NAME.sub(lambda m: words.get(m[1], m[0]), value)
    return value


def _tables(read: Mapping[str, dict[str, Any]]) -> Tables:
    places, doing = read["places.yaml"], read["activities.yaml"]
    tables = Tables.model_validate(
        {
            "groups": [*read["falls.yaml"]["groups"], *read["contacts.yaml"]["groups"]],
            "assaulted": read["contacts.yaml"]["assaulted"],
            "transport": {k: read["transport.yaml"][k] for k in ("vehicles", "words")},
            **{k: places[k] for k in ("homes", "not_home", "rooms", "places")},
            **{k: doing[k] for k in ("activities", "statuses")},
        }
    )
    found = {e: needed(e) for e in sorted(set(_expressions(tables)))}
    return tables.model_copy(update={"needed": {e: t for e, t in found.items() if t}})


def _expressions(tables: Tables) -> Iterator[str]:
    for group in tables.groups:
        for row in group.rows:
            yield from row.said
    for home in tables.homes:
        yield home.said
    for room in tables.rooms:
        yield room.said
    for place in tables.places:
        yield place.said
    for doing in (*tables.activities, *tables.statuses):
        yield doing.said
