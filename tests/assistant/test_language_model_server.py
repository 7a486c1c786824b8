"""The model behind a loopback server that misbehaves, in OpenAI's and Ollama's protocols."""

from __future__ import annotations

import gzip
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from pytest_socket import socket_allow_hosts

from assistant.language_model import configured_model, reworded
from assistant.models import Answer, AnswerCode, Citation, Question

SECRET = "dummy-key"
QUOTE = "The Guidelines presume a causal relationship between hypertension and heart failure."
DRAFT = Answer(
    answer="Yes, the link is presumed [1]. Report I11.0 first [1].",
    verdict="yes",
    codes=(
        AnswerCode(
            code="I11.0",
            title="Hypertensive heart disease with heart failure",
            billable=True,
            role="first-listed",
            sequence=1,
            reason="HTN and CHF are documented.",
            citations=(1,),
        ),
    ),
    citations=(
        Citation(
            n=1, kind="guideline", ref="I.C.9.a.1", title="Heart", quote=QUOTE, release="FY2027"
        ),
    ),
    date_of_service=date(2026, 10, 5),
    release="FY2027",
)
QUESTION = Question(text="HTN and CHF: is a link presumed?", date_of_service=date(2026, 10, 5))
SENTENCES = [{"text": "Yes, the causal relationship is presumed.", "citations": [1]}]
WORDED = "Yes, the causal relationship is presumed [1]. Report first I11.0"


class Server(ThreadingHTTPServer):
    """Hands every request to one misbehaviour; keeps what it was asked."""

    daemon_threads = True

    def __init__(self, behave: Callable[[Handler], None]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behave = behave
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.stop = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are expected."""


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append(json.loads(body or b"{}"))
        self.server.paths.append(self.path)
        self.server.behave(self)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def send(
        self, body: bytes, status: int = 200, kind: str = "application/json", **headers: str
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


def completion(content: Any, **message: Any) -> bytes:
    return json.dumps(
        {
            "id": "1",
            "object": "chat.completion",
            "created": 0,
            "model": "m",
            "choices": [
                {
                    "index": 0,
                    "finish_reason": message.pop("finish_reason", "stop"),
                    "message": {"role": "assistant", "content": content, **message},
                }
            ],
        }
    ).encode()


def wording(*sentences: dict[str, Any]) -> str:
    return json.dumps({"sentences": sentences or SENTENCES})


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    socket_allow_hosts(["127.0.0.1", "::1"])
    # A proxy before loopback, and settings that would redirect or trace, must have no effect.
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "OPENAI_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("LANGSMITH_GATEWAY", "http://127.0.0.1:9")
    monkeypatch.setenv("LANGSMITH_API_KEY", SECRET)


Serve = Callable[[Callable[[Handler], None]], tuple[Server, BaseChatModel]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    servers: list[Server] = []

    def start(behave: Callable[[Handler], None], provider: str = "openai") -> Any:
        server = Server(behave)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        environ = {
            "DXCITE_MODEL": f"{provider}:m",
            "OPENAI_BASE_URL": f"{address}/v1",
            "OPENAI_API_KEY": SECRET,
            "OLLAMA_HOST": address.removeprefix("http://"),
        }
        configured = configured_model(environ)
        assert configured is not None
        return server, configured[1]

    yield start
    for server in servers:
        server.stop.set()
        server.shutdown()
        server.server_close()
    for thread in threading.enumerate():
        if thread.name == "language model":
            thread.join(10)
            assert not thread.is_alive()


def hang(handler: Handler) -> None:
    handler.server.stop.wait(30)


def trickle_body(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    while not handler.server.stop.wait(0.02):
        handler.wfile.write(b" ")
        handler.wfile.flush()


def trickle_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-A: ")
    while not handler.server.stop.wait(0.02):
        handler.wfile.write(b"a")
        handler.wfile.flush()


def huge(handler: Handler) -> None:
    handler.send(completion("x" * 10_000_000))


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    while not handler.server.stop.is_set():
        handler.wfile.write(b" " * 65536)


def bomb(handler: Handler) -> None:
    handler.send(gzip.compress(completion("x" * 50_000_000)), Content_Encoding="gzip")


def hang_up(handler: Handler) -> None:
    handler.connection.close()


def hang_up_half_way(handler: Handler) -> None:
    body = completion(wording())
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[:40])
    handler.wfile.flush()
    handler.connection.close()


def sending(body: bytes, status: int = 200, **more: str) -> Callable[[Handler], None]:
    return lambda handler: handler.send(body, status, **more)


def test_a_good_server_words_the_answer(serve: Serve) -> None:
    server, model = serve(sending(completion(wording())))
    answer = reworded(QUESTION, DRAFT, model)
    assert answer.answer.startswith(WORDED), answer.warnings
    assert answer.engine == "openai:m over deterministic"
    assert answer.warnings == ()
    assert server.paths == ["/v1/chat/completions"]
    asked = server.asked[0]
    assert asked["response_format"]["type"] == "json_schema"
    assert asked["temperature"] == 0
    assert [message["role"] for message in asked["messages"]] == ["system", "user"]


def test_a_server_without_json_schema_is_asked_again_plainly(serve: Serve) -> None:
    def behave(handler: Handler) -> None:
        if "response_format" in handler.server.asked[-1]:
            handler.send(b'{"error": {"message": "response_format not supported"}}', 400)
        else:
            handler.send(completion(f"```json\n{wording()}\n```"))

    server, model = serve(behave)
    assert reworded(QUESTION, DRAFT, model).answer.startswith(WORDED)
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("behave", "why"),
    [
        (hang, "it did not answer within 0.6 s"),
        (trickle_body, "it did not answer within 0.6 s"),
        (trickle_headers, "it did not answer within 0.6 s"),
        (endless, "larger than 1 MB"),
        (huge, "larger than 1 MB"),
        (bomb, "compressed"),
        (hang_up, "connection"),
        (hang_up_half_way, "connection"),
        (sending(b"{}", 500), "status 500"),
        (sending(b"x", 503, kind="text/plain"), "status 503"),
        (sending(b'{"error": "SECRETS"}', 429, Retry_After="30"), "no more requests"),
        (sending(b"{}", 401), "does not accept the key"),
        (sending(b"{}", 404), "does not have that model"),
        (sending(b"<html>hello</html>", kind="text/html"), ""),
        (sending(b"", kind="application/json"), ""),
        (sending(b"[]"), ""),
        (sending(b'{"choices": []}'), ""),
        (sending(b'{"choices": null}'), ""),
        (sending(b'{"error": {"message": "SECRETS", "code": 500}}'), ""),
        (sending(completion(wording())[:-80]), ""),
        (sending(completion(wording()[:-25])), "not the JSON"),
        (sending(completion(wording()[:-25], finish_reason="length")), ""),
        (sending(completion(None, refusal="No.")), "declined"),
        (sending(completion(None)), "empty"),
        (sending(completion("Yes.")), "not the JSON"),
        (sending(completion(wording({"text": "Yes, presumed.", "citations": [7]}))), "no citation"),
        (
            sending(completion(wording({"text": "Report I50.9.", "citations": [1]}))),
            "a code that is not in the evidence",
        ),
    ],
)
def test_a_bad_server_gives_the_draft_with_a_notice(
    serve: Serve, behave: Callable[[Handler], None], why: str
) -> None:
    _, model = serve(behave)
    limit = 0.6 if "0.6" in why else 8.0
    began = time.perf_counter()
    answer = reworded(QUESTION, DRAFT, model, timeout_s=limit)
    assert time.perf_counter() - began < limit + 1
    assert answer.model_copy(update={"warnings": (), "trace": (), "timings_ms": {}}) == DRAFT
    assert len(answer.warnings) == 1
    assert why in answer.warnings[0]
    assert answer.warnings[0].startswith("The language model openai:m was not used, because ")
    assert "SECRETS" not in answer.model_dump_json()


def test_no_server_gives_the_draft(serve: Serve) -> None:
    server, model = serve(hang)
    server.shutdown()
    server.server_close()
    answer = reworded(QUESTION, DRAFT, model, timeout_s=5)
    assert answer.answer == DRAFT.answer
    assert "cannot be reached" in answer.warnings[0]


@pytest.mark.parametrize("provider", ["openai", "ollama"])
def test_a_redirect_is_not_followed(serve: Any, provider: str) -> None:
    other, _ = serve(sending(completion(wording())))
    target = f"http://127.0.0.1:{other.server_port}/v1/chat/completions"
    _, model = serve(sending(b"", 307, Location=target), provider)
    answer = reworded(QUESTION, DRAFT, model)
    assert answer.answer == DRAFT.answer
    assert "status 307" in answer.warnings[0]
    assert other.asked == []


def test_tracing_stays_off_and_nothing_is_logged(
    serve: Serve,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    tracer, _ = serve(sending(b"{}"))
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGCHAIN_TRACING_V2", "true")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", f"http://127.0.0.1:{tracer.server_port}")
    caplog.set_level(logging.DEBUG)
    logging.getLogger("openai").setLevel(logging.DEBUG)
    _, model = serve(sending(completion(wording())))
    assert reworded(QUESTION, DRAFT, model).answer.startswith(WORDED)
    time.sleep(0.3)
    printed = capfd.readouterr()
    assert tracer.asked == [] == tracer.paths
    assert "CHF" not in caplog.text + printed.out + printed.err


def ollama_line(content: str, done: bool = True) -> bytes:
    message = {"role": "assistant", "content": content}
    line = {"model": "m", "created_at": "2026-10-05T00:00:00Z", "message": message, "done": done}
    if done:
        line["done_reason"] = "stop"
    return json.dumps(line).encode() + b"\n"


def test_ollama_words_the_answer(serve: Any) -> None:
    lines = ollama_line(wording()[:20], done=False) + ollama_line(wording()[20:])
    server, model = serve(sending(lines, kind="application/x-ndjson"), "ollama")
    answer = reworded(QUESTION, DRAFT, model)
    assert answer.answer.startswith(WORDED), answer.warnings
    assert answer.engine == "ollama:m over deterministic"
    assert answer.warnings == ()
    assert server.paths == ["/api/chat"]
    assert server.asked[0]["format"]["required"] == ["sentences"]
    assert server.asked[0]["options"]["num_ctx"] == 8192


@pytest.mark.parametrize(
    ("behave", "why"),
    [
        (hang, "it did not answer within 0.6 s"),
        (trickle_body, "it did not answer within 0.6 s"),
        (endless, "larger than 1 MB"),
        (hang_up, "connection"),
        (sending(b'{"error": "model not found"}', 404), "does not have that model"),
        (sending(b'{"error": "SECRETS"}', 500), "status 500"),
        (sending(b"<html></html>", kind="text/html"), ""),
        (sending(ollama_line(wording()[:-25])), "not the JSON"),
        (sending(ollama_line(wording()[:-25], done=False)), ""),
        (sending(ollama_line("")), "empty"),
    ],
)
def test_a_bad_ollama_gives_the_draft_with_a_notice(
    serve: Any, behave: Callable[[Handler], None], why: str
) -> None:
    _, model = serve(behave, "ollama")
    limit = 0.6 if "0.6" in why else 8.0
    began = time.perf_counter()
    answer = reworded(QUESTION, DRAFT, model, timeout_s=limit)
    assert time.perf_counter() - began < limit + 1
    assert answer.answer == DRAFT.answer
    assert len(answer.warnings) == 1
    assert why in answer.warnings[0]
    assert "SECRETS" not in answer.model_dump_json()


def test_many_coders_at_once_each_get_an_answer(serve: Serve) -> None:
    _, model = serve(sending(completion(wording())))
    answers: list[Answer] = []
    threads = [
        threading.Thread(target=lambda: answers.append(reworded(QUESTION, DRAFT, model)))
        for _ in range(24)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(answers) == 24
    assert all(answer.answer.startswith(WORDED) for answer in answers)
