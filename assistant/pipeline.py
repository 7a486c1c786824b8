"""The path of one question: read → retrieve → reason → compose → verify."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.cleaning import as_given, readable
from assistant.composing import compose
from assistant.concept import (
    adds_to,
    explains_more,
    is_near,
    names_it,
    one_concept,
    one_sentence,
    told_of,
    with_alternatives,
)
from assistant.following import in_context, own_words
from assistant.given import BadQuestion, make_question
from assistant.language_model import configured_model, reworded
from assistant.looking_up import LookUp, look_up
from assistant.models import Answer, Evidence, Findings, Intent, Question, Reading
from assistant.reading import on_named_date, read, term_of
from assistant.reasoning import own_rules, reason, term_findings, together
from assistant.refusing import refusal
from assistant.replacing import asked_history, history_findings, looks_like_change
from assistant.respelling import respelt
from assistant.retrieving import retrieve, retrieve_codes
from assistant.verifying import verify
from guidelines.codeset import CodeSet, load_codeset
from guidelines.lazy_re import compile_all
from guidelines.official import ReleaseStore
from guidelines.releases import code_release, guideline_release
from guidelines.sections import Digest
from indexes.index import Index, Progress, open_index

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.quoting import Quoting

__all__ = ["Assistant", "BadQuestion", "make_question", "open_assistant"]

_EXPLAINED = 0.7  # share of a line's words from which an entry is about the line
_FIRST = ("Can I report J44.0 with J18.9?", "Seen for chest pain, knee sprain.", "swollen knee cap")
_LIKELY = 0.05


class Assistant:
    """Answers questions over an open index; a language model, where given, words the answers."""

    def __init__(self, index: Index, model: BaseChatModel | None = None) -> None:
        self.index = index
        self.model = model

    def ask(self, question: Question) -> Answer:
        """Answer a question.

        Raises:
            DxciteError: the question cannot be answered as given; the message says why.
        """
        context = in_context(question)
        answer = own_words(self._ask(context.question), context)
        return answer if self.model is None else reworded(question, answer, self.model)

    def note(self, question: Question) -> Answer:
        """Code a whole note: whatever it looks like, it is documentation and asks nothing.

        Raises:
            DxciteError: the note cannot be read; the message says why.
        """
        return self._ask(question, note=True)

    def warm(self) -> None:
        """Load what the first questions would wait for: rules, patterns, embedding, titles."""
        own_rules().compile()
        compile_all()
        for text in _FIRST:  # loads the embedding, the titles, the vectors and the risk classes
            self.ask(make_question(text))

    def _ask(self, question: Question, *, note: bool = False) -> Answer:
        given = question.text
        plain = readable(given, self.index.terms.readable)
        right = respelt(plain, given, self.index.terms.misspelt)
        if right.text == given:
            return self._answered(question, note=note)
        answer = self._answered(question.model_copy(update={"text": right.text}), note=note)
        answer = as_given(answer, right.span)
        told = tuple(f"“{word}” is read as “{read}”." for word, read in right.read_as)
        return answer.model_copy(update={"assumptions": (*told, *answer.assumptions)})

    def _answered(self, question: Question, *, note: bool) -> Answer:
        timings: dict[str, float] = {}
        question = on_named_date(question)
        codeset = load_codeset(question.date_of_service)
        clock = _Clock(timings)
        reading = read(question, codeset, self.index.terms, self.index.lexicon)
        reading = _as_note(reading) if note else reading
        reading = together(question.text, reading, codeset)
        refused = refusal(question.text, self.index.terms, self.index.lexicon)
        if refused is not None:
            reading = reading.model_copy(
                update={"intent": Intent.OUT_OF_SCOPE, "scope_reason": refused, "mentions": ()}
            )
        clock.lap("read")
        digest, quoting = self.index.digest, self._quoting(question.date_of_service)
        told = _told_of_releases(question, reading, codeset, digest, quoting)
        if told is None:
            reading, findings = self._findings(question, reading, codeset, clock, quoting)
        else:
            findings, quoting = told
            clock.lap("reason")
        notices = _notices(question.date_of_service, quoting) if told is None else ()
        answer = compose(
            question, reading, findings, codeset, digest, notices, quoting, comparing=told is None
        )
        answer = verify(answer, question.text, codeset, digest, quoting)
        clock.lap("compose")
        return answer.model_copy(update={"timings_ms": timings})

    def _quoting(self, on: date) -> Quoting | None:
        """The official guidelines for a date; what reads them is loaded only where there are any."""
        if not ReleaseStore().having("guidelines"):
            return None
        from assistant.quoting import quoting_for

        return quoting_for(on, self.index.digest)

    def _findings(
        self,
        question: Question,
        reading: Reading,
        codeset: CodeSet,
        clock: _Clock,
        quoting: Quoting | None,
    ) -> tuple[Reading, Findings]:
        found: LookUp | None = None
        named = self._named(question, reading, codeset)
        if named is not None:
            clock.lap("retrieve")
            coded = self._looked_up(question, reading, named, codeset, quoting)
            clock.lap("reason")
            return coded
        if reading.intent is Intent.TERM:
            found = look_up(term_of(question.text), codeset, self.index)
            clock.lap("retrieve")
            if found.hits and one_concept(reading, found, codeset, self.index.lexicon):
                coded = self._looked_up(question, reading, found, codeset, quoting)
                clock.lap("reason")
                return coded
            reading = reading.model_copy(update={"intent": Intent.CODING})
            if not reading.mentions:
                likely = tuple(h for h in found.hits if h.score >= _LIKELY)
                found = replace(found, hits=likely)
                explained = bool(likely) and likely[0].covered >= _EXPLAINED
                told = None if explained else self._told(question, reading, codeset, quoting)
                return reading, told or self._term(question, reading, found, codeset)
        evidence = retrieve(question, reading, codeset, self.index, quoting)
        clock.lap("retrieve")
        findings = reason(question, reading, evidence, codeset, self.index)
        if found is not None and found.hits:
            findings = self._beside(question, reading, found, codeset, findings)
        elif _nothing_read(question, reading, findings):
            found = look_up(told_of(term_of(question.text)), codeset, self.index)
            if is_near(found):
                findings = self._term(question, reading, found, codeset)
        clock.lap("reason")
        return reading, findings

    def _beside(
        self,
        question: Question,
        reading: Reading,
        found: LookUp,
        codeset: CodeSet,
        documented: Findings,
    ) -> Findings:
        """A term coded as documentation, with the entries of its words for others to choose from.

        Where one entry tells more of the term than that, the entry goes first.
        """
        lexicon, rarity = self.index.lexicon, self.index.terms.rarity
        looked_up = self._term(question, reading, found, codeset)
        if explains_more(found, documented, reading, codeset, lexicon, rarity):
            return looked_up
        return with_alternatives(documented, looked_up.codes, reading, found.said)

    def _looked_up(
        self,
        question: Question,
        reading: Reading,
        found: LookUp,
        codeset: CodeSet,
        quoting: Quoting | None,
    ) -> tuple[Reading, Findings]:
        """The code of a name, or of the name as documentation where that adds to it.

        Its codes alone tell that, so the guidelines are searched only for one that does.
        """
        findings = self._term(question, reading, found, codeset)
        cause_alone = found.external and reading.intent is Intent.TERM
        if not reading.mentions or cause_alone:
            return reading, findings
        documented = reading.model_copy(update={"intent": Intent.CODING})
        evidence = Evidence(codes=retrieve_codes(documented, codeset, self.index))
        whole = reason(question, documented, evidence, codeset, self.index)
        if not adds_to(whole, findings, codeset, found.titled):
            return reading, findings
        evidence = retrieve(question, documented, codeset, self.index, quoting)
        return documented, reason(question, documented, evidence, codeset, self.index)

    def _told(
        self, question: Question, reading: Reading, codeset: CodeSet, quoting: Quoting | None
    ) -> Findings | None:
        """What rules make of a line of a chart that names no condition: "bead in R ear, 4yo"."""
        evidence = retrieve(question, reading, codeset, self.index, quoting)
        findings = reason(question, reading, evidence, codeset, self.index)
        reported = any(c.role != "alternative" for c in findings.codes)
        return findings if reported else None

    def _named(self, question: Question, reading: Reading, codeset: CodeSet) -> LookUp | None:
        """What a sentence of documentation names, where it is just the name of one entry."""
        documented = reading.intent in (Intent.CODING, Intent.GUIDELINE)
        if not documented or not one_sentence(question.text, reading):
            return None
        found = look_up(term_of(question.text), codeset, self.index)
        if not found.hits or not names_it(question.text, reading, found):
            return None
        return found if one_concept(reading, found, codeset, self.index.lexicon) else None

    def _term(
        self, question: Question, reading: Reading, found: LookUp, codeset: CodeSet
    ) -> Findings:
        return term_findings(question, reading, found, codeset, self.index)


def _nothing_read(question: Question, reading: Reading, findings: Findings) -> bool:
    """Whether a sentence of documentation led to nothing, for or against."""
    nothing = not findings.codes and not findings.rejected and not findings.queries
    told = nothing and reading.intent in (Intent.CODING, Intent.GUIDELINE)
    return told and one_sentence(question.text, reading)


def _as_note(reading: Reading) -> Reading:
    """A note is read as documentation, even where a line of it looks like a question."""
    if reading.intent in (Intent.OUT_OF_SCOPE, Intent.CODING):
        return reading
    return reading.model_copy(
        update={"intent": Intent.CODING, "asks_yes_no": False, "asks_sequence": False}
    )


def _told_of_releases(
    question: Question,
    reading: Reading,
    codeset: CodeSet,
    digest: Digest,
    quoting: Quoting | None,
) -> tuple[Findings, Quoting | None] | None:
    """What is said to a question about changes or about a code's history, None for any other."""
    code = asked_history(question.text, reading)
    if code is not None:
        return history_findings(code, codeset), quoting
    if not looks_like_change(question.text):
        return None
    from assistant.changing import asked_change, change_findings

    asked = asked_change(question.text)
    if asked is None:
        return None
    return change_findings(asked, question.date_of_service, digest)


class _Clock:
    """Notes what each stage took, in milliseconds."""

    def __init__(self, timings: dict[str, float]) -> None:
        self._timings = timings
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self._timings[stage] = round((now - self._last) * 1000, 2)
        self._last = now


def _notices(on: date, quoting: Quoting | None) -> tuple[str, ...]:
    guidelines = quoting.notice if quoting else guideline_release(on).notice
    found = (code_release(on).notice, guidelines)
    return tuple(n for n in found if n)


def open_assistant(progress: Progress | None = None) -> Assistant:
    """An assistant over the index in the user's data folder, built first where there is none.

    Answers are worded by the language model that `DXCITE_MODEL` names, if it names one.

    Raises:
        DxciteError: the index cannot be built, or the language model cannot be set up.
    """
    configured = configured_model(os.environ)
    index = open_index(progress=progress) if progress else open_index()
    return Assistant(index, configured[1] if configured else None)
