"""What a word of a chart may stand for: misspellings, compounds written apart, synonyms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from indexes._surface import synonyms
from indexes._surface_table import SurfaceTable
from indexes.static_embedding import StaticEmbedding

_SYNONYM = 0.85  # what a synonym is worth beside the word itself
_PART = 0.7  # a part of a compound
_REMEMBERED = 20_000


class Spelling:
    """Finds the stems that a word may stand for."""

    def __init__(
        self, table: SurfaceTable, equivalents: Mapping[str, str], embedding: StaticEmbedding
    ) -> None:
        self._table = table
        self._synonyms = synonyms(equivalents)
        self._embedding = embedding
        self._unseen = float(table.rarity.max(initial=1.0))
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for written in table.forms:
            if len(written) > 3 and written.isalpha():
                self._by_length[len(written)].append(written)
        self._number_of_form = {f: n for n, f in enumerate(table.forms[:-1])}
        self._remembered: dict[str, dict[int, float]] = {}

    def rarity(self, stem: str) -> float:
        """Inverse document frequency of a stem, or of what it is a misspelling of."""
        number = self._table.number.get(stem)
        if number is not None:
            return float(self._table.rarity[number])
        near = self._near(stem)
        if near:
            return float(self._table.rarity[max(near, key=lambda n: near[n])])
        return self._unseen

    def form(self, stem: str) -> str:
        """The commonest word of a stem, misspellings corrected."""
        number = self._table.number.get(stem)
        if number is None:
            near = self._near(stem)
            number = max(near, key=lambda n: near[n]) if near else None
        return stem if number is None else self._table.forms[number]

    def corrected(self, word: str) -> str:
        """A word as the classification writes it; the word itself where it is known or unlike."""
        if word in self._number_of_form or self._embedding.knows(word):
            return word
        near = self._near(word)
        best = max(near, key=lambda n: near[n], default=None)
        return self._table.forms[best] if best is not None and near[best] > _PART else word

    def spellings(self, stems: Sequence[str]) -> list[dict[int, float]]:
        """For each stem of a term the numbers of stems it may stand for, and their worth, 0–1."""
        numbers = self._table.number
        found: list[dict[int, float]] = []
        for stem in stems:
            own = {numbers[stem]: 1.0} if stem in numbers else dict(self._near(stem))
            for other in self._synonyms.get(stem, ()):
                if other in numbers:
                    own.setdefault(numbers[other], _SYNONYM)
            found.append(own)
        # two words that the classification writes as one: gastro esophageal
        for i, (left, right) in enumerate(zip(stems, stems[1:], strict=False)):
            joined = numbers.get(left + right)
            if joined is not None:
                found[i].setdefault(joined, 1.0)
                found[i + 1].setdefault(joined, 1.0)
        return found

    def _near(self, word: str) -> dict[int, float]:
        """Stems that an unknown word may be a misspelling or a compound of."""
        found = self._remembered.get(word)
        if found is None:
            if len(self._remembered) > _REMEMBERED:
                self._remembered.clear()
            found = self._remembered[word] = self._misspelt(word) or self._compound(word)
        return found

    def _misspelt(self, word: str) -> dict[int, float]:
        if len(word) < 4 or not word.isalpha():
            return {}
        allowed = 1 if len(word) < 7 else 2 if len(word) < 12 else 3
        lengths = range(len(word) - allowed, len(word) + allowed + 2)
        pool = [f for n in lengths for f in self._by_length.get(n, ())]
        near = process.extract(
            word, pool, scorer=OSA.distance, score_cutoff=allowed, limit=3
        )
        return {
            self._number_of_form[form]: 0.95 - 0.08 * distance for form, distance, _ in near
        }

    def _compound(self, word: str) -> dict[int, float]:
        """Two known words written as one, the longest first part first."""
        numbers = self._table.number
        for end in range(len(word) - 4, 3, -1):
            left, right = numbers.get(word[:end]), numbers.get(word[end:])
            if left is not None and right is not None:
                return {left: _PART, right: _PART}
        return {}
