"""One code in the place of another: "P36.9 instead of A41.9?", "D24.1, not the N63.10"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.models import Span, Verdict
from assistant.reasoning._case import Case, Item
from assistant.reasoning._clause import asking_clause
from assistant.reasoning._polarity import denies
from guidelines import lazy_re as re

_FOR = re.compile(
    r"\W*(?:(?:is|was|be|right|ok(?:ay)?|correct|used|coded|reported|goes?|here|then|the|code)\W+)*"
    r"(?:instead of|rather than|in place of|in lieu of|over|as opposed to|(?:and |but )?not)"
    r"\W+(?:(?:just|only|the|an?|her|his|using|coding|reporting|with)\W+)*",
    re.IGNORECASE,
)
"""Between the code that is proposed and the one it takes the place of."""
_TO = re.compile(
    r"\W*(?:\w+ ){0,2}(?:to|with|for|by|and (?:use[ds]?|add(?:s|ed)?|puts?|code[ds]?|go(?:es)? with"
    r"|went with|report(?:s|ed)?)|out,? (?:and )?)\W+(?:(?:the|an?|just|use)\W+)*",
    re.IGNORECASE,
)
"""Between the code that is given up and the one that takes its place, behind a verb that says so."""
_CHANGED = re.compile(
    r"\b(?:change|swap|replace|switch|exchange|correct|flip|move|trade|took off|takes? off|taking off|remove|removing|drop"
    r"|delet)\w*\W+(?:\w+ ){0,3}$",
    re.IGNORECASE,
)
_CHANGED_TO = re.compile(
    r"[^?]*\b(?:change|swap|switch|correct|update|revise|move|flip)\w* (?:it |this |that |the code )?(?:over )?to\W+"
    r"(?:(?:the|an?)\W+)?$|[^?]*\b(?:should|shouldn['’]?t) (?:it|that|this) (?:really |actually )?be\W+$",
    re.IGNORECASE,
)
"""Between a code that was used and the one it is to be changed to."""
_USED = re.compile(
    r"\b(?:used|picked|chose|coded|put|has|have|lists?|listed|assigned|billed|entered|dropped|says|reported|pulled"
    r"|with)\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\W*(?:and|\+|&|plus|with|,)?\W*", re.IGNORECASE)
_KIN = 5  # characters, dot and all, that the codes of one condition on other sides share


def instead_verdict(case: Case, ordered: Sequence[Item]) -> Verdict | None:
    """Whether the code that is proposed in the place of another is reported, and the other is not.

    Args:
        case: The case, worked out.
        ordered: Its codes in reporting order.
    """
    pair = _pair(case)
    reported = [i.code for i in ordered if not i.alternative and i.choice.billable]
    if pair is None or not reported:
        return None
    new, old = pair
    held = [_held(c, reported) for c in new]
    others = [r for r in reported if not r.startswith(tuple(new))]
    kept = [c for c in old if c not in new and _kin(c, others)]
    if all(held):
        verdict: Verdict | None = "no" if kept else "yes"
    elif kept and not any(held):
        verdict = "no"
    else:
        verdict = None
    if verdict is None or not denies(_without(case)):
        return verdict
    return "no" if verdict == "yes" else "yes"


def puts_in_place(case: Case) -> bool:
    """Whether a question would have one code take the place of another.

    Args:
        case: The case.
    """
    return _pair(case) is not None


def _held(code: str, reported: Sequence[str]) -> bool:
    return any(r.startswith(code) for r in reported)


def _kin(code: str, reported: Sequence[str]) -> bool:
    """Whether a code is reported, or one that differs from it by side alone."""
    stem = code[:_KIN] if len(code) > _KIN else code
    return any(r.startswith(stem) for r in reported)


def _without(case: Case) -> str:
    """The asking clause without the words that put one code in another's place: they turn nothing round."""
    start, clause = asking_clause(case)
    inside = [s for s in case.reading.codes_named if start <= s.start < start + len(clause)]
    if not inside:
        return clause
    lead = _CHANGED.sub(" ", case.text[start : inside[0].start])
    return f"{lead} {case.text[inside[-1].end : start + len(clause)]}"


def _pair(case: Case) -> tuple[list[str], list[str]] | None:
    """The codes that are proposed, and those that they would replace."""
    spans = list(case.reading.codes_named)
    for place in range(1, len(spans)):
        between = case.text[spans[place - 1].end : spans[place].start]
        before = case.text[: spans[place - 1].start]
        if _FOR.fullmatch(between):
            return _group(case, spans[:place], back=True), _group(case, spans[place:], back=False)
        used = _USED.search(before) and _CHANGED_TO.fullmatch(between)
        if used or (_CHANGED.search(before) and _TO.fullmatch(between)):
            return _group(case, spans[place:], back=False), _group(case, spans[:place], back=True)
    return None


def _group(case: Case, spans: Sequence[Span], *, back: bool) -> list[str]:
    """The codes that stand next to each other, from the words between the two groups."""
    run = list(reversed(spans)) if back else list(spans)
    found = [run[0]]
    for span in run[1:]:
        one, two = (span, found[-1]) if back else (found[-1], span)
        if not _JOINED.fullmatch(case.text[one.end : two.start]):
            break
        found.append(span)
    return [s.text.upper().rstrip("-").rstrip(".") for s in found]
