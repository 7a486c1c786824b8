"""One condition told of two places: "POAG, R mild and L severe", "RA of the right hand and left knee".

Where the classification has a code for each side or joint, each place is a mention of its own
(I.B.13, I.C.7.a.3, I.C.13.a).
"""

from __future__ import annotations

from itertools import pairwise

from assistant.models import Mention, Span
from guidelines import lazy_re as re

_EYE = r"(?P<side>(?i:right|left)|R|L|OD|OS|RE|LE)(?: eye)?"
_GRADE = r"(?P<grade>mild|moderate|severe|indeterminate)"
_GRADED = re.compile(rf"(?<![\w'’])(?<!\b\w/){_EYE}(?:,|:| is| =|-)? ?{_GRADE}\b(?: stage)?")
_GRADE_FIRST = re.compile(rf"\b{_GRADE}(?: stage)?(?: in| of)?(?: the)? {_EYE}\b")
_EYES = re.compile(
    r"\b(?:poag|pacg|coag|pxg|pxfg|ntg|ltg|pdg|(?:open|closure|tension|pigmentary|exfoliat\w*|capsular|steroid\w*|traumatic"
    r"|inflammatory)[- ]?(?:angle |induced )?glaucoma)\b",
    re.IGNORECASE,
)
"""A glaucoma of a stated kind; without it the classification has no line for each eye."""
_MACULA = re.compile(r"\b(?:ar?md|(?:age[- ]related )?macular degen\w*)\b", re.IGNORECASE)
_WET_OR_DRY = re.compile(
    r"(?<![\w'’])(?P<side>right|left|R|L|OD|OS)(?: eye)?(?:,|:| is| has| =|-)? ?"
    r"(?:(?P<early>early|int\w*|adv\w*) )?(?P<kind>(?i:dry|wet|non-?exudative|exudative|neovascular))\b(?P<more>[^.;,\n]{0,45})",
)
"""What macular degeneration is in one eye: "OD dry intermediate, OS wet with active CNV"."""
_DRY = re.compile(r"dry|non", re.IGNORECASE)
_JOINT = re.compile(
    r"(?<![\w'’/])(right|left|R|L|rt\.?|lt\.?) (hand|wrist|elbow|shoulder|hip|knee|ankle|foot)s?\b",
    re.IGNORECASE,
)
_ARTHRITIS = re.compile(
    r"\b(?:RA|OA|PsA|\w*arthritis|\w*arthrosis|arthropathy|gout|DJD)\b", re.IGNORECASE
)
_RHEUMATOID = re.compile(r"\brheumatoid\b", re.IGNORECASE)
"""Without its factor it has one code for all joints (M06.9)."""
_FACTOR = re.compile(r"\bsero-?(neg|pos)", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,&+/]*(?:and|plus)?[\s,]*", re.IGNORECASE)
_WINDOW = 90  # characters after a mention in which its places are told
_TAIL = re.compile(r"(?:,? unspecified|\W| of| in| and)+$", re.IGNORECASE)
_SIDE = {"r": "right", "l": "left", "od": "right", "os": "left", "re": "right", "le": "left",
         "rt": "right", "lt": "left"}  # fmt: skip


def by_place(text: str, mention: Mention) -> tuple[Mention, ...]:
    """The mention as it is, or one for each side or joint that the words around it tell apart.

    Args:
        text: The whole text.
        mention: A mention of a condition.
    """
    said = mention.span.text
    if _EYES.search(said):
        for pattern in (_GRADE_FIRST, _GRADED):
            places = list(pattern.finditer(text, mention.span.start, mention.span.end + _WINDOW))
            sides = {_side(p["side"]) for p in places}
            if len(places) == len(sides) == 2 and len({p["grade"].lower() for p in places}) == 2:
                return tuple(
                    _placed(mention, p, p["side"], f"eye, {p['grade']} stage") for p in places
                )
    if _MACULA.search(said):
        last = mention.span.end + _WINDOW
        places = list(_WET_OR_DRY.finditer(text, mention.span.start, last))
        if len(places) == len({_side(p["side"]) for p in places}) == 2:
            return tuple(_placed(mention, p, p["side"], _of_the_macula(p)) for p in places)
    if _ARTHRITIS.search(said):
        end = text.find("\n", mention.span.end)
        last = min(mention.span.end + _WINDOW, end if end > 0 else len(text))
        places = list(_JOINT.finditer(text, mention.span.start, last))
        listed = all(_BETWEEN.fullmatch(text[a.end() : b.start()]) for a, b in pairwise(places))
        factor = _FACTOR.search(text)
        if len(places) > 1 and listed and (factor or not _RHEUMATOID.search(mention.term)):
            kind = (
                f"with{'out' if factor[1].lower() == 'neg' else ''} rheumatoid factor"
                if factor
                else ""
            )
            return tuple(_placed(mention, p, p[1], f"{p[2]} {kind}".strip()) for p in places)
    return (mention,)


_STAGES = (
    (re.compile(r"\bearly", re.IGNORECASE), "early dry stage"),
    (re.compile(r"\bint", re.IGNORECASE), "intermediate dry stage"),
    (
        re.compile(r"\b(?:adv\w*|geographic|GA)\b.*\bsub-?fov", re.IGNORECASE),
        "advanced atrophic with subfoveal involvement",
    ),
    (
        re.compile(r"\b(?:adv|geographic|GA\b)", re.IGNORECASE),
        "advanced atrophic without subfoveal involvement",
    ),
)
_ACTIVITIES = (
    (re.compile(r"\bscar", re.IGNORECASE), "with inactive scar"),
    (
        re.compile(r"\binactive|regress|involut|quiescent|\bstable", re.IGNORECASE),
        "with inactive choroidal neovascularization",
    ),
    (
        re.compile(r"\bactive|leak|fluid|\binject|eylea|avastin|lucentis", re.IGNORECASE),
        "with active choroidal neovascularization",
    ),
)


def _of_the_macula(place: re.Match[str]) -> str:
    """What a code for macular degeneration says of one eye: its kind, and stage or activity."""
    dry = _DRY.match(place["kind"]) is not None
    told = f"{place['early'] or ''} {place['more']}"
    known = _STAGES if dry else _ACTIVITIES
    detail = next((words for pattern, words in known if pattern.search(told)), "stage unspecified")
    return f"eye, {'nonexudative' if dry else 'exudative'}, {detail}"


def _side(written: str) -> str:
    return _SIDE.get(written.lower().rstrip("."), written.lower())


def _placed(mention: Mention, place: re.Match[str], written: str, words: str) -> Mention:
    """The mention for one place, supported by its own words and those of the place."""
    side = _side(written)
    attributes = dict(mention.attributes) | {"side": side}
    inside = mention.span.start <= place.start() < mention.span.end
    graded = _GRADE_FIRST.search(mention.span.text) or _GRADED.search(mention.span.text)
    named = _EYES.search(mention.term)
    ungraded = _GRADE_FIRST.sub(" ", _GRADED.sub(" ", mention.term))
    # the grades of both sides stand behind the name
    head = mention.term[: named.end()] if named and graded else ungraded
    head = _TAIL.sub("", _JOINT.sub(" ", head))
    attributes.pop("lexicon", None)
    inside = inside or _GRADED.search(mention.span.text) is not None  # the other eye stands there
    span = Span(start=place.start(), end=place.end(), text=place.group())
    return mention.model_copy(
        update={
            # words of its own where those of the mention have the other side's grade in them
            "span": span if inside or graded else mention.span,
            "term": f"{head}, {side} {words}",
            "attributes": tuple(sorted(attributes.items())),
        }
    )
