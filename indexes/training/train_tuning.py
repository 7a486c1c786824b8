"""Tune the upper layers of the text embedding on the digest's ways of asking.

Texts about one section (its statements and the ways in which coders ask about it) are brought
together and away from the texts of other sections. Each batch holds ways of asking, four of a
section. Every second one is compared with a partner of its own section (half the time a statement,
if possible the one that decides it, else another way of asking) against all other partners, and
every one with a running centre of each section. Words are dropped at random, so that no single word
carries a section. The layers below the tuned ones do not change, so that their output is computed
once.

Run from the repository's root, with the `dev` extra (about three quarters of an hour on one core), and then
`python -m indexes.training.embed_digest`:

    python -m indexes.training.train_tuning --out indexes/weights/tuning.safetensors
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from torch import nn

from guidelines.sections import Digest, load_digest
from indexes._minilm import DIMENSIONS, model_folder
from indexes._tuning import FIRST_LAYER, shrunk
from indexes.guideline_index import documents
from indexes.training._layers import MiniLMLayers

_DROPPED = 0.1  # share of a text's tokens left out at each sight of it
_TEMPERATURE = 0.06
_LONGEST = 64  # tokens; longer statements are cut in training
_TOGETHER = 24  # texts of like length that go through the layers at once


@dataclass(frozen=True, slots=True)
class Recipe:
    """The numbers of a training run."""

    chunks: int = 48
    chunk: int = 4
    epochs: int = 2
    rate: float = 1e-4
    centre_rate: float = 2e-3
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Text:
    """One text, as the hidden states that enter the tuned layers (tokens by width)."""

    section: int
    kind: str
    number: int
    states: torch.Tensor


def lower_states(model: MiniLMLayers, texts: list[str], layers: int) -> list[torch.Tensor]:
    """What the layers that are not trained make of each text, in half precision."""
    ids = [e.ids[:_LONGEST] for e in model.tokenizer.encode_batch(texts)]
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    found: list[torch.Tensor] = [torch.empty(0)] * len(ids)
    with torch.inference_mode():
        for start in range(0, len(order), 128):
            rows = order[start : start + 128]
            batch, mask = padded([torch.tensor(ids[i]) for i in rows])
            hidden = model.lower(batch, mask, layers)
            for row, i in enumerate(rows):
                found[i] = hidden[row, : len(ids[i])].half().clone()
    return found


def padded(rows: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Rows of unequal length as one tensor, and where it holds something."""
    mask = torch.zeros(len(rows), max(len(r) for r in rows), dtype=torch.bool)
    for at, row in enumerate(rows):
        mask[at, : len(row)] = True
    return nn.utils.rnn.pad_sequence(rows, batch_first=True), mask


class Pairs:
    """Draws ways of asking and partners for them."""

    def __init__(self, digest: Digest, texts: list[Text], chance: random.Random) -> None:
        self._chance = chance
        self._asks: dict[int, list[Text]] = defaultdict(list)
        self._statements: dict[int, list[Text]] = defaultdict(list)
        for text in texts:
            (self._asks if text.kind == "a" else self._statements)[text.section].append(text)
        self._because = {
            (s, i): ask.because
            for s, section in enumerate(digest.values())
            for i, ask in enumerate(section.asks)
        }

    def chunks(self, size: int) -> list[list[Text]]:
        """All ways of asking in random order, those of a section in chunks."""
        found: list[list[Text]] = []
        for asks in self._asks.values():
            mixed = self._chance.sample(asks, len(asks))
            found += [mixed[i : i + size] for i in range(0, len(mixed), size)]
        self._chance.shuffle(found)
        return found

    def batches(self, recipe: Recipe) -> Iterator[list[Text]]:
        """All ways of asking, some chunks at a time."""
        chunks = self.chunks(recipe.chunk)
        for start in range(0, len(chunks), recipe.chunks):
            yield [a for chunk in chunks[start : start + recipe.chunks] for a in chunk]

    def partner(self, ask: Text) -> Text:
        """A statement or another way of asking of the same section."""
        statements = [t for t in self._statements[ask.section] if t.kind == "t"]
        because = self._because[ask.section, ask.number]
        others = [a for a in self._asks[ask.section] if a is not ask]
        if statements and (not others or self._chance.random() < 0.5):
            if because is not None and self._chance.random() < 0.7:
                return next(t for t in statements if t.number == because - 1)
            return self._chance.choice(statements)
        return self._chance.choice(others or self._statements[ask.section])


def thinned(states: torch.Tensor) -> torch.Tensor:
    """A text without a tenth of its tokens, its first and last kept."""
    keep = torch.rand(len(states)) >= _DROPPED
    keep[0] = keep[-1] = True
    return states[keep].float()


def train(digest: Digest, recipe: Recipe) -> dict[str, NDArray[np.float16]]:
    """The differences that training makes, as `shrunk` gives them."""
    torch.manual_seed(recipe.seed)
    model = MiniLMLayers(model_folder())
    before = _arrays(model)
    position = {section: i for i, section in enumerate(digest)}
    docs = documents(digest)
    texts = [
        Text(position[d.section], d.kind, d.number, states)
        for d, states in zip(
            docs, lower_states(model, [d.text for d in docs], FIRST_LAYER), strict=True
        )
    ]
    pairs = Pairs(digest, texts, random.Random(recipe.seed))
    centres = nn.Parameter(_centres(model, texts, len(position)))
    tuned = [p for layer in model.layers[FIRST_LAYER:] for p in layer.parameters()]
    optimizer = torch.optim.AdamW(
        [
            {"params": tuned, "lr": recipe.rate, "weight_decay": 0.01},
            {"params": [centres], "lr": recipe.centre_rate, "weight_decay": 0.0},
        ]
    )
    steps = recipe.epochs * math.ceil(len(pairs.chunks(recipe.chunk)) / recipe.chunks)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.1 * steps), max(0.02, 1 - step / steps))
    )
    began = time.monotonic()
    for epoch in range(recipe.epochs):
        losses = []
        for batch in pairs.batches(recipe):
            loss = _loss(model, centres, batch, [pairs.partner(a) for a in batch[::2]])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(tuned, 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        mean = math.fsum(losses) / len(losses)
        print(f"epoch {epoch + 1}: loss {mean:.3f}, {time.monotonic() - began:.0f} s", flush=True)
    return shrunk(before, _arrays(model))


def _arrays(model: nn.Module) -> dict[str, NDArray[np.float32]]:
    return {name: p.detach().numpy().copy() for name, p in model.named_parameters()}


def _upper(model: MiniLMLayers, rows: list[torch.Tensor]) -> torch.Tensor:
    """The embeddings of texts from their lower states, computed on texts of like length."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    found = [
        model.upper(*padded([rows[i] for i in order[at : at + _TOGETHER]]), FIRST_LAYER)
        for at in range(0, len(order), _TOGETHER)
    ]
    return torch.cat(found)[torch.argsort(torch.tensor(order))]


def _centres(model: MiniLMLayers, texts: list[Text], count: int) -> torch.Tensor:
    sums = torch.zeros(count, DIMENSIONS)
    with torch.inference_mode():
        vectors = _upper(model, [t.states.float() for t in texts])
        sums.index_add_(0, torch.tensor([t.section for t in texts]), vectors)
    return nn.functional.normalize(sums.clone(), dim=1)


def _loss(
    model: MiniLMLayers, centres: nn.Parameter, asks: list[Text], partners: list[Text]
) -> torch.Tensor:
    """`partners` belong to every second of the ways of asking."""
    sections = torch.tensor([a.section for a in asks])
    left = _upper(model, [thinned(a.states) for a in asks])
    right = _upper(model, [thinned(p.states) for p in partners])
    scores = left[::2] @ right.T / _TEMPERATURE
    # others of the same section are no wrong answers
    paired = sections[::2]
    same = (paired[:, None] == paired[None]) & ~torch.eye(len(partners), dtype=torch.bool)
    scores = scores.masked_fill(same, -1e4)
    target = torch.arange(len(partners))
    cross = nn.functional.cross_entropy
    near = (cross(scores, target) + cross(scores.T, target)) / 2
    units = nn.functional.normalize(centres, dim=1)
    return near + cross(left @ units.T / _TEMPERATURE, sections)


def main() -> None:
    """Train, and write the differences."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=Recipe().epochs)
    given = parser.parse_args()
    save_file(train(load_digest(), Recipe(epochs=given.epochs)), given.out)


if __name__ == "__main__":
    main()
