"""Whether a complication of care is coded: as far as the provider relates it to the care (I.B.16)."""

from __future__ import annotations

from assistant.reasoning._case import Case
from assistant.reasoning._clause import asking_clause
from assistant.reasoning._polarity import answered
from assistant.reasoning._proposed import proposed
from assistant.reasoning._untold import SILENCE
from assistant.reasoning._verdict import Decided
from guidelines import lazy_re as re
from guidelines.rules import any_matches

_CODES = (
    "D78.0-", "D78.1-", "D78.2-", "D78.8-", "E89.8-", "G97.3-", "G97.4-", "G97.5-", "G97.8-", "I97.1-", "I97.4-", "I97.5-",
    "I97.6-",
    "I97.7-", "J95.1", "J95.2", "J95.3", "J95.6-", "J95.7-", "J95.8-", "K91.3-", "K91.6-", "K91.7-", "K91.8-", "L76.-",
    "M96.8-", "N99.0", "N99.6-", "N99.7-", "N99.8-", "T81.0-", "T81.1-", "T81.4-", "T81.7-", "T81.8-",
)  # fmt: skip
_ASKED = re.compile(
    r"\b(?:as|is (?:this|it|that)|call (?:it|this|that)|be|count(?:s|ed)? as|code[ds]? as|a|an)\b[^.?]{0,20}"
    r"\b(?:post-?\s?op\w* |surgical |procedural )*complication(?: code)?\b",
    re.IGNORECASE,
)
_AFTER_CARE = re.compile(
    r"\bpost-?\s?(?:op|surg|proc)\w*|\bpod ?#?\d|\bafter (?:\w+ ){0,2}(?:surg\w*|procedure|operation|\w+ectomy|\w+plasty)"
    r"|\bs/p (?:\w+ ){0,3}\w+(?:ectomy|plasty|otomy)\b|\bintra-?op\w*|\bduring (?:the )?(?:surg\w*|procedure|operation)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:(?<!un)expected|inherent|integral|unavoidable|not (?:considered )?an? complication|not due to|unrelated|not related"
    r"|incidental|pre-?existing|routine|usual|normal course|insignificant)\b",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"\b(?:due to|d/t|2/2|caused by|secondary to|because of|result(?:ed)? (?:of|from)|attribut\w+ (?:it )?to|from|related to"
    r"|complication of)"
    r" (?:the |her |his |this |today['’]?s )?(?:\w+ )?(?:surg\w*|procedure|operation|anesth\w*|\w+ectomy|\w+plasty"
    r"|\w+otomy|graft"
    r"|mesh|catheter|bypass|cabg|repair|intubation|manipulation)\b"
    r"|\bcomplicat(?:ed|ing) (?:by|the)\b|\b(?:as|is|was|calls? it|called it|documents?|documented|wrote|says?|states?|:)"
    r" (?:it )?(?:as )?(?:an? )?['\"“]?(?:post-?op\w* |surgical )?complication\b",
    re.IGNORECASE,
)
_BLAMES = re.compile(
    r"\b(?:always|ever|automatically|never|query|quer(?:ies|ying)|word|word\w*)\b", re.IGNORECASE
)


def denies_complication(told: str) -> bool:
    """Whether the provider calls what followed an operation part of it.

    Args:
        told: The documentation.
    """
    return bool(_AFTER_CARE.search(told) and _DENIED.search(SILENCE.sub(" ", told)))


def relates_to_care(told: str) -> bool:
    """Whether the provider calls what followed an operation a complication of it.

    Args:
        told: The documentation.
    """
    return bool(_AFTER_CARE.search(told) and _RELATED.search(SILENCE.sub(" ", told)))


def of_care_verdict(case: Case) -> Decided | None:
    """Yes, no or depends, by what the provider says of a condition after an operation.

    Args:
        case: The case, worked out.
    """
    start, clause = asking_clause(case)
    codes = [p.code for p in proposed(case)]
    meant = any(any_matches(_CODES, c) for c in codes)
    if not meant and not _ASKED.search(clause):
        return None
    if _BLAMES.search(case.text) or not _AFTER_CARE.search(case.text):
        return None
    told = SILENCE.sub(" ", case.text[:start] + " " + case.text[start + len(clause) :])
    if not told.strip():
        told = _ASKED.sub(" ", SILENCE.sub(" ", case.text))
    if _DENIED.search(told):
        return Decided(answered(clause, False), "I.B.16", 2, 1.0, settled=True)
    if _RELATED.search(told):
        return Decided(answered(clause, True), "I.B.16", 0, 1.0, settled=True)
    return Decided("depends", "I.B.16", 6, 1.0, settled=True)
