"""What a question about several codes wants to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.models import Intent, Reading, Span
from guidelines import lazy_re as re
from guidelines.codeset import CodeSet, normalize

_CONFLICT = re.compile(
    r"\b(?:any|is there|are there|is|are|do|does|did|would|will|has|have)\b[^?.]*"
    r"\b(?:conflict\w*|excludes?[ -]?1|excluded?|mutually exclusive|clash\w*|contradict\w*"
    r"|problems?|issues?|kept apart)\b"
    r"|\bexcludes?[ -]?1 (?:note |code )?(?:problems?|issues?|conflicts?|edits?|violations?|hits?|errors?)\b",
    re.IGNORECASE,
)
_NO_CONFLICT = re.compile(
    r"\b(?:no|without an?y?|isn['’]?t (?:there )?an?y?|aren['’]?t (?:there )?any)\b (?:\w+ )?"
    r"(?:excludes?[ -]?1|conflicts?|clash|issues?|problems?)\b",
    re.IGNORECASE,
)
"""Words that deny a conflict: a yes means that the codes go together."""
_MAY = re.compile(
    r"\b(?:can|may|could|should|ok(?:ay)?|fine|allowed|do i|do we|all right)\b[^?.]*"
    r"\b(?:report\w*|cod(?:e|ed|ing)|bill\w*|together|both|used?|use|go|add|with|list\w*|assign\w*)\b",
    re.IGNORECASE,
)
_UNRELATED = re.compile(
    r"\b(?:unrelated|not related|no relation|independent of|different causes?|separate (?:conditions?|"
    r"causes?|problems?))\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:before|ahead of|in front of|above|then|followed by|precedes?|comes first)\b|->|→|>",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\b(?:after|behind|follows?|second(?:ary)? to|later than)\b", re.IGNORECASE)
_WITHOUT = re.compile(
    r"\b(?:without|w/o|instead of|in place of|rather than|not|no|minus|alone|by itself|omit|skip|drop)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\b(?:without|w/o|instead of|in place of|rather than|not|no|minus|drop(?:ping)?|omit(?:ting)?|skip(?:ping)?)"
    r" (?:an? |the |also |either |adding |coding )*$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s*(?:\+|&|/|,|and|or|nor|plus)*\s*", re.IGNORECASE)
_FIRST_AFTER = re.compile(
    r"^[^.;?]{0,45}?\b(?:first(?! (?:time|visit|trimester))|1st|principal|pdx|primary (?:diagnosis|dx)|first-listed|leads?"
    r"|ahead(?! of)|on top|up front)\b",
    re.IGNORECASE,
)
_OR_BOTH = re.compile(r"\bor both\b", re.IGNORECASE)
_OR = re.compile(r"\bor\b|\bvs\.?\b|\bversus\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of several codes.

    Attributes:
        choice: Which of them, not whether they go together.
        wants_verdict: A yes or no is wanted.
        sequence: Their order is asked for.
        order: For a yes/no about the order, the code that would come first and the other.
        about_conflict: Yes means that something keeps them apart.
        without: Whether one is reported without the other.
        given_up: The codes that the others are to stand without or in the place of.
        unrelated: The conditions are given as unrelated to each other.
        listing: Nothing but codes.
    """

    choice: bool
    wants_verdict: bool
    sequence: bool
    order: tuple[str, str] | None
    about_conflict: bool
    without: bool
    given_up: tuple[str, ...]
    unrelated: bool
    listing: bool


_LISTED = re.compile(
    r"(?:\b(?:and|with|plus|codes?|dx|diagnos[ei]s|check|please|these|the|any|conflicts?|claim|for|list"
    r"|of|encounter|visit|inpatient|outpatient|1st|pdx|sdx)\b|\d{1,2}[.)]|\W)*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s,;|/]+")
_SHAPE = re.compile(r"[A-Za-z]\d[0-9A-Za-z]\.?[0-9A-Za-z]{0,4}")
_ABOUT_CODES = re.compile(
    r"\b(?:before|after|ahead of|first|then|order|sequence\w*|conflicts?|excludes?[ -]?[12]?|together"
    r"|with|both|along|same (?:claim|encounter|visit)|without)\b",
    re.IGNORECASE,
)
_LONGEST = 30  # words of a question about codes; more is a chart


def together(text: str, reading: Reading, codeset: CodeSet) -> Reading:
    """Take a list of codes, and a question that is about codes only, for a question about a pair."""
    pasted = _pasted(text, codeset)
    if pasted:
        return reading.model_copy(update={"intent": Intent.PAIR, "codes_named": pasted})
    spans = reading.codes_named
    settled = (Intent.PAIR, Intent.BILLABLE, Intent.OUT_OF_SCOPE)
    if reading.intent in settled or len(spans) < 2:
        return reading
    several = len({normalize(s.text) for s in spans}) > 1
    listed = listing(text, spans)
    asked = (
        several
        and not reading.mentions
        and len(text.split()) <= _LONGEST
        and _ABOUT_CODES.search(_rest(text, spans)) is not None
    )
    return reading.model_copy(update={"intent": Intent.PAIR}) if listed or asked else reading


def _pasted(text: str, codeset: CodeSet) -> tuple[Span, ...]:
    """The codes of a text that holds nothing else, written without dots or not; empty otherwise."""
    found = [Span(start=m.start(), end=m.end(), text=m[0]) for m in _WORD.finditer(text)]
    known = {codeset.normalize(s.text) for s in found if s.text in codeset}
    shaped = all(_SHAPE.fullmatch(s.text) for s in found)
    return tuple(found) if shaped and len(known) > 1 and not text.rstrip().endswith("?") else ()


def listing(text: str, spans: tuple[Span, ...]) -> bool:
    """Whether a text holds nothing but codes and what parts them."""
    return len(spans) > 1 and _LISTED.fullmatch(_rest(text, spans)) is not None


def _rest(text: str, spans: tuple[Span, ...]) -> str:
    for span in sorted(spans, key=lambda s: -s.start):
        text = f"{text[: span.start]} {text[span.end :]}"
    return text


def asked_of(text: str, reading: Reading) -> Asked:
    """Read what a question wants to know of the codes that it names."""
    spans = reading.codes_named
    between = [text[a.end : b.start] for a, b in pairwise(spans)]
    choice = any(_OR.search(b) for b in between)
    sequence = reading.asks_sequence
    order = None if choice else _order(text, spans, between, reading)
    return Asked(
        choice=choice and not sequence,
        wants_verdict=not (choice or _OR_BOTH.search(text))
        and (reading.asks_yes_no or _asks_whether(text)),
        sequence=sequence,
        order=order,
        about_conflict=bool(_CONFLICT.search(text))
        and not (_MAY.search(text) or _NO_CONFLICT.search(text)),
        without=any(_WITHOUT.search(b) for b in between),
        given_up=_given_up(spans, between),
        unrelated=bool(_UNRELATED.search(text)),
        listing="?" not in text and listing(text, spans),
    )


def _given_up(spans: Sequence[Span], between: Sequence[str]) -> tuple[str, ...]:
    """The codes behind "instead of" or "no" and those joined to them: "I13.0, not I11.0 and I12.9"."""
    found: list[str] = []
    for word, span in zip(between, spans[1:], strict=True):
        if _BEHIND.search(word) or (found and _JOINED.fullmatch(word)):
            found.append(normalize(span.text.rstrip("-.")))
        elif found:
            break
    return tuple(found)


def _asks_whether(text: str) -> bool:
    """ "X with Y?" wants to know whether, though it has no verb."""
    return text.rstrip().endswith("?") and not re.search(
        r"\b(?:what|which|how|when|where|why|who|order|sequence)\b", text, re.IGNORECASE
    )


def _order(
    text: str, spans: tuple[Span, ...], between: list[str], reading: Reading
) -> tuple[str, str] | None:
    """The order that a yes/no question asks about."""
    if len(spans) < 2 or not (reading.asks_yes_no or _asks_whether(text)):
        return None
    first, second = normalize(spans[0].text.rstrip("-.")), normalize(spans[1].text.rstrip("-."))
    if _BEFORE.search(between[0]):
        return first, second
    if _AFTER.search(between[0]):
        return second, first
    if (again := _asked_again(text, spans)) is not None:
        return again
    if not reading.asks_sequence:
        return None
    if _FIRST_AFTER.match(between[0]):
        return first, second
    if _FIRST_AFTER.match(text[spans[1].end :]):
        return second, first
    return None


def _asked_again(text: str, spans: tuple[Span, ...]) -> tuple[str, str] | None:
    """The order of two codes of which the question names one again: "I21 and I22. Does I21 go ahead?"."""
    named = [normalize(s.text.rstrip("-.")) for s in spans]
    if len(spans) != _AGAIN or len(set(named[:2])) < 2 or named[2] not in named[:2]:
        return None
    if not _GOES_FIRST.match(text[spans[2].end :]):
        return None
    return named[2], next(n for n in named[:2] if n != named[2])


_AGAIN = 3  # codes written, the last of them for the second time
_GOES_FIRST = re.compile(
    r"\W*(?:\w+ ){0,2}(?:ahead|first|principal|pdx|lead\w*|on top|in front)\b", re.IGNORECASE
)
