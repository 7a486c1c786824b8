"""Reads the codes that an instructional note names ("E08-E13 with .51-.52") into a code set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from guidelines import lazy_re as re

_CODE = r"(?<![A-Za-z0-9.])(?:[A-Z]\d|QA)[0-9A-Z](?![0-9A-Za-z])(?:\.[0-9A-Z]{1,4}(?![0-9A-Za-z]))?"
_JOINT = r"(?:\.?(?:\s*[-–])+\s*|\.?[-–]?\s+(?:to|through)\s+)"
_REFERENCE = re.compile(rf"(?P<first>{_CODE})(?:{_JOINT}(?P<last>{_CODE}))?")
_PARENTHESES = re.compile(r"\(([^()]*)\)")
_VITAMIN = re.compile(r"(?i)\bvitamin\s+B\d\w\b")
_EXCEPT = re.compile(r"(?i)\bexcept\b(?:\s+(?:as|those))?(?:\s+in)?\s+(?=[A-Z]\d)")
_QUALIFIER = re.compile(r"[\s,.-]*with\s+(?P<words>.*)$", re.DOTALL)
_ANY_QUALIFIER = re.compile(r"[\s,.-]*with\b.*(?:characters?\b|\.\d)")

_PLACES = {
    "4th": 4,
    "fourth": 4,
    "5th": 5,
    "fifth": 5,
    "6th": 6,
    "sixth": 6,
    "six": 6,
    "7th": 7,
    "seventh": 7,
}
_AT_PLACE = re.compile(
    r"(?P<one>final|[\w]+)(?:\s+(?P<joint>or|to)\s+(?P<two>\w+))?[-\s]characters?\s*(?P<values>.*)",
    re.DOTALL,
)
_VALUE = re.compile(r"[.-]?([0-9A-Z]+)(?:\s*-\s*\.?([0-9A-Z]+))?(?![a-z])")
_CHAPTER = re.compile(r"\(Chapter (\d{1,2})\)|\bclassified in Chapter (\d{1,2})\b")
_CHAPTERS = (
    "A00-B99", "C00-D49", "D50-D89", "E00-E89", "F01-F99", "G00-G99", "H00-H59", "H60-H95",
    "I00-I99", "J00-J99", "K00-K95", "L00-L99", "M00-M99", "N00-N99", "O00-O9A", "P00-P96",
    "Q00-QA0", "R00-R99", "S00-T88", "V00-Y99", "Z00-Z99", "U00-U85",
)  # fmt: skip
_OPEN_FRACTURE = frozenset("BCEFHJMNQR")
_INTENT_PLACES = ("T36", "T65")

# Categories with a letter in the third place stand in the Tabular List after the one named here.
_FOLLOWS = {
    "C4A": "C43", "C7A": "C75", "C7B": "C75", "D3A": "D36", "J4A": "J44", "M1A": "M08",
    "Z3A": "Z36",
}  # fmt: skip
_ONLY_AS_PLACED = frozenset({"C7A", "C7B", "D3A"})


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A condition on the characters of a code ("with fifth or sixth character 5").

    Attributes:
        kind: "after" the category, at a "place" (counted from 1), the "intent" of a poisoning
            (6th character, or 5th where the 6th is a placeholder), or the "final" characters.
        values: What must stand there, any of them.
        place: For "place", the first place that is compared.
    """

    kind: Literal["after", "place", "intent", "final"]
    values: frozenset[str]
    place: int = 0

    def fits(self, bare: str) -> bool:
        """Whether an undotted code meets the condition."""
        if self.kind == "after":
            return bare[3:].startswith(tuple(self.values))
        if self.kind == "place":
            return bare[self.place - 1 :].startswith(tuple(self.values))
        if self.kind == "intent" or _INTENT_PLACES[0] <= bare[:3] <= _INTENT_PLACES[1]:
            sixth = bare[5:6]
            return (sixth if sixth not in ("", "X") else bare[4:5]) in self.values
        return bare.endswith(tuple(self.values))


@dataclass(frozen=True, slots=True)
class CodeRange:
    """From one code to another, with all codes under both; a single code has equal ends.

    Attributes:
        first: Dotted code.
        last: Dotted code.
        qualifier: A condition that narrows the range, or None.
    """

    first: str
    last: str
    qualifier: Qualifier | None = None

    def matches(self, bare: str) -> bool:
        """Whether an undotted code lies in the range and meets the condition."""
        if self.qualifier is not None and not self.qualifier.fits(bare):
            return False
        first, last = _bare(self.first), _bare(self.last)
        if first == last:
            return bare.startswith(first)
        if _between(_placed(first), _placed(bare), _placed(last)):
            return True
        if bare[:3] in _ONLY_AS_PLACED:
            return False
        return _between(_as_written(first), _as_written(bare), _as_written(last))


@dataclass(frozen=True, slots=True)
class CodeRefs:
    """The codes that a note names. It is false when the note names none.

    Attributes:
        ranges: What the note names.
        excepted: What it takes out again ("except T74 and T76").
        complete: Whether every condition on characters was understood. Where it was not, the
            condition is left out, so that more codes match than should.
    """

    ranges: tuple[CodeRange, ...] = ()
    excepted: tuple[CodeRange, ...] = ()
    complete: bool = True

    def matches(self, code: str) -> bool:
        """Whether a code (dotted or not) is among those the note names, itself or a parent."""
        bare = _bare(code).upper()
        return any(r.matches(bare) for r in self.ranges) and not any(
            r.matches(bare) for r in self.excepted
        )

    def __bool__(self) -> bool:
        """Whether the note names any code."""
        return bool(self.ranges)


def _bare(code: str) -> str:
    return code.replace(".", "").strip()


def _as_written(bare: str) -> tuple[str, str]:
    return bare[:3], bare[3:]


def _placed(bare: str) -> tuple[str, str]:
    """Category and rest, the category as a key that sorts it where the Tabular List prints it."""
    before = _FOLLOWS.get(bare[:3])
    return (f"{before}~{bare[2]}" if before else bare[:3]), bare[3:]


def _between(first: tuple[str, str], code: tuple[str, str], last: tuple[str, str]) -> bool:
    category, rest = code
    if not first[0] <= category <= last[0]:
        return False
    if category == first[0] and rest[: len(first[1])] < first[1]:
        return False
    # A last code ending in 9 closes its subcategory, whose letters are printed before the 9.
    end = f"{last[1][:-1]}Z" if last[1].endswith("9") else last[1]
    return category < last[0] or rest[: len(end)] <= end


@lru_cache(maxsize=32_768)
def code_refs(text: str) -> CodeRefs:
    """The codes that the text of a note names.

    Codes in parentheses count alone where there are any: the prose before them only describes.

    Args:
        text: One line of a note, e.g. "diabetes mellitus (E08-E13 with .61-)".
    """
    prose = _VITAMIN.sub("", text)
    inside = [part for part in _PARENTHESES.findall(prose) if _REFERENCE.search(part)]
    ranges: list[CodeRange] = []
    excepted: list[CodeRange] = []
    complete = True
    for part in inside or [prose]:
        named, _, taken_out = _split_exception(part)
        found, understood = _read(named)
        ranges += found
        excepted += _read(taken_out)[0]
        complete = complete and understood
    if not ranges:
        ranges = _chapters(prose)
    return CodeRefs(tuple(ranges), tuple(excepted), complete)


def _chapters(prose: str) -> list[CodeRange]:
    """The chapters that a note names in place of codes ("code (Chapter 20) to identify …")."""
    numbers = [int(a or b) for a, b in _CHAPTER.findall(prose)]
    spans = [_CHAPTERS[n - 1].split("-") for n in numbers if 0 < n <= len(_CHAPTERS)]
    return [CodeRange(first, last) for first, last in spans]


def _split_exception(part: str) -> tuple[str, str, str]:
    found = _EXCEPT.search(part)
    return (part[: found.start()], found[0], part[found.end() :]) if found else (part, "", "")


def _read(part: str) -> tuple[list[CodeRange], bool]:
    found = list(_REFERENCE.finditer(part))
    if not found:
        return [], True
    tail = part[found[-1].end() :]
    qualifier = _qualifier(tail)
    ranges = [CodeRange(m["first"], m["last"] or m["first"], qualifier) for m in found]
    return ranges, qualifier is not None or not _ANY_QUALIFIER.match(tail)


def _qualifier(tail: str) -> Qualifier | None:
    found = _QUALIFIER.match(tail)
    if not found:
        return None
    words = found["words"].strip()
    if "to indicate intent" in words:
        return Qualifier("intent", frozenset("1234"))
    if words.startswith("open fracture"):
        return Qualifier("place", _OPEN_FRACTURE, 7)
    placed = _AT_PLACE.match(words)
    if placed:
        return _at_place(placed)
    if words.startswith("."):
        return Qualifier("after", frozenset(_values(words)))
    return None


def _at_place(placed: re.Match[str]) -> Qualifier | None:
    values = frozenset(_values(placed["values"]))
    if not values:
        return None
    if placed["one"] == "final":
        return Qualifier("final", values)
    place = _PLACES.get(placed["one"])
    if place is None:
        return None
    if placed["joint"] == "or":
        return Qualifier("intent", values)
    return Qualifier("place", values, place)


def _values(words: str) -> Iterator[str]:
    for found in _VALUE.finditer(words):
        first, last = found[1], found[2]
        if last is None:
            yield first
        elif first.isdigit() and last.isdigit():
            yield from (str(n).zfill(len(first)) for n in range(int(first), int(last) + 1))
        else:
            yield from (chr(n) for n in range(ord(first[0]), ord(last[0]) + 1))
