"""Verdicts on a code that the question proposes: "Z86.73 ok?", "do I add B95.62?".

The case itself decides: the code is among those to report, or it was left out, or a sibling of it
is reported in its place. The rule that decided in the case is the one that decides the question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.models import Span, Verdict
from assistant.reasoning._case import Case, Item
from guidelines.codeset import Entry
from guidelines.errors import UnknownCode

_NOT_PROPOSED = re.compile(
    r"\b(?:instead of|rather than|in place of|over|versus|vs\.?|not|replac\w+|from)\s+(?:an?\s|the\s)?$",
    re.IGNORECASE,
)
"""Words after which a code is the one to be given up."""
_TURNED = re.compile(
    r"\b(?:skip|omit|leave (?:it |that )?(?:off|out)|drop|delete|remove|exclude|wrong|incorrect|"
    r"not (?:be )?(?:code|report|add|assign|use|list|need|allow)\w*|overcod\w+|avoid|ignore|error|"
    r"(?:don['’]?t|do not|shouldn['’]?t|can['’]?t|cannot) (?:i |we |you )?(?:need|have|code|report|add|use|assign))\b",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"\b(?:first|1st|pdx|principal|primary|lead(?:s|ing)?|ahead of|before|on top|sequenced?)\b",
    re.IGNORECASE,
)
_SECOND = re.compile(r"\b(?:second(?:ary)?|2nd|after|last|additional)\b", re.IGNORECASE)
_ONLY = re.compile(r"\b(?:only|alone|just|by itself|enough|one code|all)\b", re.IGNORECASE)


def asked_verdict(case: Case, ordered: Sequence[Item]) -> Verdict | None:
    """Whether what the question proposes is what the case comes to; None where it is silent.

    Args:
        case: The case, worked out.
        ordered: Its codes in reporting order.
    """
    proposed = _proposed(case)
    if not proposed or (case.reading.question == case.text.strip() and not case.reading.mentions):
        return None
    asked = case.reading.question
    reported = [i.code for i in ordered if not i.alternative and i.choice.billable]
    answers = {_one(case, code, asked, reported) for code in proposed}
    if len(answers) != 1 or None in answers:
        return "no" if "no" in answers and not _TURNED.search(asked) else None
    answer = answers.pop()
    if answer is None or not _TURNED.search(asked):
        return answer
    return "no" if answer == "yes" else "yes"


def _one(case: Case, code: str, asked: str, reported: Sequence[str]) -> Verdict | None:
    place = next((n for n, r in enumerate(reported) if r.startswith(code)), None)
    if place is not None:
        if _ONLY.search(asked) and len(reported) > 1:
            return None
        if _FIRST.search(asked) and not _SECOND.search(asked):
            return "yes" if place == 0 else "no"
        return "yes"
    if any(r.code.startswith(code) or code.startswith(r.code) for r in case.rejected):
        return "no"
    if any(r[:3] == code[:3] for r in reported):
        return "no"
    return None


def _proposed(case: Case) -> list[str]:
    """The codes that the asking words propose, dotted, without those to be given up."""
    found = []
    for span in case.reading.codes_named:
        if not _asks(case, span) or _NOT_PROPOSED.search(case.text[: span.start]):
            continue
        entry = _entry(case, span.text)
        if entry is not None:
            found.append(entry.code)
    return list(dict.fromkeys(found))


def _entry(case: Case, written: str) -> Entry | None:
    try:
        return case.codeset.get(written.rstrip("-").rstrip("."))
    except UnknownCode:
        return None


def _asks(case: Case, span: Span) -> bool:
    """Whether a code stands in a sentence that asks."""
    end = re.search(r"[?!\n]|\.(?=\s)", case.text[span.end :])
    return (
        end is None
        or end.group() == "?"
        or case.text[span.start : span.end] in case.reading.question
    )
