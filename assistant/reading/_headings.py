"""Headings of a note, and the section that each begins."""

from __future__ import annotations

from guidelines import lazy_re as re

_HEADINGS = {
    "chief complaint": ("cc", "chief complaint", "reason for visit", "reason for admission",
                        "reason for consultation", "reason for encounter", "presenting complaint",
                        "principal reason for admission", "referral reason",
                        "reason for referral", "indication"),
    "hpi": ("hpi", "history of present illness", "history of presenting illness", "present illness",
            "interval history", "subjective", "s", "interim", "mechanism", "presentation"),
    "past history": ("pmh", "pmhx", "past medical history", "medical history", "past history",
                     "psh", "pshx", "past surgical history", "surgical history", "hx", "comorbidities",
                     "past medical and surgical history", "past medical hx", "past", "history",
                     "past medical", "other history", "past surgical", "ob history", "obstetric history",
                     "ob hx", "obhx", "obstetrical history", "past ob history", "past ob hx", "gyn hx", "gyn history",
                     "gynecologic history", "ob/gyn hx", "ob/gyn history", "poh", "pobhx", "pob", "past ocular history",
                     "ocular history", "ocular hx", "oncologic history", "onc hx", "cardiac history", "birth history",
                     "past psychiatric history", "psychiatric history", "problem list",
                     "active problems", "problems", "chronic problems"),
    "old list": ("old list", "old problem list", "template", "template list", "imported list",
                 "imported problem list", "chart list", "copied list", "copied forward",
                 "old problems", "legacy problem list"),
    "family history": ("fh", "fhx", "family history", "family hx", "famhx", "fam hx", "family"),
    "social history": ("sh", "shx", "social history", "social hx", "social", "habits"),
    "review of systems": ("ros", "review of systems", "systems review"),
    "medications": ("meds", "medications", "current medications", "home medications", "home meds",
                    "discharge medications", "medication list", "rx"),
    "allergies": ("allergies", "allergy", "nkda"),
    "exam": ("exam", "pe", "physical exam", "physical examination", "vitals", "vital signs",
             "objective", "o", "examination", "general", "mental state", "mental status exam", "mse",
             "neurologic exam", "skin exam", "exam by video", "physical"),
    "results": ("labs", "lab", "laboratory", "results", "imaging", "radiology", "x-ray", "xray",
                "ct", "mri", "ekg", "ecg", "echo", "studies", "data", "diagnostics",
                "laboratory data", "lab results", "imaging findings", "findings", "tests", "workup",
                "work-up", "films", "chest x-ray", "cxr", "ultrasound", "ua", "cultures", "biopsy",
                "specimen", "duplex", "angiogram"),
    "pathology": ("pathology", "final pathology", "path"),
    "assessment": ("a", "a/p", "ap", "assessment", "assessment and plan", "assessment/plan",
                   "impression", "diagnosis", "diagnoses", "dx", "final diagnosis",
                   "final diagnoses", "discharge diagnosis", "discharge diagnoses", "final",
                   "principal diagnosis", "secondary diagnoses", "secondary diagnosis",
                   "clinical impression", "postoperative diagnosis", "admitting diagnosis",
                   "ed diagnosis", "ed diagnoses", "final impression", "postop diagnosis",
                   "post-op diagnosis", "postoperative diagnoses", "other diagnoses",
                   "post", "post op dx", "post op diagnosis", "postop dx", "post-op dx",
                   "postoperative dx", "postop", "post-op", "post op", "postprocedure diagnosis",
                   "post-procedure diagnosis", "post procedure diagnosis",
                   "additional diagnoses", "diagnostic impression", "assessment by md",
                   "admission diagnosis", "working diagnosis", "conclusion", "conclusions", "ddx",
                   "a and p", "problems addressed", "problems addressed today", "problems managed",
                   "hospital problems", "active hospital problems", "principal problem",
                   "discharge problem list", "problem list at discharge", "discharge problems"),
    "preoperative diagnosis": ("preoperative diagnosis", "preop diagnosis", "pre-op diagnosis", "preop dx",
                               "pre-op dx", "preoperative dx", "preoperative diagnoses", "preop diagnoses",
                               "pre", "pre op dx", "pre op diagnosis", "preop", "pre-op", "pre op",
                               "preprocedure diagnosis", "pre-procedure diagnosis",
                               "pre procedure diagnosis"),
    "plan": ("p", "plan", "recommendations", "disposition", "instructions",
             "discharge instructions", "follow-up", "follow up", "return precautions",
             "discharge plan", "patient education", "dispo", "education"),
    "course": ("hospital course", "ed course", "course", "brief hospital course", "clinical course",
               "procedure", "procedures", "proc", "procs", "procedure performed",
               "operation", "intraop", "operative note", "mdm", "medical decision making",
               "attending", "surgeon", "physician", "provider", "ed physician", "hospitalist",
               "psychiatry", "neurology", "cardiology", "nephrology", "oncology", "hepatology",
               "icu", "critical care", "pulmonary", "gi", "infectious disease", "urology"),
}  # fmt: skip
_SECTION_OF = {name: section for section, names in _HEADINGS.items() for name in names}
_ADDED_TO_HEADING = re.compile(
    r"\b(?:on admission|on arrival|at admission|at discharge|on discharge|this (?:stay|visit)|today"
    r"|managed this stay|at home|as carried in chart|from template|in the ed|by day|final)$"
)
_OF_DIAGNOSES = re.compile(
    r"(?!pre(?!(?:-|-?op\w*)? ?(?:&|/|and) ?post)|past|prior|old|previous|referring|admi)(?:[a-z/&-]+ ){0,3}"
    r"(?:[ps]?dx|dxs|dx'?s|diagnos[ie]s|impression|assessment|a/p|a&p|imp|impr|assess|asmt)"
    r"(?:(?: ?/ ?| and )(?:plan|p|rec\w*))?(?: list| codes)?"
    r"(?: (?:(?:at|on) )?(?:d/?c|dispo|discharge|departure|now|today)| for today| this (?:visit|stay|encounter|admission)"
    r"| (?:per|by) (?:[a-z]+ ?){1,3})?"
)
_KINDS = (
    (
        re.compile(
            r"(?:ct|cta|mr[aiv]|us|x-?rays?|xr|cxr|kub|tt?e|tee|echo|e[ek]g|ecg|emg|tele|spect|pet|dexa|v/?q|duplex|doppler)"
            r"(?: (?:head|brain|neck|chest|abd\w*|a/p|a and p|abd/pelvis|pelvis|c/a/p|cap|angio|[lct]-?spine|spine|renal|ruq"
            r"|liver|venous|knee|hip|foot|w/? ?contrast|w/?o ?contrast))*"
            r"|(?:blood|urine|wound|sputum|stool|csf|bone)? ?(?:cxs?|cultures?)|[ub]cxs?|micro(?:biology)?|lp|csf|pfts?|poct?"
            r"|labs?(?: work| data)?|imaging|studies|diagnostics|\w+ labs"
        ),
        "results",
    ),
    (_OF_DIAGNOSES, "assessment"),
    (
        re.compile(
            r"(?:past |prior |previous |chronic |other |significant )?(?:med(?:ical)?|surg(?:ical)?|psych(?:iatric)?|neuro"
            r"|cardiac|renal|pulm|oncologic|ortho|birth|gyn|ob|ocular|derm|health)?(?: and surgical)? ?(?:hx|history)"
            r"|past (?:psych|surg|med|surgeries)|comorbid\w*|co-morbid\w*|chronic (?:conditions?|issues|dx|diagnoses|illness\w*)"
            r"|background|(?:prior|previous|past|old) (?:dx|diagnos[ei]s|illness\w*|surger\w+)"
        ),
        "past history",
    ),
    (re.compile(r"fam(?:ily)?(?: (?:\w+ )?(?:hx|history))?"), "family history"),
    (
        re.compile(r"soc(?:ial)?(?: ?hx)?|substances?(?: use)?(?: hx| history)?|habits"),
        "social history",
    ),
    (
        re.compile(
            r"(?:(?:review of|other|assoc\w*) (?:sx|symptoms)|ros) ?(?:neg\w*|otherwise neg\w*)?"
        ),
        "review of systems",
    ),
    (
        re.compile(
            r"(?:\w+ )?(?:exam(?:ination)?|pe)|v\.?s\.?|vs|vitals|gen|heent|abd(?:omen)?|lungs|ext(?:remities)?|o/e|on exam|mse"
        ),
        "exam",
    ),
    (
        re.compile(
            r"(?:(?:d/?c|discharge|home|patient|pt|follow[- ]?up|f/u|tx|treatment|care|safety|dispo\w*) )?"
            r"(?:instr(?:uctions?)?\.?|plan|precautions?|education|guidance|counseling|recs|teaching)|(?:pt|patient) ed"
            r"|f/?u|rtc|recs|to do|orders|contingency|watch for|return (?:if|for|to ed)?|call (?:if|for)|anticipatory guidance"
        ),
        "plan",
    ),
    (
        re.compile(
            r"(?:(?:home|d/?c|discharge|current|outpt|pta|inpt|prior|new|active) )?(?:meds?|medications?)(?: list)?"
        ),
        "medications",
    ),
)
"""What names of one kind begin, in whatever wording; "CT A/P" is no assessment and plan."""
_PARTS = re.compile(r"\s*/\s*|\s+and\s+")
_BESIDE = re.compile(
    r"^(?:adm(?:it|ission)?|initial|pertinent|relevant|current|repeat|screening|brief|focused|limited|pt) (?=\w)"
    r"|\s(?:(?:at|on|prior to|before|from|per|this|in|for|incl|of|neg|other than|adm|today|now|nl|done|reviewed)\b.*)$"
)
"""Words before or behind a heading's own."""
_TOLD_TOGETHER = (
    {"exam", "results"},
    {"medications", "allergies"},
    {"past history", "medications"},
)
"""Sections that notes put under one heading."""
_CARRIED_FORWARD = re.compile(
    r"\b(?:imported|template|copied|carried|carry|old|outdated|unreconciled|legacy|not reviewed)\b",
    re.IGNORECASE,
)


def _signs_out(written: str) -> str:
    """A heading in small letters, its signs as words: "A&P", "Dx @ d/c", "Attending’s dx"."""
    name = re.sub(r"['’]s\b|s['’](?=\s)", "", written.lower())
    for sign, word in (("&", "and"), ("+", "and"), ("@", "at"), ("d/c", "dc")):
        name = name.replace(sign, f" {word} ")
    return " ".join(name.split())


def section_named(written: str, added: str) -> str | None:
    """The section that a heading begins; lists carried forward from before are told apart."""
    name = _signs_out(written)
    section = _SECTION_OF.get(name)
    if section is None and (kind := next((k for p, k in _KINDS if p.fullmatch(name)), None)):
        return kind
    if section is None and (short := _ADDED_TO_HEADING.sub("", name).strip()) != name:
        section = _SECTION_OF.get(short)
    if section is None:
        section = _of_parts(name)
    if section == "past history" and _CARRIED_FORWARD.search(added) and "list" in name:
        return "old list"
    return section


def _of_parts(name: str) -> str | None:
    """The section of a heading of several parts or with words added: "PMH/PSH", "labs on arrival"."""
    parts = [_BESIDE.sub("", part).strip() for part in _PARTS.split(name)]
    found = [
        _SECTION_OF.get(part) or next((k for p, k in _KINDS if p.fullmatch(part)), None)
        for part in parts
        if len(part) > 1
    ]
    sections = set(found)
    if len(found) < len(parts) or None in sections or "assessment" in sections:
        return None
    if len(sections) == 1 or any(sections <= told for told in _TOLD_TOGETHER):
        return found[0]
    return None
