"""Limits on a model's work and on its connection: one deadline, and a reply of bounded size.

A client's own timeout starts anew with every byte, so a server that trickles would never meet it;
here the deadline holds for the whole reply. The work itself runs in a daemon thread that the caller
leaves behind at the deadline: no server and no library can keep a coder waiting.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any, TypeVar

MAX_REPLY_BYTES = 1_000_000

_T = TypeVar("_T")
_DEFAULT_WAIT_S = 30.0
_workers = threading.BoundedSemaphore(8)
_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


class Unusable(Exception):
    """The model gave nothing that can be used; the text finishes "because …" in a coder's words."""


class TimeUp(Unusable):
    """The deadline has passed."""

    def __init__(self) -> None:
        """Say so without the number of seconds, which the caller knows."""
        super().__init__("it did not answer in time")


class TooLarge(Unusable):
    """The reply is larger than any answer could be."""

    def __init__(self) -> None:
        """Say so with the limit."""
        super().__init__(f"its reply was larger than {MAX_REPLY_BYTES // 1_000_000} MB")


def within(timeout_s: float, work: Callable[[], _T]) -> _T:
    """Do the work, or give up on it at the deadline.

    Args:
        timeout_s: Seconds from now.
        work: What to do. It runs in a daemon thread with a context of its own.

    Returns:
        What the work returns.

    Raises:
        TimeUp: The work was not done in time.
        Unusable: Earlier work that was given up on still holds every place.
        BaseException: Whatever the work raised.
    """
    deadline = time.monotonic() + timeout_s
    if not _workers.acquire(timeout=max(0.0, timeout_s)):
        raise Unusable("it has not finished with earlier questions")
    outcome: queue.SimpleQueue[tuple[bool, Any]] = queue.SimpleQueue()

    def run() -> None:
        _deadline.set(deadline)
        try:
            outcome.put((True, work()))
        except BaseException as error:
            outcome.put((False, error))
        finally:
            _workers.release()

    threading.Thread(target=run, name="language model", daemon=True).start()
    try:
        done, value = outcome.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty:
        raise TimeUp from None
    if not done:
        raise value
    return value  # type: ignore[no-any-return]


def remaining_s() -> float:
    """Seconds left for the work that this thread does."""
    deadline = _deadline.get()
    return _DEFAULT_WAIT_S if deadline is None else deadline - time.monotonic()


def hooks() -> dict[str, list[Callable[[Any], None]]]:
    """Event hooks for a synchronous httpx client that hold it to the deadline and the size."""
    return {"request": [_limit_waits], "response": [_limit_body]}


def _limit_waits(request: Any) -> None:
    left = remaining_s()
    if left <= 0:
        raise TimeUp
    request.extensions["timeout"] = dict.fromkeys(("connect", "read", "write", "pool"), left)


def _limit_body(response: Any) -> None:
    if response.headers.get("content-encoding", "identity") != "identity":
        response.close()
        raise Unusable("it sent a compressed reply, which was not asked for")
    response.stream = _bounded(response.stream, type(response))


def _bounded(stream: Any, response_type: type) -> Any:
    """Wrap a response's stream; its class must come from the client's own package (httpx or 2)."""
    base: Any = sys.modules[response_type.__module__.partition(".")[0]].SyncByteStream

    class Bounded(base):  # type: ignore[misc]
        def __iter__(self) -> Iterator[bytes]:
            size = 0
            for part in stream:
                size += len(part)
                if size > MAX_REPLY_BYTES:
                    raise TooLarge
                if remaining_s() <= 0:
                    raise TimeUp
                yield part

        def close(self) -> None:
            stream.close()

    return Bounded()
