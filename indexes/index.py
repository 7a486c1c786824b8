"""The search index as a whole: what goes in, building it, opening it."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from guidelines.codeset import builtin_codeset, fy2027_changes
from guidelines.codeset._source import tabular_file
from guidelines.errors import DxciteError
from guidelines.folders import data_folder
from guidelines.releases import APRIL_2026, FY2027
from guidelines.sections import Digest, load_digest
from indexes import vector_server
from indexes._surface_table import SurfaceTable
from indexes.answer_embedding import (
    AnswerEmbedding,
    answer_vectors_file,
    answered,
    answers_fingerprint,
)
from indexes.answer_vectors import AnswerVectors
from indexes.chroma_core import local_client, local_collection
from indexes.digest_vectors import embedded
from indexes.embedding import TextEmbedding, model_fingerprint, one_thread
from indexes.guideline_index import GuidelineIndex, documents, lexical_terms
from indexes.lexical import LexicalIndex
from indexes.lexicon import Lexicon, load_lexicon
from indexes.section_vectors import SectionVectors
from indexes.static_embedding import StaticEmbedding
from indexes.store import IndexNotWritable, IndexStore, IndexUnusable, Manifest, private_view
from indexes.term_index import TermIndex, surface_rows

_CHROMA_BATCH = 5_000  # Chroma refuses more than 5,461 rows at a time
_SEARCH_EF = 400  # neighbours explored per query; the default finds .945 of the true ten nearest
_BUILD_EF = 100  # neighbours explored for each text that is added
_CODES_BUILD_EF = 50  # of the hundred nearest terms .981 are found, not .994, in half the build
_PROGRAM = (
    "_arrays.py",
    "_minilm.py",
    "_surface.py",
    "_surface_table.py",
    "_text.py",
    "_tuning.py",
    "answer_embedding.py",
    "answer_vectors.py",
    "chroma_core.py",
    "digest_vectors.py",
    "guideline_index.py",
    "index.py",
    "lexical.py",
    "section_vectors.py",
    "term_index.py",
    "vector_server.py",
)
"""Modules that decide what is written into an index."""
_VECTORS = "sections"
_ANSWERS = "answers"
_LEAST_FREE = 1_000_000  # bytes; with less, whatever failed failed for want of space
_WAIT_S = 300.0  # how long to wait for another process that is building


class Progress(Protocol):
    """Told how a build goes on: a step's name, rows done in it, rows in all."""

    def __call__(self, step: str, done: int, total: int) -> None:
        """Report progress."""


def _quiet(step: str, done: int, total: int) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Index:
    """An open index: search over guideline sections and over terms."""

    folder: Path
    manifest: Manifest
    digest: Digest
    lexicon: Lexicon
    embedding: TextEmbedding
    guidelines: GuidelineIndex
    terms: TermIndex


def inputs() -> dict[str, str]:
    """Fingerprints of all that an index is made from."""
    program = hashlib.sha256()
    for name in _PROGRAM:
        program.update((resources.files("indexes") / name).read_bytes())
    return {
        "guideline digest": load_digest().fingerprint,
        "Tabular List": hashlib.sha256(tabular_file().read_bytes()).hexdigest(),
        "FY2027 changes": hashlib.sha256(repr(fy2027_changes()).encode()).hexdigest(),
        "lexicon": load_lexicon().fingerprint,
        "text embedding": model_fingerprint(),
        "answer embedding": answers_fingerprint(),
        "code embedding": StaticEmbedding.fingerprint(),
        "indexing program": program.hexdigest(),
        "place of the vectors": vector_server.place(),
    }


def build_index(store: IndexStore | None = None, progress: Progress = _quiet) -> Path:
    """Build a new generation and put it in place of the old one.

    Raises:
        IndexBusy: another process is building and does not finish in time.
        DxciteError: the folder cannot be written, or the disk is full.
    """
    store = store or default_store()
    with store.building(_WAIT_S):
        return _build(store, progress)


def _build(store: IndexStore, progress: Progress) -> Path:
    started = time.monotonic()
    made_from = inputs()
    building = store.begin()
    try:
        counts = _fill(building, progress)
        with vector_server.swept(store):
            return store.seal(building, made_from, counts, round(time.monotonic() - started, 1))
    except BaseException as error:
        vector_server.drop(building)
        shutil.rmtree(building, ignore_errors=True)
        if _disk_trouble(error, store.folder):
            raise DxciteError(
                f"The search index could not be written to {store.folder} (the disk is full or "
                "not writable); free some space or set DXCITE_DATA to another folder. An index "
                "that was there still works."
            ) from error
        raise


def _disk_trouble(error: BaseException, folder: Path) -> bool:
    if isinstance(error, DxciteError):
        return False
    # Chroma wraps the system's error in one of its own
    full = "full" in str(error) or shutil.disk_usage(folder).free < _LEAST_FREE
    return isinstance(error, OSError) or (isinstance(error, Exception) and full)


def _fill(folder: Path, progress: Progress) -> dict[str, int]:
    served = vector_server.begin(folder)  # before minutes of work for a server that is not there
    digest = load_digest()
    progress("reading the Tabular List", 0, 1)
    terms = _fill_terms(folder / "terms")
    LexicalIndex.build([lexical_terms(digest, s) for s in digest.values()]).save(folder / "lexical")
    progress("reading the Tabular List", 1, 1)

    texts = documents(digest)
    done = 0

    def tick(count: int) -> None:
        nonlocal done
        done += count
        progress("embedding the guidelines", done, len(texts))

    embedding = TextEmbedding()
    vectors = embedded(
        [d.text for d in texts],
        model_fingerprint(),
        lambda missing: embedding.embed(missing, tick),
    )
    tick(len(texts) - done)
    keys = [d.key for d in texts]
    # every text of a section counts in its score: what is searched whole is read as it lies
    SectionVectors.fitted(keys, vectors, list(digest)).save(folder / _VECTORS)
    AnswerVectors.made(digest, _answer_vectors(digest)).save(folder / _ANSWERS)
    client = served or local_client(folder / "chroma")
    try:
        _store(client, "guidelines", keys, vectors, progress, _BUILD_EF)
        # half precision is how the table keeps them, and they need not be embedded twice
        codes = SurfaceTable.open(folder / "terms").vectors
        positions = [str(i) for i in range(terms)]
        _store(client, "codes", positions, codes, progress, _CODES_BUILD_EF)
        vector_server.end(folder, client)
    finally:
        client.close()
    return {"sections": len(digest), "guideline texts": len(texts), "code terms": terms}


def _answer_vectors(digest: Digest) -> NDArray[np.float32]:
    questions = [question for _, _, question in answered(digest)]
    embed = AnswerEmbedding().embed
    return embedded(questions, answers_fingerprint(), embed, answer_vectors_file())


def _fill_terms(folder: Path) -> int:
    """Write the term index."""
    codesets = [builtin_codeset(r) for r in (APRIL_2026, FY2027)]
    rows = surface_rows(codesets, load_lexicon())
    TermIndex.build(rows, folder)
    return len(rows)


def _store(
    client: Any,
    name: str,
    ids: Sequence[str],
    vectors: NDArray[Any],
    progress: Progress,
    explored: int,
) -> None:
    graph = {"space": "cosine", "ef_search": _SEARCH_EF, "ef_construction": explored}
    collection = client.create_collection(
        name, embedding_function=None, configuration={"hnsw": graph}
    )
    for start in range(0, len(ids), _CHROMA_BATCH):
        end = min(start + _CHROMA_BATCH, len(ids))
        batch = vectors[start:end].astype(np.float32)
        collection.add(ids=list(ids[start:end]), embeddings=batch)
        progress(f"storing the {name}", end, len(ids))


def default_store() -> IndexStore:
    """The store in the user's data folder."""
    return IndexStore(data_folder() / "index")


def open_index(store: IndexStore | None = None, progress: Progress = _quiet) -> Index:
    """Open the index; build it first where there is none, or it is stale or damaged.

    Raises:
        DxciteError: it cannot be built.
    """
    store = store or default_store()
    made_from = inputs()
    try:
        return _open(*store.verified(made_from))
    except IndexUnusable as reason:
        try:
            # while we waited for the lock, another process may have built it
            with store.building(_WAIT_S):
                return _opened_or_built(store, made_from, progress)
        except IndexNotWritable as error:
            raise IndexNotWritable(f"{reason} {error}") from error


def _opened_or_built(store: IndexStore, made_from: Mapping[str, str], progress: Progress) -> Index:
    try:
        return _open(*store.verified(made_from))
    except IndexUnusable:
        _build(store, progress)
        return _open(*store.verified(made_from))


def _open(folder: Path, manifest: Manifest) -> Index:
    embedding = TextEmbedding()
    one_thread()
    digest, lexicon = load_digest(), load_lexicon()
    terms = StaticEmbedding.load()
    nearest = _nearest(_codes(folder), terms)
    return Index(
        folder,
        manifest,
        digest,
        lexicon,
        embedding,
        GuidelineIndex(
            digest,
            LexicalIndex.open(folder / "lexical"),
            SectionVectors.open(folder / _VECTORS),
            lambda: embedding,
            answers=AnswerVectors.open(folder / _ANSWERS),
        ),
        TermIndex.open(folder / "terms", lexicon, nearest, terms),
    )


def _codes(folder: Path) -> Any:
    """The collection of the code terms, on a server or beside the index."""
    served = vector_server.opened(folder)
    if served is not None:
        return served.get_collection("codes")
    return local_collection(private_view(folder / "chroma"), "codes")


def _nearest(
    collection: Any, encoder: StaticEmbedding
) -> Callable[[str, int], Sequence[tuple[int, float]]]:
    def search(text: str, count: int) -> Sequence[tuple[int, float]]:
        found = collection.query(
            query_embeddings=encoder.embed([text]), n_results=count, include=["distances"]
        )
        return [
            (int(key), 1.0 - float(distance))
            for key, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    return search


# Chroma and its parts look at these on import
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
