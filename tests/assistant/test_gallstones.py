"""Gallstones told of in pieces get one code: place, inflammation, obstruction."""

from __future__ import annotations

import pytest

from assistant.reasoning._gallstones import _code, _features


@pytest.mark.parametrize(
    ("told", "obstructed", "code"),
    [
        (("K80.20", "K80.50", "K80.12"), True, "K80.67"),
        (("K80.00", "K80.50"), False, "K80.62"),
        (("K80.10", "K80.50"), True, "K80.65"),
        (("K80.20", "K80.50"), False, "K80.70"),
        (("K81.0", "K80.20"), False, "K80.00"),
        (("K81.2", "K80.20"), False, "K80.12"),
        (("K81.0", "K80.50"), False, "K80.42"),
        (("K81.9", "K80.70"), False, "K80.60"),
        (("K81.9", "K80.20"), False, None),
    ],
)
def test_pieces_make_one_code(told: tuple[str, ...], obstructed: bool, code: str | None) -> None:
    features = frozenset(f for c in told for f in _features(c))
    assert _code(features, obstructed) == code


def test_a_note_with_stones_and_inflammation_apart_has_one_code(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask(
        "Discharge diagnoses:\nCholedocholithiasis with obstruction\n"
        "Acute on chronic cholecystitis with cholelithiasis",
        "inpatient",
    )
    reported = [c.code for c in answer.codes if c.role != "alternative"]
    assert reported == ["K80.67"]
