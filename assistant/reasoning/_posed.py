"""Verdicts on what a question proposes in words: "code the dehydration too?", "third degree only?".

The worked-out case decides, as it does for a proposed code: the condition that the asking clause
names again is among those to report or was left out, it stands first or it does not, it is the only
one or others are reported beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.models import Span, Verdict
from assistant.reasoning._case import Case, Item
from assistant.reasoning._claimed import ASKED_ABOUT
from assistant.reasoning._clause import asking_from, asking_until
from assistant.reasoning._polarity import denies, turning
from assistant.reasoning._proposed import AFTER, BEFORE, PRIMARY
from guidelines import lazy_re as re
from guidelines.rules import any_matches

_FIRST = re.compile(
    rf"\b(?:first|1st|pdx|principal|lead(?:s|ing)?|on top)\b|{PRIMARY}", re.IGNORECASE
)
_AHEAD = re.compile(rf"{BEFORE}\b", re.IGNORECASE)
_BEHIND = re.compile(rf"{AFTER}\b", re.IGNORECASE)
_ONLY = re.compile(r"\b(?:only|alone|just|by itself|enough)\b", re.IGNORECASE)
_REPORT = re.compile(
    r"\b(?:code[ds]?|coding|report(?:ed|able)?|add(?:ed)?|assign(?:ed)?|use|pick(?:ed)? up|captur\w+|list(?:ed)?|includ\w+|bill"
    r"|codable|separate(?:ly)?|too|also|as well|extra|additional)\b",
    re.IGNORECASE,
)
_OTHER_MATTER = re.compile(
    r"\b(?:link\w*|relat\w+|presum\w+|assum\w+|complication|query|quer\w+|document\w*|doctor|doc|md|provider|physician|who"
    r"|poa|present on admission|matter|complete|needed|need|needs|have to|default\w*|same|confirmed|established|counts?"
    r"|history|active"
    r"|adverse|poison\w*|underdos\w*|stage|side|7th|character|always|ever|automatically|any|which|what|how|and do i)\b",
    re.IGNORECASE,
)
"""Words of a question that the list of codes does not answer."""


_KINDS = (
    (r"poisoning", ("T36-T65",), "1234"),
    (r"adverse effect", ("T36-T50",), "5"),
    (r"under-?dosing", ("T36-T50",), "6"),
    (
        r"complication(?: codes?)?",
        (
            "T80-T88",
            "K91.-",
            "J95.-",
            "I97.-",
            "N99.-",
            "D78.-",
            "E89.-",
            "G97.-",
            "H59.-",
            "H95.-",
            "L76.-",
            "M96.-",
            "O00-O9A",
        ),
        "",
    ),
    (r"sequelae?", ("I69.-", "B90-B94", "S00-T88"), "S"),
    (r"(?:personal )?history(?: of)?(?: codes?)?|hx code", ("Z85-Z87",), ""),
    (r"after ?care", ("Z42-Z49", "Z51.-"), ""),
    (r"(?:ob|chapter 15|ch ?15|o)[- ]codes?", ("O00-O9A",), ""),
    (r"external cause(?: codes?)?", ("V00-Y99",), ""),
    (r"symptom codes?", ("R00-R99",), ""),
    (r"combo|combination", ("E08-E13", "I11-I13", "I25.11-", "I25.7-", "K50-K52", "J44.0"), ""),
)
"""Kinds of codes that a question may propose, with their codes and the last characters that tell them."""


def posed_verdict(case: Case, ordered: Sequence[Item]) -> Verdict | None:
    """Whether what the asking clause proposes is what the case comes to; None where it is silent.

    Args:
        case: The case, worked out.
        ordered: Its codes in reporting order.
    """
    start = asking_from(case)
    clause = case.text[start : asking_until(case)]
    if start and _EACH.search(clause) and _of_one_kind(ordered) and not turning(clause):
        return "yes"
    if start and not case.reading.codes_named and (kind := _kind(clause, ordered)) is not None:
        return kind
    if start == 0 or case.reading.codes_named or _OTHER_MATTER.search(clause):
        return None
    reported = [i for i in ordered if not i.alternative and i.choice.billable]
    named = [
        m.span
        for m in case.reading.mentions
        if start <= m.span.start < asking_until(case)
        and not _GIVEN_UP.search(case.text[start : m.span.start])
    ]
    if not named and _IT.fullmatch(clause):
        last = [m.span for m in case.reading.mentions if m.span.start < start][-1:]
        return (
            "no"
            if last and place_of(case, last[0], reported) is None and left_out(case, last[0])
            else None
        )
    if not named or not reported:
        return None
    verdict = _of(case, clause, named, reported)
    if verdict is None or not denies(clause):
        return verdict
    return "no" if verdict == "yes" else "yes"


_IT = re.compile(
    r"\W*(?:so |and |then )?(?:(?:can|do|should|may|could) (?:i|we) (?:still |just |also )*(?:code|report|add|assign"
    r"|use|capture|pick up)"
    r" (?:it|this|that)|(?:still )?(?:code|report|add|assign) (?:it|this)|(?:is (?:it|this"
    r"|that) )?(?:still )?(?:reportable|codable|codeable))"
    r"(?: (?:too|also|as well|anyway|then|here|now))*\W*",
    re.IGNORECASE,
)
"""A question about what is named last: "… Do I still report it?"."""


_KIND_ASKED = re.compile(
    r"\W*(?:(?:is|would|should|do|does|can|could|are|so|and|then|still|just|i|we|this|that|it|be|an?|the|go|straight"
    r"|use|code|coded"
    r"|report"
    r"|reported|as|to|assign|count|counts|considered|legit|ok|okay|fair game|reportable|right|correct|for (?:this|that"
    r"|it))\W+)*"
    r"(?P<kind>{kinds})(?:\W+(?:ok|okay|codes?|legit|fair game|reportable|right|correct|here|now|for (?:this|that|it)"
    r"|then|yes))*\W*".format(kinds="|".join(k for k, _, _ in _KINDS)),
    re.IGNORECASE,
)


_KIND_REPORTED = re.compile(
    r"\b(?:report|code|add|assign|use|bill) (?:an? |the )?(?P<kind>{kinds})\b(?! or\b)".format(
        kinds="|".join(k for k, _, _ in _KINDS[:3])
    ),
    re.IGNORECASE,
)


def _kind(clause: str, ordered: Sequence[Item]) -> Verdict | None:
    """Whether a kind of code that the clause proposes, and nothing else, is among those reported."""
    asked = _KIND_ASKED.fullmatch(clause) or _KIND_REPORTED.search(clause)
    reported = [i.code for i in ordered if not i.alternative and i.choice.billable]
    if asked is None or not reported:
        return None
    codes, ends = next((c, e) for k, c, e in _KINDS if re.fullmatch(k, asked["kind"], re.I))
    told = [r for r in reported if any_matches(codes, r)]
    if any(not ends or _use(r) in ends for r in told):
        return "yes" if not ends or all(_use(r) in ends for r in told) else None
    return "no" if ends and told else None


def kind_reported(clause: str, ordered: Sequence[Item]) -> bool:
    """Whether a kind of code that some words name is among those reported.

    Args:
        clause: The words that name it, as "adverse effect".
        ordered: The codes of the case.
    """
    reported = [i.code for i in ordered if not i.alternative and i.choice.billable]
    return any(
        any_matches(codes, r) and (not ends or _use(r) in ends)
        for kind, codes, ends in _KINDS
        if re.search(rf"\b(?:{kind})\b", clause, re.IGNORECASE)
        for r in reported
    )


def _use(code: str) -> str:
    """The character that tells how a drug did harm, or that of the encounter for an injury."""
    bare = code.replace(".", "")
    if not any_matches(("T36-T65",), code):
        return bare[-1]
    return bare[4] if bare[5:6] == "X" else bare[5:6]


_GIVEN_UP = re.compile(
    r"\b(?:instead of|rather than|in place of|and not|but not|over|without)\s+(?:(?:just|an?|the|her|his)\s)*$",
    re.IGNORECASE,
)
"""Words after which a condition is the one to be given up: "code the stone instead of the pain"."""
_EACH = re.compile(
    r"\b(?:separate|different|own|two|2|individual)\b[^.?]{0,20}\b(?:codes?|line|each|both|eye|side|joint)s?\b"
    r"|\beach (?:eye|side|joint|one)\b",
    re.IGNORECASE,
)


def _of_one_kind(ordered: Sequence[Item]) -> bool:
    """Whether two codes of one condition are reported: another side, joint or stage of it."""
    reported = [i.code for i in ordered if not i.alternative and i.choice.billable]
    return any(a != b and a[:5] == b[:5] and len(a) > 5 for a in reported for b in reported)


def _of(case: Case, clause: str, named: Sequence[Span], reported: Sequence[Item]) -> Verdict | None:
    places = [place_of(case, span, reported) for span in named]
    if _AHEAD.search(clause) or _BEHIND.search(clause):
        return _in_order(clause, places)
    if _FIRST.search(clause):
        if len(reported) == 1 or places[0] is None:
            return "no" if places[0] is None and left_out(case, named[0]) else None
        return "yes" if places[0] == 0 else "no"
    if _ONLY.search(clause):
        if any(p is None for p in places):
            return None
        return "yes" if len(set(places)) == len(reported) else None
    if not _REPORT.search(clause):
        return None
    if all(p is not None for p in places):
        return "yes"
    return "no" if all(left_out(case, s) for s in named) else None


def _in_order(clause: str, places: Sequence[int | None]) -> Verdict | None:
    if len(places) < 2 or places[0] is None or places[1] is None or places[0] == places[1]:
        return None
    ahead = places[0] < places[1]
    return "yes" if ahead == bool(_AHEAD.search(clause)) else "no"


def place_of(case: Case, span: Span, reported: Sequence[Item]) -> int | None:
    """Where in the order the code of some words stands; the words may be said before, too."""
    alike = _said_alike(case, span)
    vague = {s for r in case.rejected if _said_better(r.reason) for s in r.evidence}
    if alike & vague:
        better = next(r for r in case.rejected if _said_better(r.reason) and alike & {*r.evidence})
        told = [n for n, item in enumerate(reported) if better.reason.startswith(item.code)]
        if told:
            return told[0]
    out = left_out(case, span)
    for place, item in enumerate(reported):
        # what a rule added beside a condition that was left out is not that condition
        if any(s in alike for s in item.spans) and not (out and item.mention is None):
            return place
    return None


def _said_better(reason: str) -> bool:
    """Whether a code gave way only to a more exact one for the same condition."""
    return reason.endswith("more exactly.")


def left_out(case: Case, span: Span) -> bool:
    alike = _said_alike(case, span)
    rejected = [r for r in case.rejected if not _said_better(r.reason) and r.reason != ASKED_ABOUT]
    return any(s in alike for r in rejected for s in r.evidence)


def _said_alike(case: Case, span: Span) -> set[Span]:
    """Everywhere that the condition named by some words is named."""
    term = next(m.term for m in case.reading.mentions if m.span == span).lower()
    return {m.span for m in case.reading.mentions if m.term.lower() == term}
