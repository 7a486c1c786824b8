"""Notices when a sentence says of the same thing the opposite of what the evidence says.

"The provider must link them" and "the provider need not link them" share every word but one; so a
sentence is held against the statement of the evidence that its words are nearest to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NEAR = 0.4
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_LEAD = re.compile(r"^\W*(?:yes|no|it depends)\b\s*[,.;:!–—-]", re.IGNORECASE)
_NEGATIONS = frozenset(
    [
        "not",
        "never",
        "no",
        "nor",
        "neither",
        "cannot",
        "without",
        "none",
        "unnecessary",
        "regardless",
    ]
)
_WORD = re.compile(r"[a-z][a-z0-9.]*[a-z0-9]|[a-z]")


@dataclass(frozen=True)
class Statement:
    """One sentence of the evidence: its words, and whether it denies."""

    words: frozenset[str]
    denies: bool


def statements(texts: Iterable[str]) -> tuple[Statement, ...]:
    """Read the sentences of the evidence.

    Args:
        texts: The verified wording and the quotes.
    """
    parts = (part for text in texts for part in _SENTENCE.split(text))
    return tuple(statement for statement in map(_statement, parts) if statement.words)


def turned_round(text: str, evidence: Iterable[Statement]) -> bool:
    """Whether the statements that are nearest in words all say the opposite.

    Args:
        text: One sentence.
        evidence: What the evidence states.

    Returns:
        True only where a statement is near enough to be about the same thing.
    """
    said = _statement(text)
    scored = [(_nearness(said, other), other.denies) for other in evidence]
    best = max((score for score, _ in scored), default=0.0)
    nearest = [denies for score, denies in scored if score >= best - 1e-9]
    return best >= _NEAR and all(denies != said.denies for denies in nearest)


def _statement(text: str) -> Statement:
    plain = _LEAD.sub("", text).lower().replace("n’t", " not").replace("n't", " not")
    words = frozenset(_WORD.findall(plain))
    return Statement(words - _NEGATIONS - {"a", "an", "the"}, bool(words & _NEGATIONS))


def _nearness(one: Statement, other: Statement) -> float:
    either = one.words | other.words
    return len(one.words & other.words) / len(either) if either else 0.0
