"""Says what is wrong with a code that does not exist, and which codes lie nearest."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from guidelines.codeset._table import dotted, undotted
from guidelines.errors import UnknownCode

if TYPE_CHECKING:
    from guidelines.codeset._codeset import CodeSet

_SHAPE = re.compile(r"(?:[A-Z][0-9]|QA)[0-9A-Z](?:\.[0-9A-Z]{1,4})?")
_CODE = re.compile(r"[A-Z][0-9A-Z]{2}(?:\.[0-9A-Z]{1,4})?")
_SHOWN = 6


def unknown(codeset: CodeSet, typed: str, code: str) -> UnknownCode:
    """The error for a code that the code set does not hold.

    Args:
        codeset: The code set that was asked.
        typed: What the user typed.
        code: The same in dotted form.
    """
    release = codeset.release.name
    if history := codeset.history(code):
        near = tuple(c for c in _CODE.findall(history) if c != code and c in codeset)
        return UnknownCode(f"{code} is not a code of {release}: {history}", code, near)
    if misread := _misread(codeset, code):
        return UnknownCode(f"{code} is not a code of {release}: use {misread}.", code, (misread,))
    if not _SHAPE.fullmatch(code):
        return UnknownCode(
            f"“{typed.strip()}” is not written like an ICD-10-CM code; give one such as I50.9.",
            code,
        )
    header = _existing_start(codeset, code)
    if header is None:
        near = _similar(code[:3], [c for c in codeset.categories if c[0] == code[0]])
        hint = f"the nearest categories are {_listed(near)}." if near else "check the first letter."
        return UnknownCode(f"There is no category {code[:3]} in {release}: {hint}", code, near)
    return _below_header(codeset, code, header)


def _below_header(codeset: CodeSet, code: str, header: str) -> UnknownCode:
    release = codeset.release.name
    entry = codeset.get(header)
    if entry.billable:
        return UnknownCode(
            f"{code} is not a code of {release}: use {header} ({entry.title}), which takes no "
            "further characters.",
            code,
            (header,),
        )
    if codeset.base_of(entry.children[0]) == header:
        characters = _any_of(tuple(codeset.seventh_characters(header)))
        return UnknownCode(
            f"{code} is not a code of {release}: {header} takes the 7th character {characters}, "
            f"as in {entry.children[0]}.",
            code,
            entry.children[:_SHOWN],
        )
    near = _similar(code, list(entry.children)) or entry.children[:_SHOWN]
    return UnknownCode(
        f"{code} is not a code of {release}: under {header} ({entry.title}) there are "
        f"{_listed(entry.children)}.",
        code,
        near,
    )


def _any_of(characters: tuple[str, ...]) -> str:
    *others, last = characters
    return f"{', '.join(others)} or {last}" if others else last


def _listed(codes: tuple[str, ...]) -> str:
    shown = ", ".join(codes[:_SHOWN])
    return f"{shown} and {len(codes) - _SHOWN} more" if len(codes) > _SHOWN else shown


def _existing_start(codeset: CodeSet, code: str) -> str | None:
    bare = undotted(code)
    for length in range(len(bare) - 1, 2, -1):
        if (start := dotted(bare[:length])) in codeset:
            return start
    return None


def _similar(code: str, among: list[str]) -> tuple[str, ...]:
    return tuple(get_close_matches(code, among, n=3, cutoff=0.6))


def _misread(codeset: CodeSet, code: str) -> str | None:
    """The code meant, where a placeholder is missing or O and 0, I and 1 were mixed up."""
    bare = undotted(code)
    swapped = bare[:1] + bare[1:].replace("O", "0").replace("I", "1")
    for candidate in (swapped, bare[:-1].rstrip("X").ljust(6, "X") + bare[-1:]):
        if len(candidate) >= 3 and candidate != bare and dotted(candidate) in codeset:
            return dotted(candidate)
    return None
