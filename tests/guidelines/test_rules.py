"""Every rule file loads, cites what exists, names codes that exist, and can be matched."""

import re
from collections import Counter

import pytest

from guidelines import rules as rules_module
from guidelines.codeset import load_codeset
from guidelines.rules import RuleError, any_matches, load_rules

RULES = load_rules()
CODES = load_codeset()


def test_every_regular_expression_can_be_compiled():
    for rule in RULES:
        for expression in (*rule.when.words, *rule.when.without_words):
            re.compile(expression, re.IGNORECASE)


def test_every_code_to_report_exists():
    special = re.compile(r"[a-z -]+$")
    missing = [
        (rule.id, code)
        for rule in RULES
        for code in (*rule.then.add, *(r.with_ for r in rule.then.replace))
        if not special.match(code) and code.rstrip("-").rstrip(".") not in CODES
    ]
    assert missing == []


def test_a_rule_does_something():
    idle = [r.id for r in RULES if r.then.model_dump(exclude_defaults=True) == {}]
    assert idle == []


def test_the_busiest_chapters_have_rules():
    chapters = Counter(".".join(r.section.split(".")[:3]) for r in RULES)
    for chapter in ("I.C.1", "I.C.2", "I.C.4", "I.C.9", "I.C.10", "I.C.15", "I.C.19", "I.C.21"):
        assert chapters[chapter] > 0


def test_any_of_several_patterns_matches():
    assert any_matches(("I10", "I11.-"), "I11.0")
    assert not any_matches(("I10", "I11.-"), "I12.9")


def test_a_rule_that_names_a_missing_section_is_refused():
    rule = RULES[0].model_copy(update={"section": "I.Z.1"})
    with pytest.raises(RuleError, match="does not exist"):
        rules_module._check(rule, "x.yaml")


def test_a_rule_that_names_a_missing_statement_is_refused():
    rule = RULES[0].model_copy(update={"because": 99})
    with pytest.raises(RuleError, match="no statement 99"):
        rules_module._check(rule, "x.yaml")
