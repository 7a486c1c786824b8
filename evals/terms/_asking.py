"""How a look-up is answered in a measurement: the whole path, the Index loaded or not."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from evals.terms._sets import Asked

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from guidelines.codeset import CodeSet
    from indexes.index_lines import IndexLines
    from indexes.lexicon import Lexicon

ON = date(2026, 6, 1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer to one term.

    Attributes:
        asked: The term.
        rank: Place of the right code among recommended and alternative codes, 0 for none.
        category: The first code is in the right category.
        ms: Processor time in milliseconds.
    """

    asked: Asked
    rank: int
    category: bool
    ms: float


@contextmanager
def loaded(lines: IndexLines | None) -> Iterator[None]:
    """Look-ups answered with these lines of the Index, or with none, whatever is at hand."""
    import assistant.looking_up as looking_up
    from assistant.alphabetic import Walk

    def walked(term: str, codeset: CodeSet, lexicon: Lexicon) -> tuple[Walk, ...]:
        found = lines.find(term) if lines else ()
        return tuple(
            Walk(line, line.stem, None, "measured", True) for line in found if line.stem in codeset
        )

    usual = vars(looking_up)["walked"]
    vars(looking_up)["walked"] = walked
    try:
        yield
    finally:
        vars(looking_up)["walked"] = usual


def answered(assistant: Assistant, terms: Sequence[Asked]) -> list[Outcome]:
    """Each term asked as a question of its own."""
    return [_outcome(assistant, asked) for asked in terms]


def _outcome(assistant: Assistant, asked: Asked) -> Outcome:
    from assistant.pipeline import BadQuestion, make_question

    start = time.process_time()
    try:
        codes = assistant.ask(make_question(asked.term, date_of_service=ON)).codes
    except BadQuestion:
        codes = ()
    ms = (time.process_time() - start) * 1000
    ordered = sorted(codes, key=lambda c: c.role == "alternative")
    right = [n for n, c in enumerate(ordered, 1) if c.code.startswith(asked.code)]
    category = bool(ordered) and ordered[0].code[:3] == asked.code[:3]
    return Outcome(asked, right[0] if right else 0, category, ms)


def looked_up(assistant: Assistant, terms: Sequence[Asked]) -> float:
    """Share of terms whose entry the search alone has first, an entry below the right one included."""
    from assistant.looking_up import look_up
    from guidelines.codeset import load_codeset

    codeset = load_codeset(ON)
    right = 0
    for asked in terms:
        hits = look_up(asked.term, codeset, assistant.index).hits
        right += bool(hits) and hits[0].code.startswith(asked.code)
    return right / len(terms) if terms else 0.0
