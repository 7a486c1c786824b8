"""What the model is asked to return, and how its reply is read."""

from __future__ import annotations

import json
import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.language_model._limits import Unusable

MAX_CHARACTERS = 60_000
_THOUGHTS = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
_FENCED = re.compile(r"```(?:json)?\s*(\{.*\})\s*```", re.DOTALL | re.IGNORECASE)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Sentence(_Part):
    """A sentence of the model's wording."""

    text: str
    citations: tuple[int, ...] = ()
    """Numbers of the citations it rests on."""


class Choice(_Part):
    """An alternative code that the model would report."""

    code: str
    role: Literal["first-listed", "additional"]
    citations: tuple[int, ...] = ()
    """Numbers of the citations that support it."""


class Reply(_Part):
    """The model's reply."""

    sentences: tuple[Sentence, ...] = Field(max_length=100)
    prefer: tuple[Choice, ...] = Field(default=(), max_length=100)


def schema(may_choose: bool) -> dict[str, Any]:
    """The JSON schema of the reply, every field required, as strict servers want it.

    Args:
        may_choose: Whether to ask for a choice among the alternatives too.

    Returns:
        A JSON schema with title and description.
    """
    numbers = {"type": "array", "items": {"type": "integer"}}
    fields: dict[str, Any] = {
        "sentences": _list_of(text={"type": "string"}, citations=numbers),
    }
    if may_choose:
        role = {"type": "string", "enum": ["first-listed", "additional"]}
        fields["prefer"] = _list_of(code={"type": "string"}, role=role, citations=numbers)
    return {
        "title": "wording",
        "description": "The answer in sentences, each with the citations it rests on.",
        **_object(**fields),
    }


def _object(**fields: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def _list_of(**fields: Any) -> dict[str, Any]:
    return {"type": "array", "items": _object(**fields)}


def read(message: Any) -> Reply:
    """Read the model's message.

    LangChain's own parser completes JSON that was cut off, and half a sentence may say the
    opposite of the whole one; so the reply is read here and must be complete.

    Args:
        message: The message as the model returned it.

    Returns:
        The reply.

    Raises:
        Unusable: The message is empty, cut off, or not such a reply.
    """
    calls = getattr(message, "tool_calls", None)
    if calls:
        return _validated(calls[0].get("args"))
    text = str(getattr(message, "text", ""))
    if not text.strip():
        raise Unusable(_why_empty(message))
    if len(text) > MAX_CHARACTERS:
        raise Unusable("its reply was far longer than any answer")
    return _validated(_decoded(text))


def _why_empty(message: Any) -> str:
    refused = getattr(message, "additional_kwargs", {}).get("refusal")
    return "it declined to answer" if refused else "its reply was empty"


def _decoded(text: str) -> Any:
    text = _THOUGHTS.sub("", text)
    fenced = _FENCED.search(text)
    body = fenced[1] if fenced else text[max(0, text.find("{")) :]
    try:
        return json.JSONDecoder().raw_decode(body.strip())[0]
    except (ValueError, RecursionError):
        raise Unusable("its reply was not the JSON it was asked for") from None


def _validated(content: Any) -> Reply:
    try:
        return Reply.model_validate(content)
    except ValidationError:
        raise Unusable("its reply had the wrong form") from None
