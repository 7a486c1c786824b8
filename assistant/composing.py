"""Composing: findings become the answer that other tools read, with numbered citations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from assistant.models import (
    Answer,
    AnswerCode,
    AnswerRejection,
    Basis,
    Citation,
    Findings,
    Question,
    Reading,
    Statement,
)
from guidelines.codeset import CodeSet
from guidelines.sections import DIGEST_RELEASE, Digest

if TYPE_CHECKING:
    from assistant.quoting import Quoting

_LEFT_OUT = 8
_CODE = re.compile(r"\b(?:[A-TV-Z]\d[0-9A-B]|U\d\d)(?:\.[0-9A-Z]{1,4})?(?!\w)")


class _Numbers:
    """Citation numbers in the order in which sources are first needed."""

    def __init__(self, digest: Digest, codeset: CodeSet, quoting: Quoting | None) -> None:
        self._digest = digest
        self._codeset = codeset
        self._quoting = quoting
        self._numbers: dict[tuple[str, str, str], int] = {}
        self.citations: list[Citation] = []

    def of(self, basis: Basis) -> int:
        key = (basis.kind, basis.ref, basis.quote)
        if key not in self._numbers:
            citation = self._citation(basis)
            # two statements may restate the same official sentence
            same = next((c for c in self.citations if _same_words(c, citation)), None)
            if same is None:
                self.citations.append(citation)
            self._numbers[key] = (same or citation).n
        return self._numbers[key]

    def all(self, sources: Sequence[Basis]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self.of(b) for b in sources))

    def _citation(self, basis: Basis) -> Citation:
        number = len(self.citations) + 1
        if basis.kind == "guideline":
            section = self._digest[basis.ref]
            quote = self._quoting.quote(basis.ref, basis.quote) if self._quoting else None
            if quote is not None:
                return Citation(
                    n=number,
                    kind="guideline",
                    ref=basis.ref,
                    title=section.title,
                    quote=quote.text,
                    release=quote.release,
                    page=quote.page,
                    verbatim=True,
                    start=quote.start,
                    end=quote.end,
                    numbered=quote.numbered,
                )
            return Citation(
                n=number,
                kind="guideline",
                ref=basis.ref,
                title=section.title,
                quote=basis.quote,
                release=DIGEST_RELEASE,
                page=section.page,
            )
        if basis.kind == "edit":
            return Citation(
                n=number,
                kind="edit",
                ref=basis.ref,
                title="Official edit",
                quote=basis.quote,
                release=basis.ref,
            )
        return Citation(
            n=number,
            kind=basis.kind,
            ref=basis.ref,
            title=self._codeset.get(basis.ref).title,
            quote=basis.quote,
            release=basis.release or self._codeset.release.name,
        )


def _same_words(one: Citation, other: Citation) -> bool:
    return one.verbatim and one.model_copy(update={"n": other.n}) == other


def compose(
    question: Question,
    reading: Reading,
    findings: Findings,
    codeset: CodeSet,
    digest: Digest,
    notices: Sequence[str],
    quoting: Quoting | None = None,
    *,
    comparing: bool = True,
) -> Answer:
    """Put the answer together; nothing new is decided here.

    Args:
        question: The question with its circumstances.
        reading: What was read.
        findings: What follows.
        codeset: The code set in force.
        digest: The guideline sections.
        notices: What is to be said of the releases.
        quoting: The official guidelines, where they are at hand.
        comparing: Whether to say what changed in the deciding section between releases at hand.
    """
    numbers = _Numbers(digest, codeset, quoting)
    # the section that decides comes first, and gets the first number
    for basis in findings.deciding:
        numbers.of(basis)
    lines = [f"{s.text}{_marks(numbers.all(s.basis))}" for s in findings.statements]
    codes = _codes(findings, codeset, numbers)
    rejected = tuple(
        AnswerRejection(
            code=r.code,
            title=codeset.get(r.code).title,
            reason=r.reason,
            evidence=r.evidence,
            citations=numbers.all(r.basis),
        )
        for r in findings.rejected
    )
    return Answer(
        id=question.id,
        answer=_markdown(findings, lines, codes, rejected),
        verdict=findings.verdict,
        abstained=findings.abstain_reason is not None,
        abstain_reason=findings.abstain_reason,
        codes=codes,
        rejected=rejected,
        citations=tuple(numbers.citations),
        warnings=(
            *notices,
            *findings.warnings,
            *_not_in_force(findings, codeset, question.date_of_service),
            *_changed(numbers.citations, quoting if comparing else None),
        ),
        queries=findings.queries,
        assumptions=findings.assumptions,
        trace=findings.steps,
        setting=reading.setting,
        date_of_service=question.date_of_service,
        release=f"ICD-10-CM {codeset.release.name}; guidelines "
        f"{quoting.release.name if quoting else DIGEST_RELEASE}",
    )


def _changed(citations: Sequence[Citation], quoting: Quoting | None) -> tuple[str, ...]:
    """What changed in the deciding section between the releases at hand."""
    first = next((c for c in citations if c.kind == "guideline"), None)
    return quoting.changes(first.ref) if quoting and first else ()


def _not_in_force(findings: Findings, codeset: CodeSet, on: date) -> tuple[str, ...]:
    """The codes that a sentence of the guidelines names and that the date does not have."""
    rules = (s.text for s in findings.statements if _restates(s))
    told = " ".join(s.text for s in findings.statements if not _restates(s))
    named = dict.fromkeys(c for text in rules for c in _CODE.findall(text))
    missing = [c for c in named if c not in codeset and c not in told]
    if not missing:
        return ()
    verb = "is not a code" if len(missing) == 1 else "are not codes"
    return (f"{', '.join(missing)} {verb} of {codeset.release.name}, in force on {on}.",)


def _restates(statement: Statement) -> bool:
    return any(b.kind == "guideline" and b.quote in statement.text for b in statement.basis)


def _codes(findings: Findings, codeset: CodeSet, numbers: _Numbers) -> tuple[AnswerCode, ...]:
    found: list[AnswerCode] = []
    position = 0
    for finding in findings.codes:
        entry = codeset.get(finding.code)
        if finding.role != "alternative":
            position += 1
        found.append(
            AnswerCode(
                code=entry.code,
                title=codeset.full_title(entry.code),
                billable=entry.billable,
                role=finding.role,
                sequence=position if finding.role != "alternative" else None,
                evidence=finding.evidence,
                reason=finding.reason,
                citations=numbers.all(finding.basis),
            )
        )
    return tuple(found)


def _markdown(
    findings: Findings,
    lines: Sequence[str],
    codes: Sequence[AnswerCode],
    rejected: Sequence[AnswerRejection],
) -> str:
    blocks: list[str] = []
    if findings.abstain_reason is not None and findings.abstain_reason not in " ".join(lines):
        blocks.append(findings.abstain_reason)
    blocks += lines
    reported = [c for c in codes if c.role != "alternative"]
    if reported and len(reported) + len(rejected) > 1:
        blocks.append(
            "\n".join(
                f"{c.sequence}. **{c.code}** {c.title}: {c.reason}{_marks(c.citations)}"
                for c in reported
            )
        )
    if rejected:
        left = [
            f"- {r.code} {r.title}: {r.reason}{_marks(r.citations)}" for r in rejected[:_LEFT_OUT]
        ]
        blocks.append("Left out:\n" + "\n".join(left))
    if findings.queries:
        blocks.append("Still missing:\n" + "\n".join(f"- {q}" for q in findings.queries))
    return "\n\n".join(blocks)


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f" [{n}]" for n in numbers)
