"""The words of charts: abbreviations, lay terms, eponyms, drugs, devices, word pairs.

Tables of ours (`*.tsv` beside this file), one row a meaning: the term as charts write it, its
meaning in the Tabular List's words, the code that the Alphabetic Index gives for the bare term, and
for ambiguous terms the words of the chart that decide.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources

from guidelines.errors import DxciteError
from indexes._text import STOPWORDS, plain, words

_COLUMNS = ["term", "meaning", "code", "context", "kind"]
_PROSE = (
    frozenset(
        [
            "add",
            "aids",
            "air",
            "all",
            "an",
            "and",
            "arm",
            "as",
            "at",
            "ace",
            "avg",
            "bad",
            "bag",
            "bed",
            "bit",
            "cap",
            "car",
            "cat",
            "chef",
            "cop",
            "cup",
            "dad",
            "di",
            "dim",
            "dip",
            "do",
            "eos",
            "fat",
            "few",
            "fish",
            "fit",
            "for",
            "gas",
            "get",
            "go",
            "ham",
            "has",
            "he",
            "hip",
            "how",
            "hrs",
            "ice",
            "if",
            "ill",
            "in",
            "is",
            "it",
            "lab",
            "lad",
            "lap",
            "led",
            "let",
            "lid",
            "lip",
            "low",
            "map",
            "me",
            "med",
            "men",
            "met",
            "mind",
            "mom",
            "my",
            "no",
            "nod",
            "not",
            "of",
            "off",
            "on",
            "or",
            "out",
            "pad",
            "pan",
            "pap",
            "pass",
            "pat",
            "pet",
            "pin",
            "pip",
            "pls",
            "pop",
            "pot",
            "pt",
            "ram",
            "ran",
            "rap",
            "rash",
            "rest",
            "rid",
            "rip",
            "rt",
            "rub",
            "sad",
            "sap",
            "sat",
            "see",
            "set",
            "she",
            "sob",
            "so",
            "soap",
            "tab",
            "tap",
            "tip",
            "to",
            "top",
            "us",
            "use",
            "van",
            "was",
            "wet",
            "wks",
            "who",
            "wt",
        ]
    )
    | STOPWORDS
)
"""Words of ordinary prose: an abbreviation spelt like one counts only in capitals."""


class LexiconError(DxciteError):
    """A lexicon table that cannot be used."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning of a term. `code` may end in a dash where more characters are needed."""

    term: str
    meaning: str
    code: str
    context: frozenset[str]
    kind: str


_UNDECIDED: frozenset[str] = frozenset()
_PLACEHOLDERS = re.compile(r"X+-$")
_WITH_INTENT = ("substance", "drug", "word")
"""Kinds whose codes end before the character for the intent: "T40.1X" and then 1 for accident."""


class Lexicon:
    """All terms, found by their words."""

    def __init__(self, meanings: Sequence[Meaning], fingerprint: str = "") -> None:
        self.meanings = tuple(meanings)
        self.fingerprint = fingerprint
        self._by_words: dict[tuple[str, ...], list[Meaning]] = defaultdict(list)
        self._expansions: dict[tuple[str, ...], list[Meaning]] = defaultdict(list)
        self._substances: dict[tuple[str, ...], str] = {}
        self.equivalents: dict[str, str] = {}
        for meaning in meanings:
            if meaning.kind == "word":
                self.equivalents.setdefault(plain(meaning.term), plain(meaning.meaning))
            elif meaning.kind == "expansion":
                self._expansions[tuple(words(meaning.term))].append(meaning)
            elif meaning.kind == "substance":
                self._substances[tuple(words(meaning.term))] = meaning.code.rstrip("-")
            else:
                self._by_words[tuple(words(meaning.term))].append(meaning)
        self._add_possessives()
        self._longest: dict[str, int] = defaultdict(int)
        for key in filter(None, self._by_words):
            self._longest[key[0]] = max(self._longest[key[0]], len(key))

    def _add_possessives(self) -> None:
        """ "Ebstein's" is said for "Ebstein's anomaly" as "Ebstein" is, and charts drop apostrophes."""
        for key, found in list(self._by_words.items()):
            named = found[0].kind == "eponym" and found[0].code and found[0].term[:1].isupper()
            if named and len(key) == 1 and not key[0].endswith("s"):
                self._by_words.setdefault((f"{key[0]}'s",), found)
                self._by_words.setdefault((f"{key[0]}s",), found)
        for key, found in list(self._by_words.items()):
            if len(key) > 1 and any(w.endswith("'s") for w in key):
                self._by_words.setdefault(tuple(w.replace("'s", "s") for w in key), found)

    def longest_from(self, written: str) -> int:
        """Most words of a term that begins with a word as written in a chart; 0 for none."""
        first = _token_words(written)
        return self._longest.get(first[0], 0) if first else 0

    @cached_property
    def _shortening(self) -> frozenset[str]:
        shortened = (key for key, found in self._by_words.items() if any(map(_abbreviates, found)))
        return frozenset(key[0] for key in (*shortened, *self._expansions) if key)

    def shortens(self, written: str) -> bool:
        """Whether what begins with a word as written in a chart may stand for other words."""
        first = _token_words(written)
        return bool(first) and first[0] in self._shortening

    def look_up(self, written: Sequence[str]) -> tuple[Meaning, ...]:
        """All meanings of a sequence of words as written in a chart.

        An abbreviation that is also an ordinary word ("OR", "SOB" apart from "sob") is found only
        in capitals.
        """
        key = tuple(w for token in written for w in _token_words(token))
        found = self._by_words.get(key, ())
        if not found or "".join(key).isdigit():
            return ()
        joined = "".join(written)
        if len(key) == 1 and key[0] in _PROSE and not joined.isupper():
            found = [m for m in found if m.kind != "abbreviation" or m.term == written[0]]
        return tuple(found)

    def expansions(self, written: Sequence[str]) -> tuple[str, ...]:
        """What an abbreviation stands for word by word, each possibility.

        Unlike a meaning it adds nothing that the bare term would default to ("unspecified",
        "without complications"), so that it can stand among other words.
        """
        key = tuple(w for token in written for w in _token_words(token))
        found = self._expansions.get(key, ())
        exact = [m for m in found if m.term == " ".join(written)]
        if len(key) == 1 and key[0] in _PROSE and not "".join(written).isupper():
            found = exact
        return tuple(m.meaning for m in exact or found)

    def substance(self, written: Sequence[str]) -> str | None:
        """Where the Table of Drugs and Chemicals has a substance: its code without the intent.

        For "heroin" it is T40.1X, to which accident adds 1, self-harm 2, assault 3, undetermined
        4, an adverse effect 5 and underdosing 6.
        """
        return self._substances.get(tuple(w for token in written for w in _token_words(token)))

    def decide(self, meanings: Sequence[Meaning], around: Collection[str]) -> Meaning | None:
        """The meaning whose context words the chart shows most; the first where none does."""
        if not meanings:
            return None
        said = frozenset(around)
        best = max(range(len(meanings)), key=lambda i: (len(meanings[i].context & said), -i))
        return meanings[best]


def _abbreviates(meaning: Meaning) -> bool:
    return meaning.kind == "abbreviation" and not meaning.code


@lru_cache(maxsize=65_536)
def _token_words(token: str) -> tuple[str, ...]:
    return tuple(words(token))


def _decisive(context: str) -> frozenset[str]:
    return frozenset(w.strip() for w in context.split(",") if w.strip())


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that ships with the program.

    Raises:
        LexiconError: a table is malformed; the message names file and line.
    """
    meanings: list[Meaning] = []
    checksum = hashlib.sha256()
    folder = resources.files("indexes") / "lexicon"
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".tsv"):
            continue
        text = file.read_text(encoding="utf-8")
        checksum.update(text.encode())
        rows = csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
        for number, row in enumerate(rows, 1):
            if number == 1:
                if row != _COLUMNS:
                    raise LexiconError(f"{file.name}: the first line must name {_COLUMNS}.")
                continue
            if len(row) != len(_COLUMNS) or not row[0] or not row[1]:
                raise LexiconError(f"{file.name}, line {number}: five columns are needed.")
            term, meaning, code, context, kind = row
            if kind not in _WITH_INTENT:
                code = _PLACEHOLDERS.sub("-", code)  # the header that the placeholder fills up
            decide = _decisive(context) if context else _UNDECIDED
            meanings.append(Meaning(term, meaning, code, decide, kind))
    if not meanings:
        raise LexiconError("The lexicon is missing; install dxcite again.")
    return Lexicon(meanings, checksum.hexdigest())
