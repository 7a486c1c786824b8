"""Compares the built-in digest, and the parser, with the official guidelines that are at hand.

For every edition: whether each numbered bookmark of the PDF has its section. For the edition that
the digest restates, besides: whether no heading is missing, titles and pages are right, every code
that an official section names is in the digest's record, and no official sentence is copied.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from guidelines._bounded import run_bounded
from guidelines.document import Document, OfficialSection, load_document
from guidelines.document._headings import plain
from guidelines.sections import Digest, Section

COPIED_WORDS = 12
"""As many official words in a row count as copied."""
SENTENCE_WORDS = 5
"""So does a whole official sentence of at least so many words."""

_NUMBERED = re.compile(
    r"(?:Section I{1,3}\.|Section IV\.|Appendix I\b|[A-Z]\.|\d+\.|[a-z]\.|\d+\)|\([a-z]+\))\s*"
)
_WORDS = re.compile(r"[a-z0-9](?:[a-z0-9.'-]*[a-z0-9])?")
_CODE = re.compile(
    r"\b[A-TV-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?(?![0-9A-Za-z])|\bU[0-9]{2}(?:\.[0-9]{1,2})?\b"
)
_TITLE_ONLY = 140  # characters; longer bookmarks are paragraphs that the publisher marked so


@dataclass(frozen=True)
class EditionReport:
    """How an edition was parsed.

    Attributes:
        bookmarks: Numbered bookmarks of the PDF.
        sections: Sections found.
        unmatched: Bookmarks without a section on their page.
        seconds: How long it took to parse anew, None where that was not measured.
    """

    bookmarks: int
    sections: int
    unmatched: tuple[str, ...]
    seconds: float | None = None


@dataclass
class DigestReport:
    """How the digest compares with the edition it restates.

    Attributes:
        missing: Official sections that the digest lacks.
        extra: Digest sections that the edition lacks.
        titles: Sections whose titles differ in more than punctuation.
        pages: Sections whose pages differ.
        codes: Codes that an official section names and the digest's record does not, by section.
        copied: Sections with official words copied.
    """

    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    codes: dict[str, list[str]] = field(default_factory=dict)
    copied: list[str] = field(default_factory=list)


def check_edition(path: Path, *, timed: bool = False) -> EditionReport:
    """Compare the sections found in a PDF with its bookmarks.

    Args:
        path: The PDF.
        timed: Whether to parse it anew, whatever the cache holds, and say how long that took.

    Raises:
        DataDamaged: the PDF cannot be parsed.
    """
    document = load_document(path)
    marks = run_bounded("guidelines.completeness:bookmarks", str(path))
    numbered = [(t, page) for t, page in marks if _NUMBERED.match(t) and len(t) < _TITLE_ONLY]
    left = list(document.values())
    unmatched: list[str] = []
    for title, page in numbered:
        found = next((s for s in left if _is_section(title, page, s)), None)
        if found is None:
            unmatched.append(f"{title} (page {page})")
        else:
            left.remove(found)
    seconds = _parsing_seconds(path) if timed else None
    return EditionReport(len(numbered), len(document), tuple(unmatched), seconds)


def _parsing_seconds(path: Path) -> float:
    started = time.perf_counter()
    run_bounded("guidelines.document._assemble:parse", str(path))
    return round(time.perf_counter() - started, 2)


def bookmarks(path: str) -> list[tuple[str, int]]:
    """Titles and pages of a PDF's bookmarks; run in a process of its own."""
    from guidelines.document._extract import read_bookmarks

    return [(b.title, b.page) for b in read_bookmarks(path)]


def _is_section(title: str, page: int, section: OfficialSection) -> bool:
    if abs(page - section.page) > 1:
        return False
    words = plain(_NUMBERED.sub("", title, count=1))
    return plain(section.title) in (words, plain(title)) or (
        section.id == "App.I" and plain(title).startswith("appendixi")
    )


def check_digest(digest: Digest, document: Document) -> DigestReport:
    """Compare the digest with the edition that it restates."""
    report = DigestReport(
        missing=[s for s in document if s not in digest],
        extra=[s for s in digest if s not in document],
    )
    official = _sequences(_words(document.text)) | _sentences(document)
    for id in digest:
        if id not in document:
            continue
        section, found = digest[id], document[id]
        if plain(section.title) != plain(found.title):
            report.titles.append(id)
        if section.page != found.page:
            report.pages.append(id)
        if lacking := _lacking(section, document.text_of(id)):
            report.codes[id] = lacking
        texts = [_words(text) for text in _texts(section)]
        if any((_sequences(words) | {tuple(words)}) & official for words in texts):
            report.copied.append(id)
    return report


def _lacking(section: Section, text: str) -> list[str]:
    """Codes that a text names and a section's record does not."""
    record = " ".join([*section.codes, *section.text])
    known = set(_CODE.findall(record))
    ranges = list(_ranges(record))
    return [
        code
        for code in dict.fromkeys(_CODE.findall(text))
        if code not in known and not any(a <= code[: len(a)] <= b for a, b in ranges)
    ]


def _ranges(text: str) -> Iterator[tuple[str, str]]:
    for match in re.finditer(
        r"\b([A-Z]\d[0-9A-Z][0-9A-Z.]*)\s?[-–]\s?([A-Z]\d[0-9A-Z][0-9A-Z.]*)", text
    ):
        yield match[1].rstrip("."), match[2].rstrip(".")


def _texts(section: Section) -> Iterator[str]:
    yield from section.text
    yield from (ask.q for ask in section.asks)


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.lower().replace("’", "'"))


def _sequences(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + COPIED_WORDS]) for i in range(len(words) - COPIED_WORDS + 1)}


def _sentences(document: Document) -> set[tuple[str, ...]]:
    every = (tuple(_words(s.text)) for id in document for s in document.sentences(id))
    return {words for words in every if len(words) >= SENTENCE_WORDS}


def summary(reports: Mapping[str, EditionReport], digest: DigestReport | None) -> Iterator[str]:
    """The findings as lines of text."""
    for name, one in reports.items():
        state = (
            "all found" if not one.unmatched else f"without a section: {'; '.join(one.unmatched)}"
        )
        took = f", parsed in {one.seconds:.1f} s" if one.seconds is not None else ""
        yield f"{name}: {one.sections} sections, {one.bookmarks} numbered bookmarks, {state}{took}"
    if digest is None:
        return
    for label, ids in (
        ("missing in the digest", digest.missing),
        ("only in the digest", digest.extra),
        ("another title", digest.titles),
        ("another page", digest.pages),
        ("official words copied", digest.copied),
    ):
        yield f"digest, {label}: {', '.join(ids) if ids else 'none'}"
    count = sum(map(len, digest.codes.values()))
    yield f"digest, codes named officially but not in the record: {count or 'none'}"
    yield from (f"  {id}: {', '.join(codes)}" for id, codes in digest.codes.items())
