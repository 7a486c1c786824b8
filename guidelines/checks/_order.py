"""The order that notes and guidelines ask for, and where the list departs from it (I.A.13, I.A.17)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from guidelines.checks._companions import answers, only_naming
from guidelines.checks._context import Checked, joined
from guidelines.checks._first import why_never_first
from guidelines.checks._models import Finding, Level, Source
from guidelines.checks._sections import holding
from guidelines.notes import grouped
from guidelines.rules import any_matches

_FIRST_ONLY = "I.C.21.c.15"
_COMBINED = "Are the records of several encounters of the day combined?"


@dataclass(frozen=True, slots=True)
class Before:
    """One code that comes before another, and why."""

    first: str
    second: str
    why: str
    sources: tuple[Source, ...]
    level: Level = "error"


def orders(context: Checked) -> tuple[Before, ...]:
    """Every order asked for, the conventions of the Tabular List before the guidelines."""
    found: dict[tuple[str, str], Before] = {}
    for before in (*_by_notes(context), *_by_rules(context)):
        pair = (before.first, before.second)
        if pair[0] == pair[1] or pair[::-1] in found:
            continue
        if pair in found:
            known = found[pair]
            sources = tuple(dict.fromkeys((*known.sources, *before.sources)))
            found[pair] = replace(known, sources=sources)
        else:
            found[pair] = before
    return tuple(found.values())


def _by_notes(context: Checked) -> Iterator[Before]:
    for code in context.codes:
        for note in grouped(context.codeset, code, "code_first"):
            for other in answers(context, note, code):
                words = only_naming(note, [other])
                source = context.tabular(note.at, words)
                yield Before(other, code, words, (source, context.guideline("I.A.13", 9)))
    for code in context.codes:
        for note in grouped(context.codeset, code, "use_additional"):
            for other in answers(context, note, code):
                words = only_naming(note, [other])
                source = context.tabular(note.at, words)
                yield Before(code, other, words, (source, context.guideline("I.A.13", 9)))


def _by_rules(context: Checked) -> Iterator[Before]:
    never = [c for c in context.codes if why_never_first(context, c)]
    for rule in holding(context):
        source = (context.guideline(rule.section, rule.because),)
        level: Level = "error" if rule.section == _FIRST_ONLY else "query"
        for first in _matching(context, rule.then.first):
            for other in context.codes:
                if first not in never and not any_matches(rule.then.first, other):
                    yield Before(first, other, rule.why, source, level)
        for n, earlier in enumerate(rule.then.order):
            for first in _matching(context, (earlier,)):
                for second in _matching(context, rule.then.order[n + 1 :]):
                    if not any_matches((earlier,), second):
                        yield Before(first, second, rule.why, source, level)
        for last in _matching(context, rule.then.last):
            for other in context.codes:
                if not any_matches(rule.then.last, other):
                    yield Before(other, last, rule.why, source, level)


def _matching(context: Checked, patterns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(c for c in context.codes if any_matches(patterns, c)) if patterns else ()


def suggested_order(context: Checked, before: tuple[Before, ...]) -> tuple[str, ...]:
    """The codes in an order that meets what is asked for, as near to the typed one as it can be.

    Where requests contradict each other in a circle, the one asked for last gives way. A code that
    is never first-listed stands first only where no other can.
    """
    after: dict[str, set[str]] = {c: set() for c in context.codes}
    for edge in before:
        if not _reaches(after, edge.second, edge.first):
            after[edge.first].add(edge.second)
    waiting = {c: sum(c in rest for rest in after.values()) for c in context.codes}
    ordered: list[str] = []
    left = list(context.codes)
    while left:
        free = [c for c in left if waiting[c] == 0]
        able = free if ordered else [c for c in free if not why_never_first(context, c)]
        code = (able or free)[0]
        left.remove(code)
        ordered.append(code)
        for other in after[code]:
            waiting[other] -= 1
    return tuple(ordered)


def _reaches(after: dict[str, set[str]], start: str, goal: str) -> bool:
    seen, todo = {start}, [start]
    while todo:
        for code in after[todo.pop()]:
            if code == goal:
                return True
            if code not in seen:
                seen.add(code)
                todo.append(code)
    return False


def wrong_order(
    context: Checked, before: tuple[Before, ...], suggested: tuple[str, ...]
) -> Iterator[Finding]:
    """Where codes stand before others that have to come first; one finding for each reason."""
    right = {code: n for n, code in enumerate(suggested)}
    departures: dict[tuple[str, tuple[Source, ...]], list[Before]] = {}
    for edge in before:
        gave_way = right[edge.first] > right[edge.second]
        if context.place[edge.first] > context.place[edge.second] and not gave_way:
            departures.setdefault((edge.why, edge.sources), []).append(edge)
    for (why, sources), edges in departures.items():
        firsts = tuple(dict.fromkeys(e.first for e in edges))
        seconds = tuple(dict.fromkeys(e.second for e in edges if e.second not in firsts))
        only_first = sources[0].ref == _FIRST_ONLY
        yield Finding(
            kind="only first" if only_first else "order",
            level=edges[0].level,
            codes=(*firsts, *seconds),
            text=f"{joined(firsts)} before {joined(seconds or firsts)}: {why.rstrip('.')}.",
            sources=sources,
            question=_COMBINED if only_first else None,
            suggested=suggested,
        )
