"""What a sentence claims about codes: to report or not, and in which order.

Sentences are read by clause, with cue words; a claim that cannot be squared with the role and the
sequence of the codes in the verified answer is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from assistant.language_model import _tokens
from assistant.models import Answer
from guidelines import lazy_re as re

_CLAUSE = re.compile(
    r"[,;:()–—]\s|\.\s|(?=\b(?:rather than|instead of|in place of|in lieu of|but|although|though|"
    r"while|whereas|because|since)\b)",
    re.IGNORECASE,
)
_PHRASE = re.compile(
    r"[,;:()–—]\s|\b(?:and|then|followed by|with|before|after|precedes|follows|rather than|"
    r"instead of)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:not|never|no|nor|neither|cannot|without|rather than|instead of|in place of|in lieu of|"
    r"excluded?s?|excludes[12]|omit\w*|left out|leave out|integral|invalid|incorrect|wrong|"
    r"inappropriate|rejected|prohibit\w*|already included)\b|n[’']t\b",
    re.IGNORECASE,
)
_NOT_REPORTED = re.compile(
    r"(?:\b(?:not|never|cannot)|n[’']t)\s+(?:be\s+|to\s+be\s+|to\s+)?(?:separately\s+|also\s+)?"
    r"(?:report|cod|assign|us(?:e|ing)|bill|submit|capture|valid|billable|appropriate|correct|support)"
    r"|^\s*not\s+(?:the\s+)?(?:code\s+)?[A-Z]\d",
    re.IGNORECASE,
)
_PASSED_OVER = re.compile(
    r"\b(?:omit|leave out|drop|rather than|instead of|in place of|in lieu of|incorrect|invalid)\b"
    r"|\bno\s+(?:need|reason)\b",
    re.IGNORECASE,
)
_ENDORSES = re.compile(
    r"\b(?:report|assign|use|using|code\s+(?:it|this|to|as|with|for)|coded|bill|submit|add|list|"
    r"sequence|choose|select|capture|recommend|correct|should be|is the code|right code)\w*\b",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:if|when|where|unless|once|could|may|might|would|alternativ\w*|consider|depend\w*|until)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\b(?:first|first-listed|principal|primary)\b", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:before|precedes?|followed by|then|ahead of)\b", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:after|follows|following)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Standing:
    """How the codes of the verified answer stand, in plain form."""

    recommended: Mapping[str, int]
    """Code to position in reporting order."""
    first_listed: frozenset[str]
    alternatives: frozenset[str]
    rejected: frozenset[str]
    spoken_for: frozenset[str]
    """Codes that the verified wording names and that are neither left out nor alternatives."""

    @classmethod
    def of(cls, draft: Answer) -> Standing:
        """Read it from the answer."""
        plain = _tokens.plain_code
        recommended = {
            plain(code.code): code.sequence or 0
            for code in draft.codes
            if code.role != "alternative"
        }
        alternatives = frozenset(
            plain(code.code) for code in draft.codes if code.role == "alternative"
        )
        rejected = {plain(left.code) for left in draft.rejected} - set(recommended)
        return cls(
            recommended=recommended,
            first_listed=frozenset(
                plain(code.code) for code in draft.codes if code.role == "first-listed"
            ),
            alternatives=alternatives,
            rejected=frozenset(rejected),
            spoken_for=_tokens.codes(draft.answer) - rejected - alternatives,
        )

    def supports(self, code: str) -> bool:
        """Whether the answer recommends the code, or a code of that category, or speaks for it."""
        return code in self.spoken_for or any(told.startswith(code) for told in self.recommended)


def wrong_claim(text: str, standing: Standing) -> str | None:
    """Say what a sentence gets wrong about its codes.

    Args:
        text: One sentence.
        standing: How the codes stand.

    Returns:
        The fault, or None.
    """
    if not _tokens.codes(text):
        return None
    if _forbids_recommended(text, standing):
        return "it speaks against a code that the answer recommends"
    if _endorses_other(text, standing):
        return "it speaks for a code that the answer does not recommend"
    if _wrong_order(text, standing):
        return "it puts the codes in another order"
    return None


def _forbids_recommended(text: str, standing: Standing) -> bool:
    conditional = _HEDGED.search(text) and _tokens.codes(text) & standing.alternatives
    for clause in _CLAUSE.split(text):
        named = _tokens.codes(clause)
        if conditional and not _NOT_REPORTED.search(clause):
            continue  # "if the type is documented, I50.20 instead of I50.9"
        forbidden = _NOT_REPORTED.search(clause) or (named and _PASSED_OVER.search(clause))
        # A clause without a code of its own speaks of those that the sentence names.
        meant = named or _tokens.codes(text)
        if forbidden and meant & set(standing.recommended) and not meant & standing.rejected:
            return True
    return False


def _endorses_other(text: str, standing: Standing) -> bool:
    named = _tokens.codes(text)
    only_rejected = not named & set(standing.recommended)
    for clause in _CLAUSE.split(text):
        negated = _NEGATION.search(clause) or (only_rejected and _NEGATION.search(text))
        if _tokens.codes(clause) & standing.rejected and not negated:
            return True
        others = _tokens.codes(clause) - standing.rejected
        unsupported = any(not standing.supports(code) for code in others)
        if unsupported and not negated and _ENDORSES.search(text) and not _HEDGED.search(text):
            return True
    return False


def _wrong_order(text: str, standing: Standing) -> bool:
    return _wrong_first(text, standing) or _wrong_pair(text, standing)


def _wrong_first(text: str, standing: Standing) -> bool:
    if not standing.first_listed:
        return False
    for phrase in _PHRASE.split(text):
        named = _tokens.codes(phrase) & set(standing.recommended)
        told_first = _FIRST.search(phrase) and not _NEGATION.search(phrase)
        if len(named) == 1 and told_first and not named & standing.first_listed:
            return True
    return False


def _wrong_pair(text: str, standing: Standing) -> bool:
    for one, two in pairwise(_tokens.CODE.finditer(text)):
        positions = [standing.recommended.get(_tokens.plain_code(match[0])) for match in (one, two)]
        if not all(positions):
            continue
        between = text[one.end() : two.start()]
        in_order = (positions[0] or 0) < (positions[1] or 0)
        if (_BEFORE.search(between) and not in_order) or (_AFTER.search(between) and in_order):
            return True
    return False
