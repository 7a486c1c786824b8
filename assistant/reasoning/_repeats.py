"""One condition named twice, once in fewer words: "sinusitis" in the story of an acute maxillary one.

The more exact name is reported (I.B.2); the vague one is not a second condition (I.B.12).
"""

from __future__ import annotations

from assistant.models import Assertion
from assistant.reasoning._case import Case, Item
from guidelines import lazy_re as re
from guidelines.rules import any_matches
from indexes._surface import analyze

_SPREAD = ("C77-C79",)
_LEFT_OPEN = re.compile(r"\b(?:un|not )specified\b", re.IGNORECASE)


def drop_vague_repeats(case: Case) -> None:
    """Leave out an unspecified line whose words another mention says too, with more."""
    named = [
        item
        for item in case.items
        if item.mention is not None and not item.drug and item.code[0] not in "VWXYZ"
        and item.mention.assertion is Assertion.PRESENT
    ]  # fmt: skip
    for vague in named:
        if not _LEFT_OPEN.search(case.codeset.get(vague.code).title):
            continue
        exact = next(
            (i for i in named if _exact(case, i, vague) and _says_more(case, i, vague)), None
        )
        if exact is None or vague not in case.items:
            continue
        case.put_in_place_of(vague, exact)
        exact.spans = tuple(dict.fromkeys([*exact.spans, *vague.spans]))
        basis = [case.guideline("I.B.2", 0)]
        case.reject(vague.code, f"{exact.code} says the same more exactly.", vague.spans, basis)


def _exact(case: Case, item: Item, vague: Item) -> bool:
    """Whether an item is reported and of the same side, and no vaguer itself."""
    if item is vague or item.alternative or item not in case.items or item.code == vague.code:
        return False
    if item.code[0] == "C" and any_matches(_SPREAD, item.code) != any_matches(_SPREAD, vague.code):
        return False  # where a tumor began and where it went are two codes (I.C.2)
    sides = [dict(i.mention.attributes).get("side") for i in (item, vague) if i.mention]
    return None in sides or len(set(sides)) == 1


def _says_more(case: Case, item: Item, vague: Item) -> bool:
    """Whether an item's words have all of the vague one's, as written or written out, and more."""
    assert item.mention is not None and vague.mention is not None
    if _in_title(case, item, vague):
        return True
    more = {*case.words_of(item.mention.term), *case.words_of(item.mention.span.text)}
    said = (vague.mention.span.text, vague.mention.term)
    return any((words := set(case.words_of(text))) and words < more for text in said)


def _in_title(case: Case, item: Item, vague: Item) -> bool:
    """Whether a bare word ("abscess") is part of what the title of another code names (I.B.9)."""
    assert vague.mention is not None
    bare = set(case.words_of(vague.mention.span.text))
    if len(bare) != 1 or item.code[:3] == vague.code[:3]:
        return False
    title = analyze(case.codeset.get(item.code).title, case.index.lexicon.equivalents)
    return len(title.core) > 1 and bare <= {*title.core} - {*title.negated}
