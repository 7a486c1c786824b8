"""The index as a whole: built once, opened safely, searched."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from guidelines.codeset import load_codeset
from guidelines.errors import DxciteError
from indexes import index as index_module
from indexes.chroma_core import local_client
from indexes.index import Index, build_index, inputs, open_index
from indexes.store import IndexStore, IndexUnusable, private_view

ROOT = Path(__file__).resolve().parents[2]
_CAP_DAC_OVERRIDE, _PR_CAPBSET_DROP = 1, 24


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds that take no time: what is stored is not what these tests are about."""

    def fill(folder: Path, progress: Callable[[str, int, int], None]) -> dict[str, int]:
        progress("filling", 0, 1)
        (folder / "data.bin").write_bytes(os.urandom(16))
        progress("filling", 1, 1)
        return {"sections": 1}

    monkeypatch.setattr(index_module, "_fill", fill)
    monkeypatch.setattr(index_module, "_open", lambda folder, manifest: (folder, manifest))


def test_the_manifest_says_what_the_index_holds(index: Index) -> None:
    assert index.manifest.inputs == inputs()
    assert index.manifest.counts["sections"] == len(index.digest)
    assert index.manifest.counts["guideline texts"] > 4 * len(index.digest)
    assert index.manifest.counts["code terms"] > 46_000


def test_sections_and_codes_are_found(index: Index) -> None:
    found = index.guidelines.search(["Does hypertension with heart failure need a linking word?"])
    assert found[0].section == "I.C.9.a.1" or "I.C.9.a" in {f.section for f in found[:3]}
    hits = index.terms.search("type 2 diabetes with retinopathy", load_codeset())
    assert hits[0].code.startswith("E11.3")


def test_chroma_finds_what_exact_search_finds(index: Index) -> None:
    view = local_client(private_view(index.folder / "chroma"))
    client = view.get_collection("guidelines", embedding_function=None)
    kept = client.get(include=["embeddings"])
    keys, vectors = kept["ids"], np.asarray(kept["embeddings"], dtype=np.float32)
    chosen = np.random.default_rng(7).choice(len(keys), 40, replace=False)
    found = client.query(query_embeddings=vectors[chosen], n_results=10, include=["distances"])
    hits = 0
    for row, ids in zip(chosen, found["ids"], strict=True):
        scores = vectors @ vectors[row]
        tenth = np.sort(scores)[-10]
        near = {keys[i] for i in np.flatnonzero(scores >= tenth - 1e-5)}
        hits += len(near & set(ids))
    assert hits / (10 * len(chosen)) >= 0.99


def test_a_missing_index_is_built_and_then_only_opened(small: None, tmp_path: Path) -> None:
    store = IndexStore(tmp_path / "index")
    steps: list[tuple[str, int, int]] = []
    first, _ = open_index(store, lambda *step: steps.append(step))
    assert steps == [("filling", 0, 1), ("filling", 1, 1)]
    second, _ = open_index(store, lambda *step: steps.append(step))
    assert second == first
    assert len(steps) == 2


def test_a_stale_index_is_built_again(
    small: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = IndexStore(tmp_path / "index")
    first = build_index(store)
    monkeypatch.setenv("DXCITE_EMBEDDING", "another")
    second, manifest = open_index(store)
    assert second != first
    assert manifest.inputs["text embedding"] == "another"


def test_a_damaged_index_is_built_again(small: None, tmp_path: Path) -> None:
    store = IndexStore(tmp_path / "index")
    first = build_index(store)
    (first / "data.bin").write_bytes(b"other")
    second, _ = open_index(store)
    assert second != first


def test_a_failed_build_leaves_nothing_behind(
    small: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = IndexStore(tmp_path / "index")
    built = build_index(store)

    def full(folder: Path, progress: object) -> dict[str, int]:
        (folder / "half.bin").write_bytes(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(index_module, "_fill", full)
    with pytest.raises(DxciteError, match="disk is full"):
        build_index(store)
    assert store.verified(inputs())[0] == built
    assert not list(store.folder.glob("building-*"))


def test_chroma_on_a_full_disk_is_one_plain_error(
    small: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path, progress: object) -> dict[str, int]:
        raise RuntimeError("error returned from database: (code: 13) database or disk is full")

    monkeypatch.setattr(index_module, "_fill", full)
    with pytest.raises(DxciteError, match="free some space"):
        build_index(IndexStore(tmp_path / "index"))


def test_a_fault_of_the_program_is_not_blamed_on_the_disk(
    small: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(folder: Path, progress: object) -> dict[str, int]:
        raise KeyError("x")

    monkeypatch.setattr(index_module, "_fill", faulty)
    with pytest.raises(KeyError):
        build_index(IndexStore(tmp_path / "index"))


BUILDER = """
import sys, time
from pathlib import Path
from indexes import index as module
from indexes.store import IndexStore
def fill(folder, progress):
    (folder / "data.bin").write_bytes(b"1")
    print("filling", flush=True)
    time.sleep(float(sys.argv[2]))
    return {"sections": 1}
module._fill = fill
module._open = lambda folder, manifest: folder
print(module.open_index(IndexStore(Path(sys.argv[1]))).name, flush=True)
"""


def builder(folder: Path, seconds: float) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", BUILDER, str(folder), str(seconds)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )


def test_of_two_builders_one_builds_and_both_open_the_same(tmp_path: Path) -> None:
    with builder(tmp_path / "index", 1) as one, builder(tmp_path / "index", 1) as other:
        said = [one.communicate(timeout=120)[0].split(), other.communicate(timeout=120)[0].split()]
    assert sorted(map(len, said)) == [1, 2]
    assert said[0][-1] == said[1][-1]


def test_a_killed_build_is_swept_and_done_again(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    with builder(folder, 60) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "filling\n"
        process.send_signal(signal.SIGKILL)
    assert IndexStore(folder).current is None
    assert list(folder.glob("building-*"))
    with builder(folder, 0) as process:
        said = process.communicate(timeout=120)[0].split()
    assert IndexStore(folder).current == folder / said[-1]
    assert not list(folder.glob("building-*"))


READER = """
import sys
from datetime import date
from pathlib import Path
from guidelines.codeset import load_codeset
from indexes.index import open_index
from indexes.store import IndexStore
index = open_index(IndexStore(Path(sys.argv[1])))
section = index.guidelines.search(["When is sepsis sequenced first?"])[0].section
code = index.terms.search("tennis elbow", load_codeset(date(2026, 11, 1)))[0].code
print(section, code)
"""


def reader(folder: Path, may_write: bool = True) -> subprocess.Popen[str]:
    def give_up_root() -> None:
        # root may write anywhere unless it gives up this right
        ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, 0, 0, 0)

    drop = None if may_write or not sys.platform.startswith("linux") else give_up_root
    return subprocess.Popen(
        [sys.executable, "-c", READER, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        text=True,
        preexec_fn=drop,
    )


def copy(index: Index, folder: Path) -> Path:
    shutil.copytree(index.folder.parent, folder, ignore=shutil.ignore_patterns("building-*"))
    return folder


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_read_only_folder_is_read_from(index: Index, tmp_path: Path) -> None:
    folder = copy(index, tmp_path / "index")
    paths = [folder, *folder.rglob("*")]
    before = {p: p.stat().st_mtime_ns for p in paths}
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with reader(folder, may_write=False) as process:
            said, errors = process.communicate(timeout=180)
    finally:
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert process.returncode == 0, errors[-800:]
    assert said.split()[1].startswith("M77.1")
    assert {p: p.stat().st_mtime_ns for p in [folder, *folder.rglob("*")]} == before


def test_many_readers_find_the_same_and_change_nothing(index: Index) -> None:
    folder = index.folder.parent
    readers = [reader(folder) for _ in range(3)]
    said = [r.communicate(timeout=240) for r in readers]
    assert all(r.returncode == 0 for r in readers), said
    assert len({out for out, _ in said}) == 1
    assert IndexStore(folder).verified(inputs())[0] == index.folder


def test_every_file_of_a_real_index_is_guarded(index: Index, tmp_path: Path) -> None:
    """One bit in the middle of each file, then half of it gone."""
    store = IndexStore(copy(index, tmp_path / "index"))
    folder = store.current
    assert folder is not None
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.stat().st_size]
    assert len(files) > 15
    small_first = sorted(files, key=lambda p: p.stat().st_size)
    for path in small_first:
        whole = path.read_bytes()
        middle = len(whole) // 2
        for damaged in (
            whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
            whole[:middle],
        ):
            path.write_bytes(damaged)
            with pytest.raises(IndexUnusable):
                store.verified(inputs())
        path.write_bytes(whole)
    assert store.verified(inputs())[0] == folder


def test_the_manifest_is_plain_json_that_people_can_read(index: Index) -> None:
    facts = json.loads((index.folder / "manifest.json").read_text())
    assert set(facts) == {"format", "inputs", "libraries", "counts", "files", "seconds"}


def test_opening_is_quick(index: Index) -> None:
    started = time.process_time()
    open_index(IndexStore(index.folder.parent))
    assert time.process_time() - started < 10
