"""A line "with symptoms" in place of its sibling "without", where its own note names a coded symptom."""

from __future__ import annotations

import re

from assistant.reasoning._case import Case, Item
from guidelines.notes import grouped

_WITHOUT = re.compile(r"\bwithout\b")
_APART = re.compile(r"\bunrelated\b|\bnot (?:due|related|from|caused)\b", re.IGNORECASE)
"""Words that keep a symptom apart from the condition."""


def take_symptoms_in(case: Case) -> None:
    """Turn "without symptoms" into "with", where the sibling's use additional note asks for one (I.A.17).

    N40.0 beside R35.0 becomes N40.1, whose note asks for the code of the symptom.
    """
    if _APART.search(case.text):
        return
    items = [i for i in case.items if not i.drug and not i.alternative]
    for item in items:
        if item.mention is None or not _WITHOUT.search(case.codeset.get(item.code).title):
            continue
        others = [i.code for i in items if i is not item]
        found = _sibling(case, item, others)
        choice = case.complete(found, item.mention) if found else None
        if found is None or choice is None or not choice.billable:
            continue
        case.step("note", f"{item.code} becomes {choice.code}, whose note asks for the symptom")
        item.code, item.choice = choice.code, choice
        item.basis = [case.tabular(choice.code), case.guideline("I.A.17", 0)]


def _sibling(case: Case, item: Item, others: list[str]) -> str | None:
    """The sibling of a code whose own use additional note names another code of the case."""
    title, parent = case.codeset.get(item.code).title, case.codeset.get(item.code).parent
    twin = _WITHOUT.sub("with", title)[: title.index("without") + len("with")]
    for code in case.codeset.get(parent).children if parent else ():
        entry = case.codeset.get(code)
        if not entry.use_additional or not entry.title.startswith(twin):
            continue
        notes = [n for n in grouped(case.codeset, code, "use_additional") if n.at == code]
        if any(n.matches(o) for n in notes for o in others):
            return code
    return None
