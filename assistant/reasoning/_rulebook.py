"""Which rules can hold: codes are compared by group, and each expression is tried once per text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.reading._silence import spoken
from assistant.reasoning._case import Case
from guidelines.rules import (
    Number,
    PatternGroups,
    Rule,
    When,
    any_matches,
    load_rules,
    needed_words,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule, its place in the order of application, and the numbers of its groups of codes."""

    rule: Rule
    place: int
    needs: frozenset[int]
    without: frozenset[int]
    open: bool
    """Whether nothing but codes, words and numbers decides."""


class RuleBook:
    """Rules, and the groups of code patterns that they share."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._groups = PatternGroups()
        self.entries = tuple(self._entry(rule, place) for place, rule in enumerate(rules))
        self._free = [e.place for e in self.entries if not e.needs]
        self._needing: dict[int, list[int]] = defaultdict(list)
        for entry in self.entries:
            for group in entry.needs:
                self._needing[group].append(entry.place)

    def _entry(self, rule: Rule, place: int) -> Entry:
        when = rule.when
        needs = frozenset(self._groups.number(group) for group in when.codes)
        without = frozenset(
            (self._groups.number(when.without_codes),) if when.without_codes else ()
        )
        conditions = (when.setting, when.age_below, when.age_from)
        return Entry(
            rule,
            place,
            needs,
            without,
            not (when.attributes or when.uncertain or when.history)
            and all(c is None for c in conditions),
        )

    def number(self, group: tuple[str, ...]) -> int:
        """The number of a group of code patterns."""
        return self._groups.number(group)

    def groups_met(self, codes: Sequence[str]) -> frozenset[int]:
        """The numbers of the groups that at least one of the codes belongs to."""
        return frozenset().union(*(self._groups.of(code) for code in codes))

    def met_by(self, met: frozenset[int]) -> Counter[int]:
        """How many of the groups that each rule asks for are met, by place; none is left out."""
        return Counter(place for group in met for place in self._needing.get(group, ()))

    def compile(self) -> None:
        """Compile every expression now, for a process that answers more than one question."""
        for entry in self.entries:
            when = entry.rule.when
            for words in (*when.words, *when.without_words):
                if in_lower_case(words) is None:
                    expression(words)
            for words in (*when.near, *when.not_near):
                expression(words)

    def holding(self, met: frozenset[int]) -> list[Entry]:
        """The rules whose codes hold, in the order of application."""
        counts = self.met_by(met)
        whole = [place for place, n in counts.items() if n == len(self.entries[place].needs)]
        entries = (self.entries[place] for place in sorted([*whole, *self._free]))
        return [e for e in entries if not e.without & met]


@cache
def own_rules() -> RuleBook:
    """The book of the rules that come with dxcite."""
    return RuleBook(load_rules())


class Heard:
    """What the text of one case says, each expression tried once."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._text = spoken(case.text)
        self._spelled = spoken(case.spelled)
        self._lower = (self._text.lower(), self._spelled.lower())
        self._plain = f"{self._text}\n{self._spelled}".casefold()
        self._attributes = case.attributes
        self._found: dict[str, bool] = {}
        self._may: dict[int, bool] = {}
        self._numbers: dict[Number, float | None] = {}

    def may_hold(self, entry: Entry) -> bool:
        """Whether all that no rule can change holds, words apart: they take the most time."""
        known = self._may.get(entry.place)
        if known is None:
            known = self._may[entry.place] = self._circumstances_hold(entry.rule.when)
        return known

    def _circumstances_hold(self, when: When) -> bool:
        attributes = self._attributes
        age = int(attributes["age"]) if "age" in attributes else None
        return (
            (when.setting is None or when.setting == self._case.setting)
            and all(attributes.get(k) == v for k, v in when.attributes.items())
            and (when.age_below is None or (age is not None and age < when.age_below))
            and (when.age_from is None or (age is not None and age >= when.age_from))
            and (not when.uncertain or _any(when.uncertain, (i.code for i in self._case.uncertain)))
            and (not when.history or _any(when.history, (i.code for i in self._case.history)))
        )

    def says(self, when: When) -> bool:
        """Whether the words and the number that a rule asks for are there."""
        return (
            all(self.finds(w) for w in when.words)
            and not any(self.finds(w) for w in when.without_words)
            and (when.number is None or self.number(when.number) is not None)
        )

    def number(self, wanted: Number) -> float | None:
        """The number of the chart, where it lies within the bounds."""
        if wanted not in self._numbers:
            self._numbers[wanted] = self._read(wanted)
        return self._numbers[wanted]

    def _read(self, wanted: Number) -> float | None:
        written: str | None
        if wanted.attribute is not None:
            written = self._attributes.get(wanted.attribute)
        else:
            found = expression(wanted.words or "").search(self._text)
            written = found[1] if found else None
        if not written:
            return None
        value = float(written.replace(",", ""))
        return value if wanted.at_least <= value < wanted.below else None

    def finds(self, words: str) -> bool:
        """Whether an expression is found in the text."""
        known = self._found.get(words)
        if known is None:
            known = self._found[words] = self._may_find(words) and self._searched(words)
        return known

    def _may_find(self, words: str) -> bool:
        texts = needed_words(words)
        return not texts or any(text in self._plain for text in texts)

    def _searched(self, words: str) -> bool:
        lower = in_lower_case(words)
        wanted = lower or expression(words)
        text, spelled = self._lower if lower else (self._text, self._spelled)
        return wanted.search(text) is not None or (
            spelled != text and wanted.search(spelled) is not None
        )


def _any(patterns: tuple[str, ...], codes: Iterable[str]) -> bool:
    return any(any_matches(patterns, code) for code in codes)


@cache  # re itself keeps only the last few hundred
def expression(words: str) -> re.Pattern[str]:
    """A rule's expression, compiled once."""
    return re.compile(words, re.IGNORECASE)


_ESCAPED = re.compile(r"\\.")


@cache
def in_lower_case(words: str) -> re.Pattern[str] | None:
    """A rule's expression for a text in lower case, where it has no capitals of its own.

    One for which case counts finds the same in half the time.
    """
    if "(?-i" in words or any(c.isupper() for c in _ESCAPED.sub("", words)):
        return None
    return re.compile(words)


def spans_in(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a text says what a rule's expression asks for, in order."""
    lowered, lower = text.lower(), in_lower_case(words)
    if lower is not None and len(lowered) == len(text):
        text, wanted = lowered, lower
    else:
        wanted = expression(words)
    yield from (match.span() for match in wanted.finditer(text))
