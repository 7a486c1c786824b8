"""Drugs that did harm, each judged by its own sentence: poisoning, adverse effect or underdosing.

The substance is the row of the Table of Drugs and Chemicals, what happened its column (I.C.19.e.5):
what was wrongly taken is a poisoning by intent, what was rightly taken an adverse effect, what was
taken less than prescribed an underdosing.
"""

from __future__ import annotations

from assistant.choosing import Choice
from assistant.models import Assertion, Span
from assistant.reading._attributes import EYES
from assistant.reading._silence import spoken
from assistant.reasoning import _harm_words as words
from assistant.reasoning._case import Case, Item
from assistant.reasoning._drugs_named import drugs_named
from guidelines import lazy_re as re
from guidelines.rules import any_matches

_NEAR = 70  # characters between a drug and the words that say what it did
_ANTIDOTES = ("T50.7X", "T50.6X")
_UNNAMED = ("T36.9-", "T50.905-", "T50.995-", "T65.9-", "T88.7-")
_SECTIONS = {"1": ("I.C.19.e.5.b", 3), "2": ("I.C.19.e.5.b", 2), "4": ("I.C.19.e.5.b", 4),
             "5": ("I.C.19.e.5.a", 1), "6": ("I.C.19.e.5.c", 0)}  # fmt: skip
"""For each column the section and the number of its statement, from 0."""
_WHY = {
    "1": "A drug taken or given wrongly is a poisoning; without a stated intent it is accidental.",
    "2": "An overdose taken on purpose is a poisoning by intentional self-harm.",
    "4": "The provider says that the intent cannot be determined.",
    "5": "The effect of a drug correctly prescribed and taken is an adverse effect, coded after its nature.",
    "6": "Taking less than prescribed, or stopping without the provider, is underdosing.",
}


_AS_PRESCRIBED = (
    "The drug was correctly prescribed and taken as prescribed, since nothing else is documented."
)
_SHORT = 60  # words of a text in which the only drug is what was taken wrongly, without being named again


def add_harm_by_drugs(case: Case) -> None:
    """Add the T36–T50 code of every drug whose own sentence says that it did harm, and how.

    One substance has one of poisoning, adverse effect and underdosing.
    """
    harm: dict[str, tuple[str, Span]] = {}
    named = list(drugs_named(case))
    for span, stem in named:
        column = None if stem in _ANTIDOTES else _column(case, span)
        if column is None or f"{stem}{column}" not in case.codeset:
            continue
        told = harm.get(stem)
        if told is None or (_is_poisoning(column) and not _is_poisoning(told[0])):
            harm[stem] = (column, span)
    if not harm and len({stem for _, stem in named}) == 1:
        span, stem = named[0]
        column = None if stem in _ANTIDOTES else _without_its_name(case, [s for s, _ in named])
        if column is not None and f"{stem}{column}" in case.codeset:
            harm[stem] = (column, span)
    for stem, (column, span) in harm.items():
        _report(case, f"{stem}{column}", column, span)
        if column in "24":
            _drop_accident(case, stem)
    if any(not any_matches(_UNNAMED, stem) for stem in harm):
        _drop_unnamed(case)


def _drop_accident(case: Case, stem: str) -> None:
    """Leave out the accidental poisoning by a substance whose intent the chart tells (I.C.19.e.5.b)."""
    for item in [i for i in case.items if not i.drug and i.code.startswith(f"{stem}1")]:
        case.items.remove(item)
        basis = [case.guideline("I.C.19.e.5.b", 2)]
        case.reject(item.code, "The chart tells the intent.", item.spans, basis)


def _is_poisoning(column: str) -> bool:
    return column in "1234"


def _report(case: Case, code: str, column: str, span: Span) -> None:
    choice = case.complete(code, None, span.text)
    if choice is None or case.has(choice.code):
        return
    basis = [case.guideline(*_SECTIONS[column]), case.tabular(choice.code)]
    case.items.append(
        Item(choice.code, Choice(choice.code, True), _WHY[column], (span,), None, basis)
    )
    case.step("drug", f"{span.text}: {_WHY[column]}", choice.code)
    if (
        column == "5"
        and _AS_PRESCRIBED not in case.assumptions
        and not words.AS_TOLD.search(case.text)
    ):
        case.assumptions.append(_AS_PRESCRIBED)


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
    said = spoken(case.text)  # that nobody blames the drug is no blame
    if said[span.start : span.end] != case.text[span.start : span.end]:
        return None
    sentence = said[start:end]
    before, after = said[start : span.start], said[span.end : end]
    medicine = words.USED.match(after) and not words.HABITS.search(span.text)
    if words.NAMED_BY_THE_WAY.search(before) or (words.NO_DRUG.match(after) and not medicine):
        return None
    poisoning = _poisoning(case, span, sentence)
    if poisoning is not None:
        return poisoning
    cause = words.BEFORE.search(before)
    blamed = cause is not None and not words.DENIED.search(before[: cause.start()])
    if (blamed and cause and words.TOO_LITTLE.search(cause["between"])) or (
        words.TOO_LITTLE_OF_IT.match(after) and not words.DENIED.search(before)
    ):
        return "6"
    if _did_harm(case, span, before, after, cause if blamed else None):
        return "1" if words.WITH_ALCOHOL.search(after) else "5"
    if words.LESS.search(sentence.replace(span.text, "{drug}")) and not words.DOCTORS.search(
        sentence
    ):
        return "6" if _next_to(before, after) else None
    return None


def _without_its_name(case: Case, spans: list[Span]) -> str | None:
    """The column for the only drug of a short text, told of in sentences that do not name it again."""
    if len(case.text.split()) > _SHORT:
        return None
    named = {case.sentence_at(s) for s in spans}
    for match in _SENTENCE.finditer(case.text):
        sentence = match.group()
        if sentence.endswith("?") or any(a <= match.start() + 1 < b for a, b in named):
            continue
        if words.TAKEN.search(sentence) and _overdose(case, sentence):
            harm = words.SELF_HARM.search(_now(case.text))
            return "2" if harm and not words.NO_SELF_HARM.search(case.text) else "1"
        if words.LESS.search(sentence) and not words.DOCTORS.search(sentence):
            return "6"
        if words.ADVERSE.search(sentence) and not words.DENIED.search(sentence):
            return "5"
    return None


_SENTENCE = re.compile(r"[^.?!;\n]+(?:[.?!;\n]|$)")


def _poisoning(case: Case, span: Span, sentence: str) -> str | None:
    """The column for what was wrongly taken, by intent; None where nothing was."""
    on_purpose = words.SELF_HARM.search(_now(sentence)) and not words.NO_SELF_HARM.search(sentence)
    if on_purpose and words.TAKEN.search(sentence):
        return "2"
    start, end = case.sentence_at(span)
    near = _whole_words(case.text, max(start, span.start - _NEAR), min(end, span.end + _NEAR))
    denied = words.AS_TOLD.search(near) or re.search(r"\bno (?:overdose|od)\b", near, re.I)
    if denied or not _overdose(case, near):
        return None
    if words.UNDETERMINED.search(case.text):
        return "4"
    harm = words.SELF_HARM.search(_now(case.text)) and not words.NO_SELF_HARM.search(case.text)
    return "2" if harm else "1"


def _whole_words(text: str, start: int, end: int) -> str:
    """A stretch of a text without the words that its bounds cut: "mod" cut to "od" is no overdose."""
    while 0 < start < end and text[start - 1].isalnum():
        start += 1
    while start < end < len(text) and text[end].isalnum():
        end -= 1
    return text[start:end]


def _overdose(case: Case, text: str) -> bool:
    """Whether a text tells that something was wrongly taken, not only thought of."""
    eyes = EYES.search(case.text) is not None
    text = words.ASKED.sub(" ", text)
    return any(
        not (eyes and match.group().lower() == "od")
        and not words.ONLY_MEANT.search(text[: match.start()])
        for match in words.OVERDOSE.finditer(text)
    )


def _now(text: str) -> str:
    """A text without the attempts that it tells of as past."""
    return words.PAST_ATTEMPT.sub(" ", text)


def _did_harm(case: Case, span: Span, before: str, after: str, cause: re.Match[str] | None) -> bool:
    """Whether a drug rightly taken is blamed for something, by words before or after it."""
    if cause is not None:
        lead = before[: cause.start()]
        blamed = not words.HELPED.search(lead)
    else:
        lead, blamed = (
            before,
            words.AFTER.search(after) is not None and not words.DENIED.search(before),
        )
    if not blamed or words.WATCHED.search(lead):
        return False
    if case.setting == "outpatient" and words.DOUBTED.search(lead):
        return False  # an uncertain cause is not coded in outpatient care (IV.H)
    return not any(
        m.assertion in (Assertion.FAMILY, Assertion.OTHER_PERSON, Assertion.HYPOTHETICAL)
        for m in case.reading.mentions
        if m.span.start < span.end and span.start < m.span.end
    )


def _next_to(before: str, after: str) -> bool:
    """Whether the words for taking less stand close to the drug, and belong to no other."""
    whole = words.LESS.finditer(f"{before}{{drug}}{after}")
    if any("{drug}" in match.group() for match in whole):
        return True
    said = f"{before[-45:]}{{drug}}{after[:45]}"
    at = said.index("{drug}")
    for match in words.LESS.finditer(said):
        between = said[match.end() : at] if match.end() <= at else said[at + 6 : match.start()]
        if not words.TAKES.search(between):
            return True
    return False
