"""Whether an entry says more than the chart: a bare word taken for one of the many things it names.

"Cyst" is no cyst of the orbit and "stenosis" no spinal stenosis unless the chart names the site. Where
the words fit many entries, the one is meant whose own words the chart has, nearest by first; where it
has those of none, the entry that adds nothing is meant ("lymphoma, NOS"), or none at all (I.B.2).
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.models import CodeHit, Mention
from assistant.reading._attributes import region_stems
from assistant.reasoning._case import Case
from guidelines import lazy_re as re
from indexes._surface import analyze
from indexes._text import word_set

_OPEN = re.compile(
    r"\bunspecified\s+([^,;()\[\]]+?)(?=\s+(?:as to|with|without|due)\b|[,;(\[]|$)", re.I
)
"""What a title leaves open: a site ("unspecified orbit"), or no more than "unspecified side"."""
_NO_SITE = word_set(
    "diseas disord condit syndrom problem "
    "site part side region body organism cause location type severity stage degree area whether "
    "trimester eye ear episode care encounter initial subsequent sequela muscle vein"
)
_KNOWN_AS = 0.8  # a score from which the classification knows the words by this entry alone


def documented(case: Case, mention: Mention, found: Sequence[CodeHit]) -> tuple[CodeHit, ...]:
    """The entries of a mention of one word that the chart has the words of, likeliest first.

    Args:
        case: The case.
        mention: What was looked up; the lexicon's own terms and longer ones pass as they are.
        found: Its entries, best first.
    """
    asked = _stems(case, mention.term)
    if len(asked) != 1 or dict(mention.attributes).get("lexicon"):
        return tuple(found)
    beside = asked | _stems(case, case.sentence_of(mention))
    beside |= set(region_stems(case.sentence_of(mention), "M"))
    anywhere = beside | _stems(case, f"{case.text} {case.spelled}")
    near: list[CodeHit] = []
    far: list[CodeHit] = []
    for hit in found:
        more = _added(case, hit) - asked
        if more <= beside or hit.score >= _KNOWN_AS:
            near.append(hit)
        elif more <= anywhere:
            far.append(hit)
    return (*near, *far)


def _stems(case: Case, text: str) -> set[str]:
    said = analyze(text, case.index.lexicon.equivalents, title=False)
    return {*said.core, *said.soft}


def _added(case: Case, hit: CodeHit) -> set[str]:
    """Stems of what an entry is about, with the site that its title leaves unspecified."""
    equivalents = case.index.lexicon.equivalents
    surface = analyze(hit.via, equivalents)
    stems = set(surface.core)
    for left_open in _OPEN.findall(hit.via):
        stems |= set(analyze(left_open, equivalents, title=False).core)
    return stems - _NO_SITE
