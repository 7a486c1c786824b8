"""Many users at once, each with a page's own calls: the question is queued, its events streamed.

Over plain sockets, because everyone asks from this machine: a client library would take as much of
it as the server.
"""

from __future__ import annotations

import json
import statistics
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from evals.bench._figures import percentile_95
from evals.errors import EvalError

_CONTROLS = 5
"""Inputs of the event that asks: text, setting, date, age and sex."""
_ANSWERED = b"dx-answer"
_PATIENCE_S = 120.0


def crowd_figures(
    address: str, login: tuple[str, str], users: int, questions: Sequence[str]
) -> dict[str, float]:
    """Milliseconds from asking to the answer where several ask at the same moment.

    Args:
        address: The chat's page.
        login: Name and password.
        users: How many.
        questions: Asked in turn, so many each.

    Raises:
        EvalError: the page is not that of the chat.
    """
    barrier = threading.Barrier(users)

    def user(number: int) -> list[float | None]:
        spent = []
        client = _Client(address, login)
        asking = client.event()
        client.ask(asking, "acute appendicitis")  # what the first one of all waits for
        for text in questions[number::users]:
            barrier.wait(_PATIENCE_S)
            spent.append(client.ask(asking, text))
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


class _Client:
    """One logged-in user."""

    def __init__(self, address: str, login: tuple[str, str]) -> None:
        self._host = urlsplit(address).netloc
        self._headers = {"content-type": "application/x-www-form-urlencoded"}
        name, password = login
        reply = self._sent("POST", "/login", urlencode({"username": name, "password": password}))
        kept = SimpleCookie("; ".join(reply.headers.get_all("set-cookie") or ()))
        cookies = "; ".join(f"{key}={kept[key].value}" for key in kept)
        self._headers = {"content-type": "application/json", "cookie": cookies}

    def event(self) -> int:
        """The number of the event that asks.

        Raises:
            EvalError: the address is not that of the chat.
        """
        config = json.load(self._sent("GET", "/config"))
        for event in config.get("dependencies", ()):
            if len(event["inputs"]) == _CONTROLS and event["api_visibility"] == "private":
                return int(event["id"])
        raise EvalError(f"{self._host} is not dxcite's chat.")

    def ask(self, event: int, text: str) -> float | None:
        """Milliseconds until the answer was there, None where there was none."""
        session = uuid4().hex
        data = [text, "unknown", "", "", "unknown"]
        body = json.dumps({"data": data, "fn_index": event, "session_hash": session})
        started = time.perf_counter()
        try:
            self._sent("POST", "/gradio_api/queue/join", body).read()
            for line in self._sent("GET", f"/gradio_api/queue/data?session_hash={session}"):
                if _ANSWERED in line:
                    return (time.perf_counter() - started) * 1000
                if _last(line):
                    return None
        except (HTTPException, OSError):
            return None
        return None

    def _sent(self, method: str, path: str, body: str | None = None) -> HTTPResponse:
        connection = HTTPConnection(self._host, timeout=_PATIENCE_S)
        connection.request(method, path, body, self._headers)
        return connection.getresponse()


def _last(line: bytes) -> bool:
    if not line.startswith(b"data:"):
        return False
    return json.loads(line[5:]).get("msg") in ("process_completed", "close_stream")
