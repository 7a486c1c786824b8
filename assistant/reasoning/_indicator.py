"""Which POA indicator a condition gets, for a question that proposes one (App.I)."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.models import Verdict
from assistant.reasoning._case import Case, Item
from assistant.reasoning._clause import asking_clause
from assistant.reasoning._polarity import denies
from assistant.reasoning._verdict import Decided
from guidelines import lazy_re as re
from guidelines.rules import any_matches

_LETTER = (
    r"(?P<{0}>[YNUW]\b|(?i:yes|no|unknown|undetermined|clinically undetermined|blank|exempt)\b)"
)
_INDICATOR = re.compile(
    r"\bPOA\b(?:['’]s)?\W*(?i:(?:is|of|be|as|an?|the|indicator|should|status|right|for (?:this|that|it)|go|gets?"
    r"|still|also)\W+)*[\"'“]?"
    + _LETTER.format("a")
    + r"|\b"
    + _LETTER.format("b")
    + r"[\"'”]?(?i: (?:for|as|on|in) (?:the |my |its )?)POA\b"
    r"|\b(?i:(?:not|never|isn['’]?t|wasn['’]?t) (?:really |considered )?)(?P<not>POA|present on admission)\b"
    r"|\b(?i:(?:is|was|are|were|count\w*(?: as)?|code[ds]?(?: it)?(?: as)?|considered|call(?:ed)?(?: it| this)?"
    r"|still|report(?:ed)?"
    r"(?: it)?(?: as)?) (?:it |this |that |the \w+ |still |considered |as )?)"
    r"(?P<bare>POA|present on admission)\b(?!\W*(?:[YNUW]\b|(?i:indicator|list|reporting|status|field|exempt|rules?"
    r"|guideline)))"
    r"|\b[A-Z]\d[\dA-Z.]+ (?i:(?:\w+ ){0,4}?(?:gets?|is|as|with|take[ns]?|needs?|=|indicator) (?:an? "
    r"|the )?)[\"'“]?(?P<c>[YNUW])\b"
    r"|\b(?i:(?:pick|put|use|chose|give|gave|assign|go with) (?:an? |the )?)[\"'“]?(?P<d>[YNUW])\b"
)
"""The indicator that a question proposes."""
_WORDS = {
    "yes": "Y",
    "no": "N",
    "unknown": "U",
    "undetermined": "W",
    "clinically undetermined": "W",
    "exempt": "blank",
}
_ABOUT = re.compile(
    r"\b(?:POA|present on admission)\b|\bwhether (?:it|this|that|the \w+) was (?:present|there)\b"
    r"|\b[A-Z]\d[\dA-Z.]+ gets (?:an? )?[YNUW]\b"
)

_STARTS = (
    r"(?:began|begins?|start(?:s|ed)|onset|develop(?:s|ed|ing)?|occurred|happened|got|spiked|bled|broke (?:down|out"
    r"|his|her|the)"
    r"|fell|fall|new|crash\w*|dropp?\w*|threw"
    r"|worsened|progressed|evolved|came on|flared?|exacerbat\w*|decompensat\w*|perforat\w*|ruptur\w*|bleeding"
    r"|aspirat\w*|arrest\w*"
    r"|went into)"
)
_DAY = (
    r"(?:(?:hospital |hosp )?(?:day|night) ?#?|hd ?#?|h\.?d\.? ?|pod ?#?|post-?op day ?#?|ppd ?#?)"
    r"(?:[2-9]|\d\d|two|three|four|five|six|seven)\b"
)
_LATER = re.compile(
    rf"\b{_STARTS}\b[^.;?]{{0,45}}\b{_DAY}|\b(?:(?:on|by|until) )?{_DAY}[^.;?]{{0,30}}\b{_STARTS}\b"
    rf"|\bduring (?:the |this |her |his )?(?:delivery|stay|hospitali[sz]ation|admission|surgery|hospital course)"
    rf"|\b(?:out of|from) (?:the |his |her )?hospital bed|\bhospital[- ]acquired\b|\bnosocomial\b"
    rf"|\bafter (?:the )?admi(?:ssion|t\w*)\b"
    r"|\bstage \d later\b|\bstage \d by discharge\b|\bin[- ]house\b|\bpost-?admission\b"
    r"|\b(?:not|wasn['’]?t|weren['’]?t) (?:there |present |poa )?(?:on|at) (?:admi\w+|arrival)"
    rf"|\b{_STARTS}\b[^.;?]{{0,20}}\b(?:a few |several |two |three |\d )?days (?:later|into|in\b|after)"
    rf"|\bdays? (?:later|into the stay|after (?:admi\w+|arrival))[^.;?]{{0,25}}\b{_STARTS}\b",
    re.IGNORECASE,
)
"""What began in the course of the stay."""
_FLARE = re.compile(
    rf"\b{_DAY}[^.;?]{{0,25}}\b(?:acute )?(?:exacerbation|flare|bleed|perforation|status asthmaticus|ketoacidosis"
    rf"|hypoglyc\w+)\b"
    rf"|\b(?:exacerbation|flare|bleed|perforation|status asthmaticus|ketoacidosis|hypoglyc\w+)\b[^.;?]{{0,25}}\b{_DAY}",
    re.IGNORECASE,
)
"""A later part of what one code tells: its exacerbation, its bleeding."""
_BY_CARE = re.compile(r"\b(?:VAP|CAUTI|CLABSI)\b")
"""Infections of the care itself, mostly that of this stay."""
_BEFORE = re.compile(
    r"\b(?:in|from|while (?:still )?in|boarding in) (?:the |our )?(?:ed|er|emergency \w+|obs\w*|triage)\b"
    r"|\b(?:present |there |already |had it |noted |found )?(?:on|at|upon) (?:arrival|presentation|admi(?:t|ssion))\b"
    r"|\b(?:since|from) (?:arrival|admi(?:t|ssion)|presentation|before)\b"
    r"|\b(?:night|day|hours?|evening|morning|minutes?) before (?:the |her |his )?(?:inpatient |inpt )?(?:order|admi\w+)"
    r"|\bbefore (?:the )?(?:inpatient |inpt )?(?:admi\w+|order)|\bprior to (?:arrival|admission)"
    r"|\bon the admi(?:ssion|t) (?:note|exam|h ?& ?p|skin (?:check|assessment))"
    r"|\b(?:arrived|came in|presented|presents?|admitted|adm(?:it)?|brought in) (?:w/|with|for|w\b)|\bat home\b"
    r"|\bnursing home\b",
    re.IGNORECASE,
)
_NEWBORN = re.compile(
    r"\b(?:newborn|baby['’]?s (?:record|chart|claim)|birth injury|neonate)\b(?!.{0,60}\bday (?:[2-9]|\d\d))",
    re.IGNORECASE,
)
"""Whose condition from before, during or at birth counts as present."""
_FIRST_WRITTEN = re.compile(
    rf"\b(?:first |not |only |finally |isn['’]?t |wasn['’]?t |never )*(?:chart\w*|document\w*|mention\w*|not(?:ed"
    rf"|es)\b|writ\w*|wrote"
    rf"|record\w*|appears?|shows? up|dx['’]?d|diagnos\w*|found|recogni[sz]ed|discovered|picked up|confirmed|identified|listed"
    rf"|named|called|came back|back|final|positive|grew|result\w*)\b(?:(?! (?:on|at) (?:arrival|admi))[^.;?]){{0,30}}\b{_DAY}"
    rf"|\b{_DAY}[^.;?]{{0,30}}\b(?:document\w*|diagnos\w*|mention\w*|consult|culture|result\w*|confirmed|found)\b",
    re.IGNORECASE,
)
"""When a condition was first written down tells nothing of when it began."""
_SYMPTOMS_THEN = re.compile(
    r"\b(?:sx|symptom\w*|signs?|complain\w*|c/o|swelling|pain|fever|cough|dyspnea|sob|dysuria|burning|chills"
    r"|confus\w*|infiltrate"
    r"|redness|vomiting)\b",
    re.IGNORECASE,
)
_CULTURE = re.compile(
    r"\b(?:cultur\w*|cx|sputum|grew|organism|bug|sensitivit\w*|pcr|swab|gram stain|isolate\w*)\b",
    re.IGNORECASE,
)
_CHRONIC = re.compile(
    r"\b(?:chronic|copd|emphysema|dm ?2?|diabet\w*|htn|hypertens\w*|ckd|esrd|cancer|carcinoma|mets|metasta\w*|tumor"
    r"|leuk[a]?emia"
    r"|lymphoma|cirrhosis|parkinson\w*|dementia|hypothyroid\w*|osteoporosis|cad|heart failure|chf|asthma|old|long-?standing"
    r"|for (?:ages|years)|osteoarthritis|oa|ms|multiple sclerosis|alzheimer\w*|glaucoma|bph)\b",
    re.IGNORECASE,
)
_ACUTE = re.compile(
    r"\b(?:acute|exacerbat\w*|flare\w*|bleed\w*|hemorrhag\w*|status asthmaticus|decompensat\w*|crisis|ketoacidosis|hypoglyc\w*"
    r"|perforat\w*)\b",
    re.IGNORECASE,
)
_CANNOT_TELL = re.compile(
    r"\b(?:clinically (?:un|in)(?:determin\w+|able)|(?:can(?:no|['’]?)t|could(?: not|n['’]?t)|unable to|not able to"
    r"|impossible to)"
    r" (?:clinically )?(?:determine|tell|say|know|be determined))",
    re.IGNORECASE,
)
_NOT_WRITTEN = re.compile(
    r"\b(?:(?:doesn['’]?t|didn['’]?t|does not|did not|never|nobody|no one|not) (?:\w+ )?(?:say|says|state[sd]?"
    r"|document\w*|mention\w*"
    r"|clear|tell|specif\w+)|unclear|silent|no (?:documentation|mention|word|info\w*)|insufficient|missing|vague)\b",
    re.IGNORECASE,
)
_UNCERTAIN = re.compile(
    r"\b(?:possible|probable|suspected|likely|rule[- ]?out|r/o|impending|threatened)\b", re.I
)
_QUERY = re.compile(r"\b(?:query|quer(?:ies|ying)|ask the)\b", re.IGNORECASE)
_LONG = 90  # words of a question and its chart

EXEMPT = (
    "B90-B94", "E64.-", "I25.2", "I69.-", "O09.-", "O80", "O94", "P00.-", "Q00-Q99", "QA0.-", "Z00-Z03", "Z05-Z15", "Z17-Z19",
    "Z22-Z31", "Z34-Z39", "Z3A.-", "Z41-Z52", "Z55-Z59", "Z62-Z65", "Z67-Z71", "Z73.-", "Z75-Z76", "Z78-Z95", "Z97-Z99",
    "V01-V02", "V04-V99", "W21.-", "W28-W40", "W52-W56", "Y92.-", "Y93.-", "Y99.-",
)  # fmt: skip
"""Categories of which every code is exempt from reporting (CDC's list of FY2026)."""
_INJURED = ("S00-T88", "M80.-", "M84.3-", "M84.4-", "M84.5-", "M84.6-", "V00-Y38")


def indicator_verdict(case: Case, ordered: Sequence[Item]) -> Decided | None:
    """Whether the indicator that is proposed is the one by the rules; None where none is.

    Args:
        case: The case, worked out.
        ordered: Its codes in reporting order.
    """
    text = case.text
    if not _ABOUT.search(text) or len(text.split()) > _LONG:
        return None
    start, clause = asking_clause(case)
    if _QUERY.search(clause):
        return None
    asked = _INDICATOR.search(text, start) or _INDICATOR.search(text)
    if asked is None:
        return None
    letter = _letter(asked)
    told = f"{text[: asked.start()]} {text[asked.end() :]}"
    found = _of_code(case, start) or _indicator(told)
    if found is None:
        return None
    right, statement = found
    if right is None:
        return Decided("depends", "App.I", statement, 1.0, settled=True)
    holds = right == letter
    if letter == "U" and right == "U":
        holds = True
    verdict: Verdict = "yes" if holds != denies(clause) else "no"
    return Decided(verdict, "App.I", statement, 1.0, settled=True)


def _letter(asked: re.Match[str]) -> str:
    said = asked["a"] or asked["b"] or asked["c"] or asked["d"]
    if said is None:
        return "N" if asked["not"] else "Y"
    return _WORDS.get(said.lower(), said) if len(said) > 1 else said


_Found = tuple[str | None, int]


def _of_code(case: Case, start: int) -> _Found | None:
    """Blank, where the code that the indicator is for is exempt (statement 15)."""
    named = case.reading.codes_named
    codes = [s.text.upper() for s in [s for s in named if s.start >= start] or named]
    if len(codes) != 1:
        return None
    code = codes[0]
    later = any_matches(_INJURED, code) and len(code) == 8 and code[-1] in "DEFGHJKMNPQRS"
    return ("blank", 15) if later or any_matches(EXEMPT, code) else None


def _indicator(text: str) -> _Found | None:
    """The indicator by what is told of when a condition began, with the statement that gives it."""
    if _CANNOT_TELL.search(text):
        return "W", 27
    if _NEWBORN.search(text):
        return "Y", 46
    first = _FIRST_WRITTEN.search(text)
    before = next((m for m in _BEFORE.finditer(text) if not _absent(text, m)), None)
    later = _LATER.search(text) or _FLARE.search(text) or (not before and _BY_CARE.search(text))
    then = before is not None or (first is not None and _SYMPTOMS_THEN.search(text) is not None)
    if first and _CULTURE.search(text) and (then or _SYMPTOMS_THEN.search(text)) and not later:
        return "Y", 39
    if _CHRONIC_ALONE.search(text):
        return "Y", 29
    if later:
        return "N", 37 if _CHRONIC.search(text) or before else 12
    if before:
        return ("Y", 25) if first else ("Y", 21)
    if _UNCERTAIN.search(text):
        return None if then else (None, 30)
    if (
        _CHRONIC.search(text)
        and not _ACUTE.search(text)
        and (first or not _NOT_WRITTEN.search(text))
    ):
        return "Y", 35
    if then:
        return "Y", 25
    if first:
        return None, 20
    if _NOT_WRITTEN.search(text):
        return "U", 26
    return None


_ABSENT = re.compile(
    r"\b(?:unknown|not known|normal|clear|negative|neg|none|absent|no|not|never|without|unremarkable|baseline|wnl)\b|n['’]t\b",
    re.IGNORECASE,
)
_AROUND = 25  # characters around "on admission" in which it is told what was not there


def _absent(text: str, when: re.Match[str]) -> bool:
    """Whether what is told of the arrival is that nothing was found: "lungs clear on admission"."""
    before = re.split(r"[.;,?]", text[max(0, when.start() - _AROUND) : when.start()])[-1]
    after = re.split(r"[.;,?]", text[when.end() : when.end() + _AROUND])[0]
    return (
        _ABSENT.search(before) is not None
        or re.match(r"\W*(?:is |was |were )?(?:unknown|not known|normal|clear|negative)", after)
        is not None
    )


_CHRONIC_ALONE = re.compile(
    r"\b(?:one|single|the) code (?:(?:is |only |just )*(?:for|covers?|identif\w+|names?) )(?:only |just )?(?:the )?"
    r"(?:chronic|leuk[a]?emia|cll|cml)\b|\b(?:flare|exacerbation|crisis) of (?:her |his "
    r"|the )?(?:chronic )?(?:leuk[a]?emia|cll|cml)\b",
    re.IGNORECASE,
)
"""A flare of what has a code for the chronic condition alone."""
