"""Asks the model, in bounded time, with tracing off and nothing of the chart in a log."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from assistant.language_model import _prompt, _reply
from assistant.language_model._limits import TimeUp, Unusable, remaining_s, within

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from assistant.models import Answer, Question

_LOGGERS = (
    "openai",
    "ollama",
    "langchain",
    "langchain_core",
    "langchain_openai",
    "langchain_ollama",
    "langsmith",
    "httpx",
    "httpx2",
    "httpcore",
    "httpcore2",
)
"""Loggers that write requests, and so chart text, at their lower levels."""

_NO_STRUCTURED_OUTPUT = frozenset({400, 404, 405, 415, 422, 501})
"""Statuses with which servers refuse a request for a JSON schema that they do not support."""


def ask(
    question: Question, draft: Answer, model: BaseChatModel, timeout_s: float, may_choose: bool
) -> _reply.Reply:
    """Ask the model to word the draft.

    Args:
        question: The question as asked.
        draft: The verified answer.
        model: The model to ask, and nothing else is asked.
        timeout_s: Seconds after which the model is given up on, whatever it is doing.
        may_choose: Whether to ask for a choice among the alternatives.

    Returns:
        The model's reply, read but not checked.

    Raises:
        Unusable: There is no reply, or none that can be read; the text says why.
    """

    def work() -> _reply.Reply:
        _quieten()
        # Imported here: the thread's limit then also covers a slow first import.
        from langsmith import tracing_context

        with tracing_context(enabled=False):
            return _answered(model, _prompt.messages(question, draft, may_choose), may_choose)

    try:
        return within(timeout_s, work)
    except TimeUp:
        raise Unusable(f"it did not answer within {timeout_s:g} s") from None
    except Exception as error:
        raise _in_plain_words(error, timeout_s) from None
    except (SystemExit, GeneratorExit):
        raise Unusable("it failed") from None


def _quieten() -> None:
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))


def _answered(model: BaseChatModel, messages: list[BaseMessage], may_choose: bool) -> _reply.Reply:
    """Ask for structured output; where the model or its server has none, for plain JSON."""
    structured = _structured(model, may_choose)
    if structured is not None:
        try:
            return _reply.read(structured(messages))
        except Exception as error:
            if _status(error) not in _NO_STRUCTURED_OUTPUT or remaining_s() <= 0:
                raise
    return _reply.read(model.invoke(messages, config={"callbacks": []}))


def _structured(
    model: BaseChatModel, may_choose: bool
) -> Callable[[list[BaseMessage]], Any] | None:
    """How to ask for structured output and get the message itself, or None without support."""
    try:
        runnable = model.with_structured_output(_reply.schema(may_choose), include_raw=True)
    except Exception:  # NotImplementedError, or a model's own dislike of the schema
        return None

    def call(messages: list[BaseMessage]) -> Any:
        result = runnable.invoke(messages, config={"callbacks": []})
        return result.get("raw") if isinstance(result, dict) else result

    return call


def _in_plain_words(error: Exception, timeout_s: float) -> Unusable:
    """Say what went wrong without a word of the server's, which could be anyone's."""
    chain = list(_causes(error))
    for cause in chain:
        if isinstance(cause, TimeUp) or "Timeout" in type(cause).__name__:
            return Unusable(f"it did not answer within {timeout_s:g} s")
        if isinstance(cause, Unusable):
            return cause
    status = next((code for code in map(_status, chain) if code is not None), None)
    if status is not None:
        return Unusable(_STATUS.get(status, f"its server answered with status {status}"))
    names = " ".join(type(cause).__name__ for cause in chain)
    return Unusable(next((words for key, words in _FAILURES if key in names), "it failed"))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(20):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _status(error: BaseException) -> int | None:
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) and status > 0 else None


_STATUS = {
    401: "its server does not accept the key",
    403: "its server does not accept the key",
    404: "its server does not have that model",
    429: "its server takes no more requests for now",
}
_FAILURES = (
    ("Refusal", "it declined to answer"),
    ("ContentFilter", "it declined to answer"),
    ("LengthFinish", "its reply was cut off"),
    ("Protocol", "its server broke off the connection"),
    ("ReadError", "its server broke off the connection"),
    ("Connect", "its server cannot be reached"),
    ("Decode", "its reply was not the JSON it was asked for"),
    ("Validation", "its reply had the wrong form"),
)
"""Parts of the names of exceptions, across providers, and what they mean."""
