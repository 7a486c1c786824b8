"""Guideline sections: the built-in digest of the ICD-10-CM Official Guidelines, FY2026.

The digest restates every numbered section in the project's own words. Each section holds statements
(one rule each, understandable alone), the codes it names, the settings it applies to, related
sections, and ways in which coders ask about it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)

from guidelines._kept import NotYaml, cache_folder, keep, kept, yaml_records
from guidelines.errors import DxciteError

DIGEST_RELEASE = "FY2026 (digest)"
_SOURCES = (".yaml", ".tsv")


class DigestError(DxciteError):
    """A digest file that cannot be used; the message names file, section and fault."""


class Ask(BaseModel):
    """A way in which coders ask about a section.

    `answer` is given where the question is of the yes/no kind and the section decides it;
    `because` is then the 1-based number of the deciding statement.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    q: str = Field(min_length=3)
    answer: Literal["yes", "no", "depends"] | None = None
    because: int | None = Field(default=None, ge=1)


def _ask(value: Any) -> Any:
    return {"q": value} if isinstance(value, str) else value


class Section(BaseModel):
    """One numbered section of the guidelines, restated."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^(I{1,3}|IV|App\.I)(\.[A-Za-z0-9]+)*$")
    title: str
    page: int = Field(ge=1)
    text: tuple[str, ...] = Field(min_length=1)
    codes: tuple[str, ...] = ()
    settings: tuple[Literal["any", "inpatient", "outpatient"], ...] = ("any",)
    related: tuple[str, ...] = ()
    asks: tuple[Annotated[Ask, BeforeValidator(_ask)], ...] = ()

    @property
    def parent(self) -> str | None:
        """Id of the section that holds this one, None at the top."""
        head, _, _ = self.id.rpartition(".")
        return head if head and head != "App" else None


_SECTIONS = TypeAdapter(list[Section])


class Digest(Mapping[str, Section]):
    """All sections by id, in official order."""

    def __init__(self, sections: Iterator[Section] | list[Section], fingerprint: str = "") -> None:
        """Check that ids are unique, related ids exist and reasons point at statements.

        Raises:
            DigestError: naming the section and the fault.
        """
        self._sections: dict[str, Section] = {}
        self.fingerprint = fingerprint
        for section in sections:
            if section.id in self._sections:
                raise DigestError(f"The digest holds section {section.id} twice; remove one.")
            for ask in section.asks:
                if (ask.answer is None) != (ask.because is None) or (
                    ask.because is not None and ask.because > len(section.text)
                ):
                    raise DigestError(
                        f"Section {section.id}: “{ask.q}” needs both an answer and the number of "
                        "the statement that decides it."
                    )
            self._sections[section.id] = section
        for section in self._sections.values():
            for other in section.related:
                if other not in self._sections:
                    raise DigestError(
                        f"Section {section.id} names {other} as related, which does not exist."
                    )

    def __getitem__(self, key: str) -> Section:
        return self._sections[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sections)

    def __len__(self) -> int:
        return len(self._sections)

    def path(self, section_id: str) -> tuple[Section, ...]:
        """The section and those that hold it, outermost first."""
        found: list[Section] = []
        current: str | None = section_id
        while current is not None and current in self._sections:
            found.append(self._sections[current])
            current = self._sections[current].parent
        return tuple(reversed(found))


def _parse(name: str, text: str) -> list[Section]:
    try:
        return [Section.model_validate(record) for record in yaml_records("digest", text)]
    except (NotYaml, ValidationError, TypeError) as error:
        raise DigestError(f"Digest file {name} cannot be read: {error}") from error


def _order(section: Section) -> tuple[Any, ...]:
    numerals = {"I": 1, "II": 2, "III": 3, "IV": 4, "App": 5}
    first, *rest = section.id.split(".")
    return (numerals[first], *((0, int(p), "") if p.isdigit() else (1, 0, p) for p in rest))


def _parse_asks(name: str, text: str) -> dict[str, list[Ask]]:
    """Further ways of asking: lines of section, statement, answer ("-" for none) and question."""
    found: dict[str, list[Ask]] = defaultdict(list)
    for number, line in enumerate(text.splitlines(), 1):
        fields = line.split("\t")
        if len(fields) != 4 or not fields[1].isdigit():
            raise DigestError(
                f"Digest file {name}, line {number}: section, statement, answer and question are "
                "needed, with tabs between."
            )
        section, statement, answer, question = fields
        told = {} if answer == "-" else {"answer": answer, "because": int(statement)}
        try:
            found[section].append(Ask.model_validate({"q": question} | told))
        except ValidationError as error:
            raise DigestError(f"Digest file {name}, line {number}: {error}") from error
    return found


@cache
def load_digest() -> Digest:
    """The built-in digest.

    Raises:
        DigestError: a file is missing or faulty.
    """
    folder = resources.files("guidelines") / "digest"
    files = {f.name: f.read_bytes() for f in folder.iterdir() if f.name.endswith(_SOURCES)}
    checksum = hashlib.sha256()
    for name in sorted(files):
        checksum.update(files[name])
    fingerprint = checksum.hexdigest()
    # by the program too: a section that was kept is not checked by another way of reading
    made_from = f"{fingerprint} {hashlib.sha256(Path(__file__).read_bytes()).hexdigest()}"
    path = cache_folder() / f"sections-{fingerprint[:16]}.json"
    body = kept(path, made_from)
    if body is not None:
        return Digest(_SECTIONS.validate_json(body), fingerprint)
    sections = _sections({name: files[name].decode() for name in sorted(files)})
    keep(path, made_from, _SECTIONS.dump_json(sections))
    return Digest(sections, fingerprint)


def _sections(files: Mapping[str, str]) -> list[Section]:
    """All sections in official order, from files by name."""
    sections: list[Section] = []
    asks: dict[str, list[Ask]] = defaultdict(list)
    for name, text in files.items():
        if name.endswith(".yaml"):
            sections.extend(_parse(name, text))
        else:
            for section, further in _parse_asks(name, text).items():
                asks[section] += further
    if not sections:
        raise DigestError("The built-in digest is missing; install dxcite again.")
    if unknown := sorted(set(asks) - {s.id for s in sections}):
        raise DigestError(f"The digest has ways of asking about {unknown[0]}, which is no section.")
    sections = [s.model_copy(update={"asks": (*s.asks, *asks.get(s.id, ()))}) for s in sections]
    return sorted(sections, key=_order)
