"""An `Answer` as HTML: what was asked, what follows, which codes, on what authority, and how.

Pure functions from values to text; nothing here knows Gradio. Every piece of text passes through
`markup.escape`, so a chart that contains markup is shown as the characters it is made of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.chat.case import Case
from assistant.chat.changes import VERDICTS, Changes, strip
from assistant.chat.code_table import code_tables
from assistant.chat.marks import hues, mark_up, marks_of
from assistant.chat.markup import Block, Markdown, escape, parse, without_markers
from assistant.chat.sources import sources, used_citations
from assistant.chat.step_detail import readable
from assistant.models import Answer, AnswerCode, AnswerRejection, Setting, Step

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
EXPORTS = {
    "md": "Markdown",
    "docx": "Word",
    "pdf": "PDF",
    "json": "JSON",
    "csv": "CSV",
    "fhir": "FHIR",
}
"""Forms in which an answer or a conversation can be saved, by what the page calls them."""
_EXCERPT = 240
"""Characters of a question that could not be answered which are echoed."""
_LONG = 360
"""Characters from which the chart stands beside its answer instead of above it."""
_DETAIL = 4_000
"""Characters shown of one trace step's detail."""


def turn(
    key: int,
    case: Case,
    setting: Setting | None,
    on: date,
    body: str,
    answer: Answer | None = None,
    circumstances: Sequence[str] = (),
    name: str = "",
) -> str:
    """One exchange: the question as asked and what came back.

    Args:
        key: Number of the turn, unique in its conversation.
        case: The question as given, with what a follow-up takes over.
        setting: Setting chosen for it.
        on: Date of service given for it.
        body: HTML of the answer, error or progress note.
        answer: The answer, whose evidence is marked in the question.
        circumstances: What else was given for it, such as the patient's age.
        name: What the text is called; "Question" and its number by default.
    """
    name = name or f"Question {key}"
    notes = [SETTINGS[setting], f"Date of service {on.isoformat()}", *circumstances]
    meta = "".join(f"<span>{escape(note)}</span>" for note in notes)
    shape = "dx-turn dx-long" if len(case.typed) > _LONG and answer is not None else "dx-turn"
    return (
        f'<article class="{shape}" aria-label="{escape(name)}">'
        f'<div class="dx-asked">'
        f'<header><h2 class="dx-who">{escape(name)}</h2>{meta}</header>'
        f"{_chart(case, answer)}</div>{body}</article>"
    )


def _chart(case: Case, answer: Answer | None) -> str:
    """The text with its evidence marked; what a follow-up takes over stands below it."""
    if answer is None:
        text = case.typed
        if len(text) > _EXCERPT:
            cut = f"{escape(text[:_EXCERPT].rstrip())} … <em>({len(text):,} characters)</em>"
            return _note(cut, "Question text")
        return _note(escape(text), "Question text")
    marks = marks_of(answer, case.read)
    if not case.carried:
        return _note(mark_up(case.typed, marks), "Question text")
    own = [m for m in marks if m.end <= case.at]
    moved = [
        replace(m, start=m.start - case.at, end=m.end - case.at) for m in marks if m.end > case.at
    ]
    return (
        f"{_note(mark_up(case.typed, own), 'Question text')}"
        '<p class="dx-quiet dx-carry">Read with what was said before:</p>'
        f"{_note(mark_up(case.carried, moved), 'Text taken over', 'dx-carried')}"
    )


def _note(html: str, label: str, style: str = "") -> str:
    return (
        f'<div class="dx-note {style}" tabindex="0" role="group" aria-label="{label}">{html}</div>'
    )


def working() -> str:
    """The note shown while a question is being worked on; the page counts the seconds in it."""
    return (
        '<div class="dx-card dx-working"><span class="dx-pulse" aria-hidden="true"></span>'
        "<span>Reading the documentation and checking codes …"
        '<span class="dx-waited" aria-hidden="true"></span></span></div>'
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


def answer_card(
    key: int,
    answer: Answer,
    text: str,
    changed: tuple[int, Changes] | None = None,
    turn_id: str = "",
) -> str:
    """The answer to one question.

    Args:
        key: Number of the turn; it makes element ids unique on the page.
        answer: What to show.
        text: The question as given, against which evidence offsets are checked.
        changed: For a follow-up, the number of the question before and what differs from it.
        turn_id: Names the turn to the exports; none are offered without one.
    """
    cited = used_citations(answer)
    markdown = Markdown({c.n: f"dx-s{key}-{c.n}" for c in cited}, hues(answer))
    main = "".join(
        (
            strip(changed[1], changed[0]) if changed else "",
            _lead(answer, markdown),
            code_tables(answer, text, markdown, changed[1] if changed else None),
            _notes("warn", "Check", answer.warnings, markdown),
            _notes(
                "query",
                "Missing from the documentation",
                answer.queries,
                markdown,
                _letter(answer, turn_id),
            ),
            _notes("assume", "Assumed", answer.assumptions, markdown),
        )
    )
    aside = sources(key, cited, answer.date_of_service)
    state = "dx-abstained" if answer.abstained else f"dx-{answer.verdict or 'plain'}"
    return (
        f'<section class="dx-card dx-answer {state}" aria-label="Answer {key}">'
        f'<div class="dx-grid{"" if aside else " dx-alone"}">'
        f'<div class="dx-main">{main}</div>{aside}</div>{_foot(answer, turn_id)}</section>'
    )


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


def _notes(
    style: str, heading: str, notes: Sequence[str], markdown: Markdown, more: str = ""
) -> str:
    if not notes:
        return ""
    items = "".join(f"<li>{markdown.inline(n[:1].upper() + n[1:])}</li>" for n in notes)
    return f'<div class="dx-callout dx-{style}"><h3>{heading}</h3><ul>{items}</ul>{more}</div>'


def _letter(answer: Answer, turn_id: str) -> str:
    if not turn_id or not any(step.stage == "gap" for step in answer.trace):
        return ""
    return (
        f'<button type="button" class="dx-link" data-export="query" data-turn="{escape(turn_id)}">'
        "Query letter to the provider</button>"
    )


def _foot(answer: Answer, turn_id: str) -> str:
    setting = SETTINGS[answer.setting]
    facts = [answer.release, setting, f"service {answer.date_of_service.isoformat()}"]
    if answer.engine != "deterministic":
        facts.append(f"worded by {answer.engine}")
    total = answer.timings_ms.get("total") or sum(answer.timings_ms.values())
    if total:
        facts.append(f"{total / 1000:.1f} s" if total >= 1000 else f"{total:.0f} ms")
    line = "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
    return (
        f'<footer class="dx-foot">{_trace(_chase(answer))}{_tools(turn_id)}'
        f'<div class="dx-facts">{line}</div></footer>'
    )


def _tools(turn_id: str) -> str:
    """Exports and feedback of one answer."""
    if not turn_id:
        return ""
    turn = escape(turn_id)
    saves = "".join(
        f'<button type="button" class="dx-link" data-export="{kind}" data-turn="{turn}">'
        f"{name}</button>"
        for kind, name in EXPORTS.items()
    )
    marks = "".join(
        f'<button type="button" class="dx-link" data-feedback="{kind}" data-turn="{turn}" '
        f'aria-pressed="false">{name}</button>'
        for kind, name in (("right", "Right"), ("wrong", "Wrong"))
    )
    return (
        '<div class="dx-tools" role="group" aria-label="Save this answer">'
        f"<span>Save</span>{saves}</div>"
        '<div class="dx-tools" role="group" aria-label="Your judgement, kept on this page only">'
        f"<span>Judge</span>{marks}</div>"
    )


def _chase(answer: Answer) -> Sequence[Step]:
    """The steps as recorded, and last the order of report that they led to."""
    codes = [c for c in answer.codes if c.sequence is not None]
    if not answer.trace or not codes:
        return answer.trace
    order = "; ".join(f"{c.sequence}. {c.code} {c.role}" for c in codes)
    return (*answer.trace, Step(stage="sequence", what=f"Reported in this order: {order}"))


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
        '<p class="dx-walk"><button type="button" class="dx-button" data-walk="start">'
        "One step at a time</button></p>"
        f"<ol>{items}</ol></details>"
    )


def _detail(detail: object) -> str:
    shown = readable(detail)
    if not shown:
        return ""
    if len(shown) > _DETAIL:
        shown = f"{shown[:_DETAIL]} …"
    # Long ones scroll in their frame, which the keyboard has to reach.
    return f'<pre tabindex="0" role="group" aria-label="Detail">{escape(shown)}</pre>'
