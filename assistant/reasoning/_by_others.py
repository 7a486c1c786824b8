"""What may be taken from somebody else than the provider (I.B.14, I.C.21.c.17, I.A.19).

A few details may: the stage of a pressure ulcer, the BMI, a coma scale, social circumstances. Most
of them need the provider's own diagnosis beside them. A diagnosis is never taken from a nurse, a
dietitian, a therapist, a student, the patient or the record of an earlier stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.models import Assertion, Mention
from assistant.reasoning._case import Case
from assistant.reasoning._clause import asking_clause
from assistant.reasoning._polarity import answered
from assistant.reasoning._proposed import proposed
from assistant.reasoning._verdict import Decided
from guidelines import lazy_re as re
from guidelines.rules import any_matches

_CLINICIAN = (
    r"(?i:\b(?:nurses?(?! practitioners?)(?:['’]s?)?|nursing(?! (?:home|facility))|dietitians?|dieticians?|nutrition(?:ist)?s?"
    r"|paramedics?|medics?"
    r"|social work\w*|case managers?|case management|care coordinators?|community health workers?|medical assistants?"
    r"|clinicians? other than|triage note|(?:physical|occupational|speech|respiratory) therapists?|(?:pt|ot|st"
    r"|slp)['’]?s? eval\w*"
    r"|therapists?['’]? notes?|pharmacists?|audiologists?|phlebotomists?|(?:echo|ekg|lab|radiology|rad) tech\w*"
    r"|wound (?:care )?team"
    r"|ambulance (?:crew|sheet|record)|run sheet)\b)"
    r"|\b(?:RNs?|LPN|LVN|RDs?|RDN|EMTs?|EMS|LSW|LCSW|MSW|SW|CHW|MA|WOCN|CWOCN|PharmD|SLP|RT)\b"
)
_LEARNER = (
    r"(?i:\b(?:(?:med(?:ical)?|nursing|pa|np) students?(?:['’]s?)?|ms[34]|scribes?(?:['’]s?)?)\b)"
)
_PATIENT = (
    r"(?i:\b(?:patient|pt|wife|husband|spouse|family|mom|mother|daughter|son|she|he)(?:['’]s)? (?:own |her |him )?(?:self[- ])?"
    r"(?:says?|said|states?|reports?|reported|tells?|told|thinks?|claims?|wrote|words?|statement|(?:self-?)?report(?:ed)?)\b"
    r"|\bself[- ]report\w*|\bintake (?:form|questionnaire)\b)"
)
_EARLIER = (
    r"(?i:\b(?:previous|prior|last(?: year['’]?s)?|old|older|earlier|past)(?: \w+)? (?:admissions?|encounters?"
    r"|stays?|visits?|records?|charts?|notes?"
    r"|discharge summar\w+|hospitali[sz]ations?|h ?& ?p)\b(?! (?:with|for)\b))"
)
_OTHERS = re.compile(
    rf"(?P<clinician>{_CLINICIAN})|(?P<learner>{_LEARNER})|(?P<patient>{_PATIENT})|(?P<earlier>{_EARLIER})"
)
_SPEAK = re.compile(
    r"\b(?:chart|document|not(?:e|es|ed)\b|writ|wrote|sa(?:y|id)\b|says\b|call|list|record|stag|measur|put|mention"
    r"|describ|assess"
    r"|eval|entr|sheet|word|diagnos|suggest|caught|only\b|from\b|by\b|per\b|off\b|own\b|alone\b|report|tells?\b"
    r"|told\b|thinks?\b)\w*",
    re.IGNORECASE,
)
"""That somebody documents something: an evaluation "by PT" or what "the nurse wrote"."""
_TAKEN = re.compile(
    r"\b(?:cod(?:e[sd]?|ing|e?able)|report(?:able|ed)?|take|taken|use|used|pull(?:ed)?|pick(?:ed)? up|get|come|grab|rely"
    r"|go (?:off|by|with)|count|bring|carry|copy"
    r"|capture|assign(?:ed)?|based on|enough|ok(?:ay)?|fine|valid|allowed|lift|trust|accept\w*|from (?:that|this|it)|add)\b"
    r"|\b[A-Z]\d[\dA-Z.]+-?",
    re.IGNORECASE,
)
_ANOTHER_MATTER = re.compile(
    r"\b(?:query|quer(?:ies|ying)|clarif\w+|ask (?:the|her|him)|who|poa|present on admission|first|pdx|principal"
    r"|instead|allerg\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Detail:
    """What others than the provider may document, and the provider's diagnosis that it needs."""

    words: str
    codes: tuple[str, ...]
    needs: str = ""
    """Words of the diagnosis that the provider has to make; empty where none is needed."""
    supposed: bool = False
    """Whether the detail itself supposes the diagnosis: a stage, that of an ulcer."""


_DETAILS = (
    _Detail(r"\b(?:bmi|body mass index)\b", ("Z68.-",),
            r"obes\w*|over-?weight|underweight|malnutrition|malnourish\w*|cachexia|bariatric|weight (?:loss|gain)"
            r"|E66|E43|E44|E46"),
    _Detail(r"\b(?:stag(?:e|es|ed|ing)|depth|fat layer|muscle (?:exposed|necrosis)|unstageable)\b",
            ("L89.-", "L97.-", "L98.4-"),
            r"ulcers?|decub\w*|pressure (?:injury|injuries|sore|wound)|bedsore", supposed=True),
    _Detail(r"\b(?:coma scale|gcs|glasgow)\b", ("R40.2-",), r"", supposed=True),
    _Detail(r"\b(?:nihss?|stroke scale)\b", ("R29.7-",), r"stroke|infarct\w*|cva|I63", supposed=True),
    _Detail(r"\b(?:blood alcohol(?! (?:abuse|use))|bal|etoh level|alcohol level|bac)\b", ("Y90.-",),
            r"intoxicat\w*|abuse|depend\w*|alcohol(?:ic|ism)|alcohol use|withdrawal|F10|drunk"),
    _Detail(r"\b(?:under-?immuni\w+|unvaccinated|under-?vaccinated|vaccin\w+ status|vax status)\b", ("Z28.-",)),
    _Detail(r"\b(?:firearm|gsw|gunshot)\b[\s\S]*\bintent|\bintent\b[\s\S]*\b(?:firearm|gsw|gunshot|shooting)",
            ("W32-W34", "X72-X74", "X93-X95")),
    _Detail(r"\b(?:laterality|(?:which|the|fx|fracture|affected) side|(?:right|left|side)(?= from\b))", ()),
    _Detail(r"\b(?:homeless\w*|housing|shelter|sdoh|social determinants?|sleeping in|food insecur\w*|unemploy\w*"
            r"|lost (?:his|her|the|my|a) job"
            r"|liv(?:es|ing) alone|transportation|evict\w*|illitera\w*|can['’]?t afford|financial (?:strain"
            r"|hardship)|out of work)\b",
            ("Z55-Z65",)),
)  # fmt: skip
_PROVIDER = re.compile(
    r"\b(?:the |her |his |our )?(?:providers?|physicians?|doctors?|docs?|dr|attendings?|hospitalists?|surgeons?|md|do|mds|pcp"
    r"|practitioners?|np|pa|residents?|consultants?|neuro(?:logist|surgeon)?|cardiologist|a ?/ ?p|assessment|d/?c summary)\b"
    r"(?!['’]s order)",
    re.IGNORECASE,
)
_SILENT = re.compile(
    r"\b(?:nowhere|silent|never|nothing|nobody|no one|none|not|n['’]?t|no)\b|n['’]t\b", re.I
)
_UNTOLD = re.compile(
    r"\b(?:no|never|not|nobody|no one|none|nothing|nowhere|silent|without)\b|n['’]t\b",
    re.IGNORECASE,
)
_CONFLICT = re.compile(
    r"(?<!no )(?<!without )(?<!n't )(?<!nothing )\b(?:conflict\w*|disagree\w*|contradict\w*|differ(?:s|ent|ing)?\b"
    r"|discrepan\w*)",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\b(?:co-?sign\w*|signed|signs? off|incorporat\w*|reviewed by)\b", re.I)
_PARTS = re.compile(
    r"[.;:?!\n]+(?!\d)\s*|,\s+|\s[–—-]+\s|\.{2,}\s*"
    r"|\s+\b(?:but|while|whereas|although|though|yet|when|and|if|since|because)\b\s+(?=(?:\w+ ){0,2}?(?:provider"
    r"|physician|doctor"
    r"|doc|attending|hospitalist|surgeon|md|np|pa|pcp|nobody|no)\b)",
    re.IGNORECASE,
)
_SHORT = 55  # words of a question; in more, those who document are told of in the chart
_NEED = re.compile(
    r"\b(?:does|do|must|should|did) (?:the |a |an )?(?:provider|physician|doctor|doc|md|attending)s? (?:(?:have|need|want) to"
    r"|also|still)?\b|\b(?:provider|physician|doctor|doc|md|attending) (?:has|have|needs?|must)\b",
    re.IGNORECASE,
)


def by_others_verdict(case: Case) -> Decided | None:
    """Whether what somebody else than the provider documents is coded; None where nobody else does.

    Args:
        case: The case, worked out.
    """
    text = case.text
    who = _OTHERS.search(text)
    start, clause = asking_clause(case)
    if who is None or len(text.split()) > _SHORT or _ANOTHER_MATTER.search(clause):
        return None
    if not _SPEAK.search(text) or not (_TAKEN.search(clause) or case.reading.mentions):
        return None
    codes = [p.code for p in proposed(case)]
    details = [d for d in _DETAILS if _is_asked(d, text, codes)]
    if (not start and _NEED.search(text)) or any(_ruled_out(case, d) for d in details):
        return None
    if details:
        holds = _detail_holds(case, details, who.lastgroup or "", codes)
    else:
        holds = False if _only_theirs(case, start, codes) else None
    if holds is None:
        return None
    section, statement = _SECTIONS[0 if details else 1]
    if isinstance(holds, str):
        return Decided("depends", "I.B.14", 5, 1.0, settled=True)
    return Decided(answered(clause, holds), section, statement, 1.0, settled=True)


def told_by_others(case: Case, codes: Sequence[str]) -> bool | None:
    """Whether what somebody else documents may be taken as it is; None where nobody else does.

    Args:
        case: The case, worked out.
        codes: The codes that are asked about.
    """
    who = _OTHERS.search(case.text)
    if who is None or not _SPEAK.search(case.text):
        return None
    details = [d for d in _DETAILS if _is_asked(d, case.text, codes)]
    if details:
        holds = _detail_holds(case, details, who.lastgroup or "", codes)
        return holds if isinstance(holds, bool) else None
    return False if _only_theirs(case, asking_clause(case)[0], codes) else None


_SECTIONS = (("I.B.14", 2), ("I.B.14", 0))


def _ruled_out(case: Case, detail: _Detail) -> bool:
    """Whether a section leaves out the condition, so that its details are no question any more."""
    return any(
        any_matches(detail.codes, r.code) and any(b.kind == "guideline" for b in r.basis)
        for r in case.rejected
    ) and not any(any_matches(detail.codes, i.code) for i in case.items)


def _is_asked(detail: _Detail, text: str, codes: Sequence[str]) -> bool:
    """Whether a detail is named, and no code but those of the detail is proposed."""
    if codes and detail.codes and not any(any_matches(detail.codes, c) for c in codes):
        return False
    named = re.search(detail.words, text, re.IGNORECASE) is not None
    return named or (not detail.supposed and any(any_matches(detail.codes, c) for c in codes))


def _detail_holds(
    case: Case, details: Sequence[_Detail], who: str, codes: Sequence[str]
) -> bool | str | None:
    """Whether a detail may be taken; words where that hangs on a diagnosis that is not told of."""
    text = case.text
    if who in ("learner", "earlier"):
        return None
    if _CONFLICT.search(text):
        return False
    if who == "patient":
        return bool(_SIGNED.search(text)) if any(not d.needs for d in details) else None
    if len({m[1].lower() for m in _STAGE.finditer(text)}) > 1 and _PROVIDER.search(text):
        return False
    for detail in details:
        if not detail.needs:
            continue
        if _diagnosis_from_them(text, detail):
            return False
        if _unsaid(text, detail.needs):
            return False
        told = re.search(rf"\b(?:{detail.needs})\b", text, re.IGNORECASE)
        if told is None and not detail.supposed:
            single = bool(codes) and re.search(r"\d\d", text) is not None
            return "untold" if single else True
    return True


_STAGE = re.compile(r"\bstage (\d|i{1,3}v?|iv)\b", re.IGNORECASE)


def _diagnosis_from_them(text: str, detail: _Detail) -> bool:
    """Whether the diagnosis behind a detail is to be taken: "code obesity from the nurse's BMI"."""
    coded = rf"(?:cod\w+|report|assign|use|take|get|add) (?:\w+ )?(?:{detail.needs})"
    taken = rf"\b{coded}\b[^.?;,]{{0,20}}\b(?:from|off|based on|by)\b"
    return not detail.supposed and re.search(taken, text, re.IGNORECASE) is not None


def _unsaid(text: str, needs: str) -> bool:
    """Whether the provider is told not to have made the diagnosis."""
    for part in _PARTS.split(text):
        if not part or not _UNTOLD.search(part) or _MAY_WE.search(part):
            continue
        if re.search(
            rf"\b(?:{needs}|weight|wt|alcohol|ulcer|diagnos\w+|dx)\b", part, re.IGNORECASE
        ):
            if re.search(r"\bno(?:t|thing)? (?:stag\w+|depth|conflict)", part, re.IGNORECASE):
                continue
            if _stage_only(part):
                continue
            return True
        if _PROVIDER.search(part) and re.search(
            r"\bnowhere\b|\bsilent\b|\bnothing\W*$|\bnever\W*$", part, re.IGNORECASE
        ):
            return "mention" not in part
    return False


_MAY_WE = re.compile(
    r"\b(?:can(?:no|['’]?)t|can|could(?:n['’]t)?|should(?:n['’]t)?|may|do(?:n['’]t)?|are(?:n['’]t)?|shall) (?:we|i"
    r"|you|coders?)\b"
    r"|\b(?:we|i|you|coders?) (?:can(?:no|['’]?)t|can|could|should|may|do|don['’]t|shouldn['’]t|aren['’]t|must|mustn['’]t)\b",
    re.IGNORECASE,
)
"""A clause about what the coder may do, which tells of no documentation."""


def _stage_only(part: str) -> bool:
    """Whether it is the detail that the provider leaves out, not the diagnosis: "doc gives no stage"."""
    return (
        re.search(
            r"\b(?:no|not|never|n['’]?t|without)\b[^.;,]{0,25}\b(?:stag\w*|depth|bmi|number|level|size|side|laterality)\b",
            part,
            re.IGNORECASE,
        )
        is not None
    )


def _only_theirs(case: Case, start: int, codes: Sequence[str]) -> bool:
    """Whether the diagnosis that is asked about stands in nobody else's words than theirs."""
    heads = {c[:3] for c in codes}
    parts = list(_parts(case))
    told = [p for p in parts if not start or p.start < start]
    theirs = [p for p in told if p.theirs]
    asked = [m for p in parts if start and p.start >= start for m in p.mentions]
    if not heads and not asked:
        asked = [m for p in theirs for m in p.mentions]
    if not theirs or not (heads or asked):
        return False
    for part in told:
        if part.theirs or (part.by_provider and _SILENT.search(part.text)):
            continue
        if any(_same(case, m, asked, heads) for m in part.mentions):
            return False
        if part.by_provider and not part.mentions:
            return False
    return True


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    text: str
    mentions: tuple[Mention, ...]

    @property
    def by_provider(self) -> bool:
        return _PROVIDER.search(self.text) is not None

    @property
    def theirs(self) -> bool:
        """Whether somebody else speaks in it, before any provider does."""
        other, provider = _OTHERS.search(self.text), _PROVIDER.search(self.text)
        return other is not None and (provider is None or other.start() < provider.start())


def _parts(case: Case) -> Iterator[_Part]:
    """The text in parts of one speaker each."""
    ends = [m.span() for m in _PARTS.finditer(case.text)]
    # "RN: stage 3 ulcer" is one part, of the one who stands before the colon
    ends = [e for e in ends if ":" not in case.text[slice(*e)] or not _heads(case.text[: e[0]])]
    starts = [0, *(e for _, e in ends)]
    for start, end in zip(starts, [*(s for s, _ in ends), len(case.text)], strict=True):
        if case.text[start:end].strip():
            said = tuple(m for m in case.reading.mentions if start <= m.span.start < end)
            yield _Part(start, case.text[start:end], said)


def _heads(before: str) -> bool:
    """Whether the words before a colon only say who speaks behind it."""
    words = re.split(r"[.;?!\n]", before)[-1].split()
    said = " ".join(words)
    return len(words) <= _WHO and bool(_OTHERS.search(said) or _PROVIDER.search(said))


_WHO = 4  # words that say who speaks


def _same(case: Case, mention: Mention, asked: Sequence[Mention], heads: set[str]) -> bool:
    """Whether a mention is of a diagnosis that is asked about."""
    if mention.assertion is Assertion.NEGATED:
        return False
    own = set(case.words_of(mention.term))
    alike = any(own <= w or w <= own for m in asked if (w := set(case.words_of(m.term))))
    return alike or bool(_codes_of(case, mention) & heads)


def _codes_of(case: Case, mention: Mention) -> set[str]:
    """The categories that a mention was found at."""
    found = {i.code[:3] for i in case.items if mention.span in i.spans}
    return found | {r.code[:3] for r in case.rejected if mention.span in r.evidence}
