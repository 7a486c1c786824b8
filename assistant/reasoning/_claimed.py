"""What somebody in the office claims, or the question itself proposes, is no documentation (I.A.19).

"Auditor wants R65.20 because 'sepsis + AKI = severe sepsis'" documents no severe sepsis, nor does
"hypertensive heart disease I11.9, right?" a hypertensive heart disease.
"""

from __future__ import annotations

import re

from assistant.models import Span
from assistant.reasoning._case import Case, Item

_CLAIM = re.compile(
    r"\b(?:auditor|(?:\w+ )?coder|co-?worker|colleague|biller|payer|payor|insurance|CDI|scrubber|encoder|query|facility|"
    r"supervisor|boss|manager|vendor|instructor|trainer|office)s?\b(?: \w+)? "
    r"(?:wants?|wanted|says?|said|thinks?|insists?|swears?|argues?|claims?|suggests?|keeps?)\b",
    re.IGNORECASE,
)
"""Somebody who documents nothing says what he wants coded."""
_APART = 3  # characters between a condition and the code that stands behind it


def drop_claimed(case: Case) -> None:
    """Leave out conditions that only a claim or a proposal names, where others are documented."""
    claimed = [i for i in case.items if i.mention and not i.drug and _only_claimed(case, i)]
    documented = [i for i in case.items if i not in claimed and not i.drug and i.mention]
    if not documented:
        return
    for item in claimed:
        case.items.remove(item)
        reason = "It is proposed, not documented."
        case.reject(item.code, reason, item.spans, [case.guideline("I.A.19", 0)])


def _only_claimed(case: Case, item: Item) -> bool:
    """Whether every place at which a condition is named is a claim or a proposal."""
    assert item.mention is not None
    term = item.mention.term.lower()
    spans = {*item.spans, *(m.span for m in case.reading.mentions if m.term.lower() == term)}
    return all(_in_claim(case, s) or _before_its_code(case, s, item.code) for s in spans)


def _in_claim(case: Case, span: Span) -> bool:
    start, _ = case.sentence_at(span)
    return _CLAIM.search(case.text[start : span.start]) is not None


def _before_its_code(case: Case, span: Span, code: str) -> bool:
    """Whether the asking sentence names a code of the condition's category right behind it."""
    for named in case.reading.codes_named:
        near = 0 <= named.start - span.end <= _APART
        if near and named.text[:3].upper() == code[:3] and named.text in case.reading.question:
            return True
    return False
