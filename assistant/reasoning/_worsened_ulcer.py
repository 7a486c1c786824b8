"""A pressure ulcer that got worse in the stay: a code for each stage (I.C.12.a.6)."""

from __future__ import annotations

from dataclasses import replace

from assistant.reasoning._case import Case, Item
from guidelines import lazy_re as re

_STAGE = re.compile(r"\b(?:stage|stg|st)\.? ?(?P<n>[1-4]|i{1,3}v?|iv)\b", re.IGNORECASE)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_AT_FIRST = re.compile(
    r"\b(?:poa|admi(?:t|ts|tted|ssion)|came in|arriv\w+|present(?:ed)? (?:with|on)|initially|was)\b",
    re.IGNORECASE,
)
_WORSE = re.compile(
    r"\b(?:became|becoming|progress\w*|evolv\w*|went to|worsen\w*|by discharge|at discharge|later|advanced to|deteriorat\w*"
    r"|(?:by|on) (?:hospital |hosp )?day|by hd|now)\b",
    re.IGNORECASE,
)
_BETTER = re.compile(r"\b(?:heal(?:s|ed|ing)|improv\w*|better)\b", re.IGNORECASE)


def code_each_stage(case: Case) -> None:
    """Code the stage at admission beside the one that the same ulcer reached in the stay."""
    told = sorted({_number(m["n"]) for m in _STAGE.finditer(case.text)})
    ulcers = [i for i in case.items if i.code.startswith("L89.") and i.code[-1] in "123456789"]
    sites = {i.code[:-1] for i in ulcers}
    if len(told) != 2 or len(sites) != 1:
        return
    if not _AT_FIRST.search(case.text) or not _WORSE.search(case.text) or _BETTER.search(case.text):
        return
    ulcer = ulcers[0]
    for stage in told:
        code = ulcer.code[:-1] + stage
        if code in case.codeset and not case.has(code):
            case.items.append(_of_stage(case, ulcer, code))


def _of_stage(case: Case, ulcer: Item, code: str) -> Item:
    choice = replace(ulcer.choice, code=code)
    basis = [case.guideline("I.C.12.a.6", 0), case.tabular(code)]
    return Item(code, choice, "the stage changed in the stay", ulcer.spans, ulcer.mention, basis)


def _number(written: str) -> str:
    return _ROMAN.get(written.lower(), written)
