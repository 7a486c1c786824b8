"""What may stand first and what may not (guideline sections I.A.13, I.C.20.a.6, I.C.21.c, II)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from guidelines._kept import yaml_records
from guidelines.checks._companions import is_manifestation
from guidelines.checks._context import Checked
from guidelines.checks._models import Finding, Source
from guidelines.notes import CodeRefs, code_refs


@dataclass(frozen=True, slots=True)
class NeverFirst:
    """Codes that never stand first, and what says so.

    Attributes:
        refs: The codes.
        section: Guideline section, or "" where a note of the Tabular List says so.
        because: Number of the section's statement, from 1.
        tabular: Line of the Tabular List whose note says so, or "".
    """

    refs: CodeRefs
    section: str
    because: int
    tabular: str


@cache
def never_first_table() -> tuple[NeverFirst, ...]:
    """The table of codes that never stand first."""
    file = resources.files("guidelines") / "checks" / "never_first.yaml"
    rows = yaml_records("never-first", file.read_text(encoding="utf-8"))
    return tuple(
        NeverFirst(
            code_refs(row["codes"]),
            row.get("section", ""),
            row.get("because", 0),
            row.get("tabular", ""),
        )
        for row in rows
    )


def why_never_first(context: Checked, code: str) -> tuple[Source, ...]:
    """The sources that keep a code from standing first; empty when none does."""
    found = [_source(context, row) for row in never_first_table() if row.refs.matches(code)]
    if is_manifestation(context, code):
        found.insert(0, context.guideline("I.A.13", 4))
        editor = context.edits.code_editor
        if editor is not None and editor.is_manifestation(code):
            found.append(
                context.edit(editor.name, f"{code}: manifestation, not principal diagnosis")
            )
    return tuple(found)


def _source(context: Checked, row: NeverFirst) -> Source:
    if row.section:
        return context.guideline(row.section, row.because)
    notes = context.codeset.inherited(row.tabular, "notes")
    return context.tabular(row.tabular, notes[0].text if notes else None)


def first_listed(context: Checked) -> Iterator[Finding]:
    """A first code that may not stand there."""
    if not context.codes:
        return
    first = context.codes[0]
    sources = why_never_first(context, first)
    if sources:
        what = "a manifestation code" if is_manifestation(context, first) else "never first-listed"
        able = [c for c in context.codes[1:] if not why_never_first(context, c)]
        yield Finding(
            kind="never first",
            level="error",
            codes=(first,),
            text=(
                f"{context.named(first)} is listed first, but it is {what}"
                + (
                    f"; {able[0]} can stand first."
                    if able
                    else "; the reason for the encounter is missing."
                )
            ),
            sources=sources,
            suggested=tuple(able[:1]),
            question=None if able else "Which condition or reason brought the patient in?",
        )
    yield from _editor(context, first, already=bool(sources))


def _editor(context: Checked, first: str, *, already: bool) -> Iterator[Finding]:
    """What the Medicare Code Editor rejects as principal diagnosis; it edits inpatient claims."""
    editor = context.edits.code_editor
    if editor is None or context.setting == "outpatient" or already:
        return
    if editor.is_unacceptable(first):
        quote = f"{first}: unacceptable principal diagnosis"
    elif editor.needs_secondary(first) and len(context.codes) == 1:
        quote = f"{first}: unacceptable principal diagnosis without a secondary diagnosis"
    else:
        return
    yield Finding(
        kind="unacceptable principal",
        level="error" if context.setting == "inpatient" else "query",
        codes=(first,),
        text=f"{context.named(first)} is listed first; as an inpatient’s principal diagnosis it is "
        "rejected by the Medicare Code Editor.",
        sources=(context.edit(editor.name, quote),),
        question=None if context.setting else "Is this an inpatient claim?",
    )
