"""Each metric on answers whose figures can be counted by hand."""

from __future__ import annotations

from typing import Any

import pytest
from suite_fakes import TODAY, answer, case

from evals.metrics import METRICS, with_pairs
from evals.metrics.code_distance import nearness
from evals.metrics.pairs import case_is_right
from evals.scoring import figures, metric_named, missed, percentile, score
from guidelines.sections import load_digest


def figure(name: str, *pairs: tuple[Any, dict[str, Any]]) -> float | None:
    found = figures([score(made, said, TODAY) for made, said in pairs])
    return found[name].value if name in found else None


CODING = case(
    required_codes=("I13.0", "I50.23", "N18.32"),
    acceptable_codes=("Z79.899",),
    forbidden_codes=("I10",),
    first="I13.0",
)


@pytest.mark.parametrize(
    ("name", "said", "value"),
    [
        ("code-recall", answer("I13.0 I50.23"), 2 / 3),
        ("code-precision", answer("I13.0 I50.23 Z79.899 R05.9"), 3 / 4),
        ("code-precision", answer(), None),
        ("code-f1", answer("I13.0 I10"), 2 * (1 / 2) * (1 / 3) / (1 / 2 + 1 / 3)),
        ("code-f1", answer(), 0.0),
        ("category-f1", answer("I13.2 I10"), 2 * (1 / 2) * (1 / 3) / (1 / 2 + 1 / 3)),
        ("category-recall", answer("I13.2 N18.9"), 2 / 3),
        ("category-precision", answer("I13.2 N18.9 A41.9"), 2 / 3),
        ("case-right", answer("I13.0 N18.32 I50.23 Z79.899"), 1.0),
        ("case-right", answer("N18.32 I13.0 I50.23"), 0.0),
        ("case-right", answer("I13.0 N18.32 I50.23 R05.9"), 0.0),
        ("first-listed", answer("I13.0"), 1.0),
        ("first-listed", answer("I50.23 I13.0"), 0.0),
        ("first-listed", answer(alternatives="I13.0"), 0.0),
        ("forbidden", answer("I13.0 I10"), 1.0),
        ("forbidden", answer("I13.0", alternatives="I10"), 0.0),
        ("invalid", answer("I13.0 N18 S52.501 X99"), 3 / 4),
        ("abstained-needlessly", answer(abstained=True), 1.0),
        ("verdict", answer(verdict="yes"), None),
    ],
)
def test_codes(name: str, said: dict[str, Any], value: float | None) -> None:
    found = figure(name, (CODING, said))
    assert found == (None if value is None else pytest.approx(value))


def test_codes_that_follow_each_other_keep_their_order() -> None:
    asked = case(required_codes=("G20.A1", "F02.80", "I10"), order=("G20.A1", "F02.80"))
    for codes, right in (
        ("G20.A1 I10 F02.80", 1.0),
        ("F02.80 G20.A1", 0.0),
        ("G20.A1", 0.0),
        ("", 0.0),
    ):
        assert figure("in-order", (asked, answer(codes))) == right
    assert figure("in-order", (CODING, answer("I13.0"))) is None


def test_counts_are_summed_before_they_are_divided() -> None:
    one, many = case("a", required_codes=("I10",)), case("b", required_codes=("J18.9",))
    pairs = (one, answer("I10")), (many, answer("J18.9 R05.9 R50.9"))
    assert figure("code-precision", *pairs) == pytest.approx(2 / 4)


@pytest.mark.parametrize(
    ("cited", "first", "three", "deciding", "recall", "precision"),
    [
        ("I.C.9.a.3 I.A.15", 1, 1, 1, 1.0, 1.0),
        ("I.A.15 I.C.9.a.3 II.A", 1, 1, 0, 1.0, 2 / 3),
        ("II.A II.B I.A.15", 0, 1, 0, 0.5, 1 / 3),
        ("II.A II.B II.C I.A.15", 0, 0, 0, 0.5, 1 / 4),
        ("", 0, 0, 0, 0.0, None),
    ],
)
def test_sections(
    cited: str, first: int, three: int, deciding: int, recall: float, precision: float | None
) -> None:
    pair = (case(sections=("I.C.9.a.3", "I.A.15")), answer(sections=cited))
    assert figure("section@1", pair) == first
    assert figure("section@3", pair) == three
    assert figure("deciding@1", pair) == deciding
    assert figure("section-recall", pair) == recall
    assert figure("section-precision", pair) == precision


def test_a_wrong_verdict_is_told_from_a_missing_one() -> None:
    asked = case(verdict="no")
    pairs = [(asked, answer(verdict=said)) for said in ("no", "yes", "depends", None)]
    assert figure("verdict", *pairs) == 1 / 4
    assert figure("verdict-wrong", *pairs) == 2 / 4
    assert figure("verdict-missing", *pairs) == 1 / 4


def test_declining_is_counted_where_it_is_right() -> None:
    trap = case(abstain=True)
    pairs = (trap, answer(abstained=True)), (trap, answer("I10"))
    assert figure("abstained", *pairs) == 1 / 2
    assert figure("abstained-needlessly", *pairs) is None


def test_a_term_is_ranked_over_recommended_and_alternative_codes() -> None:
    term = case(term="tennis elbow", required_codes=("M77.10",), acceptable_codes=("M77.11",))
    hit, later = answer("M77.11"), answer("M79.1", alternatives="M25.5 M77.9 M77.10")
    assert figure("term@1", (term, hit), (term, later)) == 1 / 2
    assert figure("term@5", (term, hit), (term, later)) == 1
    assert figure("term@1", (CODING, hit)) is None


def test_a_failed_case_counts_against_every_metric_it_could_have_met() -> None:
    found = score(CODING, {}, TODAY)
    assert found["failed"] == (1.0, 1.0)
    assert found["code-recall"] == (0.0, 3.0)
    assert missed(metric_named("first-listed"), found)


def test_names_are_unique_and_every_title_says_something() -> None:
    assert len({m.name for m in METRICS}) == len(METRICS)
    assert all(len(m.title) > 5 for m in METRICS)


def test_percentiles_are_by_nearest_rank() -> None:
    values = [float(n) for n in range(1, 101)]
    assert [percentile(values, share) for share in (0.5, 0.95, 1.0)] == [50, 95, 100]
    assert percentile([7.0], 0.5) == 7.0


def test_half_a_pair_is_no_pair() -> None:
    asked = case(verdict="yes"), case(verdict="no")
    wrong = score(asked[0], answer(verdict="yes"), TODAY), score(asked[1], answer(), TODAY)
    right = (
        score(asked[0], answer(verdict="yes"), TODAY),
        score(asked[1], answer(verdict="no"), TODAY),
    )
    alone = score(asked[0], answer(), TODAY)
    found = with_pairs(["p", "p", "q", "q", None], [*wrong, *right, alone])
    assert [c.get("pair-right") for c in found] == [(0, 1), (0, 1), (1, 1), (1, 1), None]
    assert figures(found)["pair-right"].value == 1 / 2


@pytest.mark.parametrize(
    ("said", "right"),
    [
        (answer("I13.0 I50.23 N18.32"), True),
        (answer("I13.0 I50.23"), False),
        (answer("I13.0 I50.23 N18.32 I10"), False),
        ({}, False),
    ],
)
def test_a_case_of_a_pair_is_right_when_all_its_gold_asks_for_is(
    said: dict[str, Any], right: bool
) -> None:
    assert case_is_right(score(CODING, said, TODAY)) is right


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("N18.31", "N18.31", 1.0),
        ("N18.31", "N18.32", 4 / 5),
        ("S82.221A", "S82.221D", 6 / 7),
        ("N18.31", "N18.9", 3 / 5),
        ("N18.31", "N18", 3 / 5),
        ("N18.31", "N17.9", 0.0),
    ],
)
def test_codes_are_near_that_agree_from_the_left(one: str, other: str, near: float) -> None:
    assert nearness(one, other) == pytest.approx(near)
    assert figure("code-distance", (case(required_codes=(one,)), answer(other))) == pytest.approx(
        1 - near
    )


def test_a_quote_must_stand_in_its_section() -> None:
    section = load_digest()["I.B.2"]
    cited = [
        {"kind": "guideline", "ref": "I.B.2", "quote": section.text[0]},
        {"kind": "guideline", "ref": "I.B.2", "quote": f"{section.text[0][:30]}…"},
        {"kind": "guideline", "ref": "I.B.2", "quote": "Made up."},
        {"kind": "guideline", "ref": "I.C.99", "quote": section.text[0]},
        {"kind": "tabular", "ref": "I10", "quote": "Made up."},
    ]
    assert figure("quotes", (case(), answer() | {"citations": cited})) == 2 / 4


@pytest.mark.parametrize(
    ("wanted", "right"),
    [
        ({"code": "J18"}, 1),
        ({"code": "J18.9", "section": "IV.H", "because": "Uncertain"}, 1),
        ({"code": "J18.9", "section": "II.H"}, 0),
        ({"code": "J18.9", "because": "negated"}, 0),
        ({"code": "J20"}, 0),
    ],
)
def test_a_rejection_counts_with_its_reason(wanted: dict[str, str], right: int) -> None:
    said = answer() | {
        "citations": [{"n": 1, "kind": "guideline", "ref": "IV.H", "quote": ""}],
        "rejected": [{"code": "J18.9", "reason": "Documented as uncertain.", "citations": [1]}],
    }
    assert figure("rejected", (case(rejected=[wanted]), said)) == right


def test_tokens_are_counted_where_a_model_says_them() -> None:
    said = answer() | {"usage": {"input_tokens": 400, "output_tokens": 100}}
    assert figure("tokens", (case(), said)) == 500
    assert figure("tokens", (case(), answer())) is None
    assert metric_named("tokens").shown(1234.0) == "1,234"
