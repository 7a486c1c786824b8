"""Generated suites: the shipped ones come out again, and their gold follows from the code set."""

from __future__ import annotations

from collections import Counter

import pytest

from evals.errors import EvalError
from evals.generating import GENERATORS, SEED, generated
from evals.generating._terms import ways
from evals.loading import case_line, shipped_suites
from guidelines.codeset import load_codeset


@pytest.mark.parametrize("name", GENERATORS)
def test_the_shipped_suite_comes_out_again(name: str) -> None:
    made = b"".join(case_line(case) for case in generated(name))
    assert made == shipped_suites()[name].read_bytes()


@pytest.mark.parametrize("name", GENERATORS)
def test_another_seed_gives_other_cases(name: str) -> None:
    assert generated(name, SEED + 1, 20) != generated(name, SEED, 20)
    assert len(generated(name, SEED, 20)) == 20


def test_terms_are_said_in_every_way_equally_often() -> None:
    counts = Counter(tag for case in generated("terms") for tag in case.tags if tag in ways())
    assert set(counts) == set(ways())
    assert max(counts.values()) - min(counts.values()) <= 1


def test_validity_follows_the_release_of_the_date() -> None:
    for case in generated("validity"):
        (code,) = (*case.gold.acceptable_codes, *case.gold.forbidden_codes)
        codes = load_codeset(case.date_of_service)
        assert (code in codes and codes.get(code).billable) == (case.gold.verdict == "yes")
        assert code in case.question


def test_an_unknown_suite_is_refused() -> None:
    with pytest.raises(EvalError, match="terms or validity"):
        generated("nothing")
