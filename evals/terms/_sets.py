"""What is asked: terms with the code they stand for, made from official files with a seed."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from evals.generating._terms import shortened
from guidelines.codeset import CodeSet
from indexes.training.pairs import TEST_PARTS, misspelt, part_of
from indexes.training.phrases import (
    DRUG_COLUMNS,
    NEOPLASM_COLUMNS,
    phrase,
    read_index,
    read_table,
    table_phrase,
)

_FIFTH = 5
_SENTENCES = (
    "patient presents with {}", "assessment: {}", "seen today for {}, follow up in two weeks",
    "admitted with {}", "she was found to have {}", "diagnosis: {}", "evaluated in clinic for {}",
)  # fmt: skip
_DRUG_PHRASES = {
    **DRUG_COLUMNS,
    4: ("{} poisoning by assault",),
    5: ("{} poisoning of undetermined intent",),
}
_CHUNK = re.compile(r",\s*|\s+(?=(?:with|without|of|due to|in|following|for|by|to|on|at)\b)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A term and what is right for it.

    Attributes:
        term: As asked.
        code: The code or header printed; whatever lies below a header is right too.
        untouched: Belongs to the fifth that nothing was ever tuned on.
    """

    term: str
    code: str
    untouched: bool


def _asked(term: str, code: str) -> Asked:
    mark = sha256(f"{term}\t{code}".encode()).digest()[0]
    return Asked(term, code, mark % _FIFTH == 0)


def index_paths(
    path: Path, codeset: CodeSet, chance: random.Random, count: int, *, kept_out: bool
) -> list[Asked]:
    """Lines of the Index read as a chart would say them.

    Args:
        path: XML of the Index to Diseases and Injuries or of the External Cause Index.
        codeset: Lines whose code it lacks are left out.
        chance: Decides what is drawn and how it is worded.
        count: How many.
        kept_out: Only main terms that the development embedding never saw.
    """
    lines = [
        line for line in read_index(path)
        if line.code in codeset and (not kept_out or part_of(line.main_term) in TEST_PARTS)
    ]  # fmt: skip
    drawn = chance.sample(lines, min(count, len(lines)))
    return [_asked(phrase(line, chance), line.code) for line in drawn]


def table_cells(
    path: Path, codeset: CodeSet, chance: random.Random, count: int, *, drugs: bool
) -> list[Asked]:
    """Cells of the Table of Drugs and Chemicals, or of the Table of Neoplasms."""
    phrases = _DRUG_PHRASES if drugs else NEOPLASM_COLUMNS
    cells = [
        (row if drugs else row[1:], column, code)
        for row, codes in read_table(path)
        for column, code in codes.items()
        if column in phrases and code in codeset and (drugs or len(row) > 1)
    ]
    drawn = chance.sample(cells, min(count, len(cells)))
    return [_asked(table_phrase(row, phrases[c], chance), code) for row, c, code in drawn]


def titles(codeset: CodeSet) -> list[tuple[str, str]]:
    """Titles that belong to one line only, with the line's code; 7th characters apart."""
    lines = [
        (entry.title, entry.code)
        for entry in codeset.entries()
        if entry.kind not in ("chapter", "section")
        and codeset.base_of(entry.code) == entry.code
        and (entry.billable or _takes_seventh(codeset, entry.children))
    ]
    at = Counter(title.lower() for title, _ in lines)
    return [(title, code) for title, code in lines if at[title.lower()] == 1]


def _takes_seventh(codeset: CodeSet, children: Sequence[str]) -> bool:
    return bool(children) and codeset.base_of(children[0]) != children[0]


def reordered(title: str, chance: random.Random) -> str | None:
    """The parts of a title in another order; a "without" keeps its word."""
    parts = [p for p in _CHUNK.split(title) if p]
    if len(parts) < 2:
        return None
    mixed = parts[:]
    while mixed == parts:
        chance.shuffle(mixed)
    return " ".join(mixed)


def mistyped(title: str, chance: random.Random) -> str | None:
    """One or two letters wrong."""
    wrong = misspelt(title, chance)
    wrong = misspelt(wrong, chance) if chance.random() < 0.5 else wrong
    return wrong if wrong != title else None


def wrapped(title: str, chance: random.Random) -> str | None:
    """A title in a sentence of a chart."""
    return chance.choice(_SENTENCES).format(title[0].lower() + title[1:])


WAYS: dict[str, Callable[[str, random.Random], str | None]] = {
    "words reordered": reordered,
    "one or two typos": mistyped,
    "abbreviated": shortened,
    "in a sentence": wrapped,
}


def reworded(
    lines: Iterable[tuple[str, str]],
    way: Callable[[str, random.Random], str | None],
    chance: random.Random,
    count: int,
) -> list[Asked]:
    """Titles said in one way."""
    found: list[Asked] = []
    for title, code in chance.sample(list(lines), len(list(lines))):
        said = way(title, chance)
        if said is not None and said.lower() != title.lower():
            found.append(_asked(said, code))
        if len(found) == count:
            break
    return found
