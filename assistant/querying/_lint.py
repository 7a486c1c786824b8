"""Checking a query against compliant practice before it goes to a provider.

The practice is that of the profession's brief on compliant queries: clinical indicators from the
record, no leading, no new diagnosis asked for by yes or no, answers that leave room for another and
for none, no word on payment, scores or the effect of the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from assistant.querying._models import ProviderQuery
from guidelines import lazy_re as re

Fault = Literal[
    "payment",
    "leading",
    "impact",
    "yes or no",
    "no indicator",
    "indicator not in the chart",
    "one option",
    "no other",
    "no undetermined",
    "code",
    "blame",
    "too long",
    "asks nothing",
]

LONGEST = 90  # words

_PAYMENT = re.compile(
    r"\b(?:reimburs\w*|payments?|paid|pays?|payors?|payers?|revenue|(?:ms-?|apr-?)?drgs?|cc|mccs?|ccs"
    r"|hccs?|raf|risk[- ](?:score|adjust\w*)|case[- ]mix|cmi|weight(?:ed|s)?|soi|rom|severity of illness"
    r"|risk of mortality|quality (?:scores?|metrics?|measures?|ratings?)|psi\s?-?\d*|hacs?|star ratings?"
    r"|core measures?|medical necessity|denials?|denied|audit\w*|bill(?:ing|able|ed)?|claims?|financial\w*"
    r"|profit\w*|capture|insurance|medicare|higher[- ]level|length of stay|gmlos)\b",
    re.IGNORECASE,
)
_NOT_PAYMENT = re.compile(r"\bbody weight\b|\b(?:birth|over|under) ?weight(?:ed)?\b", re.IGNORECASE)
_IMPACT = re.compile(
    r"\b(?:in order to|so that (?:we|i)|will (?:help|allow|let|support|improve|increase)|needed (?:to|for)"
    r" (?:code|coding|support)|to (?:support|justify|optimi[sz]e|maximi[sz]e|improve) (?:the|our|your)"
    r"|impact|affects? (?:the|our|your)|more accurate(?:ly)? reflect|reflects? (?:the|how) sick)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"\b(?:(?:don|wouldn|isn|aren|doesn|couldn|can|shouldn|didn|wasn)['’]?t (?:you|it|this|the|that|we)\b"
    r"|(?:do|would|will|can|could) you (?:please )?(?:agree|confirm|add|document|change|state|write|amend)\b"
    r"|please (?:add|change|confirm|agree|amend|update|revise|write|addend|include|upgrade|state that)\b"
    r"|(?:we|i) (?:think|believe|feel|suspect|assume|would like you)\b|it (?:seems|appears|looks)\b"
    r"|(?:appears?|seems?) to (?:have|be|meet)|meets? (?:the )?(?:criteria|definition)|consistent with"
    r"|suggest(?:s|ive)|indicat(?:es|ive of)|obvious\w*|clearly|surely|certainly|of course|as you know"
    r"|must be|should be documented|should document|be sure to|make sure|most likely|probably"
    r"|as (?:we )?discussed|per our (?:talk|discussion)|is this not|correct\?|right\?|agree\?|rather than just)",
    re.IGNORECASE,
)
_DOCUMENT_A_DIAGNOSIS = re.compile(
    r"\bplease (?:document|record|note|specify|consider|diagnose)\s+(?:(?:the )?(?:diagnosis|presence) of\s+)?"
    r"(?!the |whether |which |what |how |if |an? (?:other|associated|alcohol)|each |any |confirmation|more )[a-z]",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"(?:^|[.:?]\s+)(?:does|do|did|is|was|are|were|has|have|had|can|could|would|should)\b[^.?]*\?",
    re.IGNORECASE,
)
_YES_NO_ALLOWED = re.compile(
    r"present on admission|at the time of (?:the )?(?:inpatient )?admission|due to|caused by|related|associated"
    r"|complication of|conflict|attending agree|documented (?:by|in|on)|the diagnosis of .* documented",
    re.IGNORECASE,
)
_BLAME = re.compile(
    r"\b(?:you (?:forgot|failed|missed|neglected|never|did not|didn['’]?t)|your (?:error|mistake|failure|poor)"
    r"|inadequate|incomplete documentation|again|as (?:always|usual)|urgent|asap|immediately|must respond"
    r"|noncompliant)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"\b(?:[A-TV-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}|ICD-?10(?:-CM)?|CPT)\b")
_QUOTES = re.compile(r"“([^”]*)”|\"([^\"]*)\"")
_OPTIONS = re.compile(
    r"Options?:\s*(?P<all>.+)$|(?:^|\n)\s*(?:\[ ?\]|☐|□|[-•*])\s*(?P<one>.+)", re.I
)
_OTHER_ASKED = re.compile(r"\(please specify\)", re.IGNORECASE)
_OTHER = re.compile(r"\bother\b", re.IGNORECASE)
_UNDETERMINED = re.compile(
    r"\b(?:unable to (?:be )?determin\w*|cannot be determined|undetermined|clinically undetermined|unknown"
    r"|not (?:clinically )?(?:able to be )?determin\w*)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|\b(?:please (?:clarify|document|specify|indicate|provide|advise)|can you (?:clarify|provide))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that is wrong with a query.

    Attributes:
        fault: The kind of fault.
        words: The words at fault; "" where something is missing.
        remedy: What to do, one sentence.
    """

    fault: Fault
    words: str
    remedy: str


_REMEDY: dict[Fault, str] = {
    "payment": "Leave out payment, grouping, quality scores and audits.",
    "leading": "Ask neutrally; do not state, suggest or ask to confirm an answer.",
    "impact": "Leave out what the answer is wanted for.",
    "yes or no": "Offer options; yes or no is only for present on admission, a link or a conflict.",
    "no indicator": "Quote what the chart says about it.",
    "indicator not in the chart": "Quote the chart word for word.",
    "one option": "Offer at least two clinically supported answers.",
    "no other": "Add the option “other (please specify)”.",
    "no undetermined": "Add the option “unable to determine”.",
    "code": "Ask in clinical words; leave codes out.",
    "blame": "Leave out blame and pressure.",
    "too long": f"Keep it under {LONGEST} words.",
    "asks nothing": "Ask something.",
}


def lint_query(query: str | ProviderQuery, chart: str | None = None) -> tuple[Remark, ...]:
    """What is wrong with a query; empty when nothing is.

    Args:
        query: The query as built, or its text as someone wrote it. Words in quotation marks are
            taken for quotes from the chart.
        chart: The documentation, against which quotes are checked.
    """
    text = query.text if isinstance(query, ProviderQuery) else query
    quotes = [a or b for a, b in _QUOTES.findall(text)]
    asked = _QUOTES.sub("…", text)
    found: list[Remark] = []

    def remark(fault: Fault, words: str = "") -> None:
        found.append(Remark(fault, words, _REMEDY[fault]))

    for fault, expression in _WORDS.items():
        for match in expression.finditer(_NOT_PAYMENT.sub(" ", asked)):
            remark(fault, match[0].strip())
    if (yes_no := _YES_NO.search(asked)) and not _YES_NO_ALLOWED.search(asked):
        remark("yes or no", yes_no[0].strip(" .:"))
    if not _ASKS.search(_OTHER_ASKED.sub("", asked)):
        remark("asks nothing")
    if not quotes:
        remark("no indicator")
    if chart is not None:
        plain = " ".join(chart.split()).lower()
        for quote in quotes:
            if " ".join(quote.split()).lower() not in plain:
                remark("indicator not in the chart", quote)
    _options(asked, bool(yes_no), remark)
    if len(text.split()) > LONGEST:
        remark("too long", f"{len(text.split())} words")
    return tuple(found)


_WORDS: dict[Fault, re.Pattern[str]] = {
    "payment": _PAYMENT,
    "impact": _IMPACT,
    "leading": _LEADING,
    "code": _CODE,
    "blame": _BLAME,
}


def _options(asked: str, yes_no: bool, remark: Callable[..., None]) -> None:
    """Faults of the answers offered."""
    lines = list(_OPTIONS.finditer(asked))
    listed = [o for m in lines for o in (m["all"].split(";") if m["all"] else [m["one"]])]
    clinical = [o for o in listed if not _OTHER.match(o.strip()) and not _UNDETERMINED.search(o)]
    if not listed:
        if diagnosis := _DOCUMENT_A_DIAGNOSIS.search(asked):
            remark("leading", diagnosis[0].strip())
        if not yes_no and not _UNDETERMINED.search(asked):
            remark("no undetermined")
        return
    if len(clinical) < 2:
        remark("one option", "; ".join(clinical))
    if not any(_OTHER.search(o) for o in listed):
        remark("no other")
    if not any(_UNDETERMINED.search(o) for o in listed):
        remark("no undetermined")
