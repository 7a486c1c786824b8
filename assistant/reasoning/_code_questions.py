"""Questions about one code: what the Tabular List says of it, and that there is none."""

from __future__ import annotations

from assistant.models import (
    Basis,
    CodeFinding,
    Findings,
    Span,
    Statement,
    Step,
    Verdict,
)
from assistant.reasoning._case import Case
from guidelines.codeset import NoteField
from guidelines.errors import UnknownCode

SHOWN = 9
_NOTE_LABELS: tuple[tuple[str, NoteField], ...] = (
    ("Inclusion terms", "inclusion_terms"),
    ("Includes", "includes"),
    ("Excludes1", "excludes1"),
    ("Excludes2", "excludes2"),
    ("Code first", "code_first"),
    ("Use additional code", "use_additional"),
    ("Code also", "code_also"),
)


def normal(span: Span, case: Case) -> str:
    """A code as typed, in dotted form without a trailing dash."""
    return case.codeset.normalize(span.text.rstrip("-").rstrip("."))


def named(case: Case) -> list[str]:
    """The codes of the question, each once, in order."""
    return list(dict.fromkeys(normal(s, case) for s in case.reading.codes_named))


def unknown(case: Case, codes: list[str]) -> Findings | None:
    """An abstention where a code does not exist in the release in force."""
    missing = next((c for c in codes if c not in case.codeset), None)
    return None if missing is None else not_existing(case, missing)


def not_existing(case: Case, code: str) -> Findings:
    """An abstention: there is no such code in the release in force; the nearest ones are named."""
    try:
        case.codeset.get(code)
    except UnknownCode as error:
        history = case.codeset.history(code)
        statements = [Statement(text=str(error))]
        if history and history not in str(error):
            statements.append(Statement(text=history))
        near = [
            c for n in error.nearest[:4] if n in case.codeset for c in complete_codes(case, n)[:3]
        ]
        alternatives = tuple(
            CodeFinding(
                code=c, role="alternative", reason="nearest existing code", basis=(case.tabular(c),)
            )
            for c in near[:SHOWN]
        )
        return Findings(
            statements=tuple(statements),
            codes=alternatives,
            verdict="no" if case.reading.asks_yes_no else None,
            abstain_reason=str(error),
            steps=(*case.steps, Step(stage="code", what=str(error))),
        )
    raise ValueError(f"{code} exists")


def describe(case: Case) -> Findings:
    """Everything the Tabular List says of a code, in short."""
    codes = named(case)
    abstained = unknown(case, codes)
    if abstained is not None:
        return abstained
    entry = case.codeset.get(codes[0])
    basis = case.tabular(entry.code)
    state = "billable" if entry.billable else "a header, not billable"
    statements = [Statement(text=f"{entry.code} is “{entry.title}” ({state}).", basis=(basis,))]
    for label, field in _NOTE_LABELS:
        for note in case.codeset.inherited(entry.code, field)[:6]:
            if field in ("inclusion_terms",) and note.at != entry.code:
                continue
            source = Basis(kind="tabular", ref=note.at, quote=f"{label}: {note.text}")
            statements.append(
                Statement(text=f"{label} (at {note.at}): {note.text}.", basis=(source,))
            )
    findings: tuple[CodeFinding, ...]
    if entry.billable:
        findings = (
            CodeFinding(code=entry.code, role="first-listed", reason="asked about", basis=(basis,)),
        )
    else:
        findings = tuple(
            CodeFinding(
                code=c,
                role="alternative",
                reason=f"complete code below {entry.code}",
                basis=(case.tabular(c),),
            )
            for c in complete_codes(case, entry.code)[:SHOWN]
        )
    history = case.codeset.history(entry.code)
    if history:
        statements.append(Statement(text=history, basis=(basis,)))
    return _findings(case, None, statements, findings)


def _findings(
    case: Case, verdict: Verdict | None, statements: list[Statement], codes: tuple[CodeFinding, ...]
) -> Findings:
    return Findings(
        verdict=verdict,
        statements=tuple(statements),
        codes=codes,
        deciding=tuple(case.sections.values()),
        warnings=tuple(case.warnings),
        steps=tuple(case.steps),
    )


def complete_codes(case: Case, code: str) -> list[str]:
    """A code itself, or the complete codes below it."""
    entry = case.codeset.get(code)
    return [entry.code] if entry.billable else list(case.codeset.billable_under(entry.code))
