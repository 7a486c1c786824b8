"""Whole families of yes/no questions that one rule decides, in whatever words they are asked."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reasoning._by_others import by_others_verdict
from assistant.reasoning._case import Case, Item
from assistant.reasoning._indicator import indicator_verdict
from assistant.reasoning._kept_apart import kept_apart_verdict
from assistant.reasoning._of_care import of_care_verdict
from assistant.reasoning._untold import untold_verdict
from assistant.reasoning._verdict import Decided


def family_verdict(case: Case, ordered: Sequence[Item]) -> Decided | None:
    """The verdict of the rule to whose family a question belongs; None where it is of none.

    Args:
        case: The case, worked out.
        ordered: Its codes in reporting order.
    """
    return (
        indicator_verdict(case, ordered)
        or kept_apart_verdict(case)
        or by_others_verdict(case)
        or of_care_verdict(case)
        or untold_verdict(case)
    )
