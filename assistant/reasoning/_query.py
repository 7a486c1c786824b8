"""Whether the provider has to be asked: "K 2.9, IV potassium, nothing written. Query needed?".

The worked-out case tells it. What is documented so that its code is reported needs no query, nor does
what the classification links by itself (I.A.15) or what the provider has denied; a query is needed
where providers contradict each other (I.A.19), where only a result, a nurse or the question names the
disease (III.B, I.B.14), where a rule asks whether two conditions are related, and where the code asked
for hangs on words that are not there.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.models import Assertion, Verdict
from assistant.querying import Gap
from assistant.reasoning._by_others import told_by_others
from assistant.reasoning._case import Case, Item
from assistant.reasoning._clause import asking_clause
from assistant.reasoning._documented import BY_OTHERS
from assistant.reasoning._gaps import open_gaps
from assistant.reasoning._of_care import denies_complication, relates_to_care
from assistant.reasoning._open import another_cause, at_odds
from assistant.reasoning._posed import kind_reported
from assistant.reasoning._unlinked import LINKING, denied_link
from assistant.reasoning._unvoiced import unvoiced_finding
from guidelines import lazy_re as re
from guidelines.rules import any_matches

_QUERY = re.compile(
    r"\bquer(?:y|ied|ying|ies)\b|\bask (?:the |her |his )?(?:doc\w*|provider|physician|md|surgeon|attending)\b"
    r"|\bclarif(?:y|ication)\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"\b(?:without|w/o|instead of|rather than|before (?:the |a )?query|pending (?:the |a )?query|until|answer\w*|respon\w*"
    r"|who|how|what|when|which|leading|compliant|title|wording|yes/no|multiple choice|unanswered)\b",
    re.IGNORECASE,
)
"""Words of questions about something else than whether to query."""
_NONE = re.compile(
    r"\b(?:no|skip(?:ping)?|avoid|forgo) (?:the |a |need (?:for|to) (?:a )?)?quer\w*"
    r"|n['’]t (?:need|have|require) (?:to |a )*quer\w*"
    r"|\bquery (?:is |not )*(?:not |un)(?:needed|necessary|required)\b|\bnot (?:need|have) (?:to |a )*quer\w*",
    re.IGNORECASE,
)
_DETAIL = re.compile(
    r"\b(?:type|acuity|specificity|stage|grade|severity|side|laterality|organism|depth|trimester|cause|site|location)\b",
    re.IGNORECASE,
)
_OF_SIDE = re.compile(r"\b(?:side|laterality)\b", re.IGNORECASE)
_LACKS = re.compile(
    r"\b(?:no|not|never|without|n['’]?t|only|just|missing|unspecified|unclear|unknown|silent)\b|n['’]t\b",
    re.IGNORECASE,
)
_UNLINKED = re.compile(
    r"\b(?:no|not|never|n['’]?t|without|nobody)\b[^.;?]{0,25}\b(?:link\w*|relat\w+|connect\w*|associat\w*|linkage)\b",
    re.IGNORECASE,
)
_CANNOT_TELL = re.compile(
    r"\b(?:can['’]?t|cannot|unable to|not) be (?:told|determined|inferred|seen)|\bunclear\b|\burosepsis\b"
    r"|\b(?:doesn['’]?t|does not|didn['’]?t|never|not|nobody) (?:\w+ )?(?:say|says|state[sd]?|specif\w+|document\w*|mention\w*"
    r"|told|clear|charted)\b",
    re.IGNORECASE,
)


def query_verdict(case: Case, ordered: Sequence[Item]) -> Verdict | None:
    """Whether a query is needed, for a question that asks just that; None for any other.

    Args:
        case: The case, worked out.
        ordered: Its codes in reporting order.
    """
    start, clause = asking_clause(case)
    if not _QUERY.search(clause) or _WITHOUT.search(clause):
        return None
    told = f"{case.text[:start]} {case.text[start + len(clause) :]}".strip()
    if not told or not (case.reading.mentions or re.search(r"\d", told)):
        return None
    needed = _needed(case, ordered, start, clause, told)
    if needed is None:
        return None
    return "yes" if needed != bool(_NONE.search(clause)) else "no"


def _needed(case: Case, ordered: Sequence[Item], start: int, clause: str, told: str) -> bool | None:
    reported = [i.code for i in ordered if not i.alternative and i.choice.billable]
    codes = [
        s.text.upper().rstrip("-.")
        for s in case.reading.codes_named
        if start <= s.start < start + len(clause)
    ]
    if denied_link(case) or denies_complication(told):
        return False
    if at_odds(case, start) or _two_sides(case):
        return True
    others = told_by_others(case, codes)
    if others is not None:
        return not others
    if codes:
        return _for_codes(case, codes, reported, told)
    if unvoiced_finding(case):
        return True
    if _DETAIL.search(clause):
        return _for_detail(case, ordered, clause, told)
    if relates_to_care(told) or kind_reported(clause, ordered):
        return False
    if _UNLINKED.search(told):
        return not any(any_matches(LINKING, r) for r in reported)
    named = [m for m in case.reading.mentions if start <= m.span.start < start + len(clause)]
    if named and any(m.assertion is not Assertion.NEGATED for m in named):
        terms = {m.term.lower() for m in case.reading.mentions if m.span.start < start}
        return not any(m.term.lower() in terms for m in named)
    if case.left_open or _CANNOT_TELL.search(told):
        return True
    return False if reported and _DOCUMENTED.search(told) and not _LACKS.search(told) else None


_DOCUMENTED = re.compile(
    r"\b(?:documented|documents|diagnosed|states|stated|charted|per (?:the )?(?:attending|provider|physician|md|hospitalist"
    r"|surgeon|cardiolog\w+|doc\w*))\b",
    re.IGNORECASE,
)


def _for_codes(case: Case, codes: Sequence[str], reported: Sequence[str], told: str) -> bool | None:
    """Whether a code that is asked for hangs on words that are missing."""
    if all(any(r.startswith(c) for r in reported) for c in codes):
        return False
    return None if another_cause(told) else True


def _for_detail(case: Case, ordered: Sequence[Item], clause: str, told: str) -> bool | None:
    """Whether a detail that a code takes is missing from the documentation."""
    gaps: list[Gap] = open_gaps(case, ordered)
    kinds = {w.lower() for w in _DETAIL.findall(clause)}
    if _OF_SIDE.search(clause):
        return any("side" in g.what for g in gaps)
    missing = [g for g in gaps if kinds & {w.lower() for w in re.findall(r"\w+", g.what)}]
    if missing:
        return True
    if any(_LACKS.search(p) and _DETAIL.search(p) for p in re.split(r"[.;,?!]\s", told)):
        return True
    by_others = all(any_matches(BY_OTHERS, i.code) for i in ordered if not i.alternative)
    return False if ordered and not by_others else None


def _two_sides(case: Case) -> bool:
    """Whether the record has one condition on the right here and on the left there (I.B.13)."""
    told: dict[str, set[str]] = {}
    for mention in case.reading.mentions:
        side = dict(mention.attributes).get("side")
        if side in ("right", "left"):
            bare = " ".join(w for w in mention.term.lower().split() if w not in ("right", "left"))
            told.setdefault(bare, set()).add(side)
    sides = re.findall(r"\b(right|left)\b[^.;,]{0,20}\bin (?:the )?\w", case.text, re.IGNORECASE)
    apart = len({s.lower() for s in sides}) > 1
    return apart or (any(len(s) > 1 for s in told.values()) and "conflict" in case.text.lower())
