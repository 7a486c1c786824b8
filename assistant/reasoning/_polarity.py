"""Whether a question asks for a yes by denying: "is it wrong to add it?", "so no A41.9, correct?"."""

from __future__ import annotations

from assistant.models import Verdict
from assistant.reading._intent import affirmed
from guidelines import lazy_re as re

_FAULT = (
    r"(?:wrong|incorrect|improper|inappropriate|mistaken?|error|violat\w+|overcod\w+|non-?compliant|illegal"
    r"|prohibited|forbidden|disallowed|barred|against the (?:rules?|guidelines?))"
)
_BLAMED = re.compile(
    r"\b(?:is|was|would|isn['’]?t|wouldn['’]?t|am|are|were|that['’]?s|it['’]?s)"
    r" (?:(?:it|this|that|i|we|you|they|there|the \w+|an?|[A-Z]\d[\w.]*) )*"
    r"(?:(?:be|considered|really|actually|just|then|technically) )*(?:an? )?(?:(?:coding|compliance|sequencing) )?"
    rf"{_FAULT}\b"
    rf"|(?:^|[.;:,!?]\s+){_FAULT} (?:to|if|for (?:me|us) to)\b",
    re.IGNORECASE,
)
"""What is proposed is blamed as a whole."""
_BANNED = re.compile(r"\b(?:off[- ]limits|off the table|out of the question)\b", re.IGNORECASE)
_LEFT = re.compile(
    r"\b(?:skip|omit|leave (?:(?:it|that|this|the \w+|[A-Z]\d[\w.]*) )?(?:off|out)|drop(?! to\b)|delete|remove|exclude|ignore"
    r"|take (?:(?:it|that|the \w+|[A-Z]\d[\w.]*) )?off(?! (?:of )?(?:the|an?|her|his|their)\b))\b"
    r"|\b(?:(?:is|are|am|was|it|that|this|so|we|i|you|do|does|can|could|should|must|may|will|would)"
    r" (?:\w+ )?not|can['’]?t|cannot|don['’]?t|doesn['’]?t|do not|isn['’]?t|aren['’]?t|shouldn['’]?t|mustn['’]?t|won['’]?t)"
    r" (?:(?:be|we|i|you|it|really|to|supposed|allowed|able|even|ever|just|an?|the|good|right) )*"
    r"(?:code[ds]?|coding|codable|codeable|report(?:ed|able)?|assign\w*|add(?:ed)?|used?|take|taken|pull\w*|pick\w*|bill\w*"
    r"|captur\w*|count\w*|option|enough|allowed|possible|ok(?:ay)?|valid|go|link\w*|assum\w*|presum\w*|get|come)\b"
    r"|(?:^|[.;:,\n] *|\b(?:so|then|thus|hence|means|therefore) )no (?:need for |use of )?(?:[A-Z]\d[\w.-]*|code\b|poa\b)"
    r"|\b(?:off[- ]limits|off the table|out of the question|not an option|no option|no go)\b",
    re.IGNORECASE,
)
"""What is proposed is not to be coded."""


def blames(text: str) -> bool:
    """Whether a yes to a question blames or bans what it names: "is it wrong to …", "off limits?".

    Args:
        text: The question as typed.
    """
    return _BLAMED.search(text) is not None or _BANNED.search(text) is not None


def denies(clause: str) -> bool:
    """Whether a yes to a clause means that what it names is not coded or not allowed.

    Args:
        clause: The words that ask.
    """
    text, turned = affirmed(clause)
    left = turned or _LEFT.search(text) is not None
    return left != (_BLAMED.search(text) is not None)


def answered(clause: str, holds: bool) -> Verdict:
    """The verdict on a clause about something that holds, or does not.

    Args:
        clause: The words that ask.
        holds: Whether what they name is coded or allowed.
    """
    return "yes" if holds != denies(clause) else "no"
