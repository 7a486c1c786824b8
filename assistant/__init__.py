"""The path of one question, from its words to a verified answer, and the faces of the program.

    from assistant import make_question, open_assistant
    answer = open_assistant().ask(make_question("tennis elbow"))

Names are loaded when first used, so that importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.given import (
        BadQuestion,
        make_question,
    )
    from assistant.models import (
        Answer,
        AnswerCode,
        AnswerRejection,
        Citation,
        Evidence,
        Findings,
        Question,
        Reading,
        Span,
    )
    from assistant.pipeline import (
        Assistant,
        open_assistant,
    )

_HOME = {
    "assistant.given": (
        "BadQuestion",
        "make_question",
    ),
    "assistant.models": (
        "Answer",
        "AnswerCode",
        "AnswerRejection",
        "Citation",
        "Evidence",
        "Findings",
        "Question",
        "Reading",
        "Span",
    ),
    "assistant.pipeline": (
        "Assistant",
        "open_assistant",
    ),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "Answer",
    "AnswerCode",
    "AnswerRejection",
    "Assistant",
    "BadQuestion",
    "Citation",
    "Evidence",
    "Findings",
    "Question",
    "Reading",
    "Span",
    "make_question",
    "open_assistant",
]


def __getattr__(name: str) -> Any:
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module 'assistant' has no attribute {name!r}")
    return getattr(import_module(module), name)


def __dir__() -> list[str]:
    return sorted(__all__)
