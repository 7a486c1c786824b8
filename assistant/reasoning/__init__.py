"""Reasoning: from what was read and found to what follows, deterministically.

Conditions are coded or left out by how they are documented; executable sections combine, replace
and order codes; notes of the Tabular List are followed; a yes/no question gets a verdict only where
something decides it.
"""

from __future__ import annotations

from assistant.models import (
    CodeFinding,
    CodeHit,
    Evidence,
    Findings,
    Intent,
    Question,
    Reading,
    Role,
    Statement,
    Step,
)
from assistant.reasoning import _code_questions as code_questions
from assistant.reasoning._case import Case, Item
from assistant.reasoning._conditions import gather, settle_asked, settle_uncertain
from assistant.reasoning._documented import drop_unlisted
from assistant.reasoning._integral import drop_integral
from assistant.reasoning._rules import apply_rules
from assistant.reasoning._sections import decide, deciding, grounded, statements, with_sections
from assistant.reasoning._tabular import (
    ask_for_companions,
    sequenced,
    settle_duplicates,
    settle_excludes1,
)
from guidelines.codeset import CodeSet
from indexes.index import Index

__all__ = ["reason"]

_ALTERNATIVES = 9


def reason(
    question: Question, reading: Reading, evidence: Evidence, codeset: CodeSet, index: Index
) -> Findings:
    """What follows from the evidence.

    Args:
        question: The question with its circumstances.
        reading: What was read.
        evidence: What was retrieved.
        codeset: The release in force on the date of service.
        index: The open index.
    """
    case = Case(question, reading, index, codeset, reading.setting)
    case.step("read", f"Read as {reading.intent.value}", _read_detail(reading))
    if reading.intent is Intent.OUT_OF_SCOPE:
        return Findings(abstain_reason=reading.scope_reason, steps=tuple(case.steps))
    if reading.intent is Intent.BILLABLE:
        return code_questions.billable(case)
    if reading.intent is Intent.CODE:
        return code_questions.describe(case)
    if reading.intent is Intent.PAIR:
        return with_sections(case, evidence, code_questions.pair(case))
    if reading.codes_named:
        missing = code_questions.unknown(case, code_questions.named(case))
        if missing is not None and len(reading.codes_named) == 1 and not reading.mentions:
            return missing
    return _coding(case, evidence)


def term_findings(
    question: Question,
    reading: Reading,
    term: str,
    hits: tuple[CodeHit, ...],
    codeset: CodeSet,
    index: Index,
) -> Findings:
    """The code of a bare term, with up to nine alternatives in order of likelihood."""
    case = Case(question, reading, index, codeset, reading.setting)
    case.step("look up", f"“{term}”", [f"{h.code} {h.via}" for h in hits[:5]])
    chosen: list[tuple[str, str, str]] = []
    first_gaps: tuple[str, ...] = ()
    for n, hit in enumerate(hits):
        choice = case.complete(hit.code, None, term)
        if choice is None:
            continue
        if n == 0:
            first_gaps = choice.gaps
            case.assumptions += choice.assumptions
        codes = (choice.code,) if choice.billable else choice.options
        for code in codes:
            if code not in [c for c, _, _ in chosen]:
                chosen.append((code, hit.via, hit.code))
    if not chosen:
        return Findings(
            abstain_reason=f"Nothing in the Tabular List answers to “{term}”; check the spelling or use other words.",
            steps=tuple(case.steps),
        )
    first = chosen[0]
    recommended = case.complete(hits[0].code, None, term)
    determined = recommended is not None and recommended.billable
    findings = []
    for n, (code, via, _) in enumerate(chosen[: _ALTERNATIVES + 1]):
        role: Role = "first-listed" if n == 0 and determined else "alternative"
        findings.append(
            CodeFinding(
                code=code,
                role=role,
                reason=f"“{term}” is found at {via}",
                basis=(case.tabular(code),),
            )
        )
    title = codeset.get(first[0]).title
    text = (
        f"“{term}” is coded **{first[0]}** ({title})."
        if determined
        else f"“{term}” leads to {recommended.code if recommended else first[0]}, which needs more "
        f"documentation; the nearest complete code is **{first[0]}** ({title})."
    )
    case.queries += [f"Documentation of {gap}." for gap in first_gaps]
    _sections_for_codes(case, first[0])
    return Findings(
        statements=(Statement(text=text, basis=(case.tabular(first[0]),)),),
        codes=tuple(findings),
        deciding=tuple(case.sections.values()),
        queries=tuple(case.queries),
        assumptions=tuple(case.assumptions),
        steps=tuple(case.steps),
    )


def _sections_for_codes(case: Case, code: str) -> None:
    """Cite how a code is located: the level of detail the term allows (I.B.1, I.B.2)."""
    if "unspecified" in case.codeset.get(code).title.lower():
        case.guideline("I.A.9.b", 0)
    case.guideline("I.B.1", 0)


def _coding(case: Case, evidence: Evidence) -> Findings:
    hits: list[tuple[CodeHit, ...]] = [()] * len(case.reading.mentions)
    for found in evidence.codes:
        hits[found.mention] = found.hits
        case.step(
            "look up",
            f"“{case.reading.mentions[found.mention].span.text}”",
            [f"{h.code} ({h.score:.2f}) {h.via}" for h in found.hits[:3]],
        )
    gather(case, hits)
    settle_asked(case)
    settle_uncertain(case)
    settle_duplicates(case)
    apply_rules(case)
    drop_integral(case)
    drop_unlisted(case)
    settle_duplicates(case)
    settle_excludes1(case)
    ask_for_companions(case)
    ordered = sequenced(case)
    decided = decide(case, evidence)
    sections = deciding(case, evidence, decided)
    rule_question = case.reading.intent is Intent.GUIDELINE
    codes = _code_findings(case, ordered, advisory=rule_question and not _fired(case))
    if not codes and not case.rejected and not grounded(evidence):
        return Findings(
            abstain_reason="Nothing in the guidelines or the Tabular List answers this; name a diagnosis, a code or a "
            "coding rule.",
            steps=tuple(case.steps),
        )
    sentences = statements(case, ordered, decided, sections, codes)
    for item in ordered:
        if not item.alternative:
            case.assumptions += [a for a in item.choice.assumptions if a not in case.assumptions]
        for gap in item.choice.gaps:
            text = f"{item.code}: documentation of {gap}."
            if text not in case.queries and len(case.queries) < 8:
                case.queries.append(text)
    return Findings(
        verdict=decided.verdict if decided else None,
        statements=sentences,
        codes=codes,
        rejected=tuple(case.rejected),
        deciding=sections,
        queries=tuple(case.queries),
        assumptions=tuple(case.assumptions),
        warnings=tuple(case.warnings),
        steps=tuple(case.steps),
    )


def _fired(case: Case) -> bool:
    return any(s.stage == "rule" for s in case.steps)


def _code_findings(case: Case, ordered: list[Item], *, advisory: bool) -> tuple[CodeFinding, ...]:
    """Codes with their roles; in a mere question about a rule they are offered, not recommended."""
    found: list[CodeFinding] = []
    first_taken = False
    role: Role
    for item in ordered:
        codes: tuple[str, ...] = (item.code,) if item.choice.billable else item.choice.options
        for code in codes[: 1 if item.choice.billable else 4]:
            if any(f.code == code for f in found):
                continue
            if item.alternative or not item.choice.billable or advisory:
                role = "alternative"
            elif first_taken:
                role = "additional"
            else:
                role, first_taken = "first-listed", True
            found.append(
                CodeFinding(
                    code=code,
                    role=role,
                    reason=item.reason,
                    evidence=item.spans,
                    basis=tuple(item.basis),
                )
            )
    return tuple(found)


def _read_detail(reading: Reading) -> dict[str, object]:
    return {
        "setting": reading.setting,
        "codes": [c.text for c in reading.codes_named],
        "conditions": [
            {
                "words": m.span.text,
                "assertion": m.assertion.value,
                "cue": m.cue.text if m.cue else None,
            }
            for m in reading.mentions
        ],
        "circumstances": dict(reading.attributes),
    }


__all__ += ["Step", "term_findings"]
