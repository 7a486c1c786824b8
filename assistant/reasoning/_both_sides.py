"""A condition of both sides, where the classification has no code for the two together (I.B.13)."""

from __future__ import annotations

from dataclasses import replace

from assistant.models import Assertion
from assistant.reasoning._case import Case, Item
from guidelines import lazy_re as re

_SIDE = re.compile(r"\b(right|left|bilateral)\b", re.IGNORECASE)
_ANY_SIDE = re.compile(r"\b(?:right|left|bilateral|unilateral|unspecified|of)\b", re.IGNORECASE)
_SEPARATELY = 1  # place of the statement on conditions without a bilateral code


def code_each_side(case: Case) -> None:
    """Report right and left, each with its own code, in place of an unspecified side."""
    for item in list(case.items):
        sides = _sides(case, item)
        if sides is None:
            continue
        basis = case.guideline("I.B.13", _SEPARATELY if len(sides) > 1 else 0)
        each = [replace(item, code=c, choice=replace(item.choice, code=c, gaps=())) for c in sides]
        for one in each:
            one.basis = [case.tabular(one.code), basis]
        at = case.items.index(item)
        case.items[at : at + 1] = each
        case.step("both sides", f"{item.code} becomes {' and '.join(sides)}")
        why = "and each has a code" if len(sides) > 1 else "which have one code"
        case.reject(item.code, f"Both sides are affected, {why}.", item.spans, (basis,))


def _sides(case: Case, item: Item) -> tuple[str, ...] | None:
    """The code of both sides, or those of the right and of the left, None where they are not to be reported apart."""
    mention = item.mention
    if (
        mention is None
        or mention.assertion is not Assertion.PRESENT
        or item.drug
        or item.alternative
    ):
        return None
    if dict(mention.attributes).get("side") != "bilateral" or not item.choice.billable:
        return None
    base = case.codeset.get(case.codeset.base_of(item.code))
    if _named(base.title) is not None:
        return None
    by_side: dict[str | None, str] = {}
    for line in case.codeset.lines_under(base.code[:3]):
        if _without_side(line.title) == _without_side(base.title):
            by_side.setdefault(_named(line.title), f"{line.code}{item.code[len(base.code) :]}")
    together = by_side.get("bilateral")
    if together and case.codeset.get(together).billable and together != item.code:
        return (together,)
    right, left = by_side.get("right"), by_side.get("left")
    if right is None or left is None or "bilateral" in by_side:
        return None
    return (right, left) if right in case.codeset and left in case.codeset else None


def _named(title: str) -> str | None:
    found = _SIDE.search(title)
    return found[1].lower() if found else None


def _without_side(title: str) -> str:
    return " ".join(_ANY_SIDE.sub(" ", title).lower().replace(",", " ").split())
