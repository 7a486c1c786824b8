"""It depends: what the chart leaves open decides about the code that the question proposes.

Two providers contradict each other and nobody has settled it (I.A.19); the code stands for a link
that nobody documents, so that a rule of the case asks the provider about it (I.C.1.d.1.a.iv,
I.C.18.g, I.C.19.g.3.b); or the order of two injuries hangs on which of them is the graver (I.C.19.b).
The code is offered, not recommended, until the provider has answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.models import Assertion, Mention, Verdict
from assistant.querying import Gap
from assistant.reasoning._asked import FIRST
from assistant.reasoning._case import Case, Item
from assistant.reasoning._clause import asking_from
from assistant.reasoning._proposed import proposed
from assistant.reasoning._unvoiced import SILENT
from assistant.reasoning._verdict import Decided
from guidelines import lazy_re as re
from guidelines.rules import any_matches

_LINKING = {
    "I.C.1.d.1.a.iv": ("R65.2-",),
    "I.C.2.c.1": ("D63.0",),
    "I.C.10.d.1": ("J95.851",),
    "I.C.15.o.3": ("O00-O9A",),
    "I.C.18.g": ("R65.11",),
    "I.C.19.g.3.b": ("T86.1-",),
}
"""The codes that say the link which a section has the provider asked for.

A complication of a procedure is not among them: without the provider's word there is none (I.B.16).
"""
_OTHER_CAUSE = re.compile(
    r"\bunrelated\b|(?:\bnot\b|n['’]t) (?:\w+ )?(?:due|related|caused|secondary|from|because|attribut\w+|affect\w*"
    r"|a complication|septic)"
    r"|\bun(?:affected|involved)\b|\b(?:doing|functioning|works?|working) (?:well|fine|normally)\b"
    r"|\b(?:aki|arf|atn|failure|injury|dysfunction|encephalopathy|hypotension|creatinine|prerenal)\b"
    r"(?:(?!\b(?:or|whether|if|unclear|n['’]t|not|never)\b)[^.;?,]){0,25}"
    r"\b(?:due to|from|secondary to|2/2|d/t|attributed to|caused by|because of) (?!(?:the |her |his "
    r"|a )?(?:\w+ )?(?:seps|septic|sirs|infect))",
    re.IGNORECASE,
)
"""Another cause is documented, or the link denied."""
_UNSURE_WHICH = re.compile(
    r"\b(?:or from|or due|whether|unclear|unknown|unsure)\b|n['’]t (?:say|state|specify|document)",
    re.IGNORECASE,
)

_WHO = re.compile(
    r"\b(?:(?P<emergency>(?:ed|er)\b(?: (?:doc|md|physician|provider|note|chart))?|emergency (?:doc\w*|physician|provider))"
    r"|(?P<attending>attending|hospitalist|primary team|d/?c summary|discharge summary|dc summ|ds)"
    r"|(?P<heart>cardiolog\w+|cards)|(?P<lung>pulm\w*|intensivist|icu (?:doc|team|note))|(?P<kidney>neph\w*"
    r"|renal (?:team|consult|note))"
    r"|(?P<infection>id (?:consult|doc|note|says|wrote)|infectious dis\w+)|(?P<nerve>neuro\w*)|(?P<surgeon>surgeon"
    r"|surgery|ortho\w*)"
    r"|(?P<gut>gi (?:doc|consult|note|says|wrote))|(?P<tumor>onc(?:olog\w+)?)|(?P<path>path(?:olog\w+)?|radiolog\w+)"
    r"|(?P<consultant>consult(?:ant|s|ing)?)|(?P<pcp>pcp)|(?P<resident>resident|np|pa)|(?P<hp>h ?& ?p)"
    r"|(?P<progress>progress notes?)"
    r"|(?P<one>one (?:provider|doc\w*|physician))|(?P<other>(?:the )?(?:other|another|second)(?: (?:provider|doc\w*"
    r"|physician))?))\b",
    re.IGNORECASE,
)
"""Those whose documentation counts, and the documents in which it stands."""
_AT_ODDS = re.compile(
    r"\b(?:conflict\w*|contradict\w*|disagree\w*|discrepan\w*|at odds|inconsistent)\b"
    r"|\b(?:never|nobody|no ?one|not|n['’]t|no|without)\b[^.;?]{0,25}\b(?:reconcil\w+|resolv\w+|clarif\w+|addend\w+"
    r"|agree\w*|settled)\b"
    r"|\bunresolved\b|\bunreconciled\b",
    re.IGNORECASE,
)
_SETTLED = re.compile(
    r"\b(?:ruled out|r/o['’]?d|after (?:work-?up|study|workup)|addend\w+|agree[sd]?|concur\w*|clarified|finally"
    r"|corrected|retracted"
    r"|excluded|turned out|changed (?:it|the)|revised|final (?:dx|diagnosis))\b",
    re.IGNORECASE,
)
_QUERY = re.compile(
    r"\b(?:query|quer(?:ies|ying)|ask|clarif\w+|who|whose|go with|override)\b", re.IGNORECASE
)
_CODE_IT = re.compile(
    r"\b(?:cod(?:e[sd]?|ing|e?able)|report(?:ed|able)?|add(?:ed)?|assign(?:ed)?|use|pick(?:ed)? up|captur\w+|bill\w*"
    r"|ok(?:ay)?|good|right)\b",
    re.IGNORECASE,
)


def leave_open(case: Case) -> None:
    """Offer, without recommending them, the codes on which providers contradict each other.

    Args:
        case: The case after its rules.
    """
    for asserted in _contradicted(case):
        for item in case.items:
            if not item.drug and not item.alternative and item.mention == asserted:
                item.alternative = True
                item.basis.insert(0, case.guideline("I.A.19", 3))
                words = asserted.span.text
                case.gaps.append(Gap(f"conflict: “{words}”", words, item.code, item.spans))


def open_verdict(case: Case, ordered: Sequence[Item]) -> Decided | None:
    """Depends, where what the question proposes hangs on a fact that the chart leaves open.

    Args:
        case: The case, worked out.
        ordered: Its codes in reporting order.
    """
    start = asking_from(case)
    clause = case.text[start:] if start else case.reading.question
    if _QUERY.search(clause):
        return None
    codes = [p.code for p in proposed(case)]
    for section, statement in case.left_open:
        linking = _LINKING.get(section, ())
        if any(any_matches(linking, c) for c in codes) or _names_kind(linking, clause):
            told = case.text[: start or len(case.text)]
            if another_cause(told):
                return None
            return Decided("depends", section, statement, 1.0, settled=True)
    if _at_odds(case, start, clause, codes):
        return Decided("depends", "I.A.19", 3, 1.0, settled=True)
    if _free_order(case, clause, codes, ordered):
        section = "I.C.9.a.3" if any(i.code.startswith("I13") for i in ordered) else "I.C.9.a.2"
        return Decided("depends", section, 5 if section == "I.C.9.a.3" else 3, 1.0, settled=True)
    graver = _graver_injury(case, ordered, clause, codes)
    return Decided(graver, "I.C.19.b", 1, 1.0, settled=True) if graver else None


def another_cause(told: str) -> bool:
    """Whether the documentation names another cause, or denies the link, without doubt.

    Args:
        told: The documentation.
    """
    return _OTHER_CAUSE.search(told) is not None and not _UNSURE_WHICH.search(told)


def at_odds(case: Case, start: int) -> bool:
    """Whether providers contradict each other and nobody has settled it (I.A.19).

    Args:
        case: The case.
        start: Where the question begins.
    """
    return _at_odds(case, start, "code", ())


_KIND_WORDS = {
    "R65.2-": r"\bsevere sepsis\b",
    "T86.1-": r"\b(?:transplant|graft) complication\b|\bcomplication of (?:the )?(?:kidney )?transplant\b",
    "O00-O9A": r"\b(?:ob|o|pregnancy|chapter 15|obstetric) codes?\b",
}


_REASON_TOLD = re.compile(
    r"\b(?:admi(?:t|ts|tted|ssion)|adm|here|came(?: in)?|presents?|presented|brought in|hospitali[sz]ed"
    r"|stay) (?:\w+ )?(?:for|with|w/?|due|because|2/2)\b"
    r"|\b(?:main|reason|focus\w*|principal reason|always|ever|never|can|may|could)\b",
    re.IGNORECASE,
)


def _free_order(case: Case, clause: str, codes: Sequence[str], ordered: Sequence[Item]) -> bool:
    """Whether acute kidney failure and the hypertensive disease are to be put in order.

    The circumstances of the admission decide it (I.C.9.a.2), which a question may not tell.
    """
    reported = [i.code for i in ordered if not i.alternative]
    both = any(r.startswith("N17") for r in reported) and any(
        r[:3] in ("I12", "I13") for r in reported
    )
    named = any(c[:3] in ("N17", "I12", "I13") for c in codes) or re.search(
        r"\b(?:aki|arf|atn|acute (?:kidney|renal))\b", clause, re.IGNORECASE
    )
    asks = FIRST.search(clause) or re.search(r"\b(?:ahead of|before|lead)\b", clause, re.IGNORECASE)
    return both and bool(named) and bool(asks) and not _REASON_TOLD.search(case.text)


def _names_kind(linking: Sequence[str], clause: str) -> bool:
    """Whether the clause names what the linking codes stand for, in words."""
    return any(
        re.search(_KIND_WORDS[pattern], clause, re.IGNORECASE)
        for pattern in linking
        if pattern in _KIND_WORDS
    )


def _at_odds(case: Case, start: int, clause: str, codes: Sequence[str]) -> bool:
    """Whether providers contradict each other on what the clause proposes to code."""
    if FIRST.search(clause) or not (codes or _CODE_IT.search(clause)):
        return False
    denied = list(_contradicted(case))
    if denied:
        return True
    told = case.text[:start]
    if not start or SILENT.search(told):
        return False
    several = len(_speakers(told)) > 1 or _SEVERAL.search(told) is not None
    return several and _AT_ODDS.search(told) is not None


_SEVERAL = re.compile(
    r"\b(?:two|2|both|three|the) (?:docs|doctors|providers|physicians|notes|attendings)\b", re.I
)


def _speakers(text: str) -> set[str]:
    return {str(m.lastgroup) for m in _WHO.finditer(text)}


def _contradicted(case: Case) -> Iterator[Mention]:
    """Conditions that one provider documents and another one denies, nothing said of an end to it."""
    start = asking_from(case) or len(case.text)
    told = case.text[:start]
    speakers = [(m.start(), str(m.lastgroup)) for m in _WHO.finditer(told)]
    if len({who for _, who in speakers}) < 2:
        return
    if _SETTLED.search(told) and not _AT_ODDS.search(told):
        return
    said = [(m, _speaker(m, speakers)) for m in case.reading.mentions if m.span.start < start]
    for one, who in said:
        if one.assertion is not Assertion.PRESENT or who is None:
            continue
        for other, denier in said:
            opposed = other.assertion is Assertion.NEGATED and denier not in (None, who)
            if opposed and _same(case, one, other):
                yield one
                break


def _speaker(mention: Mention, speakers: Sequence[tuple[int, str]]) -> str | None:
    before = [who for place, who in speakers if place < mention.span.start]
    return before[-1] if before else None


def _same(case: Case, one: Mention, other: Mention) -> bool:
    a, b = set(case.words_of(one.term)), {*case.words_of(other.term), *case.denied_in(other.term)}
    return bool(a) and bool(b) and (a <= b or b <= a)


_GRAVER_TOLD = re.compile(
    r"\b(?:most (?:serious|severe)|more (?:serious|severe)|worse|worst|graver|main|primary (?:focus|reason|injury)"
    r"|focus\w*|chief\w*"
    r"|orif|surger\w+|operat\w+|or\b|nail\w*|fixat\w*|repair\w*|craniotomy|laparotomy|splenectomy|chest tube"
    r"|admitted (?:for|because)"
    r"|minor|superficial|life[- ]threatening|incidental|principal (?:injury|focus)|no treatment|observation only|icu)\b"
)
_GRAVER = (
    r"\b(?:most (?:serious|severe)|more (?:serious|severe)|worse|worst|graver|main|focus\w*|orif|surger\w+|operat\w+"
    r"|nail\w*|fixat\w*"
    r"|craniotomy|laparotomy|splenectomy|life[- ]threatening|admitted (?:for|because))\b"
)
_INJURY = ("S00-S99", "T07.-", "T14.-")
_LIGHT = re.compile(
    r"\b(?:abrasion|contusion|superficial|insect bite|blister|external constriction|foreign body of|splinter)\b",
    re.IGNORECASE,
)


def _graver_injury(
    case: Case, ordered: Sequence[Item], clause: str, codes: Sequence[str]
) -> Verdict | None:
    """Whether an injury comes first: the graver one does, and the provider says which that is."""
    if not FIRST.search(clause):
        return None
    injuries = [
        i
        for i in ordered
        if not i.alternative and any_matches(_INJURY, i.code) and i.code[-1] in "ABC"
    ]
    kinds = {i.code[:3] for i in injuries}
    if len(kinds) < 2:
        return None
    asked = [i for i in injuries if _asked(case, i, clause, codes)]
    if len({i.code[:3] for i in asked}) != 1:
        return None
    light = {i.code for i in injuries if _LIGHT.search(case.codeset.get(i.code).title)}
    others = [i for i in injuries if i.code[:3] != asked[0].code[:3]]
    if asked[0].code in light:
        return None if all(o.code in light for o in others) else "no"
    if all(o.code in light for o in others):
        return "yes"
    told = case.text[: len(case.text) - len(clause)]
    if not _GRAVER_TOLD.search(told.lower()):
        return "depends"
    focus = [_in_focus(case, group) for group in (asked, others)]
    return None if focus[0] == focus[1] else "yes" if focus[0] else "no"


_APART = re.compile(r"[.;,\n]|\b(?:also|and|plus|with)\b", re.IGNORECASE)


def _in_focus(case: Case, injuries: Sequence[Item]) -> bool:
    """Whether the words around an injury tell that the treatment was directed at it."""
    for span in (s for i in injuries for s in i.spans):
        before = _APART.split(case.text[: span.start])[-1]
        after = _APART.split(case.text[span.end :])[0]
        if re.search(_GRAVER, f"{before} {after}", re.IGNORECASE):
            return True
    return False


def _asked(case: Case, item: Item, clause: str, codes: Sequence[str]) -> bool:
    """Whether the clause names an injury, by its code or by a word of its words."""
    if codes:
        return any(item.code.startswith(c) for c in codes)
    words = {w for s in item.spans for w in case.words_of(s.text)}
    title = set(case.words_of(case.codeset.get(item.code).title))
    return bool((words | title) & set(case.words_of(clause)))
