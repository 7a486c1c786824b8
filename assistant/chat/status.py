"""The site's pages beside the chat: health, metrics, and where a closed page says that it is gone.

Metrics are counts and times, nothing of what was asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from guidelines._version import __version__

if TYPE_CHECKING:
    from assistant.chat.conversation import Desk

HEALTH = "/healthz"
METRICS = "/metrics"
LEAVE = "/leave"
_TOKEN = 64
"""Bytes of a conversation's name at most."""


def add_status(site: FastAPI, desk: Desk) -> None:
    """Add the pages to a site, before the chat takes the rest of its paths."""

    @site.get(HEALTH)
    def health() -> JSONResponse:
        return JSONResponse({"status": "ok", "version": __version__})

    @site.get(METRICS)
    def metrics() -> PlainTextResponse:
        return PlainTextResponse(exposition(desk), media_type="text/plain; version=0.0.4")

    @site.post(LEAVE)
    async def leave(request: Request) -> Response:
        sent = b""
        async for part in request.stream():
            sent += part
            if len(sent) > _TOKEN:
                return Response(status_code=413)
        desk.rooms.leave(sent.decode("ascii", "ignore"))
        return Response(status_code=204)


def exposition(desk: Desk) -> str:
    """The counts in Prometheus's text format."""
    tally = desk.tally
    lines: list[str] = []
    for name, kind, meaning, value in (
        ("questions_answered_total", "counter", "Questions answered", tally.answered),
        ("questions_failed_total", "counter", "Questions that came to nothing", tally.failed),
        ("questions_stopped_total", "counter", "Questions stopped by the user", tally.stopped),
        ("questions_refused_total", "counter", "Questions refused when busy", tally.refused),
        ("answer_seconds_total", "counter", "Seconds spent on answers", round(tally.seconds, 3)),
        ("questions_in_work", "gauge", "Questions in work or waiting", desk.in_work),
        ("pages_held", "gauge", "Pages whose conversations are held", len(desk)),
    ):
        lines += [f"# HELP dxcite_{name} {meaning}", f"# TYPE dxcite_{name} {kind}"]
        lines.append(f"dxcite_{name} {value}")
    return "\n".join(lines) + "\n"
