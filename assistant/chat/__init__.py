"""The chat: a browser page on this machine in which a coder asks and follows up.

The public face is `build_chat`, `launch`, `running`, their `Options` and the `Asks` protocol that
the pipeline meets. Gradio is imported when one of the first four is first used, so that `assistant.chat` itself
costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.chat.conversation import Asks

if TYPE_CHECKING:
    from assistant.chat.app import build_chat
    from assistant.chat.server import Options, launch, running

__all__ = ["Asks", "Options", "build_chat", "launch", "running"]


def __getattr__(name: str) -> Any:
    if name == "build_chat":
        from assistant.chat.app import build_chat

        return build_chat
    if name in ("Options", "launch", "running"):
        from assistant.chat import server

        return getattr(server, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
