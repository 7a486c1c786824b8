"""The text embedding: the published model, the same vectors, no download."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from guidelines.errors import DataMissing
from indexes._minilm import DIMENSIONS, MiniLM, model_folder
from indexes.embedding import DEFAULT_MODEL, TextEmbedding, model_name
from indexes.retrievers import LangChainEmbedding

TEXTS = [
    "Sequencing of sepsis and severe sepsis",
    "HTN with CHF",
    "a",
    "Pressure ulcer of the sacral region, stage 3. " * 80,
]


def test_it_is_langchains_embeddings() -> None:
    embedding = LangChainEmbedding()
    assert isinstance(embedding, Embeddings)
    vector = embedding.embed_query(TEXTS[0])
    assert len(vector) == DIMENSIONS
    assert np.isclose(np.linalg.norm(vector), 1.0, atol=1e-5)
    assert np.allclose(embedding.embed_documents(TEXTS[:1])[0], vector, atol=1e-6)


@pytest.mark.filterwarnings("ignore")
def test_vectors_are_those_of_sentence_transformers() -> None:
    from sentence_transformers import SentenceTransformer

    reference = SentenceTransformer(str(model_folder()), device="cpu")
    reference.max_seq_length = 256
    expected = reference.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    assert np.allclose(MiniLM(model_folder()).embed(TEXTS), expected, atol=1e-4)


def test_the_order_is_kept_and_progress_adds_up() -> None:
    done: list[int] = []
    together = TextEmbedding().embed(TEXTS, done.append)
    assert sum(done) == len(TEXTS)
    for text, row in zip(TEXTS, together, strict=True):
        assert np.allclose(TextEmbedding().embed([text])[0], row, atol=1e-5)


def test_other_weights_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(model_folder(), folder)
    data = bytearray((folder / "model.safetensors").read_bytes())
    data[-1] ^= 1
    (folder / "model.safetensors").write_bytes(data)
    with pytest.raises(DataMissing, match="SHA-256"):
        MiniLM(folder)


def test_the_environment_names_another_model(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert model_name() == DEFAULT_MODEL
    monkeypatch.setenv("DXCITE_EMBEDDING", str(tmp_path / "none"))
    assert model_name() == str(tmp_path / "none")
    with pytest.raises(DataMissing, match="DXCITE_EMBEDDING"):
        TextEmbedding().embed(["a"])
