"""What the text itself says no provider documented (I.A.19, I.B.14, III.B)."""

from __future__ import annotations

from assistant.models import Mention
from assistant.reading._silence import spoken
from assistant.reasoning._case import Case
from assistant.reasoning._documented import BY_OTHERS
from guidelines import lazy_re as re
from guidelines.rules import any_matches

_PROVIDER = r"(?:provider|physician|doctor|doc|clinician|attending|hospitalist|surgeon|md|pcp|practitioner)s?"
_TELLS = r"(?:document|writ|wrote|mention|diagnos|chart|nam|not|address|acknowledg|comment(?:s|ed)? on|confirm|agree)\w*"
_DENIED = re.compile(
    rf"\b(?:(?:no|not one) {_PROVIDER}|nobody|no one)\s+(?:\w+\s+)?(?:ever\s+)?{_TELLS}\s+"
    rf"|\b{_PROVIDER}\s+(?:\w+\s+)?(?:hasn['’]?t|has not|have not|haven['’]?t|never|didn['’]?t|did not|does not|doesn['’]?t)"
    rf"\s+(?:\w+\s+)?{_TELLS}\s+"
    rf"|\b{_PROVIDER}\s+(?:hasn['’]?t|never|didn['’]?t|did not|does not|doesn['’]?t)\s+(?:actually\s+|ever\s+)?(?:say"
    rf"|said|call it|state)\w*\s+"
    rf"(?=['\"“]?[\w -]{{3,25}}['\"”]?\s*[.,;?]|['\"“]?[\w -]{{3,25}}['\"”]?$)"
    rf"|\bnothing (?:from|by|in) (?:the |any )?{_PROVIDER}(?:['’]s (?:notes?|documentation))? (?:about|on|regarding)\s+"
    rf"|\b{_PROVIDER}(?:['’]s (?:notes?|documentation))? (?:is |was |stays? |remains? )?silent (?:about|on)\s+"
    rf"|\bno (?:mention|documentation) (?:of|about)\s+(?:\w+ or )?(?=[^.;?]*\b(?:{_PROVIDER}|np)\b)",
    re.IGNORECASE,
)
"""Words behind which stands what no provider documented."""
_DENIED_BEHIND = re.compile(
    rf"['\"”’)]*\s+(?:(?:is|was|were|has been|got) )?(?:not|never) (?:ever |been )?{_TELLS}(?: anywhere)? by (?:any|the|a|his"
    rf"|her)?(?: \w+)? ?{_PROVIDER}",
    re.IGNORECASE,
)
"""Words behind a condition that no provider documented: "hypokalemia not mentioned by any provider"."""
_OBJECT = re.compile(
    r"(?:(?:an?|the|any|about)\s+)*(?P<it>(?:it|this|that|them|either)\b)?", re.IGNORECASE
)
_ONLY_OTHERS = re.compile(
    r"\bonly (?:the |in the )?(?:dietitian|dietician|rd|nurse|rn|pt|ot|therapist|counsel+or|social worker|path(?:ology"
    r"|ologist)?"
    r"|radiolog\w+|lab|nutritionist)(?:['’]?s)?\b[^.;:?\n]*",
    re.IGNORECASE,
)
"""What only someone else than the provider documented, to the end of the clause."""
DEGREES = ("L89.-", "L97.-", "L98.4-", "Y90.-")
"""Conditions of which others than the provider may document the degree (I.B.14)."""
_REASON = "No provider has documented it."


def told_by_provider(text: str) -> str:
    """A text without what it says only others than the provider documented."""
    return _ONLY_OTHERS.sub(" ", text)


def drop_undocumented(case: Case) -> None:
    """Leave out conditions of which the text says that the provider has not documented them."""
    # that nobody speaks of a link leaves the condition documented
    found = [m for m in (_named(case, d) for d in _DENIED.finditer(spoken(case.text))) if m]
    found += [m for m in case.reading.mentions if _DENIED_BEHIND.match(case.text, m.span.end)]
    denied = [m for m in case.reading.mentions if any(_same(case, m, d) for d in found)]
    codes = {i.code[:3] for i in case.items if i.mention in denied}
    dropped: set[str] = set()
    for item in list(case.items):
        if item.drug or any_matches(BY_OTHERS, item.code) or item.mention is None:
            continue
        others = _by_others(case, item.mention) and not any_matches(DEGREES, item.code)
        if item.code[:3] in codes or others:
            case.items.remove(item)
            case.reject(item.code, _REASON, item.spans, [case.guideline("I.A.19", 0)])
            dropped.add(item.code)
    for item in [i for i in case.items if i.code in dropped and i.mention is not None]:
        # the same code by the provider's words alone
        assert item.mention is not None
        choice = case.whole(item.code[:3], item.mention, "")
        if choice is not None and choice.code != item.code:
            item.code, item.choice = choice.code, choice
            item.basis, item.alternative = [case.tabular(choice.code)], not choice.billable


def _named(case: Case, denial: re.Match[str]) -> Mention | None:
    """The condition that a denial is about: the one named next, or the last one for "it"."""
    found = _OBJECT.match(case.text, denial.end())
    start = found.end() if found else denial.end()
    if found and found["it"]:
        earlier = [m for m in case.reading.mentions if m.span.end <= denial.start()]
        return earlier[-1] if earlier else None
    return next((m for m in case.reading.mentions if start <= m.span.start <= start + 1), None)


def _same(case: Case, mention: Mention, denied: Mention) -> bool:
    """Whether a mention is the one denied, or says it more exactly: "severe malnutrition"."""
    words = set(case.words_of(denied.term))
    return mention is denied or (bool(words) and words < set(case.words_of(mention.term)))


def _by_others(case: Case, mention: Mention) -> bool:
    return any(m.start() <= mention.span.start < m.end() for m in _ONLY_OTHERS.finditer(case.text))
