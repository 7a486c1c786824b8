"""Follow-ups: "and if it's the left?" is the earlier question with one circumstance changed.

The words just typed come first in the text that is answered, so that their offsets are those of the
question as given; what is taken over from the conversation stands behind them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from assistant.models import Answer, AnswerCode, AnswerRejection, Question, Setting

_FOLLOWS = re.compile(
    r"^\W*(?:and|but|or|so|ok(?:ay)?|what if|what about|how about|if|same|now|then|why not|why|also|instead|"
    r"in that case|does (?:it|that)|is (?:it|that)|would (?:it|that)|show|next|suppose|say)\b",
    re.IGNORECASE,
)
_LONGEST = 25  # words of a follow-up; more is a case of its own
_SIDE_WORDS = r"right(?:[- ]sided)?|left(?:[- ]sided)?|bilateral(?:ly)?|rt\.?|lt\.?|both sides"
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


_WHY_NOT = re.compile(
    r"\bwhy (?:not|isn't|is it not|wasn't|didn't you \w+|don't (?:i|we|you) (?:use|code|"
    r"report))\b.*?\b([A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)(?![\w.])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class InContext:
    """A question with what it takes over from the conversation.

    Attributes:
        question: What is to be answered.
        own: Number of leading characters that the user typed just now.
        taken_over: What was taken over, one sentence; None for a question of its own.
        why_not: The code of a "why not I10?", which is no part of the case.
    """

    question: Question
    own: int
    taken_over: str | None
    why_not: str | None = None


def in_context(question: Question) -> InContext:
    """Read a question in the light of the earlier ones of its conversation."""
    text = question.text
    if not question.history or not _is_follow_up(text):
        return InContext(question, len(text), None)
    before = _case_before(question.history)
    changed, setting, on = before, question.setting, question.date_of_service
    if match := _SIDE.search(text):
        side = match.group()
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
    new_setting = _setting(text)
    if new_setting is not None:
        setting = new_setting
        changed = _SETTING_WORDS.sub(" ", changed)
    if dated := _DATE.search(text):
        on = date.fromisoformat(dated[1])
    why_not = _WHY_NOT.search(text)
    merged = question.model_copy(
        update={
            # a code asked about must not be read as a part of the documentation
            "text": changed if why_not else f"{text}\n\n{changed}",
            "setting": setting,
            "date_of_service": on,
            "history": (),
        }
    )
    shown = before if len(before) <= 120 else before[:117] + "…"
    return InContext(
        merged,
        0 if why_not else len(text),
        f"Read as a follow-up of “{shown}”.",
        why_not[1].upper() if why_not else None,
    )


_Entry = TypeVar("_Entry", AnswerCode, AnswerRejection)


def own_words(answer: Answer, context: InContext) -> Answer:
    """The answer with evidence only where it lies in the words just typed."""
    if context.taken_over is None:
        return answer

    def kept(entry: _Entry) -> _Entry:
        spans = tuple(s for s in entry.evidence if s.end <= context.own)
        return entry.model_copy(update={"evidence": spans})

    if context.why_not is not None:
        answer = _with_reason(answer, context.why_not)
    return answer.model_copy(
        update={
            "codes": tuple(kept(c) for c in answer.codes),
            "rejected": tuple(kept(r) for r in answer.rejected),
            "assumptions": (context.taken_over, *answer.assumptions),
        }
    )


def _with_reason(answer: Answer, code: str) -> Answer:
    """Put first why a code is not, or is, in the answer."""
    left_out = next((r for r in answer.rejected if r.code.startswith(code)), None)
    taken = next((c for c in answer.codes if c.code.startswith(code)), None)
    if left_out is not None:
        marks = "".join(f" [{n}]" for n in left_out.citations)
        text = f"{left_out.code} ({left_out.title}) is left out: {left_out.reason}{marks}"
    elif taken is not None:
        marks = "".join(f" [{n}]" for n in taken.citations)
        text = (
            f"{taken.code} ({taken.title}) is in the answer as {taken.role}: {taken.reason}{marks}"
        )
    else:
        text = f"Nothing in the documentation leads to {code}, so it was not considered."
    return answer.model_copy(update={"answer": f"{text}\n\n{answer.answer}"})


def _is_follow_up(text: str) -> bool:
    words = text.split()
    if len(words) > _LONGEST:
        return False
    return bool(_FOLLOWS.search(text)) or len(words) <= 4


def _case_before(history: tuple[str, ...]) -> str:
    """The last question that was a case of its own, with the follow-ups since folded in."""
    case = next((h for h in reversed(history) if not _is_follow_up(h)), history[0])
    for later in history[history.index(case) + 1 :]:
        if match := _SIDE.search(later):
            case = (
                _SIDE.sub(match.group(), case)
                if _SIDE.search(case)
                else f"{case.rstrip('.?! ')}, {match.group()}."
            )
    return case


def _setting(text: str) -> Setting | None:
    inside, outside = bool(_INPATIENT.search(text)), bool(_OUTPATIENT.search(text))
    if inside == outside:
        return None
    return "inpatient" if inside else "outpatient"
