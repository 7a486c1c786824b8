"""Minimal pairs: are all cases of a pair right?

A pair differs in one word that changes the answer, so half of it can be right by luck. A case is
right when nothing its gold asks for is missed: verdict, codes, first-listed code, forbidden codes
and declining; where the gold asks for none of these, one of its sections among the first three.

The figure is of pairs, which one case cannot know; `with_pairs` adds it when all cases are done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evals.metrics._metric import Counts, Metric, Scored, share

_DECISIVE = ("verdict", "case-right", "first-listed", "forbidden", "abstained", "failed")


def _later(_: Scored) -> Counts | None:
    return None


PAIR_RIGHT = Metric("pair-right", "cases of pairs all right", _later, headline=True)


def with_pairs(
    pairs: Sequence[str | None], counted: Sequence[Mapping[str, Counts]]
) -> list[dict[str, Counts]]:
    """The counts of cases with those of their pairs.

    Args:
        pairs: The pair of each case, unique within all, None for a case without.
        counted: Their counts.
    """
    right: dict[str, bool] = {}
    for pair, counts in zip(pairs, counted, strict=True):
        if pair is not None:
            right[pair] = right.get(pair, True) and case_is_right(counts)
    return [
        dict(counts) if pair is None else {**counts, PAIR_RIGHT.name: share(right[pair])}
        for pair, counts in zip(pairs, counted, strict=True)
    ]


def case_is_right(counts: Mapping[str, Counts]) -> bool:
    """Whether a case missed nothing that its gold asks for."""
    lower = ("forbidden", "failed")
    asked = [name for name in _DECISIVE if name in counts]
    if asked == ["failed"] and "section@3" in counts:
        asked.append("section@3")
    return all(counts[name][0] == (0 if name in lower else counts[name][1]) for name in asked)
