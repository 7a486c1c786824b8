"""Executable guideline sections that need no more than the codes, applied to a list of codes.

A rule that looks for words in the chart is left out. A rule that only gives way to words ("unrelated
to") is applied, and the finding asks whether the record says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from guidelines.checks._context import Checked, joined
from guidelines.checks._models import Finding, Kind
from guidelines.codeset import CodeSet
from guidelines.rules import Rule, any_matches, load_rules

_SHOWN = 6
_UNLESS = "Does the record say otherwise, for instance that the conditions are not related?"
_DRUG_USES = " "  # "adverse effect", "long-term use": asked of the chart, not named by a code


@cache
def code_rules() -> tuple[Rule, ...]:
    """The rules that can be decided from codes, setting and age alone."""
    return tuple(r for r in load_rules() if _by_codes(r))


def _by_codes(rule: Rule) -> bool:
    when, then = rule.when, rule.then
    if not when.codes or when.words or when.attributes or when.uncertain or when.history:
        return False
    # what one code is left out for, unless words say it is meant, the list of codes cannot tell
    changes = then.replace or then.add or then.first or then.last or then.order
    return bool(changes) or len(when.codes) > 1 or not when.without_words


def holding(context: Checked) -> Iterator[Rule]:
    """The rules whose conditions the listed codes meet, in written order."""
    for rule in code_rules():
        when = rule.when
        if (
            (when.setting is None or when.setting == context.setting)
            and all(any(any_matches(group, c) for c in context.codes) for group in when.codes)
            and not any(any_matches(when.without_codes, c) for c in context.codes)
            and (when.age_below is None or (context.age is not None and context.age < when.age_below))
            and (when.age_from is None or (context.age is not None and context.age >= when.age_from))
        ):
            yield rule


def sections(context: Checked) -> Iterator[Finding]:
    """What the rules that hold would change in the list; orders are checked apart."""
    for rule in holding(context):
        source = context.guideline(rule.section, rule.because)
        out = tuple(c for c in context.codes if any_matches(_leaving(rule), c))
        into = tuple(c for c in _coming(rule, context.codeset) if not _has(context, c))
        because = _because(rule, context, out)
        kind: Kind | None = None
        if into and out:
            kind = "combination"
            given = f"{joined(out)} with {joined(because)}" if because else joined(out)
            verb = "becomes" if len(out) == 1 else "become"
            text = f"{given} {verb} {_any(into)}: {rule.why}"
        elif out and not (rule.then.replace and not into and not rule.then.drop):
            kind = "left out"
            text = f"{joined(out)} {'is' if len(out) == 1 else 'are'} not reported"
            text += f" with {joined(because)}: {rule.why}" if because else f": {rule.why}"
        elif into and (rule.then.add or not out):
            kind = "added by rule"
            text = f"{joined(because or context.codes[:1])} {'ask' if len(because) > 1 else 'asks'} for {_any(into)} too: {rule.why}"
        if kind is not None and not (kind == "added by rule" and rule.then.replace):
            presumed = bool(rule.when.without_words)
            yield Finding(
                kind=kind,
                level="query" if presumed or kind == "added by rule" else "error",
                codes=tuple(dict.fromkeys((*out, *because))) or because,
                text=text,
                sources=(source,),
                question=_UNLESS if presumed else None,
                suggested=into,
            )
        if rule.then.ask and (because or out):
            yield Finding(
                kind="documentation gap",
                level="consider",
                codes=because or out,
                text=f"{joined(because or out)}: not documented is {_phrase(rule.then.ask)}.",
                sources=(source,),
                question=rule.then.ask,
            )


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


def _any(codes: tuple[str, ...]) -> str:
    return " or ".join(codes)


def _phrase(ask: str) -> str:
    return (ask[0].lower() + ask[1:]).rstrip(".")
