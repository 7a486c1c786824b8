"""all-MiniLM-L6-v2 on torch's own encoder layers, to be trained further."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from torch import nn

from indexes._minilm import published_weights, tokenizer_of


class MiniLMLayers(nn.Module):
    """The published model; called with token ids and where they are, it gives unit vectors."""

    def __init__(self, folder: Path) -> None:
        """Load the weights.

        Raises:
            DataMissing: the weights are not the published ones.
        """
        super().__init__()
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
        weights = published_weights(folder)
        self.load_state_dict({name: torch.from_numpy(w) for name, w in weights.items()})
        self.eval()
        self.tokenizer = tokenizer_of(folder)

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
