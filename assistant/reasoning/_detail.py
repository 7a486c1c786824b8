"""Detail that stands elsewhere in the note: the depth of an ulcer in the nurse's sheet, the stage of
a kidney disease in the history (I.A.9.b, I.B.2, I.B.14).
"""

from __future__ import annotations

from dataclasses import replace

from assistant.models import Assertion, Mention
from assistant.reading._attributes import sides
from assistant.reading._regions import regions
from assistant.reading._segments import sentences
from assistant.reading._vocabulary import SITES
from assistant.reasoning._case import Case, Item
from assistant.reasoning._undocumented import DEGREES, told_by_provider
from guidelines import lazy_re as re
from guidelines.rules import any_matches
from indexes._surface import analyze

_DETAIL = re.compile(
    r"\b(?:stage (?:[1-5][ab]?|i{1,3}v?|iv)|unstageable|deep tissue|fat layer(?: exposed)?|subcutaneous (?:fat|tissue)"
    r"|breakdown of skin|skin breakdown|necro\w+ (?:of )?(?:muscle|bone)|(?:muscle|bone) necrosis|necrotic (?:muscle|bone)"
    r"|exposed (?:fat|muscle|bone)|muscle exposed|bone exposed|mild|moderate|severe|first degree|second degree|third degree"
    r"|partial thickness|full thickness|intractable|not intractable|with(?:out)? aura|systolic|diastolic"
    r"|hypoxi[ac]|hypercapni[ac]|acute on chronic|displaced|nondisplaced|transverse|oblique|spiral|comminuted"
    r"|segmental|early[- ]onset|late[- ]onset|agitat\w+|in remission|partial remission|full remission|sustained"
    r"|single episode|recurrent|paroxysmal|persistent|permanent|class [123])\b",
    re.IGNORECASE,
)
_PASSED_OVER = frozenset(("family history", "review of systems", "old list", "plan", "allergies"))
_NEGATION = re.compile(
    r"\b(?:no|not|without|denies|negative|ruled out|never|previous|prior|old|healed)\b", re.I
)
_OPEN = re.compile(r"\bunspecified\b(?! (?:organism|cause|trimester))", re.IGNORECASE)


def add_detail(case: Case) -> None:
    """Make unspecified codes more exact by what the rest of the note says of the same condition."""
    parts = [s for s in sentences(case.text) if s.section not in _PASSED_OVER]
    for item in [i for i in case.items if i.mention is not None and not i.drug]:
        assert item.mention is not None
        if item.mention.assertion is not Assertion.PRESENT or item.code[0] in "VWXYZR":
            continue
        if item.choice.billable and not _OPEN.search(case.codeset.get(item.code).title):
            continue
        several = sum(o.code[:3] == item.code[:3] for o in case.items if not o.drug) > 1
        if several and not any_matches(DEGREES, item.code):
            continue
        if (sited := _with_shared_site(case, item)) is not None:
            case.items[case.items.index(item)] = sited
            continue
        spelled = [case.spelled_out(s.text) for s in parts]
        told = [s if any_matches(DEGREES, item.code) else told_by_provider(s) for s in spelled]
        words = (_said_of_the_site if several else _said_elsewhere)(case, item, told)
        if not words:
            continue
        category = case.codeset.get(item.code[:3])
        header = case.codeset.get(item.code).parent if item.choice.billable else item.code
        choice = case.whole(header or category.code, item.mention, words)
        if choice is None or not choice.billable or choice.code == item.code:
            continue
        if _OPEN.search(case.codeset.get(choice.code).title):
            continue
        case.step("detail", f"{item.code} becomes {choice.code} by “{words}”")
        fresh = replace(item, code=choice.code, choice=choice, alternative=False)
        fresh.basis = [case.tabular(choice.code), case.guideline("I.B.2", 0)]
        case.items[case.items.index(item)] = fresh


_JOINED = re.compile(
    r"\s*(?:,|/|&|\+|and|with|w/|c)\s*(?:(?:an? |[\d.]+ ?(?:x ?[\d.]+ ?)*cm |some |mild |extensive |surrounding |overlying "
    r"|adjacent |associated |underlying |secondary |local )*)",
    re.IGNORECASE,
)


_LIMBS = (
    (
        re.compile(
            r"\b(?:thigh|calf|leg|shin|pretibial|knee|ankle|foot|heel|lower extremity)\b",
            re.IGNORECASE,
        ),
        "lower limb",
    ),
    (
        re.compile(
            r"\b(?:arm|forearm|antecubital|elbow|wrist|hand|upper extremity)\b", re.IGNORECASE
        ),
        "upper limb",
    ),
)
"""Parts that some categories name by the limb alone."""


def _with_shared_site(case: Case, item: Item) -> Item | None:
    """A code by the site that the condition beside it names: "left thigh abscess and cellulitis"."""
    said = [m for m in case.reading.mentions if m.span in item.spans]
    for mention in said:
        if (own := _sited(case, item, mention, mention)) is not None:
            return own
    for mention in said:
        for other in _beside(case, mention):
            if _SPREAD_TO & {item.code[:3], *_categories(case, other)}:
                continue  # "colon ca, liver mets" is of no flexure
            if (sited := _sited(case, item, mention, other)) is not None:
                return sited
    return None


_SPREAD_TO = frozenset(("C77", "C78", "C79"))
"""Secondary neoplasms, whose sites are those of no other condition."""


def _categories(case: Case, mention: Mention) -> list[str]:
    """The categories of the codes that a mention led to."""
    return [i.code[:3] for i in case.items if mention.span in i.spans]


def _beside(case: Case, mention: Mention) -> list[Mention]:
    """The conditions to which a mention is joined, the one before it first."""
    text, found = case.text, []
    before = [m for m in case.reading.mentions if m.span.end <= mention.span.start][-1:]
    after = [m for m in case.reading.mentions if m.span.start >= mention.span.end][:1]
    if before and _JOINED.fullmatch(text[before[0].span.end : mention.span.start]):
        found += before
    if after and _JOINED.fullmatch(text[mention.span.end : after[0].span.start]):
        found += after
    return found


def _sited(case: Case, item: Item, mention: Mention, named: Mention) -> Item | None:
    """The code by the site that a mention names; its own site only where it is a part of a limb."""
    words = named.span.text
    limbs = "".join(f" {limb}" for part, limb in _LIMBS if part.search(words))
    sited = set(words.lower().split()) & set(SITES)
    by_limb = limbs and " limb" in case.codeset.get(item.code).title
    if named is mention and not by_limb:
        return None
    if not limbs and not sited:
        return None  # the "2" of "type 2 diabetic with CKD 3" is no stage
    if named is not mention and sited and sited <= set(mention.term.lower().split()):
        return None  # it has the site already
    own, other = regions(mention.span.text), regions(words)
    if own and other and not own & other:
        return None  # "L breast ca, lung mets": the lung's side is not told
    words += limbs
    sharing = mention.model_copy(update={"attributes": _sided(mention, named)})
    header = case.codeset.get(item.code).parent if item.choice.billable else item.code
    for code in dict.fromkeys((header, item.code[:3])):
        choice = case.whole(code, sharing, words) if code else None
        if choice is None or not choice.billable or choice.code == item.code:
            continue
        if not _OPEN.search(case.codeset.get(choice.code).title):
            case.step("detail", f"{item.code} becomes {choice.code} by “{words}”")
            basis = [case.tabular(choice.code), case.guideline("I.B.2", 0)]
            return replace(item, code=choice.code, choice=choice, alternative=False, basis=basis)
    return None


def _sided(mention: Mention, before: Mention) -> tuple[tuple[str, str], ...]:
    """A mention's attributes, with the side of the one before it."""
    side = {k: v for k, v in before.attributes if k == "side"}
    return tuple(sorted((side | dict(mention.attributes)).items()))


def _said_elsewhere(case: Case, item: Item, parts: list[str]) -> str:
    """Words of detail in sentences that share the site or the name of a condition."""
    assert item.mention is not None
    equivalents = case.index.lexicon.equivalents
    own = {*analyze(item.mention.term, equivalents, title=False).core}
    own |= {w for s in SITES if s in case.sentence_of(item.mention).lower() for w in (s,)}
    found: list[str] = []
    for text in parts:
        said = {*analyze(text, equivalents, title=False).core, *text.lower().split()}
        staged = any_matches(DEGREES, item.code) and _STAGED_BY.search(text)
        if not own & said and not staged:
            # of an only ulcer, the depth tells wherever it stands
            alone = any_matches(DEGREES, item.code) and not _sites(text)
            pattern = _DEPTH if alone else None
        else:
            pattern = _DETAIL
        for match in pattern.finditer(text) if pattern else ():
            if not _NEGATION.search(text[max(0, match.start() - 25) : match.start()]):
                found.append(match.group())
    return " ".join(dict.fromkeys(found))


_DEPTH = re.compile(
    r"\b(?:fat layer(?: exposed)?|subcutaneous (?:fat|tissue) exposed|breakdown of skin|skin breakdown|(?:muscle|bone) exposed"
    r"|exposed (?:fat|muscle|bone)|necro\w+ (?:of )?(?:muscle|bone)|(?:muscle|bone) necrosis)\b",
    re.IGNORECASE,
)
_STAGED_BY = re.compile(
    r"\b(?:nurse|nursing|rn|wound (?:care|team|consult|eval\w*)|wocn?|wcn|skin (?:team|assessment))\b",
    re.IGNORECASE,
)
"""Who stages an ulcer that the provider has diagnosed (I.B.14)."""
_ULCER_SITE = re.compile(
    r"\b(sacr|coccy|heel|buttock|ischi|hip|trochant|ankle|malleol|elbow|back|occip|foot|toe|calf|shin|thigh|knee)\w*",
    re.IGNORECASE,
)
_BY_SITE = re.compile(
    rf"[;\n]|(?:,|\band\b|&|\+)(?=[^,;\n]{{0,12}}{_ULCER_SITE.pattern.replace('(', '(?:')})", re.I
)
"""Where the words on one site end and those on the next begin."""


def _said_of_the_site(case: Case, item: Item, parts: list[str]) -> str:
    """Words of detail beside the site of one ulcer of several: "sacrum stage 4; L heel unstageable"."""
    assert item.mention is not None
    own = _sites(f"{item.mention.term} {case.codeset.get(item.code).title}")
    side = dict(item.mention.attributes).get("side")
    found: list[str] = []
    for piece in (p for text in parts for p in _BY_SITE.split(text) if p):
        named = sides(piece)
        if not own & _sites(piece) or (named and side not in named) or _NEGATION.search(piece):
            continue
        found += [m.group() for m in _DETAIL.finditer(piece)]
    return " ".join(dict.fromkeys(found))


def _sites(text: str) -> set[str]:
    """The sites of ulcers that a text names, by how their words begin."""
    return {m[1].lower() for m in _ULCER_SITE.finditer(text)}
