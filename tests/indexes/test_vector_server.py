"""Vectors in a Chroma server: a real one (`chroma run`) on this machine."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import numpy as np
import pytest

from guidelines.errors import DxciteError
from indexes import index as index_module
from indexes import vector_server
from indexes.index import build_index, inputs, open_index
from indexes.store import IndexStore, IndexUnusable, read_manifest

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "72yo with T2DM and CKD stage 4"
VECTORS = np.eye(4, dtype=np.float32)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def chroma(folder: Path, port: int) -> Iterator[str]:
    program = Path(sys.executable).with_name("chroma")
    if not program.exists():
        pytest.skip("the program chroma is not installed beside Python")
    command = [str(program), "run", "--path", str(folder), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address)
            yield address
        finally:
            process.terminate()


def wait_for(address: str) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            httpx.get(f"{address}/api/v2/heartbeat", trust_env=False)
            return
        except httpx.HTTPError:
            assert time.monotonic() < until, "chroma run did not start"
            time.sleep(0.1)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with chroma(tmp_path / "server", free_port()) as address:
        monkeypatch.setenv("DXCITE_CHROMA", address)
        yield address


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Indexes of four vectors, opened as their collection."""
    with ExitStack() as ends:
        small_indexes(monkeypatch, ends)
        yield


def small_indexes(monkeypatch: pytest.MonkeyPatch, ends: ExitStack) -> None:

    def fill(folder: Path, progress: Callable[[str, int, int], None]) -> dict[str, int]:
        client = vector_server.begin(folder)
        assert client is not None
        index_module._store(client, "codes", list("abcd"), VECTORS, progress, 100)
        vector_server.end(folder, client)
        client.close()
        return {}

    def opened(folder: Path, manifest: object) -> Any:
        client = vector_server.opened(folder)
        assert client is not None
        ends.callback(client.close)
        return client.get_collection("codes")

    monkeypatch.setattr(index_module, "_fill", fill)
    monkeypatch.setattr(index_module, "_open", opened)


def of_server(address: str, path: str = "", method: str = "GET", **what: Any) -> Any:
    """What Chroma's own interface says of its collections."""
    url = f"{address}/api/v2/tenants/default_tenant/databases/default_database/collections{path}"
    reply = httpx.request(method, url, trust_env=False, **what)
    reply.raise_for_status()
    return reply.json()


def collections(address: str) -> dict[str, str]:
    """Keys of the collections by their names."""
    return {found["name"]: found["id"] for found in of_server(address)}


def nearest(collection: Any) -> str:
    found = collection.query(query_embeddings=VECTORS[2:3], n_results=1, include=["distances"])
    return str(found["ids"][0][0])


def record(folder: Path) -> Any:
    return json.loads((folder / "vectors.json").read_text())


def test_generations_and_their_collections_come_and_go_together(
    small: None, server: str, tmp_path: Path
) -> None:
    store = IndexStore(tmp_path / "index")
    built = [build_index(store) for _ in range(2)]
    first, second = (record(folder) for folder in built)
    assert store.verified(inputs())[1].inputs["place of the vectors"] == server
    assert first["address"] == server and first["rows"] == {"codes": 4}
    assert set(collections(server)) == {r["prefix"] + "codes" for r in (first, second)}
    old: Any = index_module._open(built[0], read_manifest(built[0]))
    assert nearest(old) == "c"

    third = record(build_index(store))
    assert set(collections(server)) == {r["prefix"] + "codes" for r in (second, third)}
    opened: Any = open_index(store)
    assert nearest(opened) == "c"


def test_a_failed_or_killed_build_leaves_no_collections(
    small: None, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = IndexStore(tmp_path / "index")
    fill = index_module._fill

    def broken(folder: Path, progress: Any) -> dict[str, int]:
        fill(folder, progress)
        raise KeyError("fault")

    with monkeypatch.context() as patch:
        patch.setattr(index_module, "_fill", broken)
        with pytest.raises(KeyError):
            build_index(store)
        assert collections(server) == {}
        # killed, it has no time to clean up
        patch.setattr(vector_server, "drop", lambda folder: None)
        patch.setattr(index_module.shutil, "rmtree", lambda *args, **more: None)
        with pytest.raises(KeyError):
            build_index(store)
    assert len(collections(server)) == 1
    built = record(build_index(store))
    assert list(collections(server)) == [built["prefix"] + "codes"]


def test_what_the_server_lost_is_built_again(small: None, server: str, tmp_path: Path) -> None:
    store = IndexStore(tmp_path / "index")
    built = build_index(store)
    name = record(built)["prefix"] + "codes"
    of_server(server, f"/{collections(server)[name]}/delete", "POST", json={"ids": ["a"]})
    with pytest.raises(IndexUnusable, match="only a part"):
        vector_server.opened(built)
    of_server(server, f"/{name}", "DELETE")
    with pytest.raises(IndexUnusable, match="does not hold"):
        vector_server.opened(built)
    opened: Any = open_index(store)
    assert nearest(opened) == "c"
    assert store.current != built


def test_an_index_beside_its_vectors_is_stale_once_a_server_is_set(
    small: None, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = IndexStore(tmp_path / "index")
    build_index(store)
    monkeypatch.delenv("DXCITE_CHROMA")
    with pytest.raises(IndexUnusable, match="place of the vectors changed"):
        store.verified(inputs())
    assert collections(server), "nobody asked to touch the server"


def test_a_server_that_stops_is_said_and_one_that_is_back_is_used(
    small: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, port = IndexStore(tmp_path / "index"), free_port()
    with chroma(tmp_path / "server", port) as address:
        monkeypatch.setenv("DXCITE_CHROMA", address)
        build_index(store)
        opened: Any = open_index(store)
        assert nearest(opened) == "c"
    gone = f"{address} does not answer; start it"
    for attempt in (lambda: nearest(opened), lambda: open_index(store), lambda: build_index(store)):
        with pytest.raises(DxciteError, match=gone):
            attempt()
    with chroma(tmp_path / "server", port):
        assert nearest(opened) == "c"


@pytest.mark.parametrize("address", ["localhost:8000", "ftp://host", "http://", "http://h:port"])
def test_what_is_no_address_is_said(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DXCITE_CHROMA", address)
    with pytest.raises(DxciteError, match="has to be an address such as"):
        vector_server.place()


class Stranger(BaseHTTPRequestHandler):
    """Some other web server."""

    status = 404
    seen: str | None = None

    def do_GET(self) -> None:
        Stranger.seen = self.headers["Authorization"]
        self.send_response(Stranger.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize(("status", "said"), [(404, "There is no Chroma server"), (401, "refuses")])
def test_other_servers_are_told_from_chroma_and_the_login_is_sent_but_not_kept(
    status: int, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Stranger, "status", status)
    with HTTPServer(("127.0.0.1", 0), Stranger) as other:
        Thread(target=other.handle_request, daemon=True).start()
        address = f"127.0.0.1:{other.server_port}"
        monkeypatch.setenv("DXCITE_CHROMA", f"http://coder:p%40ss@{address}/")
        assert vector_server.place() == f"http://{address}"
        with pytest.raises(DxciteError, match=said):
            vector_server.begin(tmp_path)
    assert Stranger.seen == "Basic Y29kZXI6cEBzcw=="


def test_the_command_line_says_it_in_one_sentence(
    with_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DXCITE_CHROMA", f"http://127.0.0.1:{free_port()}")
    done = ask()
    assert done.returncode == 2
    assert done.stdout == ""
    assert "does not answer; start it" in done.stderr and "Traceback" not in done.stderr


def ask() -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assistant.cli", "ask", QUESTION, "--json"]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=500)


@pytest.mark.slow
def test_workers_that_share_a_server_answer_as_one_without(
    with_index: Path, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DXCITE_CHROMA")
    alone = ask()
    monkeypatch.setenv("DXCITE_CHROMA", server)
    monkeypatch.setenv("DXCITE_DATA", str(tmp_path / "data"))
    shared = [ask(), ask()]
    answers = []
    for done in (alone, *shared):
        assert done.returncode == 0, done.stderr
        answer = json.loads(done.stdout)
        del answer["timings_ms"]
        answers.append(answer)
    assert answers[1:] == answers[:1] * 2
    assert len(collections(server)) == 2
    assert not list((tmp_path / "data").rglob("chroma.sqlite3"))
