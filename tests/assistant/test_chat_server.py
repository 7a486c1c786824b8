"""The chat as a server: who may reach it, what it says, and what it leaves behind."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

ROOT = Path(__file__).resolve().parents[2]
FAKE = Path(__file__).with_name("chat_fakes.py")
_open = build_opener(ProxyHandler({})).open

WATCHED = """
import json, os, socket, sys, threading
sys.path[:0] = [{root!r}, {tests!r}]
asked = []
real = socket.getaddrinfo
def look_up(host, *rest, **more):
    asked.append(str(host)); return real(host, *rest, **more)
socket.getaddrinfo = look_up
connect = socket.socket.connect
def watched(self, address):
    asked.append(str(address[0])); return connect(self, address)
socket.socket.connect = watched
from chat_fakes import FakeAssistant
from assistant.chat import running
with running(FakeAssistant(), port=0) as (url, ended):
    import time; time.sleep(1)
print(json.dumps([url, asked, os.environ["GRADIO_ANALYTICS_ENABLED"]]))
"""


def environment(folder: Path) -> dict[str, str]:
    # A proxy that must not be asked, and a temporary folder that must be left empty.
    extra = {
        "PYTHONPATH": str(ROOT),
        "TMPDIR": str(folder),
        "HTTP_PROXY": "http://192.0.2.1:9",
        "http_proxy": "http://192.0.2.1:9",
        "GRADIO_SHARE": "True",
    }
    return {**os.environ, **extra}


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("tmp")
    process = subprocess.Popen(
        [sys.executable, str(FAKE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=folder,
        env=environment(folder),
        text=True,
    )
    with process:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), folder
        process.communicate(timeout=120)
    assert process.returncode == 0
    assert list(folder.iterdir()) == []


def get(url: str, **headers: str) -> tuple[int, dict[str, str], str]:
    try:
        with _open(Request(url, headers=headers), timeout=60) as reply:
            return reply.status, dict(reply.headers), reply.read().decode()
    except HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read().decode()


def test_the_page_is_served_on_loopback_with_a_policy_against_other_hosts(
    chat: tuple[str, Path],
) -> None:
    url, _ = chat
    assert url.startswith("http://127.0.0.1:")
    status, headers, body = get(url)
    assert status == 200
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy and "http" not in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    config = json.loads(body.split("window.gradio_config = ", 1)[1].split(";</script>", 1)[0])
    assert config["run_history"] is False
    assert config["analytics_enabled"] is False


@pytest.mark.parametrize(
    "path",
    ["upload", "deep_link?session_hash=x", "file=/etc/passwd", "proxy=http://h/", "stream/x"],
)
def test_gradios_ways_to_disk_and_network_are_closed(chat: tuple[str, Path], path: str) -> None:
    assert get(f"{chat[0]}gradio_api/{path}")[0] == 404


def test_other_host_names_are_not_answered(chat: tuple[str, Path]) -> None:
    url, _ = chat
    assert get(url, Host="evil.example")[0] == 403
    port = url.rsplit(":", 1)[1].strip("/")
    assert get(url, Host=f"localhost:{port}")[0] == 200


def test_a_port_in_use_is_said_in_one_sentence() -> None:
    from chat_fakes import FakeAssistant

    from assistant.chat import launch
    from guidelines.errors import DxciteError

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            DxciteError, match=f"Port {port} on 127.0.0.1 is already in use.*--port"
        ):
            launch(FakeAssistant(), port=port)


@pytest.mark.parametrize(
    ("host", "port", "words"),
    [("127.0.0.1", 70_000, "no port number"), ("192.0.2.7", 0, "cannot listen on 192.0.2.7")],
)
def test_a_bad_address_is_said_in_words(host: str, port: int, words: str) -> None:
    from chat_fakes import FakeAssistant

    from assistant.chat import launch
    from guidelines.errors import DxciteError

    with pytest.raises(DxciteError, match=words):
        launch(FakeAssistant(), host, port)


def test_starting_asks_no_other_host(tmp_path: Path) -> None:
    code = WATCHED.format(root=str(ROOT), tests=str(FAKE.parent))
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=tmp_path,
        env=environment(tmp_path),
    )
    assert done.returncode == 0, done.stderr
    url, asked, analytics = json.loads(done.stdout.splitlines()[-1])
    assert set(asked) <= {"127.0.0.1", "localhost", "::1"}, asked
    assert analytics == "False"
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(OSError):
        get(url)


def test_the_public_face_costs_no_gradio() -> None:
    code = (
        "import sys, assistant.chat as chat; assert 'gradio' not in sys.modules\n"
        "from assistant.chat import render; assert 'gradio' not in sys.modules\n"
        "assert sorted(chat.__all__) == ['Asks', 'Options', 'build_chat', 'launch', 'running']"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, env=environment)
