"""Which rules were tried on a case, and why those that came near did not hold."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reasoning._case import Case
from assistant.reasoning._rulebook import Entry, Heard, RuleBook, spans_in
from guidelines.rules import When, any_matches

_MOST = 20
_NO_WORDS = "the words that it needs are not in the text"


def note_tried(case: Case, book: RuleBook, heard: Heard, fired: Sequence[Entry]) -> None:
    """Note in the trace how many rules were tried, which fired and which came near.

    Near is a rule whose codes the case has, all of them or all but one kind, and that something
    else kept from holding.
    """
    told = {e.place for e in fired}
    codes = [i.code for i in case.items if not i.alternative]
    met = book.groups_met([*codes, *(r.code for r in case.rejected)])
    near: list[dict[str, str]] = []
    for place, present in sorted(book.met_by(met).items()):
        entry = book.entries[place]
        lacking = len(entry.needs) - present
        if place in told or lacking > 1:
            continue
        rule = entry.rule
        if lacking:
            missing = next(g for g in rule.when.codes if book.number(g) not in met)
            reason = f"no code of {', '.join(missing[:6])}"
        else:
            reason = why_not(rule.when, case, heard)
        near.append({"rule": rule.id, "section": rule.section, "rejected": reason})
    near.sort(key=lambda n: _telling(n["rejected"]))
    case.step(
        "rules",
        f"{len(book.entries)} rules tried, {len(fired)} fired, {len(near)} came near",
        {"fired": [e.rule.id for e in fired], "rejected": near[:_MOST]},
    )


def _telling(reason: str) -> int:
    """What the chart itself says comes before codes that it lacks, these before mere words."""
    if reason == _NO_WORDS:
        return 2
    return int(reason.startswith("no code of"))


def why_not(when: When, case: Case, heard: Heard) -> str:
    """The first condition of a rule that a case does not meet."""
    codes = [i.code for i in case.items if not i.alternative]
    if when.setting is not None and when.setting != case.setting:
        return f"only for {when.setting} encounters"
    if found := next((c for c in codes if any_matches(when.without_codes, c)), None):
        return f"not with {found}"
    for words in when.words:
        if not heard.finds(words):
            return _NO_WORDS
    for words in when.without_words:
        if heard.finds(words) and (said := next(spans_in(words, case.text), None)):
            return f"the text says “{' '.join(case.text[slice(*said)].split())[:60]}”"
    if when.number is not None and heard.number(when.number) is None:
        return _NO_WORDS
    if when.uncertain and not any(any_matches(when.uncertain, i.code) for i in case.uncertain):
        return "no such condition is documented as uncertain"
    if when.history and not any(any_matches(when.history, i.code) for i in case.history):
        return "no such condition is documented as history"
    for name, value in when.attributes.items():
        if case.attributes.get(name) != value:
            return f"{name} is {case.attributes.get(name) or 'not stated'}, not {value}"
    if when.age_below is not None or when.age_from is not None:
        return "the age does not fit or is not stated"
    if not all(heard.tells(words) for words in when.words):
        return "the chart says that it is absent, or has it in the family"
    return "its codes were changed by a rule before it"
