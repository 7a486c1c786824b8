"""What a rule asks for stands on the documentation that it is meant for; no near-miss fires it.

Where the words alone lead to the codes that a rule would give, the rule need not fire.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

import pytest

from assistant.given import make_question
from assistant.models import Evidence, Intent, MentionEvidence
from assistant.reading import read
from assistant.reasoning import reason
from assistant.retrieving import find_codes
from guidelines.codeset import load_codeset
from guidelines.rules import Rule, any_matches, load_rules
from indexes.index import Index

_ON = date(2026, 11, 20)
_SAMPLE = 25
"""Every so many examples, one is tried in the fast test."""


@dataclass(frozen=True)
class Tried:
    """The ids of the rules that fired on a text, and the codes reported in the end."""

    rules: frozenset[str]
    codes: tuple[str, ...]


Fired = Callable[[str, str | None], Tried]


@pytest.fixture(scope="module")
def fired(index: Index) -> Fired:
    """What comes of a text, read as documentation."""
    codeset = load_codeset(_ON)

    @cache
    def rules_on(text: str, setting: str | None) -> Tried:
        question = make_question(text, setting=setting, date_of_service=_ON.isoformat())
        reading = read(question, codeset, index.terms, index.lexicon)
        if reading.intent in (Intent.TERM, Intent.OUT_OF_SCOPE):
            reading = reading.model_copy(update={"intent": Intent.CODING})
        codes = tuple(
            MentionEvidence(
                mention=n,
                hits=find_codes(m.term, dict(m.attributes).get("lexicon"), codeset, index),
            )
            for n, m in enumerate(reading.mentions)
            if dict(m.attributes).get("kind") != "drug"
        )
        findings = reason(question, reading, Evidence(codes=codes), codeset, index)
        rules = frozenset(s.detail["rule"] for s in findings.steps if s.stage == "rule")
        return Tried(rules, tuple(c.code for c in findings.codes if c.role != "alternative"))

    return rules_on


def _examples() -> list[tuple[Rule, str, bool]]:
    return [
        (rule, text, must)
        for rule in load_rules()
        for texts, must in ((rule.fires, True), (rule.stays, False))
        for text in texts
    ]


def _wrong(fired: Fired, examples: list[tuple[Rule, str, bool]]) -> list[str]:
    found = []
    for rule, text, must in examples:
        tried = fired(text, rule.when.setting)
        if must and rule.id not in tried.rules and not _stands(rule, tried.codes):
            found.append(f"{rule.id} does not fire on: {text}")
        if not must and rule.id in tried.rules:
            found.append(f"{rule.id} fires on: {text}")
    return found


def _stands(rule: Rule, codes: tuple[str, ...]) -> bool:
    """Whether what a rule does to the codes is done already."""
    then = rule.then
    wanted = [c for c in (*then.add, *(r.with_ for r in then.replace)) if c]
    if not wanted or any("{" in c or not c[1].isdigit() for c in wanted):
        return False
    there = all(any(code.startswith(c.rstrip("-")) for code in codes) for c in wanted)
    return there and not any(any_matches(then.drop, code) for code in codes)


def test_a_sample_of_the_examples_holds(fired: Fired) -> None:
    assert _wrong(fired, _examples()[::_SAMPLE]) == []


@pytest.mark.slow
def test_every_example_holds(fired: Fired) -> None:
    assert _wrong(fired, _examples()) == []
