"""Executable guideline sections that need no more than the codes, applied to a list of codes.

A rule that looks for words in the chart is left out. A rule that only gives way to words ("unrelated
to") is applied, and the finding asks whether the record says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from guidelines.checks._context import Checked, joined
from guidelines.checks._models import Finding, Kind
from guidelines.codeset import CodeSet
from guidelines.rules import Rule, When, any_matches, load_rules

_SHOWN = 6
_UNLESS = "Does the record say otherwise, for instance that the conditions are not related?"
_DRUG_USES = " "  # "adverse effect", "long-term use": asked of the chart, not named by a code


@cache
def code_rules(*, with_words: bool) -> tuple[Rule, ...]:
    """The rules that can be decided from codes, setting and age, or from these and words."""
    return tuple(r for r in load_rules() if _by_codes(r, with_words))


def _by_codes(rule: Rule, with_words: bool) -> bool:
    when, then = rule.when, rule.then
    if not when.codes or when.attributes or when.uncertain or when.history or when.near:
        return False  # what stands near a condition a list of codes cannot tell
    if when.words and (not with_words or len(when.codes) < 2):
        return False
    # what one code is left out for, unless words say it is meant, the list of codes cannot tell
    changes = then.replace or then.add or then.first or then.last or then.order
    return bool(changes) or with_words or len(when.codes) > 1 or not when.without_words


def holding(context: Checked) -> Iterator[Rule]:
    """The rules whose conditions the listed codes meet, in written order."""
    for rule in code_rules(with_words=context.record is not None):
        when = rule.when
        if (
            _said(when, context.record)
            and (when.setting is None or when.setting == context.setting)
            and all(any(any_matches(group, c) for c in context.codes) for group in when.codes)
            and not any(any_matches(when.without_codes, c) for c in context.codes)
            and (
                when.age_below is None or (context.age is not None and context.age < when.age_below)
            )
            and (
                when.age_from is None or (context.age is not None and context.age >= when.age_from)
            )
        ):
            yield rule


def _said(when: When, record: str | None) -> bool:
    if record is None:
        return True
    return all(_expression(w).search(record) for w in when.words) and not any(
        _expression(w).search(record) for w in when.without_words
    )


@cache
def _expression(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


def sections(context: Checked) -> Iterator[Finding]:
    """What the rules that hold would change in the list; orders are checked apart."""
    for rule in holding(context):
        coming = _coming(rule, context.codeset)
        leaving = (c for c in context.codes if any_matches(_leaving(rule), c))
        out = tuple(c for c in leaving if not c.startswith(coming or (" ",)))
        staying = _because(rule, context, out)
        source = context.guideline(rule.section, rule.because)
        changed = _changed(rule, context, out, staying)
        if changed is not None:
            kind, text, into = changed
            codes = tuple(dict.fromkeys((*out, *staying)))
            presumed = bool(rule.when.without_words)
            yield Finding(
                kind=kind,
                level="query" if presumed or kind == "added by rule" else "error",
                codes=codes,
                text=f"{text}: {rule.why}",
                sources=(source,),
                question=_UNLESS if presumed and len(codes) > 1 else None,
                out=out,
                suggested=into,
            )
        if rule.then.ask and codes_of(out, staying):
            about = joined(codes_of(out, staying))
            yield Finding(
                kind="documentation gap",
                level="consider",
                codes=codes_of(out, staying),
                text=f"{about}: not documented is {_phrase(rule.then.ask)}.",
                sources=(source,),
                question=rule.then.ask,
            )


def codes_of(out: tuple[str, ...], staying: tuple[str, ...]) -> tuple[str, ...]:
    """The codes that a gap is about: those that stay, or else those that go."""
    return staying or out


def _changed(
    rule: Rule, context: Checked, out: tuple[str, ...], staying: tuple[str, ...]
) -> tuple[Kind, str, tuple[str, ...]] | None:
    """The kind of a change, the sentence without its reason, and what comes in."""
    into = tuple(c for c in _coming(rule, context.codeset) if not _has(context, c))
    if into and out:
        given = f"{joined(out)} with {joined(staying)}" if staying else joined(out)
        verb = "becomes" if len(out) == 1 else "become"
        return "combination", f"{given} {verb} {' or '.join(into)}", into
    if out and (rule.then.drop or _coming(rule, context.codeset)):  # what comes may be listed
        verb = "is" if len(out) == 1 else "are"
        beside = f" with {joined(staying)}" if staying else ""
        return "left out", f"{joined(out)} {verb} not reported{beside}", into
    if into and not rule.then.replace:
        codes = staying or context.codes[:1]
        verb = "asks" if len(codes) == 1 else "ask"
        return "added by rule", f"{joined(codes)} {verb} for {' or '.join(into)} too", into
    return None


def _leaving(rule: Rule) -> tuple[str, ...]:
    replaced = (p for r in rule.then.replace if _DRUG_USES not in r.with_ for p in r.codes)
    return (*rule.then.drop, *replaced)


def _coming(rule: Rule, codeset: CodeSet) -> tuple[str, ...]:
    replacing = (r.with_ for r in rule.then.replace if _DRUG_USES not in r.with_)
    stems = (c.rstrip("-").rstrip(".") for c in (*replacing, *rule.then.add))
    return tuple(dict.fromkeys(c for c in stems if c in codeset))


def _because(rule: Rule, context: Checked, out: tuple[str, ...]) -> tuple[str, ...]:
    """The listed codes that meet the rule's conditions and stay."""
    meeting = (c for c in context.codes if any(any_matches(g, c) for g in rule.when.codes))
    return tuple(c for c in meeting if c not in out)[:_SHOWN]


def _has(context: Checked, stem: str) -> bool:
    return any(c.startswith(stem) for c in context.codes)


def _phrase(ask: str) -> str:
    return (ask[0].lower() + ask[1:]).rstrip(".")
