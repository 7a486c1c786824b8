"""Burns by site and degree, as a chart tells them: "L hand dorsum: full thickness" (I.C.19.d).

Each site is coded to the highest degree found there (I.C.19.d.2); the word "burn" itself often
stands in another line than the site.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from assistant.reading._attributes import side_near
from guidelines import lazy_re as re

_OF_BURNS = re.compile(r"\b(?:burn(?:s|ed|t)?|scald\w*|tbsa)\b", re.IGNORECASE)
_NO_BURN = re.compile(r"\b(?:heart|sun|wind|razor|rug|friction|side) ?-?burns?\b", re.IGNORECASE)
_DEGREES = (
    ("third", re.compile(r"\bfull[- ]thick\w*|\b(?:third|3rd)[- ]deg\w*|\bleathery\b|\bcharred\b", re.IGNORECASE)),
    ("second", re.compile(r"\bpartial[- ]thick\w*|\b(?:deep|superficial|mid)[- ]partial\b"
                          r"|\b(?:second|2nd)[- ]deg\w*|\bblister(?:ed|s|ing)?\b", re.IGNORECASE)),
    ("first", re.compile(r"\bsuperficial(?![- ]partial)\b|\b(?:first|1st)[- ]deg\w*|\berythema only\b", re.IGNORECASE)),
)  # fmt: skip
"""Degrees, the highest first, by the words for them."""
_SITES = (
    ("back of hand", r"(?:dors(?:um|al)|back)(?: of)?(?: the)? (?:[rl]\w* )?hand|(?:[rl]\w* )?hand dors\w+"),
    ("palm", r"palm(?:ar)?(?: surface)?"),
    ("hand, unspecified site", r"hands?(?! dors)"),
    ("forearm", r"forearms?"),
    ("upper arm", r"upper arms?"),
    ("wrist", r"wrists?"),
    ("elbow", r"elbows?"),
    ("shoulder", r"shoulders?"),
    ("single finger except thumb", r"finger"),
    ("thumb", r"thumb"),
    ("forehead and cheek", r"cheeks?|forehead"),
    ("chin", r"chin"),
    ("neck", r"neck"),
    ("scalp", r"scalp"),
    ("ear", r"ears?"),
    ("chest wall", r"chest(?: wall)?"),
    ("abdominal wall", r"abd(?:omen|ominal wall)?"),
    ("upper back", r"upper back"),
    ("lower back", r"lower back"),
    ("buttock", r"buttocks?"),
    ("thigh", r"thighs?"),
    ("knee", r"knees?"),
    ("lower leg", r"lower legs?|calf|calves|shins?"),
    ("ankle", r"ankles?"),
    ("foot", r"foot|feet"),
    ("toe", r"toes?"),
    ("face, unspecified site", r"face"),
)  # fmt: skip
"""Sites by their names in the classification, the more exact first, and as charts say them."""
_SITE = re.compile("|".join(rf"(?P<s{n}>\b(?:{said})\b)" for n, (_, said) in enumerate(_SITES)), re.IGNORECASE)  # fmt: skip
_LISTED = re.compile(
    r"\s*(?:,|and|&|\+|/|, and)\s*(?:the )?(?:(?:right|left|bilateral|both|[rl])\s+)?",
    re.IGNORECASE,
)
_REACH = 60
"""Characters between a degree and the site it is of."""
_DENIED = re.compile(r"\b(?:no|not|without|neg|healed|h/o|hx|history of)\b[^,;.]{0,25}$", re.I)


@dataclass(frozen=True, slots=True)
class Burn:
    """A burn of one site: offsets in its sentence, and the words of the classification for it."""

    start: int
    end: int
    term: str
    side: str | None


def tells_of_burns(text: str) -> bool:
    """Whether a text is about burns at all."""
    return _OF_BURNS.search(_NO_BURN.sub(" ", text)) is not None


def burns_in(sentence: str) -> Iterator[Burn]:
    """Burns that a sentence tells by site and degree, one for each site."""
    sites = list(_SITE.finditer(sentence))
    found: dict[int, tuple[int, int, int]] = {}
    for rank, (_, words) in enumerate(_DEGREES):
        for match in words.finditer(sentence):
            if _DENIED.search(sentence[: match.start()]):
                continue
            near = [s for s in sites if _apart(s, match) <= _REACH]
            if not near:
                continue
            site = min(near, key=partial(_distance, sentence, match))
            if site.start() not in found:
                begin, end = min(site.start(), match.start()), max(site.end(), match.end())
                found[site.start()] = (rank, begin, end)
    listed = [p for p in pairwise(sites) if _LISTED.fullmatch(sentence[p[0].end() : p[1].start()])]
    for told, other in (*listed, *((b, a) for a, b in reversed(listed))):
        if told.start() in found and other.start() not in found:
            found[other.start()] = (found[told.start()][0], other.start(), other.end())
    for site in sites:
        if site.start() in found:
            rank, begin, end = found[site.start()]
            name = _SITES[int((site.lastgroup or "s0")[1:])][0]
            side = side_near(sentence, site.start(), site.end())
            yield Burn(begin, end, f"burn of {_DEGREES[rank][0]} degree of {name}", side)


def _distance(sentence: str, degree: re.Match[str], site: re.Match[str]) -> int:
    """How far a site is from a degree; the one that "third-degree burn of …" names is nearest."""
    between = sentence[degree.end() : site.start()]
    named = site.start() > degree.end() and re.search(r"\bburns?\b", between, re.IGNORECASE)
    return 0 if named else 1 + _apart(site, degree)


def _apart(site: re.Match[str], degree: re.Match[str]) -> int:
    return max(degree.start() - site.end(), site.start() - degree.end(), 0)
