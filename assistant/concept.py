"""Whether a look-up names one thing of the classification, or is documentation to be coded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from assistant.looking_up import LookUp, explained
from assistant.models import Assertion, CodeFinding, CodeHit, Findings, Mention, Reading
from assistant.reading._attributes import sides
from guidelines.codeset import CodeSet
from indexes._surface import analyze
from indexes.lexicon import Lexicon

_COVERED = 0.8
_SCORE = 0.2
_FAIR_SCORE, _FAIR_COVERED = 0.04, 0.5
_WHOLE_SCORE = 0.6
_MOSTLY = 0.8
_WHOLLY = 0.95
_MOST = 10  # codes of a look-up, with those to choose from
_FEW = 2  # codes past which a term is a list, of which no one entry is another reading
_HINTED = 0.02
_MORE = 0.05  # of a term's words, weighed by rarity
_MOST_WORDS = 40
_CHARTED = re.compile(
    r"\b(?:pt|patient|y/?o|year[- ]old|admitted|presents?|seen|found|assessment|diagnosis|history"
    r"|on|treated|noted|evaluated)\b",
    re.IGNORECASE,
)
_NEXT_SENTENCE = re.compile(r"[a-z]{3}\.\s+[A-Z]")
_LISTED = re.compile(r"[,;\n+&/]|\b(?:and|plus)\b")
_EXPLAINED = 0.51  # share of a condition's words that an entry has where it is about it too
_DOUBTED = (Assertion.UNCERTAIN, Assertion.HYPOTHETICAL, Assertion.OTHER_PERSON)
_SAID = {
    Assertion.NEGATED: re.compile(r"\b(?:without|no|not|non\w*|negative|absen\w+|lack)\b", re.I),
    Assertion.HISTORY: re.compile(
        r"\b(?:(?<!family )history|hx|sequela\w*|old|status|presence|absence)\b", re.I
    ),
    Assertion.FAMILY: re.compile(r"\bfamily\b", re.I),
    Assertion.UNCERTAIN: re.compile(r"\b(?:suspected|possible|probable|rule[d]? out)\b", re.I),
}
_DIABETES = re.compile(r"E(?:0[89]|1[0-3])")
_TUMOR_SITES = {"C41": ("C40", "C41"), "C40": ("C40", "C41")}
"""Categories that share the tumors of one kind by their sites."""
_POISONED = re.compile(r"T14\.91|T(?:3[6-9]|[45]\d|6[0-5]|88\.7)")


def one_concept(reading: Reading, found: LookUp, codeset: CodeSet, lexicon: Lexicon) -> bool:
    """Whether a term names one thing that the Tabular List or the lexicon knows.

    What is doubted, or denied altogether, is documentation to be judged and no title. Several
    conditions are one thing only where one entry is about each of them.

    Args:
        reading: What was read in the term.
        found: Its entries, at least one.
        codeset: The release in force.
        lexicon: Words of like meaning.
    """
    best = found.hits[0]
    if found.external or found.titled or found.walk is not None:
        return True
    present = [m for m in reading.mentions if m.assertion is Assertion.PRESENT]
    others = [m.assertion for m in reading.mentions if m.assertion is not Assertion.PRESENT]
    title = codeset.get(best.code).title
    if any(not _says(a, best, title) for a in others if not present or a in _DOUBTED):
        return False
    if any(_has_as_present(best, title, m, lexicon) for m in reading.mentions):
        return False
    named = [m for m in present if dict(m.attributes).get("kind") != "drug"]
    placed = {dict(m.attributes).get("side") for m in named}
    if placed >= _BOTH or (named and _tells_both_sides(found)):
        return False  # each side has its own: "moderate OD, severe OS", "R MCA stroke, L neglect"
    drugs = [m for m in present if m not in named]
    told = [title, best.via]
    if named and not found.settled and not all(_explains(best, told, m, lexicon) for m in drugs):
        return False  # what a drug did to a patient, and no name of a condition
    several = len({m.term for m in named}) > 1
    listed = _LISTED.search(found.said) is not None
    whole = best.score >= _WHOLE_SCORE and best.covered >= _MOSTLY and not listed
    if (several and not whole) or best.score < _WHOLE_SCORE:
        # what a table or the lexicon settled was found by the term itself, which explains nothing
        names = [title, *(() if found.settled else (best.via,))]
        if not all(_explains(best, names, m, lexicon) for m in named):
            return False
    if several and listed and best.covered < _COVERED:
        return False
    partly = listed and best.covered < _COVERED and not found.settled
    if partly and not all(_explains(best, told, m, lexicon) for m in named):
        return False  # "blood pressure check, HTN": of one piece the entry says nothing
    fairly = best.score >= _FAIR_SCORE and best.covered >= _FAIR_COVERED
    return best.score >= _SCORE or best.covered >= _COVERED or fairly


_BOTH = frozenset(("right", "left"))


def _tells_both_sides(found: LookUp) -> bool:
    """Whether a term names the right and the left, so that each has a code of its own (I.B.13)."""
    return set(sides(found.said)) >= _BOTH


def adds_to(
    documented: Findings, looked_up: Findings, codeset: CodeSet, titled: bool = False
) -> bool:
    """Whether a term, coded as documentation, comes to the code that was looked up and more.

    "HTN w CHF" names one entry, which wants a second code beside it (I.A.17, I.B.7), and so does
    "COVID pneumonia", though the words name one condition.
    """
    reported = [c.code for c in documented.codes if c.role != "alternative"]
    first = next((c.code for c in looked_up.codes), None)
    if titled and first is not None and not any(r[:7] == first[:7] for r in reported):
        return False  # the very title of a line is no wording of another
    if set(reported) == {c.code for c in looked_up.codes if c.role != "alternative"}:
        return False  # the look-up has them all, and shows the way to them
    if first is not None and first not in reported and any(map(_secondary, reported)):
        # where a tumor spread is read site by site (I.C.2), if it is read at all
        return reported != ["C79.9"]
    by_rule = {r.code for r in documented.rejected if any(b.kind == "guideline" for b in r.basis)}
    if reported and first in by_rule:
        return True  # it comes to the very code, and a section puts others in its place
    if first is not None and len(reported) == 2 and {c[:3] for c in reported} == {first[:3]}:
        return True  # each side is told apart: "POAG - OD moderate, OS severe" (I.B.13)
    if len(reported) == 1 and first is not None and reported[0] != first:
        return _sited(documented, reported[0], first, codeset)
    return first in reported and len(reported) > 1


def _secondary(code: str) -> bool:
    """Whether a code is of a secondary malignant neoplasm."""
    return code[:3] in ("C77", "C78", "C79")


def _sited(documented: Findings, reported: str, first: str, codeset: CodeSet) -> bool:
    """Whether the documentation has a tumor's site that the look-up left open (I.B.2)."""
    if reported[:3] not in _TUMOR_SITES.get(first[:3], (first[:3],)) or first[0] not in "CD":
        return False
    replaced = {r.code[:3] for r in documented.rejected if any(b.ref == "I.B.2" for b in r.basis)}
    if first[:3] in replaced:
        return True
    open_before = "unspecified" in codeset.get(first).title
    return open_before and "unspecified" not in codeset.get(reported).title


def explains_more(
    found: LookUp,
    documented: Findings,
    reading: Reading,
    codeset: CodeSet,
    lexicon: Lexicon,
    rarity: Callable[[str], float],
) -> bool:
    """Whether the likeliest entry tells more of a term than the codes of its parts, read as a chart.

    "Chlamydial pharyngitis" is one entry, of which a chart's reading knows the pharyngitis alone.
    What is set apart by commas, and what a section decides, stays documentation.

    Args:
        found: The entries of the term, at least one.
        documented: What the term comes to as documentation.
        reading: What was read in it.
        codeset: The release in force.
        lexicon: Words of like meaning.
        rarity: How much a word's stem tells, 0-1.
    """
    best = found.hits[0]
    reported = [c for c in documented.codes if c.role != "alternative"]
    by_rule = any(b.kind == "guideline" and b.ref != "I.B.1" for c in reported for b in c.basis)
    left_out = any(r.code.startswith(best.code) for r in documented.rejected)
    if best.score < _HINTED or by_rule or left_out or _LISTED.search(found.said):
        return False
    if any(m.assertion is not Assertion.PRESENT for m in reading.mentions):
        return False
    if _tells_both_sides(found):
        return False
    asked = set(analyze(explained(found.said, lexicon), lexicon.equivalents, title=False).core)
    total = sum(map(rarity, asked))
    if not total:
        return False
    categories = {c.code[:3] for c in reported}
    known = [m for m in reading.mentions if dict(m.attributes).get("lexicon", "")[:3] in categories]
    read = [t for m in known for t in (m.span.text, m.term)]
    one = _told([best.code], [best.via], codeset, lexicon)
    parts = _told([c.code for c in reported], read, codeset, lexicon)
    whole = max(best.covered, sum(map(rarity, asked & one)) / total)
    return whole - sum(map(rarity, asked & parts)) / total > _MORE


def with_alternatives(
    documented: Findings, entries: Sequence[CodeFinding], reading: Reading, said: str
) -> Findings:
    """A term coded as documentation, and behind its codes the entries of its words to choose from.

    Nothing stands behind a list, nor behind what the term doubts, denies or has as past.
    """
    reported = [c for c in documented.codes if c.role != "alternative"]
    told = all(m.assertion is Assertion.PRESENT for m in reading.mentions)
    if len(reported) > _FEW or not told or _LISTED.search(said):
        return documented
    known = {*(c.code for c in documented.codes), *(r.code for r in documented.rejected)}
    others = [c.model_copy(update={"role": "alternative"}) for c in entries if c.code not in known]
    codes = (*documented.codes, *others)[: max(_MOST, len(documented.codes))]
    return documented.model_copy(update={"codes": codes})


def _told(
    codes: Iterable[str], names: Iterable[str], codeset: CodeSet, lexicon: Lexicon
) -> set[str]:
    """The stems in some names, and in the titles and inclusion terms of codes and of what they lie below."""
    texts = list(names)
    for code in codes:
        entry = codeset.get(codeset.base_of(code))
        texts += [entry.title, *entry.inclusion_terms]
        while len(entry.code) > 3 and entry.parent is not None:
            entry = codeset.get(entry.parent)
            texts.append(entry.title)
    surfaces = [analyze(text, lexicon.equivalents) for text in texts]
    return {w for s in surfaces for w in (*s.core, *s.soft, *s.negated)}


def names_it(text: str, reading: Reading, found: LookUp) -> bool:
    """Whether a sentence that looks like documentation is the name of one entry and no more.

    Args:
        text: The question as typed.
        reading: What was read in it.
        found: Its entries, at least one.
    """
    if found.titled or found.walk is not None:
        return True
    best = found.hits[0]
    if best.score < _WHOLE_SCORE or best.covered < _WHOLLY:
        return False
    # what a chart says in words of its own is read word by word
    return not reading.mentions or not _CHARTED.search(text)


def one_sentence(text: str, reading: Reading) -> bool:
    """Whether a text may be a mere name: a sentence that neither asks nor names a code."""
    words = text.split()
    asks = reading.asks_yes_no or reading.asks_sequence or bool(reading.codes_named) or "?" in text
    many = "\n" in text.strip() or _NEXT_SENTENCE.search(text) is not None
    return len(words) <= _MOST_WORDS and not asks and not many


_LED_IN = re.compile(
    r"^.{0,60}?\b(?:present(?:s|ed|ing)? (?:today )?with|(?:admit(?:ted)?|here|evaluated|treated|seen)(?: \w+){0,3}? (?:with|for)"
    r"|found to have|diagnosed with|(?:diagnos[ie]s|dx|assessment|impression|a/p)(?=\s*:))\W+",
    re.IGNORECASE,
)
_LED_OUT = re.compile(r"[,;.]\s*(?:follow[- ]?up|f/?u|rtc|return|recheck)\b.*$", re.IGNORECASE)


def told_of(text: str) -> str:
    """What a sentence of a chart tells, without its first words: "Seen today for …, f/u in 2 wks"."""
    return _LED_OUT.sub("", _LED_IN.sub("", text, count=1)).strip(" .")


def is_near(found: LookUp) -> bool:
    """Whether the likeliest entry has most words of a text in which no condition was read."""
    best = found.hits[0] if found.hits else None
    return best is not None and best.score >= _SCORE and best.covered >= _FAIR_COVERED


def _says(assertion: Assertion, hit: CodeHit, title: str) -> bool:
    """Whether an entry is itself about what is absent, past, suspected or the family's."""
    if hit.code.startswith("Z"):
        return assertion not in _DOUBTED
    pattern = _SAID.get(assertion)
    if pattern is None:
        return assertion is Assertion.SCREENING
    return pattern.search(hit.via) is not None or pattern.search(title) is not None


def _has_as_present(hit: CodeHit, title: str, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether an entry is about a condition that the term has as absent or past: "old fracture"."""
    if mention.assertion not in (Assertion.NEGATED, Assertion.HISTORY):
        return False
    if _says(mention.assertion, hit, title):
        return False
    return _explains(hit, (title, hit.via), mention, lexicon)


def _explains(hit: CodeHit, names: Sequence[str], mention: Mention, lexicon: Lexicon) -> bool:
    """Whether an entry is about a condition too: the same category, or most of its words."""
    code = dict(mention.attributes).get("lexicon", "")
    if code[:3] == hit.code[:3] or (_POISONED.match(code) and _POISONED.match(hit.code)):
        return True
    surfaces = [analyze(text, lexicon.equivalents) for text in names]
    there = {w for s in surfaces for w in (*s.core, *s.soft, *s.negated)}
    if hit.code.startswith("Z79") and code and not code.startswith("Z"):
        return False  # a drug taken is no name of what it is taken for
    if _DIABETES.match(code) and not hit.code.startswith(("O", "Z")):
        return False  # its manifestation alone is not the whole of it (I.A.13)
    for words in (mention.span.text, mention.term):
        asked = set(analyze(words, lexicon.equivalents, title=False).core)
        if asked and len(asked & there) / len(asked) >= _EXPLAINED:
            return True
    return False
