"""Plain retrieval as the baseline: what a search without reasoning makes of the same question.

The best section is cited first, then the next four; the best code is recommended, the next nine are
alternatives. It gives no verdict, asks for nothing and never declines, for a search cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Literal

from evals.engines._engine import Ask
from evals.engines._plain_store import PlainIndex, Row, open_plain
from evals.schema import Case
from guidelines.codeset import load_codeset
from guidelines.releases import code_release
from guidelines.sections import DIGEST_RELEASE, load_digest

Kind = Literal["dense", "bm25", "fused"]
_SECTIONS = 5
_CODES = 10
_DEPTH = 50  # chunks looked at; several can be of one section
_RRF = 60  # the constant of reciprocal-rank fusion as published


def open_plain_engine(kind: Kind) -> Ask:
    """A baseline: dense (MiniLM and Chroma), bm25, or both fused by reciprocal rank."""
    from indexes.embedding import TextEmbedding

    sections, codes = open_plain("sections"), open_plain("codes")
    embedding = TextEmbedding()

    def ask(case: Case, today: date) -> dict[str, Any]:
        text = case.asked
        vector = embedding.embed([text])[0].tolist() if kind != "bm25" else []
        on = case.date_of_service or today
        cited = _refs(sections, kind, text, vector)[:_SECTIONS]
        found = _refs(codes, kind, text, vector)[:_CODES]
        return _contract(case, on, kind, cited, found)

    return ask


def ranking(index: PlainIndex, kind: Kind, text: str, vector: list[float], k: int) -> list[int]:
    """Positions of a collection's texts for a question, best first."""
    if kind == "dense":
        return index.dense(vector, k)
    if kind == "bm25":
        return index.by_words(text, k)
    return fused([index.dense(vector, k), index.by_words(text, k)])


def fused(rankings: Sequence[Sequence[int]]) -> list[int]:
    """Reciprocal-rank fusion."""
    scores: dict[int, float] = {}
    for ranked in rankings:
        for rank, at in enumerate(ranked, 1):
            scores[at] = scores.get(at, 0.0) + 1 / (_RRF + rank)
    return sorted(scores, key=lambda at: (-scores[at], at))


def _refs(index: PlainIndex, kind: Kind, text: str, vector: list[float]) -> list[Row]:
    """What was found, each section or code once, at its best place."""
    found = (index.rows[at] for at in ranking(index, kind, text, vector, _DEPTH))
    first: dict[str, Row] = {}
    for row in found:
        first.setdefault(row.ref, row)
    return list(first.values())


def _contract(
    case: Case, on: date, kind: Kind, cited: Sequence[Row], found: Sequence[Row]
) -> dict[str, Any]:
    digest, codeset = load_digest(), load_codeset(on)
    title: Callable[[str], str] = lambda ref: digest[ref].title  # noqa: E731
    return {
        "id": case.id,
        "answer": cited[0].text if cited else "",
        "verdict": None,
        "abstained": False,
        "codes": [
            {
                "code": row.ref,
                "title": row.text,
                "billable": row.ref in codeset and codeset.get(row.ref).billable,
                "role": "alternative" if place else "first-listed",
                "citations": [],
            }
            for place, row in enumerate(found)
        ],
        "rejected": [],
        "citations": [
            {
                "n": n,
                "kind": "guideline",
                "ref": row.ref,
                "title": title(row.ref),
                "quote": row.text,
                "release": DIGEST_RELEASE,
            }
            for n, row in enumerate(cited, 1)
        ],
        "queries": [],
        "date_of_service": on.isoformat(),
        "release": code_release(on).name,
        "engine": kind,
    }
