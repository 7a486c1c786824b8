"""From an entry of the Tabular List down to a billable code, by the words of the chart.

The concept is found by search; side, stage, trimester, encounter and the like are choices among the
lines below it. Where the chart says nothing, the "unspecified" line is chosen and the gap is named;
where there is none, nothing is chosen and the open choices are returned (I.B.2, I.B.13, I.B.18).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from guidelines.codeset import CodeSet, Entry
from indexes._surface import Surface, analyze
from indexes._text import stem

Attributes = Mapping[str, str]

_TRIMESTER = re.compile(r"\b(first|second|third|unspecified) trimester\b")
_TRIMESTERS = {"first": "1", "second": "2", "third": "3"}
_STAGE_GAPS = (
    ("trimester", "the trimester or weeks of gestation"),
    ("stage", "the stage"),
    ("severity", "the severity"),
    ("degree", "the degree"),
    ("organism", "the organism"),
    ("episode", "the episode"),
    ("intractable", "whether it is intractable"),
    ("eye", "which eye"),
    ("site", "the site"),
    ("type", "the type"),
)


_PLAIN = frozenset({stem("uncomplicated"), stem("simple")})
"""Stems of lines that a silent chart means: "uncomplicated"."""
_WHOLE = frozenset({stem("complete")})
"""An amputation that is not said to be partial is a complete one, by the notes of chapter 19."""
_SOME = 0.8
"""Share of the lines below a header up to which a word is kept by some of them, not by nearly all."""
_NONDISPLACED = frozenset({stem("nondisplaced")})


@dataclass(frozen=True, slots=True)
class Choice:
    """Where the walk down the tree ended.

    Attributes:
        code: The line reached: a billable code, or a header where the chart is too thin.
        billable: Whether it can be reported.
        gaps: What the documentation leaves open, each a short phrase.
        options: Billable candidates where no line could be chosen, best first.
        assumptions: What was taken as given, each one sentence.
    """

    code: str
    billable: bool
    gaps: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    drawn_in: frozenset[str] = frozenset()
    """Stems of the words around the mention that made the line more exact."""


@dataclass(slots=True)
class _Walk:
    codeset: CodeSet
    said: frozenset[str]
    near: frozenset[str]
    attributes: Attributes
    equivalents: Mapping[str, str]
    gaps: list[str] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    drawn_in: frozenset[str] = frozenset()
    complication: bool = False


def choose(
    codeset: CodeSet,
    code: str,
    said: Sequence[str],
    near: Sequence[str],
    attributes: Attributes,
    equivalents: Mapping[str, str],
    exactly: bool = False,
) -> Choice:
    """Walk from `code` down to a billable code.

    Args:
        codeset: The release in force.
        code: Any entry that exists in it.
        said: Stems of the mention's own words.
        near: Stems of the words around it (its sentence); they count for less.
        attributes: side, encounter, healing, wound, gustilo, trimester, age.
        equivalents: The lexicon's word equivalents.
        exactly: The chart has the entry's title word for word, so that no other line is meant.
    """
    one_side = {stem("unilateral")} if attributes.get("side") in ("right", "left") else set()
    walk = _Walk(codeset, frozenset(said) | one_side, frozenset(near), attributes, equivalents)
    walk.complication = "T80" <= code[:3] <= "T88" or "T36" <= code[:3] <= "T50"
    entry = codeset.get(code)
    base = codeset.base_of(entry.code)
    if base != entry.code:
        # a line for an initial encounter is what search knows; which encounter it is, the chart tells
        by_default = entry.title.endswith(", initial encounter")
        if by_default and attributes.get("encounter", "initial") != "initial":
            return _seventh(walk, codeset.get(base))
        return Choice(entry.code, entry.billable)
    if not exactly:
        entry = _primary_by_default(walk, entry)
        entry = _more_exact(walk, _by_dominance(walk, _resided(walk, entry)))
        entry = _in_its_trimester(walk, entry)
    if walk.drawn_in and walk.attributes.get("side"):
        entry = _resided(walk, entry)
    while not entry.billable:
        children = [codeset.get(c) for c in entry.children]
        if children and all(codeset.base_of(c.code) != c.code for c in children):
            return _seventh(walk, entry)
        chosen = _best_child(walk, entry, children) or _by_accident(walk, entry, children)
        if chosen is None:
            options = tuple(_first_billable(codeset, c) for c in children)[:9]
            return Choice(
                entry.code, False, tuple(walk.gaps), options, tuple(walk.assumptions), walk.drawn_in
            )
        entry = chosen
    entry = entry if exactly else _by_dominance(walk, entry)
    return Choice(entry.code, True, tuple(walk.gaps), (), tuple(walk.assumptions), walk.drawn_in)


_ARTHROSES = ("M16.9", "M17.9", "M18.9")
_NOT_PRIMARY = frozenset(
    map(
        stem,
        ("secondary", "traumatic", "posttraumatic", "post-traumatic", "dysplasia", "dysplastic"),
    )
)


def _primary_by_default(walk: _Walk, entry: Entry) -> Entry:
    """The primary osteoarthritis of the side told, where hip, knee or thumb have no kind told.

    The classification orders these by primary and secondary, and has primary as its default; the
    line without a kind knows no side.
    """
    side = walk.attributes.get("side")
    if side is None or entry.code not in _ARTHROSES or _NOT_PRIMARY & (walk.said | walk.near):
        return entry
    return walk.codeset.get(f"{entry.code[:3]}.{0 if side == 'bilateral' else 1}")


def _in_its_trimester(walk: _Walk, entry: Entry) -> Entry:
    """The sibling for the chart's trimester, when search ended at the line for none (I.C.15.a.3)."""
    wanted = walk.attributes.get("trimester")
    if entry.code[0] != "O" or entry.parent is None or wanted is None:
        return entry
    if "unspecified trimester" not in entry.title.lower():
        return entry
    siblings = (walk.codeset.get(c) for c in walk.codeset.get(entry.parent).children)
    for other in siblings:
        found = _TRIMESTER.search(other.title.lower())
        if found and _TRIMESTERS.get(found[1]) == wanted:
            return other
    return entry


_POISONED = frozenset(
    map(stem, ("overdose", "overdosed", "poisoning", "poisoned", "od", "toxicity"))
)


def _by_accident(walk: _Walk, entry: Entry, children: Sequence[Entry]) -> Entry | None:
    """The accidental line of a poisoning or toxic effect of which no intent is told (I.C.20.h)."""
    drug = "T36" <= entry.code[:3] <= "T50" and bool(_POISONED & walk.said)
    if not drug and not "T51" <= entry.code[:3] <= "T65":
        return None
    found = next((c for c in children if "accidental (unintentional)" in c.title), None)
    if found is not None:
        walk.assumptions.append("No intent is documented, so it counts as accidental.")
    return found


def _resided(walk: _Walk, entry: Entry) -> Entry:
    """The sibling for the chart's side, when search ended at a line for another side."""
    side = walk.attributes.get("side")
    own = _surface(walk, entry)
    parent = entry.parent
    if (
        parent is None
        or own.side == side
        or (side is None and own.side is None and not own.unspecified)
    ):
        return entry
    if own.side is None and not own.unspecified:
        return entry
    siblings = [walk.codeset.get(c) for c in walk.codeset.get(parent).children]
    alike = [
        s
        for s in siblings
        if set(_surface(walk, s).core) == set(own.core)
        or _all_words(walk, s) == _all_words(walk, entry)
    ]
    if side is not None:
        same = (s for s in alike if _surface(walk, s).side == side)
        return next(same, None) or _elsewhere(walk, entry, side) or entry
    if own.side is not None:
        unspecified = [s for s in alike if _surface(walk, s).side is None]
        if unspecified:
            _gap(walk, "the side (right or left)")
            return unspecified[0]
        # only sided lines below: let the walk start from their header, which names the gap
        return walk.codeset.get(parent) if len(alike) > 1 else entry
    if any(_surface(walk, s).side for s in alike):
        _gap(walk, "the side (right or left)")
    return entry


def _elsewhere(walk: _Walk, entry: Entry, side: str) -> Entry | None:
    """The line for the other side where each side has a header of its own, as lumps of the breast."""
    words = _all_words(walk, entry)
    if not entry.billable:
        return None
    return next(
        (
            other
            for other in walk.codeset.lines_under(entry.code[:3])
            if _surface(walk, other).side == side and _all_words(walk, other) == words
        ),
        None,
    )


def _all_words(walk: _Walk, entry: Entry) -> set[str]:
    surface = _surface(walk, entry)
    return {*surface.core, *surface.soft}


_DOMINANCE = re.compile(
    r"affecting (?:(right|left) (non-?)?dominant|unspecified) side", re.IGNORECASE
)


def _by_dominance(walk: _Walk, entry: Entry) -> Entry:
    """The line for the affected side and its dominance, which is taken as given by the side.

    Where the record does not say which side is dominant, right counts as dominant and left does
    not; for an ambidextrous patient the affected side is dominant (I.C.6.a).
    """
    side = walk.attributes.get("side")
    if side not in ("right", "left") or entry.parent is None or not entry.billable:
        return entry
    if not _DOMINANCE.search(entry.title):
        return entry
    hand = walk.attributes.get("dominant", "right")
    wanted = side == hand or hand == "both"
    for code in walk.codeset.get(entry.parent).children:
        other = walk.codeset.get(code)
        found = _DOMINANCE.search(other.title)
        if found and found[1] and found[1].lower() == side and bool(found[2]) != wanted:
            return other
    return entry


def _more_exact(walk: _Walk, entry: Entry) -> Entry:
    """The line of the same category that says all this one says and more that the chart says.

    "Diverticulitis of the sigmoid" leads to the line without perforation or abscess; where the
    chart has them in the same sentence, the line with both is meant (I.B.2).
    """
    own = _surface(walk, entry)
    if entry.kind == "category" or (own.residual and not own.unspecified):
        return entry
    if entry.code == "C79.9":
        return entry  # a site in the sentence may be where the tumor began
    have, heard = set(own.core), walk.said | walk.near
    if own.unspecified:
        have = have - _SITE_WORDS or have
    diabetic = "E08" <= entry.code[:3] <= "E13" and own.unspecified
    own_told = set(own.soft) & heard if diabetic else set()
    located = own.unspecified and entry.code[0] in "LMST"
    known = have | (set(own.soft) - _SITE_WORDS) if located else have
    best, most = entry, (0, 0.0)
    for other in walk.codeset.lines_under(entry.code[:3]):
        surface = _surface(walk, other)
        more = set(surface.core) - known
        needed = more - _JOINED_SITES if more >= _JOINED_SITES and _JOINED_SITES & heard else more
        if other.code == entry.code or not have <= set(surface.core) or not needed <= heard:
            continue
        if not more or set(surface.negated) & heard:
            continue
        if own_told - {*surface.core, *surface.soft}:
            continue  # "unspecified diabetic retinopathy" is not any other complication
        if surface.residual and not (own.residual and other.code[:5] == entry.code[:5]):
            continue
        if " by other " in other.title and " other " not in entry.title:
            continue  # "drug overdose" is by no other drug
        if surface.side != own.side and surface.side != walk.attributes.get("side"):
            continue
        rank = (len(more), -float(len(surface.negated) + other.title.count("unspecified")))
        if rank > most:
            best, most, walk.drawn_in = other, rank, frozenset(more)
    return best


_SITE_WORDS = frozenset(stem(w) for w in ("site", "region", "level", "joint", "part"))
"""Words of "site unspecified", which the lines with a site do not share."""
_JOINED_SITES = frozenset((stem("ankle"), stem("foot")))
"""Sites that titles join, so that a chart names one of them."""
_remembered_titles: dict[str, Surface] = {}
_remembered_for: list[Attributes] = []


_SIDE = re.compile(r"\b(right|left|bilateral)\b")
_ONE_SIDE = re.compile(r"\bbilateral\b.*, (right|left) side$")
_SITE_AFTER = re.compile(
    r"^(.*?)( without [\w -]+?)( of (?:right|left|unspecified|other) [\w -]+?)(?= with|,|$)"
)


def _surface(walk: _Walk, entry: Entry) -> Surface:
    """The words of a title; its side also where it stands behind "without". Worked out once."""
    if not _remembered_for or _remembered_for[0] is not walk.equivalents:
        _remembered_for[:] = [walk.equivalents]
        _remembered_titles.clear()
    if entry.title not in _remembered_titles:
        _remembered_titles[entry.title] = _analyzed(walk, entry)
    return _remembered_titles[entry.title]


def _analyzed(walk: _Walk, entry: Entry) -> Surface:
    # "without foreign body of left index finger": the site is no part of what is absent
    title = _SITE_AFTER.sub(r"\1\3\2", entry.title)
    surface = analyze(title, walk.equivalents)
    # "homonymous bilateral field defects, right side" is a line for the right
    told = _ONE_SIDE.search(entry.title)
    side = told[1] if told else surface.side or _side_of(entry.title.lower())
    words = {stem("right"), stem("left"), stem("bilateral")}
    core = tuple(w for w in surface.core if w not in words)
    return replace(surface, core=core or surface.core, side=side)


def _side_of(lowered: str) -> str | None:
    named = set(_SIDE.findall(lowered))
    if not named:
        return None
    return "bilateral" if {"right", "left"} <= named else named.pop()


def _best_child(walk: _Walk, parent: Entry, children: Sequence[Entry]) -> Entry | None:
    above = set(_surface(walk, parent).core) | set(_surface(walk, parent).soft)
    shared = set(_surface(walk, parent).negated)  # what every line below has as absent decides none
    if re.search(r"\b(?:and|or)\b", parent.title):
        # a word that only some of the lines keep ("subluxation and dislocation") still decides
        kept = [set(_surface(walk, c).core) for c in children]
        above -= {w for w in above if 0 < sum(w in k for k in kept) <= _SOME * len(kept)}
    open_above = parent.title.lower().count("unspecified")
    scored = [
        (_child_score(walk, c, above, open_above, shared), -i, c) for i, c in enumerate(children)
    ]
    scored.sort(key=lambda s: (s[0], s[1]), reverse=True)
    best, _, entry = scored[0]
    surface = _surface(walk, entry)
    unspecified = entry.title.lower().count("unspecified") > open_above
    silent = unspecified or not (set(surface.core) - above)
    if best <= 0 and not silent and len(children) > 1:
        _gap(walk, _gap_name(children, above, walk))
        return None
    if len(children) > 1 and unspecified and best < 0.5:
        _gap(walk, _gap_name(children, above, walk))
    return entry


def _child_score(
    walk: _Walk, child: Entry, above: set[str], open_above: int, shared: set[str]
) -> float:
    surface = _surface(walk, child)
    score = 0.0
    side = walk.attributes.get("side")
    if surface.side is not None:
        score += 2.0 if surface.side == side else -2.0 if side else -0.6
    trimester = _TRIMESTER.search(child.title.lower())
    if trimester:
        wanted = walk.attributes.get("trimester")
        is_for = _TRIMESTERS.get(trimester[1])
        score += 2.0 if is_for and is_for == wanted else -2.0 if is_for else 0.1
    score += _childbirth(walk, child, above)
    extra = set(surface.core) - above
    plain = bool(extra) and (extra <= _PLAIN or (extra <= _WHOLE and _cut_off(walk, surface)))
    unknown = "status unknown" in child.title.lower()
    if plain or unknown:
        extra = set()
    terms = [analyze(t, walk.equivalents) for t in child.inclusion_terms]
    if extra:
        heard = len(extra & walk.said) + 0.5 * len((extra & walk.near) - walk.said)
        score += 2.0 * heard / len(extra) - 0.35 * len(extra - walk.said - walk.near) / len(extra)
        if not heard:
            score -= 0.3
    unsaid = set(surface.soft) - above
    score += 1.2 * len(unsaid & walk.said) / len(unsaid) if unsaid else 0.0
    best_term = max(
        (
            len((set(t.core) - above) & walk.said) / len(set(t.core) - above)
            for t in terms
            if set(t.core) - above
        ),
        default=0.0,
    )
    score += best_term
    if surface.residual and not best_term and not _amputated_alike(walk, child):
        score -= 0.8
    # a side that the chart does not give counts here too, when the line says it is unspecified
    if child.title.lower().count("unspecified") > open_above or unknown:
        score += 0.3 if not (side and surface.side is None) else 0.1
        # "unspecified organism" says less than "due to unspecified staphylococcus"
        score -= 0.05 * min(3, len(unsaid - walk.said))
    elif not extra and surface.side is None:
        score += 0.25
    if plain:
        score += 0.35
    if (set(surface.negated) - shared) & (walk.said | walk.near) - above:
        score -= 1.5
    elif surface.negated and extra:
        score += 0.2
    if child.code.endswith("9"):
        score += 0.02
    if _NONDISPLACED & extra and not _NONDISPLACED & (walk.said | walk.near):
        score -= 0.4  # a fracture is displaced where the chart is silent (I.C.19.c)
    sex = walk.attributes.get("sex", "female")
    for word in ("female", "male"):
        if word in extra:
            score += 1.2 if word == sex else -1.2
    age = walk.attributes.get("age")
    if age and ("child" in extra or "adult" in extra or "newborn" in extra):
        adult = int(age) >= 18
        score += 0.8 if ("adult" in extra) == adult else -0.8
    return score


_AMPUTATION = frozenset(map(stem, ("traumatic", "amputation", "complete", "partial")))


def _cut_off(walk: _Walk, surface: Surface) -> bool:
    """Whether a line is of an amputation of a part that the chart names."""
    parts = {*surface.core, *surface.soft} - _AMPUTATION
    return stem("amputation") in surface.core and bool(parts & walk.said)


def _amputated_alike(walk: _Walk, child: Entry) -> bool:
    """Whether a line is residual only as its header is: amputations of "other and unspecified" fingers."""
    if "amputation" not in child.title or child.parent is None:
        return False
    return _surface(walk, walk.codeset.get(child.parent)).residual


def _childbirth(walk: _Walk, child: Entry, above: set[str]) -> float:
    """How a line "in childbirth" fits the record of a delivery (I.C.15.a.3)."""
    if (
        child.code[0] != "O"
        or "childbirth" not in child.title.lower()
        or stem("childbirth") in above
    ):
        return 0.0
    return 3.0 if walk.attributes.get("episode") == "delivery" else -1.0


def _gap(walk: _Walk, what: str) -> None:
    if what not in walk.gaps:
        walk.gaps.append(what)


def _gap_name(children: Sequence[Entry], above: set[str], walk: _Walk) -> str:
    titles = " ".join(c.title.lower() for c in children)
    if sum(_surface(walk, c).side is not None for c in children) >= 2:
        return "the side (right or left)"
    for word, gap in _STAGE_GAPS:
        if word in titles and not all(word in c.title.lower() for c in children[:1]):
            return gap
    named = [c.title for c in children if "unspecified" not in c.title.lower()][:3]
    if not named:
        return "more detail"
    return "more detail, such as " + "; ".join(n[0].lower() + n[1:] for n in named)


def _first_billable(codeset: CodeSet, entry: Entry) -> str:
    if entry.billable:
        return entry.code
    found = codeset.billable_under(entry.code)
    unspecified = [c for c in found if "unspecified" in codeset.get(c).title.lower()]
    return (unspecified or list(found))[0]


def _seventh(walk: _Walk, entry: Entry) -> Choice:
    meanings = walk.codeset.seventh_characters(entry.code)
    scored = sorted(
        (
            (_seventh_score(walk, text, entry), -i, char)
            for i, (char, text) in enumerate(meanings.items())
        ),
        reverse=True,
    )
    char = scored[0][2]
    text = meanings[char]
    if "encounter" in " ".join(meanings.values()) and "encounter" not in walk.attributes:
        walk.assumptions.append(
            f"{entry.code}: active treatment is assumed, since the encounter is not stated; the 7th "
            f"character {char} stands for {text}."
        )
    if (
        "closed" in text
        and "wound" not in walk.attributes
        and stem("closed") not in walk.said | walk.near
    ):
        walk.assumptions.append(
            f"{entry.code}: a fracture not described as open or closed is coded as closed."
        )
    code = walk.codeset.complete(entry.code, char)
    return Choice(code, True, tuple(walk.gaps), (), tuple(walk.assumptions), walk.drawn_in)


def _seventh_score(walk: _Walk, meaning: str, entry: Entry) -> float:
    text = meaning.lower()
    wanted = walk.attributes
    encounter = wanted.get("encounter", "initial")
    if encounter == "subsequent" and walk.complication:
        encounter = "initial"  # a complication found now is treated now (I.C.19.a)
    score = 0.0
    if "encounter" in text or text == "sequela":
        phase = (
            "sequela" if "sequela" in text else "subsequent" if "subsequent" in text else "initial"
        )
        score += 5.0 if phase == encounter else -5.0
    if "open" in text or "closed" in text:
        wound = "open" if "open" in text else "closed"
        score += 3.0 if wound == wanted.get("wound", "closed") else -3.0
        if wound == "open" and "type" in text:
            severe = bool(re.search(r"\biii", text))
            score += 1.0 if severe == (wanted.get("gustilo") == "iii") else -1.0
    for phase in ("nonunion", "malunion", "delayed", "routine"):
        if phase in text:
            score += 2.0 if phase == wanted.get("healing", "routine") else -2.0
    if "not applicable or unspecified" in text or text.startswith(("unspecified", "without")):
        score += 0.5
    side = _side_of(text)
    if side is not None:
        score += 2.0 if side == wanted.get("side") else -2.0
    if "fetus" in wanted and text == f"fetus {wanted['fetus']}":
        score += 2.0
    if text == "stable":
        score += 0.3  # what a silent chart means, where the others name an edema or new vessels
    extra = set(analyze(meaning, walk.equivalents).core) - set(_surface(walk, entry).core)
    return score + 0.4 * len(extra & walk.said) + 0.2 * len(extra & walk.near - walk.said)
