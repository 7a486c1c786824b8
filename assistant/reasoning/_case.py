"""The case as it is being worked out: codes with their words, what is left out, what is missing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter

from assistant._titled import in_order
from assistant.choosing import Choice, choose
from assistant.models import (
    Assertion,
    Basis,
    Mention,
    Question,
    Reading,
    Rejection,
    Setting,
    Span,
    Step,
    Verdict,
)
from assistant.querying import Gap
from assistant.reading._attributes import region_stems, sides
from assistant.reading._units import context_words, spelled
from guidelines.codeset import CodeSet
from guidelines.sections import Digest
from indexes._surface import Surface, analyze
from indexes.index import Index

_NOT_THERE = (Assertion.NEGATED, Assertion.FAMILY, Assertion.OTHER_PERSON)
_UNSAID = re.compile(
    r"\bunspecified (?:severity|stage|site|side|type|degree|organism|ligament|part|region|muscle|finger|eye|ear)\b"
    r"|\b(?:un|not )specified as (?:to )?[\w ]+ or [\w-]+",
    re.I,
)
_TYPE_OF_DIABETES = re.compile(
    r"\btype (?:[12]|ii?)\b(?=[^.;\n]{0,20}\b(?:diabet|dm\b))|\bt[12]dm\b|\bdm ?[12]\b",
    re.IGNORECASE,
)
_BOTH_AND_ONE = 2
_SENTENCE_END = re.compile(r"[.?!](?=\s|$)|[;\n]")


@dataclass(slots=True)
class Item:
    """A code of the case on its way into the answer.

    Attributes:
        code: Billable, or a header where the chart is too thin; for a drug, the stem of its
            T36–T50 or Z79 code.
        choice: How the code was reached in the tree.
        reason: Why it is reported, one phrase.
        spans: Words of the chart that support it.
        mention: The mention it came from, None when a rule added it.
        basis: Sources it rests on, the deciding one first.
        drug: A drug named in the chart, not a code to report by itself.
        alternative: Too thin or conditional: offered, not recommended.
    """

    code: str
    choice: Choice
    reason: str
    spans: tuple[Span, ...]
    mention: Mention | None = None
    basis: list[Basis] = field(default_factory=list)
    drug: bool = False
    alternative: bool = False


@dataclass(slots=True)
class Case:
    """Everything known of one question while it is reasoned about."""

    question: Question
    reading: Reading
    index: Index
    codeset: CodeSet
    setting: Setting | None
    items: list[Item] = field(default_factory=list)
    uncertain: list[Item] = field(default_factory=list)
    history: list[Item] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    sections: dict[str, Basis] = field(default_factory=dict)
    """Sections that decided something, in the order in which they did."""
    queries: list[str] = field(default_factory=list)
    """What the coder has to find out, not the provider."""
    gaps: list[Gap] = field(default_factory=list)
    """What the provider has to document, to be asked in a query."""
    left_open: list[tuple[str, int]] = field(default_factory=list)
    """Sections by which the provider is to be asked whether a link holds, with the statement (from 0)."""
    listed: Verdict | None = None
    """Whether the list of codes that is asked about is what the case comes to."""
    assumptions: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    first: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)
    orders: list[tuple[str, ...]] = field(default_factory=list)
    _affirmed: str | None = None
    _around: frozenset[str] = frozenset()
    _spelled: dict[str, str] = field(default_factory=dict)
    _surfaces: dict[tuple[str, bool], Surface] = field(default_factory=dict)
    _ends: list[tuple[int, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The question as typed."""
        return self.question.text

    @property
    def spelled(self) -> str:
        """The same with its shortened words written out."""
        return self.spelled_out(self.text)

    @property
    def affirmed(self) -> str:
        """The same length of text with blanks for the conditions that it denies or tells of relatives."""
        if self._affirmed is None:
            said = list(self.text)
            for m in self.reading.mentions:
                if m.assertion in (Assertion.NEGATED, Assertion.FAMILY):
                    said[m.span.start : m.span.end] = " " * (m.span.end - m.span.start)
            self._affirmed = "".join(said)
        return self._affirmed

    def spelled_out(self, text: str) -> str:
        """A part of the text with its shortened words written out."""
        found = self._spelled.get(text)
        if found is None:
            found = spelled(text, self.index.lexicon, self.around)
            self._spelled[text] = found
        return found

    @property
    def around(self) -> Collection[str]:
        """Words of the whole chart, which decide what an abbreviation means."""
        self._around = self._around or context_words(self.text)
        return self._around

    @property
    def attributes(self) -> Mapping[str, str]:
        """Circumstances of the whole encounter."""
        return dict(self.reading.attributes)

    @property
    def digest(self) -> Digest:
        """The guideline sections."""
        return self.index.digest

    @property
    def on(self) -> date:
        """Date of service."""
        return self.question.date_of_service

    def step(self, stage: str, what: str, detail: object = None) -> None:
        """Note a step of the chase for the trace."""
        self.steps.append(Step(stage=stage, what=what, detail=detail))

    def guideline(self, section: str, statement: int = 0) -> Basis:
        """A guideline source; `statement` counts from 0. It becomes one of the deciding sections."""
        text = self.digest[section].text
        basis = Basis(
            kind="guideline",
            ref=section,
            quote=text[statement] if statement < len(text) else text[0],
        )
        self.sections.setdefault(section, basis)
        return basis

    def tabular(self, code: str, quote: str | None = None) -> Basis:
        """A source in the Tabular List: the code's own line, or a note at it."""
        entry = self.codeset.get(code)
        return Basis(kind="tabular", ref=entry.code, quote=quote or f"{entry.code} {entry.title}")

    def put_in_place_of(self, given_up: Item, kept: Item) -> None:
        """Take a code out; the one that says the same stands as early as it did."""
        place = self.items.index(given_up)
        self.items.remove(given_up)
        if self.items.index(kept) > place:
            self.items.remove(kept)
            self.items.insert(place, kept)

    def reject(self, code: str, reason: str, spans: Sequence[Span], basis: Sequence[Basis]) -> None:
        """Leave a code out, with the reason."""
        if not any(r.code == code and r.evidence == tuple(spans) for r in self.rejected):
            self.rejected.append(
                Rejection(code=code, reason=reason, evidence=tuple(spans), basis=tuple(basis))
            )

    def complete(
        self, code: str, mention: Mention | None, words: str = "", exactly: bool = False
    ) -> Choice | None:
        """Walk from an entry to a billable code by a mention's words; None if it does not exist.

        With `exactly` the words are the entry's title, so that none of the lines beside it is meant.
        """
        stem = code.rstrip("-").rstrip(".")
        if stem not in self.codeset:
            return None
        equivalents = self.index.lexicon.equivalents
        of_diabetes = stem.startswith("E")
        said = self._said(words or (mention.term if mention else ""), of_diabetes)
        own = self._said(mention.span.text if mention else "", of_diabetes)
        near = self._said(self._told_beside(mention), of_diabetes)
        attributes = dict(self.attributes)
        if mention is not None:
            attributes |= dict(mention.attributes)
            if attributes.get("lexicon") == stem:
                title = self.codeset.get(stem).title
                exactly = exactly or in_order(title, mention.span.text)
        else:
            title = self.codeset.get(stem).title
            named = set(sides(words, title) if sides(words) else sides(self.text, title))
            # "knee OA bilat, injected R knee": what is on both sides is treated on one
            named = {"bilateral"} if len(named) == _BOTH_AND_ONE and "bilateral" in named else named
            if len(named) == 1:
                attributes["side"] = named.pop()
        return choose(
            self.codeset,
            stem,
            (*said.core, *own.core),
            (*near.core, *region_stems(self.sentence_of(mention), stem[0])),
            attributes,
            equivalents,
            exactly,
        )

    def _said(self, text: str, of_diabetes: bool = True) -> Surface:
        """The words of a text as the classification has them, shortened ones written out."""
        found = self._surfaces.get((text, of_diabetes))
        if found is None:
            # "unspecified severity" says nothing of a severity
            whole = _UNSAID.sub(" ", self.spelled_out(text))
            # nor does the number of a diabetes beside a kidney disease say its stage
            whole = whole if of_diabetes else _TYPE_OF_DIABETES.sub(" ", whole)
            found = analyze(whole, self.index.lexicon.equivalents, title=False)
            self._surfaces[text, of_diabetes] = found
        return found

    def words_of(self, text: str) -> tuple[str, ...]:
        """Stems of the words of a text that tell something, shortened ones written out."""
        return self._said(text).core

    def denied_in(self, text: str) -> tuple[str, ...]:
        """Stems of what the words of a text call absent."""
        return self._said(text).negated

    def whole(self, code: str, mention: Mention, words: str) -> Choice | None:
        """The same walk, where `words` from elsewhere in the note count as the mention's own."""
        stem = code.rstrip("-").rstrip(".")
        if stem not in self.codeset:
            return None
        equivalents = self.index.lexicon.equivalents
        said = self._said(f"{mention.term} {words}")
        attributes = dict(self.attributes) | dict(mention.attributes)
        return choose(self.codeset, stem, said.core, said.core, attributes, equivalents)

    def sentence_of(self, mention: Mention | None) -> str:
        """The sentence around a mention; the whole text where there is no mention."""
        if mention is None:
            return self.text
        start, end = self.sentence_at(mention.span)
        return self.text[start:end]

    def _told_beside(self, mention: Mention | None) -> str:
        """The sentence around a mention without what it denies or tells of others.

        "DM2, no retinopathy, neuropathy or nephropathy" has no complication beside the diabetes.
        """
        if mention is None:
            return self.text
        start, end = self.sentence_at(mention.span)
        text = self.text[start:end]
        for other in self.reading.mentions:
            a, b = other.span.start - start, other.span.end - start
            own = other.span.start < mention.span.end and mention.span.start < other.span.end
            if other.assertion in _NOT_THERE and not own and a >= 0 and b <= len(text):
                text = f"{text[:a]}{' ' * (b - a)}{text[b:]}"
        return text

    def sentence_at(self, span: Span) -> tuple[int, int]:
        """Where the sentence around some words begins and ends; a point in a number ends none."""
        if not self._ends:
            over = len(self.text)
            self._ends = [m.span() for m in _SENTENCE_END.finditer(self.text)] + [(over, over)]
        after = bisect_left(self._ends, span.start + 1, key=itemgetter(1))
        start = self._ends[after - 1][1] if after else 0
        end = bisect_left(self._ends, span.end, key=itemgetter(0))
        return start, self._ends[end][0]

    def has(self, code: str) -> bool:
        """Whether a code is among the confirmed ones."""
        return any(i.code == code for i in self.items)
