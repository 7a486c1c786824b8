"""Uncertain diagnoses, and those that only the question names.

What is uncertain at the end of an inpatient stay is coded as if it were established (II.H, III.C);
in outpatient care the symptoms are coded instead (IV.H). Some conditions are coded only when they
are confirmed, in any setting.
"""

from __future__ import annotations

import re

from assistant.models import Intent, Mention
from assistant.reasoning._case import Case, Item
from assistant.reasoning._documented import Note

_NEVER_UNCERTAIN = {
    "B20": "I.C.1.a.1", "Z21": "I.C.1.a.1", "A92.5": "I.C.1.f.1", "U07.1": "I.C.1.g.1.a",
    "J12.82": "I.C.1.g.1.a", "J09": "I.C.10.c", "J10": "I.C.10.c",
}  # fmt: skip
"""Coded only when confirmed, in any setting."""


def settle_asked(case: Case) -> None:
    """A condition that the question only names again is as uncertain as the chart says.

    Where a note precedes the question, what only the question names is not documented at all.
    """
    told = [m for m in case.reading.mentions if not _asked(case, m)]
    if case.reading.intent is Intent.CODING and len({m.sentence for m in told}) > 2:
        for item in [i for i in case.items if not i.drug and i.mention and _asked(case, i.mention)]:
            if all(not any(s == m.span for m in told) for s in item.spans):
                twin = any(
                    o is not item and o.code[:3] == item.code[:3] and o.mention in told
                    for o in case.items
                )
                case.items.remove(item)
                if not twin:
                    case.reject(item.code, "Only the question names it.", item.spans, [])
    doubted = {i.code for i in case.uncertain} | {r.code for r in case.rejected}
    case.items = [
        i
        for i in case.items
        if i.drug or i.code not in doubted or i.mention is None or not _asked(case, i.mention)
    ]


def _asked(case: Case, mention: Mention) -> bool:
    """Whether a mention stands in a sentence that ends in a question mark."""
    rest = case.text[mention.span.end :]
    end = re.search(r"[.?!\n]", rest)
    return end is not None and end.group() == "?"


def settle_uncertain(case: Case) -> None:
    """Uncertain diagnoses: as if established in an inpatient stay, not at all in outpatient care."""
    note = Note(case)
    note.list_of((i.mention, i.code) for i in case.items if i.mention is not None)
    for item in case.uncertain:
        mention = item.mention
        assert mention is not None
        cue = mention.cue.text if mention.cue else "uncertain"
        only = next((s for c, s in _NEVER_UNCERTAIN.items() if item.code.startswith(c)), None)
        if only is not None:
            _leave_out(
                case,
                item,
                f"Only a confirmed case is coded, also in an inpatient stay (“{cue}”).",
                only,
            )
        elif case.setting == "inpatient":
            if note.has_list and not note.listed_at_discharge(mention, item.code):
                why = f"It was “{cue}” in the course of the stay, not at discharge."
                _leave_out(case, item, why, "II.H")
            else:
                _as_established(case, item, f"{cue} {mention.span.text}", cue)
        elif case.setting == "outpatient":
            why = f"“{cue}” makes it an uncertain diagnosis, which is not coded in outpatient care."
            _leave_out(case, item, why, "IV.H")
            case.queries.append(
                f"The sign, symptom or other reason for the visit behind “{cue} {mention.span.text}”, "
                "to the highest certainty known."
            )
        else:
            _by_setting(case, item, cue)


def _leave_out(case: Case, item: Item, why: str, section: str) -> None:
    case.reject(item.code, why, item.spans, [case.guideline(section, 0)])


def _as_established(case: Case, item: Item, named: str, cue: str) -> None:
    basis = case.guideline("II.H", 0)
    case.guideline("III.C", 0)
    item.basis.insert(0, basis)
    item.reason = f"“{cue}” at inpatient discharge is coded as if established"
    case.items.append(item)
    case.assumptions.append(
        f"“{named}” is taken as still uncertain at discharge; a diagnosis ruled out during the stay "
        "is not coded."
    )


def _by_setting(case: Case, item: Item, cue: str) -> None:
    inside, outside = case.guideline("II.H", 0), case.guideline("IV.H", 0)
    item.alternative = True
    item.basis = [inside, outside, *item.basis]
    item.reason = (
        f"only for an inpatient stay, if “{cue}” still stands at discharge; in outpatient "
        "care the symptoms are coded"
    )
    case.items.append(item)
    case.queries.append(
        "Whether this is an inpatient stay or outpatient care: it decides whether an uncertain "
        "diagnosis is coded."
    )
