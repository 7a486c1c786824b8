"""The code-set checker's view: what stands against reporting codes together, drawn as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from assistant.chat.code_browser import linked
from assistant.chat.markup import escape
from assistant.models import Setting
from guidelines.checks import Finding, Level, Report, Source, check_codes
from guidelines.codeset import CodeSet, load_codeset

_HEADINGS: dict[Level, tuple[str, str]] = {
    "error": ("no", "Not reportable like this"),
    "query": ("depends", "The record or the provider decides"),
    "consider": ("plain", "A note asks for more, where there is something to code"),
    "note": ("plain", "Good to know"),
}
_SOURCES = {"tabular": "Tabular List", "guideline": "Section", "edit": "Edit"}
_OPEN: tuple[Level, ...] = ("error", "query")
"""Levels that stand open; the others are folded."""


def checked(
    typed: str | Iterable[str], on: date, setting: Setting | None, age: int | None = None
) -> str:
    """Findings on codes of one encounter, as HTML.

    Args:
        typed: The codes, in reporting order.
        on: Date of service.
        setting: Where the patient was seen.
        age: The patient's age in completed years, None where it is not known.

    Raises:
        DxciteError: nothing is written like a code, too much is given, or the age is no age.
    """
    report = check_codes(typed, on=on, setting=setting, age=age)
    codes = load_codeset(on)
    groups = "".join(_group(level, report, codes) for level in _HEADINGS)
    notices = "".join(f'<p class="dx-quiet">{escape(n)}</p>' for n in report.notices)
    return f'<div role="status">{_standing(report)}{_list(report)}{groups}{notices}</div>'


def _standing(report: Report) -> str:
    if report.clean:
        said = '<span class="dx-badge dx-yes">Nothing stands against it</span>'
    else:
        said = '<span class="dx-badge dx-no">Not ready</span>'
    typed = tuple(dict.fromkeys(c.code for c in report.codes if c.code in report.order))
    order = ""
    if report.order != typed:
        listed = escape(", ".join(report.order))
        order = (
            f'<p class="dx-changes"><b>Order asked for:</b> <span class="dx-code">{listed}</span>'
            f'<button type="button" class="dx-link" data-copy="{escape(chr(10).join(report.order))}">'
            "Copy</button></p>"
        )
    return f'<p class="dx-standing">{said}</p>{order}'


def _list(report: Report) -> str:
    rows = "".join(
        f'<li><button type="button" class="dx-row" data-open-code="{escape(c.code)}">'
        f'<span class="dx-code">{escape(c.code)}</span><span>{escape(c.title or "")}'
        f'<span class="dx-quiet"> {escape(_marks(c.poa_exempt, c.hcc))}</span></span></button></li>'
        for c in report.codes
        if c.title is not None
    )
    return f'<ol class="dx-list">{rows}</ol>' if rows else ""


def _marks(exempt: bool | None, hcc: Sequence[str]) -> str:
    return "; ".join([*hcc, *(["POA-exempt"] if exempt else [])])


def _group(level: Level, report: Report, codes: CodeSet) -> str:
    found = [f for f in report.findings if f.level == level and _worth(f)]
    if not found:
        return ""
    style, heading = _HEADINGS[level]
    body = "".join(_finding(finding, style, codes) for finding in found)
    if level in _OPEN:
        return f"<section><h3>{heading}</h3>{body}</section>"
    return (
        f'<details class="dx-fold"><summary>{heading} <span class="dx-count">{len(found)}</span>'
        f"</summary>{body}</details>"
    )


def _worth(finding: Finding) -> bool:
    """Whether a finding says more than the list of codes and the chapters' headings do."""
    if finding.kind in ("hcc", "poa exempt", "pair"):
        return "outranked" in finding.text
    return finding.kind != "excludes2" or not finding.sources[0].ref.isdigit()


def _finding(finding: Finding, style: str, codes: CodeSet) -> str:
    parts = [f"<p><b>{linked(finding.text, codes)}</b></p>"]
    parts += [_source(source, codes) for source in finding.sources]
    if finding.question:
        parts.append(f'<p class="dx-settle">To settle it: {escape(finding.question)}</p>')
    if finding.suggested:
        parts.append(
            f"<p>Instead or in addition: {linked(', '.join(finding.suggested), codes)}</p>"
        )
    return f'<div class="dx-finding dx-{style}">{"".join(parts)}</div>'


def _source(source: Source, codes: CodeSet) -> str:
    place = escape(f"{_SOURCES[source.kind]} {source.ref} ({source.release})")
    return f'<p class="dx-quiet">{place}: “{linked(source.quote, codes)}”</p>'
