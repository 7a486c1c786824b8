"""Retrieval alone: how well guideline sections are ranked, before anything reasons about them.

Measures are those of ir_measures. Every gold section counts as relevant, the deciding one (the
first) twice as much. Questions are embedded in batches, so that a sweep takes seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rich.table import Table

from evals.engines._plain import Kind, ranking
from evals.engines._plain_store import open_plain
from evals.errors import EvalError
from evals.loading import Suite
from evals.record import Result
from evals.schema import Case

_DEPTH = 20
_DECIDING, _RELEVANT = 2, 1
_Ranked = dict[str, list[str]]
Search = Callable[[Sequence[Case]], _Ranked]
"""Ranks section ids for cases, by case id."""


def measures() -> list[Any]:
    """What is measured, in table order."""
    from ir_measures import RR, R, Success, nDCG

    return [nDCG @ 10, RR @ 10, R @ 1, R @ 3, R @ 5, R @ 10, Success @ 1, Success @ 3]


def searches() -> dict[str, Search]:
    """What is compared, by name: dxcite's search, and the plain ones."""
    return {
        "dxcite": _own,
        "dense": lambda cases: _plain("dense", cases),
        "bm25": lambda cases: _plain("bm25", cases),
        "fused": lambda cases: _plain("fused", cases),
    }


def measured(suite: Suite, names: Sequence[str]) -> dict[str, dict[str, float]]:
    """Measures of each search over a suite's cases that name sections.

    Args:
        suite: The suite.
        names: Names of searches.

    Raises:
        EvalError: a search is unknown, or no case names a section.
    """
    import ir_measures

    cases = [case for case in suite.cases if case.gold.sections]
    if not cases:
        raise EvalError(f"No case of {suite.name} names a section, so there is nothing to rank.")
    found: dict[str, dict[str, float]] = {}
    for name in names:
        search = searches().get(name)
        if search is None:
            raise EvalError(f"There is no search {name}; use {', '.join(searches())}.")
        run = _run(search(cases))
        values = ir_measures.calc_aggregate(measures(), _qrels(cases), run)
        found[name] = {str(m): float(values[m]) for m in measures()}
    return found


def measured_answers(results: Sequence[Result]) -> dict[str, float]:
    """The same measures over the sections that a run's answers cite; none where no gold has any."""
    import ir_measures

    from evals.metrics import Scored

    asked = [r for r in results if r.case.gold.sections]
    if not asked:
        return {}
    cited = {r.key: list(Scored(r.case, r.answer).sections) for r in asked}
    qrels = {r.key: _relevance(r.case) for r in asked}
    values = ir_measures.calc_aggregate(measures(), qrels, _run(cited))
    return {str(m): float(values[m]) for m in measures()}


def retrieval_table(suite: str, found: dict[str, dict[str, float]]) -> Table:
    """One row a search."""
    table = Table(suite, box=None, pad_edge=False)
    names = next(iter(found.values()))
    for name in names:
        table.add_column(name, justify="right", no_wrap=True)
    for search, values in found.items():
        table.add_row(search, *(f"{value:.3f}" for value in values.values()))
    return table


def _own(cases: Sequence[Case]) -> _Ranked:
    from indexes.index import open_index

    index = open_index().guidelines
    return {c.id: [hit.section for hit in index.search([c.asked], _DEPTH)] for c in cases}


def _plain(kind: Kind, cases: Sequence[Case]) -> _Ranked:
    from indexes.embedding import TextEmbedding

    index = open_plain("sections")
    texts = [c.asked for c in cases]
    vectors = TextEmbedding().embed(texts).tolist() if kind != "bm25" else [[]] * len(texts)
    found: _Ranked = {}
    for case, vector in zip(cases, vectors, strict=True):
        ranked = ranking(index, kind, case.asked, vector, 3 * _DEPTH)
        refs = dict.fromkeys(index.rows[at].ref for at in ranked)
        found[case.id] = list(refs)[:_DEPTH]
    return found


def _qrels(cases: Sequence[Case]) -> dict[str, dict[str, int]]:
    return {case.id: _relevance(case) for case in cases}


def _relevance(case: Case) -> dict[str, int]:
    deciding, *others = case.gold.sections
    return {deciding: _DECIDING, **{s: _RELEVANT for s in others if s != deciding}}


def _run(ranked: _Ranked) -> dict[str, dict[str, float]]:
    return {id: {s: 1.0 / rank for rank, s in enumerate(r, 1)} for id, r in ranked.items()}
