"""The vectors in a Chroma server (`chroma run`), so that several workers share one copy of them.

With `DXCITE_CHROMA=http://host:port` a build writes its two collections into that server, under
names that no other build has, and puts the record `vectors.json` into the generation's folder: the
address, the names' beginning and the rows of each collection. A generation and its collections come
and go together, so that the old one goes on working while a new one is built.

Whoever builds a generation removes, with the folders that it sweeps, the collections on the server
that is set; what lies on a server that is no longer named is left alone, since nobody asked for a
connection to it.
"""

from __future__ import annotations

import base64
import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

import orjson

from guidelines.errors import DxciteError
from indexes.store import IndexStore, IndexUnusable, write_atomically

_VARIABLE = "DXCITE_CHROMA"
_BESIDE = "beside the index"
_RECORD = "vectors.json"
_PATIENCE_S = 10.0  # until a server has to say that it is there
_SHOWN = 200  # characters of what a server says


class ServerTrouble(DxciteError):
    """The Chroma server cannot be reached, refuses, or is none."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a Chroma server is: its address without the login, and the headers to send."""

    address: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """What a generation says of its vectors: server, beginning of the names, rows by collection."""

    address: str
    prefix: str
    rows: Mapping[str, int]


def place() -> str:
    """Where vectors belong as things are set: the server's address, or beside the index.

    Raises:
        DxciteError: what is set is no address.
    """
    server = _server()
    return server.address if server else _BESIDE


def begin(folder: Path) -> ServedVectors | None:
    """Collections to fill for the generation in `folder`; None where no server is set.

    Raises:
        ServerTrouble: the server cannot be used.
    """
    server = _server()
    if server is None:
        return None
    # on disk before the first row, so that a build that is killed can be cleaned up after
    record = Record(server.address, f"dxcite-{uuid.uuid4().hex[:16]}-", {})
    vectors = ServedVectors(server, record)
    _write(folder, record)
    return vectors


def end(folder: Path, vectors: Any) -> None:
    """Note how many rows the collections should have, once all are there."""
    if isinstance(vectors, ServedVectors):
        _write(folder, vectors.record)


def opened(folder: Path) -> ServedVectors | None:
    """The collections of a generation; None where its vectors lie beside it.

    Raises:
        ServerTrouble: the server cannot be used.
        IndexUnusable: it has not the collections of this generation, or not all of their rows.
    """
    server, record = _server(), _read(folder)
    if server is None or record is None or record.address != server.address:
        return None
    vectors = ServedVectors(server, record)
    try:
        vectors.check()
    except DxciteError:
        vectors.close()
        raise
    return vectors


def drop(folder: Path) -> None:
    """Remove a generation's collections, as far as they can be reached."""
    record = _read(folder)
    if record:
        _remove(record)


@contextmanager
def swept(store: IndexStore) -> Iterator[None]:
    """Collections of the generations that are swept meanwhile go with them."""
    before = _records(store)
    yield
    for prefix in before.keys() - _records(store).keys():
        _remove(before[prefix])


class ServedVectors:
    """The collections of one generation on a server, with the methods of a Chroma client."""

    def __init__(self, server: Server, record: Record) -> None:
        self.record = record
        self._address = server.address
        self._client = _connected(server)

    def create_collection(self, name: str, **settings: Any) -> ServedCollection:
        """A new collection of this generation."""
        with _talking(self._address):
            made = self._client.create_collection(self.record.prefix + name, **settings)
        return ServedCollection(made, self, name)

    def get_collection(self, name: str, **settings: Any) -> ServedCollection:
        """A collection of this generation.

        Raises:
            IndexUnusable: the server has it no more.
        """
        settings = {"embedding_function": None, **settings}
        with _talking(self._address):
            found = self._client.get_collection(self.record.prefix + name, **settings)
        return ServedCollection(found, self, name)

    def check(self) -> None:
        """See that the server has all that was written.

        Raises:
            IndexUnusable: it has not.
        """
        for name, rows in self.record.rows.items():
            if self.get_collection(name).count() != rows:
                raise IndexUnusable(
                    f"The Chroma server at {self._address} holds only a part of the search index."
                )

    def count(self, name: str, rows: int) -> None:
        """Note that a collection was given more rows."""
        known = {**self.record.rows, name: self.record.rows.get(name, 0) + rows}
        self.record = replace(self.record, rows=known)

    def remove(self) -> None:
        """Remove all collections of this generation, also those of a build that broke off."""
        with _talking(self._address):
            for found in self._client.list_collections():
                if found.name.startswith(self.record.prefix):
                    self._client.delete_collection(found.name)

    def close(self) -> None:
        """Let go of the server."""
        self._client.close()
        # Chroma's client, as of 1.5, leaves its own connections and those of its part open
        for part in (self._client, getattr(self._client, "_admin_client", None)):
            session = getattr(getattr(part, "_server", None), "_session", None)
            if session is not None:
                session.close()


class ServedCollection:
    """A collection whose server may be gone at any moment, which is then said in one sentence."""

    def __init__(self, collection: Any, home: ServedVectors, name: str) -> None:
        self._collection = collection
        self._home = home
        self._name = name

    def add(self, ids: list[str], **what: Any) -> None:
        """Add rows."""
        with _talking(self._home.record.address):
            self._collection.add(ids=ids, **what)
        self._home.count(self._name, len(ids))

    def count(self) -> int:
        """Number of rows."""
        with _talking(self._home.record.address):
            return int(self._collection.count())

    def get(self, **what: Any) -> Any:
        """Rows as stored."""
        with _talking(self._home.record.address):
            return self._collection.get(**what)

    def query(self, **what: Any) -> Any:
        """Nearest rows."""
        with _talking(self._home.record.address):
            return self._collection.query(**what)


def _server() -> Server | None:
    """The server that is set; a login in its address becomes a header and is written nowhere."""
    given = os.environ.get(_VARIABLE, "").strip()
    if not given:
        return None
    try:
        parts = urlsplit(given)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or parts.scheme not in ("http", "https"):
        raise DxciteError(f"{_VARIABLE} has to be an address such as http://127.0.0.1:8000.")
    named = f"[{host}]" if ":" in host else host
    named += f":{port}" if port else ""
    headers = {}
    if parts.username:
        login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Authorization"] = "Basic " + base64.b64encode(login.encode()).decode()
    return Server(urlunsplit((parts.scheme, named, parts.path.rstrip("/"), "", "")), headers)


def _connected(server: Server) -> Any:
    _greeted(server)
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    try:
        with _talking(server.address):
            return chromadb.HttpClient(
                server.address, headers=dict(server.headers), settings=settings
            )
    except ValueError as error:  # what its client makes of every failure to connect
        raise _unreachable(server.address) from error


def _greeted(server: Server) -> None:
    """Ask whether a Chroma server is there; its client would wait for ever."""
    import httpx

    try:
        said = httpx.get(
            f"{server.address}/api/v2/heartbeat", headers=server.headers, timeout=_PATIENCE_S
        )
    except httpx.HTTPError as error:
        raise _unreachable(server.address) from error
    if said.status_code in (401, 403):
        raise ServerTrouble(f"The Chroma server at {server.address} refuses the login.")
    if said.status_code != 200 or "heartbeat" not in said.text:
        raise ServerTrouble(f"There is no Chroma server at {server.address} ({_VARIABLE}).")


@contextmanager
def _talking(address: str) -> Iterator[None]:
    """Say in a user's words what goes wrong between us and the server."""
    import httpx
    from chromadb.errors import ChromaError, NotFoundError

    try:
        yield
    except NotFoundError as error:
        raise IndexUnusable(
            f"The Chroma server at {address} does not hold this search index."
        ) from error
    except ChromaError as error:
        raise _failed(address, error) from error
    except httpx.HTTPError as error:
        raise _unreachable(address) from error
    except Exception as error:
        if type(error) is Exception:  # a reply that Chroma's client has no type for, of a proxy say
            raise _failed(address, error) from error
        raise


def _unreachable(address: str) -> ServerTrouble:
    return ServerTrouble(
        f"The Chroma server at {address} does not answer; start it (`chroma run`), or unset "
        f"{_VARIABLE} to keep the vectors beside the index."
    )


def _failed(address: str, error: Exception) -> ServerTrouble:
    why = next(iter(str(error).splitlines()), type(error).__name__)[:_SHOWN]
    return ServerTrouble(f"The Chroma server at {address} failed ({why}); see its own log.")


def _remove(record: Record) -> None:
    server = _server()
    if server is None or server.address != record.address:
        return
    with suppress(DxciteError):
        vectors = ServedVectors(server, record)
        try:
            vectors.remove()
        finally:
            vectors.close()


def _records(store: IndexStore) -> dict[str, Record]:
    """By the beginning of the names, which stays when a folder gets its final name."""
    found = [_read(path) for path in store.folder.iterdir()]
    return {record.prefix: record for record in found if record}


def _read(folder: Path) -> Record | None:
    try:
        return Record(**orjson.loads((folder / _RECORD).read_bytes()))
    except (OSError, orjson.JSONDecodeError, TypeError):
        return None


def _write(folder: Path, record: Record) -> None:
    write_atomically(folder / _RECORD, orjson.dumps(asdict(record), option=orjson.OPT_SORT_KEYS))
