"""Which rules were tried on a case, and why those that came near did not hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.reasoning._case import Case
from guidelines.rules import Rule, When, any_matches

_MOST = 20
_NO_WORDS = "the words that it needs are not in the text"


def note_tried(case: Case, rules: Sequence[Rule], fired: Sequence[int]) -> None:
    """Note in the trace how many rules were tried, which fired and which came near.

    Near is a rule whose codes the case has, all of them or all but one kind, and that something
    else kept from holding.
    """
    told = set(fired)
    codes = [i.code for i in case.items if not i.alternative]
    codes += [r.code for r in case.rejected]
    near: list[dict[str, str]] = []
    for number, rule in enumerate(rules):
        if number in told or not rule.when.codes:
            continue
        have = [any(any_matches(group, c) for c in codes) for group in rule.when.codes]
        if sum(have) < max(1, len(have) - 1) or (len(have) == 1 and not have[0]):
            continue
        missing = rule.when.codes[have.index(False)] if False in have else ()
        reason = f"no code of {', '.join(missing[:6])}" if missing else why_not(rule.when, case)
        near.append({"rule": rule.id, "section": rule.section, "rejected": reason})
    near.sort(key=lambda n: _telling(n["rejected"]))
    case.step(
        "rules",
        f"{len(rules)} rules tried, {len(told)} fired, {len(near)} came near",
        {"fired": [rules[n].id for n in fired], "rejected": near[:_MOST]},
    )


def _telling(reason: str) -> int:
    """What the chart itself says comes before codes that it lacks, these before mere words."""
    if reason == _NO_WORDS:
        return 2
    return int(reason.startswith("no code of"))


def why_not(when: When, case: Case) -> str:
    """The first condition of a rule that a case does not meet."""
    codes = [i.code for i in case.items if not i.alternative]
    if when.setting is not None and when.setting != case.setting:
        return f"only for {when.setting} encounters"
    if found := next((c for c in codes if any_matches(when.without_codes, c)), None):
        return f"not with {found}"
    for words in when.words:
        if not _expression(words).search(case.text):
            return _NO_WORDS
    for words in when.without_words:
        if said := _expression(words).search(case.text):
            return f"the text says “{' '.join(said[0].split())[:60]}”"
    if when.uncertain and not any(any_matches(when.uncertain, i.code) for i in case.uncertain):
        return "no such condition is documented as uncertain"
    if when.history and not any(any_matches(when.history, i.code) for i in case.history):
        return "no such condition is documented as history"
    for name, value in when.attributes.items():
        if case.attributes.get(name) != value:
            return f"{name} is {case.attributes.get(name) or 'not stated'}, not {value}"
    if when.age_below is not None or when.age_from is not None:
        return "the age does not fit or is not stated"
    return "its codes were changed by a rule before it"


@cache
def _expression(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)
