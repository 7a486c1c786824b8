"""A condition that no provider has put into words: a result out of range is no diagnosis (III.B, I.A.19).

"K 3.1 twice, provider doesn't mention it: code hypokalemia?" documents a potassium value; the name
of a disease stands only in the question. It is not coded, however plain the value, until the
provider makes a diagnosis of it.
"""

from __future__ import annotations

from assistant.models import Mention, Rejection
from assistant.reading._silence import spoken
from assistant.reasoning._case import Case, Item
from assistant.reasoning._clause import asking_from
from assistant.reasoning._documented import BY_OTHERS
from assistant.reasoning._polarity import denies, turning
from assistant.reasoning._proposed import proposed
from assistant.reasoning._undocumented import DEGREES
from assistant.reasoning._verdict import Decided
from guidelines import lazy_re as re
from guidelines.rules import any_matches

_PROVIDER = (
    r"(?:(?:the |any |our |her |his )?(?:provider|physician|doctor|doc|dr|clinician|attending|hospitalist|surgeon|md|pcp"
    r"|practitioner|np|pa|resident|consultant)s?(?:['’]s? notes?| notes?)?|he|she|they)"
)
_NOBODY = (
    r"(?:nobody|no ?one|no (?:provider|physician|doctor|doc|md|clinician)"
    r"|none of the (?:\w+ )?(?:doc\w*|provider\w*|physician\w*))"
)
_TELLS = (
    r"(?:mention|document|comment|address|diagnos|acknowledg|nam(?:e|ing)|writ|wrote|put it in|chart|list|call|interpret|remark"
    r"|sa(?:y|id)\b|refer|not(?:e|es|ed|ing)\b|speak|spoke|touch)\w*"
)
SILENT = re.compile(
    rf"\b{_PROVIDER}(?: \w+){{0,2}} ?(?:never|not|n['’]?t|cannot)(?: (?:ever|even|once|actually|specifically|yet|really"
    rf"|formally))*"
    rf" {_TELLS}"
    rf"|\b{_PROVIDER}(?: (?:is|are|was|were|stays?|remains?|kept|keeps))? (?:silent|quiet|mum)\b"
    rf"|\b(?:says?|said|writes?|wrote|documents?|documented|charts?|charted|mentions?|names?|named|notes?|noted) nothing\b"
    rf"|\bnothing (?:\w+ )?(?:from|by|in|documented|written|charted|said|named)\b"
    rf"|\b(?:no|without an?y?|lacks? an?y?) (?:(?:provider|physician|doctor|md|written|actual|formal|related|associated|such"
    rf"|corresponding|attending|documented)['’]?s? )*(?:dx|diagnos[ei]s|mention|comments?|documentation|interpretation"
    rf"|remarks?)\b"
    rf"(?! of (?:the )?(?:type|cause|severity|side|stage|link))"
    rf"|\bno (?:\w+ ){{1,3}}(?:documented|diagnosed|dx['’]?d|charted|mentioned)\b(?! (?:as|by the (?:nurse|rn|dietitian)))"
    rf"|\b{_NOBODY}(?: \w+)?(?: ever)? {_TELLS}"
    rf"|\b(?:not|never|isn['’]?t|wasn['’]?t) (?:\w+ )?(?:documented|mentioned|addressed|diagnosed|acknowledged|named"
    rf"|commented on)\b"
    rf"|\bunaddressed\b|\bundocumented\b",
    re.IGNORECASE,
)
"""Words that tell that the provider makes nothing of a finding."""
_RESULT = re.compile(
    r"\b(?:labs?|cbc|bmp|cmp|ekg|ecg|tele(?:metry)?|cxr|x-?rays?|ct|mri|us|ultrasound|echo|ua|urinalysis|cultures?"
    r"|path\w*|reports?|results?"
    r"|readings?|values?|levels?|vitals|wbc|hgb|hb|hct|h ?[&/] ?h|plt|platelets?|na|k|mg|ca|phos|sodium|potassium"
    r"|glucose|bg|sugars?"
    r"|bnp|trop\w*|cr|creat\w*|e?gfr|lactate|magnesium|calcium|albumin|a1c|tsh|inr|ferritin|bilirubin|lft\w*|ast|alt"
    r"|lipase|ph|pco2|abg"
    r"|o2 ?sats?|sats?|spo2|bps?|blood pressures?|temp\w*|fever|ef|flagged|elevated|low|high|abnormal|positive)\b",
    re.IGNORECASE,
)
"""A finding as it stands in the record."""
_NUMBER = re.compile(r"\d")
_CODE_IT = re.compile(
    r"\b(?:cod(?:e[sd]?|ing|e?able)|report(?:ed|able)?|add(?:ed)?|assign(?:ed)?|use|us(?:e|ing)|pick(?:ed)? (?:it )?up"
    r"|captur\w+"
    r"|list|bill(?:ed|able)?|claim|put|take|go with|ok(?:ay)?|right|allowed|fair game|legit|enough|from)\b",
    re.IGNORECASE,
)
_QUERY = re.compile(r"\b(?:query|quer(?:ies|ying)|ask|clarif\w+|flag)\b", re.IGNORECASE)
_FINDINGS = (
    "R00-R99",
    "Z00-Z99",
    "V00-Y99",
    "B95-B97",
    "D72.82-",
    "E87.70",
    "O99-",
    *BY_OTHERS,
    *DEGREES,
)
"""Codes of findings, which need no diagnosis, and of what others may document."""

UNVOICED = "Only the question names it: no provider has diagnosed it."


def drop_unvoiced(case: Case) -> None:
    """Leave out conditions that the provider is silent about and only the question names.

    Args:
        case: The case with its conditions; what the question alone names is taken out.
    """
    start = _silent_before(case)
    if start is None:
        return
    told = {
        i.code[:3]
        for i in case.items
        if not i.drug and _told(case, i, start) and not _by_machine(case, i, start)
    }
    for item in list(case.items):
        if item.drug or item.mention is None or any_matches(_FINDINGS, item.code):
            continue
        named_before = item.mention.span.start < start and not _by_machine(case, item, start)
        if named_before or item.code[:3] in told:
            continue
        case.items.remove(item)
        basis = [case.guideline("III.B" if case.setting != "outpatient" else "I.A.19", 0)]
        case.reject(item.code, UNVOICED, item.spans, basis)


_MACHINE = re.compile(
    r"\b(?:ekg|ecg|tele\w*|monitor|printout|labs?|lab (?:result|value)s?|cbc|bmp|ua|culture)\b[^.;?\n]*$",
    re.IGNORECASE,
)
_READ = re.compile(
    r"\b(?:cxr|x-?ray|ct|mri|us|ultrasound|echo|path\w*|radiolog\w+|report)\b[^.;?\n]*$", re.I
)


def _by_machine(case: Case, item: Item, start: int) -> bool:
    """Whether a condition stands only in a result: the reading of a test, no word of the provider.

    In outpatient care the reading of a radiologist or pathologist is one (IV.K).
    """
    spans = [s for s in item.spans if s.start < start]
    found = (case.text[: s.start] for s in spans)
    return bool(spans) and all(
        _MACHINE.search(lead) or (case.setting == "inpatient" and _READ.search(lead))
        for lead in found
    )


def unvoiced_verdict(case: Case) -> Decided | None:
    """No, where a condition is to be coded that only the question names; None otherwise.

    Args:
        case: The case after `drop_unvoiced`.
    """
    start = _silent_before(case)
    if start is None:
        return None
    clause = case.text[start:]
    if _QUERY.search(clause):
        return None
    dropped = {r.code[:3] for r in case.rejected if r.reason == UNVOICED or _denied(case, r, start)}
    codes = [p.code for p in proposed(case) if not any_matches(_FINDINGS, p.code)]
    held = any(i.code[:3] == c[:3] and not i.alternative for i in case.items for c in codes)
    if not dropped and (not codes or held or _diagnosed(case, codes)):
        return None
    if not codes and not _CODE_IT.search(clause) and not turning(clause):
        return None
    section = "I.A.19" if case.setting == "outpatient" else "III.B"
    verdict = "yes" if denies(clause) else "no"
    return Decided(verdict, section, 0, 1.0, settled=True)  # type: ignore[arg-type]


def unvoiced_finding(case: Case) -> bool:
    """Whether a finding is told of which the provider makes nothing.

    Args:
        case: The case.
    """
    return _silent_before(case) is not None


def _denied(case: Case, rejection: Rejection, start: int) -> bool:
    """Whether the silence itself names what the question asks about: "never documents sepsis"."""
    asked = {m.term.lower() for m in case.reading.mentions if m.span.start >= start}
    denied = {m.term.lower() for m in case.reading.mentions if m.span in rejection.evidence}
    absent = "says it is absent" in rejection.reason
    return absent and bool(asked & denied) and not any_matches(_FINDINGS, rejection.code)


def _diagnosed(case: Case, codes: list[str]) -> bool:
    """Whether the text names a condition of a proposed code's category as documented."""
    return any(r.code[:3] == c[:3] for r in case.rejected for c in codes if r.reason != UNVOICED)


def _silent_before(case: Case) -> int | None:
    """Where the question begins, if the provider is told to be silent on a finding before it."""
    start = _question_from(case)
    told = spoken(case.text[:start]) if start else ""
    for silence in SILENT.finditer(told):
        around = told[: silence.start()] + " " + told[silence.end() :]
        if (_RESULT.search(around) and _NUMBER.search(around)) or _FLAGGED.search(around):
            return start
    return None


_FLAGGED = re.compile(
    r"\b(?:ekg|ecg|tele\w*|cxr|x-?ray|ct|mri|echo|ua|cultures?|path\w*|labs?|lab result|lab value|cbc|bmp|wbc|imaging)\b"
    r"[^.;?]{0,40}\b(?:shows?|showed|reads?|says?|said|printout|flag\w*|low|high|elevated|abnormal|positive|impression"
    r"|grew|lists?|with)\b",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"[.?!;:\n,–—-]\s+(?=(?:(?:so|and|but|then|can|could|may|do|should|would|is|are|ok to|okay to|am) )*"
    r"(?:(?:i|we|it|that|you) )?(?:still |just |go ahead and )?(?:code|report|assign|add|pick up|capture|bill|use"
    r"|list)\b[^.?!;\n]*\W*$)",
    re.IGNORECASE,
)


def _question_from(case: Case) -> int:
    """Where the asking clause begins: the last one, with or without a question mark."""
    begun = [m.end() for m in _BEGINS.finditer(case.text)]
    return max([asking_from(case), *begun])


def _told(case: Case, item: Item, start: int) -> bool:
    """Whether a condition is named before the question, too."""
    mention: Mention | None = item.mention
    return mention is not None and (
        mention.span.start < start or any(s.start < start for s in item.spans)
    )
