"""What stands around the conversation: the header, the start page and its example questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from assistant.chat.markup import escape
from assistant.chat.render import EXPORTS
from assistant.models import Setting


@dataclass(frozen=True)
class Example:
    """A question offered on the start page.

    Attributes:
        topic: What it shows, in a few words.
        text: The question as it will be asked.
        setting: Setting that it is asked for.
    """

    topic: str
    text: str
    setting: Setting | None = None


EXAMPLES: tuple[Example, ...] = (
    Example(
        "Linked conditions",
        "HTN and CHF with CKD 3b — does the provider have to link them? What do I report?",
    ),
    Example(
        "Uncertain diagnosis",
        "Assessment: cough and fever x3 days, possible pneumonia. Do I code the pneumonia in the "
        "office, and does that change at hospital discharge?",
    ),
    Example(
        "Diabetes",
        "T2DM on insulin with CKD stage 4, also takes metformin. Which codes, and in which order?",
        "outpatient",
    ),
    Example(
        "Injury aftercare",
        "Follow-up visit, closed Colles' fracture of the right distal radius, healing well, cast "
        "on. Which 7th character?",
        "outpatient",
    ),
    Example(
        "Adverse effect",
        "Diffuse rash after taking amoxicillin as prescribed for otitis media. Adverse effect or "
        "poisoning, and what goes first?",
        "outpatient",
    ),
    Example(
        "Two codes together",
        "Can J44.0 be reported with J18.9, and which one comes first?",
        "inpatient",
    ),
    Example("Is it billable?", "Is E11.2 billable?"),
    Example("Conventions", "What does an Excludes1 note mean?"),
)

_LOGO = """<svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
  <rect width="32" height="32" rx="8" fill="var(--dx-accent)"/>
  <path d="M9 9.5h-2.5v13H9M23 9.5h2.5v13H23" fill="none" stroke="var(--dx-on-accent)"
    stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/>
  <path d="M16 11v10M11 16h10" stroke="var(--dx-on-accent)" stroke-width="2.6"
    stroke-linecap="round"/>
</svg>"""
_HEADER = """
<header class="dx-header">
  <div class="dx-brand">
    {logo}
    <h1><b>dx</b>cite</h1>
  </div>
  <nav class="dx-nav" aria-label="Tools">{nav}</nav>
  {reach}
  <button type="button" class="dx-button" data-tour aria-haspopup="dialog">Tour</button>
  <button type="button" class="dx-button dx-theme" data-theme-toggle
    aria-label="Light / dark colours">Light / dark</button>
</header>
"""

EVALUATIONS = "evaluations"
VIEWS: tuple[tuple[str, str, str], ...] = (
    ("ask", "Ask", "The conversation alone"),
    ("codes", "Codes", "Browse the Tabular List and build 7th characters"),
    ("check", "Check", "Check a set of codes together"),
    ("worklist", "Worklist", "Code a file of notes"),
    ("learn", "Learn", "Compare cases and take a quiz"),
    (EVALUATIONS, "Evaluations", "The last runs of evaluation suites"),
)
"""The page's views: name, label, what it is for. All but the first open beside the conversation
or in its place."""


def header(model: str | None, runs: bool = False) -> str:
    """The page's head, which says whether what is typed leaves this machine.

    Args:
        model: Name of the language model that questions are sent to, None without one.
        runs: Whether evaluations are shown.
    """
    if model is None:
        reach = (
            '<span class="dx-offline" title="Nothing you type is sent anywhere or stored">'
            '<i aria-hidden="true"></i>Offline</span>'
        )
    else:
        reach = (
            '<span class="dx-offline dx-online" title="Questions are sent to this model">'
            f'<i aria-hidden="true"></i>Model: {escape(model)}</span>'
        )
    nav = "".join(
        f'<button type="button" class="dx-tab" data-view="{name}" title="{title}" '
        f'aria-pressed="{"true" if name == "ask" else "false"}">{label}</button>'
        for name, label, title in VIEWS
        if runs or name != EVALUATIONS
    )
    return _HEADER.replace("{logo}", _LOGO).replace("{reach}", reach).replace("{nav}", nav)


def icon() -> str:
    """The page's icon as a link that needs no request: browsers would ask the host's root for one."""
    colours = {"var(--dx-accent)": "#0d5c63", "var(--dx-on-accent)": "#fff"}
    drawn = _LOGO.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    for name, colour in colours.items():
        drawn = drawn.replace(name, colour)
    return f'<link rel="icon" href="data:image/svg+xml,{quote(drawn)}">'


def logo() -> str:
    """The sign of dxcite, in the colours of the page that shows it."""
    return _LOGO


def conversation_bar(names: Sequence[str], shown: int, token: str, undo: bool) -> str:
    """The line above the questions: the conversations, taking back, saving.

    Args:
        names: Titles of the conversations in order, "" for one without a question.
        shown: Index of the one on the page.
        token: Names the conversation to the exports, "" where there is nothing to save.
        undo: Whether there is a question to take back.
    """
    if len(names) == 1 and not undo:
        return ""
    tabs = "".join(
        f'<button type="button" class="dx-talk" data-pick="{i}" '
        f'aria-pressed="{"true" if i == shown else "false"}">{escape(name or "New")}</button>'
        for i, name in enumerate(names)
    )
    acts = []
    if undo:
        acts.append(
            '<button type="button" class="dx-link" data-undo>Take back the last question</button>'
        )
        acts.append('<button type="button" class="dx-link" data-clear>Forget this one</button>')
    saves = "".join(
        f'<button type="button" class="dx-link" data-export="{kind}" data-turn="{escape(token)}">'
        f"{name}</button>"
        for kind, name in (EXPORTS.items() if token else ())
    )
    save = (
        '<span class="dx-tools" role="group" aria-label="Save the conversation">'
        f"<span>Save all</span>{saves}</span>"
        if saves
        else ""
    )
    return (
        f'<div class="dx-talks" role="group" aria-label="Conversations">{tabs}</div>'
        f'<div class="dx-talk-acts">{"".join(acts)}{save}</div>'
    )


def start_page() -> str:
    """What is shown before the first question: what it does and questions to try."""
    cards = "".join(
        f'<button type="button" class="dx-example" data-example="{i}">'
        f"<b>{escape(example.topic)}</b><span>{escape(example.text)}</span></button>"
        for i, example in enumerate(EXAMPLES)
    )
    return (
        '<section class="dx-start" aria-label="Start">'
        "<h2>What does the documentation support?</h2>"
        "<p>Paste a chart snippet, ask a coding question, name a code or just a term. You get the "
        "answer first, then the codes in order, the words that support each, and the guideline "
        "section or Tabular List note it rests on. Then go on: “and inpatient?”, “what if it were "
        "bilateral?”, “why not I10?”, “show me the Excludes1 note”.</p>"
        f'<div class="dx-examples" role="group" aria-label="Example questions">{cards}</div>'
        "</section>"
    )


TOUR: tuple[tuple[str, str], ...] = (
    (
        "Ask as you would ask a colleague",
        (
            "Paste the note or type the question, then press Enter. Setting, date of service, age and "
            "sex below the box count where the chart does not say otherwise."
        ),
    ),
    (
        "Check what each code rests on",
        (
            "Click a code: its words in the chart and its sources light up. Click a number: the "
            "passage opens with the deciding sentence marked."
        ),
    ),
    (
        "Go on from the answer",
        (
            "“And inpatient?”, “what if it were bilateral?”, “why not I10?”. A line above the answer "
            "says what changed. Ctrl+K goes to the code search, Escape closes a tool."
        ),
    ),
    (
        "Take it with you",
        (
            "Save an answer as Markdown, Word, JSON with every step, CSV or FHIR. What you do not "
            "save is gone when you close the page: nothing is stored anywhere."
        ),
    ),
)
"""What the tour says, step by step: heading and text."""


def tour() -> str:
    """The tour's dialog, closed."""
    steps = "".join(
        f'<section class="dx-step" data-step="{i}"{"" if i == 0 else " hidden"}>'
        f"<h2>{escape(heading)}</h2><p>{escape(text)}</p></section>"
        for i, (heading, text) in enumerate(TOUR)
    )
    return (
        '<dialog class="dx-tour" aria-label="Tour">'
        f'{steps}<div class="dx-tour-acts"><span class="dx-quiet" data-tour-at>1 of {len(TOUR)}'
        '</span><button type="button" class="dx-button" data-tour-close>Close</button>'
        '<button type="button" class="dx-button dx-main-button" data-tour-next>Next</button>'
        "</div></dialog>"
    )
