"""The part of the body that a side is told of: "femur L, breast ca" has no side of the breast (I.B.13).

A side that stands beside a part of the body belongs to that part, and is lent to no condition of
an organ elsewhere.
"""

from __future__ import annotations

from guidelines import lazy_re as re

_REGIONS = (
    ("breast", r"breasts?|mammary|nipples?|areola\w*|mammogra\w*|mammo"),
    ("lung", r"lungs?|bronch\w*|lobes?|pulm\w*|n?sclc|[rl][uml]l"),
    ("kidney", r"kidneys?|renal|rcc|ureter\w*|nephr\w*|adrenals?"),
    ("ovary", r"ovar\w+|adnex\w*|fallopian|salping\w*"),
    ("testis", r"testi\w*|scrot\w*|epididym\w*|spermatic"),
    ("eye", r"eyes?|eyelids?|lids?|cornea\w*|conjunctiv\w*|retin\w*|optic|macul\w*|ocular"),
    ("ear", r"ears?|tympan\w*|otitis|mastoid\w*|hearing"),
    ("arm", (r"shoulders?|clavic\w*|scapula\w*|humer\w+|arms?|elbows?|forearms?|radius|radial|ulna\w*"
            r"|wrists?|hands?|thumbs?|fingers?|metacarp\w*|scaphoid|ue")),
    ("leg", (r"hips?|femur|femoral|thighs?|knees?|patell\w+|tibia\w*|fibula\w*|legs?|calf|calves|shins?|ankles?|foot|feet"
            r"|toes?|heels?|metatars\w*|calcane\w*|groin|le|acetabul\w*")),
    ("axilla", r"axill\w*|supraclavicular"),
)  # fmt: skip
_REGION = re.compile(
    "|".join(rf"(?P<{name}>\b(?:{said})\b)" for name, said in _REGIONS), re.IGNORECASE
)
_AFTER = re.compile(
    r"[ -](?:(?:proximal|distal|mid|lower|upper|great|big|medial|lateral|dominant|non-?dominant|first|second|third|fourth"
    r"|fifth|\d(?:st|nd|rd|th)) )?(?P<part>[a-z]+)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?P<part>(?:[a-z]+ )?[a-z]+)(?:, | |-)$", re.IGNORECASE)


def regions(text: str) -> frozenset[str]:
    """The parts of the body that some words name, as far as they have sides."""
    return frozenset(m.lastgroup for m in _REGION.finditer(text) if m.lastgroup)


def told_of(text: str, start: int, end: int) -> frozenset[str]:
    """The part of the body beside a side that stands at [start, end); nothing where there is none."""
    after = _AFTER.match(text, end)
    found = regions(after["part"]) if after else frozenset()
    if found:
        return found
    before = _BEFORE.search(text, max(0, start - 30), start)
    return regions(before["part"]) if before else frozenset()


def of_another_part(text: str, start: int, end: int, said: str) -> bool:
    """Whether a side at [start, end) is told of another part of the body than the words name.

    Args:
        text: The whole text.
        start: Where the side begins in it.
        end: Where it ends.
        said: The words of a condition, or the title of its code.
    """
    part = told_of(text, start, end)
    if not part:
        return False
    own = regions(said)
    return bool(own) and not own & part
