"""Ordinary words for a visit of routine care during healing: stitches out, cast off, a therapy session.

Such a visit comes after the active treatment, so the injury takes the 7th character of a subsequent
encounter (I.C.19.a). The same words of a plan tell of a visit to come: "return in 10 days for suture
removal" closes a first visit.
"""

from __future__ import annotations

from guidelines import lazy_re as re

_MATERIALS = (
    r"(?:sutures?|stitch(?:es)?|staples?|steri-?strips|(?<!safety )pins?|k-?wires?|ex-?fix(?:ator)?|fixator"
    r"|casts?|splints?|drsg"
    r"|dressings?|slab|boot|sling|collar)"
)
_TAKEN = r"(?:remov(?:ed|al)|rem'?d|out|off|d/?c'?d|discontinued|taken (?:out|off)|chang(?:ed?|ing)|checks?|checked)"
_CARE = re.compile(
    rf"(?<![\w-]){_MATERIALS},? (?:(?:is|are|was|were|now|came|come|coming|all) ){{0,2}}{_TAKEN}(?![\w-])"
    rf"|\b(?:remov(?:e|ed|al|ing)|tak(?:e|en|ing) (?:out|off)|took (?:out|off))(?: of)?"
    rf"(?: (?:the|her|his|all|\d+))? {_MATERIALS}\b"
    r"|\b(?:wound|drsg|dressing|incision) (?:check|re-?check|change)s?\b"
    r"|\bre-?eval(?:uation|uate|'?d)?\b(?![\w-])|\bre-?assess(?:ment)?\b"
    r"|\b(?:p\.?t\.?|o\.?t\.?|pt/ot|phys(?:ical)? therapy|occupational therapy|hand therapy)"
    r"(?: (?:initial|follow-?up|daily))? (?:visits?|sessions?|evals?|evaluation|re-?evals?|treatments?|progress|note|daily|d/c"
    r"|#? ?\d+(?:/\d+| of \d+)?|x ?\d+)(?![\w-])"
    r"|(?:\A|\n)\W*(?:p\.?t|o\.?t|physical therapy|occupational therapy|hand therapy)(?: (?:for|eval|visit)\b|\s*[:-])"
    r"|\b(?:visit|session) (?:#|no\.? ?)?(?:[2-9]|1\d)\b(?! ?(?:days?|d|wks?|weeks?))",
    re.IGNORECASE,
)
"""Care that is given while an injury heals."""
_TO_COME = re.compile(
    r"\b(?:to return|return (?:in|to|on|\d\S*|\w+day)|rtc|rto|f/?u|follow(?:ing)?[- ]?up|come back|sched\w*|refer\w*|order\w*"
    r"|plan\w*|will|start\w*|begin\w*|needs?|needing|due|recommend\w*|instruct\w*|advised?|rx|tomorrow|next|await\w*|not|no"
    r"|refus\w*"
    r"|(?:in|after|x) ?\d[\d-]* ?(?:d|days?|w|wks?|weeks?))\b[^.;\n]{0,40}\Z",
    re.IGNORECASE,
)
"""Words before care that is planned."""
_HERE = re.compile(
    r"\b(?:here|in (?:today )?|seen|presents?|visit) (?:today )?for\b[^.;,\n]{0,30}\Z",
    re.IGNORECASE,
)
"""Words that say that this visit is for the care: "f/u visit, here for suture removal"."""
_LATER = re.compile(
    r"\A\W{0,3}(?:\w+ )?(?:(?:in|at|on|after|due|within|x) ?)?(?:[\d~]+ ?(?:-\d+ ?)?(?:d|days?|w|wks?|weeks?|mo|months?)\b"
    r"(?! (?:ago|post|after|s/p|out))"
    r"|(?:next|tomorrow|order\w*|sched\w*|plan\w*|referral|recommend\w*|when\b|pending|due\b|prn\b)"
    r"|(?:at home|home|daily|bid|tid|qd|qod|q ?\d|every|twice|once|ed\b|per)"
    r"|(?:and|&|\+|/) ?treat\b|\w+day\b(?<!today))",
    re.IGNORECASE,
)
"""Words after care that is planned."""
_TREATED_NOW = re.compile(
    r"\b(?:initial encounter|active (?:treatment|tx)|admit(?:ted|s)?|admission|pod ?#?\d|hd ?#?\d|hospital day|npo"
    r"|orif (?:today|done|performed|planned|this)|taken to (?:the )?or)\b",
    re.IGNORECASE,
)
"""Words of a stay or of an operation, in which therapy and dressings belong to the active treatment."""
_MISHAP = re.compile(
    r"\b(?:pulled|ripped|tore|torn|fell|popp\w+|broke|soaked|too tight)\b[^.;\n]{0,20}\Z",
    re.IGNORECASE,
)
"""Words before a suture or cast that came away by itself."""


def is_healing_visit(text: str) -> bool:
    """Whether a text tells of care given now to something that is healing (I.C.19.a).

    Args:
        text: the chart, in any case.
    """
    if _TREATED_NOW.search(text):
        return False
    for match in _CARE.finditer(text):
        before, after = text[max(0, match.start() - 70) : match.start()], text[match.end() :]
        if _LATER.match(after) or _MISHAP.search(before):
            continue
        if _TO_COME.search(before) and not _HERE.search(before):
            continue
        return True
    return False
