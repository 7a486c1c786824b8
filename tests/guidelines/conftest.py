"""Code sets for the tests, parsed once into a cache of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from guidelines.codeset import CodeSet, load_codeset

OFFICIAL = Path(
    os.environ.get("DXCITE_OFFICIAL", Path(__file__).resolve().parents[3] / "shared" / "official")
)


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DXCITE_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def april(own_cache: None) -> CodeSet:
    return load_codeset(date(2026, 5, 1))


@pytest.fixture(scope="session")
def fy2027(own_cache: None) -> CodeSet:
    return load_codeset(date(2026, 11, 1))


@pytest.fixture(scope="session")
def official() -> Path:
    """The folder of official files that a developer may have beside the repository."""
    if not OFFICIAL.is_dir():
        pytest.skip(f"no official files in {OFFICIAL}; set DXCITE_OFFICIAL")
    return OFFICIAL
