"""For educators: two variants of a case side by side, and a quiz that grades the learner's codes."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.chat.changes import VERDICTS, changes, reported
from assistant.chat.grading import Graded
from assistant.chat.markup import escape, without_markers
from assistant.chat.sources import place_of, used_citations
from assistant.models import Answer, Setting


@dataclass(frozen=True)
class QuizCase:
    """A case for the quiz; the answer is worked out when it is graded.

    Attributes:
        text: The chart.
        setting: Where the patient was seen.
    """

    text: str
    setting: Setting


CASES: tuple[QuizCase, ...] = (
    QuizCase(
        "Office visit. 58-year-old with type 2 diabetes and diabetic polyneuropathy, on metformin. "
        "Blood pressure controlled on lisinopril for hypertension.",
        "outpatient",
    ),
    QuizCase(
        "Discharge summary. 81-year-old with hypertension and acute on chronic systolic heart "
        "failure; chronic kidney disease stage 4.",
        "inpatient",
    ),
    QuizCase(
        "Urgent care. Fever and productive cough for three days. Assessment: suspected pneumonia, "
        "chest film pending.",
        "outpatient",
    ),
    QuizCase(
        "Emergency department. Hives after the first dose of penicillin, taken as prescribed for "
        "streptococcal pharyngitis.",
        "outpatient",
    ),
    QuizCase(
        "Orthopedic follow-up. Closed displaced fracture of the shaft of the right tibia, healing "
        "as expected.",
        "outpatient",
    ),
    QuizCase(
        "Admitted with sepsis due to E. coli and acute kidney injury caused by the sepsis.",
        "inpatient",
    ),
)

_SIGNS = {"right": "✓", "near": "≈", "wrong": "✗", "missing": "+"}
_WORDS = {"right": "Right", "near": "Close", "wrong": "Wrong", "missing": "Missing"}


def compared(answers: tuple[Answer, Answer], labels: tuple[str, str]) -> str:
    """Two answers side by side with what differs marked, as HTML.

    Args:
        answers: The answers.
        labels: What each variant is, in words.
    """
    found = changes(*answers)
    if found.any:
        parts = []
        if found.gone:
            parts.append(f"only in A: {', '.join(found.gone)}")
        if found.added:
            parts.append(f"only in B: {', '.join(found.added)}")
        if found.moved:
            parts.append("the order differs")
        if found.verdict:
            a, b = (VERDICTS.get(v or "", "no verdict") for v in found.verdict)
            parts.append(f"verdict {a} against {b}")
        said = f"They differ: {'; '.join(parts)}."
        if found.deciding:
            said += f" B rests on section {found.deciding}, which A does not cite."
    else:
        said = "Both variants lead to the same codes in the same order."
    sides = "".join(
        _side(name, label, answer, other)
        for name, label, answer, other in zip("AB", labels, answers, reversed(answers), strict=True)
    )
    return (
        f'<p class="dx-changes" role="note">{escape(said)}</p><div class="dx-sides">{sides}</div>'
    )


def _side(name: str, label: str, answer: Answer, other: Answer) -> str:
    elsewhere = set(reported(other))
    lead = without_markers(answer.answer.split("\n\n")[0])
    rows = "".join(
        f'<li class="{"" if c.code in elsewhere else "dx-differs"}">'
        f'<button type="button" class="dx-link dx-code" data-open-code="{escape(c.code)}">'
        f"{escape(c.code)}</button> {escape(c.title)}"
        f'<p class="dx-quiet">{escape(c.reason)}</p></li>'
        for c in answer.codes
        if c.role != "alternative"
    )
    out = "".join(
        f"<li><s>{escape(r.code)}</s> {escape(r.title)}"
        f'<p class="dx-quiet">{escape(r.reason)}</p></li>'
        for r in answer.rejected
    )
    left = f"<h4>Left out</h4><ul>{out}</ul>" if out else ""
    cited = [c for c in used_citations(answer) if c.kind == "guideline"][:4]
    rest = "".join(f"<li>{escape(place_of(c))}: {escape(c.quote)}</li>" for c in cited)
    return (
        f'<section class="dx-side" aria-label="Variant {name}"><h3>{name} '
        f'<span class="dx-quiet">{escape(label)}</span></h3><p>{escape(lead)}</p>'
        f'<ol class="dx-codes-list">{rows or "<li>No code to report</li>"}</ol>{left}'
        f"<h4>Sections</h4><ul>{rest or '<li>None</li>'}</ul></section>"
    )


def graded(marks: list[Graded], order: str, answer: Answer) -> str:
    """The learner's marks with reasons, as HTML."""
    right = sum(m.mark == "right" for m in marks)
    wanted = len(reported(answer))
    rows = "".join(
        f'<li class="dx-graded dx-graded-{m.mark}"><b aria-hidden="true">{_SIGNS[m.mark]}</b>'
        f'<div><span class="dx-sr">{_WORDS[m.mark]}: </span>'
        f'<span class="dx-code">{escape(m.code)}</span> {escape(m.title)}'
        f'<p class="dx-quiet">{escape(m.why)}</p></div></li>'
        for m in marks
    )
    said = f"{right} of {wanted} code{'' if wanted == 1 else 's'}."
    cited = [c for c in used_citations(answer) if c.kind == "guideline"][:3]
    rest = "".join(f"<li>{escape(place_of(c))}: {escape(c.quote)}</li>" for c in cited)
    sections = f"<h4>What decides</h4><ul>{rest}</ul>" if rest else ""
    return (
        f'<div role="status"><p class="dx-score"><b>{said}</b> {escape(order)}</p>'
        f'<ul class="dx-grades">{rows}</ul>{sections}</div>'
    )
