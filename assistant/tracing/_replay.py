"""Asking a traced question again, and saying what has become different."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from assistant.models import Answer
from assistant.tracing._file import Trace
from guidelines._version import __version__
from guidelines.sections import load_digest

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

_WORDED = ("answer", "engine")
"""Fields that a language model words; they are compared only where none did."""
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was.

    Attributes:
        where: The field, with a position where it is a list ("codes[1].code").
        was: What the trace holds, as text; "" where there was nothing.
        now: What came out now.
    """

    where: str
    was: str
    now: str


def replay(trace: Trace, assistant: Assistant) -> tuple[Difference, ...]:
    """Ask the traced question again.

    Args:
        trace: A trace as `load_trace` gives it.
        assistant: An assistant over the index at hand.

    Returns:
        What differs, empty when the answer is the same. Where it differs, other versions of the
        program or of the digest come first, since they explain the rest.
    """
    again = assistant.ask(trace.question)
    found = list(_compared(trace.answer, again))
    if not found:
        return ()
    causes = [
        Difference("program", trace.program, __version__),
        Difference("digest", trace.digest[:12], load_digest().fingerprint[:12]),
    ]
    return (*(c for c in causes if c.was != c.now), *found)


def _compared(was: Answer, now: Answer) -> list[Difference]:
    worded = was.engine != now.engine
    first, second = (a.model_dump(mode="json", exclude={"timings_ms"}) for a in (was, now))
    if worded:
        for field in _WORDED:
            first.pop(field), second.pop(field)
    return list(_walk("", first, second))


def _walk(where: str, was: Any, now: Any) -> list[Difference]:
    if was == now:
        return []
    if isinstance(was, dict) and isinstance(now, dict):
        keys = dict.fromkeys((*was, *now))
        parts = (_walk(f"{where}.{k}".lstrip("."), was.get(k), now.get(k)) for k in keys)
        return [d for part in parts for d in part]
    if isinstance(was, list) and isinstance(now, list):
        longer = range(max(len(was), len(now)))
        pairs = ((_at(was, n), _at(now, n)) for n in longer)
        return [d for n, (a, b) in enumerate(pairs) for d in _walk(f"{where}[{n}]", a, b)]
    return [Difference(where, _shown(was), _shown(now))]


def _at(values: list[Any], place: int) -> Any:
    return values[place] if place < len(values) else None


def _shown(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
