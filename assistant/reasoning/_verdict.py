"""Yes or no: only where a section, a note or a code's own line decides."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.models import SectionHit, Verdict
from guidelines.sections import Digest
from indexes._text import words

_SECTIONS = 4
_NEAR_ENOUGH = 0.52
_CONTRASTS = (
    (r"\b(?:inpatient|admitted|admission|hospitali[sz]ed|discharge)\b", r"\b(?:outpatient|office|clinic|ed|ambulatory)\b"),
    (r"\b(?:possible|probable|suspected|likely|rule[d]? out|uncertain|questionable)\b", r"\b(?:confirmed|definitive|established|documented as)\b"),
    (r"\b(?:unrelated|not related|not due|not linked|no relation)\b", r"\b(?:due to|caused by|related to|because of)\b"),
    (r"\b(?:initial|active treatment)\b", r"\b(?:subsequent|healing|follow-?up|aftercare)\b"),
    (r"\b(?:adverse|as prescribed|correctly)\b", r"\b(?:poison\w*|overdose\w*|wrong|mistake|not prescribed)\b"),
    (r"\b(?:right)\b", r"\b(?:left)\b"),
    (r"\b(?:current|active|still)\b", r"\b(?:history|past|resolved|old|previous)\b"),
    (r"\b(?:mother|maternal|mom)\b", r"\b(?:newborn|baby|infant)\b"),
    (r"\b(?:first|principal|first-listed|primary)\b", r"\b(?:secondary|additional|second)\b"),
)  # fmt: skip
_NEGATION = re.compile(
    r"\b(?:not|no|never|without|n't|cannot|neither|unless|un(?:related|confirmed|documented|specified)|isn't|doesn't|don't|can't|must i not|lacks?|absent|missing)\b",
    re.IGNORECASE,
)
_MUST = re.compile(r"\b(?:have to|need(?:s|ed)? to|required?|must|necessary|mandatory|always|only)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decided:
    """A verdict with the section and statement (from 0) that decides, and how sure the match is."""

    verdict: Verdict
    section: str
    statement: int
    similarity: float


def nearest_answer(question: str, sections: tuple[SectionHit, ...], digest: Digest) -> Decided | None:
    """The answer of the way of asking that says the same as the question.

    Sections hold yes/no questions with their answers. The nearest one among the sections found
    counts, if it is near enough and does not differ in what turns an answer round: negation,
    obligation, setting, certainty, phase, side.
    """
    best: Decided | None = None
    top = sections[0].score if sections else 0.0
    for rank, hit in enumerate(sections[:_SECTIONS]):
        for number, similarity in hit.asks:
            ask = digest[hit.section].asks[number]
            if ask.answer is None or ask.because is None:
                continue
            score = similarity - _difference(question, ask.q) - 0.25 * (top - hit.score) - 0.01 * rank
            if best is None or score > best.similarity:
                best = Decided(ask.answer, hit.section, ask.because - 1, score)
    return best if best is not None and best.similarity >= _NEAR_ENOUGH else None


def _difference(question: str, ask: str) -> float:
    a, b = question.lower(), ask.lower()
    penalty = 0.0
    if bool(_NEGATION.search(a)) != bool(_NEGATION.search(b)):
        penalty += 0.10
    if bool(_MUST.search(a)) != bool(_MUST.search(b)):
        penalty += 0.06
    for one, other in _CONTRASTS:
        a_side = (bool(re.search(one, a)), bool(re.search(other, a)))
        b_side = (bool(re.search(one, b)), bool(re.search(other, b)))
        if a_side != b_side and True in a_side and True in b_side and a_side[0] != b_side[0]:
            penalty += 0.10
    numbers_a = {w for w in words(a) if w[0].isdigit()}
    numbers_b = {w for w in words(b) if w[0].isdigit()}
    if numbers_b and numbers_a and not numbers_a & numbers_b:
        penalty += 0.05
    return penalty
