"""What would become of a code that a question proposes, were it documented.

"Admitted for laminectomy, lumbar stenosis with chronic pain. G89.29 pdx?" has no such code in the
case as it is read. Put among its codes, it is taken out again by the rule that leaves pain codes off
where the cause is operated on (I.C.6.b.1): the rules answer, not how other questions were answered.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace

from assistant.choosing import Choice
from assistant.models import Basis
from assistant.reasoning._case import Case, Item
from assistant.reasoning._integral import drop_integral
from assistant.reasoning._rules import apply_rules
from assistant.reasoning._tabular import ask_for_companions, sequenced, settle_excludes1

_SUPPOSED = "It is supposed."


def suppose(case: Case, code: str) -> Case:
    """The case with one code more, worked out again; the case itself stays as it is.

    Args:
        case: The case, worked out.
        code: A billable code that is not among those reported.
    """
    items = [copy(i) for i in case.items if i.code != code]
    for item in items:
        item.basis = list(item.basis)
    spans = tuple(s for s in case.reading.codes_named if s.text.upper() == code)
    basis = [case.tabular(code)]
    items.append(Item(code, Choice(code, True), _SUPPOSED, spans, None, basis))
    other = replace(
        case,
        items=items,
        rejected=list(case.rejected),
        sections=dict(case.sections),
        gaps=[],
        left_open=[],
        assumptions=[],
        warnings=[],
        steps=[],
        first=list(case.first),
        last=list(case.last),
        orders=list(case.orders),
    )
    apply_rules(other)
    drop_integral(other)
    settle_excludes1(other)
    ask_for_companions(other)
    return other


def why_taken_out(case: Case, code: str) -> Basis | None:
    """What takes a code out of the case, were it documented; None where it would stay.

    Args:
        case: The case, worked out.
        code: A billable code that is not among those reported.
    """
    if not any(not i.drug and not i.alternative for i in case.items):
        return None
    other = suppose(case, code)
    if any(i.code == code for i in other.items):
        return None
    known = {(r.code, r.reason) for r in case.rejected}
    for rejected in other.rejected:
        if rejected.code == code and (rejected.code, rejected.reason) not in known:
            return rejected.basis[0] if rejected.basis else None
    return None


def order_with(case: Case, code: str) -> tuple[Case, list[Item]]:
    """The case with one code more, and its codes in reporting order."""
    other = suppose(case, code)
    return other, sequenced(other)
