"""A reverse proxy that shows a server under /coding, as a team's web server would.

Run as a program with the server's address; prints its own and ends with its input.
"""

from __future__ import annotations

import socket
import sys
import threading

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

ROOT = "/coding"
_HOP = {"connection", "transfer-encoding", "content-encoding", "content-length"}


def main() -> None:
    """Serve until the input ends."""
    client = httpx.AsyncClient(base_url=sys.argv[1], timeout=30, trust_env=False)

    async def forward(request: Request) -> Response:
        path = request.url.path.removeprefix(ROOT) or "/"
        asked = client.build_request(
            request.method,
            httpx.URL(path=path, query=request.url.query.encode()),
            headers=[(k, v) for k, v in request.headers.items() if k != "host"],
            content=await request.body(),
        )
        reply = await client.send(asked, stream=True)
        kept = {k: v for k, v in reply.headers.items() if k not in _HOP}
        return StreamingResponse(
            reply.aiter_bytes(), reply.status_code, kept, background=BackgroundTask(reply.aclose)
        )

    methods = ["GET", "POST"]
    site = Starlette(routes=[Route(f"{ROOT}{{path:path}}", forward, methods=methods)])
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(site, log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    print(f"http://127.0.0.1:{listener.getsockname()[1]}{ROOT}/", flush=True)
    sys.stdin.read()
    server.should_exit = True
    thread.join(timeout=5)


if __name__ == "__main__":
    main()
