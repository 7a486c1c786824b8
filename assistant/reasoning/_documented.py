"""What of the words of a note is a diagnosis: by where they stand and what is said of them.

Findings of an examination or a test are no diagnosis until the provider makes one of them (III.B,
I.A.19); conditions that are listed but neither evaluated nor treated are not reported (III, IV.J);
signs and symptoms give way to the diagnosis that explains them (I.B.4, I.B.5, II.A). Where the
provider lists the diagnoses, the list decides about what the story before it only tells.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from assistant.models import Assertion, Mention, Span
from assistant.reasoning._case import Case, Item
from guidelines import lazy_re as re
from guidelines.rules import any_matches

LASTING = (
    "B18.-", "B20", "C00-D49", "D56-D58", "D63.-", "E00-E07", "E08-E13", "E66.-", "E78.-", "E84.-",
    "F01-F09", "F17.-", "F20-F99", "G20-G37", "G40.-", "G47.3-", "G80-G83", "H40.-", "H54.-", "H90-H91", "I10-I13",
    "I25.-", "I27.-", "I48.-", "I50.22", "I50.32", "I50.42", "I50.9", "I70.-", "I69.-", "I73.9",
    "J44.9", "J45.20", "J45.30", "J45.40", "J45.50", "J45.909", "J96.1-", "K21.-",
    "K50.00", "K50.10", "K50.80", "K50.90", "K51.00", "K51.20", "K51.30", "K51.40", "K51.50", "K51.80", "K51.90", "K58.-",
    "K70.3-", "K74.-", "K75.-", "L40.-", "M05-M06", "M10.-", "M15-M19", "M32.-", "M81.-", "N18.-",
    "N31.-", "N40.-", "Q00-Q99", "Z00-Z99",
)  # fmt: skip
"""Conditions that last and so explain no new symptom by themselves."""

_UNADDRESSED = re.compile(
    r"\b(?:not (?:separately |otherwise |further |yet )?(?:addressed|commented(?: on)?|discussed|flagged|evaluated"
    r"|worked up|named|mentioned|active|an issue|labell?ed)|no (?:comment|complaints?|diagnosis (?:was |is )?"
    r"(?:made|given|written|documented|charted)?|provider diagnosis|current treatment|treatment (?:for|since|or complaint))"
    r"|without (?:a )?(?:diagnosis|comment)|makes no mention|handled by (?:his|her|the) pcp|pcp follows"
    r"|inactive|off medication|no flares?|incidental(?:ly)?|mentioned in the report"
    r"|considered(?!.{0,30}\b(?:due|stable|as)\b)"
    r"|listed (?:on|in|since)|no treatment)\b",
    re.IGNORECASE,
)
_FINDING_SENTENCE = re.compile(
    r"^\W*(?:cxr|ct\b|cta\b|mri|x-?rays?|echo|ekg|ecg|ultrasound|us\b|labs?\b|ua\b|chest film|films?\b|imaging"
    r"|duplex|on exam|exam\b|vitals|vital signs|k \d|na \d|platelets|hemoglobin|wbc|nurse|nursing|rn\b|wound nurse"
    r"|dietitian|nutrition|social work|urinalysis|abg|telemetry|creatinine|lipids|glucose)",
    re.IGNORECASE,
)
_FINDINGS = frozenset(("exam", "results"))
_SAID_BY_THE_WAY = frozenset(("review of systems", "plan", "allergies", "medications", "old list",
                              "preoperative diagnosis", "pathology"))  # fmt: skip
_BY_TISSUE = ("C00-D49", "K63.5", "K31.7", "N80.-", "N84.-", "L57.0", "L82.-")
"""What a tissue is found to be."""
ACCOMPANYING = (
    "D62", "D64.9", "D69.6", "D72.82-", "E83.3-", "E83.4-", "E86-E87", "I21.A1", "I95.-", "I49.-", "K56.7", "K59.0-", "N17.9",
    "R00-R99", "Z16.-", "B95-B97",
)  # fmt: skip
"""What mostly goes with another diagnosis and is seldom the reason for an encounter."""
_REASON_REACH = 70  # characters
_REASON = re.compile(
    r"\b(?:(?:re-?)?adm(?:itted|it|ission)? (?:for|with|w/?|because|due)|hospitali[sz]ed (?:for|with)"
    r"|reason for (?:admission|visit)|here (?:today )?for|principal|seen for"
    r"|presents? (?:with|for)|visit for|follow(?:ed|ing)?[- ]?up (?:of|for)|came (?:in )?(?:with|for)|main reason)\b",
    re.IGNORECASE,
)
_AS_ABOVE = re.compile(r"\b(?:as above|see above|as listed above|as stated above)\b", re.IGNORECASE)
BY_OTHERS = (
    "Z55-Z65",
    "Z68.-",
    "R29.7-",
    "R40.2-",
    "Z28.-",
    "Z66",
    "F17.-",
    "Z72.-",
    "Z77.2-",
    "Z87.891",
)
"""What clinicians other than the provider may document (I.B.14), and habits."""


_OF_AN_OPERATION = re.compile(
    r"\W*(?:pre|post)[- ]?op(?:erative)?\W+(?:dx|diagnos[ei]s)\b", re.IGNORECASE
)


class Note:
    """Where the mentions of a case stand in its note."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._mention_at = {m.span: m for m in case.reading.mentions}
        self._listed: frozenset[str] = frozenset()
        self._listed_subcategories: frozenset[str] = frozenset()

    def mention_at(self, span: Span) -> Mention | None:
        """The mention whose words these are; None for words that a rule points at."""
        return self._mention_at.get(span)

    def list_of(self, found: Iterable[tuple[Mention, str]]) -> None:
        """Note the categories of what stands in the list of diagnoses."""
        listed = [
            code
            for mention, code in found
            if mention.section == "assessment" and mention.assertion is Assertion.PRESENT
        ]
        self._listed = frozenset(code[:3] for code in listed)
        self._listed_subcategories = frozenset(code[:5] for code in listed)

    def lists(self, code: str) -> bool:
        """Whether the list of diagnoses has a code of the same category."""
        return code[:3] in self._listed

    def confirms(self, code: str) -> bool:
        """Whether the list has a code of the same subcategory as one thought of before."""
        return code[:5] in self._listed_subcategories

    def listed_at_discharge(self, mention: Mention, code: str) -> bool:
        """Whether an uncertain diagnosis stands in the list of diagnoses, or its category does."""
        return mention.section == "assessment" or self.lists(code)

    @cached_property
    def has_list(self) -> bool:
        """Whether the provider lists the diagnoses."""
        if _AS_ABOVE.search(self.case.text):
            return False
        certain = (Assertion.PRESENT,) + (
            (Assertion.UNCERTAIN,) if self.case.setting == "inpatient" else ()
        )
        return any(
            m.section == "assessment"
            and m.assertion in certain
            and dict(m.attributes).get("kind") != "drug"
            and not self._of_an_operation(m)
            for m in self.case.reading.mentions
        )

    def _of_an_operation(self, mention: Mention) -> bool:
        """Whether a diagnosis stands where an operation's reason does, which lists no others."""
        text = self.case.text
        line = text[text.rfind("\n", 0, mention.span.start) + 1 : mention.span.start]
        return _OF_AN_OPERATION.match(line) is not None

    @cached_property
    def is_note(self) -> bool:
        """Whether the text is a note rather than a snippet or a question."""
        return len(self.case.text.split()) > 40

    def sections(self, item: Item) -> set[str | None]:
        """The sections in which an item's words stand."""
        found = {self._mention_at[s].section for s in item.spans if s in self._mention_at}
        return found or {item.mention.section if item.mention else None}

    def place(self, item: Item) -> int:
        """Where an item stands in reporting order.

        Listed, the reason for the encounter, acute, what goes with it or lasts, past.
        """
        sections = self.sections(item)
        if "assessment" in sections:
            return 0
        if item.mention is not None and self._is_reason(item.mention):
            return 1
        if any_matches(ACCOMPANYING, item.code):
            return 3
        if item.mention is None and not item.spans:
            return 2
        if sections <= {"past history", "social history", "medications", "results", "exam"}:
            return 4
        return 3 if self._tells_a_reason and any_matches(LASTING, item.code) else 2

    @cached_property
    def _tells_a_reason(self) -> bool:
        """Whether the text says what the encounter is for, in a note or in few words."""
        return self.is_note or _REASON.search(self.case.text) is not None

    def _is_reason(self, mention: Mention) -> bool:
        """Whether a mention is the first that follows the words for the reason."""
        text, start = self.case.text, mention.span.start
        for match in _REASON.finditer(text, max(0, start - _REASON_REACH), start):
            between = text[match.end() : start]
            if not re.search(r"[.;\n]", between) and not self._mention_within(match.end(), start):
                return True
        return False

    def _mention_within(self, start: int, end: int) -> bool:
        return any(
            start <= m.span.start < end
            for m in self.case.reading.mentions
            if dict(m.attributes).get("kind") != "drug"
        )

    def position(self, item: Item) -> int:
        """Offset of an item's first words in the list of diagnoses."""
        found = [
            s.start
            for s in item.spans
            if s in self._mention_at and self._mention_at[s].section == "assessment"
        ]
        return min(found, default=0)

    def listed(self, item: Item) -> bool:
        """Whether an item stands in the list of diagnoses, itself or as the same category."""
        if "assessment" in self.sections(item):
            return True
        others = (i for i in self.case.items if i is not item and i.code[:3] == item.code[:3])
        return any("assessment" in self.sections(o) for o in others)


def not_a_diagnosis(note: Note, mention: Mention, code: str) -> str | None:
    """Why a mention asserted as present is no diagnosis to report; None where it is one."""
    case, section = note.case, mention.section
    if any_matches(_REPAIRABLE, code) and _repaired_before(case, mention):
        return "It was repaired before this encounter."
    if section == "assessment":
        sentence = case.sentence_of(mention)
        if re.search(r"\bnot (?:addressed|discussed|evaluated)\b", sentence, re.IGNORECASE):
            return "The provider says that it was not addressed."
        return None
    if section == "family history" or any_matches(BY_OTHERS, code):
        return None
    before = section == "preoperative diagnosis"  # what was found outranks it (IV.N)
    if note.lists(code) and section != "old list" and (not before or note.confirms(code)):
        return None  # it makes the diagnosis of the list more exact, or is the same
    if section == "old list":
        return "It stands in a list carried forward and nowhere in this encounter's own notes."
    sentence = case.sentence_of(mention)
    if re.search(
        r"\b(?:abstractor|radiologist|dietitian|nurse) (?:listed|lists|suggest\w*|question\w*)\b",
        sentence,
        re.I,
    ):
        return "It is not the provider who names it."
    if code.startswith("R40.24") and not re.search(
        r"\bhead|concuss|intracran|skull|traumatic brain|coma\b", case.text, re.I
    ):
        return "A coma score is reported with an injury of the brain or a coma only."
    if _OLD_CHART.search(sentence[: max(0, len(sentence))]) and not note.lists(code):
        return "It stands in an old chart; nothing of this encounter confirms it."
    if (
        note.is_note
        and _UNADDRESSED.search(own_words(case, mention))
        and not any_matches(("Z00-Z99",), code)
    ):
        return "It is mentioned, but neither evaluated nor treated in this encounter."
    if section == "review of systems":
        return "It is told in the review of systems only; no provider's diagnosis is made of it."
    if section == "pathology" and case.setting == "outpatient" and any_matches(_BY_TISSUE, code):
        return None  # the pathologist, a physician, has read it (IV.K)
    if section in _SAID_BY_THE_WAY:
        # drugs and orders name what they are for; that is a diagnosis only where it lasts
        return (
            None
            if section == "medications" or (section == "plan" and not note.has_list)
            else "It is named in passing, not as a diagnosis of this encounter."
        )
    finding = section in _FINDINGS or _FINDING_SENTENCE.match(_whole_sentence(case, mention))
    if finding and (note.has_list or section == "exam") and code[0] != "Z":
        return "It is a finding; no diagnosis of this encounter is made of it."
    return None


_REPAIRABLE = ("G00-Q99",)
"""Diseases that a repair ends; injuries and tumors have aftercare and histories of their own."""
_REPAIR = re.compile(
    r"s?(?: \w+)? (?:repair(?:ed)?|herniorrhaphy|closure|resection|excision|ligation|release|bypass|surgery|operation)\b",
    re.IGNORECASE,
)
_BEFORE_NOW = re.compile(
    r"\b(?:pod ?#?\d+|(?:\d+|an?|one|two|three|four|six|few|several)"
    r" ?(?:days?|d|wks?|weeks?|w|months?|mos?|yrs?|years?) (?:out|status)?"
    r"|s/p|status[- ]post|after|following|since|post|prior|previous|old|hx of|h/o|history of)\b(?! for\b)"
    r"(?:(?! for )[^.;,\n]){0,40}$",
    re.IGNORECASE,
)


def _repaired_before(case: Case, mention: Mention) -> bool:
    """Whether a condition is named only for the operation that ended it: "POD 9 after hernia repair"."""
    start, _ = case.sentence_at(mention.span)
    if not _REPAIR.match(case.text, mention.span.end):
        return False
    return _BEFORE_NOW.search(case.text[start : mention.span.start]) is not None


ENCOUNTERS = ("Z00-Z13", "Z30-Z39", "Z40-Z53", "Z02.-")
"""What an encounter is for."""
_STATUSES = ("Z90.-", "Z92-Z99", "Z78-Z79", "Z86-Z87")
_KEPT_STATUSES = (
    "Z85.-", "Z86.73", "Z86.71-", "Z86.19", "Z87.891", "Z89.-", "Z90.1-", "Z93-Z94", "Z95.-", "Z96.-",
    "Z99.2", "Z99.81", "Z99.11", "Z92.82", "Z87.440", "Z87.442", "Z87.11", "Z90.7-",
)  # fmt: skip
_DONE_NOW = re.compile(
    r"\b(?:emergent(?:ly)?|urgent(?:ly)?|placed|inserted|implanted|exchanged|removed|planned|scheduled|trial|offered"
    r"|here for|today|to be"
    r"|arranged|overnight|\d+ (?:hours?|days?)|during|this stay|in (?:the )?(?:ed|icu)|day \d+|weaned|requir\w+"
    r"|started|begun|ordered|declin\w+|refus\w+|discussed|consider\w*|eval(?:uation)?|referral|authori[sz]ation|next"
    r"|(?:consult\w*|referr\w*|eval\w*) for|candidate|await\w*)\b",
    re.IGNORECASE,
)
_STANDING = re.compile(r"\b(?:\d{4}|ago|since|in place|existing)\b", re.IGNORECASE)
_ON_A_DATE = re.compile(r"\W{0,3}(?:on |in )?\d{1,2}/\d{1,2}(?:/\d{2,4})?\b")
"""The date of an operation of the past: "s/p R TKA 12/9/25"."""
_NARRATED = re.compile(
    r"\b(?:underwent|taken (?:back )?to (?:the )?or\b|proceed(?:ed|s) to|(?:was|were) (?:performed|done|carried out|completed)"
    r"|perform(?:ed|ing)?|decided|received|specimen"
    r"|(?:hospital day|hd|pod) ?#?\d|on day \d|this (?:admission|stay|hospitali[sz]ation)|intra-?op\w*)\b"
    r"|\b(?:proc(?:edure)?s?|surger(?:y|ies)|operations?|or)(?: \d{1,2}/\d{1,2}(?:/\d{2,4})?)?:"
    r"|\b(?:adm(?:it(?:ted)?)?|came|here|in) (?:for|to have) (?:an? )?(?:elective|planned|scheduled)\b",
    re.IGNORECASE,
)
"""Words of an operation that the note itself tells of."""
_BEFORE_IT = re.compile(
    r"\b(?:(?:19|20)\d\d|ago|since|prior|previous\w*|earlier|remote\w*|years?|childhood|as a \w+|at age|history|hx|h/o|pmh|psh"
    r"|outside|elsewhere|last|readmi\w*)\b",
    re.IGNORECASE,
)
"""Words by which an operation was before this encounter."""
_OPERATED = ("Z89-Z90", "Z93-Z96", "Z98.-")
"""What an operation leaves behind: a part that is gone, a graft, a device, a joint."""
_NO_PURPOSE = ("Z3A.-", "Z37-Z38", "Z51.5", "Z53.-")
_FIRST_SENTENCES = 3
"""Numbers of the sentences in which a note says what the encounter is for."""
_NEEDED = re.compile(
    r"\b(?:dependen\w+|at home|home|long[- ]term|chronic|nightly|uses?)\b", re.IGNORECASE
)


def _clause(case: Case, mention: Mention) -> str:
    """The words around a mention up to the next comma or bracket on either side."""
    start, end = case.sentence_at(mention.span)
    before = re.split(r"[,;:()]", case.text[start : mention.span.start])[-1]
    after = re.split(r"[,;:()]", case.text[mention.span.end : end], maxsplit=1)[0]
    return f"{before}{mention.span.text}{after}"


def not_a_status(note: Note, mention: Mention, code: str) -> str | None:
    """Why a Z code's words are no status and no reason for this encounter; None where they are."""
    case = note.case
    if code[0] != "Z":
        return None
    sentence = case.sentence_of(mention)
    if any_matches(("Z51.0", "Z51.1-"), code) and mention.assertion is Assertion.PRESENT:
        return (
            "Treatment of a tumor is named; whether it is what the encounter is for, a rule says."
        )
    if any_matches(("Z99.89", "Z97.-", "Z74.-", "Z73.-"), code) and not re.search(
        r"dependen", _clause(case, mention), re.IGNORECASE
    ):
        return "A device used in passing is no dependence on it."
    standing = (
        _NEEDED.search(sentence)
        or _STANDING.search(sentence)
        or (
            mention.assertion is Assertion.HISTORY and _ON_A_DATE.match(case.text, mention.span.end)
        )
    )
    if code[:3] == "Z79" and _TAKEN_OFF.search(_before(case, mention)):
        return "It is no longer taken."
    if code == "Z95.828" and (
        _GIVEN_THROUGH.search(_before(case, mention))
        or _FOR_A_DRUG.match(case.text, mention.span.end)
    ):
        return "It is the way by which a drug is given in this encounter."
    if any_matches(("Z93.-", "Z95-Z99"), code) and _DONE_NOW.search(sentence) and not standing:
        return "It is done or placed in this encounter; a status is what was there before."
    if any_matches(_OPERATED, code) and _operated_now(case, mention):
        return "It is done in this encounter; a status is what was there before."
    if not note.is_note:
        return None
    purpose = any_matches(ENCOUNTERS, code) and not any_matches(_NO_PURPOSE, code)
    if purpose and mention.section not in _REASONS and mention.sentence > _FIRST_SENTENCES:
        return "It is told in passing; it is not what this encounter is for."
    if code == "Z51.5" and mention.section != "assessment" and "discuss" in sentence.lower():
        return "It was discussed; the encounter is not for it."
    if any_matches(("Z23",), code) and re.search(
        r"\b(?:declin\w+|refus\w+|earlier|up to date|current|previous\w*|last|not needed|prior)\b",
        sentence,
        re.I,
    ):
        return "The vaccine is not given in this encounter."
    past = mention.section in ("past history", "old list") and note.has_list
    if past and any_matches(_STATUSES, code) and not any_matches(_KEPT_STATUSES, code):
        return "It has no bearing on this encounter's care."
    return None


def _operated_now(case: Case, mention: Mention) -> bool:
    """Whether the note tells an operation of this encounter, there or where it names it again.

    "Surgery 5/4: R TKA. Dx: s/p TKA": the joint was not there before (I.C.21.c.3).
    """
    if mention.section == "past history":
        return False
    told = [case.sentence_of(mention)]
    if not _BEFORE_IT.search(_clause(case, mention)):
        name = re.escape(mention.span.text.split()[-1])
        again = (m.span() for m in re.finditer(rf"\b{name}\b", case.text, re.IGNORECASE))
        places = (Span(start=a, end=b, text=case.text[a:b]) for a, b in again)
        told += [case.text[slice(*case.sentence_at(place))] for place in places]
    return any(_NARRATED.search(s) and not _BEFORE_IT.search(s) for s in told)


_REASONS = frozenset(("assessment", "chief complaint"))
_TAKEN_OFF = re.compile(
    r"\b(?:off|stopped|quit|d/?c[’']?d|discontinued|completed|finished|no longer (?:on|takes|taking))"
    r" (?:of |all |her |his |the |oral )*$",
    re.IGNORECASE,
)
_GIVEN_THROUGH = re.compile(
    r"\b(?:via|through|by|over|w/|with|needs?|get(?:s|ting)?|ordered|for) (?:an? |the |new |rue |lue )*$",
    re.IGNORECASE,
)


_FOR_A_DRUG = re.compile(
    r"(?: line)? ?(?:\+|&|and|for|w/|with) (?:iv |home |long[- ]term |outpt |\d+ ?(?:wks?|weeks?) )*"
    r"(?:abx|antibiotics?|vanc\w*|cef\w+|dapto\w*|ertapenem|pip\w*|tpn|chemo\w*|infusions?|therapy)\b",
    re.IGNORECASE,
)


def _before(case: Case, mention: Mention) -> str:
    """The words of the sentence that stand before a mention."""
    start, _ = case.sentence_at(mention.span)
    return case.text[start : mention.span.start]


_OLD_CHART = re.compile(
    r"\b(?:old|prior|outside|previous) (?:charts?|lists?|records?|notes?|problem lists?) "
    r"(?:also )?(?:lists?|shows?|includes?|says?|has)\b",
    re.IGNORECASE,
)


def own_words(case: Case, mention: Mention) -> str:
    """What a sentence says of one mention: up to the next one, brackets included."""
    sentence_end = min(
        (e for c in ".;\n" if (e := case.text.find(c, mention.span.end)) >= 0),
        default=len(case.text),
    )
    others = (
        m.span.start
        for m in case.reading.mentions
        if mention.span.end <= m.span.start and dict(m.attributes).get("kind") != "drug"
    )
    end = min((sentence_end, *others))
    before = max(case.text.rfind(c, 0, mention.span.start) for c in ".;,\n") + 1
    return case.text[before:end]


def undocumented(case: Case, mention: Mention) -> bool:
    """Whether a possibility is raised by others than the provider, or left without a diagnosis."""
    sentence = case.sentence_of(mention)
    start = case.text.rfind("\n", 0, mention.span.start) + 1
    line = case.text[max(start, mention.span.start - 120) : mention.span.end + 100]
    return bool(
        re.search(
            r"\b(?:did not document|not documented by|no diagnosis|does not mention|makes no mention)\b",
            line,
            re.I,
        )
        or (
            mention.section in ("results", "exam", "review of systems", "plan", "old list")
            and case.setting == "inpatient"
        )
        or re.search(
            r"\b(?:radiolog\w+|dietitian|nurse|nutritionist|abstractor)\b[^.;]*\b(?:suggest|recommend|question|list)",
            sentence,
            re.I,
        )
    )


def _whole_sentence(case: Case, mention: Mention) -> str:
    start = max(case.text.rfind(c, 0, mention.span.start) for c in (". ", "\n", "; ")) + 1
    return case.text[start : mention.span.end]
