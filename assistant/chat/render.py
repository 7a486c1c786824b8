"""An `Answer` as HTML: what was asked, what follows, which codes, on what authority, and how.

Pure functions from values to text; nothing here knows Gradio. Every piece of text passes through
`markup.escape`, so a chart that contains markup is shown as the characters it is made of.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date

from assistant.chat.marks import fits, hues, mark_up, marks_of
from assistant.chat.markup import (
    Block,
    Markdown,
    cited_numbers,
    escape,
    parse,
    without_markers,
)
from assistant.models import (
    Answer,
    AnswerCode,
    AnswerRejection,
    Citation,
    Setting,
    Span,
    Step,
)

VERDICTS = {"yes": "Yes", "no": "No", "depends": "It depends"}
KINDS = {
    "guideline": "Guideline",
    "tabular": "Tabular List",
    "index": "Alphabetic Index",
    "edit": "Edit",
}
ROLES = {"first-listed": "First-listed", "additional": "Additional", "alternative": "Alternative"}
SETTINGS: dict[Setting | None, str] = {
    "inpatient": "Inpatient",
    "outpatient": "Outpatient",
    None: "Setting not stated",
}
_SPOKEN = {
    verdict: re.compile(rf"^\s*(\*\*)?{word}[.:!](?(1)\*\*)\s+")
    for verdict, word in VERDICTS.items()
}
"""A verdict at the beginning of an answer, as a sentence of its own."""
_EXCERPT = 240
"""Characters of a question that could not be answered which are echoed."""
_DETAIL = 4_000
"""Characters shown of one trace step's detail."""


def turn(
    key: int,
    text: str,
    setting: Setting | None,
    on: date,
    body: str,
    answer: Answer | None = None,
    follows: bool = False,
) -> str:
    """One exchange: the question as asked and what came back.

    Args:
        key: Number of the turn, unique in its conversation.
        text: The question as given.
        setting: Setting chosen for it.
        on: Date of service given for it.
        body: HTML of the answer, error or progress note.
        answer: The answer, whose evidence is marked in the question.
        follows: Whether it was read in the light of earlier questions.
    """
    if answer is None and len(text) > _EXCERPT:
        echo = f"{escape(text[:_EXCERPT].rstrip())} … <em>({len(text):,} characters)</em>"
    else:
        echo = mark_up(text, marks_of(answer, text) if answer else ())
    notes = [SETTINGS[setting], f"Date of service {on.isoformat()}"]
    if follows:
        notes.append("Read with the questions above")
    meta = "".join(f"<span>{escape(note)}</span>" for note in notes)
    return (
        f'<article class="dx-turn" aria-label="Question {key}">'
        f'<section class="dx-asked" aria-label="What you asked">'
        f'<header><span class="dx-who">Question {key}</span>{meta}</header>'
        f'<div class="dx-note" tabindex="0" role="group" aria-label="Question text">{echo}</div>'
        f"</section>{body}</article>"
    )


def working(seconds: int) -> str:
    """The note shown while a question is being worked on."""
    waited = f" {seconds} s" if seconds else ""
    return (
        '<div class="dx-card dx-working"><span class="dx-pulse" aria-hidden="true"></span>'
        f"<span>Reading the documentation and checking codes …{waited}</span></div>"
    )


def problem(message: str, heading: str = "This could not be answered") -> str:
    """An error in words; the question goes back into the box."""
    return (
        f'<div class="dx-card dx-problem"><strong>{escape(heading)}</strong>'
        f"<p>{escape(message)}</p>"
        '<p class="dx-quiet">Your question is back in the box below.</p></div>'
    )


def stopped() -> str:
    """The note left where the user stopped the work."""
    return (
        '<div class="dx-card dx-stopped"><strong>Stopped</strong>'
        '<p class="dx-quiet">Your question is back in the box below.</p></div>'
    )


def answer_card(key: int, answer: Answer, text: str) -> str:
    """The answer to one question.

    Args:
        key: Number of the turn; it makes element ids unique on the page.
        answer: What to show.
        text: The question as given, against which evidence offsets are checked.
    """
    sources = used_citations(answer)
    markdown = Markdown({c.n: f"dx-s{key}-{c.n}" for c in sources}, hues(answer))
    main = "".join(
        (
            _lead(answer, markdown),
            _codes(answer, text, markdown),
            _notes("warn", "Check", answer.warnings, markdown),
            _notes("query", "Missing from the documentation", answer.queries, markdown),
            _notes("assume", "Assumed", answer.assumptions, markdown),
        )
    )
    aside = _sources(key, sources)
    state = "dx-abstained" if answer.abstained else f"dx-{answer.verdict or 'plain'}"
    return (
        f'<section class="dx-card dx-answer {state}" aria-label="Answer {key}">'
        f'<div class="dx-grid{"" if aside else " dx-alone"}">'
        f'<div class="dx-main">{main}</div>{aside}</div>{_foot(answer)}</section>'
    )


def used_citations(answer: Answer) -> list[Citation]:
    """The citations that the answer, its codes or its rejections refer to, by number."""
    used = cited_numbers(answer.answer)
    for note in (*answer.warnings, *answer.queries, *answer.assumptions):
        used |= cited_numbers(note)
    items: tuple[AnswerCode | AnswerRejection, ...] = (*answer.codes, *answer.rejected)
    for item in items:
        used |= set(item.citations) | cited_numbers(item.reason)
    return sorted((c for c in answer.citations if c.n in used), key=lambda c: c.n)


def in_short(answer: Answer) -> str:
    """One sentence for a screen reader when the answer arrives, as plain text."""
    if answer.abstained:
        return "Answer ready: not answered."
    verdict = f"{VERDICTS[answer.verdict]}. " if answer.verdict else ""
    count = sum(c.role != "alternative" for c in answer.codes)
    codes = f"{count} code{'' if count == 1 else 's'} to report." if count else "No codes."
    return f"Answer ready: {verdict}{codes}"


def _lead(answer: Answer, markdown: Markdown) -> str:
    text = answer.answer
    if answer.verdict and not answer.abstained:
        # The badge says it already.
        text = _SPOKEN[answer.verdict].sub("", text, count=1)
        text = text[:1].upper() + text[1:]
    blocks = [markdown.block(block) for block in _not_tabled(answer, parse(text))]
    badge = ""
    if answer.abstained:
        badge = '<span class="dx-badge">Not answered</span>'
        reason = answer.abstain_reason
        if reason and reason.strip() not in answer.answer:
            blocks.insert(0, f"<p>{markdown.inline(reason)}</p>")
    elif answer.verdict:
        badge = f'<span class="dx-badge">{VERDICTS[answer.verdict]}</span>'
    lead, rest = (blocks[0], blocks[1:]) if blocks else ("", [])
    more = f'<div class="dx-prose">{"".join(rest)}</div>' if rest else ""
    return f'<div class="dx-lead">{badge}{lead}</div>{more}'


def _not_tabled(answer: Answer, blocks: list[Block]) -> list[Block]:
    """The blocks without lists that the table of codes or the notes below say again.

    On a terminal the text has to carry them; here a list goes when each of its items is a row of
    the table or a note, and with it the line that announces it.
    """
    rows: tuple[AnswerCode | AnswerRejection, ...] = (*answer.codes, *answer.rejected)
    notes = {without_markers(n) for n in (*answer.queries, *answer.assumptions, *answer.warnings)}

    def shown(item: str) -> bool:
        said = without_markers(item)
        return said in notes or any(
            said.startswith(row.code) and (row.title in said or without_markers(row.reason) in said)
            for row in rows
        )

    kept: list[Block] = []
    for block in blocks:
        if block.kind in ("ul", "ol") and all(map(shown, block.lines)):
            if len(kept) > 1 and kept[-1].lines[-1].endswith(":"):
                kept.pop()
        else:
            kept.append(block)
    return kept


def _codes(answer: Answer, text: str, markdown: Markdown) -> str:
    if not answer.codes and not answer.rejected:
        return ""
    report = sorted(
        (c for c in answer.codes if c.role != "alternative"),
        key=lambda c: (c.sequence is None, c.sequence or 0),
    )
    others = [c for c in answer.codes if c.role == "alternative"]
    groups = [
        (
            "Report, in this order" if len(report) > 1 else "Report",
            "",
            [_code_row(c, text, markdown) for c in report],
        ),
        (
            "Alternatives" if report else "Candidates: the documentation does not settle on one",
            "",
            [_code_row(c, text, markdown) for c in others],
        ),
        ("Left out", "dx-out", [_rejected_row(r, text, markdown) for r in answer.rejected]),
    ]
    bodies = "".join(
        f'<tbody class="{style}"><tr class="dx-group"><th scope="rowgroup" colspan="4">'
        f"{escape(name)}</th></tr>{''.join(rows)}</tbody>"
        for name, style, rows in groups
        if rows
    )
    return (
        f'<div class="dx-codes"><div class="dx-bar"><h3>Codes</h3>{_copy(report or others)}</div>'
        '<table><thead><tr><th scope="col"><span class="dx-sr">Sequence</span></th>'
        '<th scope="col">Code</th><th scope="col">Title and reason</th>'
        f'<th scope="col">Words in the chart</th></tr></thead>{bodies}</table></div>'
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


def _code_row(code: AnswerCode, text: str, markdown: Markdown) -> str:
    hue = markdown.hues[code.code]
    flag = "" if code.billable else '<span class="dx-flag">Not billable</span>'
    place = code.sequence if code.sequence is not None else "·"
    return (
        f'<tr class="{hue}"><td class="dx-seq">{place}</td>'
        f'<th scope="row"><span class="dx-code {hue}">{escape(code.code)}</span>'
        f'<span class="dx-role">{ROLES[code.role]}</span>{flag}</th>'
        f"<td>{_why(code, markdown)}</td><td>{_evidence(code.evidence, text, hue)}</td></tr>"
    )


def _rejected_row(rejection: AnswerRejection, text: str, markdown: Markdown) -> str:
    return (
        '<tr><td class="dx-seq" aria-hidden="true">×</td>'
        f'<th scope="row"><span class="dx-code dx-rejected">{escape(rejection.code)}</span></th>'
        f"<td>{_why(rejection, markdown)}</td>"
        f"<td>{_evidence(rejection.evidence, text, 'dx-rejected')}</td></tr>"
    )


def _why(item: AnswerCode | AnswerRejection, markdown: Markdown) -> str:
    inline = cited_numbers(item.reason)
    markers = markdown.cite(n for n in item.citations if n not in inline and n in markdown.anchors)
    return (
        f'<div class="dx-title">{escape(item.title)}</div>'
        f'<div class="dx-why">{markdown.inline(item.reason)}\u00a0{markers}</div>'
    )


def _evidence(spans: Iterable[Span], text: str, hue: str) -> str:
    items = []
    for span in spans:
        earlier = "" if fits(span, text) else '<span class="dx-quiet"> earlier question</span>'
        items.append(f'<li><q class="dx-words {hue}">{escape(span.text)}</q>{earlier}</li>')
    if not items:
        return '<span class="dx-quiet" title="No words of the chart are quoted for it">—</span>'
    return f'<ul class="dx-evidence">{"".join(dict.fromkeys(items))}</ul>'


def _notes(style: str, heading: str, notes: Sequence[str], markdown: Markdown) -> str:
    if not notes:
        return ""
    items = "".join(f"<li>{markdown.inline(note)}</li>" for note in notes)
    return f'<div class="dx-callout dx-{style}"><h3>{heading}</h3><ul>{items}</ul></div>'


def _sources(key: int, sources: Sequence[Citation]) -> str:
    if not sources:
        return ""
    # The section that decides the question comes first in the contract; it is open from the start.
    items = "".join(_source(key, c, opened=i == 0) for i, c in enumerate(sources))
    return (
        f'<aside class="dx-sources" aria-label="Sources of answer {key}">'
        f'<div class="dx-stay"><h3>Sources</h3>{items}</div></aside>'
    )


def _source(key: int, citation: Citation, opened: bool) -> str:
    section = citation.kind == "guideline"
    appendix = section and citation.ref.startswith("App.")
    place = (
        f"Appendix {citation.ref.removeprefix('App.')}"
        if appendix
        else f"Section {citation.ref}"
        if section
        else citation.ref
    )
    where = [citation.release] if citation.release else []
    if citation.page is not None:
        where.append(f"page {citation.page}")
    where.append("official wording" if citation.verbatim else "in our words")
    return (
        f'<details class="dx-source" id="dx-s{key}-{citation.n}"{" open" if opened else ""}>'
        f'<summary><span class="dx-n">{citation.n}</span><span class="dx-place">'
        f'<span class="dx-kind dx-kind-{citation.kind}">{KINDS[citation.kind]}</span>'
        f"<b>{escape(place)}</b><span>{escape(citation.title)}</span></span></summary>"
        f"<blockquote>{escape(citation.quote)}</blockquote>"
        f'<p class="dx-quiet">{escape(" · ".join(where))}</p></details>'
    )


def _foot(answer: Answer) -> str:
    setting = SETTINGS[answer.setting]
    facts = [answer.release, setting, f"service {answer.date_of_service.isoformat()}"]
    if answer.engine != "deterministic":
        facts.append(f"worded by {answer.engine}")
    total = answer.timings_ms.get("total") or sum(answer.timings_ms.values())
    if total:
        facts.append(f"{total / 1000:.1f} s" if total >= 1000 else f"{total:.0f} ms")
    line = "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
    return (
        f'<footer class="dx-foot">{_trace(answer.trace)}<div class="dx-facts">{line}</div></footer>'
    )


def _trace(steps: Sequence[Step]) -> str:
    if not steps:
        return ""
    items = "".join(
        f'<li><span class="dx-stage">{escape(step.stage)}</span>'
        f"<div><p>{escape(step.what)}</p>{_detail(step.detail)}</div></li>"
        for step in steps
    )
    return (
        '<details class="dx-trace"><summary>How this was worked out</summary>'
        f"<ol>{items}</ol></details>"
    )


def _detail(detail: object) -> str:
    if detail is None or detail in ("", [], {}, ()):
        return ""
    shown = (
        detail
        if isinstance(detail, str)
        else json.dumps(detail, ensure_ascii=False, indent=1, default=str)
    )
    if len(shown) > _DETAIL:
        shown = f"{shown[:_DETAIL]} …"
    return f"<pre>{escape(shown)}</pre>"
