"""Train the static embedding of the term finder.

A static embedding has one vector per token and adds them up, so that it embeds the whole Tabular
List in seconds. Its tokens are the pieces of all-MiniLM-L6-v2 that occur in the classification,
and whole words of the classification beside them. They start as MiniLM's vectors of the tokens
alone, reduced by principal components and weighed by how rare they are, and are then trained to
bring a term near the title of its code and away from the titles of all other codes in the batch
and of one neighbour in the code tree. Some terms are cut into pieces only and some are misspelt,
so that words never seen still come near their kin.

Data, all from the official files given and the program's own tables:

    Alphabetic Index and External Cause Index lines as phrases   → title of the code today
    Neoplasm Table and Table of Drugs cells as phrases           → title of the code today
    inclusion terms, lexicon terms                               → title of the code today
    titles with words left out and in another order              → the title

Run from the repository's root, with the `dev` extra (about five minutes on two cores):

    python -m indexes.training.train_static --index icd10cm_index.xml \
        --external icd10cm-eindex.xml --neoplasms icd10cm-neoplasm.xml --drugs icd10cm-drug.xml \
        --out indexes/weights

`--held-out` leaves out the parts that `pairs.py` reserves, for figures on terms never seen and for
`train_ranking`; with half the terms it wants `--epochs 6`. Right code among 46,842 titles, on parts
that the held-out version never saw (seed 7, Alphabetic Index of FY2017, tables of April 2026):

    Alphabetic Index lines   rank 1 .44   10 .77   50 .87
    external causes          rank 1 .48   10 .81   50 .90
    neoplasms                rank 1 .48   10 .85   50 .96
    drugs                    rank 1 .34   10 .61   50 .78
    inclusion terms          rank 1 .52   10 .83   50 .90
"""

from __future__ import annotations

import argparse
import math
import random
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from torch import nn

from indexes._minilm import MiniLM, model_folder
from indexes.lexicon import load_lexicon
from indexes.static_embedding import StaticEmbedding, write_weights
from indexes.training.pairs import (
    RANKING_PARTS,
    TEST_PARTS,
    Pair,
    Sources,
    gather,
    kept,
    misspelt,
    texts_of,
    varied,
)

_UNKNOWN = "[UNK]"
_SCALE = 20.0  # cosine to logit, as in MultipleNegativesRankingLoss
_WORD = re.compile(r"[a-z]{3,}|[0-9]+[a-z]?")


@dataclass(frozen=True, slots=True)
class Recipe:
    """The numbers of a training run."""

    dimensions: int = 192
    vocabulary: int = 20_000
    batch: int = 2048
    epochs: int = 4
    rate: float = 6e-3
    seed: int = 7
    pieces: float = 0.3
    misspelt: float = 0.08


def vocabulary(texts: Sequence[str], size: int) -> tuple[list[str], list[str]]:
    """Tokens worth a vector: MiniLM's pieces that occur, and the most frequent whole words."""
    published = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
    published.no_padding()
    pieces: Counter[str] = Counter()
    for encoded in published.encode_batch(list(texts), add_special_tokens=False):
        pieces.update(encoded.tokens)
    single = [c for c in published.get_vocab() if re.fullmatch(r"(?:##)?[a-z0-9]", c)]
    tokens = dict.fromkeys([_UNKNOWN, *sorted(single)])
    useful = [t for t, _ in pieces.most_common() if re.fullmatch(r"(?:##)?[a-z0-9]+", t)]
    tokens |= dict.fromkeys(useful)
    counts = Counter(w for t in texts for w in _WORD.findall(t.lower()))
    pieced = list(tokens)
    whole = [w for w, n in counts.most_common() if n > 1 and w not in tokens]
    return pieced, whole[: max(0, size - len(pieced))]


def ordinary_words(tokens: Collection[str]) -> list[str]:
    """Words of English that the classification does not use; they are no misspellings of it."""
    published = Tokenizer.from_file(str(model_folder() / "tokenizer.json")).get_vocab()
    known = set(tokens)
    return sorted(w for w in published if re.fullmatch(r"[a-z]{4,}", w) and w not in known)


def tokenizer_for(tokens: Sequence[str]) -> Tokenizer:
    """Longest match first, so that a whole word in the vocabulary stays whole."""
    model = models.WordPiece(
        vocab={t: i for i, t in enumerate(tokens)}, unk_token=_UNKNOWN, max_input_chars_per_word=60
    )
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def distil(tokens: Sequence[str], counts: NDArray[np.float64], dimensions: int) -> torch.Tensor:
    """MiniLM's vectors of the tokens alone, reduced and weighed (a / (a + frequency))."""
    full = MiniLM(model_folder()).embed([t.removeprefix("##") for t in tokens])
    centred = full - full.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    reduced = centred @ axes[:dimensions].T
    weights = 1e-3 / (1e-3 + counts / counts.sum())
    reduced *= weights[:, None]
    reduced[0] = 0.0  # unknown tokens say nothing
    return torch.tensor(reduced, dtype=torch.float32)


class Trainer:
    """Token vectors under training."""

    def __init__(self, pairs: Sequence[Pair], recipe: Recipe) -> None:
        """Choose the vocabulary and distil the first vectors."""
        self.recipe = recipe
        self._texts = texts_of(pairs)
        self._pairs = [p for p in pairs if p.code in self._texts]
        self._neighbours = _neighbours(self._texts)
        self._chance = random.Random(recipe.seed)
        every = [p.term for p in pairs]
        pieces, whole = vocabulary(every, recipe.vocabulary)
        self.tokens = pieces + whole
        self.tokenizer = tokenizer_for(self.tokens)
        self._cutter = tokenizer_for(pieces)
        counts = np.ones(len(self.tokens))
        for encoded in self.tokenizer.encode_batch(every):
            for i in encoded.ids:
                counts[i] += 1
        vectors = distil(self.tokens, counts, recipe.dimensions)
        self.bag = nn.EmbeddingBag.from_pretrained(vectors, freeze=False, mode="sum")

    def embed(self, texts: Sequence[str]) -> torch.Tensor:
        """Unit vectors of texts."""
        ids = [e.ids for e in self.tokenizer.encode_batch(list(texts))]
        cut = [i for i in range(len(texts)) if self._chance.random() < self.recipe.pieces]
        for i, encoded in zip(cut, self._cutter.encode_batch([texts[i] for i in cut]), strict=True):
            ids[i] = encoded.ids
        lengths = torch.tensor([0, *(len(i) for i in ids[:-1])])
        flat = torch.tensor([i for row in ids for i in row])
        return nn.functional.normalize(self.bag(flat, lengths.cumsum(0)), dim=1)

    def run(self) -> None:
        """Train for the recipe's epochs, the rate falling to nothing."""
        recipe = self.recipe
        optimizer = torch.optim.Adam(self.bag.parameters(), lr=recipe.rate)
        steps = recipe.epochs * math.ceil(len(self._pairs) / recipe.batch)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda n: min((n + 1) / (0.1 * steps), max(0.0, 1 - n / steps))
        )
        for epoch in range(recipe.epochs):
            order = self._chance.sample(self._pairs, len(self._pairs))
            losses = []
            for start in range(0, len(order), recipe.batch):
                loss = self._loss(order[start : start + recipe.batch])
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                self.bag.weight.grad[0] = 0.0  # type: ignore[index]
                optimizer.step()
                schedule.step()
                losses.append(loss.item())
            print(f"epoch {epoch + 1}: loss {np.mean(losses):.3f}", flush=True)

    def _loss(self, batch: Sequence[Pair]) -> torch.Tensor:
        chance = self._chance
        terms = [varied(p.term, chance) if p.origin == "title" else p.term for p in batch]
        wrong = self.recipe.misspelt
        terms = [misspelt(t, chance) if chance.random() < wrong else t for t in terms]
        texts = [self._texts[p.code] for p in batch]
        # mostly the title, sometimes another name of the same code
        right = [t[0] if chance.random() < 0.75 else chance.choice(t) for t in texts]
        near = [chance.choice(self._neighbours[p.code]) for p in batch]
        anchors, positives = self.embed(terms), self.embed(right)
        negatives = self.embed([self._texts[c][0] for c in near])
        scores = _SCALE * anchors @ torch.cat([positives, negatives]).T
        # another term of the same code is no wrong answer
        codes = {c: i for i, c in enumerate(dict.fromkeys([*(p.code for p in batch), *near]))}
        rows = torch.tensor([codes[p.code] for p in batch])
        columns = torch.cat([rows, torch.tensor([codes[c] for c in near])])
        same = rows[:, None] == columns[None, :]
        target = torch.arange(len(batch))
        same[target, target] = False
        scores = scores.masked_fill(same, -1e4)
        forward = nn.functional.cross_entropy(scores, target)
        square = scores[:, : len(batch)]
        return (forward + nn.functional.cross_entropy(square.T, target)) / 2


def _neighbours(texts: dict[str, list[str]]) -> dict[str, list[str]]:
    """For each code the others of its category, whose titles are the likeliest mistakes."""
    families: dict[str, list[str]] = {}
    for code in texts:
        families.setdefault(code[:3], []).append(code)
    every = list(texts)
    return {
        code: [c for c in family if c != code] or every
        for family in families.values()
        for code in family
    }


def report(model: StaticEmbedding, pairs: Sequence[Pair]) -> None:
    """Print how often the right code is found on the parts held out, by origin."""
    texts = texts_of(pairs)
    codes = list(texts)
    titles = model.embed([texts[c][0] for c in codes])
    place = {c: i for i, c in enumerate(codes)}
    chance = random.Random(1)
    for origin in ("index", "external", "neoplasm", "drug", "inclusion", "lexicon"):
        held = [p for p in pairs if p.origin == origin and p.part in TEST_PARTS]
        held = chance.sample(held, min(1500, len(held)))
        if not held:
            continue
        cosines = model.embed([p.term for p in held]) @ titles.T
        own = cosines[np.arange(len(held)), [place[p.code] for p in held]]
        rank = (cosines > own[:, None]).sum(axis=1)
        found = ", ".join(f"rank {k} {np.mean(rank < k):.2f}" for k in (1, 10, 50))
        print(f"{origin}: {len(held)} terms, {found}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, write the weights, and report on the held-out parts."""
    usual = Recipe()
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    for name in ("index", "external", "neoplasms", "drugs"):
        parser.add_argument(f"--{name}", type=Path, help=f"official XML file ({name})")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--held-out", action="store_true", help="train the development version")
    parser.add_argument("--dimensions", type=int, default=usual.dimensions)
    parser.add_argument("--vocabulary", type=int, default=usual.vocabulary)
    parser.add_argument("--epochs", type=int, default=usual.epochs)
    parser.add_argument("--rate", type=float, default=usual.rate)
    given = parser.parse_args(arguments)
    recipe = Recipe(given.dimensions, given.vocabulary, epochs=given.epochs, rate=given.rate)
    random.seed(recipe.seed)
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(2)
    sources = Sources(given.index, given.external, given.neoplasms, given.drugs)
    pairs = gather(sources, load_lexicon())
    learned = kept(pairs, TEST_PARTS | RANKING_PARTS) if given.held_out else pairs
    trainer = Trainer(learned, recipe)
    print(f"{len(learned)} pairs, {len(trainer.tokens)} tokens", flush=True)
    trainer.run()
    vectors = trainer.bag.weight.detach().numpy()
    write_weights(given.out, trainer.tokenizer, vectors, ordinary_words(trainer.tokens))
    report(StaticEmbedding.load(given.out), pairs)


if __name__ == "__main__":
    main()
