"""What somebody in the office claims, or the question itself proposes, is no documentation (I.A.19).

"Auditor wants R65.20 because 'sepsis + AKI = severe sepsis'" documents no severe sepsis, nor does
"hypertensive heart disease I11.9, right?" a hypertensive heart disease.
"""

from __future__ import annotations

from assistant.models import Span
from assistant.reasoning._case import Case, Item
from assistant.reasoning._proposed import in_asking_clause
from guidelines import lazy_re as re

_AT_WORK = (
    r"(?:auditors?|coders?|billers?|cdi|scrubbers?|encoders?|groupers?|software|computer|ehr|payers?|payors?|insurers?)"
    r"(?:'s)?(?: (?:[a-z]|\d|sheet|team|company|specialist|nurse|edit|tool|lady|guy)\b)?"
)
_IN_OFFICE = (
    r"(?:co-?workers?|colleagues?|supervisors?|boss|managers?|vendors?|instructors?|trainers?|preceptors?|interns?|students?"
    r"|registration|front desk|facility|query|insurance|billing|employers?|office)(?:'s)?"
    r"(?: (?:form|note|dept|department|company)\b)?"
)
"""Those who document nothing of the patient's condition; the latter may be patients as well."""
_PUT = (
    r"(?:put|puts|adds?|added|adding|codes?|coded|bills?|billed|billing|picks?|picked|chose|uses?|used|enter(?:s|ed)|drop(?:s"
    r"|ped)"
    r"|defaults?(?: to)?|assign(?:s|ed)|report(?:s|ed)|submit(?:s|ted)|stuck|threw|slapped|tacked|attached|flagg?(?:s|ed))"
)
_WANT = (
    r"(?:wants?|wanted|says?|said|thinks?|insists?|swears?|argues?|claims?|suggests?|suggested|keeps?|asks?|asked|recommends?"
    r"|recommended|put|puts|adds?|added|adding|codes?|coded|billed|billing)"
)
_HAS = r"(?:has|had|have|lists?|listed|shows?|showed|gave|gives|pulled|populated|flipped|likes?)"
_CLAIM = re.compile(
    rf"\b{_AT_WORK}(?: (?!is\b|are\b)\w+)?(?: is| are| was| were)? (?:{_PUT}|{_WANT}|{_HAS})\b"
    rf"|\b{_IN_OFFICE}(?: (?!is\b|are\b)\w+)?(?: is| are)? {_WANT}\b|\b(?:per|according to) (?:the |our )?{_AT_WORK}\b"
    rf"|\b(?:some ?one|some ?body|whoever|they)(?: (?:else|just|also|had|has|have|already|in \w+|is|was))* {_PUT}\b",
    re.IGNORECASE,
)
"""Somebody who documents nothing says what he wants coded, or has coded it."""
_CLAIMED = re.compile(
    rf"^[^.;?!\n]{{0,30}}?\b(?:{_PUT}|listed|suggested|recommended|queried)(?: \w+){{0,2}} by (?:the |our |a |my )?"
    rf"(?:{_AT_WORK}|{_IN_OFFICE}|some ?one|some ?body)\b"
    rf"|^[^.;?!\n]{{0,30}}?\b(?:came|comes|pop(?:s|ped)|show(?:s|ed)) (?:off|up|out|from)(?: (?:of|in|on))?"
    rf" (?:the |our )?{_AT_WORK}\b"
    rf"|^\W*(?:\w+\W+)?(?:per|according to) (?:the |our )?{_AT_WORK}\b",
    re.IGNORECASE,
)
"""What stands behind a condition that others claim: "preterm labor was added by somebody"."""
_OWN_WORDS = re.compile(
    r"\b(?:but|however|although|while|provider|physician|doctor|doc|md|attending|surgeon|note|chart|patient|pt)\b",
    re.IGNORECASE,
)
"""Words behind a claim with which the chart speaks again."""
_MAY_THEY = re.compile(
    r"\b(?:can|could|should|may|must|would|do|does)\s+(?:(?:the|an?|our|outpt|outpatient|inpatient|\w+)\s+){0,2}$",
    re.IGNORECASE,
)
"""Words that ask what somebody of the office may code: no claim of theirs."""
_REACH = 80  # characters between a claim and what it claims
_APART = 3  # characters between a condition and the code that stands behind it


ASKED_ABOUT = "It is what the question asks about, no diagnosis."


def drop_claimed(case: Case) -> None:
    """Leave out conditions that only a claim or a proposal names, where others are documented."""
    told = [i for i in case.items if i.mention and not i.drug]
    kinds = [i for i in told if _bare_kind(case, i)]
    claimed = [i for i in told if i not in kinds and _only_claimed(case, i)]
    if len(claimed) + len(kinds) == len(told):
        claimed = []
    claimed += kinds
    if not claimed:
        return
    case.uncertain = [i for i in case.uncertain if not _only_claimed(case, i)]
    for item in claimed:
        case.items.remove(item)
        reason = ASKED_ABOUT if item in kinds else "It is proposed, not documented."
        case.reject(item.code, reason, item.spans, [case.guideline("I.A.19", 0)])


def _only_claimed(case: Case, item: Item) -> bool:
    """Whether every place at which a condition is named is a claim or a proposal."""
    assert item.mention is not None
    term = item.mention.term.lower()
    spans = {*item.spans, *(m.span for m in case.reading.mentions if m.term.lower() == term)}
    return all(_in_claim(case, s) or _before_its_code(case, s, item.code) for s in spans)


_KINDS = ("T14.8", "T14.9", "T36.9", "T65.9", "T50.90", "T88.7", "T88.9", "T81.9")
"""What "injury", "poisoning", "adverse effect" or "complication" alone are found at."""


def _bare_kind(case: Case, item: Item) -> bool:
    """Whether the asking clause only names a kind of code: "… is this a poisoning?"."""
    assert item.mention is not None
    _, end = case.sentence_at(item.mention.span)
    few = len(item.mention.span.text.split()) <= 2
    return few and item.code.startswith(_KINDS) and case.text[end : end + 1] == "?"


def _in_claim(case: Case, span: Span) -> bool:
    """Whether somebody else's claim stands before some words, or right behind them."""
    start, end = case.sentence_at(span)
    before, after = case.text[start : span.start], case.text[span.end : end]
    for claim in _CLAIM.finditer(before):
        between = before[claim.end() :]
        if _MAY_THEY.search(before[: claim.start()]):
            continue
        if len(between) <= _REACH and not _OWN_WORDS.search(between):
            return True
    return _CLAIMED.search(after) is not None


def _before_its_code(case: Case, span: Span, code: str) -> bool:
    """Whether the asking sentence names a code of the condition's category right behind it."""
    asked = {n.text for n in in_asking_clause(case)}
    for named in case.reading.codes_named:
        between = case.text[span.end : named.start]
        near = 0 <= named.start - span.end <= _APART and not re.search(r"[.?!;]\s", between)
        same = named.text in asked and named.text in case.reading.question
        if near and same and named.text[:3].upper() == code[:3]:
            return True
    return False
