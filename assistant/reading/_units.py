"""Words of a sentence, with the terms of the lexicon put together."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.reading._vocabulary import AMBIGUOUS, QUALIFIERS, names_condition
from indexes._surface import analyze, canonical
from indexes._text import STOPWORDS, plain, word_spans, words
from indexes.lexicon import Lexicon, Meaning

BREAKS = frozenset(";:.?!\n()")
_INNER_CAPITAL = re.compile(r"[a-z]+[A-Z]")  # pH is not PH
_MARKS = frozenset("+↑↓")  # "heme +" is not every "heme"
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
            if self.meaning.kind in ("drug", "expansion"):
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
        for length in range(min(lexicon.longest_from(spans[i][2]), len(spans) - i), 0, -1):
            part = spans[i : i + length]
            written = [w for _, _, w in part]
            around_it = sentence[max(0, part[0][0] - 1) : part[-1][1] + 2]
            meanings = [
                m
                for m in lexicon.look_up(written) or _looked_up_spelt(written, lexicon)
                if _meant(written, m) and set(m.term) & _MARKS <= set(around_it)
            ]
            if meanings and _together(sentence[part[0][0] : part[-1][1]], meanings):
                step, meaning = length, lexicon.decide(meanings, around)
                break
        if meaning is None:
            meaning = _expansion(spans[i][2], lexicon)
        start, end = spans[i][0], spans[i + step - 1][1]
        found.append(_unit(sentence[start:end], start, end, meaning, lexicon))
        i += step
    return found


_SPELT = {
    "fx": "fracture", "fxs": "fractures", "lac": "laceration", "dz": "disease", "def": "deficiency", "synd": "syndrome",
    "w": "with", "infxn": "infection", "inf": "infection", "d/o": "disorder", "hemorr": "hemorrhage", "obstr": "obstruction",
    "regurg": "regurgitation", "tach": "tachycardia", "insuff": "insufficiency", "derm": "dermatitis",
}  # fmt: skip
"""Words that charts shorten within the name of a condition."""


_LINKING = frozenset(("with", "w", "w/", "without", "due", "from", "and", "in"))


def _looked_up_spelt(written: Sequence[str], lexicon: Lexicon) -> tuple[Meaning, ...]:
    """Meanings of a longer term by its words with those that charts shorten written out."""
    if len(written) < 2 or not any(w.isupper() or w.lower() in _SPELT for w in written):
        return ()
    if any(w.lower() in _LINKING for w in written):
        return ()  # "T2DM with CKD" are two conditions, each with a detail of its own
    out = [_written_out(w, lexicon) for w in written]
    return lexicon.look_up(out) if out != list(written) else ()


def _written_out(word: str, lexicon: Lexicon) -> str:
    """A word of a longer term written out: "HTN" of "portal HTN" is any hypertension."""
    if (known := _SPELT.get(word.lower())) is not None:
        return known
    found = lexicon.expansions([word]) if len(word) > 1 and word.isupper() else ()
    return found[0] if len(found) == 1 else word


def _expansion(written: str, lexicon: Lexicon) -> Meaning | None:
    """What a shortened word stands for ("resp"), where that is one thing and no condition alone."""
    found = lexicon.expansions([written])
    if len(found) != 1 or plain(written) in AMBIGUOUS:
        return None
    if any(names_condition(w) and w not in QUALIFIERS for w in words(found[0])):
        return None
    return Meaning(written, found[0], "", frozenset(), "expansion")


def spelled(text: str, lexicon: Lexicon, around: Collection[str] = ()) -> str:
    """A text with its shortened words written out; abbreviations of conditions stay as they are."""
    if not any(lexicon.shortens(w) or w.lower() in _SPELT for _, _, w in word_spans(text)):
        return text
    pieces: list[str] = []
    at = 0
    for unit in units(text, lexicon, around):
        if unit.meaning is None or unit.meaning.code or unit.meaning.kind not in _SHORTENED:
            continue
        pieces += [text[at : unit.start], unit.meaning.meaning]
        at = unit.end
    return "".join([*pieces, text[at:]])


_SHORTENED = ("abbreviation", "expansion")


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
    if len(written) == 1 and not _as_an_abbreviation(written[0], meaning):
        return False
    if len(written) > 1 or plain(written[0]) not in AMBIGUOUS:
        return True
    if meaning.kind == "eponym":
        return written[0][:1].isupper()
    return meaning.term.islower() or written[0] == meaning.term or written[0].isupper()


_SHORT_IN_LOWER_CASE = frozenset(
    ("af", "ca", "cf", "cp", "dm", "fx", "gi", "ha", "hf", "ht", "mi", "ms", "oa", "oe", "om", "pe", "ra", "sz", "tb",
     "uc", "ut", "vt")
)  # fmt: skip
"""Abbreviations of two letters for conditions that charts write in lower case too."""


def _as_an_abbreviation(written: str, meaning: Meaning) -> bool:
    """Whether a word of two letters is written as its condition is: "Kt/V" is no "KT"."""
    if len(meaning.term) != 2 or not meaning.code or not meaning.term.isupper():
        return True
    return written.isupper() or (written.islower() and written in _SHORT_IN_LOWER_CASE)


def _together(written: str, meanings: Sequence[Meaning]) -> bool:
    """Whether words are one term: not over a clause's end, nor over a comma it does not have."""
    inside = set(written) & _INSIDE
    return all(any(c in m.term for m in meanings) for c in inside)


def context_words(text: str) -> frozenset[str]:
    """Words of a whole note, to decide ambiguous abbreviations by."""
    return frozenset(words(text))
