"""Serving the chat on this machine: its port, its headers, its temporary folder and its end.

The page is mounted on a server of our own instead of `Blocks.launch`, which probes the page through
whatever proxy the environment names, can open a public tunnel, and says nothing useful when the
port is taken.
"""

from __future__ import annotations

import base64
import errno
import os
import shutil
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.routing import Mount

from assistant.chat._gradio import FOLDER, gr
from assistant.chat.app import asset, build_chat, theme
from assistant.chat.conversation import Asks, Desk
from assistant.chat.endpoints import json_replies
from assistant.chat.gradio_state import PageStates
from assistant.chat.login import login_page, signed_in
from assistant.chat.official import PDFS, POLICY, add_official
from assistant.chat.pages import icon
from assistant.chat.status import add_status
from assistant.chat.users import Users
from guidelines.errors import DxciteError

_STARTUP_SECONDS = 60
_HEADERS = (
    # The browser itself refuses any request to another host. Gradio's page needs inline and
    # compiled scripts; text cannot become either, being escaped.
    (
        b"content-security-policy",
        (
            b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
            b"style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
            b"object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
        ),
    ),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
# Ways in Gradio to write what was typed or sent to disk, to read files, or to fetch for a client.
_CLOSED = tuple(
    f"/gradio_api/{name}"
    for name in (
        *("deep_link", "upload", "file", "proxy", "stream", "history", "runs", "run-history"),
        *("component/", "process_recording", "vibe", "undo-vibe", "dev", "profiling"),
    )
)
_FILES = ("/assets/", "/static/", "/theme.css", "/favicon.ico", "/gradio_api/static/")
"""What holds nothing that was typed. The rest must not reach the browser's cache on disk: answers
come as streams, which it would keep."""
_FUNCTION = "/gradio_api/component_server"
_MCP = "/gradio_api/mcp"


@dataclass(frozen=True)
class Options:
    """How to serve the chat.

    Attributes:
        model: Name of the language model that the assistant sends questions to, shown on the page.
        users: Who may use it; None lets everyone in who can reach it.
        mcp: Whether to serve the endpoints to MCP clients too.
        root_path: Path under which a reverse proxy shows it, such as "/coding".
        at_once: Most questions worked on at the same time.
        waiting: Most questions that wait for their turn.
        pages: Most pages whose conversations are held.
        runs: Folder of the evaluations to show; None shows none.
    """

    model: str | None = None
    users: Users | None = None
    mcp: bool = False
    root_path: str = ""
    at_once: int = 4
    waiting: int = 60
    pages: int = 200
    runs: Path | None = None


def launch(
    assistant: Asks,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    options: Options | None = None,
    open_browser: bool = False,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the chat until Ctrl-C or a request to terminate.

    Args:
        assistant: Answers the questions.
        host: Address to bind; anything but loopback lets other machines in.
        port: Port to bind; 0 takes a free one.
        options: How to serve it; one person without a login by default.
        open_browser: Whether to open the page in the user's browser.
        ready: Called with the page's address once it can be opened.

    Raises:
        DxciteError: the address or port cannot be used.
    """
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    with (
        suppress(KeyboardInterrupt),
        running(assistant, host, port, options=options) as (url, ended),
    ):
        if ready:
            ready(url)
        if open_browser:
            webbrowser.open(url)
        while not ended.wait(1):
            pass


@contextmanager
def running(
    assistant: Asks,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    options: Options | None = None,
) -> Iterator[tuple[str, threading.Event]]:
    """Serve the chat in the background for as long as the context lasts; arguments as `launch`.

    Yields:
        The page's address, and an event that is set when the server ends by itself.

    Raises:
        DxciteError: the address or port cannot be used, or the server does not start.
    """
    listener = _listen(host, port)
    ended = threading.Event()
    try:
        options = options or Options()
        site, page = _site(assistant, options)
        server = uvicorn.Server(
            uvicorn.Config(
                _guarded(site, _names(host), options.users, page),
                # Pages that are open when the program ends are no error worth a traceback.
                log_level="critical",
                access_log=False,
                timeout_graceful_shutdown=1,
                ws="none",
            )
        )
        thread = threading.Thread(target=_serve, args=(server, listener, ended), daemon=True)
        thread.start()
        _await_start(server, ended)
        try:
            yield _url(host, listener.getsockname()[1]), ended
        finally:
            # Ends the streams by which open pages hold on to the server.
            page.stop_event.set()
            server.should_exit = True
            thread.join(timeout=5)
    finally:
        listener.close()
        _empty(FOLDER)


def _empty(folder: str) -> None:
    for path in Path(folder).glob("*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _site(assistant: Asks, options: Options) -> tuple[FastAPI, Any]:
    """The site to serve, and Gradio's own app within it."""
    desk = Desk(assistant, kept=options.pages, at_once=options.at_once, waiting=options.waiting)
    chat = build_chat(assistant, model=options.model, desk=desk, runs=options.runs)
    chat.state_session_capacity = options.pages
    site = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    add_status(site, desk)
    add_official(site)
    gr.mount_gradio_app(
        site,
        chat,
        path="/",
        root_path=options.root_path or None,
        footer_links=[],
        run_history=False,
        auth=options.users.allows if options.users else None,
        show_error=False,
        ssr_mode=False,
        mcp_server=options.mcp,
        enable_monitoring=False,
        pwa=False,
        theme=theme(),
        # Not css=…, which Gradio rewrites selector by selector.
        head=f"{icon()}<style>{asset('style.css')}{asset('tools.css')}</style>",
    )
    if options.mcp:
        json_replies(chat)
    page: Any = next(route.app for route in site.routes if isinstance(route, Mount))
    page.state_holder = PageStates(desk.rooms.has_left)
    page.state_holder.set_blocks(chat)
    return site, page


def _guarded(site: FastAPI, names: frozenset[str] | None, users: Users | None, page: Any) -> Any:
    """The site with our headers, without Gradio's file routes, for its own host names only."""
    login = login_page()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await site(scope, receive, send)
            return
        refused = _refusal(scope, names, users)
        if refused:
            await _plain(send, *refused)
            return
        if users and scope["path"] == "/" and not _signed_in(scope, page):
            await _plain(send, 200, login, b"text/html; charset=utf-8")
            return

        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _headers(scope["path"], message)}
            await send(message)

        await site(scope, receive, send_with_headers)

    return app


def _headers(path: str, message: Any) -> list[tuple[bytes, bytes]]:
    """The reply's headers and ours; only Gradio's own files may lie in a browser's cache."""
    (policy, _), *others = _HEADERS
    own = [(policy, POLICY), *others] if path.startswith(PDFS) else list(_HEADERS)
    given = list(message.get("headers", ()))
    if path.startswith(_FILES):
        return [*given, *own]
    kept = [(name, value) for name, value in given if name.lower() != b"cache-control"]
    return [*kept, (b"cache-control", b"no-store"), *own]


def _refusal(
    scope: Any, names: frozenset[str] | None, users: Users | None
) -> tuple[int, str] | None:
    path = scope["path"]
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    if path.startswith(_CLOSED):
        return 404, "Not part of dxcite."
    if path.startswith(_FUNCTION) and not headers.get(b"content-type", "").startswith(
        "application/json"
    ):
        # Anything else Gradio would take for a file and write to disk.
        return 415, "Send JSON."
    # A web page elsewhere can point its own name at 127.0.0.1; only our names are answered.
    host = headers.get(b"host", "").rsplit(":", 1)[0].strip("[]").lower()
    if names is not None and host not in names:
        return 403, "dxcite answers on this machine only; open it as 127.0.0.1."
    if users and path.startswith(_MCP) and not _known(headers.get(b"authorization", ""), users):
        return 401, "This server asks for a name and a password."
    return None


def _known(authorization: str, users: Users) -> bool:
    """Whether a Basic authorization names a user; Gradio's own login does not cover MCP."""
    scheme, _, encoded = authorization.partition(" ")
    try:
        name, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:
        return False
    return scheme.lower() == "basic" and users.allows(name, password)


def _signed_in(scope: Any, page: Any) -> bool:
    cookies = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    return signed_in(cookies.decode("latin-1"), page.cookie_id, page.tokens)


async def _plain(
    send: Any, status: int, text: str | bytes, kind: bytes = b"text/plain; charset=utf-8"
) -> None:
    headers = [(b"content-type", kind), (b"cache-control", b"no-store"), *_HEADERS]
    if status == 401:
        headers.append((b"www-authenticate", b'Basic realm="dxcite"'))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    body = text.encode() if isinstance(text, str) else text
    await send({"type": "http.response.body", "body": body})


def _names(host: str) -> frozenset[str] | None:
    """Host names to answer to; None, for all, once other machines were let in on purpose."""
    return frozenset({"127.0.0.1", "localhost", "::1", host.lower()}) if _local(host) else None


def _local(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    try:
        if not 0 <= port <= 65535:
            raise DxciteError(f"{port} is no port number; choose one from 1 to 65535 with --port.")
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        listener = socket.socket(family, kind, protocol)
        try:
            if os.name == "posix":
                # Lets a restart take its old port; on Windows it would share a port in use.
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(128)
        except OSError:
            listener.close()
            raise
        return listener
    except OSError as error:
        raise DxciteError(_why_not(error, host, port)) from error


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is already in use; stop the program that uses it or choose "
            "another port with --port."
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} needs administrator rights; choose one above 1023 with --port."
    return f"The chat cannot listen on {host}; use an address of this machine, such as 127.0.0.1."


def _serve(server: uvicorn.Server, listener: socket.socket, ended: threading.Event) -> None:
    try:
        server.run(sockets=[listener])
    finally:
        ended.set()


def _await_start(server: uvicorn.Server, ended: threading.Event) -> None:
    for _ in range(_STARTUP_SECONDS * 20):
        if server.started:
            return
        if ended.wait(0.05):
            break
    raise DxciteError("The chat's server did not start; run it again, or report it if it recurs.")


def _url(host: str, port: int) -> str:
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"
