"""Gallstones: one code for where they lie, the inflammation and the obstruction (K80, I.B.9).

A chart tells of them in pieces: "choledocholithiasis with obstruction", "acute on chronic
cholecystitis with cholelithiasis". The Tabular List has one line for all of it.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.models import Assertion
from assistant.reasoning._case import Case

_GALLBLADDER, _DUCT = "gallbladder", "bile duct"
_ACUTE, _CHRONIC, _INFLAMED = "acute", "chronic", "inflamed"
_PLACES = {"0": (_GALLBLADDER,), "1": (_GALLBLADDER,), "2": (_GALLBLADDER,), "4": (_DUCT,),
           "5": (_DUCT,), "6": (_GALLBLADDER, _DUCT), "7": (_GALLBLADDER, _DUCT)}  # fmt: skip
"""Where the stones lie, by the fourth character of K80."""
_KINDS = {"0": (_INFLAMED,), "2": (_ACUTE,), "4": (_CHRONIC,), "6": (_ACUTE, _CHRONIC)}
"""The inflammation by the fifth character of K80.4 and K80.6, the obstruction left out."""
_ALONE = {"K81.0": (_ACUTE,), "K81.1": (_CHRONIC,), "K81.2": (_ACUTE, _CHRONIC), "K81.9": (_INFLAMED,)}  # fmt: skip


def settle_gallstones(case: Case) -> None:
    """Put the pieces that are told of gallstones together into their one code."""
    told = [i for i in case.items if not i.drug and not i.alternative and _features(i.code)]
    told = [i for i in told if i.mention is None or i.mention.assertion is Assertion.PRESENT]
    features = frozenset(f for i in told for f in _features(i.code))
    if len({i.code for i in told}) < 2 or not {_GALLBLADDER, _DUCT} & features:
        return
    code = _code(features, any(_obstructed(i.code) for i in told))
    if code is None or code not in case.codeset:
        return
    first = next((i for i in told if i.code == code), told[0])
    spans = tuple(dict.fromkeys(s for i in told for s in i.spans))
    basis = [case.tabular(code), case.guideline("I.B.9", 0)]
    whole = replace(first, code=code, choice=replace(first.choice, code=code), spans=spans)
    whole.basis = basis
    case.items[case.items.index(told[0])] = whole
    case.items = [i for i in case.items if i is whole or i not in told]
    for left in dict.fromkeys(i.code for i in told if i.code != code):
        case.reject(left, f"{code} says it with the other findings.", spans, basis[1:])


def _features(code: str) -> tuple[str, ...]:
    """Places and inflammation that a code says; none for codes of another kind."""
    if code in _ALONE:
        return _ALONE[code]
    places = _PLACES.get(code[4:5], ()) if code.startswith("K80.") and len(code) == 6 else ()
    if not places:
        return ()
    kind = str(int(code[5]) // 2 * 2)
    if code[4] == "0":
        return (*places, _ACUTE)
    if code[4] == "1":
        return (*places, *{"0": (_CHRONIC,), "2": (_ACUTE, _CHRONIC)}.get(kind, (_INFLAMED,)))
    return (*places, *(_KINDS[kind] if code[4] in "46" else ()))


def _obstructed(code: str) -> bool:
    return code.startswith("K80.") and code[5] in "13579"


def _code(features: frozenset[str], obstructed: bool) -> str | None:
    """The line of K80 for places and inflammation; None where no one line says it."""
    both = {_GALLBLADDER, _DUCT} <= features
    kind = 2 * (_ACUTE in features) + 4 * (_CHRONIC in features)
    inflamed = bool({_ACUTE, _CHRONIC, _INFLAMED} & features)
    if both:
        stem, fifth = ("6", kind) if inflamed else ("7", 0)
    elif _DUCT in features:
        stem, fifth = ("4", kind) if inflamed else ("5", 0)
    elif not inflamed:
        stem, fifth = "2", 0
    elif kind:
        stem, fifth = {2: ("0", 0), 4: ("1", 0), 6: ("1", 2)}[kind]
    else:
        return None
    return f"K80.{stem}{fifth + obstructed}"
