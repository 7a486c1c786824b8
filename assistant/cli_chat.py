"""`dxcite chat` and `dxcite serve`: the index and the model are opened, then the page is served."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from guidelines.errors import DxciteError
from guidelines.folders import data_folder
from guidelines.official import ReleaseStore
from guidelines.releases import GUIDELINE_RELEASES

if TYPE_CHECKING:
    from assistant.chat.conversation import Asks
    from assistant.chat.users import Users

LOGIN = "DXCITE_LOGIN"
"""User name and password that the chat asks for, as name:password."""
_MOST = 4
"""Processes that answer for a team where nothing else is said."""


def serve(
    host: str, port: int, open_browser: bool, mcp: bool = False, runs: Path | None = None
) -> None:
    """Serve the chat for one person until Ctrl-C, with the evaluations run on this machine.

    Raises:
        DxciteError: the port is in use, the index cannot be built, or DXCITE_LOGIN is malformed.
    """
    runs = runs or data_folder() / "runs"
    _launch(host, port, users=_login(), mcp=mcp, open_browser=open_browser, runs=runs)


def serve_team(
    host: str,
    port: int,
    *,
    users: Path | None,
    root_path: str,
    at_once: int,
    waiting: int,
    processes: int | None,
    mcp: bool,
    runs: Path | None = None,
) -> None:
    """Serve the chat for several people until Ctrl-C.

    Args:
        host: Address to bind.
        port: Port to bind.
        users: File of names and passwords; DXCITE_LOGIN counts where it is None.
        root_path: Path under which a reverse proxy shows it, "" for none.
        at_once: Most questions worked on at the same time.
        waiting: Most questions that wait for their turn.
        processes: How many answer; None for one on each core, up to 4.
        mcp: Whether to serve MCP clients too.
        runs: Folder of the evaluations that everyone may see; None shows none.

    Raises:
        DxciteError: there is no user, the port is in use, or the index cannot be built.
    """
    from assistant.chat.users import read_users

    known = read_users(users) if users else _login()
    if known is None:
        raise DxciteError(
            f"A server for a team needs a login: give --users FILE or set {LOGIN}; "
            "`dxcite chat` serves one person without one."
        )
    if root_path and not root_path.startswith("/"):
        raise DxciteError(f"The root path “{root_path}” must begin with /, such as /coding.")
    _launch(
        host,
        port,
        users=known,
        mcp=mcp,
        root_path=root_path.rstrip("/"),
        at_once=at_once,
        waiting=waiting,
        processes=min(_MOST, os.cpu_count() or 1) if processes is None else processes,
        runs=runs,
    )


def new_user(users: Path | None, name: str) -> None:
    """Ask for a password and keep it, hashed, in the file of users.

    Raises:
        DxciteError: no file is named, or the name or password cannot be used.
    """
    from assistant.chat.users import add_user

    if users is None:
        raise DxciteError("Say where users are kept, with --users FILE.")
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline()
    add_user(users, name, password.rstrip("\n"))
    print(f"{name} may log in now.")


def _launch(
    host: str,
    port: int,
    *,
    users: Users | None,
    mcp: bool,
    open_browser: bool = False,
    root_path: str = "",
    at_once: int = 4,
    waiting: int = 60,
    processes: int = 1,
    runs: Path | None = None,
) -> None:
    from assistant.chat import Options, launch
    from assistant.cli_output import opening
    from assistant.pipeline import open_assistant

    with opening() as progress:
        assistant = open_assistant(progress)
        model = os.environ.get("DXCITE_MODEL") if assistant.model else None
        answering: Asks = assistant
        if processes > 1:
            from assistant.crew import Crew

            del assistant  # its index is of no use beside those of the processes
            answering = Crew(processes)
        else:
            assistant.warm()
    options = Options(model, users, mcp, root_path, at_once, waiting, runs=runs)

    def say(url: str) -> None:
        print(f"The chat is at {url} (Ctrl-C stops it).", flush=True)
        if mcp:
            print(f"MCP clients connect to {url}gradio_api/mcp/", flush=True)
        if not ReleaseStore().having("guidelines"):
            print(
                "Answers quote the official guidelines once you fetch them: dxcite releases fetch "
                f"{GUIDELINE_RELEASES[-1].name} --only guidelines",
                flush=True,
            )

    launch(
        answering,
        host,
        port,
        options=options,
        open_browser=open_browser and has_screen(),
        ready=say,
    )


def has_screen() -> bool:
    """Whether a browser would open in a window, and not in the terminal over our own output."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _login() -> Users | None:
    given = os.environ.get(LOGIN)
    if not given:
        return None
    from assistant.chat.users import Users

    name, _, password = given.partition(":")
    if not name or not password:
        raise DxciteError(f"{LOGIN} must hold a name and a password, written name:password.")
    return Users({name: password})
