"""Reading: what is asked, what is documented, and how each condition is asserted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from assistant._language import clearly_foreign
from assistant.models import Assertion, Intent, Mention, Question, Reading, Setting, Span
from assistant.reading._assertion import assertion_of
from assistant.reading._attributes import encounter_attributes, side_near, sides
from assistant.reading._burns import Burn, burns_in, tells_of_burns
from assistant.reading._injected import without_instructions
from assistant.reading._intent import (
    asking_sentences,
    asks_sequence,
    asks_yes_no,
    intent_of,
    proposes,
    term_of,
    without_labels,
)
from assistant.reading._lists import (
    from_its_origin,
    more_metastases,
    more_ulcers,
    shared_heads,
)
from assistant.reading._mentions import Budget, Found, context_words, find
from assistant.reading._metastases import Spread, spread_in
from assistant.reading._pains import Sited, sited_in
from assistant.reading._scope import (
    meaningless,
    off_topic,
    out_of_scope,
    says_nothing,
    tells_of_patient,
    unknown_code,
)
from assistant.reading._segments import Sentence, sentences, title_line
from assistant.reading._sides import by_place
from assistant.reading._standing import asks_standing, named_date
from assistant.reading._vocabulary import CODERS_TALK, NO_CONDITION, PROCEDURES
from assistant.reading._wounds import Wound, wounds_in
from guidelines import lazy_re as re
from guidelines.codeset import CodeSet
from indexes.lexicon import Lexicon
from indexes.term_index import TermIndex

__all__ = ["Assertion", "asserted_in", "on_named_date", "read", "term_of"]

_CODE = re.compile(
    r"(?<![\w.])([A-TV-Za-tv-zUu]\d[0-9A-Za-z](?:\.[0-9A-Za-z]{1,4}-?|\.-"
    r"|[0-9A-Za-z]{1,4})?-?)(?![\w])(?!\.\d)"
)
_INPATIENT = re.compile(
    r"\b(?:inpatient|inpt|discharge summary|(?:was |is |being |been )?admitted(?: to)?"
    r"|hospital(?:ized|ised|ization)|hospital (?:day|course|stay|admission)|"
    r"discharge diagnos[ie]s|at (?:the time of )?discharge|at dc|day of discharge"
    r"|acute care (?:stay|hospital)|principal diagnosis|inpatient (?:admission|stay)|admission)\b",
    re.IGNORECASE,
)
_OUTPATIENT = re.compile(
    r"\b(?:outpatient|outpt|office|clinic|urgent care|ed visit|emergency (?:department|room) visit"
    r"|er visit|telehealth|telemedicine|"
    r"ambulatory|physician practice|office note|observation (?:stay|status|unit)|first-listed|pcp"
    r"|doctor'?s office|same[- ]day surgery|clinic note|wellness|"
    r"(?:in|to|at|from) the (?:ed|er)|\bed note|emergency (?:department|room))\b",
    re.IGNORECASE,
)
_STRONG_INPATIENT = re.compile(
    r"\b(?:inpatient|inpt|discharge summary|admitted|hospitali[sz]ed"
    r"|hospital day|at discharge)\b",
    re.IGNORECASE,
)
_STRONG_OUTPATIENT = re.compile(
    r"\b(?:outpatient|outpt|office|clinic|telehealth"
    r"|urgent care)\b",
    re.IGNORECASE,
)


def asserted_in(text: str, start: int, end: int) -> Assertion:
    """How a text asserts the condition named by its characters from `start` to before `end`."""
    around = next((s for s in sentences(text) if s.start <= start and end <= s.end), None)
    if around is None:  # a name that is broken over two sentences
        return assertion_of(text, start, end, None)[0]
    return assertion_of(around.text, start - around.start, end - around.start, around.section)[0]


def on_named_date(question: Question) -> Question:
    """The question with the date that it names for a code's standing ("is E11.2 billable in 2025?")."""
    text = question.text
    codes = [Span(start=m.start(1), end=m.end(1), text=m[1]) for m in _CODE.finditer(text)]
    if not asks_standing(text, text, codes):
        return question
    named = named_date(text, question.date_of_service)
    return question if named is None else question.model_copy(update={"date_of_service": named})


def read(question: Question, codeset: CodeSet, terms: TermIndex, lexicon: Lexicon) -> Reading:
    """Read a question: its intent, the conditions documented, codes named, setting.

    Args:
        question: The question as typed.
        codeset: The release in force on the date of service.
        terms: The term finder.
        lexicon: Abbreviations and chart words.
    """
    text = without_instructions(question.text)
    parts = sentences(text)
    asking = asking_sentences(parts)
    proposed = proposes(text)
    asked = proposed or " ".join(s.text for s in asking) or (text if len(parts) <= 1 else "")
    codes = _codes_named(text, codeset)
    setting, source = _setting(question, text)
    intent = intent_of(text, parts, asking, codes)
    reason = _scope(question.text, text, asked, intent, codes, codeset, terms, lexicon)
    if reason:
        intent = Intent.OUT_OF_SCOPE
    mentions: tuple[Mention, ...] = ()
    if intent in (Intent.TERM, Intent.CODING, Intent.GUIDELINE, Intent.PAIR):
        inpatient = setting == "inpatient"
        mentions = tuple(_mentions(text, parts, codeset, terms, lexicon, codes, inpatient))
        asked_only = intent is Intent.GUIDELINE and not mentions and not codes
        if asked_only and off_topic(text):
            intent, reason = Intent.OUT_OF_SCOPE, _OFF_TOPIC
        if not mentions and not codes and says_nothing(text):
            intent, reason = Intent.OUT_OF_SCOPE, _NOTHING
    circumstances = _circumstances(text, setting)
    episode = circumstances.get("episode")
    if episode == "delivery" or (episode is None and _DELIVERY.search(text)):
        mentions = tuple(_of_the_mother(text, m) for m in mentions)
    return Reading(
        intent=intent,
        question=asked,
        asks_yes_no=bool(proposed) or asks_yes_no(without_labels(asking, parts), text),
        asks_sequence=asks_sequence(asked),
        codes_named=codes,
        mentions=mentions,
        attributes=tuple(sorted(circumstances.items())),
        setting=setting,
        setting_source=source,
        scope_reason=reason,
    )


_DELIVERY = re.compile(
    r"\b(?:(?:normal|vaginal|term|spontaneous) delivery|delivered|O80|l&d)\b", re.IGNORECASE
)
_MOTHER = re.compile(r"(?:mom|mother)\b", re.IGNORECASE)
_HER_MOTHER = re.compile(r"\b(?:her|pt['’]?s|patient['’]?s|family) (?:own )?$", re.IGNORECASE)


def _of_the_mother(text: str, mention: Mention) -> Mention:
    """A mention in the record of a delivery, of which the mother is the patient: "mom had GHTN"."""
    cue = mention.cue
    if mention.assertion is not Assertion.FAMILY or cue is None or not _MOTHER.match(cue.text):
        return mention
    if mention.section == "family history":
        return mention  # under its heading the mother is the patient's own
    if _HER_MOTHER.search(text[: cue.start]):
        return mention
    return mention.model_copy(update={"assertion": Assertion.PRESENT, "cue": None})


_AFTERCARE = re.compile(
    r"\b(?:rehab\w*|irf|snf|ltach?|skilled nursing|aftercare|subsequent|non-?union|mal-?union|long-term acute)\b",
    re.IGNORECASE,
)
_LEAVING = re.compile(
    r"(?:(?<!admit )(?<!admitted )(?<!adm )(?<!transferred here )(?<!came )\b(?:to|dc|d/c|dispo(?:sition)?:?)"
    r"|\b(?:discharge\w*|plan\w*|pending|await\w*|recommend\w*|recs?|needs?|refer\w*|accept\w*|bed)\b[^.;\n]{0,25}"
    r"|->|→)\s*(?:an? |the |acute |inpatient |inpt |sub-?acute |short[- ]term |our )*$",
    re.IGNORECASE,
)
"""Words before a place of aftercare to which a patient goes from this stay."""
_SENT = re.compile(
    r"^\W*(?:\w+ )?(?:referral|placement|consult\w*|eval\w*|candidate|bed|screen\w*|potential|recommend\w*|when|on discharge"
    r"|at discharge)\b",
    re.IGNORECASE,
)


def _circumstances(text: str, setting: Setting | None) -> dict[str, str]:
    """Circumstances of the encounter; a hospital stay is active treatment unless it is aftercare."""
    found = encounter_attributes(text)
    subsequent = found.get("encounter") == "subsequent"
    if setting == "inpatient" and subsequent and not _is_aftercare(text):
        found["encounter"] = "initial"
    return found


def _is_aftercare(text: str) -> bool:
    """Whether a stay is one of aftercare; one that ends with going to rehabilitation is not."""
    return any(
        not _LEAVING.search(text[max(0, match.start() - 60) : match.start()])
        and not _SENT.match(text[match.end() : match.end() + 40])
        for match in _AFTERCARE.finditer(text)
    )


_SHORT = 40  # words past which a text without a question is a chart


def _scope(
    typed: str,
    text: str,
    asked: str,
    intent: Intent,
    codes: tuple[Span, ...],
    codeset: CodeSet,
    terms: TermIndex,
    lexicon: Lexicon,
) -> str | None:
    """Why a question cannot be answered by the guidelines and the code set; None where it can."""
    # a chart without a question is documentation, whatever subjects it touches
    tells = len(text.split()) > _NOTE_WORDS and tells_of_patient(text)
    short = text if len(text.split()) <= _SHORT else ""
    asks = " ".join(_QUESTIONS.findall(text)) if tells else asked or short
    reason = out_of_scope(typed, asks if text.strip() else typed)
    if reason is None and clearly_foreign(text):
        reason = "dxcite reads English documentation only; ask in English."
    if reason is None and meaningless(text, terms, lexicon) and not codes:
        reason = (
            "No word of this is known to the classification or the guidelines; "
            "ask about a diagnosis, a code or a coding rule."
        )
    if reason is None and intent in (Intent.GUIDELINE, Intent.CODE, Intent.PAIR):
        reason = unknown_code(codes, codeset)
    return reason


_NOTHING = (
    "This points at a case that is not here; paste the words of the chart, or name a diagnosis."
)
_QUESTIONS = re.compile(r"[^.?!\n]*\?")
_NOTE_WORDS = 25  # in a note of that length payers and fees may be named by the way
_OFF_TOPIC = (
    "This is not a question of diagnosis coding; ask about a diagnosis, a code or a coding rule."
)


def _codes_named(text: str, codeset: CodeSet) -> tuple[Span, ...]:
    found: list[Span] = []
    lower: list[Span] = []
    for match in _CODE.finditer(text):
        written = match[1]
        stem = written.rstrip("-").rstrip(".")
        exists = stem in codeset
        dotted = "." in written
        # without a dot, only what is plainly meant as a code
        meant = stem.isupper() and len(stem) >= 5 and sum(c.isdigit() for c in stem) >= 3
        if not exists and not (dotted and stem[1].isdigit()) and not meant:
            continue
        span = Span(start=match.start(1), end=match.start(1) + len(written), text=written)
        (lower if exists and len(stem) == 3 and written[0].islower() else found).append(span)
    # "b20" may be anything in a chart, but not where nothing else is asked about
    return tuple(lower if lower and not found and asks_standing(text, text, lower) else found)


def _setting(
    question: Question, text: str
) -> tuple[Setting | None, Literal["given", "read"] | None]:
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
    inpatient: bool,
) -> Iterable[Mention]:
    around = context_words(text)
    all_sides = sides(text)
    budget = Budget(terms, codeset)
    burns = tells_of_burns(text)
    masked = [m.span() for m in NO_CONDITION.finditer(text)]
    masked += [m.span() for m in CODERS_TALK.finditer(text)]
    for number, sentence in enumerate(parts):
        if sentence.section == "allergies" or title_line(text, sentence):
            continue
        burned = list(burns_in(sentence.text)) if burns else []
        for burn in burned:
            yield _wound(text, sentence, number, burn, inpatient)
        spread = list(spread_in(sentence.text))
        wounds = [] if burned else list(wounds_in(sentence.text))
        sited = [] if burned else list(sited_in(sentence.text))
        told = [(s.start, s.end) for s in spread] + [(w.start, w.end) for w in wounds]
        told += [(s.start, s.end) for s in sited]
        for wound in wounds:
            yield _wound(text, sentence, number, wound, inpatient)
        for found in find(sentence.text, terms, lexicon, codeset, around, budget):
            if burned and _OF_A_BURN.search(found.term):
                continue
            if any(a <= found.start < b for a, b in told):
                continue
            start, end = sentence.start + found.start, sentence.start + found.end
            if any(c.start < end and start < c.end for c in codes):
                continue
            if any(a <= start < b or a < end <= b for a, b in masked):
                continue
            mention = _mention(text, sentence, number, found, start, end, all_sides, inpatient)
            if not _under_way(mention, sentence):
                placed = by_place(text, mention)
                if len(placed) == 1:
                    placed = from_its_origin(text, sentence, mention)
                yield from placed
                if len(placed) > 1:
                    continue
                yield from shared_heads(text, sentence, mention)
                yield from more_ulcers(text, sentence, mention)
                yield from more_metastases(sentence, mention)
        for condition in sited:
            yield _wound(text, sentence, number, condition, inpatient)
        for site in spread:
            yield _metastasis(text, sentence, number, site, inpatient)


_OF_A_BURN = re.compile(r"\bburn|\bblister|\berythema", re.IGNORECASE)


def _wound(
    text: str, sentence: Sentence, number: int, wound: Burn | Wound | Sited, inpatient: bool
) -> Mention:
    """The mention of a burn, a wound or another condition that a sentence tells by its site."""
    found = Found(wound.start, wound.end, wound.term, "", 0.0, "term")
    start, end = sentence.start + wound.start, sentence.start + wound.end
    mention = _mention(text, sentence, number, found, start, end, [], inpatient)
    side = {"side": wound.side} if wound.side else {}
    attributes = tuple(sorted((dict(mention.attributes) | side).items()))
    return mention.model_copy(update={"attributes": attributes})


def _metastasis(
    text: str, sentence: Sentence, number: int, site: Spread, inpatient: bool
) -> Mention:
    """The mention of a site that a tumor has spread to."""
    found = Found(site.start, site.end, site.term, site.code, 1.0, "condition")
    start, end = sentence.start + site.start, sentence.start + site.end
    mention = _mention(text, sentence, number, found, start, end, [], inpatient)
    attributes = {k: v for k, v in mention.attributes if k != "side"}
    attributes |= {"side": site.side} if site.side else {}
    return mention.model_copy(update={"attributes": tuple(sorted(attributes.items()))})


_HAD = re.compile(
    r"\b(?:infected|septic|loose\w*|failed|painful|dislocat\w*|has|had|have|with|s/p|status|post(?!-? ?op)"
    r"|prior|previous|history|hx|years?|months?|since|after"
    r"|old|existing|chronic|on|in place|(?:at )?age \d+|as an? (?:child|kid|infant|teen\w*)|in childhood)\b",
    re.IGNORECASE,
)


_AROUND_PROCEDURE = re.compile(
    r"^(?:(?:[RL]|right|left|bilat\w*|total|partial|complete|radical|modified|simple|subtotal|supracervical|elective"
    r"|vaginal|abdominal|lap\w*|robotic(?:[- ]assisted)?|open|reverse|primary|revision|unicompartmental|sigmoid)\b[ -])+"
    r"|(?: (?:done|performed|today|placed))+$",
    re.IGNORECASE,
)
_COME_FOR = re.compile(
    r"\b(?:admi(?:tted|ssion)|here|scheduled|presents?|presented|comes? in|came in|brought in|taken|booked|listed|planned)"
    r"(?: today| electively| to [\w ]{2,12})? for (?:[\w-]+ ){0,4}$",
    re.IGNORECASE,
)


_PLANNED = re.compile(
    r"\W{0,3}(?:is |was |to be |being )?(?:planned|scheduled|booked|pending|tomorrow|next (?:week|month)|discussed|recommended"
    r"|offered|consented|in am)\b",
    re.IGNORECASE,
)
"""Words behind a procedure that is still to come: "TLH planned"."""


def _under_way(mention: Mention, sentence: Sentence) -> bool:
    """Whether a procedure is named as done or planned now, not as the patient's status."""
    if mention.assertion is not Assertion.PRESENT or sentence.section == "past history":
        return False
    at = mention.span.start - sentence.start
    around = sentence.text[max(0, at - 40) : at + len(mention.span.text) + 25]
    named = _AROUND_PROCEDURE.sub("", mention.span.text)
    if not PROCEDURES.fullmatch(named):
        return False
    come_for = _COME_FOR.search(sentence.text[max(0, at - 70) : at])
    after = sentence.text[at + len(mention.span.text) :]
    return come_for is not None or bool(_PLANNED.match(after)) or not _HAD.search(around)


def _mention(
    text: str,
    sentence: Sentence,
    number: int,
    found: Found,
    start: int,
    end: int,
    all_sides: list[str],
    inpatient: bool,
) -> Mention:
    assertion, cue = assertion_of(
        sentence.text, found.start, found.end, sentence.section, inpatient=inpatient
    )
    if found.code and cue is not None and found.start <= cue[0] and cue[1] <= found.end:
        assertion, cue = Assertion.PRESENT, None  # "threatened abortion" is a condition (I.B.11)
    attributes: dict[str, str] = {"kind": found.kind}
    if found.code:
        attributes["lexicon"] = found.code
    side = side_near(text, start, end)
    if side is None and len(all_sides) == 1:
        side = next(iter(sides(text, text[start:end])), None)
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
