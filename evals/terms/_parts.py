"""What each part of term finding is worth: the search without it, on the same terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from evals.terms._asking import looked_up
from evals.terms._sets import Asked

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

_Change = Callable[[Any], tuple[Any, str, Any]]


def _titles_alone(terms: Any) -> tuple[Any, str, Any]:
    usual = terms._of

    def titles(rows: Any, codeset: Any) -> Any:
        kept = usual(rows, codeset)
        return kept[terms._table.kinds[kept] == 0]

    return terms, "_of", titles


def _no_words(terms: Any) -> tuple[Any, str, Any]:
    size = len(terms._table.codes)
    return terms._lexical, "scores", lambda tokens: np.zeros(size, dtype=np.float32)


def _no_meaning(terms: Any) -> tuple[Any, str, Any]:
    return terms, "_dense", lambda text, count: ()


def _no_ranking(terms: Any) -> tuple[Any, str, Any]:
    from indexes._ranking import SIGNALS

    fit = SIGNALS.index("heard × needed")

    class Plain:
        def scores(self, signals: Any) -> Any:
            return signals[:, fit]

    return terms, "_ranking", Plain()


def _no_spelling(terms: Any) -> tuple[Any, str, Any]:
    return terms._spelling, "corrected", lambda term: term.lower()


def _no_coverage(terms: Any) -> tuple[Any, str, Any]:
    def plain(found: Any, scores: Any, likeliest: Any) -> dict[str, float]:
        return {code: float(scores[i]) for code, i in likeliest.items()}

    return terms, "_by_coverage", plain


LEFT_OUT: dict[str, _Change] = {
    "inclusion terms and lexicon among the documents": _titles_alone,
    "search by words": _no_words,
    "search by meaning": _no_meaning,
    "fitted ranking": _no_ranking,
    "spelling": _no_spelling,
    "less for what leaves words unexplained": _no_coverage,
}
"""Parts by what the table calls them."""


@contextmanager
def _without(assistant: Assistant, change: _Change) -> Iterator[None]:
    owner, name, instead = change(assistant.index.terms)
    usual = getattr(owner, name)
    setattr(owner, name, instead)
    try:
        yield
    finally:
        setattr(owner, name, usual)


def ablation(
    assistant: Assistant, sets: Mapping[str, Sequence[Asked]]
) -> dict[str, dict[str, float]]:
    """Share of terms with the right entry first, for the whole and without each part, by set."""
    found = {"everything": {name: looked_up(assistant, terms) for name, terms in sets.items()}}
    for what, change in LEFT_OUT.items():
        with _without(assistant, change):
            found[f"without {what}"] = {n: looked_up(assistant, t) for n, t in sets.items()}
    return found
