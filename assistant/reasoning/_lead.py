"""Whether what a question would put first comes first (II, IV.G and the sequencing rules of the chapters).

Three things can decide it: a code that never stands first (an external cause, an organism, a
manifestation), an order that a rule or a note fixes between two codes, or the reason for the
encounter where the chart tells it. Where none of them does and another condition might as well have
occasioned the encounter, it depends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.models import Verdict
from assistant.reasoning._asked import FIRST
from assistant.reasoning._case import Case, Item
from assistant.reasoning._clause import asking_clause
from assistant.reasoning._documented import ACCOMPANYING, LASTING, Note
from assistant.reasoning._listed import fixed_before
from assistant.reasoning._polarity import answered, turning
from assistant.reasoning._posed import place_of
from assistant.reasoning._proposed import BEFORE, proposed
from assistant.reasoning._supposed import order_with
from assistant.reasoning._verdict import Decided
from guidelines import lazy_re as re
from guidelines.checks import never_first_table
from guidelines.rules import any_matches

_SECOND = re.compile(
    r"\b(?:second(?:ary|ly)?|2nd|after|last|additional|behind|follows?|followed|then|or)\b",
    re.IGNORECASE,
)
"""Words that put something behind something else, or offer a choice: another order is asked about."""
_ANOTHER_MATTER = re.compile(
    r"\b(?:query|quer(?:y|ies|ying)|poa|7th|seventh|only|alone|instead|rather|which|what|either|always|ever|never)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(BEFORE, re.IGNORECASE)
_CAUSE_CODE = re.compile(
    r"\b(?:external cause|cause|fall|place of occurrence|activity|[vwxy]) codes?\b", re.IGNORECASE
)
_BESIDE = ("V00-Y99", "Z00-Z99", "B95-B97", "R00-R99", "T36-T50", "D63.-", "E66.-", "F17.-")
"""Codes that are no rival for the first place."""


_REASON_TOLD = re.compile(
    r"\b(?:case|surg\w*|procedure|operat\w*|cancel\w*|focus\w*|mainly|main (?:reason|problem|issue)|chief\w*|directed|reason"
    r"|admi(?:t\w*|ssion) (?:\w+ )?(?:for|to|because|due|2/2|d/t)|(?:here|seen|in|comes?|came(?: in)?|visit|presents?|presented"
    r"|referred|brought in) (?:today )?(?:for|because|due|to (?:get|have|treat))"
    r"|only (?:the )?(?:\w+ ){1,3}(?:is |was )?(?:treated|addressed|managed)|not treated|after study|turned out)\b",
    re.IGNORECASE,
)
"""Words that tell what occasioned the encounter."""
_WHICH = re.compile(r"^which of the two\b.*\bprincipal\b")
"""What a rule asks that has an order for what mostly comes first, and leaves it to the circumstances."""
_EQUAL = re.compile(r"\bequal(?:ly)?\b|\bboth (?:meet|met)\b", re.IGNORECASE)
_MAY = re.compile(r"\b(?:can|could|may|might|ok(?:ay)?|allowed|choose|possible)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Led:
    """The verdict on a first place.

    Attributes:
        verdict: The verdict.
        by_rule: Whether a rule or a note fixes the order.
        by_note: Whether it is a note of the Tabular List, which leaves nothing to circumstances.
    """

    verdict: Verdict
    by_rule: bool
    by_note: bool = False


def never_first(case: Case) -> Decided | None:
    """No, where a code is to stand first that never does.

    Args:
        case: The case.
    """
    _, clause = asking_clause(case)
    if not FIRST.search(clause) or _SECOND.search(clause) or _ANOTHER_MATTER.search(clause):
        return None
    codes = [p.code for p in proposed(case)]
    if len(codes) > 1 or (not codes and not _CAUSE_CODE.search(clause)):
        return None
    for row in never_first_table():
        if row.section and (row.refs.matches(codes[0]) if codes else row.section == "I.C.20.a.6"):
            verdict = answered(clause, False)
            return Decided(verdict, row.section, row.because - 1, 1.0, settled=True)
    return None


def lead_verdict(case: Case, ordered: Sequence[Item]) -> Led | None:
    """Whether what the question would put first comes first; None where it asks for no such thing.

    Args:
        case: The case, worked out.
        ordered: Its codes in reporting order.
    """
    start, clause = asking_clause(case)
    if not FIRST.search(clause) or _SECOND.search(clause) or _ANOTHER_MATTER.search(clause):
        return None
    if turning(clause):
        return None
    reported = [i for i in ordered if not i.alternative and i.choice.billable]
    if not reported:
        return None
    if (ahead := _AHEAD.search(clause)) is not None:
        return _ahead(case, reported, start, start + ahead.start(), start + len(clause))
    codes = [p.code for p in proposed(case)]
    if len(codes) > 1:
        return None
    meant = _meant(case, start, start + len(clause), codes, reported)
    if meant is None:
        return _supposed(case, codes[0]) if codes else None
    return _led(case, reported, meant)


def _ahead(case: Case, reported: Sequence[Item], start: int, middle: int, end: int) -> Led | None:
    """The verdict on one thing that the clause would put before another."""
    both = []
    for a, b in ((start, middle), (middle, end)):
        codes = [s.text.upper().rstrip("-.") for s in case.reading.codes_named if a <= s.start < b]
        both.append(_meant(case, a, b, codes, reported) if len(codes) < 2 else None)
    if None in both or both[0] == both[1]:
        return None
    first, second = (reported[n] for n in both if n is not None)
    if fixed_before(case, first.code, second.code):
        return Led("yes", True, _noted(case, first.code, second.code))
    if fixed_before(case, second.code, first.code):
        return Led("no", True, _noted(case, second.code, first.code))
    return _open(case) if _rivals(case, second, first) else None


def _meant(
    case: Case, start: int, end: int, codes: Sequence[str], reported: Sequence[Item]
) -> int | None:
    """The place in the order of what some words of the clause name; None where it is not there."""
    if codes:
        return next((n for n, i in enumerate(reported) if i.code.startswith(codes[0])), None)
    spans = [m.span for m in case.reading.mentions if start <= m.span.start < end]
    places = {place_of(case, s, reported) for s in spans} - {None}
    if len(places) == 1:
        return places.pop()
    words = set(case.words_of(case.text[start:end]))
    told = [n for n, i in enumerate(reported) if words & _words(case, i)]
    if not told:
        return None
    # "the kidney code" is the one that the other kidney code follows
    head = reported[told[0]].code
    return told[0] if all(fixed_before(case, head, reported[n].code) for n in told[1:]) else None


def _words(case: Case, item: Item) -> set[str]:
    said = {w for s in item.spans for w in case.words_of(s.text)}
    return said | set(case.words_of(case.codeset.get(item.code).title))


def _supposed(case: Case, code: str) -> Led | None:
    """The verdict on a code that the case does not have: no, where a rule has another one before it."""
    if not case.codeset.get(code).billable:
        return None
    other, ordered = order_with(case, code)
    place = next((n for n, i in enumerate(ordered) if i.code == code and not i.alternative), None)
    if not place:
        return None
    return Led("no", True) if fixed_before(other, ordered[0].code, code) else None


def _led(case: Case, reported: Sequence[Item], meant: int) -> Led | None:
    asked = reported[meant]
    if any(_WHICH.search(g.what) for g in case.gaps):
        return _open(case)
    before = [i for i in reported[:meant] if fixed_before(case, i.code, asked.code)]
    if before:
        return Led("no", True, any(_noted(case, i.code, asked.code) for i in before))
    rivals = [i for i in reported if i is not asked and _rivals(case, i, asked)]
    if meant == 0:
        behind = all(fixed_before(case, asked.code, i.code) for i in reported[1:])
        if len(reported) > 1 and behind:
            return Led("yes", True, all(_noted(case, asked.code, i.code) for i in reported[1:]))
        return _open(case) if rivals else None
    return _open(case) if reported[0] in rivals else None


def _noted(case: Case, first: str, second: str) -> bool:
    """Whether a note at one of two codes puts the first of them before the other (I.A.13, I.A.17)."""
    return (first, second) in case.orders


def _open(case: Case) -> Led | None:
    """Either may stand first where both meet the definition alike (II.C); else it depends."""
    if _REASON_TOLD.search(case.text):
        return None
    may = _EQUAL.search(case.text) and _MAY.search(asking_clause(case)[1])
    return Led("yes" if may else "depends", False)


def _rivals(case: Case, other: Item, asked: Item) -> bool:
    """Whether another condition might have occasioned the encounter as well as the one asked about."""
    if any_matches(_BESIDE, other.code) or any_matches(_BESIDE, asked.code):
        return False
    if any(fixed_before(case, a.code, b.code) for a, b in ((other, asked), (asked, other))):
        return False
    note = Note(case)
    if note.is_note or note.place(other) != note.place(asked):
        return False
    quiet = [
        any_matches(LASTING, i.code) or any_matches(ACCOMPANYING, i.code) for i in (other, asked)
    ]
    return quiet[0] == quiet[1]
