"""Verdicts on one detail that a question proposes: a 7th character, a POA indicator, one code or two, a link.

The worked-out case decides where it tells the detail: "nonunion … 7th character D?" ends in K.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.models import Verdict
from assistant.reasoning._case import Case, Item
from assistant.reasoning._polarity import denies, turning
from assistant.reasoning._unlinked import LINKING, denied_link
from guidelines import lazy_re as re
from guidelines.rules import any_matches

_ENDED = re.compile(r"[.?!;:\n]\s+|,\s+|\s[–—-]+\s+|\.{3}\s*")


def detail_verdict(case: Case, ordered: Sequence[Item]) -> Verdict | None:
    """Whether the detail that the last clause proposes is the case's own; None where it is silent.

    Args:
        case: The case, worked out.
        ordered: Its codes in reporting order.
    """
    reported = [i.code for i in ordered if not i.alternative and i.choice.billable]
    clause = _ENDED.split(case.text.rstrip().rstrip("?!. "))[-1]
    found = (
        _seventh(case, clause, reported),
        _linked(case, clause, reported),
        _expected(case, clause),
    )
    for told in found:
        if told is not None:
            return _turned(told) if denies(clause) else told
    return _alone(case, clause, reported) or _number(clause, reported)


def _turned(verdict: Verdict) -> Verdict:
    return {"yes": "no", "no": "yes"}.get(verdict, verdict)  # type: ignore[return-value]


_LETTER = r"[\"'(“]?\b([A-HJKM-S])\b[\"')”]?"
_CHARACTER = re.compile(
    rf"\b(?i:7th|seventh)(?i: char(?:acter)?s?\.?)?\W*(?i:(?:is|of|be|still|the|an?|to|code|right|use|=|should|would|must|will"
    r"|now|it|switch(?:es)?|change[sd]?|go(?:es)?|becomes?|stays?|remains?|as|at|with|get[s]?|keep|for|this|that|visit"
    rf"|correct)\W+)*{_LETTER}"
    rf"|(?i:\b(?:keep|leave) the )(?i:7th|seventh)(?i: char(?:acter)?)? {_LETTER}"
    rf"|{_LETTER}(?i:(?: |/)(?:is |be |are |as |for |on |in |the |a |right |ok |okay |correct |still |your |my |our |this |that"
    r" |good )*)(?i:7th|seventh|(?:fracture|fx|injury|burn|\w+) code(?:['’]s)?\b)"
    r"|^\W*(?i:(?:so|still|is it|use|an?|then)\W+)*\"?([ADSGKP])\"?(?i: then| still| now)?\W*$"
)
"""The letter that is proposed."""


def _seventh(case: Case, clause: str, reported: Sequence[str]) -> Verdict | None:
    """Whether the injury ends in the letter that is proposed (I.C.19.a)."""
    asked = _CHARACTER.search(clause)
    if asked is None:
        return None
    harmed = [c for c in reported if any_matches(("S00-T88", "M80.-", "M84.-"), c)]
    ends = {c[-1] for c in harmed if len(c) == 8 and c[-1].isalpha()}
    letter = next(g for g in asked.groups() if g)
    return ("yes" if letter in ends else "no") if len(ends) == 1 else None


_LINK_IT = re.compile(
    r"\b(?:can|may|should|do|could) (?:i|we|you) (?:still |just |go ahead and )?(?:link|assume|presume|connect)\b"
    r"|^\W*(?:so |just |then |still )*(?:link|assume|presume|connect)\b"
    r"|\b(?:combo|combination) code\b"
    r"|\b(?:get|gets|is|are|be|being) (?:automatically |then |still )?(?:linked|connected|presumed|assumed)\b",
    re.IGNORECASE,
)


def _linked(case: Case, clause: str, reported: Sequence[str]) -> Verdict | None:
    """Whether two conditions may be coded as related."""
    if not _LINK_IT.search(clause):
        return None
    if denied_link(case):
        return "no"
    return "yes" if any(any_matches(LINKING, c) for c in reported) else None


_EXPECTED = re.compile(
    r"\b(?:(?<!un)expected|inherent|integral|unavoidable|not (?:considered )?an? complication|no (?:clinical )?significance"
    r"|(?:not|in)(?: clinically)? ?significant|incidental(?:ly)?|inconsequential)\b",
    re.IGNORECASE,
)
"""What the provider calls part of the procedure (I.B.16)."""


def _expected(case: Case, clause: str) -> Verdict | None:
    """No, where a complication is asked for that the provider takes for part of the procedure."""
    told = case.text[: case.text.rfind(clause)]
    asked = re.search(r"\bcomplication\b", clause, re.IGNORECASE)
    return "no" if asked and _EXPECTED.search(told) else None


_ONLY = re.compile(
    r"^\W*(?:so |then |do i |can i |should i |i |we )*(?:just|only) (?:code|report|use|list|bill|assign|pick up|the)\b"
    r"|^\W*(?:code|report|use|list|bill|assign) (?:just|only)\b|\b(?:only|alone)\W*$",
    re.IGNORECASE,
)
_ONLY_WORDS = ("code", "report", "only", "just")


def _alone(case: Case, clause: str, reported: Sequence[str]) -> Verdict | None:
    """Whether the only code that is reported is the one that is to stand alone."""
    told = [c for c in reported if not any_matches(_BESIDE, c)]
    if not _ONLY.search(clause) or case.reading.codes_named or len(told) != 1:
        return None
    title = {*case.words_of(case.codeset.get(told[0]).title)}
    meant = [w for w in case.words_of(clause) if w not in _ONLY_WORDS]
    return "yes" if meant and title.intersection(meant) else None


_ONE = re.compile(
    r"^\W*(?:so |just |only |is it |is this |is that |do i |use |report |code |with |all |still |it['’]?s )*"
    r"(?:one|1|a single|single) code\b"
    r"|\b(?:list|report|code|use)(?: it| this| that)? (?:just |only )?once\b",
    re.IGNORECASE,
)
_TWO = re.compile(
    r"\b(?:two|2|both|separate|different)(?: separate| different)?(?: \w+){0,2} codes\b",
    re.IGNORECASE,
)
_BESIDE = ("Z00-Z99", "V00-Y99", "B95-B97")
"""Codes that are no second code for the condition itself."""


def _number(clause: str, reported: Sequence[str]) -> Verdict | None:
    """Whether one code, or more than one, is reported for what is asked about."""
    told = [c for c in reported if not any_matches(_BESIDE, c)]
    alike = max((sum(c[:2] == d[:2] for d in told) for c in told), default=0)
    staged = any(
        c.startswith("L89") for c in told
    )  # whose stage may change in the stay (I.C.12.a.6)
    if not told or staged or turning(clause) or re.search(r"\b[A-Z]\d\d", clause):
        return None
    if _ONE.search(clause):
        return "yes" if len(told) == 1 else "no" if alike > 1 else None
    if _TWO.search(clause):
        return "yes" if alike > 1 else None
    return None
