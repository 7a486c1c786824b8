"""Contact with what another person has: the line of Z20 by the disease (I.C.21.c.1)."""

from __future__ import annotations

from assistant.models import Mention
from assistant.reasoning._case import Case, Item
from guidelines.rules import any_matches

_CONTACTS = (
    (("A15-A19",), "Z20.1"),
    (("A50-A64",), "Z20.2"),
    (("A82.-",), "Z20.3"),
    (("B06.-",), "Z20.4"),
    (("B15-B19",), "Z20.5"),
    (("B20", "Z21"), "Z20.6"),
    (("B85-B89",), "Z20.7"),
    (("A04.0-A04.4",), "Z20.01"),
    (("A00-A03", "A05-A09", "A04.5-A04.9"), "Z20.09"),
    (("A22.-",), "Z20.810"),
    (("A39.-",), "Z20.811"),
    (("B01.-",), "Z20.820"),
    (("A92.5",), "Z20.821"),
    (("U07.1",), "Z20.822"),
    (("A80-A99", "B00-B34", "J09-J11", "J12.-", "J21.0", "J21.1", "B97.-"), "Z20.828"),
    (("A20-A49", "J02.0", "J03.0-", "J13-J15", "B95-B96", "A70-A79"), "Z20.818"),
)
"""Diseases with the code of a contact, the narrower first; the last two are the viral and the
bacterial ones that have no line of their own."""


def add_contact(case: Case, mention: Mention, code: str) -> bool:
    """Add the contact with a communicable disease of somebody else.

    Args:
        case: The case.
        mention: The disease, as named.
        code: Its code.

    Returns:
        Whether it is one; what else can be passed on has no line here.
    """
    contact = next((z for patterns, z in _CONTACTS if any_matches(patterns, code)), None)
    if contact is None or contact not in case.codeset:
        return False
    choice = case.complete(contact, mention, mention.term)
    if choice is None or not choice.billable:
        return False
    why = f"“{mention.span.text}”: contact with and exposure to it"
    basis = [case.tabular(choice.code), case.guideline("I.C.21.c.1", 0)]
    case.items.append(Item(choice.code, choice, why, (mention.span,), mention, basis))
    return True
