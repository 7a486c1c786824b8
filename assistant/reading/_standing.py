"""Questions about a code's standing: does it exist, is it complete, can it be reported on a date.

Such a question says nothing but a code and words of reporting ("can K26.2 go on a claim"), or it
asks after the code's form in so many words ("is S93.401 complete for an ankle sprain?"). Where a
patient is described, the documentation decides and not the Tabular List alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from assistant.models import Span
from assistant.reading._vocabulary import word_set
from guidelines import lazy_re as re
from guidelines.releases import FIRST_DATE, LAST_DATE

Predicate = Literal["reportable", "defective", "gone", "header", "new", "seventh", "more"]
"""What is said of the code: yes to "reportable" is no to most of the others."""

_FRAME = word_set(
    """
    a about accept accepted add alright am an and any anymore are as ask at be been being but by can cant
    claim claims cm code codes coded coding could cpt date did do does doesnt doing dont dos dx diagnosis
    either else encoder encounter even ever for from get gets go goes going good got had has have hello
    help hey hi how i icd icd10 icd10cm if in into is isnt it its itself just kicked know last like list
    listed look long many me mean means missing my need needed needs next no not now of off ok okay on one
    ones or our out outpatient inpatient own pass payer please pls put question quick real really record
    release reads right say says see send sent set should shouldnt show since so some stand standing
    stands still submit submitted submitting sure system tab tabular take takes taken tell than thanks
    that the their them then there these they this those through to today under until up us use usable
    used using visit want was wasnt way we were what whats when whether which who why will with without
    wont work works would wouldnt wrong yes yet you your year fiscal fy effective october oct september
    sept sep january jan april apr may june jul july august aug november nov december dec february feb
    march mar three four five six seven 3 4 5 6 7 3rd 4th 5th 6th 7th third fourth fifth sixth seventh
    only alone back again more another additional extra bill billed billing billable bills report reported
    reporting reportable reports assign assigned valid validity invalid complete completely incomplete
    completeness enough exist exists existing existed nonbillable non unbillable deleted delete retired
    discontinued expired obsolete replaced active inactive current currently new header headers category
    subcategory parent character characters char chars digit digits truncated short full specific level
    detail highest specificity terminate leaf final reject rejected rejects rejecting rejection denied
    scrubber edit edits error accurate acceptable accepts allowed legit legitimate recognized recognised
    correct true version revision book description before after prior during as-is claimable
    """
)
"""Words that say nothing of a patient: asking, reporting, dates and the form of a code."""
_FORM = re.compile(
    r"\b(?:non-?billable|un-?billable|billable|valid|invalid|validity|in ?complete(?:ly)?|complete|exists?|existed"
    r"|deleted|retired|discontinued|expired|obsolete|(?:in)?active|header|new code|truncated|too short"
    r"|(?:real|full|legit\w*|current|final) code|still (?:a )?(?:good|current|in use|around|usable)"
    r"|terminate\w*|leaf"
    r"|(?:\d(?:rd|th)|third|fourth|fifth|sixth|seventh|more|another|additional|extra|enough|missing)"
    r" (?:\w+ )?(?:digits?|char(?:acter)?s?)|(?:digits?|characters?)\b(?=.*\b(?:only|enough|missing))"
    r"|only (?:\w+ )?(?:digits?|characters?)|specific enough|scrubber|kicked back|reject\w*)\b",
    re.IGNORECASE,
)
"""Words of a code's form, which the Tabular List answers whatever else is said."""
_REPORTING = re.compile(
    r"\b(?:report\w*|bill\w*|claims?|use[ds]?|usable|submit\w*|send|sent|code(?:d)? (?:with|as|to)|accept\w*|allowed|ok(?:ay)?"
    r"|legit\w*|good|right)\b",
    re.IGNORECASE,
)
_PATIENT = re.compile(
    r"\b(?:pt|pts|patients?|provider|doctor|docs?|physician|surgeon|nurse|document\w*|charted|note|notes"
    r"|because|bc|history|hx|h/o|s/p|probable|possible|suspected|admitted|together|both|instead|versus|vs|first|principal"
    r"|primary|secondary|pdx"
    r"|poa|excludes?\d?|guidelines?|\w+ed with)\b",
    re.IGNORECASE,
)
"""Words with which a question is about a case or a rule."""
_MOST_ELSE = 5  # other words that a question about a code's form may hold: "for an ankle sprain"
_LONGEST = 30  # words
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z]+)*")
_FREE = re.compile(r"\d+|fy\d+|20\d\d")

_PREDICATES: tuple[tuple[Predicate, str], ...] = (
    (
        "seventh",
        (
            r"\b(?:need\w*|requir\w*|take[ns]?|get|gets|have|has|want\w*|missing|lack\w*|require)\b[^?.]{0,25}\b(?:7th|seventh)"
            r"|\b(?:7th|seventh) (?:\w+ )?(?:required|needed|necessary|missing)"
        ),
    ),
    (
        "more",
        (
            r"\b(?:need\w*|requir\w*|missing|lack\w*)\b[^?.]{0,25}\b(?:digits?|char(?:acter)?s?|more|another|detail"
            r"|specific\w*)\b"
            r"|\btoo short\b|\btruncated\b"
        ),
    ),
    (
        "gone",
        r"\b(?:deleted|retired|discontinued|expired|obsolete|replaced|inactive|gone|removed)\b",
    ),
    ("header", r"\b(?:header|categor(?:y|ies)|subcategor(?:y|ies)|parent)\b"),
    ("new", r"\bnew\b"),
    (
        "defective",
        r"\b(?:non-?billable|un-?billable|not (?:billable|valid|reportable|complete)|invalid|incomplete|wrong|reject\w*|error)\b",
    ),
    (
        "reportable",
        (
            r"\b(?:billable|valid|complete|exists?|active|current|real|report\w*|bill\w*|claims?|use[ds]?|usable|submit\w*"
            r"|send|accept\w*"
            r"|allowed|ok(?:ay)?|good|enough|legit\w*)\b"
        ),
    ),
)
_NEGATED_AUXILIARY = re.compile(
    r"\b(?:isn|aren|doesn|don|can|won|wasn|didn)['’]?t\b", re.IGNORECASE
)
_OPEN = re.compile(
    r"^(?:\W|so |and |ok |hi |hey )*(?:what|which|how|why|when|where)\b|[,;:]\s*(?:what|which|how|why|when)\b|\bwhy\?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AskedStanding:
    """What a question wants to know of a code's standing.

    Attributes:
        predicate: What is said of the code.
        open: Asked for with what, which or why, so that no yes or no answers it.
    """

    predicate: Predicate
    open: bool


def asks_standing(text: str, asked: str, codes: Sequence[Span]) -> bool:
    """Whether a question is about the standing of the codes that it names, and of nothing else.

    Args:
        text: The whole question.
        asked: The words of it that ask.
        codes: The codes that it names.
    """
    if not codes or len(text.split()) > _LONGEST:
        return False
    written = [c.text for c in codes]
    here = [w for w in written if w in asked]
    else_asked = list(_else(asked or text, written))
    formal = _FORM.search(_bare(asked or text, written)) is not None
    told = text.replace(asked, " ").strip(" .?!\n") if asked else ""
    if len(set(written)) > 1:
        # "both" of several codes are reported together, or are both complete
        return formal and set(else_asked) <= {"both"}
    if here and not else_asked:
        # documentation before the question counts, unless only the code's form is asked about
        return formal or (not told and _REPORTING.search(asked) is not None)
    if not formal or _PATIENT.search(asked) or len(else_asked) > _MOST_ELSE:
        return False
    return bool(here) or not list(_else(told, written))


def asked_standing(text: str) -> AskedStanding:
    """What a question about a code's standing says of it; the first thing said counts."""
    plain = _NEGATED_AUXILIARY.sub(" ", text)
    found = [
        (match.start(), order, predicate)
        for order, (predicate, pattern) in enumerate(_PREDICATES)
        if (match := re.search(pattern, plain, re.IGNORECASE))
    ]
    predicate: Predicate = min(found)[2] if found else "reportable"
    return AskedStanding(predicate, _OPEN.search(text) is not None)


def _bare(text: str, written: Sequence[str]) -> str:
    for code in written:
        text = text.replace(code, " ")
    return text


def _else(text: str, written: Sequence[str]) -> Iterator[str]:
    """The words that speak neither of reporting nor of the form of a code."""
    bare = re.sub(r"['’]", "", _DATE.sub(" ", _bare(text, written))).lower()
    for word in _WORD.findall(bare):
        for part in word.split("-"):
            if part not in _FRAME and not _FREE.fullmatch(part) and len(part) > 1:
                yield part


_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    r"(?:\b(?P<when>before|prior to|until|till|after|since|from|starting|effective|as of|on|for|in|during|dos)\s+"
    r"(?:the |dos |date of service )?)?(?:"
    r"(?P<iso>20\d\d-\d\d-\d\d)"
    r"|(?P<us>\d{1,2}/\d{1,2}/(?:20)?\d\d)"
    rf"|{_MONTH}\s+(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(?P<year>20\d\d)"
    r"|(?:fy|fiscal year)\s*-?'?(?P<fiscal>(?:20)?\d\d)\b"
    r"|\b(?P<bare>20[1-3]\d)\b(?![-/.\d]))",
    re.IGNORECASE,
)
_BEFORE = ("before", "prior to", "until", "till")


def named_date(text: str, given: date) -> date | None:
    """The day that a question names, such as "for 2025" or "before October 1, 2026".

    A year is a fiscal year, as the code sets are; a day of it is taken on which its April edition
    is in force too.

    Args:
        text: The question.
        given: The date of service, kept where it lies in the year named.

    Returns:
        None where no day is named, or one outside ICD-10-CM.
    """
    match = _DATE.search(text)
    day = _day(match, given) if match else None
    if match is None or day is None:
        return None
    if (match["when"] or "").lower() in _BEFORE:
        day -= timedelta(days=1)
    return day if FIRST_DATE <= day <= LAST_DATE else None


def _day(match: re.Match[str], given: date) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        if match["us"]:
            month, day, year = (int(n) for n in match["us"].split("/"))
            return date(year % 100 + 2000, month, day)
        if match["month"]:
            month = _MONTHS.index(match["month"][:3].lower()) + 1
            return date(int(match["year"]), month, int(match["day"] or 1))
    except ValueError:
        return None
    year = int(match["fiscal"] or match["bare"]) % 100 + 2000
    before = (match["when"] or "").lower() in _BEFORE
    if before:
        return date(year - 1, 10, 1)
    return given if given.year + (given.month >= 10) == year else date(year, 4, 1)
