"""Which rules can hold: codes are compared by group, and each expression is tried once per text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.reasoning._case import Case
from guidelines.rules import Number, Rule, When, any_matches, load_rules


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule with the numbers of its groups of codes."""

    rule: Rule
    needs: frozenset[int]
    without: frozenset[int]

    def codes_hold(self, met: frozenset[int]) -> bool:
        """Whether the groups of codes that a case meets are what the rule asks for."""
        return self.needs <= met and not self.without & met


class RuleBook:
    """Rules, and the groups of code patterns that they share."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._of_code: dict[str, frozenset[int]] = {}
        self.entries = tuple(self._entry(rule) for rule in rules)

    def _entry(self, rule: Rule) -> Entry:
        needs = frozenset(self.number(group) for group in rule.when.codes)
        without = rule.when.without_codes
        return Entry(rule, needs, frozenset((self.number(without),) if without else ()))

    def number(self, group: tuple[str, ...]) -> int:
        """The number of a group of code patterns."""
        return self._numbers.setdefault(group, len(self._numbers))

    def groups_met(self, codes: Sequence[str]) -> frozenset[int]:
        """The numbers of the groups that at least one of the codes belongs to."""
        return frozenset().union(*(self._groups_of(code) for code in codes))

    def _groups_of(self, code: str) -> frozenset[int]:
        found = self._of_code.get(code)
        if found is None:
            found = frozenset(n for group, n in self._numbers.items() if any_matches(group, code))
            self._of_code[code] = found
        return found


@cache
def own_rules() -> RuleBook:
    """The book of the rules that come with dxcite."""
    return RuleBook(load_rules())


class Heard:
    """What the text of one case says, each expression tried once."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._text = case.text
        self._spelled = case.spelled
        self._attributes = case.attributes
        self._found: dict[str, bool] = {}
        self._numbers: dict[Number, float | None] = {}

    def may_hold(self, when: When) -> bool:
        """Whether all that no rule can change holds, words apart: they take the most time."""
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
            wanted = expression(words)
            known = wanted.search(self._text) is not None
            if not known and self._spelled != self._text:
                known = wanted.search(self._spelled) is not None
            self._found[words] = known
        return known


def _any(patterns: tuple[str, ...], codes: Iterable[str]) -> bool:
    return any(any_matches(patterns, code) for code in codes)


@cache  # re itself keeps only the last few hundred
def expression(words: str) -> re.Pattern[str]:
    """A rule's expression, compiled once."""
    return re.compile(words, re.IGNORECASE)
