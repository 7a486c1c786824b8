"""Whether a detail may be taken from somebody else than the provider (I.B.14, I.C.21.c.17)."""

from __future__ import annotations

from assistant.models import Verdict
from guidelines import lazy_re as re

_OTHERS = re.compile(
    r"(?i:\b(?:nurses?|nursing|dietitians?|dieticians?|nutrition(?:ist)?|paramedics?|medics?|social work\w*|case managers?"
    r"|community health workers?|medical assistants?|clinicians? other than|triage note|patient['’]?s own (?:words|statement))\b)"
    r"|\b(?:RNs?|LPN|RDs?|EMTs?|EMS|LSW|LCSW|MSW|SW|CHW|MA)\b(?!['’]s)"
)
_TAKEN = re.compile(
    r"\b(?:cod(?:e|e?able)|report(?:able)?|take|taken|use|used|pull|pick(?:ed)? up|get|come|grab|rely|go (?:off|by)|count"
    r"|capture|assign|based on|enough)\b",
    re.IGNORECASE,
)
_ALLOWED = re.compile(
    r"\b(?:stag(?:e|es|ed|ing)|depth|laterality|which side|nihss|stroke scale|coma scale|gcs|blood alcohol"
    r"|bal|under-?immuni\w+|vax|vaccin\w*"
    r"|firearm|gsw|intent|homeless\w*|housing|sdoh|social determinants?|sleeping in|food insecur\w*|unemploy\w*|lives alone"
    r"|transportation|evict\w*|illitera\w*)\b|\bY90|\bZ28|\bZ5[5-9]|\bZ6[0-5]",
    re.IGNORECASE,
)
"""Details that others than the provider may document, however little the provider says of them."""
_INDEX = re.compile(r"\bbmi\b|\bZ68", re.IGNORECASE)
_WEIGHT = re.compile(
    r"\b(?:obes\w*|overweight|underweight|malnutrition|cachexia|E66|E43|E44)\b", re.IGNORECASE
)
_UNSAID = re.compile(
    r"\b(?:no|never|not|nobody|n['’]t|without)\b[^.;?]{0,50}\b(?:obes\w*|overweight|underweight|weight|wt|ulcer|diagnos\w+)\b",
    re.IGNORECASE,
)
_CONFLICT = re.compile(
    r"(?<!no )\b(?:conflict\w*|disagree\w*|contradict\w*|differ\w*|different)\b", re.IGNORECASE
)


def by_others(text: str, clause: str) -> Verdict | None:
    """Yes, where a detail that the provider need not document is to be taken from somebody else.

    Args:
        text: The question as typed.
        clause: Its clause that asks.
    """
    if not _OTHERS.search(text) or not _TAKEN.search(clause):
        return None
    if _CONFLICT.search(text):
        return "no"
    if _INDEX.search(text):
        told = _WEIGHT.search(text) is not None and not _UNSAID.search(text)
        return "yes" if told else "no" if _UNSAID.search(text) else None
    return "yes" if _ALLOWED.search(text) and not _UNSAID.search(text) else None
