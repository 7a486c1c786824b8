"""Two infarctions told by their dates: the newer is a subsequent one, or the older is an old one (I.C.9.e).

"STEMI 4/29, home 5/2. Back 5/19 with NSTEMI": within four weeks both are coded, the newer from I22.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.reasoning._case import Case, Item
from guidelines import lazy_re as re

_FOUR_WEEKS = 28  # days
_DATE = re.compile(r"(?<![\d/])(1[0-2]|0?[1-9])/([12]\d|3[01]|0?[1-9])(?:/((?:20)?\d\d))?(?![\d/])")
_BEHIND = 22  # characters behind an infarction in which its date stands
_SUBSEQUENT = (
    ("I21.0", "I22.0"),
    ("I21.1", "I22.1"),
    ("I21.2", "I22.8"),
    ("I21.3", "I22.9"),
    ("I21.4", "I22.2"),
    ("I21.9", "I22.9"),
)


def code_second_infarction(case: Case) -> None:
    """Code the newer of two infarctions from I22, or the older as an old one, by the dates told."""
    dated: list[tuple[Item, date]] = []
    undated: list[Item] = []
    for item in [i for i in case.items if not i.drug and _subsequent(i.code)]:
        when = _date_behind(case, item)
        if when is None:
            undated.append(item)
        else:
            dated.append((item, when))
    if len(dated) != 1 or len(undated) != 1:
        return
    (older, when), newer = dated[0], undated[0]
    now = _now(case, when)
    apart = (now - when).days
    if apart <= 0:
        return
    if apart <= _FOUR_WEEKS:
        _put(case, newer, _subsequent(newer.code), "It is a second infarction within four weeks.")
        case.first.append("I22.-")
    else:
        case.orders.append(("I21.-", "I25.2"))
        _put(case, older, "I25.2", "The infarction is more than four weeks old.")


def _subsequent(code: str) -> str:
    """The line of I22 for an infarction; none for one of another type."""
    return next((second for first, second in _SUBSEQUENT if code.startswith(first)), "")


def _date_behind(case: Case, item: Item) -> date | None:
    """The date that stands right behind the words of an infarction."""
    for span in item.spans:
        _, end = case.sentence_at(span)
        found = _DATE.search(case.text, span.end, min(end, span.end + _BEHIND))
        if found and (when := _read(case, found)) is not None:
            return when
    return None


def _read(case: Case, found: re.Match[str]) -> date | None:
    year = int(found[3]) % 100 + 2000 if found[3] else case.on.year
    try:
        when = date(year, int(found[1]), int(found[2]))
    except ValueError:
        return None
    if not found[3] and when > case.on:
        when = when.replace(year=year - 1) if (when.month, when.day) != (2, 29) else when
    return when


def _now(case: Case, after: date) -> date:
    """When the encounter began: the last date of the text behind the older infarction, or its own."""
    told = [w for m in _DATE.finditer(case.text) if (w := _read(case, m)) and w <= case.on]
    return max((w for w in told if w > after), default=case.on)


def _put(case: Case, item: Item, code: str, why: str) -> None:
    choice = case.complete(code, item.mention)
    if choice is None or not choice.billable:
        return
    basis = [case.guideline("I.C.9.e.4" if code[:3] == "I22" else "I.C.9.e.1", 0)]
    new = replace(item, code=choice.code, choice=choice, reason=why)
    new.basis = [*basis, case.tabular(choice.code)]
    case.items[case.items.index(item)] = new
    case.reject(item.code, f"{choice.code} is reported in its place.", item.spans, basis)
    case.step("dates", f"{item.code} becomes {choice.code}", why)
