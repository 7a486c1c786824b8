"""Grading a learner's codes against an answer, with the answer's own reasons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.chat.changes import reported
from assistant.models import Answer
from guidelines.codeset import CodeSet

Mark = Literal["right", "near", "wrong", "missing"]
_SEPARATORS = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class Graded:
    """One code with its mark.

    Attributes:
        code: The code.
        title: Its title, "" where it does not exist.
        mark: "right", "near" (the same category), "wrong" or "missing".
        why: The reason.
    """

    code: str
    title: str
    mark: Mark
    why: str


def typed_codes(text: str) -> list[str]:
    """Codes typed with blanks, commas or semicolons between them, each once, in order."""
    return list(dict.fromkeys(part for part in _SEPARATORS.split(text.upper()) if part))


def grade(typed: list[str], answer: Answer, codes: CodeSet) -> tuple[list[Graded], str]:
    """Grade codes against an answer.

    Args:
        typed: The learner's codes, in order.
        answer: What dxcite answers.
        codes: The code set in force.

    Returns:
        A mark for each code typed, then for each one missing; and one sentence on the order, ""
        where there is nothing to say.
    """
    wanted = reported(answer)
    titles = {c.code: c.title for c in answer.codes}
    reasons = {c.code: c.reason for c in answer.codes if c.code in wanted}
    left_out = {r.code: r.reason for r in answer.rejected}
    given = [codes.get(t).code if t in codes else t for t in typed]
    graded = [_graded(code, wanted, reasons, left_out, codes) for code in given]
    graded += [
        Graded(code, titles[code], "missing", reasons[code]) for code in wanted if code not in given
    ]
    right = [code for code in given if code in wanted]
    order = [code for code in wanted if code in given]
    said = ""
    if len(right) > 1:
        said = (
            "The order is right."
            if right == order
            else f"The order differs: report {', then '.join(order)}."
        )
    return graded, said


def _graded(
    code: str,
    wanted: tuple[str, ...],
    reasons: dict[str, str],
    left_out: dict[str, str],
    codes: CodeSet,
) -> Graded:
    if code not in codes:
        return Graded(code, "", "wrong", "There is no such code in the release in force.")
    entry = codes.get(code)
    if code in wanted:
        return Graded(code, entry.title, "right", reasons[code])
    if code in left_out:
        return Graded(code, entry.title, "wrong", left_out[code])
    if not entry.billable:
        return Graded(code, entry.title, "wrong", "Not billable: more characters are needed.")
    near = next((w for w in wanted if w[:3] == code[:3]), None)
    if near:
        return Graded(
            code, entry.title, "near", f"The category is right; the chart leads to {near}."
        )
    return Graded(code, entry.title, "wrong", "Nothing in the chart leads to this code.")
