"""Every rule fires on the documentation that it is meant for, and not on its near-misses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest

from assistant.given import make_question
from assistant.models import Evidence, Intent, MentionEvidence
from assistant.reading import read
from assistant.reasoning import reason
from assistant.retrieving import find_codes
from guidelines.codeset import load_codeset
from guidelines.rules import Rule, load_rules
from indexes.index import Index

_ON = date(2026, 11, 20)
_SAMPLE = 25
"""Every so many examples, one is tried in the fast test."""

Fired = Callable[[str, str | None], frozenset[str]]


@pytest.fixture(scope="module")
def fired(index: Index) -> Fired:
    """The ids of the rules that fire on a text, read as documentation."""
    codeset = load_codeset(_ON)

    @cache
    def rules_on(text: str, setting: str | None) -> frozenset[str]:
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
        return frozenset(s.detail["rule"] for s in findings.steps if s.stage == "rule")

    return rules_on


def _examples() -> list[tuple[Rule, str, bool]]:
    return [
        (rule, text, must)
        for rule in load_rules()
        for texts, must in ((rule.fires, True), (rule.stays, False))
        for text in texts
    ]


def _wrong(fired: Fired, examples: list[tuple[Rule, str, bool]]) -> list[str]:
    return [
        f"{rule.id} {'does not fire' if must else 'fires'} on: {text}"
        for rule, text, must in examples
        if (rule.id in fired(text, rule.when.setting)) is not must
    ]


def test_a_sample_of_the_examples_holds(fired: Fired) -> None:
    assert _wrong(fired, _examples()[::_SAMPLE]) == []


@pytest.mark.slow
def test_every_example_holds(fired: Fired) -> None:
    assert _wrong(fired, _examples()) == []
