"""Suites made from the code set with a seed: gold that needs no author, the same every time.

terms         terms as coders type them, and the code they stand for
validity      is this code billable, at this date?
pair_checks   may these two codes stand together? which comes first?
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from evals.errors import EvalError
from evals.generating._pairs import pair_checks
from evals.generating._terms import terms
from evals.generating._validity import validity
from evals.schema import Case

SEED = 20261001
GENERATORS: dict[str, tuple[Callable[[Random, int], list[Case]], int]] = {
    "terms": (terms, 500),
    "validity": (validity, 150),
    "pair_checks": (pair_checks, 150),
}
"""What makes a suite, and how many cases the one that ships has."""


def generated(name: str, seed: int = SEED, count: int | None = None) -> list[Case]:
    """Cases of a generated suite.

    Args:
        name: One of `GENERATORS`.
        seed: Another seed gives other cases.
        count: How many; as many as ship by default.

    Raises:
        EvalError: there is no such suite.
    """
    if name not in GENERATORS:
        raise EvalError(f"There is no generated suite {name}; use {' or '.join(GENERATORS)}.")
    make, usual = GENERATORS[name]
    return make(Random(seed), count or usual)
