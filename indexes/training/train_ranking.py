"""Fit the weights with which the term finder ranks its candidates.

Terms of the parts that `pairs.RANKING_PARTS` reserves are searched for with an embedding that was
trained without them (`train_static --held-out`) and without their own surfaces. The weights are
those that make the right code likeliest among the candidates, on average over all terms; a code
that differs by its side alone, or the header above the right code, counts for a part.

    python -m indexes.training.train_ranking --index icd10cm_index.xml \
        --external icd10cm-eindex.xml --neoplasms icd10cm-neoplasm.xml --drugs icd10cm-drug.xml \
        --embedding FOLDER_OF_THE_HELD_OUT_EMBEDDING --out indexes/weights
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from guidelines.codeset import CodeSet, load_codeset
from guidelines.releases import APRIL_2026, FY2027
from indexes._ranking import SIGNALS, Ranking
from indexes._text import SIDE_WORDS
from indexes.lexicon import load_lexicon
from indexes.static_embedding import StaticEmbedding
from indexes.term_index import TermIndex, surface_rows
from indexes.training.pairs import RANKING_PARTS, Pair, Sources, gather, misspelt, varied

_COUNTS = {
    "index": 4000, "external": 450, "neoplasm": 600, "drug": 300, "inclusion": 3000,
    "lexicon": 700, "title": 1500,
}  # fmt: skip
_SAME, _SIDE, _OTHER_SIDE, _HEADER = 1.0, 0.6, 0.3, 0.15
_SENTENCES = (
    "patient presents with {}", "assessment: {}, follow up in two weeks", "admitted for {}",
    "seen today for {}", "history and physical: {} noted on exam", "she was found to have {}",
    "he comes in with {} since yesterday", "{} - stable, continue current medication",
    "diagnosis: {}", "evaluated in clinic for {}, return in one month", "55 year old woman with {}",
)  # fmt: skip
_SIDES = re.compile(r"\b(?:right|left|bilateral|unspecified)\b|[^a-z0-9 ]")


@dataclass(frozen=True, slots=True)
class Example:
    """Signals of a term's candidates and how right each is, 0–1."""

    signals: NDArray[np.float16]
    right: NDArray[np.float32]


class Judge:
    """Tells how right an entry is for a term whose code is known."""

    def __init__(self, codeset: CodeSet) -> None:
        """Judge by the titles and the tree of a release."""
        self._codeset = codeset
        self._concept = cache(self._find_concept)

    def _find_concept(self, code: str) -> tuple[str | None, str]:
        entry = self._codeset.get(code)
        return entry.parent, " ".join(_SIDES.sub(" ", entry.title.lower()).split())

    def __call__(self, found: str, right: str) -> float:
        """1 for the code itself, less for what says no side and for its header, 0 otherwise."""
        if found == right:
            return _SAME
        if found not in self._codeset:
            return 0.0
        entry, wanted = self._codeset.get(found), self._codeset.get(right)
        if self._concept(found) == self._concept(right):
            sided = bool(SIDE_WORDS.search(entry.title)), bool(SIDE_WORDS.search(wanted.title))
            return 0.0 if all(sided) else _OTHER_SIDE if any(sided) else _SIDE
        open_title = "unspecified" in entry.title.lower()
        near = wanted.parent == found or (entry.parent in (right, wanted.parent) and open_title)
        return _HEADER if near else 0.0


def terms(pairs: Sequence[Pair], chance: random.Random) -> list[Pair]:
    """Terms to fit on, some misspelt or within a sentence."""
    found: list[Pair] = []
    for origin, count in _COUNTS.items():
        there = [p for p in pairs if p.origin == origin and p.part in RANKING_PARTS]
        for pair in chance.sample(there, min(count, len(there))):
            term = varied(pair.term, chance) if origin == "title" else pair.term
            kind = chance.random()
            if kind < 0.12:
                term = misspelt(term, chance)
            elif kind < 0.2:
                term = chance.choice(_SENTENCES).format(term)
            found.append(Pair(term, pair.code, origin, pair.part))
    return found


def examples(
    asked: Sequence[Pair], index: TermIndex, codeset: CodeSet, judge: Judge
) -> list[Example]:
    """Candidates of each term; terms whose code is not among them teach nothing."""
    found: list[Example] = []
    for pair in asked:
        if pair.code not in codeset:
            continue
        candidates = index.candidates(pair.term, codeset)
        if candidates is None:
            continue
        codes = [index.row(int(i))[1] for i in candidates.rows]
        right = np.array([judge(c, pair.code) for c in codes], dtype=np.float32)
        if right.max() > 0:
            found.append(Example(candidates.signals.astype(np.float16), right))
    return found


class _Network(nn.Module):
    def __init__(self, mean: torch.Tensor, scale: torch.Tensor, hidden: int) -> None:
        super().__init__()
        self.mean, self.scale = mean, scale
        self.linear = nn.Linear(len(mean), 1)
        self.hidden = nn.Linear(len(mean), hidden)
        self.out = nn.Linear(hidden, 1, bias=False)
        nn.init.zeros_(self.linear.weight)
        nn.init.zeros_(self.out.weight)

    def forward(self, signals: torch.Tensor) -> torch.Tensor:
        x = (signals - self.mean) / self.scale
        logits: torch.Tensor = self.linear(x) + self.out(torch.relu(self.hidden(x)))
        return logits.squeeze(-1)


def fit(
    learned: Sequence[Example], hidden: int, epochs: int, seed: int, calibration: float = 0.3
) -> Ranking:
    """Weights that make the right candidates likeliest.

    Args:
        learned: The examples.
        hidden: Units of the hidden layer.
        epochs: Times over all examples.
        seed: For the start and the order.
        calibration: Weight of the second aim, that a score be the chance of being right.
    """
    torch.manual_seed(seed)
    every = torch.from_numpy(np.concatenate([e.signals for e in learned]).astype(np.float32))
    mean, scale = every.mean(0), every.std(0).clamp(min=0.05)
    model = _Network(mean, scale, hidden)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=1e-2)
    steps = epochs * (len(learned) // 64)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    chance = random.Random(seed)
    for _ in range(epochs):
        order = chance.sample(list(learned), len(learned))
        for start in range(0, len(order) - 63, 64):
            loss = _loss(model, order[start : start + 64], calibration)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    return _exported(model)


def _loss(model: _Network, batch: Sequence[Example], calibration: float) -> torch.Tensor:
    lengths = [len(e.right) for e in batch]
    logits = model(torch.from_numpy(np.concatenate([e.signals for e in batch]).astype(np.float32)))
    right = torch.from_numpy(np.concatenate([e.right for e in batch]))
    losses = []
    for scores, gain in zip(_split(logits, lengths), _split(right, lengths), strict=True):
        wanted = scores[gain > 0] + gain[gain > 0].log()
        losses.append(scores.logsumexp(0) - wanted.logsumexp(0))
    sure = (right >= _OTHER_SIDE).float()
    chance = nn.functional.binary_cross_entropy_with_logits(logits, sure, reduction="sum")
    return torch.stack(losses).mean() + calibration * chance / len(batch)


def _split(tensor: torch.Tensor, lengths: list[int]) -> tuple[torch.Tensor, ...]:
    return tuple(torch.split(tensor, lengths))


def _exported(model: _Network) -> Ranking:
    def array(tensor: torch.Tensor) -> NDArray[np.float32]:
        return np.ascontiguousarray(tensor.detach().numpy().astype(np.float32))

    return Ranking(
        mean=array(model.mean),
        scale=array(model.scale),
        linear=array(model.linear.weight[0]),
        hidden=array(model.hidden.weight.T),
        hidden_bias=array(model.hidden.bias),
        out=array(model.out.weight[0]),
        bias=array(model.linear.bias),
    )


def first_right(ranking: Ranking, held: Sequence[Example]) -> float:
    """Share of examples whose likeliest candidate is right up to its side."""
    best = [int(ranking.scores(e.signals.astype(np.float32)).argmax()) for e in held]
    return float(np.mean([e.right[i] >= _OTHER_SIDE for e, i in zip(held, best, strict=True)]))


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, report on a tenth left out, write the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    for name in ("index", "external", "neoplasms", "drugs"):
        parser.add_argument(f"--{name}", type=Path, help=f"official XML file ({name})")
    parser.add_argument("--embedding", type=Path, required=True, help="held-out embedding")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--hidden", type=int, default=32)
    parser.add_argument("--epochs", type=int, default=8)
    given = parser.parse_args(arguments)
    torch.set_num_threads(1)
    chance = random.Random(3)
    lexicon, codeset = load_lexicon(), load_codeset(FY2027.start)
    pairs = gather(Sources(given.index, given.external, given.neoplasms, given.drugs), lexicon)
    asked = terms(pairs, chance)
    own = {(p.term.lower(), p.code) for p in pairs if p.part in RANKING_PARTS}
    own &= {(p.term.lower(), p.code) for p in pairs if p.origin in ("inclusion", "lexicon")}
    rows = surface_rows([load_codeset(APRIL_2026.start), codeset], lexicon)
    rows = [r for r in rows if (r[0].lower(), r[1]) not in own or r[2] == "title"]
    embedding = StaticEmbedding.load(given.embedding)
    with tempfile.TemporaryDirectory() as folder:
        TermIndex.build(rows, Path(folder), embedding)
        index = TermIndex.open(Path(folder), lexicon, embedding=embedding, ranking=_blank())
        found = examples(asked, index, codeset, Judge(codeset))
    chance.shuffle(found)
    tenth = len(found) // 10
    trial = fit(found[tenth:], given.hidden, given.epochs, seed=1)
    print(
        f"{len(found)} of {len(asked)} terms have their code among the candidates; right first: "
        f"{first_right(trial, found[tenth:]):.3f} of those fitted, "
        f"{first_right(trial, found[:tenth]):.3f} of those left out"
    )
    fit(found, given.hidden, given.epochs, seed=1).save(given.out)


def _blank() -> Ranking:
    """Weights of nothing, to open an index before there are any."""
    zeros = np.zeros(len(SIGNALS), dtype=np.float32)
    return Ranking(zeros, zeros + 1, zeros, zeros[:, None], zeros[:1], zeros[:1], zeros[:1])


if __name__ == "__main__":
    main()
