"""What a word of a chart may stand for: misspellings, compounds written apart, synonyms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from indexes._surface import canonical, explanations, synonyms
from indexes._surface_table import SurfaceTable
from indexes._text import plain
from indexes.lexicon import Lexicon
from indexes.static_embedding import StaticEmbedding

_SYNONYM = 0.85  # what a synonym is worth beside the word itself
_KIND = 0.6  # "drug" beside the drug's name
_DRUG = ("drug", "medica")
_LONG = 8  # letters from which a word may have two of them wrong
_REMEMBERED = 20_000
_PAIR = re.compile(r"\b([a-z]{3,})[ -]([a-z]{4,})\b")
_WORD = re.compile(r"[a-z]{4,}")


class Spelling:
    """Finds the words and stems that a word of a chart may stand for."""

    def __init__(self, table: SurfaceTable, lexicon: Lexicon, embedding: StaticEmbedding) -> None:
        """Know the words of the surfaces and of the lexicon."""
        self._table = table
        self._equivalents: Mapping[str, str] = lexicon.equivalents
        self._synonyms = synonyms(lexicon.equivalents)
        self._explanations = explanations(lexicon.equivalents)
        self._drugs = frozenset(
            s for m in lexicon.meanings if m.kind == "drug" and m.term.isalpha()
            for s in canonical(m.term.lower(), lexicon.equivalents)
        )  # fmt: skip
        self._embedding = embedding
        self._unseen = float(table.rarity.max(initial=1.0))
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for written in table.words:
            self._by_length[len(written)].append(written)
        self._words = frozenset(table.words)
        # what the lexicon writes out is no misspelling: "adenoca" is no adenoma
        self._short = frozenset(
            m.term.lower() for m in lexicon.meanings if m.kind == "abbreviation"
        )
        self._remembered: dict[str, str] = {}

    def rarity(self, stem: str) -> float:
        """Inverse document frequency of a stem; a stem never seen is as rare as any."""
        number = self._table.number.get(stem)
        return self._unseen if number is None else float(self._table.rarity[number])

    def form(self, stem: str) -> str:
        """The commonest word of a stem."""
        number = self._table.number.get(stem)
        return stem if number is None else self._table.forms[number]

    def corrected(self, term: str) -> str:
        """A term in lower case with misspellings put right.

        Ordinary words of English that the classification does not use are left out: they are the
        chart's way of speaking, not part of a condition.
        """
        joined = _PAIR.sub(lambda m: self._joined(m[0], m[1] + m[2]), plain(term))
        return _WORD.sub(lambda m: self._word(m[0]), joined)

    def _joined(self, apart: str, together: str) -> str:
        return together if together in self._words else apart

    def readable(self, word: str) -> bool:
        """Whether a lower-case word is one of the classification or of English, as written."""
        if word in self._words or word in self._embedding.ordinary or self._embedding.knows(word):
            return True
        return all(s in self._table.number for s in canonical(word, self._equivalents))

    def with_drugs_as_kind(self, term: str) -> str:
        """A term with the word "drug" for drugs' names, once."""
        kind = _WORD.sub(
            lambda m: "drug" if self._drugs & set(canonical(m[0], self._equivalents)) else m[0],
            term,
        )
        first = kind.find("drug") + len("drug")
        return kind if kind == term else kind[:first] + kind[first:].replace("drug", "")

    def _word(self, word: str) -> str:
        found = self._remembered.get(word)
        if found is None:
            if len(self._remembered) > _REMEMBERED:
                self._remembered.clear()
            found = self._remembered[word] = self._right(word)
        return found

    def _right(self, word: str) -> str:
        stems = canonical(word, self._equivalents)
        if word in self._words or all(s in self._table.number for s in stems):
            return word
        if word in self._embedding.ordinary:
            return ""
        if self._embedding.knows(word) or word in self._short:
            return word
        return self._compound(word) or self._nearest(word) or word

    def _nearest(self, word: str) -> str:
        """The commonest of the words that differ least."""
        allowed = 2 if len(word) >= _LONG else 1
        pool = [
            w for n in range(len(word) - allowed, len(word) + allowed + 1)
            for w in self._by_length.get(n, ())
        ]  # fmt: skip
        near = process.extract(word, pool, scorer=OSA.distance, score_cutoff=allowed, limit=8)
        if not near:
            return ""
        # the first letter is seldom wrong
        return min(near, key=lambda n: (n[1], n[0][0] != word[0], self._rarity_of(n[0]), n[0]))[0]

    def _rarity_of(self, word: str) -> float:
        return max(self.rarity(s) for s in canonical(word, self._equivalents))

    def _compound(self, word: str) -> str:
        """Two known words written as one, the longest first part first."""
        for end in range(len(word) - 4, 3, -1):
            if word[:end] in self._words and word[end:] in self._words:
                return f"{word[:end]} {word[end:]}"
        return ""

    def spellings(self, stems: Sequence[str]) -> list[dict[int, float]]:
        """For each stem of a term the numbers of stems it may stand for, and their worth, 0–1."""
        numbers = self._table.number
        found: list[dict[int, float]] = []
        for stem in stems:
            own = {numbers[stem]: 1.0} if stem in numbers else {}
            others = [(s, _SYNONYM) for s in sorted(self._synonyms.get(stem, ()))]
            others += [(s, _SYNONYM) for s in self._explanations.get(stem, ())]
            others += [(s, _KIND) for s in _DRUG if stem in self._drugs]
            for other, worth in others:
                if other in numbers:
                    own.setdefault(numbers[other], worth)
            found.append(own)
        return found
