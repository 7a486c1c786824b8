"""Circumstances that choose within the code tree: side, encounter, healing, trimester, age …

The 7th characters of injuries follow I.C.19.a and I.C.19.c, the trimester I.C.15.a.3.
"""

from __future__ import annotations

import re

Attributes = dict[str, str]

_SIDE = re.compile(
    r"\b(?:(right|rt\.?|left|lt\.?|bilat(?:eral(?:ly)?|\.)?|both|b/l)|(?<![\w'’])([RL])(?=\s+[a-z]{3}))(?![\w-]?\d)",
    re.IGNORECASE,
)
_SIDES = {"rt": "right", "r": "right", "lt": "left", "l": "left", "both": "bilateral", "b/l": "bilateral"}
_ENCOUNTER = (
    ("sequela", r"sequelae?|late effects?|residual(?:s| effects?)? (?:of|from)|(?:due|secondary) to (?:an? )?(?:old|prior|previous|remote) (?:\w+ ){0,3}(?:injury|fracture|burn|trauma|laceration)"),
    ("subsequent", r"subsequent(?: encounter)?|follow[- ]?up|f/u|healing|re-?check|after ?care|cast (?:removal|change|check)|suture removal|staple removal|hardware removal|routine healing|delayed healing|non-?union|malunion|post-?op(?:erative)? (?:visit|check|day)|\d+ (?:weeks?|wks?|months?) (?:after|post|s/p|out|status)|rehab(?:ilitation)?|physical therapy|(?:fx|fracture) care continues"),
    ("initial", r"initial encounter|active treatment|(?:in|to|at) the (?:ed|er|emergency \w+)|ed visit|emergency (?:department|room)|new injury|(?:today|this morning|last night|yesterday|just now|hours? ago|acute(?:ly)? injured)|presents? (?:after|following|with)|taken to (?:the )?(?:or|surgery)|\borif\b|came in"),
)  # fmt: skip
_HEALING = (
    ("nonunion", r"non-?union"),
    ("malunion", r"mal-?union"),
    ("delayed", r"delayed (?:healing|union)|slow(?:ly)? healing|not healing"),
    ("routine", r"routine healing|healing (?:well|normally|as expected|appropriately)|healing"),
)
_STAGE_OPEN = (
    ("iii", r"(?:type|grade|gustilo(?:[- ]anderson)?(?: type| grade)?)\s*(?:iii|3)\s*[abc]?\b"),
    ("i-ii", r"(?:type|grade|gustilo(?:[- ]anderson)?(?: type| grade)?)\s*(?:ii?|1|2)\b"),
)
_WEEKS = re.compile(r"\b(\d{1,2})(?:\s*(?:\+\s*\d|\d/7))?\s*[- ]?(?:weeks?|wks?|w)(?:\s*(?:and|&)?\s*\d\s*days?)?\b(?=.{0,25}(?:gestation|gestational|pregnan|ega|ga\b|iup|gravid))|\b(?:pregnan\w+|gravid|iup|g\d+p\d+\w*|gestation(?:al age)?(?: of)?|ega|ga)\b.{0,25}?\b(\d{1,2})(?:\s*(?:\+\s*\d|\d/7))?\s*[- ]?(?:weeks?|wks?|w)\b", re.IGNORECASE)
_TRIMESTER = re.compile(r"\b(first|1st|second|2nd|third|3rd)[- ]trimester|trimester\s*([123])", re.IGNORECASE)
_AGE = re.compile(r"\b(\d{1,3})[- ]?(year|yr|y|month|mo|week|wk|day)s?[- /]?(?:o|old)\b|\b(\d{1,3})\s?y/?o\b|\b(\d{1,3})[- ]?([MF])\b(?!\w)|\baged? (\d{1,3})\b", re.IGNORECASE)
_SEX = (("female", r"\b(?:female|woman|girl|lady|she|her|pregnant|mother of)\b|\b\d{1,3}\s?(?:yo|y/o|y)?\s?f\b"), ("male", r"\b(?:male|man|boy|gentleman|he|his)\b|\b\d{1,3}\s?(?:yo|y/o|y)?\s?m\b"))  # fmt: skip


def side_near(text: str, start: int, end: int) -> str | None:
    """The side that belongs to the words at [start, end): inside them, else the nearest in the clause."""
    left = max(text.rfind(c, 0, start) for c in ".;\n") + 1
    right = min((i for i in (text.find(c, end) for c in ".;\n") if i >= 0), default=len(text))
    best: tuple[int, str] | None = None
    for match in _SIDE.finditer(text, left, right):
        word = (match[1] or match[2]).lower().rstrip(".")
        side = _SIDES.get(word) or ("bilateral" if word.startswith("bilat") else word)
        if match[2] and text[match.start() : match.end()].islower():
            continue
        distance = 0 if start <= match.start() < end else min(abs(match.end() - start), abs(match.start() - end))
        if distance <= 40 and (best is None or distance < best[0]):
            best = (distance, side)
    return best[1] if best else None


def sides(text: str) -> list[str]:
    """All sides named in a text, in order, without repetition."""
    found: list[str] = []
    for match in _SIDE.finditer(text):
        word = (match[1] or match[2]).lower().rstrip(".")
        if match[2] and match[2].islower():
            continue
        side = _SIDES.get(word) or ("bilateral" if word.startswith("bilat") else word)
        if side not in found:
            found.append(side)
    return found


def encounter_attributes(text: str) -> Attributes:
    """What the whole text says of the encounter and the patient."""
    lowered = text.lower()
    found: Attributes = {}
    for name, pattern in _ENCOUNTER:
        if re.search(rf"(?<![\w-])(?:{pattern})(?!\w)", lowered):
            found["encounter"] = name
            break
    for name, pattern in _HEALING:
        if re.search(rf"\b(?:{pattern})\b", lowered):
            found["healing"] = name
            break
    if re.search(r"\b(?:open|compound)\b(?=[^.;]{0,40}(?:fx|fracture|wound))|(?:fx|fracture)[^.;]{0,30}\b(?:open|compound)\b|\bgustilo\b", lowered):
        found["wound"] = "open"
        for name, pattern in _STAGE_OPEN:
            if re.search(pattern, lowered):
                found["gustilo"] = name
                break
    if match := _TRIMESTER.search(text):
        word = (match[1] or match[2]).lower()
        found["trimester"] = {"first": "1", "1st": "1", "second": "2", "2nd": "2"}.get(word, word[0] if word[0] in "123" else "3")
    if match := _WEEKS.search(text):
        weeks = int(match[1] or match[2])
        if 3 <= weeks <= 43:
            found["weeks"] = str(weeks)
            # I.C.15: first < 14 weeks 0 days, second < 28 weeks 0 days
            found["trimester"] = "1" if weeks < 14 else "2" if weeks < 28 else "3"
    if match := _AGE.search(text):
        number = next(int(g) for g in match.groups() if g and g.isdigit())
        unit = (match[2] or "y").lower()[0]
        years = number if unit == "y" else 0
        found["age"] = str(years)
        if unit in ("d", "w") or (unit == "m" and number == 0):
            found["age_days"] = str(number * (7 if unit == "w" else 1))
    for name, pattern in _SEX:
        if re.search(pattern, lowered):
            found["sex"] = name
            break
    return found
