"""What the plain baselines search: chunks of the digest and the titles of the code set.

The texts are embedded with the same MiniLM and kept by the same Chroma that dxcite uses, in the
usual way: one vector a chunk, cosine, nearest first. Each collection is built once and sealed by a
last file, so that one that was cut off is built again.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from guidelines.codeset import CodeSet, load_codeset
from guidelines.folders import data_folder
from guidelines.releases import CODE_RELEASES
from guidelines.sections import Digest, load_digest
from indexes._text import words
from indexes.chroma_core import local_client
from indexes.embedding import TextEmbedding, model_fingerprint
from indexes.lexical import LexicalIndex
from indexes.store import private_view, write_atomically

_CHUNK = 800  # characters; usual for retrieval over prose
_BATCH = 5_000  # Chroma refuses more than 5,461 rows at a time
_FORMAT = "3"


@dataclass(frozen=True, slots=True)
class Row:
    """A text and what it stands for, a section or a code."""

    ref: str
    text: str


def chunk_rows(digest: Digest) -> list[Row]:
    """Each section's statements under its title, cut where they grow past a chunk."""
    return [Row(s.id, text) for s in digest.values() for text in _chunks(s.title, s.text)]


def title_rows(codes: CodeSet) -> list[Row]:
    """The titles of what can be reported; a code that takes a 7th character gets the first one."""
    found: list[Row] = []
    for entry in codes.entries():
        if codes.base_of(entry.code) != entry.code or entry.kind in ("chapter", "section"):
            continue
        if entry.billable:
            found.append(Row(entry.code, entry.title))
        elif entry.children and codes.base_of(entry.children[0]) == entry.code:
            found.append(Row(entry.children[0], entry.title))
    return found


@dataclass(frozen=True, slots=True)
class PlainIndex:
    """A collection searched densely and by words.

    Attributes:
        rows: The texts, by position.
        lexical: Their words.
        collection: Their vectors.
    """

    rows: Sequence[Row]
    lexical: LexicalIndex
    collection: Any

    def dense(self, vector: list[float], k: int) -> list[int]:
        """Positions of the nearest texts."""
        found = self.collection.query(query_embeddings=[vector], n_results=k, include=[])
        return [int(key) for key in found["ids"][0]]

    def by_words(self, text: str, k: int) -> list[int]:
        """Positions of the best matches of words (BM25)."""
        scores = self.lexical.scores(words(text))
        order = scores.argsort(kind="stable")[::-1][:k]
        return [int(i) for i in order if scores[i] > 0]


def prepare() -> None:
    """Build the collections that are not there."""
    for name, rows in _all_rows().items():
        _prepared(name, rows)


def open_plain(name: str) -> PlainIndex:
    """A collection of the store, built where it is not there: "sections" or "codes"."""
    folder = _prepared(name, _all_rows()[name])
    lines = (folder / "rows.jsonl").read_bytes().splitlines()
    rows = [Row(*orjson.loads(line)) for line in lines]
    lexical = LexicalIndex.open(folder / "lexical")
    client = local_client(private_view(folder / "chroma"))
    return PlainIndex(rows, lexical, client.get_collection("texts", embedding_function=None))


def _prepared(name: str, rows: Sequence[Row]) -> Path:
    """The folder of a collection; the titles need not be embedded again for a new digest."""
    folder = data_folder() / "baselines" / f"{name}-{_fingerprint(rows)}"
    if not (folder / "sealed").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _build(folder, rows)
        write_atomically(folder / "sealed", _FORMAT.encode())
    return folder


def _all_rows() -> dict[str, list[Row]]:
    rows = {"sections": chunk_rows(load_digest())}
    newest: date = CODE_RELEASES[-1].start
    rows["codes"] = title_rows(load_codeset(newest))
    return rows


def _fingerprint(rows: Sequence[Row]) -> str:
    made_from = repr((_FORMAT, model_fingerprint(), [(r.ref, r.text) for r in rows]))
    return hashlib.sha256(made_from.encode()).hexdigest()[:16]


def _chunks(title: str, statements: Sequence[str]) -> Iterator[str]:
    held = title
    for statement in statements:
        if len(held) + len(statement) > _CHUNK and held != title:
            yield held
            held = title
        held = f"{held}. {statement}" if held == title else f"{held} {statement}"
    yield held


def _build(place: Path, rows: Sequence[Row]) -> None:
    (place / "rows.jsonl").write_bytes(
        b"".join(orjson.dumps([r.ref, r.text]) + b"\n" for r in rows)
    )
    LexicalIndex.build([words(r.text) for r in rows]).save(place / "lexical")
    vectors = TextEmbedding().embed([r.text for r in rows])
    client = local_client(place / "chroma")
    collection = client.create_collection(
        "texts", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    for start in range(0, len(rows), _BATCH):
        end = min(start + _BATCH, len(rows))
        ids = [str(i) for i in range(start, end)]
        collection.add(ids=ids, embeddings=vectors[start:end])
    client.close()
