"""The codes of an answer as tables: to report in order, alternatives, and what was left out.

A code is a button: it marks the words of the chart and the sources that it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.chat.changes import Changes
from assistant.chat.marks import fits
from assistant.chat.markup import Markdown, cited_numbers, escape
from assistant.models import Answer, AnswerCode, AnswerRejection, Span

ROLES = {"first-listed": "First-listed", "additional": "Additional", "alternative": "Alternative"}
_HEAD = (
    '<thead><tr><th scope="col"><span class="dx-sr">Sequence</span></th>'
    '<th scope="col">Code</th><th scope="col">Title and reason</th>'
    '<th scope="col">Words in the chart</th></tr></thead>'
)


def code_tables(
    answer: Answer, text: str, markdown: Markdown, changed: Changes | None = None
) -> str:
    """The tables of an answer; alternatives and rejections are folded beneath a recommendation.

    Args:
        answer: What to show.
        text: The question as given, against which evidence offsets are checked.
        markdown: Renders reasons and markers of this turn.
        changed: What differs from the answer before, where this is a follow-up.
    """
    if not answer.codes and not answer.rejected:
        return ""
    report = sorted(
        (c for c in answer.codes if c.role != "alternative"),
        key=lambda c: (c.sequence is None, c.sequence or 0),
    )
    others = [c for c in answer.codes if c.role == "alternative"]
    new = set(changed.added) if changed else set()
    rows = [_code_row(c, text, markdown, c.code in new) for c in report]
    parts = [f'<div class="dx-bar"><h3>Codes</h3>{_copy(report or others)}</div>']
    if rows:
        parts.append(_table("Report, in this order" if len(rows) > 1 else "Report", rows))
    if others:
        name = "Alternatives" if report else "Candidates: the documentation does not settle on one"
        rows = [_code_row(c, text, markdown, False) for c in others]
        parts.append(_folded(name, rows, opened=not report))
    if answer.rejected:
        rows = [_rejected_row(r, text, markdown) for r in answer.rejected]
        parts.append(_folded("Considered and left out", rows, "dx-out"))
    return f'<div class="dx-codes">{"".join(parts)}</div>'


def _table(name: str, rows: Sequence[str], style: str = "") -> str:
    group = f'<tr class="dx-group"><th scope="rowgroup" colspan="4">{escape(name)}</th></tr>'
    return f'<table>{_HEAD}<tbody class="{style}">{group}{"".join(rows)}</tbody></table>'


def _folded(name: str, rows: Sequence[str], style: str = "", opened: bool = False) -> str:
    return (
        f'<details class="dx-fold"{" open" if opened else ""}><summary>{escape(name)} '
        f'<span class="dx-count">{len(rows)}</span></summary>'
        f'<table aria-label="{escape(name)}">{_HEAD}<tbody class="{style}">{"".join(rows)}'
        "</tbody></table></details>"
    )


def _copy(codes: Sequence[AnswerCode]) -> str:
    if not codes:
        return ""
    plain = "\n".join(c.code for c in codes)
    titled = "\n".join(f"{c.code}\t{c.title}" for c in codes)
    return (
        '<span class="dx-copies">'
        f'<button type="button" class="dx-button" data-copy="{escape(plain)}">Copy codes</button>'
        f'<button type="button" class="dx-button" data-copy="{escape(titled)}">With titles</button>'
        "</span>"
    )


def _code_row(code: AnswerCode, text: str, markdown: Markdown, new: bool) -> str:
    hue = markdown.hues[code.code]
    flag = "" if code.billable else '<span class="dx-flag">Not billable</span>'
    fresh = '<span class="dx-flag dx-new">New</span>' if new else ""
    place = code.sequence if code.sequence is not None else "·"
    shown = escape(code.code)
    return (
        f'<tr class="{hue}"><td class="dx-seq">{place}</td>'
        f'<th scope="row">{_focus(code, markdown, hue)}'
        f'<span class="dx-role">{ROLES[code.role]}</span>{flag}{fresh}'
        f'<span class="dx-acts"><button type="button" class="dx-link" data-copy="{shown}" '
        f'aria-label="Copy {shown}">Copy</button><button type="button" class="dx-link" '
        f'data-open-code="{shown}" aria-label="Open {shown} in the Tabular List">Tabular</button>'
        "</span></th>"
        f"<td>{_why(code, markdown)}</td><td>{_evidence(code.evidence, text, hue)}</td></tr>"
    )


def _rejected_row(rejection: AnswerRejection, text: str, markdown: Markdown) -> str:
    return (
        '<tr><td class="dx-seq" aria-hidden="true">×</td>'
        f'<th scope="row">{_focus(rejection, markdown, "dx-rejected")}</th>'
        f"<td>{_why(rejection, markdown)}</td>"
        f"<td>{_evidence(rejection.evidence, text, 'dx-rejected')}</td></tr>"
    )


def _focus(item: AnswerCode | AnswerRejection, markdown: Markdown, hue: str) -> str:
    cited = [markdown.anchors[n] for n in item.citations if n in markdown.anchors]
    code = escape(item.code)
    return (
        f'<button type="button" class="dx-code {hue}" data-focus="{code}" aria-pressed="false" '
        f'data-sources="{escape(" ".join(cited))}" '
        f'title="Mark the words and sources of {code}">{code}</button>'
    )


def _why(item: AnswerCode | AnswerRejection, markdown: Markdown) -> str:
    inline = cited_numbers(item.reason)
    markers = markdown.cite(n for n in item.citations if n not in inline and n in markdown.anchors)
    reason = item.reason[:1].upper() + item.reason[1:]
    return (
        f'<div class="dx-title">{escape(item.title)}</div>'
        f'<div class="dx-why">{markdown.inline(reason)}\u00a0{markers}</div>'
    )


def _evidence(spans: Iterable[Span], text: str, hue: str) -> str:
    items = []
    for span in spans:
        earlier = "" if fits(span, text) else '<span class="dx-quiet"> earlier question</span>'
        items.append(f'<li><q class="dx-words {hue}">{escape(span.text)}</q>{earlier}</li>')
    if not items:
        return '<span class="dx-quiet" title="No words of the chart are quoted for it">—</span>'
    return f'<ul class="dx-evidence">{"".join(dict.fromkeys(items))}</ul>'
