"""A mention that no entry answers to as a whole: the condition that the lexicon knows within it."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.models import CodeHit, Mention
from assistant.reasoning._case import Case
from indexes._text import word_spans

_KINDS = ("abbreviation", "condition", "eponym", "lay")


def known_within(case: Case, mention: Mention) -> CodeHit | None:
    """The longest run of a mention's words that the lexicon has a code for: "diabetes on insulin".

    A status ("on insulin") is taken only where there is nothing else.

    Args:
        case: The case.
        mention: A mention for which no entry was good enough.
    """
    found = list(_known(case, mention))
    return next((h for h in found if h.code[0] != "Z"), found[0] if found else None)


def _known(case: Case, mention: Mention) -> Iterator[CodeHit]:
    lexicon = case.index.lexicon
    written = [w for _, _, w in word_spans(mention.span.text)]
    for length in range(len(written) - 1, 0, -1):
        for start in range(len(written) - length + 1):
            part = written[start : start + length]
            # "1 ppd" of cigarettes is no postpartum depression: the chart's words decide
            decided = lexicon.decide(lexicon.look_up(part), case.around)
            meaning = decided if decided and decided.code and decided.kind in _KINDS else None
            code = meaning.code.rstrip("-").rstrip(".") if meaning else ""
            # an ulcer of no stated site is never what a chart means (I.C.12.a)
            if meaning and code in case.codeset and code != "L89.9":
                via = f"{meaning.meaning} ({meaning.code})"
                yield CodeHit(code=code, score=1.0, via=via, covered=length / len(written))
