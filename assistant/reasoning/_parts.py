"""One mention, two codes: the parts that stand together behind one "with"."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.models import Mention
from assistant.reasoning._case import Case, Item
from indexes._surface import analyze


def in_parts(case: Case, mention: Mention, item: Item) -> list[Item]:
    """An item as it is, or two where its words name two parts with codes of their own.

    "Respiratory failure with hypoxia and hypercapnia" is a code for each (I.A.15, I.B.9).
    """
    entry = case.codeset.get(item.code)
    near = case.sentence_of(mention)
    if entry.parent is None or not (match := _WITH_PART.search(entry.title)):
        twin = _unspecified_twins(case, item, near)
        return twin or [item]
    more = [item]
    for code in case.codeset.get(entry.parent).children:
        title = case.codeset.get(code).title
        other = _WITH_PART.search(title)
        alike = other and title[: other.start()] == entry.title[: match.start()]
        if code != item.code and alike and other and _named(case, other[1], near):
            choice = replace(item.choice, code=code)
            more.append(replace(item, code=code, choice=choice, basis=[case.tabular(code)]))
    return more


_WITH_PART = re.compile(r" with (\w+)$")


def _unspecified_twins(case: Case, item: Item, near: str) -> list[Item]:
    """The lines "with …" that the words around a mention name, for one left unspecified."""
    entry = case.codeset.get(item.code)
    if entry.parent is None or "whether with" not in entry.title:
        return []
    found = []
    for code in case.codeset.get(entry.parent).children:
        part = _WITH_PART.search(case.codeset.get(code).title)
        if part and _named(case, part[1], near):
            choice = replace(item.choice, code=code)
            found.append(replace(item, code=code, choice=choice, basis=[case.tabular(code)]))
    return found


def _named(case: Case, part: str, words: str) -> bool:
    """Whether words name what stands behind "with" in a title."""
    equivalents = case.index.lexicon.equivalents
    said = analyze(words, equivalents, title=False)
    return bool(set(analyze(part, equivalents).core) & {*said.core, *said.soft}) or bool(
        re.search(rf"\b{part[:6]}", words, re.IGNORECASE)
    )
