"""Questions about one code: what the Tabular List says of it, whether it is billable."""

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
from guidelines.codeset import Entry, NoteField
from guidelines.errors import UnknownCode

_SHOWN = 9
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
    for code in codes:
        try:
            case.codeset.get(code)
        except UnknownCode as error:
            history = case.codeset.history(code)
            near = [c for c in error.nearest if c in case.codeset]
            statements = [Statement(text=str(error))]
            if history:
                statements.append(Statement(text=history))
            alternatives = tuple(
                CodeFinding(
                    code=c,
                    role="alternative",
                    reason="nearest existing code",
                    basis=(case.tabular(c),),
                )
                for n in near[:4]
                for c in _billable(case, n)[:3]
            )[:_SHOWN]
            return Findings(
                statements=tuple(statements),
                codes=alternatives,
                verdict="no" if case.reading.asks_yes_no else None,
                abstain_reason=str(error),
                steps=(*case.steps, Step(stage="code", what=str(error))),
            )
    return None


def billable(case: Case) -> Findings:
    """Whether a code can be reported as it stands."""
    codes = named(case)
    abstained = unknown(case, codes)
    if abstained is not None:
        return abstained
    entry = case.codeset.get(codes[0])
    basis = case.tabular(entry.code)
    history = case.codeset.history(entry.code)
    statements: list[Statement] = []
    findings: tuple[CodeFinding, ...]
    if entry.billable:
        verdict: Verdict = "yes"
        statements.append(
            Statement(
                text=f"Yes: {entry.code} ({entry.title}) is a complete, billable code on {case.on}.",
                basis=(basis,),
            )
        )
        findings = (
            CodeFinding(
                code=entry.code,
                role="first-listed",
                reason="asked about; complete as it stands",
                basis=(basis,),
            ),
        )
    else:
        verdict = "no"
        below = _billable(case, entry.code)
        section = "I.A.5" if _needs_seventh(case, entry) else "I.B.2"
        rule = case.guideline(section, 0)
        what = (
            "needs a 7th character"
            if section == "I.A.5"
            else "is a header that needs more characters"
        )
        statements.append(
            Statement(
                text=f"No: {entry.code} ({entry.title}) {what}; choose one of the {len(below)} billable codes "
                f"below it, such as {', '.join(below[:4])}.",
                basis=(basis, rule),
            )
        )
        findings = tuple(
            CodeFinding(
                code=c,
                role="alternative",
                reason=f"complete code below {entry.code}",
                basis=(case.tabular(c),),
            )
            for c in below[:_SHOWN]
        )
    if history:
        statements.append(Statement(text=history, basis=(basis,)))
    return _findings(case, verdict, statements, findings)


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
            for c in _billable(case, entry.code)[:_SHOWN]
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


def _billable(case: Case, code: str) -> list[str]:
    entry = case.codeset.get(code)
    return [entry.code] if entry.billable else list(case.codeset.billable_under(entry.code))


def _needs_seventh(case: Case, entry: Entry) -> bool:
    return bool(entry.children) and all(
        case.codeset.base_of(c) == entry.code for c in entry.children
    )
