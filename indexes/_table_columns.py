"""Columns of the Index's tables, by the words of a chart.

The Table of Neoplasms asks for behavior: malignant primary, malignant secondary, in situ, benign,
uncertain, unspecified (I.C.2). The Table of Drugs and Chemicals asks for what happened: poisoning
by accident, self-harm, assault or of undetermined intent, adverse effect, underdosing (I.C.19.e).
"""

from __future__ import annotations

from guidelines import lazy_re as re

_UNDERDOSING, _ADVERSE, _SELF_HARM, _ASSAULT, _UNDETERMINED, _ACCIDENT = 5, 4, 1, 2, 3, 0
INTENTS = (
    (_UNDERDOSING, r"under-?dos\w+|non-?complian\w+|non-?adheren\w+|missed doses?|not taking"),
    (_ADVERSE, (r"adverse (?:drug )?(?:effects?|reactions?|events?)|side effects?"
                r"|(?:drug )?reaction to|\badr\b|\bade\b|allergic reaction to")),
    (_SELF_HARM, (r"suicid\w+(?: attempt\w*)?|intentional(?:ly)?(?! overuse)|self[- ]?harm"
                  r"|self[- ]inflicted|on purpose")),
    (_ASSAULT, r"assault\w*|homicid\w+|poisoned by (?:another|someone)"),
    (_UNDETERMINED, r"undetermined(?: intent)?"),
)  # fmt: skip
"""Columns of the drug table with the words that say them, the most telling first."""
HAPPENED = (
    r"over-?dos\w+|o\.?d\.?|poison\w*|ingest\w*|swallow\w*|drank|drinking of|ate|inhal\w+"
    r"|toxic effects?|took too (?:much|many)|intoxication by|stings?|stung|bites?|bitten|venom"
    r"|envenomation|fumes|exposure"
)
"""Words that say that a substance did harm."""
_HAPPENED = re.compile(rf"\b(?:{HAPPENED})\b", re.IGNORECASE)
_BITTEN = re.compile(r"\b(?:stings?|stung|bites?|bitten)\b", re.IGNORECASE)
_DRUG_WORDS = re.compile(
    rf"\b(?:{'|'.join(p for _, p in INTENTS)}|over-?dos\w+|o\.?d\.?|poison\w*|ingest\w*|swallow\w*"
    r"|toxic effects?(?: of)?|took too (?:much|many)|accident\w*|unintentional\w*|intent|attempts?"
    r"|attempted)(?!\w)",
    re.IGNORECASE,
)

_BEHAVIORS = (
    (2, r"in[- ]situ"),
    (1, r"secondary|metasta\w+|mets"),
    (4, r"uncertain(?: behaviou?r)?"),
    (3, r"benign"),
    (0, r"malignan\w+|cancer\w*|carcinoma\w*|ca|primary"),
    (5, r"tumou?rs?|neoplas\w+|unspecified behaviou?r|mass|growth"),
)
_BEHAVIOR_WORDS = re.compile(
    rf"\b(?:{'|'.join(p for _, p in _BEHAVIORS)}|behaviou?r)\b", re.IGNORECASE
)


def drug_column(term: str) -> int | None:
    """Position of the drug table's column that a term asks for, None where nothing happened."""
    lowered = term.lower()
    said = next((n for n, words in INTENTS if re.search(rf"\b(?:{words})", lowered)), None)
    return said if said is not None else _ACCIDENT if _HAPPENED.search(term) else None


def bitten_only(term: str) -> bool:
    """Whether a bite or a sting is all that happened; the Index has lines for those of its own."""
    rest = _BITTEN.sub(" ", term)
    return rest != term and drug_column(rest) is None


def without_drug(term: str) -> str:
    """A term without the words that choose a column of the drug table."""
    return " ".join(_DRUG_WORDS.sub(" ", term).split())


def neoplasm_column(term: str) -> int | None:
    """Position of the neoplasm table's column that a term asks for, None for no neoplasm."""
    return next(
        (n for n, words in _BEHAVIORS if re.search(rf"\b(?:{words})\b", term, re.IGNORECASE)), None
    )


def without_neoplasm(term: str) -> str:
    """A term without the words that say that it is a neoplasm and how it behaves."""
    return " ".join(_BEHAVIOR_WORDS.sub(" ", term).split())
