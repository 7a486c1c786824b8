"""What the static embedding and the ranking learn from: terms with the code they belong to."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guidelines.codeset import CodeSet, load_codeset
from guidelines.releases import FY2027
from indexes.lexicon import Lexicon
from indexes.training.phrases import (
    DRUG_COLUMNS,
    NEOPLASM_COLUMNS,
    phrase,
    read_index,
    read_table,
    table_phrase,
)

PARTS = 10
TEST_PARTS = frozenset({0, 1})
RANKING_PARTS = frozenset({2, 3, 4})
"""Main terms, inclusion terms and lexicon entries fall into ten parts by a checksum: two are only
ever measured on, three fit the ranking, and the development embedding is trained on the rest. The
shipped embedding is trained on all ten."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Official files; any may be None.

    Attributes:
        index: Alphabetic Index XML.
        external: External Cause Index XML.
        neoplasms: Neoplasm Table XML.
        drugs: Table of Drugs and Chemicals XML.
    """

    index: Path | None = None
    external: Path | None = None
    neoplasms: Path | None = None
    drugs: Path | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A term and its code.

    Attributes:
        term: As a chart may say it.
        code: Where the classification puts it.
        origin: "index", "external", "neoplasm", "drug", "inclusion", "lexicon" or "title".
        part: 0–9, see `PARTS`; everything below one main term is in one part.
    """

    term: str
    code: str
    origin: str
    part: int


def part_of(key: str) -> int:
    """The part a main term or a surface falls into."""
    return int(hashlib.md5(key.lower().encode(), usedforsecurity=False).hexdigest(), 16) % PARTS


def gather(sources: Sources, lexicon: Lexicon, seed: int = 0) -> list[Pair]:
    """Every pair, in a fixed order."""
    now, before = load_codeset(FY2027.start), load_codeset(date(2026, 5, 1))
    chance = random.Random(seed)
    found = [
        *_index_pairs(sources, chance),
        *_table_pairs(sources, chance),
        *_lexicon_pairs(lexicon),
        *_tabular_pairs([now, before]),
    ]
    return [p for p in found if p.term.strip() and (p.code in now or p.code in before)]


def _index_pairs(sources: Sources, chance: random.Random) -> Iterator[Pair]:
    for path, origin in ((sources.index, "index"), (sources.external, "external")):
        if path is None:
            continue
        for line in read_index(path):
            part = part_of(line.main_term)
            yield Pair(phrase(line, chance), line.code, origin, part)


def _table_pairs(sources: Sources, chance: random.Random) -> Iterator[Pair]:
    if sources.neoplasms is not None:
        for path, codes in read_table(sources.neoplasms):
            sites = path[1:]
            for column, code in codes.items():
                if sites and column in NEOPLASM_COLUMNS:
                    term = table_phrase(sites, NEOPLASM_COLUMNS[column], chance)
                    yield Pair(term, code, "neoplasm", part_of(sites[0]))
    if sources.drugs is not None:
        for path, codes in read_table(sources.drugs):
            column = chance.choice(sorted(DRUG_COLUMNS))
            if column in codes:
                term = table_phrase(path, DRUG_COLUMNS[column], chance)
                yield Pair(term, codes[column], "drug", part_of(path[0]))


def _lexicon_pairs(lexicon: Lexicon) -> Iterator[Pair]:
    for meaning in lexicon.meanings:
        if meaning.code and meaning.kind not in ("word", "drug", "substance"):
            code = meaning.code.rstrip("-").rstrip(".")
            for term in dict.fromkeys((meaning.term, meaning.meaning)):
                yield Pair(term, code, "lexicon", part_of(code))


def _tabular_pairs(codesets: Iterable[CodeSet]) -> Iterator[Pair]:
    seen: set[tuple[str, str]] = set()
    for codeset in codesets:
        for entry in codeset.entries():
            if entry.kind in ("chapter", "section") or codeset.base_of(entry.code) != entry.code:
                continue
            surfaces = [(entry.title, "title"), *((t, "inclusion") for t in entry.inclusion_terms)]
            for term, origin in surfaces:
                if (term.lower(), entry.code) not in seen:
                    seen.add((term.lower(), entry.code))
                    yield Pair(term, entry.code, origin, part_of(term))


def kept(pairs: Iterable[Pair], held_out: Container[int]) -> list[Pair]:
    """Pairs to train on: all titles, and of the rest those outside the held-out parts."""
    return [p for p in pairs if p.origin == "title" or p.part not in held_out]


def varied(term: str, chance: random.Random) -> str:
    """A title with its words in another order and some of them left out."""
    words = term.replace(",", " ").replace("(", " ").replace(")", " ").split()
    if len(words) > 2:
        words = [w for w in words if chance.random() > 0.2] or words
        if chance.random() < 0.5:
            chance.shuffle(words)
    return " ".join(words)


def misspelt(term: str, chance: random.Random) -> str:
    """A term with one letter of a word lost, doubled, swapped or replaced."""
    words = term.split()
    long = [i for i, w in enumerate(words) if len(w) > 4 and w.isalpha()]
    if long:
        i = chance.choice(long)
        word = words[i]
        at = chance.randrange(1, len(word) - 1)
        put = chance.choice(["", word[at] * 2, chance.choice("aeiorstln"), word[at + 1] + word[at]])
        end = at + 2 if len(put) == 2 and put[0] != put[1] else at + 1
        words[i] = word[:at] + put + word[end:]
    return " ".join(words)


def texts_of(pairs: Sequence[Pair]) -> dict[str, list[str]]:
    """Titles and inclusion terms among the pairs, by code, the title first."""
    found: dict[str, list[str]] = {}
    for origin in ("title", "inclusion"):
        for pair in pairs:
            if pair.origin == origin:
                found.setdefault(pair.code, []).append(pair.term)
    return found
