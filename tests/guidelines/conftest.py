"""Code sets for the tests, parsed once into a cache of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from guidelines.codeset import CodeSet, load_codeset


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
