"""Guideline sections as executable rules: data that an educator can read, checked by a schema.

A rule names its section and the statement of the digest that decides, when it applies to the
conditions of a case, and what follows. `assistant.reasoning` applies them; this package only knows
what a rule is.
"""

from __future__ import annotations

from guidelines.rules._expand import Names
from guidelines.rules._load import RuleError, load_rules, needed_words, parse_names, parse_rules
from guidelines.rules._patterns import PatternGroups, any_matches, matches
from guidelines.rules._schema import DRUG_USES, LONG_TERM, Number, Replace, Rule, Then, When

__all__ = [
    "DRUG_USES",
    "LONG_TERM",
    "Names",
    "Number",
    "PatternGroups",
    "Replace",
    "Rule",
    "RuleError",
    "Then",
    "When",
    "any_matches",
    "load_rules",
    "matches",
    "needed_words",
    "parse_names",
    "parse_rules",
]
