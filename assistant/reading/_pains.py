"""A condition told of the site that is named with its symptom: "L shoulder pain, impingement" (I.B.5).

Charts say the site once, with the pain, and the diagnosis behind it without one; what is meant is
the bursitis, sprain or arthritis of that site.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guidelines import lazy_re as re

_SIDE = r"(?:(?P<side>right|left|bilateral|bilat\.?|both|rt\.?|lt\.?|b/l|(?-i:[RL])) )?"
_SITES = (
    r"shoulder|elbow|wrist|hand|finger|thumb|hip|knee|ankle|foot|heel|great toe|big toe|toe|forearm|forefoot|calf|thigh|shin"
    r"|(?:low(?:er)? )?back|neck"
)
_SYMPTOMS = r"(?:pain|swelling|injury|inj|stiffness|soreness)(?:(?: and |/| & |, )(?:pain|swelling|stiffness))?"
_LINK = (
    r"(?:\s*(?:[,:;]|-{1,2}|–|—|->|→|=)\s*|,? (?:due to|d/t|2/2|secondary to|from|with|w/|c/w|consistent with) )"
    r"(?P<doubt>(?:likely|probable|prob|possible|poss|suspect(?:ed)?|presumed|c/w|consistent with|dx:?|imp:?|just|most likely) )?"
)
_GRADE = r"(?:(?:acute|chronic|mild|moderate|severe|advanced|end-?stage|primary|subacromial|grade [123i]+|gr ?[123]) )*"
_CONDITIONS = (
    ("impingement", r"impingement(?: syndrome)?"),
    ("sprain", r"sprain(?:ed)?"),
    ("strain", r"(?:muscle )?strain(?:ed)?"),
    ("bursitis", r"bursitis"),
    ("tendinitis", r"tend[io]nitis|tendinopathy|tendinosis"),
    ("osteoarthritis", r"(?:osteo)?arthritis|OA|DJD|osteoarthrosis|arthrosis|degenerative (?:arthritis|joint disease)"),
    ("contusion", r"contusion|bruise"),
    ("dislocation", r"dislocation"),
    ("fracture", r"fx|fracture"),
)  # fmt: skip
"""Conditions that are coded by their site, in the words of the classification, and as charts say them."""
_CONDITION = "|".join(rf"(?P<c{n}>{said})" for n, (_, said) in enumerate(_CONDITIONS))
_TOLD = re.compile(
    rf"\b{_SIDE}(?P<site>{_SITES}) {_SYMPTOMS}{_LINK}(?P<said>{_GRADE}(?:{_CONDITION}))"
    r"(?=\s*(?:$|[,.;:(]|\b(?:today|noted|on|by|per|s/p|after|with|w/|and|&|f/?u|inj\w*|will|plan\w*|refer\w*|rx|pt)\b))",
    re.IGNORECASE,
)
_HURT = re.compile(
    r"\b(?:twist(?:ed|ing)?|roll(?:ed|ing)|invert(?:ed|ing)|turned|wrenched|jammed|hurt|injured|hyperextended|bent|landed on"
    rf"|fell on(?:to)?|banged|smashed|hit) (?:his |her |the )?{_SIDE}(?P<site>{_SITES})\b(?P<how>[^.;\n]{{0,50}}?)"
    r"(?:[,:]|->|→| -+) ?(?:dx:? )?(?P<said>(?:(?:mild|moderate|severe|acute|grade [123i]+) )*"
    r"(?:(?P<sprain>sprain(?:ed)?)|(?P<strain>strain(?:ed)?)|(?P<contusion>contusion|bruised?)|(?P<fracture>fx|fracture)))"
    r"(?=\s*(?:$|[,.;:(]))",
    re.IGNORECASE,
)
"""How a site was hurt, and behind it the injury that was found there: "twisted R ankle at work, sprain"."""
_SWOLLEN = re.compile(
    rf"\b{_SIDE}(?P<site>shoulder|elbow|wrist|hip|knee|ankle|hand|finger|foot|toe|leg|arm|calf|thigh|limb) "
    r"(?:pain|stiffness|redness|tenderness)(?: and |/| ?& ?|, | w/ ?| with |\+)(?P<said>swelling)\b",
    re.IGNORECASE,
)
"""A site that is said once for its pain and its swelling."""
_JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
_SIDES = {"r": "right", "rt": "right", "l": "left", "lt": "left", "both": "bilateral", "b/l": "bilateral",
          "bilat": "bilateral"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sited:
    """A condition with the site of its symptom: offsets in its sentence, and its whole name."""

    start: int
    end: int
    term: str
    side: str | None


def sited_in(sentence: str) -> Iterator[Sited]:
    """Conditions without a site of their own that follow a symptom of some site.

    Args:
        sentence: A sentence of the chart.
    """
    for match in _TOLD.finditer(sentence):
        number = next(n for n in range(len(_CONDITIONS)) if match[f"c{n}"])
        name = _CONDITIONS[number][0]
        site = match["site"].lower()
        if name in ("sprain", "strain"):
            site = _PARTS.get((name, site.split()[-1]), site)
        grade = match["said"][: match.start(f"c{number}") - match.start("said")].strip()
        yield _sited(match, f"{grade} {site} {name}".strip())
    for match in _HURT.finditer(sentence):
        name = next(n for n in ("sprain", "strain", "contusion", "fracture") if match[n])
        yield _sited(match, f"{_PARTS.get((name, match['site'].lower()), match['site'])} {name}")
    for match in _SWOLLEN.finditer(sentence):
        site = match["site"].lower()
        yield _sited(match, f"effusion of {site}" if site in _JOINTS else "limb swelling")


_PARTS = {
    ("sprain", "back"): "lumbar spine", ("strain", "back"): "lower back", ("sprain", "neck"): "cervical spine",
}  # fmt: skip
"""The part of the spine that a sprain or strain of a site is of."""


def _sited(match: re.Match[str], term: str) -> Sited:
    side = (match["side"] or "").lower().rstrip(".")
    return Sited(match.start("said"), match.end("said"), term, _SIDES.get(side, side) or None)
