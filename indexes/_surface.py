"""What the words of a title, an inclusion term or a chart say, apart from how they say it.

ICD-10-CM titles carry words that do not decide: nonessential modifiers in parentheses, synonyms in
brackets (I.A.7), "unspecified organism", "without complications" where the chart is silent. They
are told apart here, together with the side, which is a choice in the code tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from indexes._text import plain, stem, word_set, words

SIDES = {
    "right": "right", "rt": "right", "r": "right", "left": "left", "lt": "left", "l": "left",
    "bilateral": "bilateral", "bilat": "bilateral", "bilaterally": "bilateral", "b/l": "bilateral",
    "both": "bilateral",
}  # fmt: skip
_TITLE_SIDES = {w: SIDES[w] for w in ("right", "left", "bilateral", "bilaterally")}
_DROP = word_set(
    "a an the of in on at to for from by and or as is are was be been with due nec nos "
    "elsewhere classified classifiable type's his her their this that these those has have had "
    "pt patient patients who which its unspecified use"
)
_VAGUE = word_set("not other unspecified without due and or of in on")
# words that titles use themselves: writing them out would blur them, so they are explained alone
_OWN = word_set(
    "amputation biliary bilateral bilaterally cerumen colon congenital crush crushed diabetic "
    "exacerbation femur idiopathic lipoma lumbar lymphatic nevus rash scalp tubal unilateral "
    "vascular buccal alopecia adenoma nodal"
)
# what charts say around a condition
_CHART = word_set(
    "presents presented presenting presentation admitted admits seen noted notes reports "
    "reported complains complaining found evaluated documents documented documenting provider "
    "physician assessment impression diagnosis dx diagnosed today yesterday tomorrow will also "
    "now she he we they i it comes came being him me us hers continue continues consistent "
    "likely probable possible clinic returns return weeks months who"
)
_AGE = re.compile(
    r"\b\d+[\s-]*(?:years?|yrs?|y|months?|mos?|weeks?|days?)?[\s-]*(?:/?\s*o\b|old\b)"
    r"(?:\s+(?:fe)?male|\s+(?:wo)?man|\s+boy|\s+girl|\s+lady|\s+gentleman)?"
    r"|\bfollow[\s-]up in(?: \w+)? (?:days?|weeks?|months?)"
    r"|\bin(?: \w+)? (?:days|weeks|months)\b"
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5",
          "iiia": "3a", "iiib": "3b", "iiic": "3c"}  # fmt: skip
_ORDINAL = {"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th",
            "one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}  # fmt: skip
_SEXES = ("femal", "male")  # stems
_GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta"}
_NEGATION = re.compile(
    r"\b(?:without(?: mention of)?|w/?o|no|not)\b([^,;]*?)"
    r"(?=,|;|\b(?:with|but|multiple sites|initial|subsequent|sequela)\b|(?<=foreign body)\s|$)"
)
_ASIDE = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
# what is unspecified does not decide: "sprain of unspecified ligament of ankle"; but a title that
# begins so is about the thing itself: "unspecified fracture of shaft of humerus"
_UNSPECIFIED = re.compile(
    r"(?<=[\w,] )(?:unspecified(?: as to| whether)?|not specified as)\s+"
    r"([^,;()]*?)(?=\s+(?:of|in|on|to|with|without|due|for|and)\b|[,;]|$)"
)
_TRAILING = re.compile(
    r"\b(?:not elsewhere classified|nec|nos)\b"
    r"|,? *\b(?:site|organism|side|part|type|cause|location) not specified\b"
    r"|\bnot specified\b(?! as)"
)
# compounds that are written with and without a hyphen: gastro-esophageal, post-operative
_COMPOUND = re.compile(
    r"\b([a-z]{2,}o|post|pre|non|anti|sub|inter|intra|hyper|peri|multi|semi|ultra|over|under|re|"
    r"extra|trans|para)-(?=[a-z]{3})"
)
_NON = re.compile(
    r"\bnon[ -]?(?=bleeding|hemorrhagic\b|perforated|gangrenous|incarcerated|strangulated)"
)
_NUMBERED = re.compile(
    r"\b(stage|type|grade|class|level|stages|factor|phase|degree)\b[\s-]+([ivx]+[abc]?)\b"
)


@dataclass(frozen=True, slots=True)
class Surface:
    """The words of a term by what they are worth.

    Attributes:
        core: Stems that have to match.
        soft: Stems that may match: nonessential modifiers, synonyms, what is unspecified.
        negated: Stems of what is said to be absent.
        side: "right", "left", "bilateral" or None.
        residual: An "other specified" title, right only for what no sibling names.
        unspecified: An "unspecified" title, right where the chart says no more.
    """

    core: tuple[str, ...]
    soft: tuple[str, ...]
    negated: tuple[str, ...]
    side: str | None
    residual: bool
    unspecified: bool


def canonical(word: str, equivalents: Mapping[str, str]) -> tuple[str, ...]:
    """The stems under which a word is matched.

    Forms of one word (ulcer, ulcerated; renal, kidney) share the stem of their group, a word for a
    longer expression (cancer: malignant neoplasm) has the expression's, numerals are digits.
    Words of merely like meaning keep their own stem; see `synonyms`.
    """
    word = _GREEK.get(word, word)
    word = _ORDINAL.get(word, word)
    forms = _known(equivalents).forms
    own = stem(word)
    return forms.get(word) or forms.get(own) or (own,)


_DOUBT = word_set("consistent likely probable possible")
_AROUND = word_set("follow up one two three four six found have had today for with")


def chart_word(word: str) -> bool:
    """Whether a lower-case word is a chart's way of speaking, without doubt or denial in it."""
    return word in _AROUND or (word in _CHART and word not in _DOUBT)


def synonyms(equivalents: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    """Stems that may stand for a stem, by stem, each way."""
    return _known(equivalents).synonyms


def explanations(equivalents: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """For a stem the stems of an expression that explains it (rash: skin eruption)."""
    return _known(equivalents).explanations


@dataclass(frozen=True, slots=True)
class _Known:
    """What a table of equivalents says, worked out once."""

    equivalents: Mapping[str, str]
    forms: dict[str, tuple[str, ...]]
    synonyms: dict[str, frozenset[str]]
    explanations: dict[str, tuple[str, ...]]
    surfaces: dict[tuple[str, bool], Surface]
    """Texts taken apart before, the same being met again and again in one note."""
    kept: Callable[[str], Surface | None] = lambda title: None
    """Titles that an index keeps taken apart."""


_REMEMBERED = 100_000
_worked_out: dict[int, _Known] = {}


def _known(equivalents: Mapping[str, str]) -> _Known:
    known = _worked_out.get(id(equivalents))
    if known is None or known.equivalents is not equivalents:
        known = _worked_out[id(equivalents)] = _work_out(equivalents)
    return known


def remember(equivalents: Mapping[str, str], kept: Callable[[str], Surface | None]) -> None:
    """Have `analyze` look titles up where they are kept taken apart by the same equivalents."""
    _worked_out[id(equivalents)] = replace(_known(equivalents), kept=kept)


def _work_out(equivalents: Mapping[str, str]) -> _Known:
    single = [(a, b) for a, b in equivalents.items() if a.isalpha() and b.isalpha() and a != b]
    single = [(a, b) for a, b in single if a not in SIDES and b not in SIDES]
    group: dict[str, str] = {}

    def first(word: str) -> str:
        while group.setdefault(word, word) != word:
            word = group[word]
        return word

    for a, b in sorted(single):
        if equivalents.get(b) == a or _one_word(a, b):
            low, high = sorted((first(stem(a)), first(stem(b))))
            group[high] = low
    forms: dict[str, tuple[str, ...]] = {w: (first(stem(w)),) for pair in single for w in pair}
    forms |= {w: (first(w),) for w in list(group)}
    explained: dict[str, tuple[str, ...]] = {}
    for word, meaning in equivalents.items():
        expression = words(meaning)
        if 2 <= len(expression) <= 3 and _is_expression(word, meaning, expression):
            every = (p for w in expression if w not in _DROP for p in forms.get(w, (stem(w),)))
            parts = tuple(dict.fromkeys(every))
            if word in _OWN:
                explained[stem(word)] = parts
            else:
                forms[word] = parts
    like: dict[str, set[str]] = {}
    for a, b in single:
        left, right = forms.get(a, (stem(a),)), forms.get(b, (stem(b),))
        if left != right and len(left) == len(right) == 1:
            like.setdefault(left[0], set()).add(right[0])
            like.setdefault(right[0], set()).add(left[0])
    return _Known(equivalents, forms, {w: frozenset(s) for w, s in like.items()}, explained, {})


def _one_word(a: str, b: str) -> bool:
    """Forms or spellings of one word: ulcer, ulcerated; haematoma, hematoma."""
    return a[:4] == b[:4] or a.replace("ae", "e").replace("oe", "e")[:5] == b[:5]


def _is_expression(word: str, meaning: str, expression: list[str]) -> bool:
    plainly = word.isalpha() and meaning.replace(" ", "").isalpha()
    return plainly and word not in expression and not _VAGUE & set(expression)


def _stems(text: str, equivalents: Mapping[str, str]) -> list[str]:
    """Stems in order, each once, without sides and words that do not decide."""
    found: list[str] = []
    for word in words(text):
        if word in _DROP or word in _TITLE_SIDES:
            continue
        found += [s for s in canonical(word, equivalents) if s not in found]
    return found


def numerals(text: str) -> str:
    """Roman numerals after stage, type, grade … as digits; the text is lower-cased."""
    return _NUMBERED.sub(lambda m: f"{m[1]} {_ROMAN.get(m[2], m[2])}", text)


def analyze(text: str, equivalents: Mapping[str, str], *, title: bool = True) -> Surface:
    """Take a title or term apart.

    Args:
        text: A title, an inclusion term, or (title=False) words of a chart, where parentheses
            are ordinary text.
        equivalents: Words with the words under which they are matched.
        title: Whether the conventions of the Tabular List hold.
    """
    remembered = _known(equivalents).surfaces
    found = remembered.get((text, title))
    if found is None:
        if len(remembered) >= _REMEMBERED:
            remembered.clear()
        kept = _known(equivalents).kept(text) if title else None
        found = remembered[text, title] = kept or _analyzed(text, equivalents, title)
    return found


def _analyzed(text: str, equivalents: Mapping[str, str], title: bool) -> Surface:
    lowered = _NON.sub("without ", numerals(plain(text)))
    lowered = _BOTH.sub("bilateral", _COMPOUND.sub(r"\1", lowered))
    asides: list[str] = []
    if title:
        lowered, asides = _taken(_ASIDE, lowered)
    unspecified = "unspecified" in lowered or "not specified" in lowered
    residual = _is_residual(lowered)
    lowered = _TRAILING.sub(" ", lowered)
    open_parts: list[str] = []
    if title:
        lowered, open_parts = _taken(_UNSPECIFIED, lowered)
    else:
        lowered = _AGE.sub(" ", lowered)
    lowered, absent = _taken(_NEGATION, lowered)
    core = _core(lowered, equivalents, title)
    if title and len(core) > len(_SEXES):
        # a title's sex goes without saying in a chart
        open_parts += [s for s in _SEXES if s in core]
        core = [s for s in core if s not in _SEXES]
    soft = [s for s in _stems(" ".join(open_parts + asides), equivalents) if s not in core]
    if not core:
        core, soft = soft, []
    negated = [s for s in _stems(" ".join(absent), equivalents) if s not in core]
    side = _side(lowered)
    return Surface(tuple(core), tuple(soft), tuple(negated), side, residual, unspecified)


_BOTH = re.compile(r"\bboth(?= (?:of )?(?:the |his |her )?(?:\w+ )?\w{2,}s\b)")
"""Said of a pair: "both knees", "both lower legs"."""


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, list[str]]:
    """A text without what a pattern matches, and the pattern's groups."""
    parts = [next((g for g in m.groups() if g), "") for m in pattern.finditer(text)]
    return pattern.sub(" ", text), parts


def _is_residual(lowered: str) -> bool:
    if re.match(r"other\b|.*\bother (?:specified|and unspecified)", lowered):
        return True
    elsewhere = "elsewhere classified" in lowered and "in diseases" not in lowered
    return elsewhere and "other" in lowered


def _side(lowered: str) -> str | None:
    found = {_TITLE_SIDES[w] for w in words(lowered) if w in _TITLE_SIDES}
    return "bilateral" if {"right", "left"} <= found else next(iter(sorted(found)), None)


def _core(lowered: str, equivalents: Mapping[str, str], title: bool) -> list[str]:
    core = _stems(lowered, equivalents)
    if title:
        return [s for s in core if s not in ("other", "specifi", "specified")]
    spoken = " ".join(w for w in words(lowered) if w not in _CHART)
    return _stems(spoken, equivalents) or core
