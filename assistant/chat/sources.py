"""The sources of an answer: each with its passage, in which the deciding sentence is marked.

A passage is what stands around the quoted words at their place: the official sentences or the
digest's statements of a guideline section, or the notes at a line of the Tabular List. Where the
quoted words are not found in it, only the quote is shown, so that nothing is marked rather than the
wrong thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.chat.markup import cited_numbers, escape
from assistant.chat.official import official_lines, pdf_link
from assistant.models import Answer, AnswerCode, AnswerRejection, Citation
from guidelines.codeset import NOTE_FIELDS, CodeSet, load_codeset
from guidelines.notes import instructions
from guidelines.sections import load_digest

KINDS = {
    "guideline": "Guideline",
    "tabular": "Tabular List",
    "index": "Alphabetic Index",
    "edit": "Edit",
}
_AROUND = 3
"""Lines of a passage that stay in sight before and after the deciding one."""


@dataclass(frozen=True)
class Passage:
    """What stands at the place that a citation names.

    Attributes:
        lines: Its sentences or notes, each with whether it is the deciding one.
        path: Titles from the outermost heading to the section, empty where there is none.
    """

    lines: tuple[tuple[str, bool], ...]
    path: tuple[str, ...] = ()


def used_citations(answer: Answer) -> list[Citation]:
    """The citations that the answer, its codes or its rejections refer to, by number."""
    used = cited_numbers(answer.answer)
    for note in (*answer.warnings, *answer.queries, *answer.assumptions):
        used |= cited_numbers(note)
    items: tuple[AnswerCode | AnswerRejection, ...] = (*answer.codes, *answer.rejected)
    for item in items:
        used |= set(item.citations) | cited_numbers(item.reason)
    return sorted((c for c in answer.citations if c.n in used), key=lambda c: c.n)


def passage(citation: Citation, on: date) -> Passage:
    """The passage around a citation's quote.

    Args:
        citation: What is cited.
        on: Date of service, which decides the release of the Tabular List.
    """
    if citation.kind == "guideline" and citation.ref in load_digest():
        digest = load_digest()
        path = tuple(s.title for s in digest.path(citation.ref))
        if official := official_lines(citation):
            return Passage(_in_sight(official), path)
        return Passage(_marked(digest[citation.ref].text, citation.quote), path)
    if citation.kind == "tabular":
        codes = load_codeset(on)
        if citation.ref in codes:
            above = reversed(codes.ancestors(citation.ref))
            path = tuple(f"{_name(a)} {codes.get(a).title}" for a in above)
            return Passage(_marked(tuple(_printed(codes, citation.ref)), citation.quote), path)
    return Passage(((citation.quote, True),))


def _name(place: str) -> str:
    return f"Chapter {place}" if place.isdigit() else place


def _printed(codes: CodeSet, code: str) -> Iterator[str]:
    entry = codes.get(code)
    yield f"{entry.code} {entry.title}"
    yield from entry.inclusion_terms
    for kind in NOTE_FIELDS:
        if kind == "inclusion_terms":
            continue
        yield from (
            item.instruction for item in instructions(codes, code, kind) if item.at == entry.code
        )


def _marked(lines: Sequence[str], quote: str) -> tuple[tuple[str, bool], ...]:
    said = " ".join(quote.split())
    several = {" ".join(part.split()) for part in quote.splitlines()}
    marks = [bool(said) and " ".join(line.split()) in several for line in lines]
    if not any(marks):
        marks = [bool(said) and said in " ".join(line.split()) for line in lines]
    if not any(marks):
        return ((quote, True),)
    return _in_sight(tuple(zip(lines, marks, strict=True)))


def _in_sight(lines: tuple[tuple[str, bool], ...]) -> tuple[tuple[str, bool], ...]:
    """The marked lines and a few around them; there is at least one."""
    marks = [marked for _, marked in lines]
    first = max(0, marks.index(True) - _AROUND)
    last = len(marks) - marks[::-1].index(True) + _AROUND
    return lines[first:last]


def place_of(citation: Citation) -> str:
    """How a coder names the place: "Section I.C.9.a.3", "Appendix I", "I13.0"."""
    if citation.kind != "guideline":
        return citation.ref
    if citation.ref.startswith("App."):
        return f"Appendix {citation.ref.removeprefix('App.')}"
    return f"Section {citation.ref}"


def circumstances(citation: Citation) -> str:
    """Release, page and whether the words are official, in one line."""
    where = [citation.release] if citation.release else []
    if citation.page is not None:
        where.append(f"page {citation.page}")
    where.append("official wording" if citation.verbatim else "in our words")
    return " · ".join(where)


def sources(key: int, cited: Sequence[Citation], on: date) -> str:
    """The list of sources beside an answer.

    Args:
        key: Number of the turn; it makes element ids unique on the page.
        cited: The citations in use, the deciding one first.
        on: Date of service.
    """
    if not cited:
        return ""
    # The section that decides the question comes first in the contract; it is open from the start.
    items = "".join(_source(key, c, on, opened=i == 0) for i, c in enumerate(cited))
    return (
        f'<aside class="dx-sources" aria-label="Sources of answer {key}">'
        f'<div class="dx-stay"><h3>Sources</h3>{items}</div></aside>'
    )


def _source(key: int, citation: Citation, on: date, opened: bool) -> str:
    shown = passage(citation, on)
    lines = "".join(
        f'<p><mark class="dx-decides">{escape(line)}</mark></p>'
        if decides
        else f"<p>{escape(line)}</p>"
        for line, decides in shown.lines
    )
    path = ""
    if len(shown.path) > 1:
        steps = " › ".join(escape(title) for title in shown.path[:-1])
        path = f'<p class="dx-path">{steps}</p>'
    look = pdf_link(citation)
    if look:
        look = (
            f'<button type="button" class="dx-link" data-pdf="{escape(citation.release)}" '
            f'data-page="{citation.page}">Show the page</button> {look}'
        )
    if citation.kind == "tabular":
        look = (
            f'<button type="button" class="dx-link" data-open-code="{escape(citation.ref)}">'
            "Open in the Tabular List</button>"
        )
    return (
        f'<details class="dx-source" id="dx-s{key}-{citation.n}"{" open" if opened else ""}>'
        f'<summary><span class="dx-n">{citation.n}</span><span class="dx-place">'
        f'<span class="dx-kind dx-kind-{citation.kind}">{KINDS[citation.kind]}</span>'
        f"<b>{escape(place_of(citation))}</b><span>{escape(citation.title)}</span></span></summary>"
        f"{path}<blockquote>{lines}</blockquote>"
        f'<p class="dx-quiet">{escape(circumstances(citation))}{look}</p></details>'
    )
