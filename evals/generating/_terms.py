"""Term look-up: titles and inclusion terms of the code set, said as coders say them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from evals.schema import Case, Gold
from guidelines.codeset import CodeSet, load_codeset

_ON = date(2026, 6, 1)
_PLAIN = re.compile(r"[A-Za-z][A-Za-z' -]+")
_WORDS = range(2, 8)
_MOST_CODES = 12  # an entry with more billable codes under it is no answer to a term
_RESIDUAL = re.compile(r"\b(?:other|unspecified|elsewhere|NOS|NEC|specified)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Source:
    text: str
    codes: tuple[str, ...]
    kind: str


def terms(chance: Random, count: int) -> list[Case]:
    """Cases whose question is only a term; any billable code of the entry is right."""
    codeset = load_codeset(_ON)
    sources = _sources(codeset)
    found: list[Case] = []
    for source in chance.sample(sources, len(sources)):
        way = list(_WAYS)[len(found) % len(_WAYS)]
        said = _WAYS[way](source.text, chance)
        if said is None:
            continue
        found.append(
            Case(
                id=f"term-{len(found) + 1:04}",
                question=said,
                date_of_service=_ON,
                term=source.text,
                gold=_gold(source.codes),
                tags=("term", source.kind, way),
                labelled="external",
                provenance="Tabular List, April 2026",
            )
        )
        if len(found) == count:
            return found
    return found


def _gold(codes: tuple[str, ...]) -> Gold:
    """One code must be found; where an entry has several, none of them alone has to be."""
    if len(codes) == 1:
        return Gold(required_codes=codes)
    return Gold(acceptable_codes=codes)


def _sources(codeset: CodeSet) -> list[_Source]:
    """Terms that stand at one entry only, with the billable codes of that entry."""
    pairs: list[tuple[str, str, str]] = []
    for entry in codeset.entries():
        if entry.kind in ("chapter", "section") or codeset.base_of(entry.code) != entry.code:
            continue
        pairs.append((entry.title, entry.code, "title"))
        pairs += [(term, entry.code, "inclusion-term") for term in entry.inclusion_terms]
    at = Counter(text.lower() for text, _, _ in pairs)
    found = []
    for text, code, kind in pairs:
        billable = codeset.billable_under(code)
        fits = _PLAIN.fullmatch(text) and len(text.split()) in _WORDS and not _RESIDUAL.search(text)
        if fits and at[text.lower()] == 1 and len(billable) <= _MOST_CODES:
            found.append(_Source(text, billable, kind))
    return found


def _as_printed(text: str, _: Random) -> str | None:
    return text


def _asked(text: str, chance: Random) -> str | None:
    return chance.choice(_ASKS).format(text[0].lower() + text[1:])


_ASKS = ("code for {}", "what's the icd-10 for {}", "dx code {}", "{}, which code?", "icd10 {}")


def _turned(text: str, _: Random) -> str | None:
    """The last word first, as the Alphabetic Index has its main terms."""
    words = text.split()
    if len(words) > 4 or any(w.lower() in _SMALL for w in words):
        return None
    return f"{words[-1].lower()}, {' '.join(words[:-1]).lower()}"


_SMALL = {"of", "in", "with", "due", "to", "and", "or", "by", "without", "for", "on", "the", "from"}


def _mistyped(text: str, chance: Random) -> str | None:
    """Two neighbouring letters of the longest word changed about, or one left out."""
    word = max(text.split(), key=len)
    if len(word) < 7:
        return None
    at = chance.randrange(2, len(word) - 2)
    if chance.random() < 0.5 and word[at] != word[at + 1]:
        wrong = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    else:
        wrong = word[:at] + word[at + 1 :]
    return text.replace(word, wrong, 1).lower()


def shortened(text: str, _: Random) -> str | None:
    """Words of charts in place of the printed ones."""
    said = text.lower()
    for long, short in _SHORT:
        said = re.sub(rf"\b{long}\b", short, said)
    return said if said != text.lower() else None


_SHORT = (
    ("right", "rt"), ("left", "lt"), ("bilateral", "bilat"), ("fracture", "fx"),
    ("history", "hx"), ("chronic", "chr"), ("without", "w/o"), ("with", "w/"),
    ("unspecified", "unspec"), ("secondary to", "2/2"), ("due to", "d/t"), ("lower", "low"),
)  # fmt: skip

_WAYS: dict[str, Callable[[str, Random], str | None]] = {
    "as-printed": _as_printed,
    "asked": _asked,
    "turned": _turned,
    "mistyped": _mistyped,
    "shortened": shortened,
}


def ways() -> Sequence[str]:
    """Names of the ways in which a term is said."""
    return tuple(_WAYS)
