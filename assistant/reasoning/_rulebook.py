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
        # a text without shortened words is tried once
        self._both = tuple(dict.fromkeys((self._text, self._spelled)))
        self._affirmed = self._both
        if case.affirmed != case.text:
            there = case.affirmed
            self._affirmed = tuple(dict.fromkeys((spoken(there), spoken(case.spelled_out(there)))))
        self._found: dict[str, bool] = {}
        self._told: dict[str, bool] = {}
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

    def says(self, rule: Rule) -> bool:
        """Whether the words and the number that a rule asks for are there.

        What the chart denies counts where it is what the patient was observed or examined for.
        """
        when = rule.when
        hears = self.finds if _observes(rule) else self.tells
        return (
            all(hears(w) for w in when.words)
            and not any(hears(w) for w in when.without_words)
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

    def tells(self, words: str) -> bool:
        """Whether an expression is found outside of what the chart denies or tells of the family."""
        known = self._told.get(words)
        if known is None:
            known = self._told[words] = self.finds(words) and told_in(
                words, self._both, self._affirmed
            )
        return known

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


_DENIES = re.compile(
    r"\b(?:no|not|non|none|never|neither|nor|without|w/o|wo|den(?:y|ie[sd]|ying)|neg\w*|absen\w*|free of|rule[sd]?[ -]?out|r/o"
    r"|exclud\w*|unlikely|cannot|famil\w*|fhx?|mother|father|brother|sister|sibling|parent)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words of an expression's own match that deny or place a condition in the family: it asks for that."""
_DENIED_BEFORE = re.compile(
    r"\b(?:no|without|w/o|den(?:ie[sd]|ying)|never(?: had)?|free of|neg(?:ative)? for)"
    r"(?: (?:an?|any|more|further|recent|current|acute|new|active|frequent|prior|previous|known|obvious|clear|overt|hx of|h/o"
    r"|history of|signs? of|evidence of|diagnosis of))*\s+$",
    re.IGNORECASE,
)
"""A denial that stands right before words that name no condition by themselves: "no recent flares"."""
_REACH = 40  # characters


def told_in(words: str, whole: Sequence[str], affirmed: Sequence[str]) -> bool:
    """Whether an expression is found in texts outside of what they deny.

    Args:
        words: The expression of a rule.
        whole: The texts as they are.
        affirmed: The same with blanks for what is denied. Where an expression asks for a denial
            ("without cardiac tamponade"), a match of the whole text that has one in it counts.
    """
    lower = in_lower_case(words)
    wanted = lower or expression(words)
    if lower is not None:
        whole, affirmed = [t.lower() for t in whole], [t.lower() for t in affirmed]
    if _asks_for_denial(words):
        return any(wanted.search(text) for text in affirmed) or any(
            _DENIES.search(m[0]) for text in whole for m in wanted.finditer(text)
        )
    return any(not _denied(text, m) for text in affirmed for m in wanted.finditer(text))


@cache
def _asks_for_denial(words: str) -> bool:
    """Whether an expression has words of denial, or of the family, in it."""
    return _DENIES.search(_ESCAPED.sub(" ", _NOT_BESIDE.sub(" ", words))) is not None


def _denied(text: str, match: re.Match[str]) -> bool:
    """Whether a denial stands right before what an expression found, or before its last word."""
    last = match.start() + match[0].rstrip().rfind(" ") + 1
    return any(_DENIED_BEFORE.search(text, max(0, at - _REACH), at) for at in {match.start(), last})


def _observes(rule: Rule) -> bool:
    """Whether a rule gives the code of an examination or an observation (Z00–Z09).

    Or that of a newborn's mother, whose conditions are told as those of a relative (P00–P04).
    """
    given = (*rule.then.add, *(r.with_ for r in rule.then.replace))
    return any(code.startswith(("Z0", "P0")) for code in given)


def _any(patterns: tuple[str, ...], codes: Iterable[str]) -> bool:
    return any(any_matches(patterns, code) for code in codes)


@cache  # re itself keeps only the last few hundred
def expression(words: str) -> re.Pattern[str]:
    """A rule's expression, compiled once."""
    return re.compile(words, re.IGNORECASE)


_ESCAPED = re.compile(r"\\.")
_NOT_BESIDE = re.compile(r"\(\?<?![^()]*\)")
"""What must not stand beside a match: no word that the expression asks for."""


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
