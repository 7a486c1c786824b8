"""A disease of both sides that one side no longer has, since it was operated on before (I.B.13).

"Nuclear cataract both eyes, right phaco done in March, left eye today" is a cataract of the left eye:
what was taken out with the lens, or with the joint that was replaced, is no longer there.
"""

from __future__ import annotations

from assistant.choosing import Choice
from assistant.reasoning._case import Case, Item
from guidelines import lazy_re as re

_SIDE = r"(?:(?P<r>right|rt\.?|R|OD)|(?P<l>left|lt\.?|L|OS))"
_BY_EYE = (
    r"(?:phaco\w*|cataract (?:surg\w*|extract\w*|remov\w*|done)|ce ?/ ?iol|lens (?:implant\w*|replaced)|iol"
    r"|eye (?:was |is )?done)"
)
_BY_JOINT = r"(?:tka|tkr|tha|thr|(?:total )?(?:knee|hip) (?:arthroplast\w*|replace\w*)|(?:knee|hip) (?:was |already )?replaced)"
_PAST = (
    r"(?:done|removed|replaced|ago|last (?:week|month|year|spring|summer|fall|winter)|already|previous\w*|earlier|in place"
    r"|s/p|status post|h/o|hx|history|healed|doing well|in (?:19|20)\d\d|since|(?:in|since) (?:jan|feb|mar|apr|may|jun|jul"
    r"|aug|sep|oct|nov|dec)\w*)"
)
_NOT_YET = re.compile(
    r"\b(?:today|now|scheduled|planned|plan|here for|for surgery|will|next|considering|needs?|wants|failed|denies|no)\b",
    re.IGNORECASE,
)
_PSEUDOPHAKIC = re.compile(rf"\bpseudophak\w* (?:of )?(?:the )?(?i:{_SIDE})\b", re.IGNORECASE)
_UNILATERAL = {
    "M16.0": "M16.1",
    "M16.2": "M16.3",
    "M16.4": "M16.5",
    "M17.0": "M17.1",
    "M17.2": "M17.3",
}
"""The codes of a joint disease on both sides, with the header of those for one side."""
_CATARACT = ("H25", "H26")
_BOTH = "3"  # last character of a cataract of both eyes


def leave_treated_side(case: Case) -> None:
    """Give a disease of both sides the code of the side that still has it.

    Args:
        case: The case with its conditions.
    """
    for item in list(case.items):
        if item.drug or not (stem := _one_sided(item.code)):
            continue
        eye = item.code.startswith(_CATARACT)
        done = _operated(case.text, _BY_EYE if eye else _BY_JOINT, eye=eye)
        if len(done) != 1:
            continue
        left = "left" if done == {"right"} else "right"
        code = f"{stem}{1 if left == 'right' else 2}"
        if code not in case.codeset or case.has(code):
            continue
        _put(case, item, code, left)


def _one_sided(code: str) -> str | None:
    """What the codes for one side begin with, behind which 1 is the right and 2 the left."""
    if code in _UNILATERAL:
        return _UNILATERAL[code]
    whole = code.startswith(_CATARACT) and code.endswith(_BOTH) and len(code) >= len("H25.13")
    return code[:-1] if whole else None


def _operated(text: str, organ: str, *, eye: bool) -> set[str]:
    """The sides that were operated on in the past."""
    found: set[str] = set()
    for part in re.split(r"[.;\n]\s+|,\s+(?=(?:left|right|L|R|OS|OD)\b)|\bbut\b", text):
        if eye and (m := _PSEUDOPHAKIC.search(part)):
            found.add("right" if m["r"] else "left")
        if not re.search(rf"\b{_PAST}\b", part, re.IGNORECASE) or _NOT_YET.search(part):
            continue
        named = re.search(
            rf"\b{_SIDE}(?: \w+)? {organ}\b|\b{organ}(?: \w+){{0,3}} {_AGAIN}\b",
            part,
            re.IGNORECASE,
        )
        if named is not None:
            found.add("right" if named["r"] or named["r2"] else "left")
    return found


_AGAIN = _SIDE.replace("?P<r>", "?P<r2>").replace("?P<l>", "?P<l2>")


def _put(case: Case, item: Item, code: str, side: str) -> None:
    basis = case.guideline("I.B.13", 4)
    reason = f"the other side was operated on before, so that only the {side} still has it"
    new = Item(
        code, Choice(code, True), reason, item.spans, item.mention, [basis, case.tabular(code)]
    )
    case.items[case.items.index(item)] = new
    case.reject(item.code, f"{code} is reported in its place.", item.spans, [basis])
