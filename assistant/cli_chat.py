"""`dxcite chat`: the index and the model are opened, then the page is served."""

from __future__ import annotations

import os

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
    launch(
        assistant,
        host,
        port,
        model=os.environ.get("DXCITE_MODEL") if assistant.model else None,
        login=login,
        open_browser=open_browser,
        ready=_say,
    )


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
