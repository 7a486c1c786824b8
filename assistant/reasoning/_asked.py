"""Verdicts on a code that the question proposes: "Z86.73 ok?", "do I add B95.62?".

The case itself decides: the code is among those to report, or it was left out, or a sibling of it
is reported in its place, or a note keeps it apart from what is reported. The rule that decided in
the case is the one that decides the question.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assistant.models import Span, Verdict
from assistant.reasoning._case import Case, Item
from assistant.reasoning._clause import turned
from assistant.reasoning._proposed import PRIMARY, Proposed, proposed
from assistant.reasoning._supposed import why_taken_out
from assistant.reasoning._unlinked import links_what_is_denied
from guidelines import lazy_re as re
from guidelines.notes import excludes1_conflicts
from guidelines.rules import any_matches
from indexes._surface import analyze

FIRST = re.compile(
    r"\b(?:first(?! (?:time|visit|day|encounter|trimester|degree|seen))|1st|pdx|principal|lead(?:s|ing)?|ahead of"
    r"|on top|in front|above(?= [A-Z]\d)"
    r"|sequenced?)\b"
    r"|(?<!hrs )(?<!hours )(?<!days )(?<!weeks )(?<!wks )(?<!months )(?<!years )(?<!yrs )"
    r"\bbefore\b(?! (?:we|she|he|they|i|you|it was|being|coming|(?:the |this |her |his )?(?:pt|patient|admi\w+|arriv\w+"
    r"|surg\w+|deliver\w+|discharge|transfer|procedure)))|" + PRIMARY,
    re.IGNORECASE,
)
_SECOND = re.compile(r"\b(?:second(?:ary)?|2nd|after|last|additional|behind)\b", re.IGNORECASE)
_ONLY = re.compile(r"\b(?:only|alone|just|by itself|enough|one code|all)\b", re.IGNORECASE)
NEEDS_WORDS = re.compile(
    r"\b(?:need|have to have|require|must|want)\b[^?]{0,20}\b(?:docs?|doctor|provider|physician|md|surgeon|link\w*"
    r"|document\w*|statement|query)\b|\b(?:provider|doctor|physician|doc|md|he|she) (?:has|have|needs?) to\b",
    re.IGNORECASE,
)
"""Words that ask what documentation a code needs, not whether it is reported."""

_CLASSIFIED = re.compile(r" as the cause of ", re.IGNORECASE)
_POA = re.compile(r"\bpoa\b|\bpresent on admission\b", re.IGNORECASE)
"""What is asked of a code whose report is settled."""
_MISSED = 0.6
"""Share of a code's words in the question from which a case without the code was not understood."""


def asked_verdict(case: Case, ordered: Sequence[Item]) -> Verdict | None:
    """Whether what the question proposes is what the case comes to; None where it is silent.

    Args:
        case: The case, worked out.
        ordered: Its codes in reporting order.
    """
    asked = case.reading.question
    reported = _reported(ordered)
    if _needs_no_more(case, reported):
        return "no"
    named = _proposed(case)
    if not named:
        return None
    told = _in_order(case, named, reported)
    answers = (
        {told} if told is not None else {one_verdict(case, one, asked, reported) for one in named}
    )
    if len(answers) != 1 or None in answers:
        return "no" if "no" in answers and not turned(case) else None
    answer = answers.pop()
    if answer is None or not turned(case):
        return answer
    return "no" if answer == "yes" else "yes"


_FOLLOWS = re.compile(
    r"\W*(?:(?:is |be |as |goes |go |comes |come |the )*(?:first|1st|pdx|principal)(?: listed)?\W+"
    r"(?:(?:and |with |then |followed by )+)|(?:goes |go |comes |come |sequenced |listed |put )?"
    r"(?:ahead of|before|in front of|above)\W+|(?:and )?then |followed by )(?:the |an? |my )?\W*",
    re.IGNORECASE,
)
"""Words between two codes of which the one that is written first is to be reported first."""


def _in_order(case: Case, named: Sequence[Proposed], reported: Sequence[str]) -> Verdict | None:
    """Whether two codes that a question puts in an order are reported in it."""
    if len(named) > 2:
        return None
    spans = [s for s in case.reading.codes_named if case.text.count(s.text) == 1]
    for one, other in pairwise(spans):
        if not _FOLLOWS.fullmatch(case.text[one.end : other.start]):
            continue
        first, second = (_place(s, reported) for s in (one, other))
        if first is not None and second is not None:
            return "yes" if first < second else "no"
    return None


def _place(written: Span, reported: Sequence[str]) -> int | None:
    code = written.text.upper().rstrip("-.X")
    return next((n for n, r in enumerate(reported) if r.startswith(code)), None)


_DO_I_NEED = re.compile(r"\b(?:do|does|must|is|are|would|should)\b[^?]*\?\s*$", re.IGNORECASE)


def _needs_no_more(case: Case, reported: Sequence[str]) -> bool:
    """Whether further words are asked for, for a code that what is documented bears already."""
    asked = case.reading.question
    if not NEEDS_WORDS.search(asked) or not _DO_I_NEED.search(asked) or turned(case):
        return False
    named = [s.text.rstrip("-").rstrip(".").upper() for s in case.reading.codes_named]
    return bool(named) and all(any(r.startswith(n) for r in reported) for n in named)


def leaning_verdict(case: Case, ordered: Sequence[Item]) -> Verdict | None:
    """No, where the case is worked out and the proposed code has no part in it.

    It stands back where most of what the code says stands in the question too: then the case was
    not understood.
    """
    named, reported = _proposed(case), _reported(ordered)
    if not named or not reported or turned(case):
        return None
    out = [p for p in named if not any(r.startswith(p.code) for r in reported)]
    if len(out) != len(named) or any(_told(case, p.code) for p in out):
        return None
    return "no"


_DERIVED = (
    "R00-R99",
    "T36-T50",
    "V00-Y99",
    "Z00-Z99",
    "B95-B97",
    "G89.-",
    "I25.2",
    "O00-O9A",
    "P00-P96",
    "U00-U85",
)
"""Codes that follow from a case without a word of their title in it."""


def stranger(case: Case, ordered: Sequence[Item]) -> bool:
    """Whether a proposed code names a disease of which the case, well understood, tells nothing.

    "Old stroke with left sided weakness, hypertension, CKD 3b. Can I16.0 go first?" tells of no
    crisis: however alike other questions are answered, there is no such diagnosis (I.A.19).
    """
    named, reported = _proposed(case), _reported(ordered)
    if len(named) != 1 or not reported or turned(case):
        return False
    code = named[0].code
    if named[0].use == "billed header" or any_matches(_DERIVED, code) or len(code) < 5:
        return False
    if any(r[:3] == code[:3] for r in (*reported, *(r.code for r in case.rejected))):
        return False
    equivalents = case.index.lexicon.equivalents
    title = analyze(case.codeset.get(code).title, equivalents, title=True)
    told = _ASKED_CODE.sub(" ", case.text)
    said = analyze(told, equivalents, title=False)
    new = set(title.core) - {*said.core, *said.negated}
    return len(new) >= _HALF * len(set(title.core))


_ASKED_CODE = re.compile(r"\b[A-Z]\d[\dA-Z.]*")
_HALF = 0.5


def _proposed(case: Case) -> tuple[Proposed, ...]:
    asked = case.reading.question
    whole = asked == case.text.strip() and not case.reading.mentions
    return () if whole or NEEDS_WORDS.search(asked) or _POA.search(asked) else proposed(case)


def _reported(ordered: Sequence[Item]) -> list[str]:
    return [i.code for i in ordered if not i.alternative and i.choice.billable]


def _told(case: Case, code: str) -> bool:
    """Whether the question holds most words of a code's title."""
    equivalents = case.index.lexicon.equivalents
    title = analyze(case.codeset.get(code).title, equivalents, title=True)
    said = analyze(case.text, equivalents, title=False)
    shared = set(title.core) & {*said.core, *said.negated}
    return len(shared) >= _MISSED * len(set(title.core))


def one_verdict(case: Case, one: Proposed, asked: str, reported: Sequence[str]) -> Verdict | None:
    """Whether one proposed code is reported; None where the case says nothing of it.

    Args:
        case: The case, worked out.
        one: The code.
        asked: The words that ask for it, which tell the place that it is to have.
        reported: The codes of the case in reporting order.
    """
    code = one.code
    if one.use == "billed header":
        case.guideline("I.A.3", 0)
        return "no"
    places = [n for n, r in enumerate(reported) if r.startswith(code)]
    if one.use == "several":
        return ("yes" if len(places) > 1 else "no") if places else None
    if places:
        return _in_place(one, asked, places[0], len(reported))
    if any(r.code.startswith(code) or code.startswith(r.code) for r in case.rejected):
        return "no"
    if any(r[:3] == code[:3] for r in reported) or _named_already(case, code, reported):
        return "no"
    apart = any(excludes1_conflicts(case.codeset, code, r) for r in reported)
    # at Z94 the Tabular List sends complications to the Index without naming their codes
    apart = apart or (code.startswith("T86") and any(r.startswith("Z94") for r in reported))
    if links_what_is_denied(case, code):
        return "no"
    if apart or _of_another_kind(code, reported) or any(i.code == code for i in case.uncertain):
        return "no"
    billable = case.codeset.get(code).billable
    taken_out = why_taken_out(case, code) if billable and reported else None
    if taken_out is not None and taken_out.kind == "guideline":
        case.sections.setdefault(taken_out.ref, taken_out)
    return "no" if taken_out is not None else None


_BROKEN = ("S02.-", "S12.-", "S22.-", "S32.-", "S42.-", "S52.-", "S62.-", "S72.-", "S82.-", "S92.-")
_BROKEN_BY_DISEASE = ("M80.-", "M84.3-", "M84.4-", "M84.5-", "M84.6-")


def _of_another_kind(code: str, reported: Sequence[str]) -> bool:
    """Whether a fracture by injury is proposed for one by disease, or the other way (I.C.13.c, I.C.13.d.2)."""
    injured, diseased = (
        [r for r in reported if any_matches(p, r)] for p in (_BROKEN, _BROKEN_BY_DISEASE)
    )
    if any_matches(_BROKEN, code):
        return bool(diseased) and not injured
    return any_matches(_BROKEN_BY_DISEASE, code) and bool(injured) and not diseased


def _in_place(one: Proposed, asked: str, place: int, count: int) -> Verdict | None:
    """The verdict on a code that is reported, by where in the order it stands (from 0)."""
    if one.use in ("before it", "after it"):
        if count == 1:
            return None
        return "yes" if (place > 0) == (one.use == "before it") else "no"
    if _ONLY.search(asked) and count > 1:
        return None
    if FIRST.search(asked) and not _SECOND.search(asked):
        return "yes" if place == 0 else "no"
    return "yes"


def _named_already(case: Case, code: str, reported: Sequence[str]) -> bool:
    """Whether an organism's code is proposed for an infection whose own code names it (I.C.1.b)."""
    if code[:3] not in ("B95", "B96", "B97"):
        return False
    organism = set(case.words_of(_CLASSIFIED.split(case.codeset.get(code).title)[0]))
    titles = (case.codeset.get(r).title for r in reported if r[0] in "ABDGJKMNOPI")
    return any(len(organism & {*case.words_of(t)}) >= max(1, len(organism) - 1) for t in titles)
