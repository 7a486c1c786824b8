"""Questions about a code's history: "what replaced I42.0 and when?"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.models import Basis, CodeFinding, Findings, Reading, Statement, Step
from guidelines.codeset import CodeSet, came_from, history, normalize, went_to

_ASKED = re.compile(
    r"\breplac(?:ed?|es|ing|ements?)\b|\bsuperseded?\b|\bsuccessors?\b|\bpredecessors?\b"
    r"|\b(?:happened to|became of|become of)\b|\bwhen (?:was|did|were|is|does)\b.*\b"
    r"(?:deleted?|added|introduced|effective|retired?|expired?|end(?:ed)?|start(?:ed)?|discontinued|new)\b"
    r"|\b(?:new|old|previous|former|current) codes? (?:for|of|to)\b|\bused to be\b|\bconver(?:t|sion)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\bwhat(?:'s|’s|s| is| are| has| have| was| were)?(?: the)?(?: been)? "
    r"(?:\w+ ){0,2}?(?:chang(?:e|es|ed)|new|differen(?:t|ce|ces)|revis(?:ed|ions?)|updat(?:ed?|es))\b|"
    r"\bhow (?:did|has|have)\b.*\bchang(?:e|ed)\b|\bwhich (?:guidelines?|sections?|codes?) (?:\w+ )?chang",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"\W*(?:so |and |ok |hi |hey )*(?:what|when|which|who|why|how|was|is|did|has|were|does)\b",
    re.IGNORECASE,
)
_OF_A_PATIENT = re.compile(
    r"\b(?:hip|knee|shoulder|joint|valve|disc|lens|hormone|potassium|k|mag\w*|mg|electrolytes?|fluids?|volume|thyroid)\b"
    r"[^.;?]{0,15}\breplac|\breplac\w* (?:with|w/) (?![A-TV-Z]\d)|\bconversion (?:disorder|reaction|to (?:open|sinus|nsr))",
    re.IGNORECASE,
)
"""A joint, a salt or a rhythm that was replaced or converted, not a code."""
_LONGEST = 20  # words of such a question
_SHOWN = 9


def asked_history(text: str, reading: Reading) -> str | None:
    """The one code whose history is asked for, dotted; None for any other question."""
    named = {normalize(s.text.rstrip("-.")) for s in reading.codes_named}
    if len(named) != 1 or len(text.split()) > _LONGEST or not _ASKED.search(text):
        return None
    if _OF_A_PATIENT.search(text) or (reading.mentions and not _OPENS.match(text)):
        return None
    return named.pop()


def looks_like_change(text: str) -> bool:
    """Whether a text asks what changed; `changing.asked_change` reads what exactly."""
    return _CHANGE.search(text) is not None


def history_findings(code: str, codeset: CodeSet) -> Findings:
    """What replaced a code, or what it replaced, and when.

    Args:
        code: Dotted.
        codeset: The code set in force.
    """
    told = list(_told(code, codeset))
    after = _successors(code, codeset)
    basis = tuple(_basis(c, codeset) for c in (code, *after) if c in codeset)[:_SHOWN]
    if not told:
        what = _standing(code, codeset)
        return Findings(
            statements=(Statement(text=what, basis=basis),),
            abstain_reason=None if basis else what,
            steps=(Step(stage="history", what=what),),
        )
    return Findings(
        statements=tuple(Statement(text=text, basis=basis) for text in told),
        codes=tuple(
            CodeFinding(
                code=c,
                role="alternative",
                reason=f"took over from {code}",
                basis=(_basis(c, codeset),),
            )
            for c in after
            if c in codeset and codeset.get(c).billable
        )[:_SHOWN],
        steps=(Step(stage="history", what=code, detail=told),),
    )


def _told(code: str, codeset: CodeSet) -> Iterator[str]:
    recent = history(code)
    if recent:
        yield recent
    row = came_from(code)
    if row is not None and row.previous:
        yield (
            f"{code} is in use since {row.since.isoformat()}; before, {_any_of(row.previous)} was "
            "assigned (conversion table)."
        )
    elif row is not None:
        yield f"{code} is in use since {row.since.isoformat()}; it replaced no code (conversion table)."
    dates = sorted({c.since for c in went_to(code)})
    for since in dates:
        new = [c.code for c in went_to(code) if c.since == since]
        still = code in codeset and codeset.get(code).billable
        rest = f"; {code} itself stays in use for the rest" if still else ""
        yield (
            f"From {since.isoformat()}, {_any_of(new)} took over from {code} (conversion table){rest}."
        )


def _standing(code: str, codeset: CodeSet) -> str:
    release = codeset.release.name
    if code not in codeset:
        return (
            f"{code} is not a code of {release}, and no table at hand says what became of it; "
            "`dxcite releases fetch FY2026 --only conversion` gets the official conversion table."
        )
    return f"No table at hand names a change of {code}; it is in use in {release}."


def _successors(code: str, codeset: CodeSet) -> list[str]:
    later = [c.code for c in went_to(code)]
    recent = history(code) or ""
    mentioned = re.findall(r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?", recent)
    return list(dict.fromkeys(c for c in (*mentioned, *later) if c != code and c in codeset))


def _basis(code: str, codeset: CodeSet) -> Basis:
    entry = codeset.get(code)
    return Basis(kind="tabular", ref=entry.code, quote=f"{entry.code} {entry.title}")


def _any_of(codes: list[str] | tuple[str, ...]) -> str:
    shown = list(codes[:_SHOWN])
    if len(codes) > _SHOWN:
        return f"{', '.join(shown)} and {len(codes) - _SHOWN} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"
