"""The chat for other programs: its API through Gradio's client, MCP through a real MCP client."""

from __future__ import annotations

import asyncio
import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import mcp_session
import pytest
from test_chat_server import FAKE, environment, get

pytestmark = pytest.mark.filterwarnings("ignore")  # those of the clients used here

CHART = "72yo with HTN and CHF with CKD 3b"


@contextmanager
def served(folder: Path, *arguments: str) -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, str(FAKE), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=folder,
        env=environment(folder),
        text=True,
    )
    with process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.communicate(timeout=120)
    assert process.returncode == 0
    assert list(folder.iterdir()) == []


@pytest.fixture(scope="module")
def open_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("open"), "--mcp") as url:
        yield url


@pytest.fixture(scope="module")
def closed_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("closed"), "--mcp", "--login") as url:
        yield url


def with_mcp(url: str, work: Any, login: str = "") -> Any:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    encoded = base64.b64encode(login.encode()).decode()
    headers = {"Authorization": f"Basic {encoded}"} if login else {}

    async def run() -> Any:
        address = f"{url}gradio_api/mcp/"
        async with (
            streamablehttp_client(address, headers=headers) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return await work(session)

    return asyncio.run(run())


def called(url: str, tool: str, login: str = "", **arguments: Any) -> dict[str, Any]:
    async def work(session: Any) -> Any:
        return await session.call_tool(tool, arguments)

    result = with_mcp(url, work, login)
    assert not result.isError
    reply: dict[str, Any] = json.loads(result.content[0].text)
    return reply


def test_mcp_lists_four_tools_with_typed_schemas(open_server: str) -> None:
    async def work(session: Any) -> Any:
        return (await session.list_tools()).tools

    tools = {tool.name: tool for tool in with_mcp(open_server, work)}
    assert set(tools) == {"ask", "code", "check", "search"}
    asking = tools["ask"].inputSchema
    assert asking["required"] == ["question"]
    assert asking["properties"]["setting"]["enum"] == ["inpatient", "outpatient", "unknown"]
    assert tools["check"].inputSchema["properties"]["codes"]["items"] == {"type": "string"}
    assert all(tool.description for tool in tools.values())


def test_mcp_tools_answer(open_server: str) -> None:
    answer = called(open_server, "ask", question=CHART, setting="inpatient")
    assert [c["code"] for c in answer["codes"]] == ["I13.0", "I50.9", "N18.32", "I50.3"]
    assert answer["setting"] == "inpatient" and answer["citations"]
    assert called(open_server, "code", code="I509")["title"] == "Heart failure, unspecified"
    found = called(open_server, "check", codes=["E10.9", "E11.9"])["findings"]
    assert any({"E10.9", "E11.9"} <= set(f["codes"]) for f in found)
    codes = called(open_server, "search", term="S52.50", limit=2)["codes"]
    assert [c["code"] for c in codes] == ["S52.50", "S52.501"]


def test_the_session_in_the_docs_can_be_printed_again(
    open_server: str, capfd: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(mcp_session.main(open_server))
    printed = capfd.readouterr().out
    kept = (Path(__file__).parents[2] / "docs" / "mcp.md").read_text(encoding="utf-8")
    heads = [line for line in printed.splitlines() if line.startswith(("## ", "**"))]
    assert len(heads) == 4 + 1 + len(mcp_session.CALLS)
    assert [line for line in kept.splitlines() if line.startswith(("## ", "**"))] == heads


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("ask", {"question": " "}, "empty"),
        ("ask", {"question": "x", "date_of_service": "soon"}, "not a date"),
        ("code", {"code": "Q00.99"}, "Q00"),
        ("check", {"codes": []}, "codes"),
    ],
)
def test_mcp_says_errors_in_words(
    open_server: str, tool: str, arguments: dict[str, Any], words: str
) -> None:
    assert words in called(open_server, tool, **arguments)["error"]


def test_mcp_asks_for_the_login_too(closed_server: str) -> None:
    assert get(f"{closed_server}gradio_api/mcp/")[0] == 401
    wrong = base64.b64encode(b"coder:wrong").decode()
    for scheme in (f"Basic {wrong}", "Basic ???", "Bearer x", "Basic"):
        assert get(f"{closed_server}gradio_api/mcp/", Authorization=scheme)[0] == 401
    reply = called(closed_server, "code", "coder:correct horse", code="I10")
    assert reply["code"] == "I10"


def test_a_server_with_a_login_gives_nothing_without_it(closed_server: str) -> None:
    status, _, page = get(closed_server)
    assert status == 200 and "data-example" not in page
    for path in ("config", "gradio_api/info", "gradio_api/queue/status"):
        assert get(f"{closed_server}{path}")[0] == 401


def test_health_and_metrics_tell_counts_only(closed_server: str) -> None:
    status, _, body = get(f"{closed_server}healthz")
    assert status == 200 and json.loads(body)["status"] == "ok"
    status, _, body = get(f"{closed_server}metrics")
    assert status == 200 and "dxcite_questions_answered_total 0\n" in body


def test_gradios_own_client_can_ask(open_server: str) -> None:
    from gradio_client import Client

    client = Client(open_server, verbose=False, analytics_enabled=False, download_files=False)
    answer = client.predict(CHART, api_name="/ask")
    assert answer["codes"][0]["code"] == "I13.0"
    assert client.predict(["E10.9", "E11.9"], api_name="/check")["findings"]


def test_mcp_is_off_unless_asked_for(tmp_path: Path) -> None:
    with served(tmp_path) as url:
        assert get(f"{url}gradio_api/mcp/")[0] in (404, 405)
