"""Generations of an index: sealed, verified, never half there."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from guidelines.errors import DxciteError
from indexes import store as store_module
from indexes.store import IndexBusy, IndexStore, IndexUnusable, Manifest, private_view

INPUTS = {"digest": "1", "codes": "2"}


@pytest.fixture
def store(tmp_path: Path) -> IndexStore:
    return IndexStore(tmp_path / "index")


def build(store: IndexStore, content: bytes = b"vectors", inputs: dict[str, str] = INPUTS) -> Path:
    with store.building(5):
        folder = store.begin()
        (folder / "chroma").mkdir()
        (folder / "chroma" / "data.bin").write_bytes(content)
        (folder / "terms.json").write_bytes(b"[]")
        return store.seal(folder, inputs, {"sections": 3}, 1.5)


def test_a_sealed_generation_is_verified_with_its_facts(store: IndexStore) -> None:
    built = build(store)
    folder, manifest = store.verified(INPUTS)
    assert folder == built == store.current
    assert isinstance(manifest, Manifest)
    assert manifest.inputs == INPUTS
    assert manifest.counts == {"sections": 3}
    assert manifest.seconds == 1.5
    assert sorted(manifest.files) == ["chroma/data.bin", "terms.json"]


def test_without_an_index_the_message_says_how_to_get_one(store: IndexStore) -> None:
    with pytest.raises(IndexUnusable, match="dxcite index build"):
        store.verified(INPUTS)


def test_the_name_of_a_changed_input_is_told(store: IndexStore) -> None:
    build(store)
    with pytest.raises(IndexUnusable, match="the codes changed"):
        store.verified({**INPUTS, "codes": "3"})


def test_other_library_versions_make_an_index_stale(
    store: IndexStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(store)
    monkeypatch.setattr(store_module, "library_versions", lambda: {"chromadb": "0"})
    with pytest.raises(IndexUnusable, match="library versions"):
        store.verified(INPUTS)


def test_an_index_of_another_format_is_stale(
    store: IndexStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(store)
    monkeypatch.setattr(store_module, "FORMAT", store_module.FORMAT + 1)
    with pytest.raises(IndexUnusable, match="another version of dxcite"):
        store.verified(INPUTS)


@pytest.mark.parametrize("damage", ["flip", "truncate", "empty", "remove", "add"])
@pytest.mark.parametrize("name", ["chroma/data.bin", "terms.json", "manifest.json"])
def test_any_damage_to_any_file_is_noticed(store: IndexStore, name: str, damage: str) -> None:
    folder = build(store)
    damaged(folder / name, damage)
    with pytest.raises(IndexUnusable):
        store.verified(INPUTS)


def damaged(path: Path, how: str) -> None:
    data = path.read_bytes()
    middle = len(data) // 2
    if how == "remove":
        path.unlink()
    elif how == "add":
        path.with_name("stray.bin").write_bytes(b"")
        path.write_bytes(data + b" ")
    else:
        flipped = data[:middle] + bytes([data[middle] ^ 0x20]) + data[middle + 1 :]
        path.write_bytes({"flip": flipped, "truncate": data[:middle], "empty": b""}[how])


@pytest.mark.parametrize("content", [b"", b"gen-0", b"../../etc", b"\xff\x00", b"gen-" + b"0" * 16])
def test_a_damaged_pointer_is_no_index(store: IndexStore, content: bytes) -> None:
    build(store)
    (store.folder / "current").write_bytes(content)
    with pytest.raises(IndexUnusable):
        store.verified(INPUTS)


def test_a_manifest_that_says_something_else_is_not_believed(store: IndexStore) -> None:
    folder = build(store)
    facts = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**facts, "seconds": 9}))
    with pytest.raises(IndexUnusable, match="damaged"):
        store.verified(INPUTS)


def test_a_build_that_broke_off_leaves_the_old_generation_in_use(store: IndexStore) -> None:
    built = build(store)
    half = store.begin()
    (half / "chroma").mkdir()
    assert store.verified(INPUTS)[0] == built
    build(store, b"new")
    assert not half.exists()


def test_the_generation_before_stays_for_those_who_read_from_it(store: IndexStore) -> None:
    first = build(store, b"1")
    second = build(store, b"2")
    third = build(store, b"3")
    assert store.current == third
    assert second.exists()
    assert not first.exists()


def test_only_one_builds(store: IndexStore) -> None:
    waiting = "building the search index; wait"
    with (
        store.building(5),
        pytest.raises(IndexBusy, match=waiting),
        IndexStore(store.folder).building(0.05),
    ):
        pass
    with store.building(0):
        pass


def test_a_folder_that_cannot_be_made_is_one_plain_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = IndexStore(tmp_path / "file" / "index")
    assert store.current is None
    with pytest.raises(DxciteError, match="DXCITE_DATA"), store.building(1):
        pass
    with pytest.raises(DxciteError, match="DXCITE_DATA"):
        store.begin()


def test_a_private_view_is_apart_from_what_it_shows(tmp_path: Path) -> None:
    chroma = tmp_path / "chroma"
    (chroma / "segment").mkdir(parents=True)
    (chroma / "segment" / "data.bin").write_bytes(b"vectors")
    (chroma / "chroma.sqlite3").write_bytes(b"rows")
    view = private_view(chroma)
    (view / "chroma.sqlite3").write_bytes(b"changed")
    assert (view / "segment" / "data.bin").read_bytes() == b"vectors"
    assert (chroma / "chroma.sqlite3").read_bytes() == b"rows"


def test_no_room_for_a_private_view_is_one_plain_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_more: object) -> str:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(store_module.tempfile, "mkdtemp", full)
    with pytest.raises(DxciteError, match="No space left"):
        private_view(tmp_path)
