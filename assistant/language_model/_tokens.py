"""Codes, section ids, numbers and words in a text, as far as they can be compared."""

from __future__ import annotations

from guidelines import lazy_re as re

CODE = re.compile(
    r"(?<![A-Za-z0-9.])(?:(?:[A-Z]\d|QA)[0-9A-Z](?:\.?[0-9A-Z]{1,4})?|[A-Z]\s?\d\s?[0-9A-Z]\s?\.\s?\d\w{0,3})"
    r"(?![0-9A-Za-z])",
    re.IGNORECASE,
)
"""What has the shape of an ICD-10-CM code or category, with or without its dot, or spaced out."""

_DOTTED = re.compile(
    r"(?<![\w.])(?!i\.e\b)(?:IV|I{1,3})\.[A-Z](?![0-9A-Za-z])"
    r"(?:\.?\((?:\d{1,2}|[a-z]{1,2})\)|\.(?:\d{1,2}[a-z]?|[a-z]{1,2})(?![0-9A-Za-z]))*",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?i:\b(?:sections?|guidelines?))\s+"
    r"((?:IV|I{1,3}|[A-Z]\.|\d)(?:[\w.()]*[\w)])?)(?![0-9A-Za-z])"
)
_APPENDIX = re.compile(r"\bApp(?:endix|\.)?\s?I\b", re.IGNORECASE)
_MARKER = re.compile(r"\[\d+\]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[a-z]{4,}")

_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        re.findall(
            r"\w+",
            "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen nineteen twenty",
        ),
        start=2,
    )
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "ninety": "90", "hundred": "100"}
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_NUMBER_WORDS)})\b", re.IGNORECASE)

_STEM = 5
_COMMON = frozenset(
    word[:_STEM]
    for word in re.findall(
        r"[\w-]+",
        """
    about according addition additional after also alternative apply assign because before both
    category chart classified clinical code coded coder coding condition confirm describe diagnosis
    document documentation does each either encounter first following from guideline guidelines
    have icd-10-cm instead into itself link listed must need never note only order other patient
    physician principal provider reason record report require rather record same section sequence
    should since specific state such that their them then there these they this those under unless
    until used uses what when where whether which while will with without would
    """,
    )
)


def plain_code(code: str) -> str:
    """A code without dot and spaces, in capitals, for comparison: "I13.0" becomes "I130"."""
    return re.sub(r"[^0-9A-Z]", "", code.upper())


def codes(text: str) -> frozenset[str]:
    """Every code-shaped token of a text, in plain form."""
    return frozenset(plain_code(match[0]) for match in CODE.finditer(text))


def sections(text: str) -> frozenset[str]:
    """Every guideline section that a text names, in one notation whatever the brackets."""
    named = {_plain_section(match[0]) for match in _DOTTED.finditer(text)}
    named |= {_plain_section(match[1]) for match in _NAMED.finditer(text)}
    return frozenset(named | ({"app.i"} if _APPENDIX.search(text) else set()))


def _plain_section(section: str) -> str:
    return ".".join(re.findall(r"\d+|[a-z]+", section.lower()))


def numbers(text: str) -> frozenset[str]:
    """Every number of a text, digits or words from two on, outside codes, sections and markers."""
    for pattern in (_MARKER, _DOTTED, _NAMED, CODE):
        text = pattern.sub(" ", text)
    words = {_NUMBER_WORDS[match[0].lower()] for match in _NUMBER_WORD.finditer(text)}
    return frozenset(words | set(_NUMBER.findall(text.replace("ICD-10-CM", ""))))


def stems(text: str) -> frozenset[str]:
    """The words of a text by their first letters, without those that any coding answer uses."""
    return frozenset(word[:_STEM] for word in _WORD.findall(text.lower())) - _COMMON
