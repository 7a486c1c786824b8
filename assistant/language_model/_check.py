"""Checks each sentence of a model against the verified answer.

A sentence stands only if it rests on a citation of the answer and says nothing about codes,
sections, numbers or the verdict that the answer does not say. In doubt it goes: what is lost is
wording, never a finding.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.language_model import _tokens
from assistant.language_model._code_claims import Standing, wrong_claim
from assistant.language_model._negation import Statement, statements, turned_round
from assistant.language_model._reply import Reply, Sentence
from assistant.models import Answer
from guidelines import lazy_re as re

MAX_SENTENCE = 700
MAX_SENTENCES = 24
_GROUNDED = 0.5

_PLAIN = re.compile(r"[\x20-\x7E\u00A0-\u017F\u2010-\u2026±×°µαβγδ≤≥→]+")
"""Latin letters and usual signs; look-alike letters could hide a code from the checks."""
_MARKUP = re.compile(r"<[a-z/!]|://|www\.|[\[\]`{}]|^\s*[#>]", re.IGNORECASE)
_SPLIT = re.compile(r"(?<=[.!?])\s+(?=[A-Z])(?<!\bDr\. )(?<!\bvs\. )(?<!\bNo\. )")
_MARKER = re.compile(r"\s*\[(\d{1,4})(?:,\s*\d{1,4})*\]")
_LEAD = re.compile(
    r"(yes|no)\b(?=\s*(?:[,.;:!–—-]|$|it\b|you\b|they\b|there\b|the\b|that\b|this\b))", re.I
)
_ASIDE = re.compile(r"\banswer\s+(?:\w+\s+)?is\s+[\"“']?(yes|no)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Verified:
    """What the answer says, in comparable form."""

    cited: frozenset[int]
    codes: frozenset[str]
    sections: frozenset[str]
    numbers: frozenset[str]
    stems: frozenset[str]
    verdict: str | None
    standing: Standing
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Checked:
    """The sentences that stand, and why the others do not."""

    kept: tuple[Sentence, ...]
    removed: tuple[str, ...]


def verified(draft: Answer) -> Verified:
    """Gather what a sentence may say.

    The question itself is no part of it: what is only typed there is not verified.

    Args:
        draft: The verified answer.
    """
    text = "\n".join(_texts(draft))
    recommended = sum(code.role != "alternative" for code in draft.codes)
    return Verified(
        cited=frozenset(citation.n for citation in draft.citations),
        codes=_tokens.codes(text),
        sections=_tokens.sections(text),
        numbers=_tokens.numbers(text) | {str(recommended)},
        stems=_tokens.stems(text),
        verdict=draft.verdict,
        standing=Standing.of(draft),
        statements=statements(_said(draft)),
    )


def _texts(draft: Answer) -> Iterator[str]:
    yield draft.answer
    yield draft.date_of_service.isoformat()
    for citation in draft.citations:
        yield from (citation.ref, citation.title, citation.quote, citation.release)
    for told in draft.codes:
        yield from (told.code, told.title, told.reason)
        yield from (span.text for span in told.evidence)
    for left in draft.rejected:
        yield from (left.code, left.title, left.reason)
        yield from (span.text for span in left.evidence)
    yield from (*draft.queries, *draft.assumptions)


def _said(draft: Answer) -> Iterator[str]:
    """What the answer and its sources state in sentences."""
    yield draft.answer
    yield from (citation.quote for citation in draft.citations)


def checked(reply: Reply, draft: Answer) -> Checked:
    """Keep the sentences that the answer bears out.

    Args:
        reply: The model's reply.
        draft: The verified answer.

    Returns:
        The sentences kept, each with valid citations, and the reasons for those removed.
    """
    facts = verified(draft)
    kept: list[Sentence] = []
    removed: list[str] = []
    for sentence in _single(reply):
        valid = tuple(dict.fromkeys(n for n in sentence.citations if n in facts.cited))
        sentence = _resting(sentence, valid)
        fault = _fault(sentence, facts)
        if fault is None and len(kept) < MAX_SENTENCES:
            kept.append(sentence)
        else:
            removed.append(fault or "there are too many sentences")
    return Checked(tuple(kept), tuple(removed))


def _resting(sentence: Sentence, citations: tuple[int, ...]) -> Sentence:
    """The sentence, resting on these citations."""
    return Sentence(text=sentence.text, citations=citations)


def _single(reply: Reply) -> Iterator[Sentence]:
    """Each sentence by itself, markers in the text counted among its citations."""
    for given in reply.sentences:
        if len(given.text) > MAX_SENTENCE:
            yield Sentence(text="", citations=())
            continue
        marked = tuple(
            int(n) for m in _MARKER.finditer(given.text) for n in re.findall(r"\d+", m[0])
        )
        text = unicodedata.normalize("NFKC", _MARKER.sub("", given.text)).replace("\u00ad", "")
        text = " ".join(text.split())
        for part in _SPLIT.split(text):
            yield Sentence(text=part.strip(), citations=(*given.citations, *marked))


def _fault(sentence: Sentence, facts: Verified) -> str | None:
    """Why a sentence cannot stand, or None."""
    text = sentence.text
    if not text or not _PLAIN.fullmatch(text) or _MARKUP.search(text):
        return "it is not plain text of one sentence"
    if not sentence.citations:
        return "it rests on no citation of the answer"
    if _tokens.codes(text) - facts.codes:
        return "it names a code that is not in the evidence"
    if _tokens.sections(text) - facts.sections:
        return "it names a guideline section that is not in the evidence"
    if _tokens.numbers(text) - facts.numbers:
        return "it gives a number that is not in the evidence"
    if not _keeps_verdict(text, facts.verdict):
        return "it contradicts the verdict"
    # A code left out is rightly denied in words that the code instead of it is affirmed in.
    denies_rejected = _tokens.codes(text) & facts.standing.rejected
    if not denies_rejected and turned_round(text, facts.statements):
        return "it says the opposite of the evidence"
    return wrong_claim(text, facts.standing) or _ungrounded(text, facts)


def _keeps_verdict(text: str, verdict: str | None) -> bool:
    said = [match[1].lower() for match in (_LEAD.match(text), _ASIDE.search(text)) if match]
    return all(word == verdict for word in said)


def _ungrounded(text: str, facts: Verified) -> str | None:
    words = _tokens.stems(text)
    if words and len(words & facts.stems) / len(words) < _GROUNDED:
        return "it says something that is not in the evidence"
    return None
