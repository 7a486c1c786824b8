"""`dxcite chat`: the index and the model are opened, then the page is served."""

from __future__ import annotations

import os
import sys

from guidelines.errors import DxciteError

LOGIN = "DXCITE_LOGIN"
"""User name and password that the chat asks for, as name:password."""


def serve(host: str, port: int, open_browser: bool) -> None:
    """Serve the chat until Ctrl-C.

    Raises:
        DxciteError: the port is in use, the index cannot be built, or DXCITE_LOGIN is malformed.
    """
    from assistant.chat import launch
    from assistant.cli_output import opening
    from assistant.pipeline import open_assistant

    login = _login()
    with opening() as progress:
        assistant = open_assistant(progress)
        assistant.warm()
    launch(
        assistant,
        host,
        port,
        model=os.environ.get("DXCITE_MODEL") if assistant.model else None,
        login=login,
        open_browser=open_browser and has_screen(),
        ready=_say,
    )


def has_screen() -> bool:
    """Whether a browser would open in a window, and not in the terminal over our own output."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _login() -> tuple[str, str] | None:
    given = os.environ.get(LOGIN)
    if not given:
        return None
    name, _, password = given.partition(":")
    if not name or not password:
        raise DxciteError(f"{LOGIN} must hold a name and a password, written name:password.")
    return name, password


def _say(url: str) -> None:
    print(f"The chat is at {url} (Ctrl-C stops it).", flush=True)
