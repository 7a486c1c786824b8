"""Quotes: does each guideline quote stand word for word in what it is quoted from?

A quote marked verbatim is checked by dxcite against the official text at hand; any other must be a
part of a section of the built-in digest, its title before its statements.
"""

from __future__ import annotations

from typing import Any

from evals.metrics._metric import Counts, Metric, Scored
from guidelines.sections import load_digest


def _count(scored: Scored) -> Counts | None:
    cited = [c for c in scored.answer.get("citations", ()) if c["kind"] == "guideline"]
    if not cited:
        return None
    return (float(sum(_stands(c) for c in cited)), float(len(cited)))


def _stands(citation: dict[str, Any]) -> bool:
    if citation.get("verbatim"):
        return True
    section = load_digest().get(citation["ref"])
    quote = str(citation.get("quote", "")).strip("… ")
    if not quote or section is None:
        return False
    return quote in f"{section.title}. {' '.join(section.text)}"


QUOTES = Metric("quotes", "guideline quotes that stand in their source", _count)
