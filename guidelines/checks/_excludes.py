"""Excludes1 and Excludes2 notes between the codes (guideline section I.A.12)."""

from __future__ import annotations

from collections.abc import Iterator

from guidelines.checks._context import Checked
from guidelines.checks._models import Finding, Kind
from guidelines.notes import Item, instructions

_Pairs = dict[tuple[str, str], dict[Item, str]]
"""For two codes in the order typed, the notes between them and the code under which each stands."""


def excludes1(context: Checked) -> Iterator[Finding]:
    """Codes that a note keeps apart unless the two conditions are unrelated."""
    for pair, notes in _between(context, "excludes1").items():
        a, b = pair
        text, out = _kept_apart(pair, notes)
        yield Finding(
            kind="excludes1",
            level="error",
            codes=pair,
            text=text,
            sources=(
                *(context.tabular(i.at, i.instruction) for i in notes),
                context.guideline("I.A.12.a", 1),
                context.guideline("I.A.12.a", 3),
            ),
            question=(
                f"Does the record show that {_plain(context, a)} and {_plain(context, b)} are "
                "unrelated to each other? Only then are both reported; where it is unclear, ask the "
                "provider."
            ),
            out=out,
            suggested=tuple(c for c in pair if out and c not in out),
        )


def _kept_apart(pair: tuple[str, str], notes: dict[Item, str]) -> tuple[str, tuple[str, ...]]:
    """The sentence on an Excludes1 note, and the code that gives way where one does."""
    a, b = pair
    places = " and at ".join(dict.fromkeys(i.at for i in notes))
    words = "” and “".join(dict.fromkeys(i.text for i in notes))
    text = f"{a} and {b} are not reported together: the Excludes1 note at {places} names “{words}”."
    if len(set(notes.values())) > 1:
        return text, ()  # each names the other: the record decides which of them it is
    under = next(iter(notes.values()))
    named = b if under == a else a
    # a symptom gives way to the condition, whichever of them carries the note
    loser = named if named[0] == "R" != under[0] else under
    return text, (loser,)


def excludes2(context: Checked) -> Iterator[Finding]:
    """Codes of which one does not include the other: both may be reported."""
    kept_apart = _between(context, "excludes1")
    for (a, b), notes in _between(context, "excludes2").items():
        if (a, b) in kept_apart:
            continue
        item = next(iter(notes))
        yield Finding(
            kind="excludes2",
            level="note",
            codes=(a, b),
            text=(
                f"{a} and {b} may both be reported where the patient has both: the note at {item.at} "
                "is an Excludes2."
            ),
            sources=(context.tabular(item.at, item.instruction), context.guideline("I.A.12.b", 1)),
        )


def _between(context: Checked, kind: Kind) -> _Pairs:
    """The notes of a kind that name one of the codes and govern another."""
    assert kind in ("excludes1", "excludes2")
    named_by: dict[Item, frozenset[str]] = {}
    found: _Pairs = {}
    for here in context.codes:
        for item in instructions(context.codeset, here, kind):
            if item not in named_by:
                named_by[item] = frozenset(c for c in context.codes if item.refs.matches(c))
            # a note that names both sets both apart from its place but not from each other
            if here in named_by[item]:
                continue
            for other in named_by[item]:
                if other not in context.lines[here] and here not in context.lines[other]:
                    pair = (
                        (here, other)
                        if context.place[here] < context.place[other]
                        else (other, here)
                    )
                    found.setdefault(pair, {}).setdefault(item, here)
    return dict(
        sorted(found.items(), key=lambda p: (context.place[p[0][0]], context.place[p[0][1]]))
    )


def _plain(context: Checked, code: str) -> str:
    return f"“{context.codeset.get(code).title}”"
