"""A trace for reading: question, answer, steps and sources as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import orjson

from assistant.models import Answer, Step

if TYPE_CHECKING:
    from assistant.tracing._file import Trace

_HEADINGS = {
    "release": "Releases",
    "read": "What was read",
    "look up": "What was looked up",
    "rule": "Rules that fired",
    "rules": "Rules that were tried",
    "note": "Notes that applied",
    "excludes1": "Notes that applied",
    "check": "Findings of the check",
    "gap": "What the documentation leaves open",
}
_LONGEST = 2_000
# what Markdown would take for its own, so that words of a chart stay words
_SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>#|"})


def as_markdown(trace: Trace) -> str:
    """The whole trace as one Markdown document."""
    return "\n".join(_lines(trace)) + "\n"


def _lines(trace: Trace) -> Iterator[str]:
    answer = trace.answer
    yield "# Trace of an answer"
    yield ""
    yield f"- dxcite {trace.program}, {answer.engine}"
    yield f"- {answer.release}"
    yield f"- date of service {answer.date_of_service}, {answer.setting or 'setting not stated'}"
    yield ""
    yield "## Question"
    yield ""
    for line in trace.question.text.splitlines():
        yield f"> {_words(line)}"
    yield ""
    yield "## Answer"
    yield ""
    if answer.verdict:
        yield f"Verdict: **{answer.verdict}**"
        yield ""
    yield answer.answer
    yield ""
    yield from _codes(answer)
    yield from _steps(answer.trace)
    yield from _sources(answer)


def _codes(answer: Answer) -> Iterator[str]:
    if answer.codes:
        yield "## Codes"
        yield ""
        for code in answer.codes:
            words = ", ".join(f"“{_words(s.text)}”" for s in code.evidence)
            tail = f" ← {words}" if words else ""
            place = f"{code.sequence}. " if code.sequence else "- "
            yield f"{place}**{code.code}** {_words(code.title)} ({code.role}): {_words(code.reason)}{tail}"
        yield ""
    if answer.rejected:
        yield "## Left out"
        yield ""
        for left in answer.rejected:
            yield f"- {left.code} {_words(left.title)}: {_words(left.reason)}"
        yield ""


def _steps(steps: tuple[Step, ...]) -> Iterator[str]:
    """The steps under a heading for each kind, in the order in which they were first taken."""
    by_heading: dict[str, list[Step]] = {}
    for step in steps:
        by_heading.setdefault(_HEADINGS.get(step.stage, step.stage.capitalize()), []).append(step)
    for heading, taken in by_heading.items():
        yield f"## {heading}"
        yield ""
        for step in taken:
            yield f"- {_words(step.what)}"
            yield from _detail(step.detail)
        yield ""


def _detail(detail: Any, depth: int = 1) -> Iterator[str]:
    indent = "  " * depth
    if isinstance(detail, dict):
        for key, value in detail.items():
            if isinstance(value, (list, tuple, dict)) and value:
                yield f"{indent}- {_words(str(key))}:"
                yield from _detail(value, depth + 1)
            elif value not in (None, "", [], {}):
                yield f"{indent}- {_words(str(key))}: {_words(_short(value))}"
    elif isinstance(detail, (list, tuple)):
        for value in detail:
            if isinstance(value, dict) and not any(
                isinstance(v, (list, dict)) for v in value.values()
            ):
                said = "; ".join(f"{k} {v}" for k, v in value.items() if v not in (None, ""))
                yield f"{indent}- {_words(said)}"
            elif isinstance(value, (dict, list, tuple)):
                yield from _detail(value, depth + 1)
            else:
                yield f"{indent}- {_words(_short(value))}"
    elif detail not in (None, ""):
        yield f"{indent}- {_words(_short(detail))}"


def _sources(answer: Answer) -> Iterator[str]:
    if not answer.citations:
        return
    yield "## Sources"
    yield ""
    for cited in answer.citations:
        page = f", page {cited.page}" if cited.page else ""
        yield (
            f"- [{cited.n}] {cited.kind} {_words(cited.ref)} {_words(cited.title)} "
            f"({_words(cited.release)}{page}): “{_words(cited.quote)}”"
        )


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else orjson.dumps(value, default=str).decode()
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _words(text: str) -> str:
    return " ".join(text.split()).translate(_SPECIAL)
