"""What the words of a title, an inclusion term or a chart say, apart from how they say it.

ICD-10-CM titles carry words that do not decide: nonessential modifiers in parentheses, synonyms in
brackets (I.A.7), "unspecified organism", "without complications" where the chart is silent. They
are told apart here, together with the side, which is a choice in the code tree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from indexes._text import plain, stem, words

SIDES = {
    "right": "right", "rt": "right", "r": "right", "left": "left", "lt": "left", "l": "left",
    "bilateral": "bilateral", "bilat": "bilateral", "bilaterally": "bilateral", "b/l": "bilateral",
    "both": "bilateral",
}  # fmt: skip
_TITLE_SIDES = {"right": "right", "left": "left", "bilateral": "bilateral", "bilaterally": "bilateral"}
_DROP = frozenset(
    "a an the of in on at to for from by and or as is are was be been with due nec nos elsewhere "
    "classified classifiable type's his her their this that these those has have had pt patient "
    "patients who which its unspecified use".split()
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "iiia": "3a", "iiib": "3b", "iiic": "3c"}
_ORDINAL = {"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th",
            "one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}  # fmt: skip
_GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta"}
_NEGATION = re.compile(r"\b(?:without(?: mention of)?|no|not)\b([^,;]*?)(?=,|;|\bwith\b|\bbut\b|$)")
_ASIDE = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_UNSPECIFIED = re.compile(
    r"\b(?:unspecified(?: as to)?|not specified as|unspecified whether)\s+([^,;()]*)"
)
_TRAILING = re.compile(r"\b(?:not elsewhere classified|nec|nos)\b")
_NUMBERED = re.compile(r"\b(stage|type|grade|class|level|stages|factor|phase|degree)\b[\s-]+([ivx]+[abc]?)\b")


@dataclass(frozen=True, slots=True)
class Surface:
    """The words of a term by what they are worth.

    Attributes:
        core: Stems that have to match.
        soft: Stems that may match: nonessential modifiers, synonyms, what is unspecified.
        negated: Stems of what is said to be absent.
        side: "right", "left", "bilateral" or None.
        residual: An "other specified" title, right only for what no sibling names.
        unspecified: An "unspecified" title, right where the chart says no more.
    """

    core: tuple[str, ...]
    soft: tuple[str, ...]
    negated: tuple[str, ...]
    side: str | None
    residual: bool
    unspecified: bool


def canonical(word: str, equivalents: Mapping[str, str]) -> tuple[str, ...]:
    """The stems under which a word is matched: its equivalent's, numerals as digits."""
    word = _GREEK.get(word, word)
    if word in _ORDINAL:
        word = _ORDINAL[word]
    replaced = equivalents.get(word)
    if replaced is None:
        return (stem(word),)
    again = [equivalents.get(w, w) for w in words(replaced)]
    return tuple(stem(w) for part in again for w in words(part) if w not in _DROP)


def _stems(text: str, equivalents: Mapping[str, str], *, dropping_sides: bool) -> list[str]:
    found: list[str] = []
    for word in words(text):
        if word in _DROP or (dropping_sides and word in _TITLE_SIDES):
            continue
        found += [s for s in canonical(word, equivalents) if s not in found]
    return found


def numerals(text: str) -> str:
    """Roman numerals after stage, type, grade … as digits; the text is lower-cased."""
    return _NUMBERED.sub(lambda m: f"{m[1]} {_ROMAN.get(m[2], m[2])}", text)


def analyze(text: str, equivalents: Mapping[str, str], *, title: bool = True) -> Surface:
    """Take a title or term apart.

    Args:
        text: A title, an inclusion term, or (title=False) words of a chart, where parentheses
            are ordinary text.
        equivalents: Words with the words under which they are matched.
        title: Whether the conventions of the Tabular List hold.
    """
    lowered = numerals(plain(text))
    asides: list[str] = []
    if title:
        lowered = _ASIDE.sub(lambda m: asides.append(m[1] or m[2] or "") or " ", lowered)
    unspecified = "unspecified" in lowered
    residual = bool(re.match(r"other\b|.*\bother (?:specified|and unspecified)", lowered)) or (
        "elsewhere classified" in lowered and "in diseases" not in lowered and "other" in lowered
    )
    lowered = _TRAILING.sub(" ", lowered)
    soft_parts: list[str] = []
    if title:
        lowered = _UNSPECIFIED.sub(lambda m: soft_parts.append(m[1]) or " ", lowered)
    negated_parts: list[str] = []
    lowered = _NEGATION.sub(lambda m: negated_parts.append(m[1]) or " ", lowered)
    present = set(words(lowered))
    found = {_TITLE_SIDES[w] for w in present if w in _TITLE_SIDES}
    side = "bilateral" if {"right", "left"} <= found else next(iter(sorted(found)), None)
    core = _stems(lowered, equivalents, dropping_sides=True)
    if title:
        core = [s for s in core if s not in ("other", "specifi", "specified")]
    soft = [s for s in _stems(" ".join(soft_parts + asides), equivalents, dropping_sides=True) if s not in core]
    if not core:
        core, soft = soft, []
    negated = [s for s in _stems(" ".join(negated_parts), equivalents, dropping_sides=True) if s not in core]
    return Surface(tuple(core), tuple(soft), tuple(negated), side, residual, unspecified)
