"""What dxcite's index is measured against: LangChain, Chroma and MiniLM put together as usual.

The same texts go into two collections of `langchain-chroma`, embedded in full precision by
sentence-transformers with its defaults. Only a share of the texts is embedded, and the time is
scaled up; the collections are smaller for it, which favours this pipeline's queries.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langchain_core.embeddings import Embeddings

from indexes._minilm import model_folder

_BATCH = 2_000
_SEED = 20261001


class PlainEmbedding(Embeddings):
    """sentence-transformers with its defaults."""

    def __init__(self) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(model_folder()), device="cpu")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's interface."""
        rows: list[list[float]] = self._model.encode(texts, show_progress_bar=False).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """LangChain's interface."""
        return self.embed_documents([text])[0]


@dataclass
class Plain:
    """Two open collections, and how long they took.

    Attributes:
        stores: The collections.
        seconds: Time for the texts embedded.
        cpu_seconds: Processor time for them.
        scale: All texts by those embedded.
    """

    stores: list[Any]
    seconds: float
    cpu_seconds: float
    scale: float

    def search(self, question: str) -> None:
        """Ask both collections."""
        for store in self.stores:
            store.similarity_search(question, k=10)


def build_plain(collections: dict[str, list[str]], share: float, folder: Path) -> Plain:
    """Embed a random share of each collection's texts and store them."""
    from langchain_chroma import Chroma

    embedding = PlainEmbedding()
    embedding.embed_query("warm")
    chance = random.Random(_SEED)
    started, used = time.perf_counter(), time.process_time()
    stores, taken = [], 0
    for name, texts in collections.items():
        chosen = chance.sample(texts, max(1, round(len(texts) * share)))
        taken += len(chosen)
        store = Chroma(name, embedding, persist_directory=str(folder / name))
        for start in range(0, len(chosen), _BATCH):
            store.add_texts(chosen[start : start + _BATCH])
        stores.append(store)
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - used
    scale = sum(map(len, collections.values())) / taken
    return Plain(stores, seconds, cpu_seconds, scale)
