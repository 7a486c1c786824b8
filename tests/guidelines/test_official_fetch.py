"""Fetching: continued where it broke off, checked, and nothing lost when it fails."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from filelock import FileLock

import guidelines.official._fetch as fetching
from guidelines.errors import FetchFailed, StoreBusy
from guidelines.official import ReleaseStore, named_release
from guidelines.official._table import OfficialFile, official_files

RELEASE = named_release("FY2026")


def exempt_list(count: int = 12_000) -> bytes:
    """A file that is recognised as the POA-exempt list of FY2026."""
    rows = (f"{n:05d}\tZ{n:05d}\tExempt code {n}" for n in range(count))
    return "\n".join(["Order26\tPOAexemptCode\tDescription", *rows]).encode()


BODY = exempt_list()


@dataclass
class Publisher:
    """A web server that can break off and change its file."""

    body: bytes = BODY
    etag: str = '"one"'
    break_at: int | None = None
    status: int = 200
    ranges: list[str | None] = field(default_factory=list)
    address: str = ""

    def file(self, sha256: str | None = None, *more: str) -> OfficialFile:
        addresses = (f"{self.address}/files/POAexemptCodesFY26.txt", *more)
        return OfficialFile(RELEASE, ("poa_exempt",), None, sha256, addresses)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    told = Publisher()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Range")
            told.ranges.append(asked)
            start = 0
            if asked and self.headers.get("If-Range") == told.etag:
                start = int(asked.removeprefix("bytes=").rstrip("-"))
            rest = told.body[start:]
            self.send_response(told.status if told.status != 200 else 206 if start else 200)
            self.send_header("Content-Length", str(len(rest)))
            self.send_header("ETag", told.etag)
            if start:
                whole = len(told.body)
                self.send_header("Content-Range", f"bytes {start}-{whole - 1}/{whole}")
            self.end_headers()
            self.wfile.write(rest if told.break_at is None else rest[: told.break_at])

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield told
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def store(tmp_path: Path) -> ReleaseStore:
    return ReleaseStore(tmp_path / "releases")


def fetch(file: OfficialFile, store: ReleaseStore, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fetching, "official_files", lambda: (file,))
    return fetching.fetch(RELEASE, store)


def test_a_file_is_fetched_checked_and_stored(publisher, store, monkeypatch) -> None:
    sha256 = hashlib.sha256(BODY).hexdigest()
    (one,) = fetch(publisher.file(sha256), store, monkeypatch)
    assert (one.added, one.problem) == (("poa_exempt",), None)
    held = store.get(RELEASE, "poa_exempt")
    assert held is not None
    assert held.path.read_bytes() == BODY
    assert not [
        p for p in (store.folder / "partial").rglob("*") if p.is_file() and p.name != "lock"
    ]
    (again,) = fetch(publisher.file(sha256), store, monkeypatch)
    assert again.added == ()
    assert len(publisher.ranges) == 1  # what is at hand is not fetched again


def test_a_download_that_broke_off_goes_on(publisher, store, monkeypatch) -> None:
    publisher.break_at = 100_000
    with pytest.raises(FetchFailed, match="run the same command again"):
        fetch(publisher.file(), store, monkeypatch)
    assert store.stored() == ()
    publisher.break_at = None
    (one,) = fetch(publisher.file(hashlib.sha256(BODY).hexdigest()), store, monkeypatch)
    assert one.added == ("poa_exempt",)
    assert publisher.ranges == [None, "bytes=100000-"]


def test_a_file_that_changed_meanwhile_is_fetched_from_the_beginning(
    publisher, store, monkeypatch
) -> None:
    publisher.break_at = 100_000
    with pytest.raises(FetchFailed):
        fetch(publisher.file(), store, monkeypatch)
    publisher.break_at, publisher.etag, publisher.body = None, '"two"', exempt_list(13_000)
    (one,) = fetch(publisher.file(), store, monkeypatch)
    assert one.added == ("poa_exempt",)
    held = store.get(RELEASE, "poa_exempt")
    assert held is not None
    assert held.path.read_bytes() == publisher.body


def test_another_file_than_the_published_one_is_not_stored(publisher, store, monkeypatch) -> None:
    (one,) = fetch(publisher.file("0" * 64), store, monkeypatch)
    assert "SHA-256 differs" in (one.problem or "")
    assert store.stored() == ()


def test_the_other_address_is_tried(publisher, store, monkeypatch) -> None:
    other = f"{publisher.address}/elsewhere/list-FY26.txt"
    (one,) = fetch(publisher.file("0" * 64, other), store, monkeypatch)
    assert (one.added, one.problem) == (("poa_exempt",), None)


def test_a_file_that_is_gone_is_named(publisher, store, monkeypatch) -> None:
    publisher.status = 404
    (one,) = fetch(publisher.file(), store, monkeypatch)
    assert "has no POAexemptCodesFY26.txt (404)" in (one.problem or "")


def test_something_else_at_the_address_is_refused(publisher, store, monkeypatch) -> None:
    publisher.body = b"<html>Please log in</html>"
    (one,) = fetch(publisher.file(), store, monkeypatch)
    assert "XML of another kind" in (one.problem or "")
    assert store.stored() == ()


def test_without_a_network_it_is_one_sentence(store, monkeypatch) -> None:
    file = OfficialFile(RELEASE, ("poa_exempt",), None, None, ("http://no.such.host/x.txt",))
    with pytest.raises(FetchFailed, match=r"no\.such\.host cannot be reached"):
        fetch(file, store, monkeypatch)


def test_two_fetches_at_once(publisher, store, monkeypatch) -> None:
    (store.folder / "partial").mkdir(parents=True)
    with FileLock(store.folder / "partial" / "lock"), pytest.raises(StoreBusy):
        fetch(publisher.file(), store, monkeypatch)


def test_a_mirror_is_used(publisher, store, monkeypatch) -> None:
    monkeypatch.setenv("DXCITE_MIRROR", publisher.address)
    file = OfficialFile(
        RELEASE, ("poa_exempt",), None, None, ("https://ftp.cdc.gov/pub/POA FY26.txt",)
    )
    (one,) = fetch(file, store, monkeypatch)
    assert one.added == ("poa_exempt",)


def test_every_address_of_the_table_is_that_of_a_publisher() -> None:
    for file in official_files():
        assert file.addresses
        for address in file.addresses:
            assert address.startswith(("https://ftp.cdc.gov/pub/", "https://www.cms.gov/files/"))
            assert " " not in address
        assert file.sha256 is None or len(file.sha256) == 64
    slots = [(f.release.name, slot) for f in official_files() for slot in f.slots]
    assert len(slots) == len(set(slots))
    assert named_release("FY2027") in {f.release for f in official_files()}
