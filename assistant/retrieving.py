"""Retrieval: guideline sections for the question, entries of the Tabular List for each mention."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import parent_process
from typing import TYPE_CHECKING

from assistant.models import CodeHit, Evidence, MentionEvidence, Question, Reading, SectionHit
from assistant.reading._intent import affirmed, first_thought
from guidelines.codeset import CodeSet
from indexes.guideline_index import SectionScore
from indexes.index import Index

if TYPE_CHECKING:
    from assistant.quoting import Quoting

_SECTIONS = 30
_LONG = 600  # characters past which a note as a whole is no query any more
_SHORTEST = 12  # characters under which what is asked says nothing by itself
_ROUTINE = re.compile(
    r"\b(?:what (?:should|do|would|codes? should|are the codes|"
    r"icd-?10 codes?)\b[^.?]{0,40}\b(?:coded?|report(?:ed)?|assign(?:ed)?)|"
    r"what (?:is|are) the (?:correct |right |appropriate )?(?:icd-10(?:-cm)? )?codes?|"
    r"please code|code this(?: \w+)?|how (?:is|should) this (?:be )?coded|"
    r"how do (?:i|we|you) code this|what do i (?:code|report)|which codes?(?: apply| should i (?:use|report))?)\b\W*",
    re.IGNORECASE,
)


_COPIED = 1.0
"""What it adds to a section's score that the whole question stands in its official text."""


def retrieve(
    question: Question,
    reading: Reading,
    codeset: CodeSet,
    index: Index,
    quoting: Quoting | None = None,
) -> Evidence:
    """Find sections and codes for a reading.

    Args:
        question: The question.
        reading: What was read of it.
        codeset: The code set in force.
        index: Where to search.
        quoting: The official guidelines, where they are at hand; a section whose very words are
            in the question ranks higher.
    """
    asked, answering = queries(question, reading), reading.asks_yes_no
    if parent_process() is not None:
        # one of several that answer at a time, each on a core of its own
        codes = retrieve_codes(reading, codeset, index)
        hits = _sections(asked, index, quoting, answering)
    else:
        # matrix products leave Python to the look-ups, so that a note takes a tenth less
        with ThreadPoolExecutor(1) as beside:
            hitting = beside.submit(_sections, asked, index, quoting, answering)
            codes = retrieve_codes(reading, codeset, index)
            hits = hitting.result()
    sections = tuple(
        SectionHit(
            section=h.section,
            score=round(h.score, 6),
            statement=h.statement,
            ask=h.ask,
            asks=h.asks,
        )
        for h in hits
    )
    return Evidence(sections=sections, codes=codes)


def retrieve_codes(reading: Reading, codeset: CodeSet, index: Index) -> tuple[MentionEvidence, ...]:
    """Entries of the Tabular List for each condition of a reading."""
    return tuple(
        MentionEvidence(
            mention=i, hits=find_codes(m.term, dict(m.attributes).get("lexicon"), codeset, index)
        )
        for i, m in enumerate(reading.mentions)
        if dict(m.attributes).get("kind") != "drug"
    )


def _sections(
    asked: Sequence[str], index: Index, quoting: Quoting | None, answering: bool
) -> list[SectionScore]:
    copied = quoting.copied(asked) if quoting else {}
    raised = {section: _COPIED * share for section, share in copied.items()}
    return index.guidelines.search(asked, _SECTIONS, answering=answering, raised=raised)


def queries(question: Question, reading: Reading) -> list[str]:
    """What to search the guidelines with: the question as typed, or what a long note asks.

    Abbreviations are not written out: the ways of asking in the digest abbreviate as coders do, and
    measured, the second wording only brought other sections nearer.
    """
    text = question.text.strip()
    if len(text) <= _LONG:
        return [first_thought(affirmed(text)[0]) if reading.asks_yes_no else text]
    asked = _ROUTINE.sub(" ", reading.question).strip(" .?")
    terms = [m.term for m in reading.mentions][:12]
    wordings = [asked] if len(asked) > _SHORTEST else []
    return [*wordings, f"{asked} {', '.join(terms)}"[:_LONG]]


def find_codes(
    term: str, lexicon_code: str | None, codeset: CodeSet, index: Index
) -> tuple[CodeHit, ...]:
    """Entries for a term, best first; the lexicon's own code leads where it has one."""
    hits: list[CodeHit] = []
    stem = (lexicon_code or "").rstrip("-").rstrip(".")
    if stem and stem in codeset:
        hits.append(CodeHit(code=stem, score=1.0, via=f"{term} ({stem})", covered=1.0))
    for hit in index.terms.hits(term, codeset):
        if hit.code != stem:
            hits.append(
                CodeHit(
                    code=hit.code,
                    score=round(hit.score, 6),
                    via=hit.via,
                    covered=round(hit.covered, 4),
                )
            )
    return tuple(hits)
