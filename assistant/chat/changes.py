"""What a follow-up changed: the codes, their order and the verdict against the answer before."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.chat.markup import escape
from assistant.models import Answer

VERDICTS = {"yes": "Yes", "no": "No", "depends": "It depends"}


@dataclass(frozen=True)
class Changes:
    """How the recommendation of one answer differs from that of another.

    Attributes:
        added: Codes that are reported only now, in order.
        gone: Codes that were reported only before, in order.
        moved: Codes reported in both whose order among those in both has changed.
        first: The code listed first now, where another one was before; else None.
        verdict: The verdict before and now, where both have one and they differ.
        deciding: Section that decides now but was not cited before; None where there is none.
    """

    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    first: str | None = None
    verdict: tuple[str, str] | None = None
    deciding: str | None = None

    @property
    def any(self) -> bool:
        """Whether what is reported, or the verdict, differs."""
        return bool(self.added or self.gone or self.moved or self.verdict)


def reported(answer: Answer) -> tuple[str, ...]:
    """The codes to report, in order."""
    codes = [c for c in answer.codes if c.role != "alternative"]
    return tuple(c.code for c in sorted(codes, key=lambda c: c.sequence or 99))


def changes(before: Answer, now: Answer) -> Changes:
    """Compare two answers; sections are looked at only where the codes or verdict differ."""
    old, new = reported(before), reported(now)
    both_old = [c for c in old if c in new]
    both_new = [c for c in new if c in old]
    known = {c.ref for c in before.citations if c.kind == "guideline"}
    verdicts = (before.verdict, now.verdict) if before.verdict and now.verdict else None
    return Changes(
        added=tuple(c for c in new if c not in old),
        gone=tuple(c for c in old if c not in new),
        moved=tuple(b for a, b in zip(both_old, both_new, strict=True) if a != b),
        first=new[0] if old and new and old[0] != new[0] else None,
        verdict=verdicts if before.verdict != now.verdict else None,
        deciding=next(
            (c.ref for c in now.citations if c.kind == "guideline" and c.ref not in known), None
        ),
    )


def strip(found: Changes, number: int) -> str:
    """The line above an answer that says what changed, as HTML.

    Args:
        found: The changes.
        number: Number of the question whose answer it is compared with.
    """
    chips = [_chip("add", "+", "Now reported", code) for code in found.added]
    chips += [_chip("gone", "−", "No longer reported", code) for code in found.gone]
    chips += [_chip("moved", "↕", "Moved", code) for code in found.moved]
    if found.verdict:
        before, now = (VERDICTS[v] for v in found.verdict)
        chips.append(f'<span class="dx-chip dx-chip-moved">{escape(f"{before} → {now}")}</span>')
    said = "".join(chips) or "<span>the codes to report stay the same</span>"
    return f'<p class="dx-changes" role="note"><b>Against question {number}:</b> {said}</p>'


def _chip(style: str, sign: str, words: str, code: str) -> str:
    return (
        f'<span class="dx-chip dx-chip-{style}"><span aria-hidden="true">{sign}</span>'
        f'<span class="dx-sr">{words}: </span>{escape(code)}</span>'
    )
