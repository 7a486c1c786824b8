"""Drugs that did harm, each judged by its own sentence: poisoning, adverse effect or underdosing.

The substance is the row of the Table of Drugs and Chemicals, what happened its column (I.C.19.e.5):
what was wrongly taken is a poisoning by intent, what was rightly taken an adverse effect, what was
taken less than prescribed an underdosing.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.choosing import Choice
from assistant.models import Span
from assistant.reasoning._case import Case, Item
from guidelines import lazy_re as re
from indexes._text import word_spans

_LONGEST = 4  # words in the name of a substance
_NEAR = 70  # characters between a drug and the words that say what it did
_SELF_HARM = re.compile(
    r"\b(?:suicid\w+ (?:attempt|gesture)|attempt\w* suicide|self[- ]?(?:harm|inflicted)|on purpose|intentional(?:ly)?"
    r"|in (?:an )?attempt to (?:die|kill)|(?:want|wish|try)\w* to (?:die|kill)|end (?:his|her|their) life"
    r"|kill (?:him|her|them)sel[fv]\w*|intent to die|deliberate(?:ly)?)\b",
    re.IGNORECASE,
)
_NO_SELF_HARM = re.compile(
    r"\b(?:no|not|denie[sd]|denying|without|negative for|never)\b[^.;]{0,25}(?:suicid|self[- ]?harm|intent|purpose|\bsi\b)"
    r"|\bunintentional|\bnon-?intentional|\baccidental|\bby accident\b|\bby mistake\b",
    re.IGNORECASE,
)
_UNDETERMINED = re.compile(
    r"\bundetermined|\bintent[^.;]{0,30}(?:cannot|can'?t|could not|unable|unclear|unknown)", re.I
)
_OVERDOSE = re.compile(
    r"\bover-?dos\w*|\bod(?:'?d|ed)?\b|\bpoison\w*|\bingest(?:ed|ion|s)\b|\bswallow\w*|\btoo (?:much|many)\b|\bsnort\w*"
    r"|\bhandful\b|\bgot into\b|\btak(?:ing|en) (?:about |approx\w* )?\d{2,}|\bwrong (?:dose|drug|pill|med\w*"
    r"|patient)|\bdouble dose|\btwice the\b|\bextra (?:dose|pill|tab)\w*"
    r"|\b(?:took|taken|ate) (?:a )?(?:\d{2,}|handful|bottle|whole|all|several|many)\b|\b(?:ate|chewed) (?:his"
    r"|her|the|some)\b|\btook (?:some"
    r"one|grand\w+'s|mom'?s|dad'?s|wife'?s|husband'?s)|\bnot prescribed\b|\bby mistake\b|\baccidental\w*",
    re.IGNORECASE,
)
_CAUSE = (
    r"(?:due to|because of|from|caused by|secondary to|2/2|d/t|after (?:starting|taking|receiving|beginning|a dose of)"
    r"|(?:reaction|rxn|response|allergy)(?: to)?|attributed to|related to|r/t|side effects? (?:of|from)|complication of"
    r"|started after|on day \d+ of|since starting|a/w|in the setting of)"
)
_BEFORE = re.compile(rf"\b{_CAUSE} (?:(?:[\w'’/-]+|[+&]) ){{0,4}}$", re.IGNORECASE)
_AFTER = re.compile(
    r"^(?:'s)?[- ](?:induced|associated|related|toxicity|side effects?|reaction|intolerance|rash|adverse)\b"
    r"|^[^.;,]{0,25}\b(?:caus(?:ed|ing)|toxicity|side effects?|adverse (?:effect|reaction|event))\b",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(?:ran out|run out|stopped (?:taking|using|on (?:his|her|their) own)|quit taking|not (?:been )?taking|n[o']t take"
    r"|(?:missed|missing|skipp\w+)(?: \w+){0,4} (?:dos\w*|pills?|tabs?|med\w*|inj\w*|\{drug\})|off (?:his|her|their|all)"
    r"|non-?complian\w+|non-?adheren\w+|half (?:the|his|her|dos)|rationing|cutting|under-?dos\w*|can'?t afford"
    r"|cannot afford|couldn'?t afford|forg[eo]t\w*)",
    re.IGNORECASE,
)
_DOCTORS = re.compile(
    r"\b(?:stopped|held|discontinued|d/c'?d) (?:by|per)\b|\b(?:told|advised|instructed)(?: \w+){0,3} to (?:stop|hold)\b",
    re.I,
)
_TAKEN = re.compile(r"\b(?:took|taken|taking|ingest\w*|swallow\w*|overdos\w*|od)\b", re.IGNORECASE)
_AS_TOLD = re.compile(
    r"(?<!times the )(?<!times his )(?<!times her )(?<!the in)\b(?:correct|prescribed|right|usual) dos\w+"
    r"|\bas (?:prescribed|directed|rx'?d|ordered|instructed)\b|\btaken correctly\b",
    re.I,
)
_ANTIDOTES = ("T50.7X", "T50.6X")
_SECTIONS = {"1": "I.C.19.e.5.b", "2": "I.C.19.e.5.b", "4": "I.C.19.e.5.b", "5": "I.C.19.e.5.a",
             "6": "I.C.19.e.5.c"}  # fmt: skip
_WHY = {
    "1": "A drug taken or given wrongly is a poisoning; without a stated intent it is accidental.",
    "2": "An overdose taken on purpose is a poisoning by intentional self-harm.",
    "4": "The provider says that the intent cannot be determined.",
    "5": "The effect of a drug correctly prescribed and taken is an adverse effect, coded after its nature.",
    "6": "Taking less than prescribed, or stopping without the provider, is underdosing.",
}


def add_harm_by_drugs(case: Case) -> None:
    """Add the T36–T50 code of every drug whose own sentence says that it did harm, and how."""
    for span, stem in _substances(case):
        if stem in _ANTIDOTES:
            continue
        column = _column(case, span)
        code = f"{stem}{column}"
        if column is None or code not in case.codeset:
            continue
        choice = case.complete(code, None, span.text)
        if choice is None or case.has(choice.code):
            continue
        basis = [case.guideline(_SECTIONS[column], 0), case.tabular(choice.code)]
        case.items.append(
            Item(choice.code, Choice(choice.code, True), _WHY[column], (span,), None, basis)
        )
        case.step("drug", f"{span.text}: {_WHY[column]}", choice.code)


def _substances(case: Case) -> Iterator[tuple[Span, str]]:
    """Every drug that the text names, with its stem in T36–T50."""
    text, spans = case.text, list(word_spans(case.text))
    i = 0
    while i < len(spans):
        step = 1
        for length in range(min(_LONGEST, len(spans) - i), 0, -1):
            part = spans[i : i + length]
            stem = case.index.lexicon.substance([w for _, _, w in part])
            if stem is None:
                continue
            start, end = part[0][0], part[-1][1]
            if "T36" <= stem[:3] <= "T50":
                yield Span(start=start, end=end, text=text[start:end]), stem
            step = length
            break
        i += step


def _column(case: Case, span: Span) -> str | None:
    """The column of the Table of Drugs for one drug; None where it did no harm."""
    start, end = case.sentence_at(span)
    sentence = case.text[start:end]
    before, after = case.text[start : span.start], case.text[span.end : end]
    near = case.text[max(start, span.start - _NEAR) : min(end, span.end + _NEAR)]
    if re.search(
        r"\b(?:no|denies|history of|h/o|hx of|allerg\w+:?|prior|previous)\W+(?:\w+\W+){0,2}$",
        before,
        re.I,
    ):
        return None
    on_purpose = _SELF_HARM.search(sentence) and not _NO_SELF_HARM.search(sentence)
    if on_purpose and _TAKEN.search(sentence):
        return "2"
    if (
        _OVERDOSE.search(near)
        and not _AS_TOLD.search(near)
        and not re.search(r"\bno (?:overdose|od)\b", near, re.I)
    ):
        if _UNDETERMINED.search(case.text):
            return "4"
        harm = _SELF_HARM.search(case.text) and not _NO_SELF_HARM.search(case.text)
        return "2" if harm else "1"
    if _BEFORE.search(before) or _AFTER.search(after):
        return "5"
    if _LESS.search(sentence.replace(span.text, "{drug}")) and not _DOCTORS.search(sentence):
        return "6" if _next_to(before, after) else None
    return None


def _next_to(before: str, after: str) -> bool:
    """Whether the words for taking less stand close to the drug, on either side."""
    return bool(_LESS.search(f"{before[-45:]}{{drug}}{after[:45]}"))
