"""The drugs that a chart names, each with its row of the Table of Drugs and Chemicals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.models import Span
from assistant.reasoning._case import Case
from guidelines.rules import any_matches
from indexes._text import word_spans

_LONGEST = 4  # words in the name of a substance
_HARMFUL = ("T36", "T50")
_ROW_OF_LONG_TERM = (
    (("Z79.01",), "T45.51"), (("Z79.02",), "T45.52"), (("Z79.1",), "T39.39"), (("Z79.2",), "T36.9"),
    (("Z79.3",), "T38.4X"), (("Z79.4", "Z79.84", "Z79.85"), "T38.3X"), (("Z79.5-",), "T38.0X"),
    (("Z79.61", "Z79.62-", "Z79.63-", "Z79.64", "Z79.811"), "T45.1X"), (("Z79.810",), "T38.6X"),
    (("Z79.82",), "T39.01"), (("Z79.83",), "T50.99"), (("Z79.890",), "T38.5X"), (("Z79.891",), "T40.2X"),
)  # fmt: skip
"""Rows of the Table of Drugs for the classes of drugs that Z79 has."""


def drugs_named(case: Case) -> Iterator[tuple[Span, str]]:
    """Every drug that the text names, with the first characters of its codes in T36–T50.

    For "digoxin" they are T46.0X, to which accident adds 1, self-harm 2, assault 3, undetermined
    intent 4, an adverse effect 5 and underdosing 6.
    """
    text, spans = case.text, list(word_spans(case.text))
    i = 0
    while i < len(spans):
        step = 1
        for length in range(min(_LONGEST, len(spans) - i), 0, -1):
            part = spans[i : i + length]
            stem = _row(case, [w for _, _, w in part])
            if stem is None:
                continue
            start, end = part[0][0], part[-1][1]
            if _HARMFUL[0] <= stem[:3] <= _HARMFUL[1]:
                yield Span(start=start, end=end, text=text[start:end]), stem
            step = length
            break
        i += step


def _row(case: Case, written: Sequence[str]) -> str | None:
    """The row of a substance; for a drug that the Table has no line for, that of its class."""
    lexicon = case.index.lexicon
    found = lexicon.substance(written)
    if found is not None or not lexicon.longest_from(written[0]):
        return found
    code = next((m.code for m in lexicon.look_up(written) if m.kind == "drug"), "")
    stem = code.rstrip("-").rstrip(".")
    if stem.startswith("Z79"):
        return next((row for codes, row in _ROW_OF_LONG_TERM if any_matches(codes, stem)), None)
    rows = (stem, f"{stem}X")
    return next((r for r in rows if r and f"{r}5" in case.codeset), None)
