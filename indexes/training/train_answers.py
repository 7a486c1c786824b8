"""Train the embedding of answers on the digest's yes/no questions.

A yes/no question is answered as the questions near it are. Here the two upper layers of the text
embedding learn to put those first that have the same answer: for each question of a batch, the
others about its section vote with weights that fall with their distance, and the vote for its own
answer is to be near one. A question and its neighbours in the digest do not vote for each other:
they are often written as a pair that differs in one fact and has opposite answers, and no question
of a coder has such a twin.

Run from the repository's root, with the `dev` extra (about half an hour on one core), and then
`python -m indexes.training.embed_digest`:

    python -m indexes.training.train_answers --out indexes/weights/answers.safetensors
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from torch import nn

from guidelines.sections import Digest, load_digest
from indexes._minilm import DIMENSIONS, SHARED_LAYERS, model_folder
from indexes._tuning import shrunk
from indexes.answer_embedding import PROJECTION
from indexes.digest_vectors import embedded
from indexes.embedding import DEFAULT_MODEL, TextEmbedding, model_fingerprint, tuned_minilm
from indexes.training._layers import MiniLMLayers
from indexes.training.train_tuning import lower_states, padded, thinned

_DIMENSIONS = 64
_RANK = 32
_SECTIONS = 12  # sections, or parts of long ones, in a batch
_QUESTIONS = 32  # questions of a section that vote for each other
_FEWEST = 4  # questions under which a section is left out
_TWINS = 3  # questions as near as this in the digest may be variants of one another
_TOGETHER = 32  # texts of like length that go through the layers at once
_SURE = 1e-4  # a vote counts as no surer than this


@dataclass(frozen=True, slots=True)
class Asked:
    """A yes/no question of the digest."""

    section: str
    number: int
    text: str
    yes: bool


class Voting(nn.Module):
    """The trained layers and projection, and what nearness of either kind is worth."""

    def __init__(self, model: MiniLMLayers) -> None:
        super().__init__()
        self.layers = model.layers[SHARED_LAYERS:]
        self.projection = nn.Linear(DIMENSIONS, _DIMENSIONS, bias=False)
        nn.init.orthogonal_(self.projection.weight)
        self.near = nn.Parameter(torch.tensor(8.0))
        self.alike = nn.Parameter(torch.tensor(8.0))

    def forward(self, rows: list[torch.Tensor]) -> torch.Tensor:
        """Unit vectors of texts from their lower states."""
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        found = []
        for at in range(0, len(order), _TOGETHER):
            hidden, mask = padded([rows[i] for i in order[at : at + _TOGETHER]])
            for layer in self.layers:
                hidden = layer(hidden, src_key_padding_mask=~mask)
            weights = mask.unsqueeze(-1).float()
            found.append(self.projection((hidden * weights).sum(1) / weights.sum(1)))
        inverse = torch.argsort(torch.tensor(order))
        return nn.functional.normalize(torch.cat(found), dim=1)[inverse]

    def loss(self, topics: torch.Tensor, answers: torch.Tensor, asked: list[Asked]) -> torch.Tensor:
        """How far the others' votes are from each question's answer, in all."""
        yes = torch.tensor([a.yes for a in asked]).float()
        numbers = torch.tensor([a.number for a in asked])
        twins = (numbers[:, None] - numbers[None]).abs() <= _TWINS
        worth = self.near * (topics @ topics.T) + self.alike * (answers @ answers.T)
        votes = torch.softmax(worth.masked_fill(twins, -1e4), 1) @ yes
        counted = (~twins).any(1)
        sure = votes.clamp(_SURE, 1 - _SURE)
        return nn.functional.binary_cross_entropy(sure[counted], yes[counted], reduction="sum")


def questions(digest: Digest) -> list[Asked]:
    """All questions that are answered with yes or no."""
    return [
        Asked(section.id, number, ask.q, ask.answer == "yes")
        for section in digest.values()
        for number, ask in enumerate(section.asks)
        if ask.answer in {"yes", "no"}
    ]


def batches(asked: list[Asked], chance: random.Random) -> list[list[list[int]]]:
    """All questions in random order, those of a section together."""
    sections: dict[str, list[int]] = {}
    for place, question in enumerate(asked):
        sections.setdefault(question.section, []).append(place)
    parts: list[list[int]] = []
    for places in sections.values():
        mixed = chance.sample(places, len(places))
        parts += [mixed[i : i + _QUESTIONS] for i in range(0, len(mixed), _QUESTIONS)]
    parts = [p for p in parts if len(p) >= _FEWEST]
    chance.shuffle(parts)
    return [parts[i : i + _SECTIONS] for i in range(0, len(parts), _SECTIONS)]


def train(digest: Digest, epochs: int, seed: int = 1) -> dict[str, NDArray[np.float16]]:
    """The differences to the text embedding, as `shrunk` gives them, and the projection."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    before = tuned_minilm().weights
    model = MiniLMLayers(model_folder())
    model.load_state_dict({n: torch.from_numpy(np.ascontiguousarray(w)) for n, w in before.items()})
    asked = questions(digest)
    texts = [a.text for a in asked]
    states = lower_states(model, texts, SHARED_LAYERS)
    fingerprint = model_fingerprint(DEFAULT_MODEL)
    topics = torch.from_numpy(embedded(texts, fingerprint, TextEmbedding(DEFAULT_MODEL).embed))
    voting = Voting(model)
    trained = [p for p in voting.parameters() if p.dim()]
    optimizer = torch.optim.AdamW(
        [
            {"params": trained, "lr": 2.5e-4, "weight_decay": 0.01},
            {"params": [voting.near, voting.alike], "lr": 2e-2},
        ]
    )
    steps = epochs * len(batches(asked, random.Random(seed)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.1 * steps), max(0.02, 1 - step / steps))
    )
    began = time.monotonic()
    for epoch in range(epochs):
        total = 0.0
        for batch in batches(asked, chance):
            places = [p for part in batch for p in part]
            answers = voting([thinned(states[p]) for p in places]).split([len(p) for p in batch])
            losses = [
                voting.loss(topics[part], rows, [asked[p] for p in part])
                for part, rows in zip(batch, answers, strict=True)
            ]
            loss = torch.stack(losses).sum() / len(places)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(places)
        mean = total / len(asked)
        print(f"epoch {epoch + 1}: loss {mean:.3f}, {time.monotonic() - began:.0f} s", flush=True)
    after = {name: p.detach().numpy() for name, p in model.named_parameters()}
    projection = voting.projection.weight.detach().numpy().astype(np.float16)
    return {**shrunk(before, after, _RANK), PROJECTION: projection}


def main() -> None:
    """Train, and write the differences."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    given = parser.parse_args()
    save_file(train(load_digest(), given.epochs), given.out)


if __name__ == "__main__":
    main()
