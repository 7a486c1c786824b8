"""Texts that cannot be coded, each with the reason: what is no documentation of one patient.

A guess from such a text would look like any other answer, so none is given.
"""

from __future__ import annotations

import re

from indexes._text import word_set, words
from indexes.lexicon import Lexicon
from indexes.term_index import TermIndex

_LABELS = (
    ("medical record numbers", r"(?:mrn|medical record (?:no|number)|mr ?#)\W{0,3}([\w-]*\d[\w-]*)"),
    ("dates of birth", r"(?:dob|date of birth|d\.o\.b\.)\W{0,3}([\d]{1,4}[/.-]\d{1,2}[/.-]\d{1,4})"),
    ("names", (r"(?i:patient(?: name)?|pt(?: name)?|name)[ \t]*:[ \t]*"
               r"([A-Z][\w'’-]+,?[ \t]+[A-Z][\w'’-]+)")),
)  # fmt: skip
_PRESENTED = re.compile(
    r"(?:^|[.\n]\s*|\bpatient is an? )(?:(?:this|the|a|an|pt is an?|patient is an?)\s+)?"
    r"(\d{1,3})[- ]?(?:years?[- ]old|y/?o|yo)\s+"
    r"(?:\w+\s+){0,2}?(male|female|man|woman|m|f|boy|girl|lady|gentleman)\b[^.\n]{0,40}?"
    r"\b(?:presents?|presented|admitted|seen|comes|came|referred|here|with|who|status)\b",
    re.IGNORECASE,
)
_FEMALE = frozenset({"female", "woman", "f", "girl", "lady"})
_LEAST_KNOWN = 0.4  # share of a longer text's words that the classification or the lexicon knows
_LONG = 12  # words from which it is asked for


def refusal(text: str, terms: TermIndex, lexicon: Lexicon) -> str | None:
    """Why a text cannot be coded, in one sentence; None where it can be read.

    Args:
        text: The text, markup taken out.
        terms: The term finder.
        lexicon: Abbreviations and chart words.
    """
    letters = sum(c.isalpha() for c in text)
    if letters <= 1 and not any(c.isdigit() for c in text):
        what = "one letter is no diagnosis" if letters else "there are no words in it"
        return f"This cannot be coded because {what}; give the words of the chart."
    return _several_patients(text) or _unreadable(text, terms, lexicon)


def _several_patients(text: str) -> str | None:
    """Two records under one heading: nothing tells whose condition is whose."""
    for what, pattern in _LABELS:
        flags = 0 if what == "names" else re.IGNORECASE
        found = {
            " ".join(m[1].lower().replace(",", " ").split())
            for m in re.finditer(rf"(?i:\b){pattern}", text, flags)
        }
        if what == "names":
            found = {" ".join(sorted(name.split())) for name in found}
        if len(found) > 1:
            return (
                f"This cannot be coded because it has the {what} of {len(found)} patients; take "
                "out what belongs to the other patient's record."
            )
    seen = [(int(m[1]), m[2].lower() in _FEMALE) for m in _PRESENTED.finditer(text)]
    if len({sex for _, sex in seen}) > 1 or (seen and max(seen)[0] - min(seen)[0] > 1):
        described = " and ".join(
            f"a {age}-year-old {'woman' if female else 'man'}"
            for age, female in dict.fromkeys(seen)
        )
        return (
            f"This cannot be coded because it describes {described} as the patient; take out "
            "what belongs to the other patient's record."
        )
    return None


def _unreadable(text: str, terms: TermIndex, lexicon: Lexicon) -> str | None:
    found = [w for w in words(text) if w.isalpha() and len(w) > 2]
    if len(found) < _LONG:
        return None
    sample = found[:400]
    known = sum(w in _SMALL or terms.readable(w) or bool(lexicon.look_up([w])) for w in sample)
    if known >= _LEAST_KNOWN * len(sample):
        return None
    return (
        "This cannot be coded because too few of its words can be read; scan it again, or type "
        "the diagnoses."
    )


_SMALL = word_set("the and with was for has had not who his her from this that are")
