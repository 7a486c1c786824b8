"""Chroma's core gives what its client gives, without the client."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from indexes import chroma_core
from indexes.chroma_core import CoreCollection, local_client, local_collection

ROWS = 300


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    client = local_client(tmp_path)
    made = client.create_collection(
        "codes", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    vectors = np.random.default_rng(3).normal(size=(ROWS, 16)).astype(np.float32)
    made.add(ids=[str(i) for i in range(ROWS)], embeddings=vectors)
    client.close()
    return tmp_path


def test_the_core_finds_what_the_client_finds(folder: Path) -> None:
    asked = np.random.default_rng(5).normal(size=(4, 16)).astype(np.float32)
    own = local_collection(folder, "codes")
    assert isinstance(own, CoreCollection)
    found = own.query(query_embeddings=asked, n_results=20, include=["distances"])
    client = local_client(folder)
    theirs = client.get_collection("codes", embedding_function=None).query(
        query_embeddings=asked, n_results=20, include=["distances"]
    )
    client.close()
    assert found["ids"] == theirs["ids"]
    assert found["distances"] == theirs["distances"]
    assert len(set(found["ids"][0])) == 20


def test_another_version_is_read_by_its_client(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chroma_core, "_TRIED", "0.0.0")
    read = local_collection(folder, "codes")
    assert not isinstance(read, CoreCollection)
    assert read.count() == ROWS


def test_a_search_does_without_the_client(folder: Path) -> None:
    code = (
        "import sys, numpy as np; from pathlib import Path\n"
        "from indexes.chroma_core import local_collection\n"
        "codes = local_collection(Path(sys.argv[1]), 'codes')\n"
        "row = np.ones((1, 16), dtype=np.float32)\n"
        "print(len(codes.query(row, 5, ['distances'])['ids'][0]), 'chromadb' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["5", "False"]
