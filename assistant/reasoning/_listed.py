"""A list of codes beside its documentation: "HTN, HFpEF, CKD 4. I11.0, I50.32, I12.9, N18.4?".

The documentation is coded, and the list is compared with that: no, where a rule leaves one of its
codes out or replaces it, where a code for something documented is missing, or where a fixed order is
broken; yes, where they agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assistant.choosing import Choice
from assistant.models import Span, Verdict
from assistant.reasoning._asked import NEEDS_WORDS, one_verdict
from assistant.reasoning._case import Case, Item
from assistant.reasoning._clause import speaks_of_leaving
from assistant.reasoning._proposed import Proposed, proposed
from guidelines import lazy_re as re
from guidelines.checks import Kind, check_codes
from guidelines.rules import any_matches

_ANOTHER_MATTER = re.compile(
    r"\b(?:together|both|one claim|excludes?[ -]?[12]?|conflict\w*|clash\w*|same (?:claim|encounter|visit|line|record)|mutually"
    r"|unrelated|or|vs\.?|versus"
    r"|instead|rather|without|which|what|why|how|combination|combo|poa|7th|seventh|replac\w+)\b",
    re.IGNORECASE,
)
"""Words with which codes are no list to be compared with the chart."""
_IN_ORDER = re.compile(
    r"\b(?:in (?:that|this) order|sequenced? (?:like|as) (?:that|this)|as (?:listed|sequenced)|then|followed by|first"
    r"|principal|pdx"
    r"|second|sequenc(?:ed|ing)|lead(?:s|ing)?)\b",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^\s*(?:is |as |being |goes |the |= ?)*(?:first|principal|pdx|1st|lead(?:s|ing)?)\b",
    re.IGNORECASE,
)
_BESIDE = (
    "V00-Y99",
    "Z00-Z99",
    "R00-R99",
    "B95-B97",
    "F17.-",
    "T36-T50",
    "D63.-",
    "E66.-",
    "E78.-",
)
"""Codes that a short question may leave unmentioned and still be right about the rest."""


def listed_verdict(case: Case, ordered: Sequence[Item]) -> Verdict | None:
    """Whether a list of two codes or more is what the documentation comes to.

    Args:
        case: The case, worked out.
        ordered: Its codes in reporting order.
    """
    named = _list(case)
    reported = [i.code for i in ordered if not i.alternative and i.choice.billable]
    if len(named) < 2 or not reported:
        return None
    told = {p.code: _told(case, p, reported) for p in named}
    for code in [c for c, v in told.items() if v is None and _harm_told(case, c, reported)]:
        told[code] = "yes"
    if "no" in told.values():
        return "no"
    if _replaced(case, named, reported):
        return "no"
    if None in told.values():
        return None
    missing = [
        r
        for r in reported
        if not any(r.startswith(p.code) for p in named) and not any_matches(_BESIDE, r)
    ]
    if missing:
        return "no"
    return _order(case, reported)


def _list(case: Case) -> tuple[Proposed, ...]:
    asked = case.reading.question
    if not case.reading.mentions or speaks_of_leaving(case) or NEEDS_WORDS.search(asked):
        return ()
    named = proposed(case)
    inside = _between(case)
    headers = any(len(p.code) == 3 and not case.codeset.get(p.code).billable for p in named)
    if (
        headers
        or any(p.use != "report" for p in named)
        or inside is None
        or _ANOTHER_MATTER.search(inside)
    ):
        return ()
    return named


def _between(case: Case) -> str | None:
    """What stands between the codes and behind them; None where they are no list."""
    spans = case.reading.codes_named
    if len(spans) < 2:
        return None
    start = case.text.rfind(". ", 0, spans[0].start) + 1
    lead = case.text[start : spans[0].start]
    rest = [case.text[a.end : b.start] for a, b in pairwise(spans)]
    if any(len(r.split()) > _FEW for r in rest):
        return None
    return " ".join([lead if len(lead.split()) <= _FEW else "", *rest, case.text[spans[-1].end :]])


_FEW = 6  # words between two codes of a list


def _told(case: Case, one: Proposed, reported: Sequence[str]) -> Verdict | None:
    if any(r.startswith(one.code) for r in reported):
        return "yes"
    return one_verdict(case, one, "", reported)


_AGAINST: tuple[Kind, ...] = ("combination", "left out", "less specific", "excludes1")


def _replaced(case: Case, named: Sequence[Proposed], reported: Sequence[str]) -> bool:
    """Whether a code of the case stands in the place of one that is listed (I.B.9)."""
    listed = [p.code for p in named]
    report = check_codes(
        listed, on=case.on, setting=case.setting, codeset=case.codeset, record=case.text
    )
    new = set(listed) - set(reported)
    found = [f for kind in _AGAINST for f in report.of(kind)]
    return any(
        new & set(f.out) and (not f.suggested or _among(f.suggested, reported)) for f in found
    )


def _among(codes: Sequence[str], reported: Sequence[str]) -> bool:
    return any(r.startswith(c) for c in codes for r in reported)


_HARMING = re.compile(
    r"\b(?:from|due to|2/2|d/t|caused by|because of|secondary to|related to|reaction to|side effects? of|adverse"
    r"|induced|after)\b",
    re.IGNORECASE,
)
_CYTOTOXIC = re.compile(
    r"\b(?:chemo\w*|cytotoxic\w*|antineoplastic\w*|immunotherapy|infusions?)\b", re.I
)


def _harm_told(case: Case, code: str, reported: Sequence[str]) -> bool:
    """Whether the drug's adverse effect that is listed is documented: chemotherapy, and harm by it."""
    told = case.text[: case.reading.codes_named[0].start]
    harmed = any(r[0] in "DGIKLMNR" for r in reported)
    return (
        code.startswith("T45.1X5")
        and harmed
        and bool(_CYTOTOXIC.search(told))
        and bool(_HARMING.search(told))
    )


def report_listed(case: Case) -> bool:
    """Add the adverse effect that a right list names and the case did not find; whether one was.

    Args:
        case: The case, worked out, whose list is right.
    """
    reported = [i.code for i in case.items if not i.alternative]
    added = False
    for one in _list(case) if case.listed == "yes" else ():
        if _harm_told(case, one.code, reported) and one.code not in reported:
            spans = tuple(s for s in case.reading.codes_named if s.text.upper() == one.code)
            basis = [case.guideline("I.C.19.e.5.a", 0), case.tabular(one.code)]
            reason = "the adverse effect of the chemotherapy that is documented"
            case.items.append(Item(one.code, Choice(one.code, True), reason, spans, None, basis))
            added = True
    return added


def _order(case: Case, reported: Sequence[str]) -> Verdict | None:
    """Whether the order of the list, where it matters, is the one that a rule fixes."""
    spans = case.reading.codes_named
    asked = case.text[spans[0].start :]
    if not _IN_ORDER.search(asked):
        return "yes"
    head = next((s for s in spans if _HEAD.match(case.text[s.end :])), spans[0])
    first = _place(head, reported)
    if first == 0 and head is not spans[0]:
        return "yes"
    places = [p for p in (_place(s, reported) for s in spans) if p is not None]
    if places == sorted(places):
        return "yes"
    wrong = [(a, b) for n, a in enumerate(places) for b in places[n + 1 :] if a > b]
    fixed = any(fixed_before(case, reported[b], reported[a]) for a, b in wrong)
    return "no" if fixed else None


def _place(span: Span, reported: Sequence[str]) -> int | None:
    code = span.text.upper().rstrip("-.")
    return next((n for n, r in enumerate(reported) if r.startswith(code)), None)


def fixed_before(case: Case, first: str, second: str) -> bool:
    """Whether a rule puts one code before the other."""
    if any(any_matches((p,), first) and not any_matches((p,), second) for p in case.first):
        return True
    if any(any_matches((p,), second) and not any_matches((p,), first) for p in case.last):
        return True
    for order in case.orders:
        places = [
            next((n for n, p in enumerate(order) if any_matches((p.rstrip("?"),), c)), None)
            for c in (first, second)
        ]
        if places[0] is not None and places[1] is not None and places[0] < places[1]:
            return True
    return False
