"""Conditions that a chart asks after and answers in a word: "Diabetes: none", "[ ] asthma", "fever (-)".

Templates put a condition as a label and what the patient has of it behind a colon, a dash or a
question mark; a condition that is answered with "no" is absent (I.A.19).
"""

from __future__ import annotations

from guidelines import lazy_re as re

_ENDS = r"(?=\W*(?:$|[.;,()\n/]|(?:any|ever|per|at present|at this time|currently|today|reported|noted)\b))"
_NO = re.compile(
    r"(?P<rest>[^:?=;.\n]{0,60}?)\s?(?:[:?=]|\s[-–—]{1,2}(?=\s))\s*(?:(?:pt|patient|he|she|they|has|had|is|was) )*"
    r"(?P<no>(?:none|no(?: (?:hx|history|dx|diagnosis|known|evidence))?|never(?: had| used| smoked)?|den(?:ie[sd]|ying)"
    rf"|neg(?:ative)?|non-?reactive|absent|nil|n/a|not (?:present|documented|diagnosed|applicable|known)|0|ø){_ENDS}"
    r"|(?:none|denies) (?:known|current\w*|at all|documented|noted|seen|reported|recorded|found|charted|observed|identified)\b)",
    re.IGNORECASE,
)
_ITEMS = re.compile(r"[,/]|\b(?:and|or)\b")
_LONGEST = 3  # words of an item that is asked after
_ABOUT_IT = re.compile(
    r"\b(?:screen\w*|stage|type|cause|meds?|medications?|control\w*|severity|status|site|side|hx|history|test\w*)\b",
    re.I,
)
"""What is asked of a condition that may well be there: "CKD stage: n/a"."""
_TESTED = re.compile(r"screen|test|vaccin|immuni", re.IGNORECASE)
_NOT_BY_US = re.compile(
    r"\s*((?:is |was |has been )?not (?:documented|diagnosed|noted|named|made) (?:by (?:us|me"
    r"|(?:the |any |our )?(?:providers?|physicians?|doctors?|team|attending|service))|here|this (?:visit|stay)))\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"(?<!gram )(?<!gram-)(?<!rh )(?<!rh-)(?<!her2 )(?<!her-2 )(?<!triple )(?<!triple-)(?<!\ber )(?<!\bpr )(?<!coag )(?<!factor )"
    r"(?<!\brf )(?<![oab] )(?<=[\w)] )(neg|negative|non-?reactive)$",
    re.IGNORECASE,
)
"""A test's result that ends a condition's own words: "H pylori neg"."""
_MINUS = re.compile(r"\s?([(\[][-–][)\]])")
_MINUS_BEFORE = re.compile(r"([(\[][-–][)\]])\s?$")
_EMPTY_BOX = re.compile(r"(\[\s?\]|\(\s\)|☐|□)\s*$")


def answered_no(sentence: str, start: int, end: int) -> tuple[int, int] | None:
    """The words by which a mention that is asked after is answered with no; None where it is not.

    Args:
        sentence: The sentence.
        start: Offset of the mention in it.
        end: Its end, exclusive.
    """
    if _TESTED.search(sentence, start, end):
        return None  # a screening that turned out negative was done
    if own := _NEGATIVE.search(sentence, start, end):
        return own.span(1)
    for pattern in (_NOT_BY_US, _MINUS):
        if found := pattern.match(sentence, end):
            return found.span(1)
    for pattern in (_MINUS_BEFORE, _EMPTY_BOX):
        if found := pattern.search(sentence[:start]):
            return found.span(1)
    found = _NO.match(sentence, end)
    return found.span("no") if found and _of_the_items(found["rest"]) else None


def _of_the_items(rest: str) -> bool:
    """Whether between a mention and the answer stand only other items that are asked after."""
    first, *others = _ITEMS.split(rest)
    if _ABOUT_IT.search(first) or len(first.split()) > 1:
        return False
    return all(len(item.split()) <= _LONGEST for item in others)
