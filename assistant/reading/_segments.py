"""Sentences and note sections, by character offset."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_BREAK = re.compile(
    r"\n\s*\n|\n|(?<=[.!?;])\s+(?=[\"'(\[A-Z0-9])|(?<=[!?;])\s+"
    r"|(?<=[.])\s+(?=(?:what|which|how|can|does|do|is|are|should|code|would)\b)"
    r"|\s+[–—]\s+|\s--\s"
)
_ABBREVIATED = re.compile(
    r"\b(?:Dr|Mr|Mrs|Ms|pt|pts|vs|approx|e\.g|i\.e|St|No|Fig|yr|yrs|mo|wk|wks|dx|hx|fx|tx|rt|lt"
    r"|bilat|resp|dept|hosp|cont|prev|incl|subq|inj|sec|min|max|avg|temp|wt|ht|[A-Z])\.$",
    re.IGNORECASE,
)
_HEADINGS = {
    "chief complaint": ("cc", "chief complaint", "reason for visit", "reason for admission",
                        "reason for consultation", "reason for encounter", "presenting complaint"),
    "hpi": ("hpi", "history of present illness", "history of presenting illness", "present illness",
            "interval history", "subjective", "s"),
    "past history": ("pmh", "pmhx", "past medical history", "medical history", "past history",
                     "psh", "past surgical history", "surgical history", "hx", "comorbidities",
                     "past medical and surgical history", "past medical hx"),
    "family history": ("fh", "fhx", "family history", "family hx", "famhx"),
    "social history": ("sh", "shx", "social history", "social hx", "social", "habits"),
    "review of systems": ("ros", "review of systems", "systems review"),
    "medications": ("meds", "medications", "current medications", "home medications", "home meds",
                    "discharge medications", "medication list", "rx"),
    "allergies": ("allergies", "allergy", "nkda"),
    "exam": ("exam", "pe", "physical exam", "physical examination", "vitals", "vital signs",
             "objective", "o", "examination", "general"),
    "results": ("labs", "lab", "laboratory", "results", "imaging", "radiology", "x-ray", "xray",
                "ct", "mri", "ekg", "ecg", "echo", "studies", "data", "diagnostics", "pathology",
                "laboratory data", "lab results", "imaging findings", "findings"),
    "assessment": ("a", "a/p", "ap", "assessment", "assessment and plan", "assessment/plan",
                   "impression", "diagnosis", "diagnoses", "dx", "final diagnosis",
                   "final diagnoses", "discharge diagnosis", "discharge diagnoses",
                   "principal diagnosis", "secondary diagnoses", "secondary diagnosis",
                   "clinical impression", "postoperative diagnosis", "admitting diagnosis",
                   "problem list", "active problems", "problems", "ed diagnosis",
                   "final impression",
                   "admission diagnosis", ("preoperative "
                   "diagnosis"), "working diagnosis", "conclusion"),
    "plan": ("p", "plan", "recommendations", "disposition", "instructions", ("discharge "
    "instructions"),
             "follow-up", "follow up", "return precautions", "discharge plan", "patient education"),
    "course": ("hospital course", "ed course", "course", "brief hospital course", "clinical course",
               "procedure", "procedures", "operative note", "mdm", "medical decision making"),
}  # fmt: skip
_SECTION_OF = {name: section for section, names in _HEADINGS.items() for name in names}
_HEADING = re.compile(
    r"(?:^|(?<=\n)"
    r"|(?<=[.;?!]\s))[ \t*#\-•\d.)]*([A-Za-z][A-Za-z/ &\-]{0,38}?)\s*(?::"
    r"|(?<=[A-Z]{2})\s-)\s*"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of text with the note section it stands in; `end` is exclusive."""

    start: int
    end: int
    text: str
    section: str | None


def sentences(text: str) -> list[Sentence]:
    """Sentences in order, each with its section; headings themselves are left out."""
    headings: list[tuple[int, int, str]] = []
    for match in _HEADING.finditer(text):
        name = " ".join(match[1].lower().replace("&", "and").split())
        if name in _SECTION_OF:
            headings.append((match.start(1), match.end(), _SECTION_OF[name]))
    found: list[Sentence] = []
    bounds = [(0, 0, None), *headings, (len(text), len(text), None)]
    for (_, start, section), (end, _, _) in pairwise(bounds):
        last = _section_end(text, start, end)
        for a, b in _pieces(text, start, end):
            found.append(Sentence(a, b, text[a:b], section if a < last else None))
    return found


def _section_end(text: str, start: int, end: int) -> int:
    """Where a section ends: with its line if the heading stands on it, else at a blank line."""
    if "\n" in text[max(0, start - 2) : start]:
        blank = re.compile(r"\n[ \t]*\n").search(text, start, end)
        return blank.start() if blank else end
    line = text.find("\n", start, end)
    return line if line >= 0 else end


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


def title_line(text: str, sentence: Sentence) -> bool:
    """Whether a sentence is the title of a note ("STROKE DISCHARGE"), standing on its own line."""
    line = text[text.rfind("\n", 0, sentence.start) + 1 : sentence.end]
    after = text[sentence.end : sentence.end + 1]
    if after not in ("\n", "") or "\n" not in text or len(line.split()) > 9:
        return False
    return bool(_TITLE.search(line)) and not _VERB.search(line) and line.rstrip()[-1:] not in ".?!"
