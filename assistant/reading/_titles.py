"""Titles of the Tabular List in a chart, as problem lists have them: "1. Embedded teeth (HCC)".

What stands there word for word is that line and no other, whatever its words name elsewhere: its
"unspecified", "without" or side belongs to the title.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant._titled import in_order
from assistant.reading._found import Found
from guidelines import lazy_re as re
from guidelines.codeset import CodeSet
from indexes._text import words
from indexes.term_index import TermIndex

_BEFORE = re.compile(
    r"^[\W_]*(?:(?:#\s*)?\d{1,2}[.):]\s*)?(?:[A-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4})?\W+)?"
    r"|^[^:\n]{2,40}:\s+"
)
"""What stands before an entry of a list: its number, its code, or the heading of the list."""
_PLANNED = (
    r"(?:stable|unchanged|at goal|(?:well[- ])?controlled|improv\w+|cont(?:inue)?|start|resume|hold|increase|decrease|refill"
    r"|monitor|re-?check|follow|f/u|refer|see|check|order|discuss\w*|on)"
)
_AFTER = re.compile(
    r"[\s.,;:]*(?:\((?:HCC|CMS[/-]HCC|MCC|CC|[A-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4})?)\)|\[[^\]]*\]"
    rf"|\s?[-–—]+\s?{_PLANNED}\b.*)?[\s.,;:]*$",
    re.IGNORECASE,
)
"""What stands behind it: a mark, its code, or what is planned."""
_SHORTEST, _LONGEST = 2, 40  # words of a title that is looked for


def title_in(sentence: str, terms: TermIndex, codeset: CodeSet) -> Found | None:
    """The title that a sentence is, but for the number before it and the marks behind it.

    Args:
        sentence: The sentence.
        terms: The term finder.
        codeset: The release in force.
    """
    for start, end in _stretches(sentence):
        said = sentence[start:end]
        if not _SHORTEST <= len(words(said)) <= _LONGEST:
            continue
        codes = [c for c in terms.of_words(said, codeset) if _is_line(codeset, c, said)]
        if len(codes) == 1:
            weight = float(len(words(said)))
            return Found(start, end, said, codes[0], weight, "condition")
    return None


def _stretches(sentence: str) -> Iterator[tuple[int, int]]:
    starts = dict.fromkeys([m.end() for m in _BEFORE.finditer(sentence)] or [0])
    after = _AFTER.search(sentence)
    ends = dict.fromkeys((after.start() if after else len(sentence), len(sentence.rstrip(" .;,"))))
    return ((start, end) for start in starts for end in ends if end > start)


def _is_line(codeset: CodeSet, code: str, said: str) -> bool:
    """Whether a code has just these words, and nothing below it but 7th characters."""
    own = codeset.base_of(code) == code and codeset.is_line(code)
    return own and in_order(codeset.get(code).title, said)
