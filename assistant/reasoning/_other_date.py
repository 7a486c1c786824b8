"""A code that the question names and that only another date has: it cannot be reported (I.A.3).

"Here for PrEP, Z29.81?" is answered by what the guidelines say of Z29.81 only from 2023-10-01 on.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.models import CodeFinding, Statement
from assistant.reasoning._case import Case
from assistant.reasoning._clause import speaks_of_leaving
from assistant.reasoning._code_questions import SHOWN, normal
from assistant.reasoning._standing import Standing, sentence_on, standing_of
from assistant.reasoning._verdict import Decided

_RULE = "I.A.3"  # only codes may be reported


def of_another_date(case: Case) -> Standing | None:
    """The first code named that some other date has, None where all are in force or unknown."""
    for span in case.reading.codes_named:
        code = normal(span, case)
        if code in case.codeset:
            continue
        found = standing_of(case, code)
        if found is not None and found.state == "other date":
            return found
    return None


def overruled(case: Case, decided: Decided | None, out: Standing | None) -> Decided | None:
    """The verdict: no where the question proposes a code that is not in force."""
    asked = case.reading.question
    if decided is None or out is None:
        return decided
    if speaks_of_leaving(case) or out.code.upper() not in asked.upper():
        return decided
    case.guideline(_RULE)
    return replace(decided, verdict="no", section=_RULE, statement=0, settled=True)


def with_standing(
    case: Case, said: tuple[Statement, ...], out: Standing | None, decided: Decided | None
) -> tuple[Statement, ...]:
    """The answer's sentences with the one on the code that is not in force.

    Args:
        case: The case.
        said: The sentences.
        out: The code, if there is one.
        decided: The verdict; where the code decides it, its sentence takes the place of the first.
    """
    if out is None:
        return said
    text, basis = sentence_on(case, out)
    if decided is not None and decided.section == _RULE:
        return (Statement(text=f"**No.** {text}", basis=basis), *said[1:])
    return (Statement(text=text, basis=basis), *said)


def in_its_place(
    case: Case, codes: tuple[CodeFinding, ...], out: Standing | None
) -> tuple[CodeFinding, ...]:
    """The codes, with those in force that are named for the one that is not."""
    if out is None:
        return codes
    known = {c.code for c in codes}
    return codes + tuple(
        CodeFinding(
            code=code,
            role="alternative",
            reason=f"in force on the date in place of {out.code}",
            basis=(case.tabular(code),),
        )
        for code in out.instead[:SHOWN]
        if code not in known
    )
