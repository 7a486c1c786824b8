"""What a chart tells as having happened now: its sentences, and which words in them count.

An event of the past, a denied or feared one, or another person's is no external cause of today's
injury (I.C.20.a.2); a visit for what a past event left behind counts the past (I.C.20.i).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.models import Span
from assistant.reading._segments import sentences
from guidelines import lazy_re as re

Phase = Literal["A", "D", "S"]
"""7th character of an external cause: initial, subsequent, sequela."""

_SKIPPED = frozenset(
    ("past history", "old list", "family history", "social history", "review of systems",
     "medications", "allergies", "plan", "preoperative diagnosis")
)  # fmt: skip
_NOT_THIS = re.compile(
    r"\b(?:no|not|n['’]t|denie[sd]|denying|without|never|negative for|cannot|unrelated to|rather than|r/o|ruled out"
    r"|(?:possible|possibly|questionable|unsure|unclear|unknown|suspected|presumed|maybe)(?: if| whether)?"
    r"|risk (?:of|for)|prevent\w*|prone to|avoid\w*|fear of|worried about|in case of|could have|might have|almost|nearly"
    r"|h/o|history of|hx of|recurrent|frequent|multiple|prior|previous(?:ly)?|old|remote"
    r")(?: (?!(?:but|and|now|today|then|when|after|while|reports?|states?)\b)[\w'’/-]+){0,3} ?\W?$",
    re.IGNORECASE,
)
"""What before the words keeps them from telling of this event."""
_ANOTHER = re.compile(
    r"\b(?:his|her|the|whose) (?:father|mother|mom|dad|brother|sister|husband|wife|friend|roommate|son|daughter|neighbor"
    r"|coworker)(?: also)? $",
    re.IGNORECASE,
)
"""Another person to whom it happened."""
_AGE = re.compile(r"(?:\d+|[\w-]+)[ -]?(?:years?|yrs?|y|months?|mos?|weeks?|days?)[ -]?old\b", re.I)
_NEVER_NEGATES = re.compile(
    r"\b(?:no|not) (?:loc|loss of consciousness|head (?:strike|injury)|helmet|seat ?belt)\b", re.I
)
_BOUNDARY = re.compile(r"[;()\n]|,(?!\d)| - | -- | but | now | today ", re.IGNORECASE)
_LONG_AGO = re.compile(
    r"\b(?:years?|yrs?|decades?) (?:ago|back|prior|earlier|before)\b|\blast year\b|\bas an? (?:child|teen\w*|kid|infant)\b"
    r"|\bchildhood\b|\bin (?:his|her) (?:teens|youth|twenties|\d0s)\b|\bin (?:high school|college)\b|\b\d+ ?y(?:rs?)? ago\b",
    re.IGNORECASE,
)
_MONTHS_AGO = re.compile(
    r"\b(?:[2-9]|1\d|two|three|four|five|six|several|few|couple)(?: of)? ?(?:months?|mos?) (?:ago|back|prior|earlier)\b",
    re.I,
)
_YEAR = re.compile(r"(?<![\d/-])(?:19|20)(\d\d)\b(?!\s?(?:mg|ml|kcal|g\b|h\b|hrs?))")


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that tells of now, by character offset in the chart."""

    start: int
    end: int
    text: str

    def span(self, start: int, end: int) -> Span:
        """The words at [start, end) of the sentence, as words of the chart."""
        return Span(start=self.start + start, end=self.start + end, text=self.text[start:end])


def told_in(text: str) -> tuple[Told, ...]:
    """The sentences of a chart, lists of the past and plans left out."""
    return tuple(Told(s.start, s.end, s.text) for s in sentences(text) if s.section not in _SKIPPED)


def counts(told: Told, start: int, end: int, phase: Phase, year: int) -> bool:
    """Whether the words at [start, end) of a sentence tell of the event that is treated.

    Args:
        told: The sentence.
        start: Where the words begin in it.
        end: Where they end, exclusive.
        phase: The phase of the injury's care; only a sequela has its event in the far past.
        year: The year of service.
    """
    clause = _clause(told.text, start, end)
    before = _AGE.sub("", _NEVER_NEGATES.sub("", told.text[max(0, clause[0]) : start]))
    if _NOT_THIS.search(before[-60:]) or _ANOTHER.search(before):
        return False
    if phase == "S":
        return True
    around = told.text[clause[0] : clause[1]]
    if _LONG_AGO.search(around) or (phase == "A" and _MONTHS_AGO.search(around)):
        return False
    years = [2000 + int(m[1]) if m[0].startswith("20") else 1900 for m in _YEAR.finditer(around)]
    return not any(y < year - 1 for y in years)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around some words, between punctuation."""
    left = max((m.end() for m in _BOUNDARY.finditer(text, 0, start)), default=0)
    right = _BOUNDARY.search(text, end)
    return left, right.start() if right else len(text)
