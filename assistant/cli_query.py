"""`dxcite query`: queries to the provider laid out for sending, and drafts checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.given import BadQuestion
from assistant.models import Answer
from assistant.querying import ProviderQuery, lint_query

if TYPE_CHECKING:
    from rich.console import Console


def written(answer: Answer) -> list[tuple[ProviderQuery, dict[str, Any]]]:
    """The queries to the provider that an answer contains, each also ready for JSON."""
    found: list[tuple[ProviderQuery, dict[str, Any]]] = []
    for step in answer.trace:
        if step.stage == "gap":
            told = step.detail
            query = ProviderQuery(
                topic=told["topic"],
                indicators=tuple(told["indicators"]),
                question=told["question"],
                options=tuple(told["options"]),
            )
            found.append((query, {**told, "text": query.text, "letter": query.letter}))
    return found


def draw_queries(out: Console, queries: list[tuple[ProviderQuery, dict[str, Any]]]) -> None:
    """Print the queries, one below the other."""
    if not queries:
        out.print("The documentation leaves nothing open that dxcite would ask the provider.")
    for number, (query, _) in enumerate(queries):
        if number:
            out.print("\n" + "-" * 40 + "\n")
        out.print(query.letter, soft_wrap=True)


def remarks(text: str) -> list[dict[str, str]]:
    """What is wrong with a draft, ready for JSON.

    Raises:
        BadQuestion: it is empty.
    """
    if not text.strip():
        raise BadQuestion("The query is empty; type it or give - to read it.")
    return [{"fault": r.fault, "words": r.words, "remedy": r.remedy} for r in lint_query(text)]


def draw_remarks(out: Console, found: list[dict[str, str]]) -> None:
    """Print what is wrong with a draft."""
    if not found:
        out.print("Nothing to remark.")
    for remark in found:
        words = f" “{remark['words']}”" if remark["words"] else ""
        out.print(f"- {remark['fault']}{words}: {remark['remedy']}", soft_wrap=True)
