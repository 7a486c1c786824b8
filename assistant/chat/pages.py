"""What stands around the conversation: the header, the start page and its example questions."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.chat.markup import escape
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

_HEADER = """
<header class="dx-header">
  <div class="dx-brand">
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--dx-accent)"/>
      <path d="M9 9.5h-2.5v13H9M23 9.5h2.5v13H23" fill="none" stroke="var(--dx-on-accent)"
        stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/>
      <path d="M16 11v10M11 16h10" stroke="var(--dx-on-accent)" stroke-width="2.6"
        stroke-linecap="round"/>
    </svg>
    <span><b>dx</b>cite</span>
  </div>
  <p class="dx-tagline">ICD-10-CM answers with the code, the section and the words in the chart</p>
  {reach}
  <button type="button" class="dx-button dx-theme" data-theme-toggle
    aria-label="Switch between light and dark">Light / dark</button>
</header>
"""


def header(model: str | None) -> str:
    """The page's head, which says whether what is typed leaves this machine.

    Args:
        model: Name of the language model that questions are sent to, None without one.
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
    return _HEADER.replace("{reach}", reach)


def start_page() -> str:
    """What is shown before the first question: what it does and questions to try."""
    cards = "".join(
        f'<button type="button" class="dx-example" data-example="{i}">'
        f"<b>{escape(example.topic)}</b><span>{escape(example.text)}</span></button>"
        for i, example in enumerate(EXAMPLES)
    )
    return (
        '<section class="dx-start" aria-label="Start">'
        "<h1>What does the documentation support?</h1>"
        "<p>Paste a chart snippet, ask a coding question, name a code or just a term. You get the "
        "answer first, then the codes in order, the words that support each, and the guideline "
        "section or Tabular List note it rests on. Follow-ups like “and if it’s the left?” "
        "work.</p>"
        f'<div class="dx-examples" role="group" aria-label="Example questions">{cards}</div>'
        "</section>"
    )
