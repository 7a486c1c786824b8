"""Drugs that did harm, each judged by its own sentence: poisoning, adverse effect or underdosing.

The substance is the row of the Table of Drugs and Chemicals, what happened its column (I.C.19.e.5):
what was wrongly taken is a poisoning by intent, what was rightly taken an adverse effect, what was
taken less than prescribed an underdosing.
"""

from __future__ import annotations

from assistant.choosing import Choice
from assistant.models import Assertion, Span
from assistant.reasoning._case import Case, Item
from assistant.reasoning._drugs_named import drugs_named
from guidelines import lazy_re as re
from guidelines.rules import any_matches

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
_NO_DOSE = r"(?!\d* ?(?:mg|mcg|units?|u|ml|meq|g)\b)"
"""Behind a number that is no strength: "taking 40 pills", not "taking 40 mg"."""
_OVERDOSE = re.compile(
    r"\bover-?dos\w*|\bod(?:'?d|ed)?\b|\bpoison\w*|\bingest(?:ed|ion|s)\b|\bswallow\w*|\btoo (?:much|many)\b|\bsnort\w*"
    rf"|\bhandful\b|\bgot into\b|\btak(?:ing|en) (?:about |approx\w* )?\d{{2,}}{_NO_DOSE}"
    r"|\bwrong (?:dose|drug|pill|med\w*|patient)|\bdouble dose|\btwice the\b|\bextra (?:dose|pill|tab)\w*"
    rf"|\b(?:took|taken|ate) (?:a )?(?:\d{{2,}}{_NO_DOSE}|handful|bottle|whole|all|several|many)\b"
    r"|\b(?:ate|chewed) (?:his|her|the|some)\b"
    r"|\btook (?:someone|grand\w+'s|mom'?s|dad'?s|wife'?s|husband'?s)|\bnot prescribed\b|\bby mistake\b|\baccidental\w*",
    re.IGNORECASE,
)
_CAUSE = (
    r"(?:due to|because of|from|caused by|secondary to|2/2|d/t|after (?:starting|taking|receiving|beginning|a dose of)"
    r"|(?:reaction|rxn|(?:adverse|abnormal|allergic|paradoxical) response|hypersensitivity) to|attributed to|related to"
    r"|r/t|(?:side|adverse) effects? (?:of|from|to)|complication of|toxicity (?:of|from)|started after"
    r"|(?:began|started|developed|appeared) on day \d+ of|since starting|a/w|in the setting of)"
)
_BETWEEN = (
    r"(?:(?!(?:on|with|despite|treated|given|requir\w+|for|needing|now|but|no|not|continu\w+|and (?:on|started|given)|while"
    r"|s/p|to)\b)(?:\w[\w'’/-]*|[+&]) ){0,4}"
)
"""Words that may stand between the words for a cause and a drug: its dose, its use, another drug."""
_BEFORE = re.compile(rf"\b(?P<cause>{_CAUSE}) (?P<between>{_BETWEEN})$", re.IGNORECASE)
_AFTER = re.compile(
    r"^(?:'s)?[- ](?:induced|associated|related|toxicity|tox\b|side effects?|reaction|intolerance|rash|adverse)\b"
    r"|^(?![^.;,]{0,25}\b(?:no|without|w/o|any|denies)\b)[^.;,]{0,25}\b(?:caus(?:ed|ing)|toxicity|side effects?"
    r"|adverse (?:effect|reaction|event))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:no|not|never|without|w/o|denie[sd]|denying|negative for|n[o']t|unrelated|rather than|unlikely)\b"
    r"(?:\W+\w+){0,3}\W*$",
    re.IGNORECASE,
)
"""A denial right before the words for a cause: "no reaction to", "not due to"."""
_HELPED = re.compile(
    r"\b(?:relie[fv]\w*|benefit\w*|improv\w*|better|switch\w*|chang\w*|transition\w*|wean\w*|convert\w*|taper\w*|protect\w*"
    r"|remission|respon[sd]\w*|recover\w*|resol\w+|clear(?:ed|ing)|respite|control\w*)\b(?:\W+\w+){0,3}\W*$",
    re.IGNORECASE,
)
"""Words before "from" or "after" by which the drug did good, or another is given for it."""
_WATCHED = re.compile(
    r"\b(?:monitor\w*|watch\w*|screen\w*|surveillance|risks?|check\w*|assess\w*|counsel\w*|discuss\w*|review\w*|avoid\w*"
    r"|prevent\w*|prophyla\w+|if|should)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_DOUBTED = re.compile(
    r"(?:\b(?:likely|possibl[ey]|probabl[ey]|suspect\w*|may be|could be|maybe|might be|presumed|questionable|rule out"
    r"|r/o)|\?)\W*(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_NO_DRUG = re.compile(
    r"^[- ](?:deficien\w+|overload|levels?|studies|panel|saturation|stores|resistan\w*|sensitiv\w*|allerg\w*|use disorder"
    r"|use\b|abuse|dependen\w*|misuse|addict\w*|withdrawal|screen\w*|tests?|pumps?|pens?\b|syringes?|naive|intake|gap)",
    re.IGNORECASE,
)
"""Words behind a substance that make of it something else than a drug that did harm."""
_TOO_LITTLE = re.compile(
    r"\b(?:missed|missing|skipp\w+|omit\w*|omission|lack|inadequate|insufficient|not taking|non-?(?:adheren\w+|complian\w+)"
    r"|running out|under-?(?:dos\w*|deliver\w*)|without|less)\b",
    re.IGNORECASE,
)
_TOO_LITTLE_OF_IT = re.compile(
    r"^ (?:under-?(?:dos\w*|deliver\w*)|omission|non-?(?:adheren\w+|complian\w+)|shortage|lapse|interruption)\b",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(?:ran out|run(?:ning)? out|stopped (?:taking|using|filling|on (?:his|her|their) own)|quit taking|not (?:been )?taking"
    r"|n[o']t take"
    r"|(?:miss(?:ed|es|ing)|skipp\w+)(?: \w+){0,4} (?:dos\w*|pills?|tabs?|med\w*|inj\w*|\{drug\})|off (?:his|her|their|all)"
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


_PAST_ATTEMPT = re.compile(
    r"\b(?:prior|previous|past|history of|hx of|hx|h/o|remote|\d+) (?:\w+ ){0,2}suicid\w* (?:attempts?|gestures?)",
    re.I,
)
_EYES = re.compile(r"\b(?:gtts?|drops?|eyes?|OS|OU|glaucoma|IOP)\b")
_UNNAMED = ("T36.9-", "T50.9-")


def add_harm_by_drugs(case: Case) -> None:
    """Add the T36–T50 code of every drug whose own sentence says that it did harm, and how.

    One substance has one of poisoning, adverse effect and underdosing.
    """
    harm: dict[str, tuple[str, Span]] = {}
    for span, stem in drugs_named(case):
        column = None if stem in _ANTIDOTES else _column(case, span)
        if column is None or f"{stem}{column}" not in case.codeset:
            continue
        told = harm.get(stem)
        if told is None or (_is_poisoning(column) and not _is_poisoning(told[0])):
            harm[stem] = (column, span)
    for stem, (column, span) in harm.items():
        _report(case, f"{stem}{column}", column, span)
    if any(not any_matches(_UNNAMED, stem) for stem in harm):
        _drop_unnamed(case)


def _is_poisoning(column: str) -> bool:
    return column in "1234"


def _report(case: Case, code: str, column: str, span: Span) -> None:
    choice = case.complete(code, None, span.text)
    if choice is None or case.has(choice.code):
        return
    basis = [case.guideline(_SECTIONS[column], 0), case.tabular(choice.code)]
    case.items.append(
        Item(choice.code, Choice(choice.code, True), _WHY[column], (span,), None, basis)
    )
    case.step("drug", f"{span.text}: {_WHY[column]}", choice.code)


def _drop_unnamed(case: Case) -> None:
    """Leave out the code of an unnamed drug ("adverse effect") where the drug is named."""
    for item in [i for i in case.items if i.mention and not i.drug]:
        if any_matches(_UNNAMED, item.code):
            case.items.remove(item)
            reason = "The drug is named, so no code for an unspecified drug is added."
            case.reject(item.code, reason, item.spans, [case.guideline("I.C.19.e.5", 0)])


def _column(case: Case, span: Span) -> str | None:
    """The column of the Table of Drugs for one drug; None where it did no harm."""
    start, end = case.sentence_at(span)
    sentence = case.text[start:end]
    before, after = case.text[start : span.start], case.text[span.end : end]
    if _NAMED_BY_THE_WAY.search(before) or _NO_DRUG.match(after):
        return None
    poisoning = _poisoning(case, span, sentence)
    if poisoning is not None:
        return poisoning
    cause = _BEFORE.search(before)
    blamed = cause is not None and not _DENIED.search(before[: cause.start()])
    if (blamed and cause and _TOO_LITTLE.search(cause["between"])) or (
        _TOO_LITTLE_OF_IT.match(after) and not _DENIED.search(before)
    ):
        return "6"
    if _did_harm(case, span, before, after, cause if blamed else None):
        return "5"
    if _LESS.search(sentence.replace(span.text, "{drug}")) and not _DOCTORS.search(sentence):
        return "6" if _next_to(before, after) else None
    return None


_NAMED_BY_THE_WAY = re.compile(
    r"\b(?:no|denies|history of|h/o|hx of|allerg\w+:?|prior|previous)\W+(?:\w+\W+){0,2}$", re.I
)


def _poisoning(case: Case, span: Span, sentence: str) -> str | None:
    """The column for what was wrongly taken, by intent; None where nothing was."""
    on_purpose = _SELF_HARM.search(_now(sentence)) and not _NO_SELF_HARM.search(sentence)
    if on_purpose and _TAKEN.search(sentence):
        return "2"
    start, end = case.sentence_at(span)
    near = case.text[max(start, span.start - _NEAR) : min(end, span.end + _NEAR)]
    wrongly = _OVERDOSE.search(near)
    if not wrongly or _AS_TOLD.search(near) or re.search(r"\bno (?:overdose|od)\b", near, re.I):
        return None
    if wrongly.group().lower() == "od" and _EYES.search(sentence):
        return None
    if _UNDETERMINED.search(case.text):
        return "4"
    harm = _SELF_HARM.search(_now(case.text)) and not _NO_SELF_HARM.search(case.text)
    return "2" if harm else "1"


def _now(text: str) -> str:
    """A text without the attempts that it tells of as past."""
    return _PAST_ATTEMPT.sub(" ", text)


def _did_harm(case: Case, span: Span, before: str, after: str, cause: re.Match[str] | None) -> bool:
    """Whether a drug rightly taken is blamed for something, by words before or after it."""
    if cause is not None:
        lead = before[: cause.start()]
        blamed = not _HELPED.search(lead)
    else:
        lead, blamed = before, _AFTER.search(after) is not None and not _DENIED.search(before)
    if not blamed or _WATCHED.search(lead):
        return False
    if case.setting == "outpatient" and _DOUBTED.search(lead):
        return False  # an uncertain cause is not coded in outpatient care (IV.H)
    return not any(
        m.assertion in (Assertion.FAMILY, Assertion.OTHER_PERSON, Assertion.HYPOTHETICAL)
        for m in case.reading.mentions
        if m.span.start < span.end and span.start < m.span.end
    )


_TAKES = re.compile(
    r"[;]|\b(?:on|takes|continu\w+|start\w*|given|but|now|still|kept|keeps|restart\w*|switch\w*|instead|therefore)\b",
    re.I,
)


def _next_to(before: str, after: str) -> bool:
    """Whether the words for taking less stand close to the drug, and belong to no other."""
    said = f"{before[-45:]}{{drug}}{after[:45]}"
    at = said.index("{drug}")
    for match in _LESS.finditer(said):
        between = said[match.end() : at] if match.end() <= at else said[at + 6 : match.start()]
        if match.start() <= at < match.end() or not _TAKES.search(between):
            return True
    return False
