"""Payment categories and present-on-admission exemption of the codes: good to know, no fault."""

from __future__ import annotations

from collections.abc import Iterator

from guidelines.checks._context import Checked, joined
from guidelines.checks._models import Finding


def hcc(context: Checked) -> Iterator[Finding]:
    """Payment categories (CMS-HCC V28), and those that another of the list outranks."""
    model = context.hcc
    if model is None:
        return
    by_category: dict[int, list[str]] = {}
    for code in context.codes:
        for number in model.of(code) if context.codeset.get(code).billable else ():
            by_category.setdefault(number, []).append(code)
    for number, codes in by_category.items():
        above = [n for n in by_category if number in model.below.get(n, frozenset())]
        text = f"{joined(codes)}: {model.label(number)}."
        if above:
            text = f"{text[:-1]}, outranked by HCC {above[0]} ({joined(by_category[above[0]])})."
        yield Finding(
            kind="hcc",
            level="note",
            codes=tuple(codes),
            text=text,
            sources=(context.edit(model.name, f"{codes[0]}: {model.label(number)}"),),
        )


def poa(context: Checked) -> Iterator[Finding]:
    """Codes that are exempt from reporting present on admission, for inpatients."""
    exempt = context.edits.poa_exempt
    if exempt is None or context.setting == "outpatient":
        return
    found = tuple(c for c in context.codes if c in exempt)
    if found:
        yield Finding(
            kind="poa exempt",
            level="note",
            codes=found,
            text=f"Exempt from reporting present on admission: {joined(found)}.",
            sources=(
                context.edit(exempt.name, f"{joined(found)} exempt"),
                context.guideline("App.I", 16),
            ),
        )
