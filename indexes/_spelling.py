"""What a word of a chart may stand for: misspellings, compounds written apart, synonyms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from functools import cache

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
_CHANCE = 6  # letters from which a word with a known stem may be another's misspelling
_COMMONER = 1.5  # in inverse document frequency
_SHORTEST = 6  # letters of a word of a chart that is put right
_OFTEN = 2.2  # how much commoner than a word seen once, in inverse document frequency
_AXES = ("right", "left", "bilateral", "unspecified", "initial", "subsequent", "dominant")
"""Words that choose between the lines of a concept and are in none of its names."""
_REMEMBERED = 20_000
_DOUBLED = re.compile(r"(.)\1")
_PAIR = re.compile(r"\b([a-z]{3,})[ -]([a-z]{4,})\b")
_WORD = re.compile(r"[a-z]{4,}")


@cache
def english_words() -> Container[str]:
    """Words of plain English, loaded when a word is first looked for."""
    from spellchecker import SpellChecker

    words: Container[str] = SpellChecker().word_frequency.dictionary
    return words


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

    def misspelt(self, word: str) -> str:
        """The word that a lower-case word of a chart is a misspelling of; empty where it is none.

        Stricter than `corrected`, which reads terms: a chart also has names and plain English, so
        that one letter may be wrong, and only of a word that the classification often has or that
        is a title by itself.
        """
        if axis := self._axis(word):
            return axis
        if len(word) < _SHORTEST or not word.isascii() or word in self._short:
            return ""
        if self._drugs.issuperset(canonical(word, self._equivalents)):
            return ""
        right = self._word(
            word
        )  # itself, or nothing, for a word of the classification or of English
        if right in ("", word) or right[0] != word[0] or OSA.distance(word, right) > 1:
            return ""
        often = self._unseen - self._rarity_of(right) >= _OFTEN
        # another last letter makes another word of the same root: "hospitalist", "hospitalism"
        if right[:-1] == word[:-1] or not (often or self._names(right)):
            return ""
        return "" if word in english_words() else right

    def _axis(self, word: str) -> str:
        """The side, the encounter or the like that a word is meant for: "rihgt"."""
        if len(word) < len(_AXES[1]) or self.readable(word) or word in self._short:
            return ""
        near = [a for a in _AXES if a[0] == word[0] and OSA.distance(word, a, score_cutoff=1) == 1]
        return "" if len(near) != 1 or word in english_words() else near[0]

    def _names(self, word: str) -> bool:
        """Whether a word alone is the whole of a title or term."""
        stems = canonical(word, self._equivalents)
        numbers = [self._table.number[s] for s in stems if s in self._table.number]
        if len(numbers) != len(stems) or not stems:
            return False
        core, padding = self._table.core, self._table.padding
        rows = core[(core[:, 0] == numbers[0]) | (core == numbers[-1]).any(axis=1)]
        alone = rows[(rows != padding).sum(axis=1) == len(numbers)]
        return any(set(numbers) == set(row) - {padding} for row in alone.tolist())

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
        if word in self._words:
            return word
        if all(s in self._table.number for s in canonical(word, self._equivalents)):
            return self._of_a_commoner(word) or word
        if word in self._embedding.ordinary:
            return ""
        if self._embedding.knows(word) or word in self._short:
            return word
        return self._compound(word) or self._nearest(word) or word

    def _of_a_commoner(self, word: str) -> str:
        """A far commoner word that only lacks a letter here, not one of a stem it has by chance.

        "Migrane" has the stem of "migrans" and is a migraine.
        """
        if len(word) < _CHANCE or word in self._embedding.ordinary or word in self._short:
            return ""
        near = self._nearest(word, 1)
        commoner = self._rarity_of(word) - self._rarity_of(near) >= _COMMONER if near else False
        return near if commoner and len(near) > len(word) else ""

    def _nearest(self, word: str, most: int = 2) -> str:
        """The commonest of the words that differ least."""
        allowed = most if len(word) >= _LONG else 1
        pool = [
            w for n in range(len(word) - allowed, len(word) + allowed + 1)
            for w in self._by_length.get(n, ())
        ]  # fmt: skip
        near = process.extract(word, pool, scorer=OSA.distance, score_cutoff=allowed, limit=8)
        if not near:
            return ""
        single = _DOUBLED.sub(r"\1", word)

        def unlikely(other: str, distance: float) -> tuple[float, bool, bool, float, str]:
            # the first letter is seldom wrong, and a doubled one often written once
            doubled = _DOUBLED.sub(r"\1", other) == single
            return distance, other[0] != word[0], not doubled, self._rarity_of(other), other

        return min((unlikely(other, distance) for other, distance, _ in near))[-1]

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
