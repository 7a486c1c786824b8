"""Conditions named in a text: spans whose words are those of the classification or the lexicon.

Spans are proposed in two ways: words that are exactly those of a title, an inclusion term or the
lexicon; and clauses that the term finder recognises. The set of spans that explains most of the
sentence is taken, then qualifiers that stand apart are drawn in.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from assistant.reading._clauses import adds, clauses, negates
from assistant.reading._found import GOOD_TRUST, Budget, Candidate, Found
from assistant.reading._titles import title_in
from assistant.reading._units import BREAKS, Unit, context_words, units
from assistant.reading._vocabulary import (
    ALONE_ALSO,
    NO_ORDINARY,
    NOISE,
    NOT_ALONE,
    QUALIFIERS,
    SITES,
    names_condition,
    word_set,
)
from assistant.reading._widening import extended, organism, written
from guidelines import lazy_re as re
from guidelines.codeset import CodeSet
from indexes._surface import SIDES, analyze
from indexes._text import plain
from indexes.lexicon import Lexicon
from indexes.term_index import TermHit, TermIndex

__all__ = ["Budget", "Found", "Unit", "context_words", "find", "units"]

_LONGEST = 9  # units in a mention
_GOOD_COVER = 0.8
_FAIR_COVER = 0.65  # taken only where nothing better is found
_FAIR_TRUST = 0.35
_FAIR = 0.4
_PRESENT_AREAS = frozenset("ABDEFGHIJKLMNOPQR")


def find(
    sentence: str,
    terms: TermIndex,
    lexicon: Lexicon,
    codeset: CodeSet,
    around: Collection[str],
    budget: Budget | None = None,
) -> list[Found]:
    """Conditions, statuses and drugs named in a sentence, in order.

    Args:
        sentence: The sentence.
        terms: The term finder.
        lexicon: Abbreviations and chart words.
        codeset: The release in force.
        around: Words of the whole text, which decide ambiguous abbreviations.
        budget: Searches left for the whole text.
    """
    if (titled := title_in(sentence, terms, codeset)) is not None:
        return [titled]
    row = units(sentence, lexicon, around)
    if not any(u.head or (u.meaning and u.meaning.code) or _named(u, terms) for u in row):
        return []
    budget = budget or Budget(terms, codeset)
    candidates = _exact(sentence, row, terms)
    candidates += _searched(sentence, row, terms, lexicon, budget, candidates)
    chosen = _best_cover(row, candidates)
    taken = {
        k for c in chosen for k in range(c.first, c.last + 1) if row[k].lowered not in QUALIFIERS
    }
    owned = {k for c in chosen for k in range(c.first, c.last + 1) if not organism(row[k])}
    widened = []
    for c in chosen:
        others = owned - set(range(c.first, c.last + 1))
        widened.append(extended(sentence, row, c, taken | others, terms, lexicon, codeset, budget))
    return [f for f in widened if not any(_inside(f, g) for g in widened)]


def _inside(inner: Found, outer: Found) -> bool:
    shorter = inner.end - inner.start < outer.end - outer.start
    return shorter and outer.start < inner.end and inner.start < outer.end


def _exact(sentence: str, row: Sequence[Unit], terms: TermIndex) -> list[Candidate]:
    found: list[Candidate] = []
    for i, first in enumerate(row):
        if not first.stems or _noise(first) or first.lowered in _LEADS_NONE:
            continue
        if (alone := _single(sentence, row, i, terms)) is not None:
            found.append(alone)
        stems: set[str] = {s for s in first.stems if s not in SIDES}
        own: set[str] = {s for s in first.own if s not in SIDES}
        for j in range(i + 1, min(i + _LONGEST, len(row))):
            unit = row[j]
            gap = set(sentence[row[j - 1].end : unit.start])
            if BREAKS & gap or negates(unit) or ("," in gap and not adds(sentence, row, j - 1, j)):
                break
            if unit.lowered == "for" and any(_was_done(u) for u in row[i:j]):
                break
            if _presumed(sentence, row, i, j):
                break
            stems.update(s for s in unit.stems if s not in SIDES)
            own.update(s for s in unit.own if s not in SIDES)
            if not unit.stems or _noise(unit):
                continue
            part = row[i : j + 1]
            if _names(part, frozenset(own), terms) or _names(part, frozenset(stems), terms):
                weight = sum(terms.rarity(s) for s in stems) or 1.0
                term = written(sentence, row, i, j)
                named = Found(first.start, unit.end, term, "", weight, "term")
                found.append(Candidate(i, j, named))
    return found


_WITH_IT = re.compile(
    r"^(?:the |his |her |known |chronic |essential |benign |uncontrolled |controlled )*"
    r"(?:htn|hypertension|high blood pressure|n?iddm"
    r"|(?:(?:type|t) ?(?:[12]|ii?) ?)?(?:dm|diabetes(?: mellitus)?)(?: ?(?:type ?)?(?:[12]|ii?))?)"
    r" ?(?:with|w/?|and|&|\+|plus) ?"
    r"(?:ckd\w*|chronic kidney disease|chronic renal (?:failure|disease)|esrd|chf|hf\w*|heart failure"
    r"|(?:dia|sy)stolic (?:chf|heart failure))$",
    re.IGNORECASE,
)
"""Two conditions of which the second has a code of its own beside the one that links them."""


def _presumed(sentence: str, row: Sequence[Unit], first: int, last: int) -> bool:
    """Whether words join hypertension or diabetes to what it is presumed to cause (I.A.15)."""
    return _WITH_IT.match(sentence[row[first].start : row[last].end]) is not None


def _was_done(unit: Unit) -> bool:
    """Whether a unit names an operation of the past; what follows "for" is then its reason."""
    return unit.meaning is not None and unit.meaning.code[:2] in ("Z8", "Z9")


def _noise(unit: Unit) -> bool:
    return unit.meaning is None and unit.lowered in NOISE


def _single(sentence: str, row: Sequence[Unit], i: int, terms: TermIndex) -> Candidate | None:
    """A unit that names something by itself."""
    unit = row[i]
    code = unit.meaning.code if unit.meaning else ""
    if not code and not _named(unit, terms):
        return None
    weight = sum(terms.rarity(s) for s in unit.stems) or 1.0
    kind = unit.meaning.kind if unit.meaning and code else "term"
    term = written(sentence, row, i, i)
    return Candidate(i, i, Found(unit.start, unit.end, term, code, weight, kind))


def _named(unit: Unit, terms: TermIndex) -> bool:
    """Whether one word, no term of the lexicon, is the whole name of a condition."""
    word = unit.lowered
    if not unit.stems or word in NO_ORDINARY or word in NOISE:
        return False
    if word in NOT_ALONE and word not in ALONE_ALSO:
        return False
    areas = _areas(frozenset(unit.stems), terms)
    if unit.meaning is not None:
        alone = unit.meaning.code or plain(unit.meaning.meaning) not in NOT_ALONE
        return bool(alone and areas & _PRESENT_AREAS) and unit.head
    if names_condition(word):
        return bool(areas - frozenset("VWXY"))
    if len(word) <= 5 or word in QUALIFIERS or not areas & _PRESENT_AREAS:
        return False
    rows = (terms.row(p) for p in terms.exact[frozenset(unit.stems)])
    own = (plain(text).split()[0].strip(",") for text, _, kind in rows if kind != "lexicon")
    return word in own


def _areas(stems: frozenset[str], terms: TermIndex) -> frozenset[str]:
    """First letters of the codes whose own titles or terms have exactly these stems."""
    rows = (terms.row(p) for p in terms.exact.get(stems))
    return frozenset(code[0] for _, code, kind in rows if kind != "lexicon")


def _names(part: Sequence[Unit], stems: frozenset[str], terms: TermIndex) -> bool:
    """Whether several units together are the words of a condition."""
    if stems not in terms.exact or not _telling(part):
        return False
    areas = frozenset(terms.row(p)[1][0] for p in terms.exact[stems]) - frozenset("VWXY")
    if any(u.head for u in part):
        return bool(areas)
    return sum(bool(u.stems) for u in part) > 1 and bool(areas & (_PRESENT_AREAS - {"O", "R"}))


def _telling(part: Sequence[Unit]) -> bool:
    """Whether some word is more than a site, a qualifier, or "disorder" and the like."""
    return any(
        u.stems
        and u.lowered not in NOISE
        and (u.lowered not in QUALIFIERS | NOT_ALONE or u.lowered in ALONE_ALSO)
        for u in part
    ) or _site_and_condition(part)


def _site_and_condition(part: Sequence[Unit]) -> bool:
    """ "Liver failure", "lung mass": a site and what it has, each saying little alone."""
    sites = any(u.lowered in SITES or (u.lowered in NOT_ALONE and not u.head) for u in part)
    return sites and any(u.head for u in part)


def _searched(
    sentence: str,
    row: Sequence[Unit],
    terms: TermIndex,
    lexicon: Lexicon,
    budget: Budget,
    known: Sequence[Candidate],
) -> list[Candidate]:
    """Clauses that the term finder recognises, though no title has exactly their words."""
    found: list[Candidate] = []
    exact = {(c.first, c.last) for c in known}
    for i, j in clauses(sentence, row, terms):
        stems = [s for u in row[i : j + 1] for s in u.stems]
        part = row[i : j + 1]
        if (
            row[i].lowered in _PLACE
            or len(stems) < 2
            or (i, j) in exact
            or not any(u.head for u in part)
            or not _telling(part)
        ):
            continue
        if _listed(part) or any(_presumed(sentence, row, i, k) for k in range(i + 1, j + 1)):
            continue
        term = written(sentence, row, i, j)
        known_as = budget.best(term)
        if known_as is None:
            continue
        hit, trust = known_as.hit, known_as.trust
        if row[i].lowered in _PAST and hit.code[0] not in "OZ":
            continue
        if trust < _FAIR_TRUST or hit.covered < _FAIR_COVER or not _explains(part, hit, lexicon):
            continue
        if any(negates(u) for u in part) and not _shares_negation(term, hit, lexicon):
            continue
        weight = sum(terms.rarity(s) for s in stems) * hit.covered * (0.7 + 0.3 * trust)
        if trust < GOOD_TRUST or hit.covered < _GOOD_COVER:
            weight *= _FAIR
        found.append(Candidate(i, j, Found(row[i].start, row[j].end, term, "", weight, "term")))
    return found


_PAST = word_set("hx h/o history")
"""Words that say a condition is past; they are part of no condition's own name."""
_PLACE = word_set("site sites")
"""What ends a name before it ("injection site cellulitis") and begins none."""
_LEADS_NONE = _PAST | _PLACE
_AND = word_set("and & plus")


def _listed(part: Sequence[Unit]) -> bool:
    """ "HTN and CHF": two terms with codes of their own, joined by "and", are two mentions."""
    coded = [k for k, u in enumerate(part) if u.meaning is not None and u.meaning.code]
    return any(any(u.lowered in _AND for u in part[a + 1 : b]) for a, b in pairwise(coded))


_LINKS = word_set("with w due to from secondary")


def _explains(part: Sequence[Unit], hit: TermHit, lexicon: Lexicon) -> bool:
    """Whether an entry for two linked conditions names them both."""
    links = [k for k, u in enumerate(part) if u.lowered in _LINKS]
    heads = [k for k, u in enumerate(part) if u.head]
    if not links or not heads or not heads[0] < links[0] < heads[-1]:
        return True
    surface = analyze(hit.via, lexicon.equivalents)
    named = {*surface.core, *surface.soft}
    sides = (part[: links[0]], part[links[0] :])
    return all(any(named & {*u.stems, *u.own} for u in half if u.head) for half in sides)


def _shares_negation(term: str, hit: TermHit, lexicon: Lexicon) -> bool:
    """Whether what the words call absent is absent by the title too."""
    asked = analyze(term, lexicon.equivalents, title=False).negated
    return bool(set(asked) & set(analyze(hit.via, lexicon.equivalents).negated))


def _best_cover(row: Sequence[Unit], candidates: Sequence[Candidate]) -> list[Candidate]:
    """Non-overlapping candidates of the greatest weight; fewer and longer ones win ties."""
    by_end: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        by_end.setdefault(candidate.last, []).append(candidate)
    best: list[tuple[float, tuple[Candidate, ...]]] = [(0.0, ())]
    for k in range(len(row)):
        choice = best[k]
        for candidate in by_end.get(k, ()):
            before = best[candidate.first]
            total = before[0] + candidate.found.weight - 0.5
            if total > choice[0] + 1e-9:
                choice = (total, (*before[1], candidate))
        best.append(choice)
    return list(best[-1][1])
