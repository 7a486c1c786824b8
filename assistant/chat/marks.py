"""The question echoed with the words that support each code marked in that code's colour.

Spans may overlap, touch or repeat. The text is cut at every boundary; each piece is wrapped once
for every code that covers it, and the codes are named where their words end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from assistant.chat.markup import escape
from assistant.models import Answer, Span

HUES = 8
"""Colours that style.css defines as `dx-h1` … `dx-h8`; with more codes they repeat."""


@dataclass(frozen=True)
class Mark:
    """A stretch of the question that speaks for a code, or for leaving it out.

    Attributes:
        start: First character.
        end: One past the last character.
        code: The code it speaks for.
        hue: CSS class of the code's colour.
        rejected: Whether the code was left out (negated, uncertain, excluded …).
        assertion: How the chart asserts the words, where the trace says so: "negated", "uncertain"
            …; "" where it does not.
    """

    start: int
    end: int
    code: str
    hue: str
    rejected: bool = False
    assertion: str = ""


def assertions(answer: Answer) -> dict[str, str]:
    """How the chart asserts the conditions it names, by their words, as the trace tells it.

    Words that stand in the chart twice with different assertions are left out, so that nothing is
    struck rather than the wrong thing.
    """
    found: dict[str, set[str]] = {}
    for step in answer.trace:
        detail = step.detail if isinstance(step.detail, dict) else {}
        conditions = detail.get("conditions") if step.stage == "read" else None
        for condition in conditions if isinstance(conditions, list) else ():
            if isinstance(condition, dict):
                words = str(condition.get("words", ""))
                found.setdefault(words, set()).add(str(condition.get("assertion", "")))
    return {words: min(said) for words, said in found.items() if len(said) == 1}


def hues(answer: Answer) -> dict[str, str]:
    """CSS class of the colour of each code in the answer, in the order they are listed."""
    return {
        code: f"dx-h{i % HUES + 1}"
        for i, code in enumerate(dict.fromkeys(c.code for c in answer.codes))
    }


def fits(span: Span, text: str) -> bool:
    """Whether the span's words stand at its offsets in the text."""
    return 0 <= span.start < span.end <= len(text) and text[span.start : span.end] == span.text


def marks_of(answer: Answer, text: str) -> list[Mark]:
    """All marks of an answer on the question's text.

    Evidence that does not stand in this text (in a follow-up it may stand in an earlier question)
    is left out here; the table of codes still quotes it. An alternative only marks words that no
    code before it claims, so that the report stays readable.
    """
    colours = hues(answer)
    said = assertions(answer)
    marks: list[Mark] = []
    taken: set[int] = set()
    for code in sorted(answer.codes, key=lambda c: c.role == "alternative"):
        spans = [span for span in code.evidence if fits(span, text)]
        if code.role == "alternative":
            spans = [s for s in spans if taken.isdisjoint(range(s.start, s.end))]
        marks += [
            Mark(s.start, s.end, code.code, colours[code.code], assertion=said.get(s.text, ""))
            for s in spans
        ]
        taken.update(i for s in spans for i in range(s.start, s.end))
    marks += [
        Mark(
            span.start,
            span.end,
            rejection.code,
            "dx-rejected",
            rejected=True,
            assertion=said.get(span.text, ""),
        )
        for rejection in answer.rejected
        for span in rejection.evidence
        if fits(span, text)
    ]
    return list(dict.fromkeys(marks))


def mark_up(text: str, marks: Iterable[Mark]) -> str:
    """Escaped HTML of the text with its marks.

    Args:
        text: The question as given.
        marks: Stretches by character offset; any that reach outside the text are clipped.

    Returns:
        HTML in which every character of `text` appears exactly once, in order, and each mark is
        followed by the codes it speaks for.
    """
    inside = [m for m in marks if max(0, m.start) < min(m.end, len(text))]
    cuts = sorted(
        {0, len(text), *(max(0, m.start) for m in inside)} | {min(m.end, len(text)) for m in inside}
    )
    out: list[str] = []
    for start, end in pairwise(cuts):
        covering = [m for m in inside if m.start <= start and m.end >= end]
        out.append(_wrap(escape(text[start:end]), covering))
        ending = [m for m in inside if min(m.end, len(text)) == end]
        if ending:
            out.append(_labels(ending))
    return "".join(out)


def _wrap(piece: str, covering: list[Mark]) -> str:
    # Support outranks rejection on the same words: the tint shows what is reported, the dotted
    # line under it that another code was considered for them and left out.
    for mark in sorted(covering, key=lambda m: m.rejected):
        title = f"{'Not ' if mark.rejected else ''}{mark.code}"
        tag = "s" if mark.rejected and mark.assertion == "negated" else "mark"
        style = " dx-uncertain" if mark.assertion == "uncertain" else ""
        code = escape(mark.code)
        piece = (
            f'<{tag} class="dx-mark {mark.hue}{style}" data-code="{code}" title="{escape(title)}">'
            f"{piece}</{tag}>"
        )
    return piece


def _labels(ending: list[Mark]) -> str:
    labels = "".join(
        f'<span class="{m.hue}" data-code="{escape(m.code)}"><span class="dx-sr">'
        f"{'left out: ' if m.rejected else 'supports '}</span>{escape(m.code)}</span>"
        for m in sorted(ending, key=lambda m: m.rejected)
    )
    return f'<span class="dx-tags">{labels}</span>'
