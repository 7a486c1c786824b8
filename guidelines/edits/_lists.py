"""Reading the official lists: POA-exempt codes (CDC) and the Medicare Code Editor's (CMS)."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from guidelines.errors import DataDamaged, DataMissing

_LARGEST = 64 * 1024 * 1024  # bytes; the official POA list unpacked has 4 MB
_YEAR = re.compile(r"Order(\d\d)\t")
_POA_MEMBER = re.compile(r"POAexemptCodes(?:FY)?\d*\.txt", re.IGNORECASE)
_BARE_CODE = re.compile(r"[A-Z]\d[0-9A-Z]{1,5}|[A-Z]\d[0-9A-Z]|QA0[0-9A-Z]{0,4}")


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Ages, in completed years, at which a code can be right."""

    name: str
    lowest: int
    highest: int

    def fits(self, age: int) -> bool:
        """Whether an age lies in the range."""
        return self.lowest <= age <= self.highest


AGE_EDITS: dict[str, AgeRange] = {
    "age_newborn": AgeRange("newborn", 0, 0),
    "age_pediatric": AgeRange("pediatric", 0, 17),
    "age_maternity": AgeRange("maternity", 9, 64),
    "age_adult": AgeRange("adult", 15, 124),
}
"""The age categories of the Medicare Code Editor."""


@dataclass(frozen=True, slots=True)
class PoaExempt:
    """The codes exempt from reporting whether they were present on admission.

    Attributes:
        name: The list and its year, "POA-exempt list FY2026".
        codes: Undotted codes.
    """

    name: str
    codes: frozenset[str]

    def __contains__(self, code: str) -> bool:
        """Whether a code is exempt."""
        return _bare(code) in self.codes


@dataclass(frozen=True, slots=True)
class CodeEditor:
    """Lists of the Medicare Code Editor.

    Attributes:
        name: The lists and, where the file says so, when they were retrieved.
        manifestations: Manifestation codes, which are no principal diagnosis.
        unacceptable: Codes that are no acceptable principal diagnosis.
        unless_secondary: Codes acceptable as principal diagnosis only with a secondary diagnosis.
        ages: Age range by undotted code.
    """

    name: str
    manifestations: frozenset[str] = frozenset()
    unacceptable: frozenset[str] = frozenset()
    unless_secondary: frozenset[str] = frozenset()
    ages: MappingProxyType[str, AgeRange] = field(default_factory=lambda: MappingProxyType({}))

    def is_manifestation(self, code: str) -> bool:
        """Whether a code is on the list of manifestations."""
        return _bare(code) in self.manifestations

    def is_unacceptable(self, code: str) -> bool:
        """Whether a code is no acceptable principal diagnosis."""
        return _bare(code) in self.unacceptable

    def needs_secondary(self, code: str) -> bool:
        """Whether a code is an acceptable principal diagnosis only with a secondary diagnosis."""
        return _bare(code) in self.unless_secondary

    def age_range(self, code: str) -> AgeRange | None:
        """The ages at which a code can be right, None where any age is."""
        return self.ages.get(_bare(code))


@dataclass(frozen=True, slots=True)
class Edits:
    """The official lists at hand; what is not at hand is None."""

    poa_exempt: PoaExempt | None = None
    code_editor: CodeEditor | None = None


def _bare(code: str) -> str:
    return code.replace(".", "").upper()


def load_poa_exempt(path: Path) -> PoaExempt:
    """The POA-exempt list of a fiscal year.

    Args:
        path: The official zip (POAexemptCodesFY26.zip) or the tab-delimited text in it.

    Raises:
        DataMissing: the file cannot be read.
        DataDamaged: it is not a POA-exempt list.
    """
    codes: set[str] = set()
    text = _poa_text(path)
    for line in text.splitlines():
        columns = line.split("\t")
        if len(columns) >= 2 and _BARE_CODE.fullmatch(_bare(columns[1].strip())):
            codes.add(_bare(columns[1].strip()))
    if not codes:
        raise DataDamaged(
            f"{path.name} holds no POA-exempt codes; give the zip or the tab-delimited text of CDC."
        )
    year = _YEAR.match(text)
    name = f"POA-exempt list FY20{year[1]}" if year else f"POA-exempt list ({path.name})"
    return PoaExempt(name, frozenset(codes))


def _poa_text(path: Path) -> str:
    try:
        if not path.read_bytes()[:4].startswith(b"PK"):
            return path.read_bytes()[:_LARGEST].decode("utf-8-sig", errors="replace")
        with zipfile.ZipFile(path) as archive:
            member = next(
                (m for m in archive.infolist() if _POA_MEMBER.fullmatch(Path(m.filename).name)),
                None,
            )
            if member is None or member.file_size > _LARGEST:
                raise DataDamaged(f"{path.name} holds no list such as POAexemptCodesFY26.txt.")
            return archive.read(member).decode("utf-8-sig", errors="replace")
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise DataDamaged(f"{path.name} is a damaged zip file; fetch it again.") from error
    except OSError as error:
        raise DataMissing(
            f"The POA-exempt list {path} cannot be read ({error.strerror})."
        ) from error


def load_code_editor(path: Path) -> CodeEditor:
    """The diagnosis lists of the Medicare Code Editor.

    Args:
        path: A JSON object with "codes": the lists manifestation_not_pdx, unacceptable_pdx,
            unacceptable_pdx_unless_secondary, age_newborn, age_pediatric, age_maternity and
            age_adult, each of codes or of objects with "code".

    Raises:
        DataMissing: the file cannot be read.
        DataDamaged: it holds no such lists.
    """
    try:
        data: Any = json.loads(path.read_bytes()[:_LARGEST])
    except OSError as error:
        raise DataMissing(
            f"The code editor lists {path} cannot be read ({error.strerror})."
        ) from error
    except ValueError as error:
        raise DataDamaged(
            f"{path.name} is no JSON file; give the code editor lists as JSON."
        ) from error
    lists = data.get("codes") if isinstance(data, dict) else None
    if not isinstance(lists, dict) or not any(_codes(lists, name) for name in lists):
        raise DataDamaged(
            f"{path.name} holds no code editor lists; it needs an object “codes” with lists such as "
            "manifestation_not_pdx and unacceptable_pdx."
        )
    ages = {c: AGE_EDITS[name] for name in AGE_EDITS for c in _codes(lists, name)}
    retrieved = data.get("retrieved")
    return CodeEditor(
        name=f"Medicare Code Editor{f' (retrieved {retrieved})' if retrieved else ''}",
        manifestations=_codes(lists, "manifestation_not_pdx"),
        unacceptable=_codes(lists, "unacceptable_pdx"),
        unless_secondary=_codes(lists, "unacceptable_pdx_unless_secondary"),
        ages=MappingProxyType(ages),
    )


def _codes(lists: dict[str, Any], name: str) -> frozenset[str]:
    rows = lists.get(name)
    if not isinstance(rows, list):
        return frozenset()
    codes = (row.get("code") if isinstance(row, dict) else row for row in rows)
    return frozenset(
        _bare(c) for c in codes if isinstance(c, str) and _BARE_CODE.fullmatch(_bare(c))
    )
