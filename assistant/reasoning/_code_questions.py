"""Questions about codes themselves: what one says, whether it is billable, whether two go together."""

from __future__ import annotations

from itertools import combinations

from assistant.models import (
    Basis,
    CodeFinding,
    Findings,
    Rejection,
    Role,
    Span,
    Statement,
    Step,
    Verdict,
)
from assistant.reasoning._case import Case
from guidelines.codeset import Entry, NoteField
from guidelines.errors import UnknownCode
from guidelines.notes import excludes1_conflicts, instructions

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


def pair(case: Case) -> Findings:
    """Whether codes can be reported together, and in which order."""
    codes = named(case)
    abstained = unknown(case, codes)
    if abstained is not None:
        return abstained
    statements: list[Statement] = []
    rejected: list[Rejection] = []
    verdict: Verdict = "yes"
    order = list(codes)
    notes: list[Basis] = []
    for a, b in combinations(codes, 2):
        if a == b:
            continue
        conflicts = excludes1_conflicts(case.codeset, a, b)
        if conflicts:
            note = conflicts[0]
            basis = Basis(kind="tabular", ref=note.at, quote=f"Excludes1: {note.text}")
            rule = case.guideline("I.A.12.a", 0)
            verdict = "no"
            statements.append(
                Statement(
                    text=f"No: {a} and {b} are not reported together, because of the Excludes1 note at {note.at} "
                    f"(“{note.text}”).",
                    basis=(basis, rule),
                )
            )
            statements.append(
                Statement(
                    text="The exception is two conditions that the provider documents as unrelated to each other.",
                    basis=(_exception(case),),
                )
            )
            continue
        for x, y in ((a, b), (b, a)):
            for kind in ("code_first", "use_additional", "code_also"):
                for item in instructions(case.codeset, x, kind):
                    if item.refs and item.refs.matches(y):
                        notes.append(Basis(kind="tabular", ref=item.at, quote=item.instruction))
                        first, second = (y, x) if kind == "code_first" else (x, y)
                        if kind != "code_also" and order.index(first) > order.index(second):
                            order.remove(first)
                            order.insert(order.index(second), first)
                        statements.append(
                            Statement(
                                text=f"The note at {item.at} asks for it: “{item.instruction}”"
                                + (
                                    "."
                                    if kind == "code_also"
                                    else f", so {first} comes before {second}."
                                ),
                                basis=(notes[-1],),
                            )
                        )
    if verdict == "yes" and not notes:
        notes += _open_notes(case, codes, statements)
    if verdict == "yes":
        sources = tuple(case.tabular(c) for c in codes)
        named_codes = " and ".join([", ".join(codes[:-1]), codes[-1]])
        rule = case.guideline("I.A.12.a", 0)
        if any(n.quote.lower().startswith("code also") for n in notes):
            rule = case.guideline("I.A.17", 0)
        elif notes:
            rule = case.guideline("I.A.13", 0)
        statements.insert(
            0,
            Statement(
                text=f"Yes: no Excludes1 note keeps {named_codes} apart, so they can be reported together when "
                "both conditions are documented.",
                basis=(*notes[:1], rule, *sources),
            ),
        )
    headers = [c for c in codes if not case.codeset.get(c).billable]
    for code in headers:
        statements.append(
            Statement(
                text=f"{code} itself is a header; a complete code below it is reported, such as "
                f"{', '.join(_billable(case, code)[:3])}.",
                basis=(case.tabular(code), case.guideline("I.B.2", 0)),
            )
        )
    findings: list[CodeFinding] = []
    for n, code in enumerate(order):
        entry = case.codeset.get(code)
        role: Role = "first-listed" if n == 0 else "additional"
        if verdict == "no" or not entry.billable:
            role = "alternative"
        findings.append(
            CodeFinding(code=code, role=role, reason=entry.title, basis=(case.tabular(code),))
        )
    if verdict == "no":
        findings = [f for f in findings if case.codeset.get(f.code).billable]
    result = _findings(case, verdict, statements, tuple(findings))
    return result.model_copy(update={"rejected": tuple(rejected)})


def _open_notes(case: Case, codes: list[str], statements: list[Statement]) -> list[Basis]:
    """Code also and use additional notes of the codes that ask for more without naming codes."""
    found: list[Basis] = []
    for code in codes:
        for kind in ("code_also", "use_additional"):
            for item in instructions(case.codeset, code, kind):
                if item.refs or item.at != case.codeset.base_of(code):
                    continue
                found.append(Basis(kind="tabular", ref=item.at, quote=item.instruction))
                statements.append(
                    Statement(
                        text=f"The note at {item.at} says: “{item.instruction}”.",
                        basis=(found[-1],),
                    )
                )
    return found


def _exception(case: Case) -> Basis:
    text = case.digest["I.A.12.a"].text
    number = next((i for i, t in enumerate(text) if "unrelated" in t.lower()), 0)
    return case.guideline("I.A.12.a", 0).model_copy(update={"quote": text[number]})


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
