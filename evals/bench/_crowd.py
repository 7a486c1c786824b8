"""Many users at once, each with a page's own calls: the question is queued, its events streamed."""

from __future__ import annotations

import json
import statistics
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx

from evals.bench._figures import percentile_95
from evals.errors import EvalError

_CONTROLS = 5
"""Inputs of the event that asks: text, setting, date, age and sex."""
_ANSWERED = "dx-answer"
_PATIENCE_S = 120.0


def crowd_figures(address: str, users: int, questions: Sequence[str]) -> dict[str, float]:
    """Milliseconds from asking to the answer where several ask at the same moment.

    Args:
        address: The chat's page.
        users: How many.
        questions: Asked in turn, so many each.

    Raises:
        EvalError: the page is not that of the chat.
    """
    asking = _event(address)
    _ask(address, asking, "acute appendicitis")  # what the first one of all waits for
    barrier = threading.Barrier(users)

    def user(number: int) -> list[float | None]:
        spent = []
        for text in questions[number::users]:
            barrier.wait(_PATIENCE_S)
            spent.append(_ask(address, asking, text))
        return spent

    with ThreadPoolExecutor(users) as crowd:
        spent = [ms for found in crowd.map(user, range(users)) for ms in found]
    answered = [ms for ms in spent if ms is not None]
    figures = {"users at once": float(users)}
    figures["users at once, answers"] = 100 * len(answered) / len(spent)
    if answered:
        figures["users at once, median"] = statistics.median(answered)
        figures["users at once, 95th percentile"] = percentile_95(answered)
    return figures


def _event(address: str) -> int:
    config = httpx.get(f"{address}config", timeout=30, trust_env=False).json()
    for event in config.get("dependencies", ()):
        if len(event["inputs"]) == _CONTROLS and event["api_visibility"] == "private":
            return int(event["id"])
    raise EvalError(f"{address} is not dxcite's chat.")


def _ask(address: str, event: int, text: str) -> float | None:
    """Milliseconds until the answer was there, None where there was none."""
    session = uuid4().hex
    data = [text, "unknown", "", "", "unknown"]
    body = {"data": data, "fn_index": event, "session_hash": session}
    with httpx.Client(base_url=f"{address}gradio_api/", timeout=60, trust_env=False) as client:
        started = time.perf_counter()
        try:
            client.post("queue/join", json=body).raise_for_status()
            with client.stream("GET", "queue/data", params={"session_hash": session}) as events:
                for line in events.iter_lines():
                    if _ANSWERED in line:
                        return (time.perf_counter() - started) * 1000
                    if _last(line):
                        return None
        except httpx.HTTPError:
            return None
    return None


def _last(line: str) -> bool:
    if not line.startswith("data:"):
        return False
    return json.loads(line[5:]).get("msg") in ("process_completed", "close_stream")
