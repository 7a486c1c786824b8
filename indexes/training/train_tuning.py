"""Tune the upper layers of the text embedding on the digest's ways of asking.

Two things are learned at once, from the same questions.

Meaning: texts about one section (its statements and the ways in which coders ask about it) are
brought together and away from the texts of other sections. In each batch every way of asking is
compared with a partner of its own section (half the time a statement, if possible the one that
decides it, else another way of asking) against all other partners, and with a running centre of
every section.

Answer: of two questions about one section, do both have the same answer? The first token's state
carries that, reduced to a few numbers, so that "may it be coded" and "must it be left out" lie
apart although they are about the same thing.

Words are dropped at random, so that no single word carries a section or an answer. The layers below
the tuned ones do not change, so that their output is computed once.

Run from the repository's root, with the `dev` extra (about half an hour on two cores):

    python -m indexes.training.train_tuning --out indexes/weights/tuning.safetensors
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

from guidelines.sections import Digest, load_digest
from indexes._minilm import DIMENSIONS, MiniLM, model_folder
from indexes._tuning import FIRST_LAYER, shrunk
from indexes.guideline_index import documents

_DROPPED = 0.1  # share of a text's tokens left out at each sight of it
_TEMPERATURE = 0.06
_LONGEST = 96  # tokens; longer statements are cut in training


@dataclass(frozen=True, slots=True)
class Recipe:
    """The numbers of a training run."""

    batch: int = 256
    epochs: int = 5
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


def lower_states(model: MiniLM, texts: list[str]) -> list[torch.Tensor]:
    """What the layers that stay as published make of each text, in half precision."""
    ids = [e.ids[:_LONGEST] for e in model.tokenizer.encode_batch(texts)]
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    found: list[torch.Tensor] = [torch.empty(0)] * len(ids)
    with torch.inference_mode():
        for start in range(0, len(order), 128):
            rows = order[start : start + 128]
            batch, mask = padded([torch.tensor(ids[i]) for i in rows])
            hidden = model.lower(batch, mask, FIRST_LAYER)
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
        self.asks = [a for found in self._asks.values() for a in found]

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


def train(digest: Digest, recipe: Recipe) -> dict[str, torch.Tensor]:
    """The differences that training makes, as `shrunk` gives them."""
    torch.manual_seed(recipe.seed)
    chance = random.Random(recipe.seed)
    model = MiniLM(model_folder())
    before = {name: value.detach().clone() for name, value in model.named_parameters()}
    position = {section: i for i, section in enumerate(digest)}
    docs = documents(digest)
    texts = [
        Text(position[d.section], d.kind, d.number, states)
        for d, states in zip(docs, lower_states(model, [d.text for d in docs]), strict=True)
    ]
    pairs = Pairs(digest, texts, chance)
    centres = nn.Parameter(_centres(model, texts, len(position)))
    tuned = [p for layer in model.layers[FIRST_LAYER:] for p in layer.parameters()]
    optimizer = torch.optim.AdamW(
        [
            {"params": tuned, "lr": recipe.rate, "weight_decay": 0.01},
            {"params": [centres], "lr": recipe.centre_rate, "weight_decay": 0.0},
        ]
    )
    steps = recipe.epochs * math.ceil(len(pairs.asks) / recipe.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.1 * steps), max(0.02, 1 - step / steps))
    )
    began = time.monotonic()
    for epoch in range(recipe.epochs):
        chance.shuffle(pairs.asks)
        total = 0.0
        for start in range(0, len(pairs.asks), recipe.batch):
            batch = pairs.asks[start : start + recipe.batch]
            loss = _loss(model, centres, batch, [pairs.partner(a) for a in batch])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(tuned, 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(batch)
        print(
            f"epoch {epoch + 1}: loss {total / len(pairs.asks):.3f}, "
            f"{time.monotonic() - began:.0f} s",
            flush=True,
        )
    return shrunk(before, dict(model.named_parameters()))


def _centres(model: MiniLM, texts: list[Text], count: int) -> torch.Tensor:
    sums = torch.zeros(count, DIMENSIONS)
    with torch.inference_mode():
        for start in range(0, len(texts), 128):
            batch = texts[start : start + 128]
            vectors = model.upper(*padded([t.states.float() for t in batch]), FIRST_LAYER)
            sums.index_add_(0, torch.tensor([t.section for t in batch]), vectors)
    return nn.functional.normalize(sums.clone(), dim=1)


def _loss(
    model: MiniLM, centres: nn.Parameter, asks: list[Text], partners: list[Text]
) -> torch.Tensor:
    sections = torch.tensor([a.section for a in asks])
    left = model.upper(*padded([thinned(a.states) for a in asks]), FIRST_LAYER)
    right = model.upper(*padded([thinned(p.states) for p in partners]), FIRST_LAYER)
    scores = left @ right.T / _TEMPERATURE
    # others of the same section are no wrong answers
    same = (sections[:, None] == sections[None]) & ~torch.eye(len(asks), dtype=torch.bool)
    scores = scores.masked_fill(same, -1e4)
    target = torch.arange(len(asks))
    cross = nn.functional.cross_entropy
    near = (cross(scores, target) + cross(scores.T, target)) / 2
    units = nn.functional.normalize(centres, dim=1)
    return near + cross(left @ units.T / _TEMPERATURE, sections)


def main() -> None:
    """Train, and write the differences."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=Recipe.epochs)
    given = parser.parse_args()
    save_file(train(load_digest(), Recipe(epochs=given.epochs)), given.out)


if __name__ == "__main__":
    main()
