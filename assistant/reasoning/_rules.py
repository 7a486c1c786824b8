"""Applying the executable sections to a case, until nothing changes any more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from assistant.choosing import Choice
from assistant.models import Basis, Span
from assistant.querying import Gap
from assistant.reasoning._case import Case, Item
from assistant.reasoning._tried import note_tried
from guidelines.rules import Replace, Rule, When, any_matches, load_rules

_ROUNDS = 6
_DRUG_USES = {
    "poisoning accidental": "1",
    "poisoning self-harm": "2",
    "poisoning assault": "3",
    "poisoning undetermined": "4",
    "adverse effect": "5",
    "underdosing": "6",
}
"""The character of T36–T50 that says how the drug did harm (I.C.19.e.5)."""
_LONG_TERM = "long-term use"


def apply_rules(case: Case, rules: Sequence[Rule] | None = None) -> None:
    """Apply every rule that holds, in order, again after each round that changed something."""
    rules = load_rules() if rules is None else rules
    fired: dict[int, None] = {}
    for _ in range(_ROUNDS):
        changed = False
        for number, rule in enumerate(rules):
            if number in fired:
                continue
            if holds(rule.when, case):
                fired[number] = None
                before = [i.code for i in case.items]
                _follow(rule, case)
                changed = changed or before != [i.code for i in case.items]
                case.step(
                    "rule",
                    f"{rule.section}: {rule.why}",
                    {"rule": rule.id, "codes": [i.code for i in case.items]},
                )
        if not changed:
            break
    note_tried(case, rules, tuple(fired))


def holds(when: When, case: Case) -> bool:
    """Whether the conditions of a rule hold for a case."""
    codes = [i.code for i in case.items if not i.alternative]
    attributes = case.attributes
    age = int(attributes["age"]) if "age" in attributes else None
    return (
        (when.setting is None or when.setting == case.setting)
        and all(any(any_matches(group, c) for c in codes) for group in when.codes)
        and not any(any_matches(when.without_codes, c) for c in codes)
        and all(_expression(w).search(case.text) for w in when.words)
        and not any(_expression(w).search(case.text) for w in when.without_words)
        and (not when.uncertain or any(any_matches(when.uncertain, i.code) for i in case.uncertain))
        and (not when.history or any(any_matches(when.history, i.code) for i in case.history))
        and all(attributes.get(k) == v for k, v in when.attributes.items())
        and (when.age_below is None or (age is not None and age < when.age_below))
        and (when.age_from is None or (age is not None and age >= when.age_from))
    )


@cache  # re itself keeps only the last few hundred
def _expression(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


def _follow(rule: Rule, case: Case) -> None:
    basis = case.guideline(rule.section, rule.because - 1)
    supporting = _supporting(rule, case)
    for item in supporting:
        if basis not in item.basis and not item.drug:
            item.basis.insert(0, basis)
    for replace in rule.then.replace:
        _replace(rule, replace, case, supporting)
    for code in rule.then.add:
        _add(rule, code, case, supporting)
    for item in [i for i in case.items if any_matches(rule.then.drop, i.code) and not i.drug]:
        case.items.remove(item)
        case.reject(item.code, rule.why, item.spans, [basis])
    case.first += [p for p in rule.then.first if p not in case.first]
    case.last += [p for p in rule.then.last if p not in case.last]
    if rule.then.order:
        case.orders.append(rule.then.order)
    if rule.then.ask:
        case.gaps.append(_asked(rule.then.ask, rule, case, supporting))
    if rule.then.assume and rule.then.assume not in case.assumptions:
        case.assumptions.append(rule.then.assume)


def _asked(what: str, rule: Rule, case: Case, supporting: Sequence[Item]) -> Gap:
    """What a rule asks for, about the conditions that met it."""
    about = next((i for i in supporting if i.mention is not None), None)
    spans = _merged(s for i in supporting for s in i.spans)
    words = about.mention.span.text if about is not None and about.mention is not None else ""
    code = supporting[0].code if supporting else ""
    return Gap(what, words, code, spans)


def _supporting(rule: Rule, case: Case) -> list[Item]:
    return [i for i in case.items if any(any_matches(g, i.code) for g in rule.when.codes)]


def _replace(rule: Rule, replace: Replace, case: Case, supporting: Sequence[Item]) -> None:
    old = [i for i in case.items if any_matches(replace.codes, i.code)]
    if replace.with_ in _DRUG_USES:
        for item in _blamed(rule, [i for i in old if i.drug], case):
            _use(rule, item, replace.with_, case)
        return
    old = [i for i in old if not i.drug]
    if not old:
        return
    position = case.items.index(old[0])
    spans = _merged(s for i in (*old, *supporting) if not i.drug for s in i.spans)
    mention = old[0].mention
    choice = case.complete(
        replace.with_, mention, " ".join(i.mention.term for i in old if i.mention)
    )
    if choice is None or case.has(choice.code):
        if choice is not None:
            case.items = [i for i in case.items if i not in old or i.code == choice.code]
        return
    basis = [case.guideline(rule.section, rule.because - 1), case.tabular(choice.code)]
    new = Item(
        choice.code, choice, rule.why, spans, mention, basis, alternative=not choice.billable
    )
    case.items = [i for i in case.items if i not in old]
    case.items.insert(position, new)
    for item in old:
        if item.code != new.code:
            case.reject(item.code, f"{new.code} is reported in its place.", item.spans, [basis[0]])


def _blamed(rule: Rule, drugs: Sequence[Item], case: Case) -> list[Item]:
    """The drugs in whose sentence the rule's words stand; all of them where that tells nothing."""
    if not rule.when.words or len(drugs) < 2:
        return list(drugs)
    said = _expression(rule.when.words[0])
    near = [i for i in drugs if said.search(case.sentence_of(i.mention))]
    return near or list(drugs)


def _use(rule: Rule, item: Item, use: str, case: Case) -> None:
    """Report a drug's T36–T50 code with the character for how it did harm."""
    category = next(
        (c for c in case.codeset.descendants(item.code) if len(c) == 7 and c[6] == _DRUG_USES[use]),
        None,
    )
    if category is None:
        # categories whose use stands in the fifth place, such as T50.B11 apart
        wanted = _DRUG_USES[use]
        category = next(
            (
                c
                for c in case.codeset.descendants(item.code)
                if case.codeset.base_of(c) == c and c[-1] == wanted
            ),
            None,
        )
    if category is None:
        return
    choice = case.complete(category, item.mention)
    if choice is None or case.has(choice.code):
        return
    basis = [case.guideline(rule.section, rule.because - 1), case.tabular(choice.code)]
    position = case.items.index(item)
    case.items.insert(
        position + 1, Item(choice.code, choice, rule.why, item.spans, item.mention, basis)
    )


def _add(rule: Rule, code: str, case: Case, supporting: Sequence[Item]) -> None:
    basis = case.guideline(rule.section, rule.because - 1)
    if code == _LONG_TERM:
        for item in [i for i in case.items if i.drug and i.code.startswith("Z79")]:
            _append(case, item.choice, rule.why, item.spans, item, [basis])
        return
    choice = case.complete(
        code,
        None,
        code if not supporting or supporting[0].mention is None else supporting[0].mention.term,
    )
    if choice is None:
        return
    spans = _merged(s for i in supporting for s in i.spans)
    _append(case, choice, rule.why, spans, None, [basis])


def _append(
    case: Case,
    choice: Choice,
    why: str,
    spans: Sequence[Span],
    source: Item | None,
    basis: list[Basis],
) -> None:
    existing = next((i for i in case.items if i.code == choice.code and not i.drug), None)
    if existing is not None:
        existing.alternative = existing.alternative and not choice.billable
        return
    sources = [*basis, case.tabular(choice.code)]
    case.items.append(
        Item(
            choice.code,
            choice,
            why,
            tuple(spans),
            source.mention if source else None,
            sources,
            alternative=not choice.billable,
        )
    )


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(spans))
