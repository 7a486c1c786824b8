"""Chroma's collections on this machine, read through the core that its Python client wraps.

The client takes a second to import, with telemetry, servers and embedding functions that a search
has no use for; the core takes a fiftieth of that, reads the same files and gives the same numbers.
It is no public interface, so it is only used in the version of Chroma that it was tried with; with
any other the client reads the collection.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_TRIED = "1.5.9"
_HOME = ("default_tenant", "default_database")  # where a client makes its collections
_OPEN_GRAPHS = 4  # graphs kept in memory; there is one a collection


def local_client(folder: Path) -> Any:
    """Chroma's client for a folder, which it may write to."""
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def local_collection(folder: Path, name: str) -> Any:
    """A collection to search; Chroma writes to the folder even when it only opens it.

    Returns:
        What has Chroma's `query`, with embeddings and distances.
    """
    if metadata.version("chromadb") == _TRIED:
        return CoreCollection(folder, name)
    return local_client(folder).get_collection(name, embedding_function=None)


class CoreCollection:
    """A collection read by Chroma's core, with as much of Chroma's interface as a search needs."""

    def __init__(self, folder: Path, name: str) -> None:
        import chromadb_rust_bindings as core

        database = core.SqliteDBConfig(
            url=str(folder / "chroma.sqlite3"),
            hash_type=core.MigrationHash.MD5,
            migration_mode=core.MigrationMode.Apply,
        )
        self._core = core.Bindings(
            allow_reset=False,
            sqlite_db_config=database,
            persist_path=str(folder),
            hnsw_cache_size=_OPEN_GRAPHS,
        )
        self._id = str(self._core.get_collection(name, *_HOME).id)

    def query(
        self, query_embeddings: NDArray[np.float32], n_results: int, include: Sequence[str]
    ) -> dict[str, Any]:
        """Nearest rows of each embedding: `ids`, and what `include` names (`distances`)."""
        found = self._core.query(
            self._id, None, list(query_embeddings), n_results, None, None, list(include), *_HOME
        )
        return {"ids": found.ids, "distances": found.distances}
