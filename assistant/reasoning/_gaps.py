"""What the documentation leaves open, as queries to the provider."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from assistant.models import Assertion, Mention
from assistant.querying import Gap, ProviderQuery, left_open, provider_query
from assistant.reasoning._case import Case, Item

_MOST = 6
_SIDES = ("right", "left")


def queries(case: Case, ordered: Iterable[Item]) -> tuple[str, ...]:
    """Queries to the provider, then what the coder has to find out; each in one short paragraph."""
    built = provider_queries(case, ordered)
    for query in built:
        case.step("gap", query.topic, asdict(query))
    return (*(q.text for q in built), *case.queries)


def open_gaps(case: Case, ordered: Iterable[Item]) -> list[Gap]:
    """All that is open in a case, though it be of one condition: its cause, its type, its side."""
    return [*_conflicts(case), *case.gaps, *_choices(ordered, asked_about=set())]


def provider_queries(case: Case, ordered: Iterable[Item]) -> tuple[ProviderQuery, ...]:
    """The queries of a case: contradictions, what rules miss, then choices of the code tree."""
    gaps = [*_conflicts(case), *case.gaps]
    gaps += _choices(ordered, asked_about={g.about for g in gaps if g.about})
    built = (provider_query(g, case.text, case.codeset) for g in gaps)
    by_question: dict[str, ProviderQuery] = {}
    for query in built:
        by_question.setdefault(query.question, query)
    return tuple(by_question.values())[:_MOST]


def _choices(ordered: Iterable[Item], asked_about: set[str]) -> Iterator[Gap]:
    for item in ordered:
        words = item.mention.span.text if item.mention is not None else ""
        for what in item.choice.gaps:
            yield Gap(what, words, item.code, item.spans)
        if item.alternative or item.drug or words in asked_about:
            continue
        if (open_ := left_open(item.code)) is not None:
            yield Gap(open_, words, item.code, item.spans)


def _conflicts(case: Case) -> Iterator[Gap]:
    """A diagnosis both asserted and denied, or on the right here and on the left there."""
    asserted = [i for i in case.items if i.mention is not None and not i.drug]
    for item in asserted:
        mention = item.mention
        assert mention is not None
        if item.code[:1] in "RZ":
            continue
        for other in case.reading.mentions:
            if other is mention or _sideless(other) != _sideless(mention):
                continue
            spans = (mention.span, other.span)
            if other.assertion is Assertion.NEGATED and mention.assertion is Assertion.PRESENT:
                yield Gap(f"conflict: “{mention.span.text}”", mention.span.text, item.code, spans)
                break
            if {_side(mention), _side(other)} == set(
                _SIDES
            ) and mention.span.start < other.span.start:
                yield Gap("conflicting sides", mention.span.text, item.code, spans)
                break


def _sideless(mention: Mention) -> str:
    return " ".join(w for w in mention.term.lower().split() if w not in (*_SIDES, "bilateral"))


def _side(mention: Mention) -> str | None:
    return dict(mention.attributes).get("side")
