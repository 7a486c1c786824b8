"""Text as it is pasted, made readable without moving a character.

Markup of HTML and RTF becomes blanks, letters that text recognition took for digits are put right,
so that what is read lies at the same offsets as in the text given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product
from typing import TypeVar

from assistant.models import Answer, AnswerCode, AnswerRejection, Span
from guidelines import lazy_re as re

_Entry = TypeVar("_Entry", AnswerCode, AnswerRejection)

_TAG = re.compile(
    r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.I | re.S
)
_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol|tr|td|th|table|h[1-6]|section|hr)\b", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8});", re.I)
_RTF = re.compile(r"^\s*\{\\rtf\d")
_RTF_GROUP = re.compile(
    r"\{\\(?:\*\\[a-z]+|fonttbl|colortbl|stylesheet|info|pict|generator)"
    r"(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}",
    re.I,
)
_RTF_BREAK = re.compile(r"\\(?:par|line|sect|row|cell|tab)(?![a-z])\d* ?", re.I)
_RTF_WORD = re.compile(r"\\'[0-9a-f]{2}|\\[a-z]{1,32}-?\d* ?|\\[^a-z]|[{}]", re.I)
# zero, one and five inside a word of letters; a code, a dose and a stage are no such words
_MISREAD = re.compile(r"(?<![\w.-])(?=[a-z015|]*[a-z]{2})[a-z]+[015|]+[a-z]+(?![\w-])", re.I)
_SHAPES = {"0": "o", "1": "li", "5": "s", "|": "li"}
_FEW = 4  # misread letters of a word that are tried
_DOSE = re.compile(r"(?:[a-z]{1,2}\d+|\d+)[a-z]{1,3}", re.I)


def readable(text: str, known: Callable[[str], bool]) -> str:
    """A text without markup and misread letters, of the same length.

    Args:
        text: As pasted.
        known: Whether a lower-case word is one; a misread word is put right only to such a word.
    """
    if _RTF.match(text):
        text = _RTF_GROUP.sub(_blank, text)
        text = _RTF_BREAK.sub(_newline, text)
        text = _RTF_WORD.sub(_blank, text)
    if "<" in text:
        text = _TAG.sub(_unmarked, text)
        text = _ENTITY.sub(_blank, text)
    return _MISREAD.sub(lambda m: _letters(m[0], known), text)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _newline(match: re.Match[str]) -> str:
    return "\n" + " " * (len(match[0]) - 1)


def _unmarked(match: re.Match[str]) -> str:
    return _newline(match) if _BLOCK.match(match[0]) else _blank(match)


def _letters(word: str, known: Callable[[str], bool]) -> str:
    """A word with the letters that its digits look like, where that makes it a word."""
    if _DOSE.fullmatch(word) or sum(c.isalpha() for c in word) < 4:
        return word
    if sum(c in _SHAPES for c in word) > _FEW:
        return word
    tried = ("".join(letters) for letters in product(*(_SHAPES.get(c, c) for c in word)))
    return next((w for w in tried if known(w.lower())), word)


def as_given(answer: Answer, given: Callable[[Span], Span]) -> Answer:
    """An answer whose evidence has the words as given, where they were made readable.

    Args:
        answer: To what was read.
        given: A span of what was read as a span of the text given.
    """

    def changed(entries: Iterable[_Entry]) -> tuple[_Entry, ...]:
        return tuple(
            e.model_copy(update={"evidence": tuple(given(s) for s in e.evidence)}) for e in entries
        )

    return answer.model_copy(
        update={"codes": changed(answer.codes), "rejected": changed(answer.rejected)}
    )
