"""Misspelt and cut words of a chart written out before it is read, so that "diarhea" is a diarrhea.

What was found is told in the words as given, with the characters they have there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.models import Span
from guidelines import lazy_re as re

_WORD = re.compile(r"(?<![\w'’./@-])[A-Za-z]{4,}(?![\w'’/@-])")
_CUT = {
    "diab": "diabetic", "dysfunc": "dysfunction", "dysfxn": "dysfunction", "dysfn": "dysfunction",
    "exacerb": "exacerbation", "hyperlip": "hyperlipidemia", "hypothyr": "hypothyroidism",
    "neurop": "neuropathy", "retinop": "retinopathy", "nephrop": "nephropathy", "cardiomyop": "cardiomyopathy",
    "osteoarth": "osteoarthritis", "pneum": "pneumonia", "bronchosp": "bronchospasm", "degen": "degenerative",
}  # fmt: skip
"""Words that charts cut short, where that is one thing only."""
_SENTENCE_BEFORE = re.compile(r"(?:^|[.?!:;\n\"(•-])\s*$")
_MOST = 0.25
"""Share of a text's longer words that may be misspelt; past it the text is in other words than English."""
_FEW = 3


@dataclass(frozen=True, slots=True)
class _Change:
    """A word put right: where it stands in the text as given and in the text as read."""

    given: tuple[int, int]
    read: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Respelt:
    """A text with its misspelt words put right.

    Attributes:
        text: To be read.
        read_as: The words that were put right, as given and as read, each once.
    """

    text: str
    read_as: tuple[tuple[str, str], ...]
    _given: str
    _changes: tuple[_Change, ...]

    def span(self, span: Span) -> Span:
        """A span of the text read as a span of the text given; a word put right is taken whole."""
        start, end = self._place(span.start, 0), self._place(span.end, 1)
        return Span(start=start, end=end, text=self._given[start:end])

    def _place(self, at: int, side: int) -> int:
        moved = 0
        for change in self._changes:
            if at >= change.read[1]:
                moved = change.given[1] - change.read[1]
            elif at > change.read[0]:
                return change.given[side]
            else:
                break
        return at + moved


def respelt(text: str, given: str, misspelt: Callable[[str], str]) -> Respelt:
    """Put the misspelt words of a text right.

    Names are left alone: a word with a capital is put right only where a sentence begins, or where
    the text has nothing but capitals.

    Args:
        text: To be read.
        given: The text as given, of the same length.
        misspelt: The word that a lower-case word is a misspelling of; empty for none.
    """
    words = list(_WORD.finditer(text))
    loud = text.isupper()
    right: list[tuple[re.Match[str], str]] = []
    for match in words:
        word = match[0]
        if not (word.islower() or loud or _opens(text, match)):
            continue
        found = _CUT.get(word.lower()) or misspelt(word.lower())
        if found:
            right.append((match, _cased(found, word)))
    if not right or len(right) > max(_FEW, _MOST * len(words)):
        return Respelt(text, (), given, ())
    pieces: list[str] = []
    changes: list[_Change] = []
    at = length = 0
    for match, word in right:
        pieces += [text[at : match.start()], word]
        length += match.start() - at
        changes.append(_Change(match.span(), (length, length + len(word))))
        length, at = length + len(word), match.end()
    read_as = tuple(dict.fromkeys((m[0].lower(), w.lower()) for m, w in right))
    return Respelt("".join([*pieces, text[at:]]), read_as, given, tuple(changes))


def _opens(text: str, match: re.Match[str]) -> bool:
    word = match[0]
    begins = _SENTENCE_BEFORE.search(text[: match.start()]) is not None
    return word[1:].islower() and begins


def _cased(found: str, word: str) -> str:
    if word.isupper():
        return found.upper()
    return found.capitalize() if word[0].isupper() else found
