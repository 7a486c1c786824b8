"""Figures of a set: rank 1, first ten, right category, time; the untouched fifth apart."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evals.scoring import percentile
from evals.terms._asking import ON, Outcome

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

_WORDS = 300


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table.

    Attributes:
        name: What was asked.
        count: How many terms.
        first: Share with the right code first.
        ten: Share with it among the first ten.
        category: Share with the right category first.
        untouched: Share first among the untouched fifth, None where that is empty.
        p95: 95th percentile of a look-up, milliseconds of processor time.
        aim: The figure to reach, as printed.
    """

    name: str
    count: int
    first: float
    ten: float
    category: float
    untouched: float | None
    p95: float
    aim: str


def row(name: str, outcomes: Sequence[Outcome], aim: str) -> Row:
    """The figures of one set."""
    count = len(outcomes) or 1
    fifth = [o for o in outcomes if o.asked.untouched]
    return Row(
        name,
        len(outcomes),
        sum(o.rank == 1 for o in outcomes) / count,
        sum(0 < o.rank <= 10 for o in outcomes) / count,
        sum(o.category for o in outcomes) / count,
        sum(o.rank == 1 for o in fifth) / len(fifth) if fifth else None,
        percentile([o.ms for o in outcomes], 0.95),
        aim,
    )


@dataclass(frozen=True, slots=True)
class Notes:
    """Figures over whole notes.

    Attributes:
        count: Notes.
        f1: Micro-averaged F1 of the recommended codes.
        recall: Micro-averaged recall.
        precision: Micro-averaged precision.
        average_precision: Mean average precision of recommended, then alternative codes.
        p95: 95th percentile for the first 300 words of a note, milliseconds of processor time.
    """

    count: int
    f1: float
    recall: float
    precision: float
    average_precision: float
    p95: float


def notes(assistant: Assistant, folder: Path, seed: int, count: int) -> Notes:
    """CodiEsp's notes, coded as whole notes.

    Raises:
        SuiteError: the folder holds none.
    """
    import random

    from assistant.pipeline import make_question
    from evals.adapters._codiesp import read_codiesp

    cases = read_codiesp(folder, ON)
    right = found = both = 0
    precisions: list[float] = []
    spent: list[float] = []
    for case in random.Random(seed).sample(cases, min(count, len(cases))):
        gold = set(case.gold.required_codes)
        answer = assistant.note(make_question(case.question, date_of_service=ON))
        codes = [c.code for c in answer.codes if c.role != "alternative"]
        ranked = [*codes, *(c.code for c in answer.codes if c.role == "alternative")]
        right, found, both = right + len(gold), found + len(codes), both + len(gold & set(codes))
        precisions.append(_average_precision(ranked, gold))
        short = " ".join(case.question.split()[:_WORDS])
        start = time.process_time()
        assistant.note(make_question(short, date_of_service=ON))
        spent.append((time.process_time() - start) * 1000)
    recall, precision = both / max(right, 1), both / max(found, 1)
    f1 = 2 * recall * precision / (recall + precision) if both else 0.0
    mean = sum(precisions) / max(len(precisions), 1)
    return Notes(len(precisions), f1, recall, precision, mean, percentile(spent, 0.95))


def _average_precision(ranked: Sequence[str], gold: set[str]) -> float:
    hits = 0
    total = 0.0
    for place, code in enumerate(ranked, 1):
        if code in gold:
            hits += 1
            total += hits / place
    return total / len(gold) if gold else 0.0
