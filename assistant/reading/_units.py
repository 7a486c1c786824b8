"""Words of a sentence, with the terms of the lexicon put together."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.reading._vocabulary import AMBIGUOUS, names_condition
from indexes._surface import analyze, canonical
from indexes._text import STOPWORDS, plain, word_spans, words
from indexes.lexicon import Lexicon, Meaning

BREAKS = frozenset(";:.?!\n()")
_INNER_CAPITAL = re.compile(r"[a-z]+[A-Z]")  # pH is not PH
_INSIDE = BREAKS | {",", "/"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A word or lexicon term of a sentence with the stems it stands for."""

    start: int
    end: int
    written: str
    stems: tuple[str, ...]
    meaning: Meaning | None
    own: tuple[str, ...] = ()
    """Stems of the words as written, whatever they mean."""

    @property
    def lowered(self) -> str:
        """The word as written, in lower case."""
        return plain(self.written)

    @property
    def head(self) -> bool:
        """Whether it names a condition or status, not only something about one."""
        if self.meaning is not None:
            if self.meaning.kind == "drug":
                return False
            return bool(self.meaning.code) or any(map(names_condition, words(self.meaning.meaning)))
        return names_condition(self.lowered)


def units(sentence: str, lexicon: Lexicon, around: Collection[str]) -> list[Unit]:
    """Words of a sentence, lexicon terms put together and decided by the words around them."""
    spans = list(word_spans(sentence))
    found: list[Unit] = []
    i = 0
    while i < len(spans):
        step, meaning = 1, None
        for length in range(min(lexicon.longest, len(spans) - i), 0, -1):
            part = spans[i : i + length]
            written = [w for _, _, w in part]
            meanings = [m for m in lexicon.look_up(written) if _meant(written, m)]
            if meanings and _together(sentence[part[0][0] : part[-1][1]], meanings):
                step, meaning = length, lexicon.decide(meanings, around)
                break
        start, end = spans[i][0], spans[i + step - 1][1]
        found.append(_unit(sentence[start:end], start, end, meaning, lexicon))
        i += step
    return found


def _unit(written: str, start: int, end: int, meaning: Meaning | None, lexicon: Lexicon) -> Unit:
    if meaning is not None:
        stems = analyze(meaning.meaning, lexicon.equivalents).core
    elif plain(written) in STOPWORDS:
        stems = ()
    else:
        stems = canonical(plain(written), lexicon.equivalents)
    own = analyze(written, lexicon.equivalents, title=False).core if meaning is not None else stems
    return Unit(start, end, written, stems, meaning, own)


def _meant(written: Sequence[str], meaning: Meaning) -> bool:
    """Whether a word that is also ordinary English is written as the term is."""
    if len(written) == 1 and _INNER_CAPITAL.match(written[0]) and written[0] != meaning.term:
        return False
    if len(written) > 1 or plain(written[0]) not in AMBIGUOUS:
        return True
    if meaning.kind == "eponym":
        return written[0][:1].isupper()
    return meaning.term.islower() or written[0] == meaning.term or written[0].isupper()


def _together(written: str, meanings: Sequence[Meaning]) -> bool:
    """Whether words are one term: not over a clause's end, nor over a comma it does not have."""
    inside = set(written) & _INSIDE
    return all(any(c in m.term for m in meanings) for c in inside)


def context_words(text: str) -> frozenset[str]:
    """Words of a whole note, to decide ambiguous abbreviations by."""
    return frozenset(words(text))
