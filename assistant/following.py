"""Follow-ups: "and if it's the left?" is the case before with one circumstance changed.

The conversation is folded from its last question that was a case of its own: each follow-up since
then changes that case (side, encounter, certainty, setting, date, something added or taken away),
and so does the one just typed. The words just typed come first in the text that is answered, so
that their offsets are those of the question as given; what is taken over stands behind them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from assistant.models import Answer, AnswerCode, AnswerRejection, Question, Setting
from assistant.recalling import NoteKind, note_request, noted, with_reason
from guidelines import lazy_re as re

_IT = r"(?:it|he|she|they|that|this|the (?:patient|provider|side|fracture|diagnosis))"
_FOLLOWS = re.compile(
    rf"^\W*(?:and|but|ok(?:ay)?|what if|what about|how about|if {_IT}\b|same|then|also|instead|"
    rf"without|not|why (?:not|(?:is|was|are)n['’]t|(?:is|was) {_IT}|didn['’]t|don['’]t)|"
    rf"in that case|(?:does|is|was|would) (?:it|that)|show|next|suppose {_IT}|say {_IT}|"
    rf"now {_IT})\b",
    re.IGNORECASE,
)
_LONGEST = 25  # words of a follow-up; more is a case of its own
_SIDE_WORDS = (
    r"right(?:[- ]sided)?|left(?:[- ]sided)?|bilateral(?:ly)?|rt\.?|lt\.?"
    r"|both (?:sides|eyes|ears|knees|hips|hands|feet|legs|arms|shoulders|wrists|ankles)"
)
_SIDE = re.compile(rf"\b(?:{_SIDE_WORDS})(?!\w)", re.IGNORECASE)
_ENCOUNTER = re.compile(
    r"\b(?:initial encounter|subsequent encounter|next encounter|next visit|"
    r"follow[- ]?up(?: visit| encounter)?(?: for)?(?: an?)?|f/u|"
    r"sequela|first visit|active treatment|healing|routine healing|delayed healing|nonunion|malunion)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\bnext (?:encounter|visit|appointment)\b|\bcomes back\b", re.IGNORECASE)
_UNCERTAIN = re.compile(
    r"\b(?:possibl[ey]|probabl[ey]|suspected|likely|questionable|rule[- ]?out|r/o|presumed)\s+",
    re.IGNORECASE,
)
_CONFIRMED = re.compile(
    r"\b(?:confirmed|definite|definitive|established|proven|certain)\b", re.IGNORECASE
)
_INPATIENT = re.compile(r"\b(?:inpatient|inpt|admitted|hospital)\b", re.IGNORECASE)
_OUTPATIENT = re.compile(r"\b(?:outpatient|outpt|office|clinic)\b", re.IGNORECASE)
_DATE = re.compile(r"\b(20\d\d-\d\d-\d\d)\b")
_SETTING_WORDS = re.compile(
    r"\b(?:in an? |in the )?(?:inpatient|outpatient|office|clinic|discharge summary)(?: note| visit| stay)?\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"\b(?:without|no longer (?:on|has|taking)|not (?:on|taking)|stopped)\s+(?:the |an? |any )?"
    r"(\w[\w-]*(?: \w[\w-]*)?)\W*$",
    re.IGNORECASE,
)
_WHY_NOT = re.compile(
    r"\bwhy (?:not|isn['’]t|is it not|wasn['’]t|didn['’]t you \w+|don['’]t (?:i|we|you) (?:use|code|"
    r"report))\b.*?\b([A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)(?![\w.])",
    re.IGNORECASE,
)
_EMPTY_WORDS = (
    "a about again also an and are at be but can could did do does for had has have he her his how i "
    "if in instead is it it's its just me my next not now of ok okay on only or our patient please "
    "same say she should side so stated suppose that that's the their then there they this to us "
    "was we were what when with without would yes you your both encounter visit appointment setting "
    "note inpatient inpt outpatient outpt office clinic hospital admitted comes back date service "
    "confirmed definite definitive established proven certain diagnosis"
)
_EMPTY = frozenset(_EMPTY_WORDS.split())
_BLANKS = re.compile(r"[ \t]{2,}")
_WORD = re.compile(r"[a-z][a-z'’-]+")


@dataclass(frozen=True, slots=True)
class InContext:
    """A question with what it takes over from the conversation.

    Attributes:
        question: What is to be answered.
        own: Number of leading characters that the user typed just now.
        taken_over: What was taken over, one sentence; None for a question of its own.
        why_not: The code of a "why not I10?", which is no part of the case.
        notes: What a "show me the Excludes note" wants to read; None where nothing is.
    """

    question: Question
    own: int
    taken_over: str | None
    why_not: str | None = None
    notes: NoteKind | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """The case as it stands after some follow-ups."""

    text: str
    setting: Setting | None = None
    on: date | None = None


def in_context(question: Question) -> InContext:
    """Read a question in the light of the earlier ones of its conversation."""
    text = question.text
    if not question.history or not _is_follow_up(text):
        return InContext(question, len(text), None)
    before = _case_before(question.history)
    why_not, notes = _WHY_NOT.search(text), note_request(text)
    now = before if why_not or notes else _changed(before, text)
    # A code or a note asked about must not be read as a part of the documentation; and "and
    # outpatient?" after a note would make a question of the note.
    apart = why_not is not None or notes is not None or _circumstances_alone(text)
    merged = question.model_copy(
        update={
            "text": now.text if apart else f"{text}\n\n{now.text}",
            # what the follow-ups say counts before what was chosen for the conversation
            "setting": now.setting or question.setting,
            "date_of_service": now.on or question.date_of_service,
            "history": (),
        }
    )
    shown = before.text if len(before.text) <= 120 else before.text[:117] + "…"
    return InContext(
        merged,
        0 if apart else len(text),
        f"Read as a follow-up of “{shown}”.",
        why_not[1].upper() if why_not else None,
        notes,
    )


_Entry = TypeVar("_Entry", AnswerCode, AnswerRejection)


def told(answer: Answer, context: InContext) -> Answer:
    """The answer to a follow-up with what was asked about and what was taken over.

    Evidence keeps its place in the text of `context.question`.
    """
    if context.taken_over is None:
        return answer
    if context.why_not is not None:
        answer = with_reason(answer, context.why_not)
    if context.notes is not None:
        answer = noted(answer, context.notes)
    assumptions = (context.taken_over, *answer.assumptions)
    return answer.model_copy(update={"assumptions": assumptions})


def own_words(answer: Answer, context: InContext) -> Answer:
    """As `told`, with evidence only where it lies in the words just typed."""
    if context.taken_over is None:
        return answer
    answer = told(answer, context)

    def kept(entry: _Entry) -> _Entry:
        spans = tuple(s for s in entry.evidence if s.end <= context.own)
        return entry.model_copy(update={"evidence": spans})

    return answer.model_copy(
        update={
            "codes": tuple(kept(c) for c in answer.codes),
            "rejected": tuple(kept(r) for r in answer.rejected),
        }
    )


def _is_follow_up(text: str) -> bool:
    if len(text.split()) > _LONGEST:
        return False
    return bool(_FOLLOWS.search(text)) or (bool(text.strip()) and not _content(text))


def _content(text: str) -> bool:
    """Whether a follow-up says more than which circumstance of the case changes."""
    bare = _DATE.sub(" ", _ENCOUNTER.sub(" ", _SIDE.sub(" ", text)))
    return any(word not in _EMPTY for word in _WORD.findall(bare.lower())) or bool(
        re.search(r"\b[A-TV-Z]\d[0-9A-Z]", bare)
    )


def _case_before(history: tuple[str, ...]) -> _Case:
    """The last question that was a case of its own, with the follow-ups since folded in."""
    start = next(
        (i for i in reversed(range(len(history))) if not _is_follow_up(history[i])),
        0,
    )
    case = _Case(history[start])
    for later in history[start + 1 :]:
        if not _WHY_NOT.search(later) and note_request(later) is None:
            added = f"{case.text.rstrip()}\n{later}" if _adds(later) else case.text
            case = _changed(replace(case, text=added), later)
    return case


def _adds(text: str) -> bool:
    return _content(text) and not _WITHOUT.search(text)


def _circumstances_alone(text: str) -> bool:
    """Whether a follow-up changes only the setting or the date, and says nothing of the case."""
    if _setting(text) is None and not _DATE.search(text):
        return False
    return not _content(text) and not any(
        said.search(text) for said in (_SIDE, _ENCOUNTER, _NEXT, _CONFIRMED)
    )


def _changed(case: _Case, text: str) -> _Case:
    """The case after a follow-up."""
    changed, setting, on = case.text, case.setting, case.on
    if match := _SIDE.search(text):
        side = "bilateral" if match.group().lower().startswith("both") else match.group()
        changed = (
            _SIDE.sub(side, changed)
            if _SIDE.search(changed)
            else f"{changed.rstrip('.?! ')}, {side}."
        )
    if _ENCOUNTER.search(text) or _NEXT.search(text):
        changed = _ENCOUNTER.sub(" ", changed)
        if _NEXT.search(text):
            changed = f"Subsequent encounter. {changed}"
    if _CONFIRMED.search(text):
        changed = _UNCERTAIN.sub("", changed)
    if match := _WITHOUT.search(text):
        changed = _taken_out(changed, match[1])
    new_setting = _setting(text)
    if new_setting is not None:
        setting = new_setting
        changed = _SETTING_WORDS.sub(" ", changed)
    if dated := _DATE.search(text):
        on = date.fromisoformat(dated[1])
    return _Case(_BLANKS.sub(" ", changed).strip(" ,"), setting, on)


def _taken_out(case: str, what: str) -> str:
    """The case without something and the word that joins it on."""
    gone = rf"(?:,?\s*\b(?:and|on|with|takes|taking|plus)\s+|\b)(?:the |an? )?{re.escape(what)}\b"
    return re.sub(gone, "", case, flags=re.IGNORECASE)


def _setting(text: str) -> Setting | None:
    inside, outside = bool(_INPATIENT.search(text)), bool(_OUTPATIENT.search(text))
    if inside == outside:
        return None
    return "inpatient" if inside else "outpatient"
