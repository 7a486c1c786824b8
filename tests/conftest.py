"""What every test gets: a home of its own, no network but loopback, one index for all."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from indexes.index import Index

ROOT = Path(__file__).resolve().parents[1]
OFFICIAL = Path(os.environ.get("DXCITE_OFFICIAL", ROOT.parent / "shared" / "official"))
_LOCAL = ("", "localhost", "127.0.0.1", "::1", "0.0.0.0", socket.gethostname())
_UNSET = ("DXCITE_", "OPENAI_", "OLLAMA_", "ANTHROPIC_", "LANGCHAIN_", "LANGSMITH_", "HF_")
_SHOWN = ("torch", "chromadb", "gradio", "langchain-core", "pydantic", "numpy")


def pytest_report_header(config: pytest.Config) -> str:
    from guidelines._version import __version__

    libraries = ", ".join(f"{name} {version(name)}" for name in _SHOWN)
    return f"dxcite {__version__}, {libraries}"


def kept_folder(request: pytest.FixtureRequest, name: str) -> Path:
    """A folder that the next test session finds again; what is in it says what it was made from."""
    cache = getattr(request.config, "cache", None)
    if cache is None:
        return request.getfixturevalue("tmp_path_factory").mktemp(name)
    return Path(cache.mkdir(name))


@pytest.fixture(scope="session", autouse=True)
def own_environment(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """No setting of the developer's, no hub, and caches that are the tests' own."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(_UNSET) and name not in ("DXCITE_OFFICIAL", "DXCITE_SHOTS"):
                patch.delenv(name)
        patch.setenv("HOME", str(home))
        patch.setenv("HF_HUB_OFFLINE", "1")
        patch.setenv("DXCITE_CACHE", str(kept_folder(request, "dxcite-cache")))
        patch.setenv("DXCITE_DATA", str(home / "data"))
        yield


@pytest.fixture(autouse=True)
def isolated(own_environment: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home and a data folder for each test, and no look-up of outside names."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DXCITE_DATA", str(tmp_path / "data"))
    look_up = socket.getaddrinfo

    def local_only(host, *rest, **more):  # type: ignore[no-untyped-def]
        name = host.decode() if isinstance(host, bytes) else host or ""
        if name not in _LOCAL:
            raise socket.gaierror(f"tests look up no outside name, such as {name}")
        return look_up(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", local_only)


@pytest.fixture(scope="session")
def index_data(own_environment: None, request: pytest.FixtureRequest) -> Path:
    """A data folder with a built index; kept between sessions and built again when out of date."""
    from indexes.index import open_index
    from indexes.store import IndexStore

    folder = kept_folder(request, "dxcite-data")
    open_index(IndexStore(folder / "index"))
    return folder


@pytest.fixture
def with_index(index_data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Makes the built index the one that the test, and programs it starts, use."""
    monkeypatch.setenv("DXCITE_DATA", str(index_data))
    return index_data


@pytest.fixture(scope="session")
def index(index_data: Path) -> Index:
    """The open index."""
    from indexes.index import open_index
    from indexes.store import IndexStore

    return open_index(IndexStore(index_data / "index"))


@pytest.fixture(scope="session")
def assistant(index: Index) -> Assistant:
    """Answers questions without a language model."""
    from assistant.pipeline import Assistant

    return Assistant(index)


@pytest.fixture(scope="session")
def official() -> Path:
    """The folder of official files that a developer may have beside the repository."""
    if not OFFICIAL.is_dir():
        pytest.skip(f"no official files in {OFFICIAL}; set DXCITE_OFFICIAL")
    return OFFICIAL
