"""Answers as files that other people and programs read: Markdown, JSON, CSV, Word, PDF, a query letter.

Files are made in memory when the user asks for one; nothing is written here.
"""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.chat.fhir import bundle
from assistant.chat.sources import circumstances, place_of, used_citations
from assistant.models import Answer, AnswerCode
from guidelines._version import __version__
from guidelines.errors import DxciteError

if TYPE_CHECKING:
    from assistant.chat.pdf import Style

_FOOT = (
    f"Made with dxcite {__version__}. An aid for trained coders: check each answer against the "
    "official code set and guidelines."
)
COLUMNS = ("question", "sequence", "code", "title", "role", "billable", "reason", "evidence")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


@dataclass(frozen=True)
class Exchange:
    """One question and its answer.

    Attributes:
        number: Its number on the page.
        question: As typed.
        answer: What came back.
        read: The text that evidence offsets count in: the question, and for a follow-up what it
            takes over.
    """

    number: int
    question: str
    answer: Answer
    read: str = ""


@dataclass(frozen=True)
class File:
    """A file for the browser to save.

    Attributes:
        name: Its name.
        kind: Its media type.
        text: Its content; base64 where `binary`.
        binary: Whether `text` is base64.
    """

    name: str
    kind: str
    text: str
    binary: bool = False


class NothingToExport(DxciteError):
    """The answer is not held any more, or holds nothing for this form."""


def exported(exchanges: Sequence[Exchange], form: str) -> File:
    """The exchanges in one of the forms.

    Args:
        exchanges: What to save, oldest first.
        form: "md", "json", "csv", "fhir", "docx", "pdf" or "query".

    Raises:
        NothingToExport: there is nothing to save, or the form is unknown.
    """
    if not exchanges:
        raise NothingToExport("This answer is no longer held; ask again, then save it.")
    if form not in _FORMS:
        raise NothingToExport(f"“{form[:20]}” is no form to save in; use {', '.join(_FORMS)}.")
    return _FORMS[form](exchanges)


def markdown(exchanges: Sequence[Exchange]) -> str:
    """A handout: each question with its answer, codes, sources and gaps."""
    parts = ["# ICD-10-CM coding: questions and answers"]
    for exchange in exchanges:
        parts.append("\n".join(_section(exchange)))
    parts.append(_FOOT)
    return "\n\n".join(parts) + "\n"


def _section(exchange: Exchange) -> list[str]:
    answer = exchange.answer
    quoted = "\n".join(f"> {line}" for line in exchange.question.splitlines())
    lines = [f"## Question {exchange.number}", "", quoted, "", answer.answer, ""]
    lines += [f"*{' · '.join(_facts(answer))}*"]
    if answer.codes:
        lines += ["", "### Codes", "", "| # | Code | Title | Role | Words in the chart |"]
        lines += ["|---|---|---|---|---|", *map(_row, answer.codes)]
    for heading, notes in _notes(answer):
        lines += ["", f"### {heading}", "", *(f"- {note}" for note in notes)]
    cited = used_citations(answer)
    if cited:
        lines += ["", "### Sources", ""]
        lines += [
            f"{c.n}. {place_of(c)}, {c.title} ({circumstances(c)}): “{c.quote}”" for c in cited
        ]
    return lines


def _facts(answer: Answer) -> tuple[str, str, str]:
    day = answer.date_of_service.isoformat()
    return answer.release, f"date of service {day}", answer.setting or "setting not stated"


def _notes(answer: Answer) -> list[tuple[str, tuple[str, ...]]]:
    every = (
        ("Check", answer.warnings),
        ("Missing from the documentation", answer.queries),
        ("Assumed", answer.assumptions),
    )
    return [(heading, tuple(notes)) for heading, notes in every if notes]


def _row(code: AnswerCode) -> str:
    words = "; ".join(dict.fromkeys(" ".join(s.text.split()) for s in code.evidence))
    cells = (code.sequence or "", code.code, code.title, code.role, words)
    return "| " + " | ".join(str(c).replace("|", "\\|") for c in cells) + " |"


def _markdown(exchanges: Sequence[Exchange]) -> File:
    return File("dxcite.md", "text/markdown", markdown(exchanges))


def _json(exchanges: Sequence[Exchange]) -> File:
    held = {
        "dxcite": __version__,
        "exchanges": [
            {
                "question": e.question,
                "read": e.read or e.question,
                "answer": e.answer.model_dump(mode="json"),
            }
            for e in exchanges
        ],
    }
    return File("dxcite.json", "application/json", json.dumps(held, ensure_ascii=False, indent=1))


def table(rows: Sequence[Sequence[object]], columns: Sequence[str]) -> str:
    """CSV text in which no cell is taken for a formula by a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return out.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv(exchanges: Sequence[Exchange]) -> File:
    rows: list[tuple[object, ...]] = []
    for e in exchanges:
        rows += [
            (e.number, c.sequence, c.code, c.title, c.role, c.billable, c.reason, _words(c))
            for c in e.answer.codes
        ]
        rows += [
            (e.number, None, r.code, r.title, "left out", None, r.reason, "")
            for r in e.answer.rejected
        ]
    return File("dxcite.csv", "text/csv", table(rows, COLUMNS))


def _words(code: AnswerCode) -> str:
    return "; ".join(dict.fromkeys(span.text for span in code.evidence))


def _fhir(exchanges: Sequence[Exchange]) -> File:
    held = bundle([(e.question, e.answer) for e in exchanges])
    return File("dxcite-fhir.json", "application/fhir+json", json.dumps(held, indent=1))


def _docx(exchanges: Sequence[Exchange]) -> File:
    from docx import Document

    document = Document()
    document.core_properties.author = "dxcite"
    document.add_heading("ICD-10-CM coding: questions and answers", 0)
    for exchange in exchanges:
        _write(document, exchange)
    out = io.BytesIO()
    document.save(out)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return File("dxcite.docx", kind, base64.b64encode(out.getvalue()).decode(), binary=True)


def _write(document: object, exchange: Exchange) -> None:
    from docx.document import Document

    assert isinstance(document, Document)
    answer = exchange.answer
    document.add_heading(f"Question {exchange.number}", 1)
    document.add_paragraph(_clean(exchange.question), style="Intense Quote")
    for block in answer.answer.split("\n\n"):
        document.add_paragraph(_clean(block.replace("**", "")))
    if answer.codes:
        grid = document.add_table(rows=1, cols=4, style="Light Grid Accent 1")
        for cell, name in zip(grid.rows[0].cells, ("#", "Code", "Title", "Role"), strict=True):
            cell.text = name
        for code in answer.codes:
            values = (str(code.sequence or ""), code.code, code.title, code.role)
            for cell, value in zip(grid.add_row().cells, values, strict=True):
                cell.text = _clean(value)
    for note in (*answer.warnings, *answer.queries, *answer.assumptions):
        document.add_paragraph(_clean(note), style="List Bullet")
    document.add_heading("Sources", 2)
    for c in used_citations(answer):
        said = f"{c.n}. {place_of(c)}, {c.title} ({circumstances(c)}): {c.quote}"
        document.add_paragraph(_clean(said))


def _clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return "".join(c for c in text if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff"))


def _pdf(exchanges: Sequence[Exchange]) -> File:
    from assistant.chat.pdf import Paragraph, pdf

    paragraphs = [Paragraph("title", "ICD-10-CM coding: questions and answers")]
    for exchange in exchanges:
        paragraphs += [Paragraph(style, text) for style, text in _printed(exchange)]
    paragraphs.append(Paragraph("note", _FOOT))
    return File("dxcite.pdf", "application/pdf", base64.b64encode(pdf(paragraphs)).decode(), True)


def _printed(exchange: Exchange) -> Iterator[tuple[Style, str]]:
    answer = exchange.answer
    yield "heading", f"Question {exchange.number}"
    yield "quote", exchange.question
    for block in answer.answer.split("\n\n"):
        yield "text", block.replace("**", "")
    yield "note", " · ".join(_facts(answer))
    if answer.codes:
        yield "small-heading", "Codes"
    for code in answer.codes:
        number = f"{code.sequence}. " if code.sequence else ""
        yield "item", f"{number}{code.code} {code.title} ({code.role})"
    for heading, notes in _notes(answer):
        yield "small-heading", heading
        yield from (("item", f"• {note}") for note in notes)
    cited = used_citations(answer)
    if cited:
        yield "small-heading", "Sources"
    for c in cited:
        yield "item", f"{c.n}. {place_of(c)}, {c.title} ({circumstances(c)}): “{c.quote}”"


def letter(exchange: Exchange) -> str:
    """A query to the provider for what the documentation lacks.

    Each query is the one that the pipeline built by compliant practice and put into the trace.

    Raises:
        NothingToExport: nothing is missing that a provider could say.
    """
    from assistant.cli_query import written

    queries = [query.letter for query, _ in written(exchange.answer)]
    if not queries:
        raise NothingToExport("The documentation leaves nothing open to ask the provider.")
    lines = [
        "Documentation clarification",
        "",
        f"Date of service: {exchange.answer.date_of_service.isoformat()}",
        "Patient / encounter: ______________________",
        "",
        "Please answer in the record, by your independent clinical judgment.",
    ]
    for number, query in enumerate(queries, 1):
        lines += ["", f"Query {number}", query]
    lines += ["", "Provider: ______________________   Date/time: ______________________", ""]
    return "\n".join(lines)


def _query(exchanges: Sequence[Exchange]) -> File:
    return File("query.txt", "text/plain", "\n\n".join(map(letter, exchanges)))


_FORMS: dict[str, Callable[[Sequence[Exchange]], File]] = {
    "md": _markdown,
    "docx": _docx,
    "pdf": _pdf,
    "json": _json,
    "csv": _csv,
    "fhir": _fhir,
    "query": _query,
}
