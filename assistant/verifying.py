"""Verifying: the last gate. What cannot be shown is taken out before anyone reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.models import Answer, AnswerCode, AnswerRejection, Citation
from guidelines.codeset import CodeSet
from guidelines.sections import Digest

if TYPE_CHECKING:
    from assistant.quoting import Quoting


class Unverified(RuntimeError):
    """An answer that contradicts its own sources: a fault of the program, not of the user."""


def verify(
    answer: Answer,
    text: str,
    codeset: CodeSet,
    digest: Digest,
    quoting: Quoting | None = None,
) -> Answer:
    """Check an answer against its sources.

    Codes that are not in the release, or recommended without being billable, are taken out with a
    warning. Evidence must be the question's own words, citations must exist, and a quote that calls
    itself verbatim must stand in the official text just where it says.

    Raises:
        Unverified: a citation or an offset is wrong.
    """
    numbers = {c.n for c in answer.citations}
    for citation in answer.citations:
        if citation.kind == "guideline" and citation.ref not in digest:
            raise Unverified(f"section {citation.ref} does not exist")
        if citation.kind == "tabular" and citation.ref not in codeset:
            raise Unverified(f"{citation.ref} is not in the Tabular List")
        if citation.verbatim and not _stands(citation, quoting):
            raise Unverified(f"the words quoted from {citation.ref} are not in the official text")
    entries: tuple[AnswerCode | AnswerRejection, ...] = (*answer.codes, *answer.rejected)
    for entry in entries:
        if not set(entry.citations) <= numbers:
            raise Unverified(f"{entry.code} cites a source that is not listed")
        for span in entry.evidence:
            if text[span.start : span.end] != span.text:
                raise Unverified(f"the words for {entry.code} are not at {span.start}–{span.end}")
    good = [c for c in answer.codes if _reportable(c, codeset)]
    if len(good) == len(answer.codes):
        return answer
    dropped = ", ".join(c.code for c in answer.codes if c not in good)
    warning = f"{dropped} was taken out: it cannot be reported in this release."
    return answer.model_copy(
        update={"codes": _renumbered(good), "warnings": (*answer.warnings, warning)}
    )


def _stands(citation: Citation, quoting: Quoting | None) -> bool:
    if quoting is None or citation.start is None or citation.end is None:
        return False
    return citation.release == quoting.release.name and quoting.holds(
        citation.start, citation.end, citation.quote
    )


def _reportable(code: AnswerCode, codeset: CodeSet) -> bool:
    return code.code in codeset and codeset.get(code.code).billable


def _renumbered(codes: list[AnswerCode]) -> tuple[AnswerCode, ...]:
    found: list[AnswerCode] = []
    position = 0
    for code in codes:
        if code.role != "alternative":
            position += 1
            code = code.model_copy(
                update={
                    "sequence": position,
                    "role": "first-listed" if position == 1 else "additional",
                }
            )
        found.append(code)
    return tuple(found)
