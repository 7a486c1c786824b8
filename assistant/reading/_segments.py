"""Sentences and note sections, by character offset."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from assistant.reading._headings import section_named
from guidelines import lazy_re as re

_BREAK = re.compile(
    r"\n\s*\n|\n|(?<=[.!;])\s+(?=[\"'(\[A-Z0-9])|(?<=[!;])\s+|(?<=[^\s,;(]\?)\s+(?!(?:no|none|never|neg|negative"
    r"|denie[sd])(?:[.,;)]|\s*$))"
    r"|(?<=[.])\s+(?=(?:what|which|how|can|does|do|is|are|should|code|would)\b)"
    r"|(?:\s+[–—]\s+|\s--\s)(?!(?:(?:now|has|since|fully) )?(?:resolved|ruled out|excluded|healed|denied|not|no)\b)"
)
_ABBREVIATED = re.compile(
    r"\b(?:Dr|Mr|Mrs|Ms|pt|pts|vs|approx|e\.g|i\.e|St|No|Fig|yr|yrs|mo|wk|wks|dx|hx|fx|tx|rt|lt"
    r"|bilat|resp|dept|hosp|cont|prev|incl|subq|inj|sec|min|max|avg|temp|wt|ht|[A-Z])\.$",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?:^|(?<=\n)"
    r"|(?<=[.;?!]\s))[ \t*#\-•\d.)]*([A-Za-z][A-Za-z/ &@+'’\-]{0,38}?)\s*(\([^)\n]{0,30}\))?\s*(?::"
    r"|(?<=[A-Z]{2})\s-)[ \t]*"
)
_ON_ITS_OWN = re.compile(
    r"(?:^|(?<=\n))[ \t*#]*([A-Za-z][A-Za-z/ &@+'’\-]{0,38}?)\s*(\([^)\n]{0,30}\))?[ \t]*(?=\n)"
)
_WITHOUT_COLON = re.compile(
    r"(?:^|(?<=\n)|(?<=[.;?!]\s))[ \t*#\-•]*"
    r"(ROS|PMHx?|PSHx?|F(?:am)?Hx?|SHx|(?i:fam hx)|Meds|Allergies|Exam|PE|Labs"
    r"|(?<![^\n])(?:A/P|A&P|Imp|Impression|DX|Dx(?= [1#(])))\b(?=[ \t]+[\w+(#])"
    r"(?! (?:is|was|were|are|not?|as|and|in|on|at|of|with|for|w|per|to|continued|reviewed|given|held)\b)"
    # "PE bilateral, DVT L leg" opens with an embolism, no examination
    r"(?<!PE(?= (?:[RL]|bi-?lat\w*|b/l|right|left|acute|saddle|sub\w+|seg\w+|massive|multi\w*|provoked|unprovoked|[RL][UML]L"
    r"|central|chronic|recurrent|large|small|after|s/p|on eliquis|on xarelto|on heparin)\b))",
)
"""Headings that charts also write without a colon; their section ends with the sentence."""
_PROBLEMS_ALONE = re.compile(
    r"[\s*#]*(?:(?:(?:active|current|chronic) )?(?:problem list|problems)|(?:final )?path(?:ology)?)(?: \(\w+\))?\s*:",
    re.IGNORECASE,
)
"""A list of problems or a report of pathology that is all there is: it has the diagnoses."""
_AFTER_OPERATION = re.compile(
    r"\bpost[- ]?(?:op\w*|procedur\w*)? ?(?:dx|diagnos[ie]s|:)", re.IGNORECASE
)
"""Diagnoses after an operation, as a heading or in the text."""
_AFTER_ALONE = re.compile(r"post[- ]?op\s*:", re.IGNORECASE)
_SAME_AS_BEFORE = re.compile(
    r"\bpost[- ]?(?:op\w*|procedur\w*)? ?(?:dxs?|diagnos[ie]s)?\s*(?:\([^)\n]{0,15}\))?[:\s.-]*"
    r"(?:is |was |are )?(?:the )?(?:same|identical|unchanged|no change|as (?:above|pre-?op\w*))\b",
    re.IGNORECASE,
)
"""They are those of before: "Postop dx: same"."""
_ONE_LINE = frozenset(
    ("family history", "social history", "review of systems", "medications", "allergies", "exam",
     "results", "plan", "old list", "pathology", "past history")
)  # fmt: skip
"""Sections that end with the line on which they begin, where their heading stands on it."""
_STOP = re.compile(r"[.;](?=\s|$)")
_ENUMERATED = re.compile(r"(?<![^\n])[ \t]*#?\d{1,2}(?:[.)] *|[ \t]+)(?=[A-Z][A-Za-z0-9])")
"""The number of a line in a list: "2 HTN" is no secondary hypertension."""
_LABEL = re.compile(r"(?:^|(?<=\n))[ \t]*[A-Z][A-Za-z/\- ]{1,30}:(?=\s)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of text with the note section it stands in; `end` is exclusive."""

    start: int
    end: int
    text: str
    section: str | None


def sentences(text: str) -> list[Sentence]:
    """Sentences in order, each with its section; headings themselves are left out."""
    headings = _headings(text)
    found: list[Sentence] = []
    bounds = [(0, 0, None), *headings, (len(text), len(text), None)]
    ends = [_section_end(text, at, start, section) for at, start, section in bounds]
    for n, ((_, start, _), (end, _, _)) in enumerate(pairwise(bounds)):
        for a, b in _pieces(text, start, end):
            # after "Echo: normal." within the hospital course the course goes on
            section = next((bounds[k][2] for k in range(n, 0, -1) if a < ends[k]), None)
            found.append(Sentence(a, b, text[a:b], section))
    return found


def _headings(text: str) -> list[tuple[int, int, str]]:
    """Start, end and section of every heading, with a colon or on a line of its own."""
    found: dict[int, tuple[int, int, str]] = {}
    for pattern in (_HEADING, _ON_ITS_OWN):
        for match in pattern.finditer(text):
            section = section_named(match[1], match[2] or "")
            if section is not None:
                found.setdefault(match.start(1), (match.start(1), match.end(), section))
    for match in _WITHOUT_COLON.finditer(text):
        section = section_named(match[1], "") or "assessment"
        found.setdefault(match.start(1), (match.start(1), match.end(), section))
    if len(found) == 1 and _PROBLEMS_ALONE.match(text):
        return [(at, end, "assessment") for at, end, _ in found.values()]
    return _preoperative_stands(text, sorted(found.values()))


def _preoperative_stands(
    text: str, found: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """The diagnoses before the operation are the note's where those after it are the same or none."""
    if not any(s == "preoperative diagnosis" for *_, s in found):
        return [
            (a, b, "course" if _AFTER_ALONE.match(text, a) else s) for a, b, s in found
        ]  # "Post-op: blood loss anemia" tells how it went on
    if _AFTER_OPERATION.search(text) and not _SAME_AS_BEFORE.search(text):
        return found
    return [(a, b, "assessment" if s == "preoperative diagnosis" else s) for a, b, s in found]


def _section_end(text: str, at: int, start: int, section: str | None) -> int:
    """Where a section ends, if no other begins before.

    With its line if the heading stands on it, else at a blank line; in the middle of a line, what
    tells a finding ends with its sentence.
    """
    end = len(text)
    line = text.find("\n", start, end)
    line = line if line >= 0 else end
    inline = bool(text[start:line].strip())
    if section in _ONE_LINE and _WITHOUT_COLON.match(text, at):
        stop = _STOP.search(text, start, line)
        return stop.start() if stop else line
    if inline and not _begins_line(text, at):
        stop = _STOP.search(text, start, line)
        return stop.start() if stop and section in _ONE_LINE else line
    if section in _ONE_LINE and inline:
        return line
    begins = start + len(text[start:end]) - len(text[start:end].lstrip())
    blank = re.compile(r"\n[ \t]*\n").search(text, begins, end)
    last = blank.start() if blank else end
    if section in _ONE_LINE and (label := _LABEL.search(text, begins + 1, last)):
        last = label.start()
    return last


def _begins_line(text: str, at: int) -> bool:
    """Whether a heading that starts at `at` is the first of its line, bullets and numbers apart."""
    before = text[text.rfind("\n", 0, at) + 1 : at]
    return not before.strip(" \t*#-•.)0123456789")


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts: list[tuple[int, int]] = []
    begin = start
    for match in _BREAK.finditer(text, start, end):
        before = text[begin : match.start()]
        if "\n" not in match.group() and _ABBREVIATED.search(before):
            continue
        cuts.append((begin, match.start()))
        begin = match.end()
    cuts.append((begin, end))
    trimmed = []
    for a, b in cuts:
        while a < b and text[a] in " \t\n\r*•-":
            a += 1
        if number := _ENUMERATED.match(text, a, b):
            a = number.end()
        while b > a and text[b - 1].isspace():
            b -= 1
        if a < b:
            trimmed.append((a, b))
    return trimmed


_TITLE = re.compile(
    r"\b(?:summary|note|visit|discharge|clinic|admission|report|consult(?:ation)?|department"
    r"|evaluation|transfer|"
    r"follow-?up|progress|h&p|physical|unit|record|surveillance)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|was|with|for|has|had|seen|presents?|admitted|came|due|of|after"
    r"|on)\b",
    re.IGNORECASE,
)


_SERVICE = re.compile(
    r"(?:ID|TRAUMA|WOUND|PAIN|SLEEP|ALLERGY|STROKE|BURN|ONC|GI|ENT|GYN|OB|L&D|ICU|PSYCH|PULM|CANCER|DIABETES"
    r"|HEADACHE|OBESITY|TRANSPLANT|EPILEPSY)(?: (?:UNIT|TEAM|CLINIC|ADMISSION|DISCHARGE|VISIT|NOTE|SERVICE))?\.?"
)


def title_line(text: str, sentence: Sentence) -> bool:
    """Whether a sentence is the title of a note ("STROKE DISCHARGE"), standing on its own line."""
    if (
        sentence.start == 0
        and sentence.end < len(text)
        and _SERVICE.fullmatch(sentence.text.strip())
    ):
        return True
    line = text[text.rfind("\n", 0, sentence.start) + 1 : sentence.end]
    after = text[sentence.end : sentence.end + 1]
    if after not in ("\n", "") or "\n" not in text or len(line.split()) > 9:
        return False
    return bool(_TITLE.search(line)) and not _VERB.search(line) and line.rstrip()[-1:] not in ".?!"
