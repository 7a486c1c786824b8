"""Applying the executable sections to a case, until nothing changes any more."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence

from assistant.choosing import Choice
from assistant.models import Basis, Mention, Span
from assistant.querying import Gap
from assistant.reading._attributes import side_near
from assistant.reasoning._case import Case, Item
from assistant.reasoning._rulebook import (
    Entry,
    Heard,
    RuleBook,
    expression,
    own_rules,
    spans_in,
    told_in,
)
from assistant.reasoning._tried import note_tried
from guidelines.rules import DRUG_USES, LONG_TERM, Replace, Rule, When, any_matches

_ROUNDS = 6
_MATERNAL = "I.C.15."
"""The sections that are for the mother's record only (I.C.15.a.2)."""
_NO_PERINATAL = "no-perinatal-codes-on-maternal-record"
_NEWBORNS = ("birth", "newborn")
"""Episodes of a newborn's own record."""


def apply_rules(case: Case, rules: Sequence[Rule] | None = None) -> None:
    """Apply every rule that holds, in order, again after each round that changed something."""
    book = own_rules() if rules is None else RuleBook(rules)
    heard = Heard(case)
    fired: dict[int, Entry] = {}
    for _ in range(_ROUNDS):
        if not _round(case, book, heard, fired):
            break
    note_tried(case, book, heard, tuple(fired.values()))


def _round(case: Case, book: RuleBook, heard: Heard, fired: dict[int, Entry]) -> bool:
    """Apply every rule that holds and has not fired before; whether that changed the codes."""
    changed = False
    codes = _reported(case)
    waiting = deque(book.holding(book.groups_met(codes)))
    while waiting:
        entry = waiting.popleft()
        if entry.place in fired or not _holds(entry, case, heard):
            continue
        fired[entry.place] = entry
        before = [i.code for i in case.items]
        _follow(_numbered(entry.rule, heard), case)
        after = [i.code for i in case.items]
        changed = changed or before != after
        if (now := _reported(case)) != codes:
            codes = now
            holding = book.holding(book.groups_met(codes))
            waiting = deque(e for e in holding if e.place > entry.place)
        case.step(
            "rule",
            f"{entry.rule.section}: {entry.rule.why}",
            {"rule": entry.rule.id, "codes": after},
        )
    return changed


def _holds(entry: Entry, case: Case, heard: Heard) -> bool:
    """Whether all holds that a rule asks for beside its codes."""
    when = entry.rule.when
    if case.attributes.get("episode") in _NEWBORNS and (
        entry.rule.section.startswith(_MATERNAL) or entry.rule.id == _NO_PERINATAL
    ):
        return False
    return (
        (entry.open or heard.may_hold(entry))
        and heard.says(entry.rule)
        and _stands_near(when, case)
    )


def _reported(case: Case) -> tuple[str, ...]:
    return tuple(i.code for i in case.items if not i.alternative)


def _numbered(rule: Rule, heard: Heard) -> Rule:
    """The rule with the number of the chart in its codes."""
    if rule.when.number is None:
        return rule
    number = int(heard.number(rule.when.number) or 0)

    def fill(code: str) -> str:
        return code.format(n=number) if "{n" in code else code

    then = rule.then.model_copy(
        update={
            "add": tuple(fill(c) for c in rule.then.add),
            "replace": tuple(
                r.model_copy(update={"with_": fill(r.with_)}) for r in rule.then.replace
            ),
        }
    )
    return rule.model_copy(update={"then": then})


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
        if rule.then.ask.lower().startswith("whether "):
            case.left_open.append((rule.section, rule.because - 1))
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
    if replace.with_ in DRUG_USES:
        if any(any_matches(("T36-T50",), i.code) and not i.drug for i in case.items):
            return  # the drug's own sentence has told how it did harm
        for item in _blamed(rule, [i for i in old if i.drug], case):
            _use(rule, item, replace.with_, case)
        return
    old = [i for i in old if not i.drug]
    if not old:
        return
    if replace.with_.endswith(".*") and len({i.code for i in old}) > 1:
        for code in dict.fromkeys(i.code for i in old):
            _replace(rule, replace.model_copy(update={"codes": (code,)}), case, supporting)
        return
    position = case.items.index(old[0])
    spans = _merged(s for i in (*old, *supporting) if not i.drug for s in i.spans)
    mention = old[0].mention
    said = " ".join(i.mention.term for i in old if i.mention)
    wanted = _alike(replace.with_, old[0].code, case)
    choice = _completed(wanted, mention, said, case) if wanted else None
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


def _completed(code: str, mention: Mention | None, said: str, case: Case) -> Choice | None:
    """A rule's code; what is billable stands as the rule names it, a header is completed."""
    if code in case.codeset and case.codeset.get(code).billable:
        return Choice(code, True)
    return case.complete(code, mention, said)


def _alike(wanted: str, replaced: str, case: Case) -> str | None:
    """The code to report; for `F02.*` the one that goes on as the replaced code does.

    Its title goes on alike after the first comma, or its characters after the category are the
    same. None where there is no such code.
    """
    if not wanted.endswith(".*"):
        return wanted
    header = wanted.removesuffix(".*")
    _, comma, tail = case.codeset.get(replaced).title.partition(", ")
    same = header + replaced[len(header) :]
    known = same if same in case.codeset else None
    if comma:
        alike = [
            code
            for code in case.codeset.billable_under(header)
            if case.codeset.get(code).title.partition(", ")[2] == tail
        ]
        return known if known in alike else next(iter(alike), known)
    return known


def _stands_near(when: When, case: Case) -> bool:
    return not (when.near or when.not_near) or bool(_meant(when, case))


def _meant(when: When, case: Case) -> list[Item]:
    """The codes of a rule's first group in whose sentence stands what it wants near them."""
    return [
        i
        for i in case.items
        if not i.alternative and any_matches(when.codes[0], i.code) and _near(when, i, case)
    ]


def _near(when: When, item: Item, case: Case) -> bool:
    section = item.mention.section if item.mention and item.mention.section else ""
    for span in item.spans:
        start, end = case.sentence_at(span)
        texts = _headed(section, case.text[start:end], case)
        affirmed = _headed(section, case.affirmed[start:end], case)
        if all(told_in(w, texts, affirmed) for w in when.near) and not any(
            _in_one(w, texts) for w in when.not_near
        ):
            return True
    return False


def _headed(section: str, said: str, case: Case) -> list[str]:
    """A sentence behind its heading, as it is and with its shortened words written out."""
    return [f"{section}: {t}" for t in dict.fromkeys((said, case.spelled_out(said)))]


def _in_one(words: str, texts: Sequence[str]) -> bool:
    return any(expression(words).search(t) for t in texts)


def _blamed(rule: Rule, drugs: Sequence[Item], case: Case) -> list[Item]:
    """The drugs that the rule's words name, or that stand in their sentence; else an only drug."""
    if not rule.when.words:
        return list(drugs)
    found = list(spans_in(rule.when.words[0], case.text))
    named = [i for i in drugs if any(_overlaps(i, *m) for m in found)]
    if named:
        return [i for i in drugs if i in named or _listed_with(i, named, case)]
    near = []
    for start, end in found:
        around = case.sentence_at(Span(start=start, end=end, text=case.text[start:end]))
        near += [i for i in drugs if _overlaps(i, *around)]
    return near or (list(drugs) if len(drugs) == 1 else [])


def _overlaps(item: Item, start: int, end: int) -> bool:
    return any(s.start < end and start < s.end for s in item.spans)


_AND = re.compile(r"(?:\W*(?:and|or|plus|with)?\W*|[^.;\n\w]*\d[\w.]*(?: \w+)?[^.;\n\w]*)$")


def _listed_with(item: Item, named: Sequence[Item], case: Case) -> bool:
    """Whether only a comma or an "and" stands between a drug and one that is named."""
    return any(
        _AND.match(case.text[min(a.end, b.end) : max(a.start, b.start)])
        for other in named
        for a in item.spans
        for b in other.spans
    )


def _use(rule: Rule, item: Item, use: str, case: Case) -> None:
    """Report a drug's T36–T50 code with the character for how it did harm."""
    category = next(
        (c for c in case.codeset.descendants(item.code) if len(c) == 7 and c[6] == DRUG_USES[use]),
        None,
    )
    if category is None:
        # categories whose use stands in the fifth place, such as T50.B11 apart
        wanted = DRUG_USES[use]
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
    if code == LONG_TERM:
        for item in [i for i in _meant(rule.when, case) if i.drug and i.code.startswith("Z79")]:
            _append(case, item.choice, rule.why, item.spans, item, [basis])
        return
    if any_matches(("T36-T50",), code) and any(
        i.mention is None and not i.drug and any_matches(("T36-T50",), i.code) for i in case.items
    ):
        return  # the drug's own sentence has told how it did harm
    about = next((i.mention for i in supporting if i.mention), None)
    choice = _completed(code, None, about.term if about else "", case)
    if choice is not None and about is None and (side := _side_told(rule, choice, case)):
        choice = _completed(code, None, side, case) or choice
    if choice is not None and not choice.billable and about is not None:
        choice = _completed(code, about, "", case) or choice  # its sentence may say the rest
    if choice is None:
        return
    spans = _merged(s for i in supporting for s in i.spans)
    _append(case, choice, rule.why, spans, None, [basis])


def _side_told(rule: Rule, choice: Choice, case: Case) -> str | None:
    """The side beside the words that a rule heard, where the chart tells of both: "POD5 L TKA"."""
    if not any(gap.startswith("the side") for gap in choice.gaps):
        return None
    heard = (span for words in rule.when.words for span in spans_in(words, case.text))
    span = next(heard, None)
    return side_near(case.text, *span) if span else None


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
