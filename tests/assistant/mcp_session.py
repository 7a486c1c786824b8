"""A session of a real MCP client as Markdown: what docs/mcp.md was made with.

    python tests/assistant/mcp_session.py http://127.0.0.1:7860/

Each call is shown as it was sent, each reply as it came, long lists cut.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "ask",
        {
            "question": "72F with HTN, CHF with CKD 3b, seen for follow-up. Does the provider "
            "have to link them? What do I report?",
            "setting": "outpatient",
            "date_of_service": "2026-06-01",
        },
    ),
    ("code", {"code": "N18.32"}),
    ("check", {"codes": ["I10", "N18.32"], "setting": "outpatient"}),
    ("search", {"term": "tennis elbow", "limit": 3}),
    ("ask", {"question": "acute appendicitis", "date_of_service": "tomorrow"}),
)
_MOST = 3
_SHOWN = {
    "ask": ("answer", "verdict", "codes", "rejected", "citations", "queries", "release", "error"),
    "code": ("code", "title", "billable", "release", "notes"),
    "check": ("codes", "findings", "order"),
    "search": ("codes",),
}
_LEFT_OUT = ("evidence", "reason", "start", "end", "page", "verbatim", "sequence")


async def main(address: str) -> None:
    """Print the session."""
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    async with (
        streamablehttp_client(f"{address}gradio_api/mcp/") as (read, write, _),
        ClientSession(read, write) as session,
    ):
        started = await session.initialize()
        print(f"The server is {started.serverInfo.name}, protocol {started.protocolVersion}.\n")
        print("## tools/list\n")
        for tool in (await session.list_tools()).tools:
            first = (tool.description or "").strip().splitlines()[0]
            print(f"**{tool.name}**: {first}\n")
            shown(tool.inputSchema["properties"])
        for name, arguments in CALLS:
            print(f"## tools/call {name}\n")
            shown(arguments)
            result = await session.call_tool(name, arguments)
            reply = json.loads(result.content[0].text)  # type: ignore[union-attr]
            shown({key: cut(reply[key]) for key in _SHOWN[name] if key in reply})


def cut(value: Any) -> Any:
    """A value with its long lists cut, and without what only a program wants."""
    if isinstance(value, list):
        more = [f"… {len(value) - _MOST} more"] if len(value) > _MOST else []
        return [*map(cut, value[:_MOST]), *more]
    if isinstance(value, dict):
        return {key: cut(held) for key, held in value.items() if key not in _LEFT_OUT}
    return value


def shown(value: Any) -> None:
    """Print a value as a block of JSON."""
    print(f"```json\n{json.dumps(value, ensure_ascii=False, indent=1)}\n```\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
