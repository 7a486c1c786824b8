"""The codes that a question proposes, and what it says of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.models import Span
from assistant.reasoning._case import Case
from guidelines import lazy_re as re
from guidelines.codeset import Entry
from guidelines.errors import UnknownCode

Use = Literal["report", "billed header", "several", "before it", "after it"]

_GIVEN_UP = re.compile(
    r"\b(?:instead of|rather than|in place of|over|versus|vs\.?|not|replac\w+|from|without|no)\s+(?:an?\s|the\s)?$",
    re.IGNORECASE,
)
"""Words after which a code is the one to be given up."""
_GIVEN_UP_TOO = re.compile(r"\s*(?:\+|&|/|,|and|or)\s*", re.IGNORECASE)
_ANOTHER_MATTER = re.compile(
    r"\b(?:included? in|part of|covered by|counted in|limits? (?:on|for)|before (?:using|coding|assigning|reporting)"
    r"|besides?|in addition to|other than|apart from|aside from"
    r"|(?:does|do|did|why|how|when)(?: n['’]t)?)\s+(?:an?\s|the\s)?$",
    re.IGNORECASE,
)
"""Words after which a code is not proposed, but something is asked about it."""
BEFORE = r"\b(?:ahead of|before|precedes?|in front of|above)"
"""Words that put one thing before another in the order of codes."""
AFTER = r"\b(?:after|behind|below|beneath|second(?:ary)? to|follows?)"
"""Words that put it after."""
PRIMARY = (
    r"\b(?:as (?:the |my )?primary|primary(?: dx| diagnosis| code| position| spot| slot|\W*$))"
)
"""The primary diagnosis, not the primary of a cancer."""
_PUT_BEFORE = re.compile(rf"{BEFORE}\s+(?:an?\s|the\s)?$", re.IGNORECASE)
_PUT_AFTER = re.compile(rf"{AFTER}\s+(?:an?\s|the\s)?$", re.IGNORECASE)
_PLACED = re.compile(
    r"\b(?:go(?:es)?|com(?:e|es)|sequenced?|list(?:ed)?|coded?|report(?:ed)?|put|first|always)\b",
    re.IGNORECASE,
)
_CODE_AHEAD = re.compile(rf"\b[A-Z]\d[\dA-Z.]*\s+(?:{BEFORE}|{AFTER})\s+(?:an?\s|the\s)?$")
"""A code, and words that put it before or behind what follows."""
_SEVERAL = re.compile(
    r"\b(?:two|2|three|3|more than one|multiple|several|separate|different)\s+(?:separate\s|different\s)?$",
    re.IGNORECASE,
)
_CODES = re.compile(r"\s*-?\s*codes?\b", re.IGNORECASE)
_BILLED = re.compile(r"\b(?:send|bill|submit|put|claim|billable|enough)\b", re.IGNORECASE)
_SHORTHAND = re.compile(r"\b(?:an?|the|any|which|what|some)\s+$", re.IGNORECASE)
_SAME_CLAIM = re.compile(r"\b(?:same|together|both|along)\b", re.IGNORECASE)
"""Words with which two categories stand for kinds of codes: "I69 and I63 on the same claim"."""

_AGREED = re.compile(
    r"\W*(?:(?:so |and |but )?(?:is|are|was|were) (?:that|this|it|she|he|they|my \w+|(?P<whose>the \w+"
    r"|our \w+|\w+))|are they|so|and"
    r"|do you|would you|you|(?P<own>am i|was i|did i get it|were we|are we))?\s*"
    r"(?:ok(?:ay)?(?: here| to use)?|right|correct|allowed|fine|agree[d]?(?: (?:with|w/?) (?P<with>(?:the "
    r"|our |my )?\w+))?|good|yes or no"
    r"|all right|appropriate|acceptable|true|legit|valid|keep(?: it)?|leave it(?: in)?)(?: or not)?\W*",
    re.IGNORECASE,
)
"""A question that asks whether the sentence before it is right."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A code that a question proposes.

    Attributes:
        code: Dotted.
        use: Reported, sent as a header, reported with a sibling, or put behind or before something.
    """

    code: str
    use: Use


def proposed(case: Case) -> tuple[Proposed, ...]:
    """The codes that the asking words propose, without those to be given up."""
    found: dict[str, Proposed] = {}
    before: Span | None = None
    given_up = False
    for span in in_asking_clause(case):
        lead = case.text[: span.start]
        joined = before is not None and _GIVEN_UP_TOO.fullmatch(case.text[before.end : span.start])
        given_up = bool(_GIVEN_UP.search(lead)) or (given_up and bool(joined))
        before = span
        entry = _entry(case, span.text)
        if entry is None or given_up or not _asks(case, span):
            continue
        if _ANOTHER_MATTER.search(lead) and not _goes_there(lead, case.text[span.end :]):
            continue
        found.setdefault(entry.code, Proposed(entry.code, _use(case, span, entry)))
    return tuple(found.values())


_ASKS = re.compile(
    r"[,;:.\n)–-]\s+(?:so |and |but |then )?(?:can|could|may|do|does|should|would|must|is|are|ok to|okay to)\b",
    re.IGNORECASE,
)
"""Where the clause that asks begins."""


def in_asking_clause(case: Case) -> Sequence[Span]:
    """The codes of the clause that asks, where it names one: what is told before it is the case."""
    named = case.reading.codes_named
    for begun in reversed([m.end() for m in _ASKS.finditer(case.text)]):
        inside = [s for s in named if s.start >= begun]
        if inside:
            return inside if "?" in case.text[begun:] or inside[-1] is named[-1] else named
    return named


_DOES = re.compile(r"\b(?:does|do)\s+(?:an?\s|the\s)?$", re.IGNORECASE)
_GOES = re.compile(
    r"\s*(?:code )?(?:still |also |even )?(?:go(?: on| with| here| too)\b|get (?:added|reported|coded|used"
    r"|assigned)|belong|apply|stay)",
    re.IGNORECASE,
)


def _goes_there(lead: str, tail: str) -> bool:
    """Whether it is asked if a code is reported: "does Z92.82 go on our bill?"."""
    return _DOES.search(lead) is not None and _GOES.match(tail) is not None


def _use(case: Case, span: Span, entry: Entry) -> Use:
    lead, tail = case.text[: span.start], case.text[span.end :]
    clause = re.split(r"[.;?!\n]\s", lead)[-1]
    if _PLACED.search(clause) or _CODE_AHEAD.search(lead):
        if _PUT_BEFORE.search(lead):
            return "before it"
        if _PUT_AFTER.search(lead):
            return "after it"
    if _CODES.match(tail):
        return "several" if _SEVERAL.search(lead) else "report"
    kinds = len(entry.code) == 3 and _SAME_CLAIM.search(clause + tail.split("?")[0])
    loose = span.text.endswith("-") or _SHORTHAND.search(lead) or kinds
    sent = _BILLED.search(clause) or _BILLED.search(tail.split("?")[0])
    return "billed header" if sent and not entry.billable and not loose else "report"


def _entry(case: Case, written: str) -> Entry | None:
    try:
        return case.codeset.get(written.rstrip("-").rstrip("."))
    except UnknownCode:
        return None


def _asks(case: Case, span: Span) -> bool:
    """Whether a code stands in a clause that asks."""
    end = re.search(r"[?!;\n]|\.(?=\s)", case.text[span.end :])
    if end is not None and end.group() == ";":
        return False
    rest = case.text[span.end + end.end() :] if end is not None else ""
    if agreed := _AGREED.fullmatch(rest):
        return _of_the_same(case, span, agreed)
    return (
        end is None
        or end.group() == "?"
        or case.text[span.start : span.end] in case.reading.question
    )


_OTHERS = re.compile(
    r"\b(?:co-?workers?|colleagues?|coders?|billers?|auditors?|reviewers?|cdi|vendors?|supervisors?|boss|managers?|lead"
    r"|newbie|trainee"
    r"|student|intern|resident|encoder|scrubber|software|payer|quality|he|she|they|somebody|someone)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:i|i['’](?:d|m|ve)|we|my|mine)\b", re.IGNORECASE)


def _of_the_same(case: Case, span: Span, agreed: re.Match[str]) -> bool:
    """Whether the code is proposed by the one of whom it is asked whether they are right.

    "ED coder used S52.501A, I'd call it osteoporotic. Am I right?" proposes no S52.501A.
    """
    said = re.split(r"[.;?!\n]\s|,\s|\bbut\b", case.text[: span.start])[-1]
    others, own = _OTHERS.search(said), _OWN.search(said)
    if agreed["own"]:
        return not others
    who = agreed["whose"] or agreed["with"]
    return not own or bool(others) if who and _OTHERS.search(who) else True
