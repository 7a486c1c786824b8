"""It depends: the rule turns on a fact that the question does not tell.

"DVT 9 weeks after delivery: an O code?" hangs on whether the provider relates it to the pregnancy
(I.C.15.o.3), "two codes with an Excludes1 between them: report both?" on whether the conditions are
related (I.A.12.a). Each line names a section, what is asked under it, and the words that would tell
the fact; where none of them stands in the question, neither yes nor no can be said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.models import Setting
from guidelines import lazy_re as re

_PROVIDER_TELLS = (
    r"(?:docs?|doctors?|provider|physician|surgeon|attending|hospitalist|ortho|md|np|pa|ob|onc\w*|op note"
    r"|summary|assessment|list)\b"
    r"[^.;?]{0,40}\b(?:say|said|stat|writ|wrote|document|call|chart|not(?:e|es|ed)\b|list|indicat|link|attribut|relat"
    r"|put|giv|describ)\w*"
    r"|['\"“][^'\"”]{4,}['\"”]|\b(?:nobody|no one|never|documented as|expected|inherent|integral|incidental|unrelated)\b"
)
_ABSOLUTE = r"\b(?:always|ever and ever|no matter what|absolute\w*|literally|automatically)\b"


@dataclass(frozen=True, slots=True)
class _Turn:
    sections: tuple[str, ...]
    asked: str
    """What is asked, of the question as a whole."""
    fact: str
    """Words that tell the fact, or ask about the rule itself."""
    statement: int
    """The statement that names the fact, from 0."""
    settings: tuple[Setting | None, ...] = (None, "inpatient", "outpatient")


_TURNS = (
    _Turn(
        ("I.A.12.a",),
        r"\b(?:both|together|either|delete|drop|remove|bypass|override|one of them)\b",
        r"\b(?:unrelated|related|relation|nothing to do|part of|same (?:condition|problem)|separate|due to"
        r"|caused|integral|stop)\b"
        r"|\b[A-Z]\d\d\b|" + _ABSOLUTE,
        2,
    ),
    _Turn(("I.B.16",), r"\bcomplication\b", _PROVIDER_TELLS + "|" + _ABSOLUTE, 0),
    _Turn(
        ("I.C.15.o.3",),
        r"\b(?:o[- ]codes?|o chapter|chapter 15|ch\.? ?15|ob codes?|pregnancy codes?)\b",
        _PROVIDER_TELLS
        + r"|\b(?:due to|related to|because of) (?:the |her )?(?:pregnancy|delivery)\b",
        0,
    ),
    _Turn(
        ("I.C.2.m", "I.C.2.d"),
        r"\bC\d\d|\b(?:active|current|cancer code|history|still)\b",
        r"\b(?:chemo\w*|radiat\w+|xrt|rad onc|adjuvant|hormon\w+|tamoxifen|anastrozole|letrozole|arimidex"
        r"|lupron|adt|treat\w*|tx|therapy"
        r"|ned|no evidence|surveillance|undetectable|recur\w*|follow(?:ed|[- ]?up)|mets?|metasta\w*|finished|completed"
        r"|on \w+mab"
        r"|disease[- ]free|cured|history of|hx of|h/o|margins?|remission)\b",
        0,
    ),
    _Turn(
        ("I.C.9.e.1",),
        r"\b(?:I25\.2|old mi|z ?code|aftercare)\b",
        r"\b(?:\d+ ?(?:yrs?|years?|y|mos?|months?|days?)\b|[1-4] ?(?:wks?|weeks?)|years|months|last year|in (?:19|20)\d\d"
        r"|no (?:further|more|longer|problems|complaints|treatment|care|symptoms)|healed|asymptomatic|stable|still"
        r"|ongoing|continu\w+"
        r"|rehab\w*|old\b(?! mi)|treat\w*|care\b|new)\b",
        6,
    ),
    _Turn(
        ("I.C.2.l.6",),
        r"\b(?:first|before|ahead|principal|pdx|lead)\b",
        r"\b(?:focus|treat\w*|admitted|here|for|repair\w*|fixation|nailing|orif|surgery|xrt|radiation|chemo\w*|directed)\b",
        0,
    ),
    _Turn(
        ("I.C.19.a", "I.C.19.c", "I.C.19.c.1"),
        r"\b(?:first (?:time|visit|encounter)|new (?:pt|patient|doctor|provider|surgeon"
        r"|practice))\b[\s\S]*\b(?:7th|seventh|A|initial)\b",
        r"\b(?:active\w*|surg(?:ery|ical)|orif|nail\w*|reduc\w*|cast\w*|follow\w*|f/u|heal\w*|routine|recover\w*"
        r"|definitive|plan\w*"
        r"|treat\w*|fixat\w*|pinn\w*|aftercare|rehab|therapy|removal"
        r"|nonunion|malunion|never|delay\w*)\b",
        0,
    ),
    _Turn(
        ("III", "III.A", "IV.J", "I.C.21.c.4"),
        r"\b(?:pmhx?|problem list|(?:past )?history (?:section|list))\b",
        r"\b(?:treat\w*|meds?|medications?|monitor\w*|evaluat\w*|bearing|chronic|on \w+|affect\w*|work-?up|address\w*"
        r"|tx|manag\w*"
        r"|impact\w*|matter\w*|relevan\w*|irrelevan\w*)\b",
        0,
    ),
    _Turn(
        ("II.H", "IV.H", "III.C"),
        r"\b(?:probable|possible|suspected|likely|uncertain)\b[^?]*\b(?:code|report|codable|reportable|use)\b",
        r"\b(?:inpt|inpatient|outpt|outpatient|office|clinic|ed|er|obs|observation|discharge\w*|dc|admi\w+"
        r"|hospital|acute care|visit"
        r"|encounter|snf|stay|ruled out|pending|surgery)\b",
        0,
        (None,),
    ),
)


def hanging(text: str, section: str, setting: Setting | None) -> int | None:
    """The statement on which the answer turns; None where the question tells the fact.

    Args:
        text: The question as typed.
        section: The section that ranks first.
        setting: Inpatient or outpatient, where known.
    """
    return next(_untold(text, section, setting), None)


def _untold(text: str, section: str, setting: Setting | None) -> Iterator[int]:
    for turn in _TURNS:
        if section not in turn.sections or setting not in turn.settings:
            continue
        if re.search(turn.asked, text, re.IGNORECASE) and not re.search(
            turn.fact, text, re.IGNORECASE
        ):
            yield turn.statement
