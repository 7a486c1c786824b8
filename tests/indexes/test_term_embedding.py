"""The static embedding and its weights."""

import shutil

import numpy as np
import pytest

from guidelines.errors import DataMissing
from indexes.static_embedding import StaticEmbedding, shipped_weights


@pytest.fixture(scope="module")
def embedding():
    return StaticEmbedding.load()


def test_unit_rows_in_order(embedding):
    vectors = embedding.embed(["tennis elbow", "", "heart failure", "tennis elbow"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (4, embedding.dimensions)
    np.testing.assert_allclose(np.linalg.norm(vectors[[0, 2, 3]], axis=1), 1.0, rtol=1e-5)
    assert not vectors[1].any()
    np.testing.assert_array_equal(vectors[0], vectors[3])


def test_no_texts(embedding):
    assert embedding.embed([]).shape == (0, embedding.dimensions)


def test_a_term_lies_near_its_title(embedding):
    term, right, wrong = embedding.embed(
        ["kidney stone", "Calculus of kidney", "Fracture of skull and facial bones"]
    )
    assert term @ right > 0.6 > term @ wrong


def test_weights_are_small():
    size = sum(f.stat().st_size for f in shipped_weights().iterdir())
    assert size < 20_000_000


def test_missing_weights_are_named(tmp_path):
    with pytest.raises(DataMissing, match="install dxcite again"):
        StaticEmbedding.load(tmp_path)


def test_damaged_weights_are_refused(tmp_path):
    folder = tmp_path / "weights"
    shutil.copytree(shipped_weights(), folder)
    weights = folder / "static.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    with pytest.raises(DataMissing, match="SHA-256"):
        StaticEmbedding.load(folder)


def test_fingerprint_follows_the_weights():
    assert len(StaticEmbedding.fingerprint()) == 64
