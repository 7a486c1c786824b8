"""An eponym is found with and without its "'s"."""

from __future__ import annotations

from indexes.lexicon import Lexicon, Meaning

_NONE: frozenset[str] = frozenset()
_LEXICON = Lexicon(
    [
        Meaning("Ebstein", "Ebstein's anomaly", "Q22.5", _NONE, "eponym"),
        Meaning("croup", "acute obstructive laryngitis", "J05.0", _NONE, "lay"),
    ]
)


def test_possessive_of_an_eponym() -> None:
    assert [m.code for m in _LEXICON.look_up(["Ebstein's"])] == ["Q22.5"]


def test_no_possessive_of_another_term() -> None:
    assert _LEXICON.look_up(["croup's"]) == ()
