"""Reading: what is asked, what is documented, and how each condition is asserted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.models import Assertion, Intent, Mention, Question, Reading, Setting, Span
from assistant.reading._assertion import assertion_of
from assistant.reading._attributes import encounter_attributes, side_near, sides
from assistant.reading._mentions import Budget, Found, context_words, find
from assistant.reading._scope import not_english, out_of_scope
from assistant.reading._segments import Sentence, sentences
from guidelines.codeset import CodeSet
from indexes.lexicon import Lexicon
from indexes.term_index import TermIndex

__all__ = ["read"]

_CODE = re.compile(
    r"(?<![\w.])([A-TV-Za-tv-zUu]\d[0-9A-Za-z](?:\.[0-9A-Za-z]{1,4}-?|\.-|[0-9A-Za-z]{1,4})?-?)(?![\w])(?!\.\d)"
)
_ASKING = re.compile(
    r"\?\s*$|^(?:(?:please|can you|could you|help|so|and|but|ok|hi|hello|also|then|just)[,\s]+)*"
    r"(?:what|which|how|when|where|why|who|is|are|do|does|did|can|could|should|would|may|must|will|"
    r"code (?:this|it|for|the)|assign|sequence|find|give|tell|list|explain|define|show|need|looking for|"
    r"icd|dx code|diagnosis code|correct code|right code|best code)\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"(?:^|[,;:.—–-]\s*|\b(?:and|so|but|then|here|today|this)\s+)(?:is|are|am|was|were|do|does|did|can|could|should|would|may|must|will|has|have|am)\s+"
    r"(?:i|it|we|you|they|he|she|the|this|that|there|these|those|a|an|my|our|any|coders?|provider|physician|[a-z]\d[\w.]*|\w+)\b",
    re.IGNORECASE,
)  # fmt: skip
_OPEN_QUESTION = re.compile(r"^\W*(?:what|which|how|when|where|why|who)\b", re.IGNORECASE)
_SEQUENCE = re.compile(
    r"\b(?:sequenc\w+|first[- ]listed|principal|comes? first|goes? first|list(?:ed)? first|which (?:\w+ )?first|"
    r"primary diagnosis|pdx|coded? first|order)\b",
    re.IGNORECASE,
)
_BILLABLE = re.compile(
    r"\b(?:billable|valid|complete code|reportable|specific enough|header|non-?billable|deleted|active code|still (?:a )?(?:valid|active|good)|"
    r"real code|exists?|accepted|need (?:more|another|a \d+th) (?:digits?|characters?)|enough (?:digits|characters)|7th character|seventh character)\b",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"\b(?:with|together|and|both|along|same (?:claim|encounter|visit|time)|excludes?1?|pair|combin\w+|plus|conflict)\b|\+",
    re.IGNORECASE,
)
_TERM_LEAD = re.compile(
    r"^\W*(?:(?:what(?:'s| is| are)?|whats|need|give me|find|look ?up|looking for|show(?: me)?|search(?: for)?|tell me|please|can you|i need)\s+)*"
    r"(?:the\s+|an?\s+)?(?:correct\s+|right\s+|best\s+|proper\s+)?(?:icd[- ]?10(?:[- ]?cm)?\s+)?(?:diagnosis\s+|dx\s+|diagnostic\s+)?"
    r"(?:codes?|icd[- ]?10(?:[- ]?cm)?|dx)\s*(?:codes?\s*)?(?:is\s+|to use\s+|do i use\s+)?(?:for|of|:)\s+|^\W*how (?:do|would|should|to) (?:i |you |we )?code\s+",
    re.IGNORECASE,
)  # fmt: skip
_CHART = re.compile(
    r"\b(?:pt|patient|pts|y/?o|year[- ]old|yo|admitted|admit|presents?|presented|presenting|seen|discharged?|diagnosed|"
    r"assessment|impression|hx|pmh|s/p|c/o|complains?|underwent|treated|note|notes|documented|documents|documentation|"
    r"provider|visit|follow-?up|delivered|found|states|dx|charted)\b",
    re.IGNORECASE,
)
_INPATIENT = re.compile(
    r"\b(?:inpatient|inpt|discharge summary|(?:was |is |being |been )?admitted(?: to)?|hospital(?:ized|ised|ization)|hospital (?:day|course|stay|admission)|"
    r"discharge diagnos[ie]s|at (?:the time of )?discharge|at dc|day of discharge|acute care (?:stay|hospital)|principal diagnosis|inpatient (?:admission|stay)|admission)\b",
    re.IGNORECASE,
)
_OUTPATIENT = re.compile(
    r"\b(?:outpatient|outpt|office|clinic|urgent care|ed visit|emergency (?:department|room) visit|er visit|telehealth|telemedicine|"
    r"ambulatory|physician practice|office note|observation (?:stay|status|unit)|first-listed|pcp|doctor'?s office|same[- ]day surgery|clinic note|wellness|"
    r"(?:in|to|at|from) the (?:ed|er)|\bed note|emergency (?:department|room))\b",
    re.IGNORECASE,
)
_STRONG_INPATIENT = re.compile(r"\b(?:inpatient|inpt|discharge summary|admitted|hospitali[sz]ed|hospital day|at discharge)\b", re.IGNORECASE)
_STRONG_OUTPATIENT = re.compile(r"\b(?:outpatient|outpt|office|clinic|telehealth|urgent care)\b", re.IGNORECASE)


def read(question: Question, codeset: CodeSet, terms: TermIndex, lexicon: Lexicon) -> Reading:
    """Read a question: its intent, the conditions documented, codes named, setting.

    Args:
        question: The question as typed.
        codeset: The release in force on the date of service.
        terms: The term finder.
        lexicon: Abbreviations and chart words.
    """
    text = question.text
    parts = sentences(text)
    asking = [s for s in parts if _ASKING.search(s.text)]
    asked = " ".join(s.text for s in asking) or (text if len(parts) <= 1 else "")
    codes = _codes_named(text, codeset)
    setting, source = _setting(question, text)
    reason = out_of_scope(text, asked or text)
    if reason is None and not_english(text):
        reason = "dxcite reads English documentation only; ask in English."
    intent = (
        Intent.OUT_OF_SCOPE if reason else _intent(text, parts, asking, asked, codes)
    )
    mentions: tuple[Mention, ...] = ()
    attributes = encounter_attributes(text)
    if intent in (Intent.TERM, Intent.CODING, Intent.GUIDELINE, Intent.PAIR):
        mentions = tuple(_mentions(text, parts, codeset, terms, lexicon, codes))
    return Reading(
        intent=intent,
        question=asked,
        asks_yes_no=_asks_yes_no(asking),
        asks_sequence=bool(_SEQUENCE.search(asked)),
        codes_named=codes,
        mentions=mentions,
        attributes=tuple(sorted(attributes.items())),
        setting=setting,
        setting_source=source,
        scope_reason=reason,
    )


def term_of(text: str) -> str:
    """The bare term of a look-up: "what is the ICD-10 code for tennis elbow?" → "tennis elbow"."""
    return _TERM_LEAD.sub("", text, count=1).strip(" ?.!\n\t")


def _asks_yes_no(asking: Iterable[Sentence]) -> bool:
    return any(
        _YES_NO.search(s.text) and not _OPEN_QUESTION.search(s.text)
        for s in asking
    )


def _intent(
    text: str, parts: list[Sentence], asking: list[Sentence], asked: str, codes: tuple[Span, ...]
) -> Intent:
    distinct = {c.text.upper() for c in codes}
    short = len(text.split()) <= 30
    if len(distinct) >= 2 and short and _PAIR.search(text):
        return Intent.PAIR
    if len(distinct) == 1 and short:
        if _BILLABLE.search(text):
            return Intent.BILLABLE
        rest = re.sub(re.escape(codes[0].text), "", text)
        if not re.search(r"[a-z]{3}", re.sub(r"(?i)\b(?:code|what|is|the|icd|10|cm|description|of|for|meaning|mean|does|tell|about|me|title|show|look|up|excludes?\d?|notes?|define|definition)\b", "", rest)):
            return Intent.CODE
    words = text.split()
    if _TERM_LEAD.search(text) and len(parts) == 1 and len(words) <= 25:
        return Intent.TERM
    if not asking and len(parts) == 1 and len(words) <= 9 and not _CHART.search(text):
        return Intent.TERM
    documented = [s for s in parts if s not in asking]
    if documented or _CHART.search(text):
        return Intent.CODING
    return Intent.GUIDELINE


def _codes_named(text: str, codeset: CodeSet) -> tuple[Span, ...]:
    found = []
    for match in _CODE.finditer(text):
        written = match[1]
        stem = written.rstrip("-").rstrip(".")
        exists = stem in codeset
        dotted = "." in written
        if exists and len(stem) == 3 and written[0].islower():
            continue
        if not exists and not (dotted and stem[1].isdigit()):
            # without a dot, only what is plainly meant as a code
            if not (stem.isupper() and len(stem) >= 5 and sum(c.isdigit() for c in stem) >= 3):
                continue
        found.append(Span(start=match.start(1), end=match.start(1) + len(written), text=written))
    return tuple(found)


def _setting(question: Question, text: str) -> tuple[Setting | None, str | None]:
    if question.setting is not None:
        return question.setting, "given"
    inside, outside = bool(_INPATIENT.search(text)), bool(_OUTPATIENT.search(text))
    if inside and outside:
        strong_in = bool(_STRONG_INPATIENT.search(text))
        strong_out = bool(_STRONG_OUTPATIENT.search(text))
        if strong_in == strong_out:
            return None, None
        inside, outside = strong_in, strong_out
    if inside:
        return "inpatient", "read"
    if outside:
        return "outpatient", "read"
    return None, None


def _mentions(
    text: str,
    parts: list[Sentence],
    codeset: CodeSet,
    terms: TermIndex,
    lexicon: Lexicon,
    codes: tuple[Span, ...],
) -> Iterable[Mention]:
    around = context_words(text)
    all_sides = sides(text)
    budget = Budget(terms, codeset)
    for number, sentence in enumerate(parts):
        for found in find(sentence.text, terms, lexicon, codeset, around, budget):
            start, end = sentence.start + found.start, sentence.start + found.end
            if any(c.start < end and start < c.end for c in codes):
                continue
            yield _mention(text, sentence, number, found, start, end, all_sides)


def _mention(
    text: str,
    sentence: Sentence,
    number: int,
    found: Found,
    start: int,
    end: int,
    all_sides: list[str],
) -> Mention:
    assertion, cue = assertion_of(sentence.text, found.start, found.end, sentence.section)
    attributes: dict[str, str] = {"kind": found.kind}
    if found.code:
        attributes["lexicon"] = found.code
    side = side_near(text, start, end) or (all_sides[0] if len(all_sides) == 1 else None)
    if side:
        attributes["side"] = side
    return Mention(
        span=Span(start=start, end=end, text=text[start:end]),
        term=found.term,
        assertion=assertion,
        cue=_span(text, sentence, cue),
        sentence=number,
        section=sentence.section,
        attributes=tuple(sorted(attributes.items())),
    )


def _span(text: str, sentence: Sentence, cue: tuple[int, int] | None) -> Span | None:
    if cue is None:
        return None
    start, end = sentence.start + cue[0], sentence.start + cue[1]
    return Span(start=start, end=end, text=text[start:end])


__all__ += ["Assertion", "term_of"]
