"""One frozen value per stage of a question's path: Question → Reading → Evidence → Findings → Answer.

Every stage can be run, printed, tested and evaluated alone. `Answer` is the contract that other
tools depend on (version 1): fields may be added, these stay. Offsets count Unicode characters in
the question as given, end exclusive.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

CONTRACT_VERSION = 1

Setting = Literal["inpatient", "outpatient"]
Verdict = Literal["yes", "no", "depends"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Question(_Value):
    """What a coder asks, with the circumstances that change the answer."""

    text: str
    id: str | None = None
    setting: Setting | None = None
    date_of_service: date
    history: tuple[str, ...] = ()
    """Earlier questions of the same conversation, oldest first; a follow-up is read in their light."""


class Span(_Value):
    """Words of the question, by character offset."""

    start: int
    end: int
    text: str


class Intent(StrEnum):
    """What kind of answer the question wants."""

    TERM = "term"
    """Just a term: find its code."""
    CODING = "coding"
    """Documentation to be coded, with or without a question about it."""
    GUIDELINE = "guideline"
    """What a rule says."""
    CODE = "code"
    """Tell me about this code."""
    BILLABLE = "billable"
    """Is this code valid, complete, reportable?"""
    PAIR = "pair"
    """Can these codes be reported together, and in which order?"""
    OUT_OF_SCOPE = "out of scope"
    """Not a question of ICD-10-CM diagnosis coding."""


class Assertion(StrEnum):
    """How the documentation asserts a condition."""

    PRESENT = "present"
    NEGATED = "negated"
    UNCERTAIN = "uncertain"
    HISTORY = "history of"
    FAMILY = "family history"
    HYPOTHETICAL = "hypothetical"
    OTHER_PERSON = "someone else"
    RESOLVED = "resolved"
    SCREENING = "screening for"


class Mention(_Value):
    """A condition (or status, or circumstance) named in the documentation."""

    span: Span
    term: str
    """The words to search for, abbreviations kept as written."""
    assertion: Assertion
    cue: Span | None = None
    """The words that decide the assertion, such as "denies" or "possible"."""
    sentence: int
    """Index of the sentence in which it stands."""
    section: str | None = None
    """Heading of the note's section in lower case, such as "family history"."""
    attributes: tuple[tuple[str, str], ...] = ()
    """Choices for the code tree: side, encounter, healing, stage, trimester …, sorted by name."""


class Reading(_Value):
    """What was read: the kind of question, the documentation, its conditions and codes."""

    intent: Intent
    question: str
    """The words that ask, without the documentation."""
    asks_yes_no: bool = False
    asks_sequence: bool = False
    codes_named: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    """Circumstances of the whole encounter: encounter phase, age, setting words."""
    setting: Setting | None = None
    setting_source: Literal["given", "read"] | None = None
    scope_reason: str | None = None
    """Why the question is out of scope, in one sentence."""


class SectionHit(_Value):
    """A guideline section found for the question."""

    section: str
    score: float
    statement: int | None = None
    """Index of the statement in the section's text that matched best."""
    ask: int | None = None
    """Index of the section's own way of asking that matched best, if one did."""
    asks: tuple[tuple[int, float, float], ...] = ()
    """Ways of asking that are near, the nearest first: its index, its similarity (0–1), and for a yes/no
    question how alike the answers are expected to be (-1–1)."""


class CodeHit(_Value):
    """A code or header found for a term, before it is completed and checked."""

    code: str
    score: float
    """0–1, comparable between terms: how well the words cover each other."""
    via: str
    """The title, inclusion term or lexicon entry that matched."""
    covered: float = 0.0
    """Share of the term's own words that the match explains, 0–1."""


class MentionEvidence(_Value):
    """The codes found for one mention, best first."""

    mention: int
    hits: tuple[CodeHit, ...]


class Evidence(_Value):
    """What was retrieved for the reading."""

    sections: tuple[SectionHit, ...] = ()
    codes: tuple[MentionEvidence, ...] = ()


class Basis(_Value):
    """A source that a finding rests on, to become a numbered citation."""

    kind: Literal["guideline", "tabular", "index", "edit"]
    ref: str
    """Section id, or code at which the note stands."""
    quote: str
    """The deciding words of that source."""
    release: str | None = None
    """The release quoted, where it is not that of the code set."""


Role = Literal["first-listed", "additional", "alternative"]


class CodeFinding(_Value):
    """A code with its place in the answer and what it rests on."""

    code: str
    role: Role
    reason: str
    evidence: tuple[Span, ...] = ()
    basis: tuple[Basis, ...] = ()


class Rejection(_Value):
    """A code considered and left out."""

    code: str
    reason: str
    evidence: tuple[Span, ...] = ()
    basis: tuple[Basis, ...] = ()


class Statement(_Value):
    """One sentence of the answer and the sources it rests on."""

    text: str
    basis: tuple[Basis, ...] = ()


class Step(_Value):
    """One step of the chase, for the trace."""

    stage: str
    what: str
    detail: Any = None


class Findings(_Value):
    """What follows from the evidence: everything an answer says, before it is worded and verified."""

    verdict: Verdict | None = None
    statements: tuple[Statement, ...] = ()
    codes: tuple[CodeFinding, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    deciding: tuple[Basis, ...] = ()
    """Guideline sections in order of weight."""
    queries: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    abstain_reason: str | None = None
    steps: tuple[Step, ...] = ()


class AnswerCode(_Value):
    """A code in the answer."""

    code: str
    title: str
    billable: bool
    role: Role
    sequence: int | None = None
    """Position in reporting order, from 1; None for alternatives."""
    evidence: tuple[Span, ...] = ()
    reason: str
    citations: tuple[int, ...] = ()


class AnswerRejection(_Value):
    """A code considered and left out, in the answer."""

    code: str
    title: str
    reason: str
    evidence: tuple[Span, ...] = ()
    citations: tuple[int, ...] = ()


class Citation(_Value):
    """A numbered source. `ref` is a section id or a code."""

    n: int
    kind: Literal["guideline", "tabular", "index", "edit"]
    ref: str
    title: str
    quote: str
    release: str
    page: int | None = None
    verbatim: bool = False
    """True only where the quote is an exact substring of the official text at hand."""
    start: int | None = None
    """Where a verbatim quote begins in the parsed official text, in characters."""
    end: int | None = None
    """Where it ends, exclusive."""
    numbered: str | None = None
    """The section's number in the quoted release, where it differs from `ref`."""


class Answer(_Value):
    """The answer contract, version 1."""

    id: str | None = None
    contract: int = CONTRACT_VERSION
    answer: str
    """Markdown with [n] markers; every sentence that asserts a rule or a code carries one."""
    verdict: Verdict | None = None
    abstained: bool = False
    abstain_reason: str | None = None
    codes: tuple[AnswerCode, ...] = ()
    rejected: tuple[AnswerRejection, ...] = ()
    citations: tuple[Citation, ...] = ()
    warnings: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    trace: tuple[Step, ...] = ()
    setting: Setting | None = None
    date_of_service: date
    release: str
    engine: str = "deterministic"
    timings_ms: dict[str, float] = Field(default_factory=dict)
