"""It depends: a code whose rule names a condition of which the question tells nothing.

Unlike `_hanging`, which goes by the section that search ranks first, each line here goes by the code
or the words that are proposed: "recent NSTEMI. I21.4 still?" turns on the weeks since (I.C.9.e.1),
"9 y/o ex-preemie. P07?" on whether that affects the child's health today (I.C.16.e).
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.reasoning._asked import FIRST
from assistant.reasoning._case import Case
from assistant.reasoning._clause import asking_clause
from assistant.reasoning._proposed import proposed
from assistant.reasoning._verdict import Decided
from guidelines import lazy_re as re
from guidelines.rules import any_matches


@dataclass(frozen=True, slots=True)
class _Turn:
    section: str
    statement: int
    """The statement that names the fact, from 0."""
    about: str
    """What the question tells of, so that the rule is in play."""
    fact: str
    """Words that tell the fact on which the rule turns."""
    codes: tuple[str, ...] = ()
    """The codes that are proposed."""
    asks: str = ""
    """Words that propose them without a code."""
    first: bool = False
    """Whether it is the first place that is asked for."""


_REASON = (
    r"admi(?:t\w*|ssion)|here (?:for|today)|seen for|came (?:in )?(?:for|with)|comes (?:in )?for|presents?|focus\w*"
    r"|treat\w*|tx\b|directed"
    r"|radiat\w*|xrt|chemo\w*|resect\w*|\w+ectomy|surg\w*|manag\w*|control|reason|visit (?:is )?for|infusion"
    r"|craniotomy|gamma|evaluat\w*"
    r"|injection|block|pump"
)
_TURNS = (
    _Turn("I.C.4.a.3", 5,
          r"\b(?:(?:got|given|gave|received|receiving|required|started|placed|put|was on|on) (?:\w+ ){0,2}insulin\b"
          r"|insulin (?:given|used"
          r"|ordered|drip|gtt))[^.?]*\b(?:admission|admit|stay|hospital\w*|in-?house|inpatient|icu|encounter|visit"
          r"|er|ed|floor)\b"
          r"|\b(?:during|in|while)\b[^.?]{0,30}\b(?:admission|stay|hospital\w*|in-?house|inpatient"
          r"|icu)\b[^.?]{0,30}\binsulin\b",
          r"home|long[- ]?term|daily|nightly|qhs|lantus|glargine|levemir|toujeo|tresiba|pump|temporar\w*|only|just"
          r"|brief\w*|short|until"
          r"|bring|under control|discharg\w*|d/c|sliding|steroid\w*|maintenance|chronic\w*|takes|continu\w*|basal"
          r"|usual|outpt|outpatient"
          r"|type 1|t1\w*|pta|prior|going forward|transient\w*|days?\b|metformin",
          codes=("Z79.4",)),
    _Turn("I.C.9.e.1", 5,
          r"\b(?:recent(?:ly)?|post|s/p|old|prior|previous|earlier|outside hosp\w*|osh"
          r"|had (?:an? )?)\b[^.?]{0,30}\b(?:n?stemi|mi|ami|heart attack|infarct\w*)\b",
          r"\d+ ?(?:d|days?|wks?|weeks?|mos?|months?|yrs?|years?)\b|(?:two|three|four|five|six|few|several"
          r"|couple(?: of)?) (?:days|weeks|months)"
          r"|yesterday|today|last (?:night|week|month|year)|this (?:morning|week|month)|on \d|\d{1,2}/\d{1,2}|acute"
          r"|new|evolving|active|troponin"
          r"|a week|a month|years|healed|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d",
          codes=("I21.-", "I22.-", "I25.2")),
    _Turn("I.C.16.e", 0,
          r"\b(?:(?:[2-9]|\d\d)[- ]?(?:y/?o|yrs?\b|years?\b)|adults?|teen\w*|toddler|school[- ]age|child)\b",
          r"affect\w*|relat\w*|due to|because|caus\w*|bpd|cld|bronchopulmonary|rop|retinopathy|delay\w*|sequel\w*"
          r"|impact\w*|attribut\w*"
          r"|still (?:has|on|needs?|affect\w*|caus\w*|follow\w*)|unrelated|current|healthy|bearing|influenc\w*"
          r"|relevan\w*|no (?:issues|effect|problems)|only history|complication\w*",
          codes=("P07.-",)),
    _Turn("I.C.6.b.3", 0,
          r"\bpost-?\s?op\w*[- ]pain|\bpain (?:after|following|s/p|post) (?:\w+ ){0,2}(?:surg\w*|op\b|procedure"
          r"|\w+ectomy)|\bsurgical pain",
          r"acute|chronic|expected|routine|normal|usual|typical|severe|proportion|control\w*|manag\w*|complicat\w*"
          r"|device|beyond|excessive"
          r"|persist\w*|prolong\w*|pain (?:service|team|clinic|consult)|provider|surgeon|doc\w*|months?|weeks?"
          r"|thoracotom\w*|intractable"
          r"|uncontrolled|admitted|readmit\w*",
          codes=("G89.18", "G89.12", "G89.28", "G89.22")),
    _Turn("I.C.6.b.5", 1,
          r"\b(?:cancer|ca|tumou?r|neoplasm\w*|malignan\w*|mets|metasta\w*|onc\w*)\b",
          _REASON, codes=("G89.3",), first=True),
    _Turn("I.C.9.d.3", 0,
          r"\b(?:history|hx|h/o|old|prior|previous|past|s/p|had an?)\b[^.?]{0,20}\b(?:stroke|cva|infarct\w*)\b"
          r"|\b(?:stroke|cva) (?:history|hx|\d)",
          r"deficit\w*|residual\w*|weak\w*|hemi\w*|aphasi\w*|dysphagi\w*|dysarthri\w*|sequel\w*|facial|droop"
          r"|ataxi\w*|cognit\w*|no (?:effects|"
          r"problems|symptoms|issues)|recover\w*|resolved|paraly\w*|numb\w*|left(?:over|-?sided)|late effect\w*"
          r"|speech|vision|gait|back to",
          codes=("I69.-",)),
    _Turn("I.C.2.l.2", 0,
          r"\b(?:mets?|metasta\w*|spread)\b",
          _REASON + r"|only|unknown primary|pathologic\w*|fracture|both|history|hx|removed|s/p|gone",
          codes=("C77-C79",), asks=r"\b(?:mets?|metasta\w*|secondary site)\b", first=True),
    _Turn("I.C.2.c.1", 0,
          r"(?=[\s\S]*\b(?:cancer|ca|tumou?r|malignan\w*|leuk[a]?emia|lymphoma|myeloma)\b)[\s\S]*\b(?:anemia|anemic"
          r"|transfus\w*|hgb)\b",
          r"due to|d/t|2/2|from|chemo\w*|relat\w*|associated|in (?:the )?(?:malig\w*|neopl\w*)|secondary|blood loss"
          r"|iron|D6\d|D50|only|treat\w*"
          r"|manag\w*|admit\w*|for (?:the )?anemia|unrelated|bleed\w*",
          codes=("C00-C96",), asks=r"\b(?:c code|cancer|malignancy|anemia)\b", first=True),
    _Turn("IV.K", 2,
          r"\b(?:lab\w*|blood (?:draw|work)|venipuncture|x-?ray|imaging|radiolog\w*|test\w*)\b",
          r"routine\w*|screen\w*|symptom\w*|signs?|asymptomatic|no (?:dx|diagnos\w*|complaint\w*|reason|indication"
          r"|problem\w*)|for (?:a |an |the "
          r"|his |her )?(?!lab|test|blood|draw|venip|a lab)\w+|order (?:says|lists|dx|reads)|dx\b|diagnos\w*"
          r"|pre-?op\w*|monitor\w*|f/u|follow\w*"
          r"|healthy|employ\w*|physical|annual",
          codes=("Z01.89",)),
    _Turn("I.C.1.a.2.b", 0,
          r"\bhiv\b|\baids\b",
          r"relat\w*|admi\w*|unrelated|injur\w*|fracture|fx|trauma\w*|due to|asymptomatic|opportunistic|pcp\b"
          r"|pneumonia|kaposi|thrush"
          r"|candid\w*|tb\b|crypto\w*|lymphoma|appendic\w*|delivery|pregnan\w*|for\b|here|seen|no symptoms|positive only",
          codes=("B20",), first=True),
    _Turn("II.J", 0,
          r"\boutpatient (?:surg\w*|procedure)|\b(?:asc|same[- ]day) (?:surg\w*|procedure)|\bambulatory surg\w*",
          r"complicat\w*|bleed\w*|bled|infect\w*|unrelated|no other|neither|nothing else|without|not (?:given|stated"
          r"|documented|a complication)"
          r"|reason (?:for|is) (?:the )?(?:inpatient|admission)|because|due to|\bfor (?:pain|observ\w*|nausea"
          r"|monitor\w*)|hypox\w*|afib|mi\b|pain"
          r"|obs\b|observation|retention|fever|only reason|continuing care only",
          asks=r"\b(?:surg\w*|procedure|reason|operation|dx|diagnos\w*)\b", first=True),
    _Turn("I.C.15.a.4", 0,
          r"(?=[\s\S]*\b(?:trimester|antepartum|antenatal)\b)[\s\S]*\b(?:stay\w*|admi\w*|went|into|through|until|cross\w*)\b",
          r"develop\w*|began|start\w*|onset|since|arose|appear\w*|dx['’]?d|diagnos\w*|pre-?existing"
          r"|at (?:the time of )?admi\w*|on admi\w*"
          r"|came (?:in )?with|when (?:the|it)|deliver(?:ed|s)\b|discharge",
          asks=r"\btrimester (?:character|char|code|digit)?\W*.{0,20}\b(?:stay|remain|keep|change|use|used|right"
               r"|correct|on the)\w*"),
    _Turn("I.C.20", 1,
          r"\b(?:external cause|chapter 20|v-?y|cause) codes?\b",
          r"national\w*|federal\w*|state\w*|payers?|payors?|mandate|medicaid|medicare|cms|law|everywhere|hipaa|always",
          asks=r"\b(?:our|we|us|i|my|here)\b[^?]*\b(?:must|mandatory|required?|have to|obligat\w*|can we skip|skip)\b"),
    _Turn("I.C.19.g.3.a", 0,
          r"\b(?:heart|lung|liver|pancreas|bone marrow|bmt|stem cell|cornea\w*"
          r"|intestin\w*)[^.?]{0,15}\btransplant\w*|\btransplant\w*",
          r"reject\w*|fail\w*|gvhd|dysfunction|affect\w*|effect\w*|functioning|impair\w*|of the (?:graft|transplant\w*)"
          r"|unrelated|infection of"
          r"|works?|working|normal|intact|ckd|chronic kidney|n18",
          codes=("T86.0-", "T86.2-", "T86.3-", "T86.4-", "T86.8-")),
    _Turn("I.C.4.a", 0,
          r"\buncontrolled\b[^.?]{0,20}\b(?:dm\w*|diabet\w*|t[12]\w*)\b|\b(?:dm\w*|diabet\w*"
          r"|t[12]\w*)\b[^.?]{0,20}\buncontrolled\b",
          r"hyper\w*|hypo\w*|high|low|glucose|a1c|bg\b|sugars?|poorly|out of control",
          codes=("E08.65", "E09.65", "E10.65", "E11.65", "E13.65", "E11.649", "E10.649")),
)  # fmt: skip
SILENCE = re.compile(
    r"\b(?:not|never|nobody|no ?one|nor|n['’]?t|doesn['’]?t|didn['’]?t|isn['’]?t|wasn['’]?t|hasn['’]?t|no (?:word"
    r"|mention|date|info\w*|documentation"
    r"|event date))\b(?: \w+){0,3}? ?(?:relat\w*|say\w*|said|stat(?:e[sd]?|ing)|call\w*|document\w*|link\w*"
    r"|mention\w*|specif\w*|attribut\w*"
    r"|tell\w*|clear|given|known|in the|whether|of\b|on\b)[^.;?\n]*",
    re.IGNORECASE,
)
"""What is told not to be told: it tells no fact."""
_RULE_ITSELF = re.compile(
    r"\b(?:always|ever|never|no matter|automatically|regardless|every (?:time|visit)|any ?time|unless|only (?:if"
    r"|when)|in general"
    r"|even if|even though)\b",
    re.IGNORECASE,
)
"""Words that ask about the rule, not of a case."""


def untold_verdict(case: Case) -> Decided | None:
    """Depends, where the rule of what is proposed turns on a fact that is not told; None otherwise.

    Args:
        case: The case, worked out.
    """
    text = case.text
    start, clause = asking_clause(case)
    if _RULE_ITSELF.search(text):
        return None
    told = SILENCE.sub(" ", text)
    codes = [p.code for p in proposed(case)] or [
        s.text.upper().rstrip("-.") for s in case.reading.codes_named if s.start >= start
    ]
    first = FIRST.search(clause) is not None
    for turn in _TURNS:
        if turn.first and not first:
            continue
        by_code = any(any_matches(turn.codes, c) or _heads(turn.codes, c) for c in codes)
        by_words = bool(turn.asks) and not codes and re.search(turn.asks, clause, re.IGNORECASE)
        if not (by_code or by_words) or not re.search(turn.about, text, re.IGNORECASE):
            continue
        if re.search(rf"\b(?:{turn.fact})", told, re.IGNORECASE):
            return None
        return Decided("depends", turn.section, turn.statement, 1.0, settled=True)
    return None


def _heads(patterns: tuple[str, ...], code: str) -> bool:
    """Whether a category is proposed of which codes are meant: "I69 code?"."""
    return len(code) == 3 and any(p.startswith(code) for p in patterns)
