"""Small wounds by kind and site, as a chart lists them: "road rash L forearm / L knee" (I.B.13, I.C.19.b).

The kind is said once and the sites follow, or the sites come first; each site is a mention of its
own, with its side.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guidelines import lazy_re as re

_KINDS = (
    (
        "abrasion",
        r"abrasions?|abraded|road ?rash|scrap(?:es?|ed)|skinned|scratch(?:es|ed)?(?! (?:disease|fever))",
    ),
    ("contusion", r"contusions?|contused|bruis(?:es?|ed|ing)"),
    (
        "laceration without foreign body",
        r"(?:(?:finger|toe) )?lac(?:s|erations?|erated)?|skin tears?|stabbed|stab wounds?",
    ),
    (
        "puncture wound without foreign body",
        r"punctures?(?: wounds?)?|punctured|gsw|gun ?-?shot wounds?",
    ),
    ("partial traumatic amputation", r"partial(?:ly)? (?:traumatic )?amputat(?:ed|ions?)"),
    (
        "complete traumatic amputation",
        r"traumatic(?:ally)? amputat(?:ed|ions?)|amputated|amputations?(?! (?:status|stump|site))",
    ),
    ("insect bite (nonvenomous)", r"(?:insect|bug|tick|mosquito|flea|bed ?bug) bites?"),
    ("open bite", r"(?:dog|cat|human|animal|rat|raccoon|squirrel|horse|monkey) bites?"),
)
"""Kinds of wounds in the words of the classification, and as charts say them."""
_SITES = (
    ("index finger", r"index(?: finger)?"),
    ("middle finger", r"(?:middle|long) finger"),
    ("ring finger", r"ring finger"),
    ("little finger", r"(?:little|small|pinky|5th) finger|pinky"),
    ("thumb", r"thumbs?"),
    ("great toe", r"(?:great|big) toes?"),
    ("hand", r"palms?(?: of hand)?|(?:dorsal )?hands?"),
    ("wrist", r"wrists?"),
    ("forearm", r"forearms?"),
    ("elbow", r"elbows?"),
    ("upper arm", r"upper arms?"),
    ("shoulder", r"shoulders?"),
    ("lower leg", r"lower legs?|calf|calves|shins?"),
    ("knee", r"knees?"),
    ("thigh", r"thighs?"),
    ("hip", r"hips?"),
    ("ankle", r"ankles?"),
    ("foot", r"foot|feet"),
    ("scalp", r"scalp"),
    ("eyelid and periocular area", r"periorbital(?: area| region)?|eyelids?|eyebrows?|brows?"),
    ("nose", r"nose"),
    ("lip", r"lips?"),
    ("ear", r"ears?"),
    ("cheek and temporomandibular area", r"cheeks?"),
    ("face", r"face|forehead|chin|jaw"),
    ("front wall of thorax", r"(?:anterior )?chest(?: wall)?"),
    ("abdominal wall, unspecified quadrant", r"abdomen|abd|belly|abdominal wall"),
    ("back wall of thorax", r"upper back"),
    ("lower back and pelvis", r"lower back"),
    ("buttock", r"buttocks?"),
)
"""Sites by their names in the classification, and as charts say them."""
_MIDDLE = (
    "scalp",
    "nose",
    "lip",
    "face",
    "abdominal wall, unspecified quadrant",
    "lower back and pelvis",
)
"""Sites for which the classification has no sides."""
_SIDE = r"(?:(?:right|left|bilateral|bilat\.?|both|rt\.?|lt\.?|b/l|(?-i:[RL]))[ -])"
_PLACE = "|".join(rf"(?:{said})" for _, said in _SITES)
_SITE = re.compile(rf"(?:\b|(?<=/))(?P<side>{_SIDE})?(?P<site>{_PLACE})\b", re.IGNORECASE)
_KIND = "|".join(rf"(?P<k{n}>{said})" for n, (_, said) in enumerate(_KINDS))
_JOINT = r"(?: ?, ?(?:and |& ?)?| and | ?& ?| ?/ ?| ?\+ ?| plus )(?:the |her |his )?"
_LEAD = (
    r"(?::| -)? ?(?:(?:to|of|on|in|into|over|at|across|along|the|her|his|multiple|several|superficial|small|minor|mild|large"
    r"|dorsal|volar|lateral|medial|anterior|posterior) )*"
)
_LIST = rf"(?:{_SIDE}?(?:{_PLACE})\b(?:{_JOINT}(?={_SIDE}?(?:{_PLACE})\b))?)+"
_AFTER = re.compile(rf"\b(?:{_KIND})\b{_LEAD}(?P<list>{_LIST})", re.IGNORECASE)
_BEFORE = re.compile(rf"\b(?P<list>{_LIST}) (?:{_KIND})\b", re.IGNORECASE)
_PLAIN = re.compile(
    r"\b(?<!finger )(?<!toe )(?:contusions?|abrasions?|lac\w*) (?:of |of the )?$", re.IGNORECASE
)
_DEEP = re.compile(
    r"\b(?:tendon|artery|arterial|nerve|nail|joint|open fx|open fracture|down to bone|fight"
    r"|infected)\b",
    re.IGNORECASE,
)
_SIDES = {"r": "right", "rt": "right", "l": "left", "lt": "left", "both": "bilateral", "b/l": "bilateral",
          "bilat": "bilateral"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wound:
    """A wound of one site: offsets in its sentence, and the words of the classification for it."""

    start: int
    end: int
    term: str
    side: str | None


def wounds_in(sentence: str) -> Iterator[Wound]:
    """Small wounds that a sentence tells by kind and site, where the plain words are not enough.

    One site that directly follows its kind is looked up as it stands, and so are wounds of which
    more is said than their site.
    """
    taken = 0
    told = (*_AFTER.finditer(sentence), *_BEFORE.finditer(sentence))
    for match in sorted(told, key=lambda m: m.start()):
        if match.start() < taken:
            continue
        found = tuple(_wounds(match))
        single = len(found) == 1
        plain = single and _PLAIN.search(sentence[match.start() : match.start("list")])
        if not found or plain or _untold(match, sentence):
            continue
        if _DEEP.search(sentence[match.end() : match.end() + 25]):
            continue
        taken = match.end()
        yield from found


_CUT_OFF = re.compile(
    r"\b(?:traumatic\w*|\w*saw|knife|machine\w*|mower|door|accident|axe?|hatchet|blade|crush\w*|injur\w+|blender|auger|press"
    r"|caught|slicer|mvc|mva|explosion|fireworks?)\b",
    re.IGNORECASE,
)
"""What tells of an amputation that it was an injury, and no operation of the past."""


_DIGITS = ("index finger", "middle finger", "ring finger", "little finger", "thumb", "great toe")
_PAST = re.compile(
    r"\b(?:s/p|status|post|hx|history|h/o|prior|previous|old|ago|stump|healed|in (?:19|20)\d\d)\b",
    re.I,
)


def _untold(match: re.Match[str], sentence: str) -> bool:
    """Whether an amputation is not told as an injury of today, of a finger or toe."""
    kind = next(name for n, (name, _) in enumerate(_KINDS) if match[f"k{n}"])
    if "amputation" not in kind:
        return False
    digits = all(_named(p["site"]) in _DIGITS for p in _SITE.finditer(match["list"]))
    return not digits or _PAST.search(sentence) is not None or _CUT_OFF.search(sentence) is None


def _wounds(match: re.Match[str]) -> Iterator[Wound]:
    kind = next(name for n, (name, _) in enumerate(_KINDS) if match[f"k{n}"])
    side: str | None = None
    begin = match.start("list")
    sites = list(_SITE.finditer(match["list"]))
    for n, place in enumerate(sites):
        if place["side"]:
            written = place["side"].lower().rstrip(" -.")
            side = _SIDES.get(written, written)
        name = _named(place["site"])
        own = side if name not in _MIDDLE else None
        # the first site is supported by the kind too, wherever it stands
        start = min(match.start(), begin) if n == 0 else begin + place.start()
        end = match.end() if n == len(sites) - 1 else begin + place.end()
        for each in ("right", "left") if own == "bilateral" else (own,):
            yield Wound(start, end, f"{kind} of {f'{each} ' if each else ''}{name}", each)


def _named(said: str) -> str:
    """A site by its name in the classification."""
    return next(name for name, words in _SITES if re.fullmatch(words, said, re.IGNORECASE))
