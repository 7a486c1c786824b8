"""Whose record it is and how old the patient is (I.C.15.a.2, I.C.16.a, code editor, Tabular List)."""

from __future__ import annotations

from collections.abc import Iterator

from guidelines.checks._context import Checked, joined
from guidelines.checks._models import Finding, Source
from guidelines.edits import AGE_EDITS, AgeRange
from guidelines.notes import code_refs

_NAMED = {(r.lowest, r.highest): r.name for r in AGE_EDITS.values()}
_MATERNAL = code_refs("O00-O9A, Z37.-, Z3A.-, Z34.-, Z39.-")
_NEWBORN = code_refs("Z38.-")
_TABULAR_AGES = (
    (code_refs("Z68.1, Z68.2-, Z68.3-, Z68.4-"), AgeRange("adult BMI", 20, 124), "Z68", "20 years"),
    (code_refs("Z68.5-"), AgeRange("pediatric BMI", 2, 19), "Z68", "2-19 years"),
    (code_refs("Z00.11-"), AgeRange("newborn", 0, 0), "Z00.11", ""),
)
"""Ages that the Tabular List itself gives: codes, ages, where, and words of the note."""


def records(context: Checked) -> Iterator[Finding]:
    """Codes of the mother's and of the newborn's record in one list."""
    mother = [c for c in context.codes if _MATERNAL.matches(c)]
    child = [c for c in context.codes if _NEWBORN.matches(c)]
    if mother and child:
        yield Finding(
            kind="record",
            level="error",
            codes=(*mother, *child),
            text=(
                f"{joined(mother)} belong to the mother’s record and {joined(child)} to the "
                "newborn’s; they are never in one list."
            ),
            sources=(context.guideline("I.C.15.a.2", 1), context.guideline("I.C.16.a.2", 4)),
            question="Whose record is this?",
        )


def ages(context: Checked) -> Iterator[Finding]:
    """Codes that do not go with the patient's age."""
    age = context.age
    if age is None:
        return
    for code in context.codes:
        allowed, source = _allowed(context, code)
        if allowed is None or source is None or allowed.fits(age):
            continue
        until = (
            f"{allowed.lowest} to {allowed.highest}"
            if allowed.highest < 124
            else f"{allowed.lowest} and over"
        )
        until = "under 1" if allowed.highest == 0 else until
        yield Finding(
            kind="age",
            level="error",
            codes=(code,),
            text=f"{context.named(code)} is for patients aged {until}, not {age}.",
            sources=(source,),
            question="Are age and date of birth right?",
        )


def _allowed(context: Checked, code: str) -> tuple[AgeRange | None, Source | None]:
    for refs, allowed, at, words in _TABULAR_AGES:
        if refs.matches(code):
            notes = [
                n.text for n in context.codeset.inherited(at, "notes") if words and words in n.text
            ]
            return allowed, context.tabular(at, notes[0] if notes else None)
    editor = context.edits.code_editor
    if editor is not None and (found := editor.age_range(code)):
        return found, context.edit(editor.name, f"{code}: {found.name} diagnosis")
    if context.hcc is not None and (found := context.hcc.age_range(code)):
        name = _NAMED.get((found.lowest, found.highest), "age")
        quote = f"{code}: {name} diagnosis of the Medicare Code Editor"
        return found, context.edit(context.hcc.name, quote)
    return None, None
