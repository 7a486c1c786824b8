"""What a look-up leads to: the code of the likeliest entry, and the next likeliest codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.choosing import Choice
from assistant.looking_up import LookUp
from assistant.reasoning._case import Case
from assistant.reasoning._plausible import foreign_site
from guidelines.codeset import Entry
from indexes._surface import analyze
from indexes._text import stem

MOST = 10  # codes shown: the best and up to nine alternatives
_SAME_BUT_SIDE, _SISTER, _COUSIN = 0.25, 0.12, 0.01
_FAMILY = 60  # billable codes of a category up to which all are candidates


@dataclass(frozen=True, slots=True)
class Found:
    """A billable code that a look-up may mean, and the entry or line that it was found by."""

    code: str
    via: str
    score: float


def likeliest(case: Case, looked_up: LookUp) -> tuple[Choice | None, list[Found]]:
    """Where the likeliest entry leads, and every billable code in order of likelihood.

    Besides the entries found, the lines around the best one are candidates: the same condition on
    the other side, its sisters, then the rest of its category.
    """
    found: dict[str, Found] = {}
    reached: list[tuple[float, Choice, list[Found]]] = []
    for hit in looked_up.hits:
        exactly = looked_up.titled and hit is looked_up.hits[0] and case.codeset.is_line(hit.code)
        choice = case.complete(hit.code, None, looked_up.words_for(hit.code), exactly)
        if choice is None:
            continue
        codes = (choice.code,) if choice.billable else choice.options
        certain = looked_up.settled and hit is looked_up.hits[0]
        fit = 1.0 if certain else _fit(case, choice.code, looked_up.words_for(hit.code), hit.via)
        if not certain and foreign_site(case, hit, looked_up.words_for(hit.code)):
            fit *= _CONTRADICTED  # "foot puncture" is no puncture wound of an ear
        reached.append(
            (hit.score * fit, choice, [Found(c, hit.via, hit.score * fit) for c in codes])
        )
    if not reached:
        return None, []
    # the likeliest entry stays first where another's line fits the words no better
    reached.sort(key=lambda r: -r[0])
    first = reached[0][1]
    for _, _, lines in reached:
        for line in lines:
            found.setdefault(line.code, line)
    leading = [line.code for line in reached[0][2]]
    best = found[leading[0]]
    for code, nearness in _around(case, leading[0]):
        other = Found(code, best.via, best.score * nearness)
        if code not in found or found[code].score < other.score:
            found[code] = Found(code, found[code].via if code in found else best.via, other.score)
    rest = sorted(
        (f for code, f in found.items() if code not in leading), key=lambda f: (-f.score, f.code)
    )
    return first, [*(found[c] for c in leading), *rest]


_OPPOSITES = tuple(
    (stem(a), stem(b))
    for a, b in (
        ("acute", "chronic"), ("open", "closed"), ("displaced", "nondisplaced"),
        ("primary", "secondary"), ("benign", "malignant"), ("subluxation", "dislocation"),
        ("anterior", "posterior"), ("medial", "lateral"), ("upper", "lower"),
        ("proximal", "distal"), ("inner", "outer"), ("internal", "external"),
        ("congenital", "acquired"), ("male", "female"), ("superior", "inferior"),
        ("accidental", "intentional"), ("hyperplasia", "hypoplasia"), ("single", "recurrent"),
        ("early", "late"), ("mother", "newborn"), ("complete", "incomplete"),
        ("increased", "decreased"), ("low", "high"),
    )
)  # fmt: skip
_CONTRADICTED = 0.3


_ABSENT = re.compile(
    r"\b(?:without|not|no)\s+(?:mention of )?([^,;]*?)(?=\s(?:of|in|to|on|at|with|without|and|or)\b|[,;]|$)"
)
_CAUSE = re.compile(r"\b(?:due to|secondary to|from|caused by|after|following)\b")
_EFFECT_UNNAMED = 0.5
_IMPLIED = (
    ("H00", "H59", stem("eye"), stem("eyes")),
    ("H60", "H95", stem("ear"), stem("ears")),
    ("L00", "L99", stem("skin")),
)
"""The organ of a chapter, which its titles need not name."""


def _fit(case: Case, code: str, said: str, via: str) -> float:
    """How well the line reached fits what was said, 0–1.

    A line that leaves words unheard is the less likely the rarer they are; one that says the
    opposite, has as absent what was said, or names only the cause of it, is hardly meant.
    """
    equivalents = case.index.lexicon.equivalents
    implied = {s for low, high, *stems in _IMPLIED if low <= code[:3] <= high for s in stems}
    asked = frozenset(analyze(said, equivalents, title=False).core) - implied
    entry = case.codeset.get(case.codeset.base_of(code))
    surfaces = [analyze(t, equivalents) for t in (entry.title, *entry.inclusion_terms, via)]
    words = {w for s in surfaces for w in (*s.core, *s.soft)}
    own = {*surfaces[0].core, *surfaces[0].soft}
    rarity = case.index.terms.rarity
    total = sum(rarity(w) for w in asked)
    heard = sum(rarity(w) for w in asked & words) / total if total else 1.0
    fit = 0.6 + 0.4 * heard
    for one, other in _OPPOSITES:
        for a, b in ((one, other), (other, one)):
            if a in asked and b not in asked and b in own and a not in own:
                fit *= _CONTRADICTED
    here, there = _absent(said, equivalents), _absent(entry.title, equivalents)
    if there & (asked - here) or here & (own - there):
        fit *= _CONTRADICTED
    cause = _CAUSE.search(said.lower())
    if cause is not None:
        effect = set(analyze(said[: cause.start()], equivalents, title=False).core)
        fit *= 1.0 if not effect or effect & words else _EFFECT_UNNAMED
    return fit


def _absent(text: str, equivalents: Mapping[str, str]) -> frozenset[str]:
    """Stems of what a text says is not there."""
    parts = " ".join(m[1] for m in _ABSENT.finditer(text.lower()))
    return frozenset(analyze(parts, equivalents, title=False).core) if parts else frozenset()


def _around(case: Case, code: str) -> Iterator[tuple[str, float]]:
    """Codes near a code in the tree, with how near they are, 0–1."""
    codeset = case.codeset
    base = codeset.get(codeset.base_of(code))
    ending = code[len(base.code) :].lstrip(".")[-1:] if code != base.code else ""
    if base.parent is None:
        return
    own = _concept(case, base)
    parent = codeset.get(base.parent)
    for line in codeset.lines_under(parent.code):
        if line.code != base.code:
            near = _SAME_BUT_SIDE if _concept(case, line) == own else _SISTER
            yield _with(case, line, ending), near
    family = codeset.lines_under(base.code[:3])
    if len(family) <= _FAMILY:
        for line in family:
            yield _with(case, line, ending), _COUSIN


def _concept(case: Case, entry: Entry) -> frozenset[str]:
    return frozenset(analyze(entry.title, case.index.lexicon.equivalents).core)


def _with(case: Case, line: Entry, ending: str) -> str:
    """A line's code with the 7th character of the code beside it, where it takes one."""
    if line.billable:
        return line.code
    characters = case.codeset.seventh_characters(line.code)
    if ending not in characters:
        ending = next(iter(characters))
    return case.codeset.complete(line.code, ending)
