"""How a condition is asserted: ConText's cues with scope, and coding's own rules on top.

A cue acts on the mentions before or after it in the same sentence, up to a word that ends its
scope. The uncertain terms are those of sections II.H and IV.H with others of the same kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.models import Assertion
from assistant.reading._vocabulary import names_condition
from guidelines import lazy_re as re

Direction = Literal["after", "before", "both"]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that decide an assertion; `acts` is where the mentions stand that it decides."""

    pattern: re.Pattern[str]
    assertion: Assertion
    acts: Direction


def _cues(assertion: Assertion, acts: Direction, *phrases: str) -> list[Cue]:
    patterns = (re.compile(rf"(?<![\w-]){p}(?![\w])", re.IGNORECASE) for p in phrases)
    return [Cue(pattern, assertion, acts) for pattern in patterns]


_CAME = r"(?:happen|occur|develop|materiali[sz]e|come to pass|came to pass)(?:r?ed|d)?\b"
_VERSUS = r"vs\.?(?!:| ?\d| (?:nl|wnl|stable|normal|afebrile|reviewed|bp|hr|t)\b)"
"""Against another possibility; in "VS 151/88" they are vital signs."""
MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_EPISODE = r"(?:course|episode|admission|hospitali[sz]ation|bout|stay|attack|infection)s?"

_AN_EVENT = (
    r"(?! (?:an? )?(?:(?:mechanical|unwitnessed|witnessed|ground[- ]level|accidental|recent) )*"
    r"(?:falls?|mv[ac]|gsw|assault|trauma|crash|trip|slip)\b)"
)
"""Not before what brought the patient in: "s/p mechanical fall" is no history of falling."""

CUES: tuple[Cue, ...] = (
    *_cues(
        Assertion.UNCERTAIN, "after",
        r"(?:no|without|not) (?:confirmed|definitive|definite)", r"cannot (?:exclude|rule out)",
        r"can(?:no|'|’)?t (?:exclude|rule out)", r"could not (?:exclude|rule out)",
        r"not (?:yet )?(?:ruled out|excluded)", r"unable to (?:exclude|rule out)",
        r"versus", _VERSUS, r"rule[ -]?out", r"r/o", r"to be ruled out",
        r"possibl[ey]", r"probabl[ey]", r"likely", r"suspect(?:s|ed|ing)?", r"suspicion (?:of|for)",
        r"suspicious for", r"questionable", r"presum(?:ed|ptive"
        r"|ably)", r"concern(?:s|ing)? (?:for|of|about)", r"worr(?:ied|ies) (?:re:?|about)",
        r"worrisome for", r"consistent with", r"c/w", r"compatible with", r"suggest(?:s|ive"
        r"|ing)(?: of)?",
        r"appears to (?:be|have)", r"may (?:have|be"
        r"|represent)", r"might (?:have|be)", r"could (?:be|represent)",
        r"differential(?: diagnosis)?(?: includes?)?", r"ddx", r"indicative of", r"comparable with",
        r"eval(?:s|uat(?:e[ds]?|ing|ion))? for", r"(?:work[- ]?up|w/u) for", r"working diagnosis(?: of)?", r"equivocal for",
        r"(?:mri|cta?|lp|labs?|w/?u|testing|panel)\b[^.,;]{0,20} for(?=[^.,;]{1,30} (?:pending|ordered))",
        r"impending", r"threatened", r"felt to (?:be|represent)", r"thought to (?:be|represent)",
        r"believed to be", r"question(?:s|ing)?(?: of)?", r"favor(?:s|ed"
        r"|ing)?", r"looks like", r"provisional(?:ly)?",
        r"tentative(?:ly)?", r"apparent(?:ly)?",
    ),
    *_cues(
        Assertion.UNCERTAIN, "before",
        r"(?:is|are|was|were|remains?) (?:suspected|possible|probable|likely|questionable"
        r"|presumed)",
        r"(?:is |still )?to be ruled out", r"(?:cannot|can't|could not) be (?:excluded|ruled out)",
        r"not (?:yet )?(?:ruled out|excluded"
        r"|confirmed)", r"suspected", r"(?<!under )(?:evaluation|work-?up|rule[- ]out(?! [a-z]))", _VERSUS, r"versus", r"likely",
    ),
    *_cues(
        Assertion.NEGATED, "after",
        r"(?:cta?|mr[ai]|cxr|us|xr|x-?rays?|films?|echo|ekg|ecg|duplex|dopplers?|w/?u|workup) (?:head |brain |chest )?"
        r"neg(?= [a-z])",
        r"no", r"not", r"denie[sd]", r"denying", r"without", r"w/o", r"negative for", r"neg for",
        r"no evidence of", r"no signs? of", r"absence of", r"free of", r"ruled out(?: for)?",
        r"never had", rf"never(?! {_CAME})", r"none of", r"neither", r"nor", r"failed to (?:show|reveal)",
        r"(?:(?<=, )|(?<=; )|(?<=\A))neg(?:ative)?(?= (?:rapid |home )?[\w-]+(?:$|[/,.;]| and | or | & ))",
        r"does not have", r"did not (?:have|show|reveal)", r"rules out", r"excluded?",
        r"no longer(?: has)?", r"no diagnosis of", r"not (?:yet )?(?:been )?(?:diagnosed (?:as|with)|labell?ed|named)",
        r"(?:does|do|did) not call it", r"(?:less|not) likely(?: to be)?",
    ),
    *_cues(
        Assertion.NEGATED, "after",
        r"neg(?:ative)?(?= (?:hpv|hiv|hcv|hbv|hbsag|hsv|rsv|covid|flu|influenza|strep|chlamydia|gc|gonorrhea"
        r"|trich|rpr|mrsa|tb|ppd|upt)\b)",
    ),
    *_cues(
        Assertion.NEGATED, "before",
        r"(?:is|was|were|are|has been|have been|been) (?:ruled out|excluded"
        r"|denied)", r"ruled out", r"excluded", r"r/o'd",
        r"(?:is |was |were |are |screen |test |antigen |pcr |titer |swab |culture |scan |panel )*"
        r"(?:negative|neg|non-?reactive|absent|not present|not seen|not found|not diagnosed"
        r"|not identified|not suspected|denied)",
        r"(?:immune|immunity|imm|(?-i:NR)|nonreact\w*|unk(?:nown)?)", r"prophylaxis",
        rf"(?:never|(?:did|does|has|have)(?: not|n't)) (?:actually |ever |really )?{_CAME}",
        r"unlikely", r"(?:(?:is|was|felt|thought|deemed|considered|much|to be) )*(?:less|not) likely",
        r"(?:was |is )?(?:considered|entertained|raised)(?=[^.;]{0,60}"
        r"\bnot (?:treated|pursued|found|felt|present|likely|supported))",
        r"not dx['’]?d(?: yet)?", r"(?:criteria )?not (?:met|supported|felt(?: to be)?|thought|appreciated)",
        r"\?\W{0,3}(?:was|is) withdrawn", r"(?:has |have )?not (?:been )?(?:diagnosed|present|documented)",
    ),
    *_cues(
        Assertion.FAMILY, "after",
        r"family (?:history|hx) (?:of|significant for|positive for)?", r"fhx?(?: of)?", r"famhx",
        r"(?:mother|father|mom|dad|brother|sister|sibling|parent|parents|grandmother|grandfather"
        r"|aunt|uncle|son|daughter|cousin)"
        r"(?:'s)?(?: (?:has|had|with|died|dies|diagnosed|dx'?d|who|and|both|was|:|-).{0,30}?)?",
        r"maternal", r"fam(?:ily)? (?:hx|history)(?: (?:\+|pos(?:itive)?|sig\.?))?(?: (?:for|of))?",
    ),
    *_cues(
        Assertion.FAMILY, "before",
        r"in (?:an? |her |his |the |their |one )?(?:maternal |paternal )?(?:mother|father|mom|dad"
        r"|brother|sister|siblings?|parents?|grandmother|grandfather|aunt|uncle|cousin)",
    ),
    *_cues(
        Assertion.OTHER_PERSON, "before", r"(?:contact|exposure)(?! (?:dermatitis|lens|with|to|precautions))",
    ),
    *_cues(
        Assertion.OTHER_PERSON, "after",
        r"(?:husband|wife|spouse|partner|(?:room|house|cell|class|team)mate|neighbou?r"
        r"|co-?worker|colleague|friend|boyfriend|girlfriend|caregiver|babysitter"
        r"|(?:other|another|fellow) (?:resident|patient|pt|child|student|inmate|player)"
        r"|source (?:patient|pt)|household (?:member|contact))s?(?: (?:at|on|in) \w+)?"
        r" (?:is |was |just |recently )*"
        r"(?:has|had|with|w/|tested|was|out with|sick with|known|treated for|tx for"
        r"|diagnosed|dx'?d?)(?: (?:active|positive for|diagnosed with|with|w/))?",
        r"(?:partner|husband|wife|boyfriend|girlfriend|spouse|contact)s? (?:\+|pos(?:itive)?)(?: for)?(?!\w)",
        r"expos(?:ed|ure) to", r"contact with",
        r"(?:needle-?stick|(?:needle|sharps?) stick|stuck|stick|splash\w*|body fluids?)\b[^.;,]{0,30}?\b(?:from|by|of)(?: an?)?",
        r"(?:source|index) (?:patient|pt|case|person)(?: is| was)?:?",
    ),
    *_cues(
        Assertion.HISTORY, "after",
        r"(?:personal |past |prior |previous |known |remote |distant |old |significant "
        r"|medical )*(?:history|hx) (?:of|significant for|includes?)",
        r"h/o", r"hx of", r"hx", rf"s/p{_AN_EVENT}", rf"status[- ]post{_AN_EVENT}", r"previous(?:ly)?", r"prior", r"past",
        r"remote", r"old", r"former", r"recovered from",
        r"(?:transplant\w*|[dl]d[kr]t|l[ur]rt|\w+ectomy|\w+plasty|resection|surgery|fusion|bypass)"
        r"(?: \(?(?:in )?(?:\d{1,2}/)?(?:(?:19|20)\d\d|\d\d)\)?) for",
        rf"{MONTHS}(?= (?:\w+ ){{1,3}}{_EPISODE}\b)",
        r"(?:after|following|post)(?= (?:an? |recent |her |his )*(?:viral )?"
        r"(?:uri|gastroenteritis|flu|influenza|strep|illness|mono)\b)",
        r"(?:quit|stopped|ceased|gave up)(?= smok| tobacco| cigar| vap| drink)", r"in the past",
    ),
    *_cues(
        Assertion.HISTORY, "before", r"(?<!active )surveillance", r"(?<!family )(?:history|hx)(?! of)",
        r"(?:\d+|one|two|three|four|five|six|several|many|some|a few) (?:years?|yrs?|months?"
        r"|decades?) ago", r"(?<!for )years ago",
        r"(?<!D3 )(?<!D2 )(?<!D )(?<!B12 )(?<!to )(?:19|20)\d\d(?! ?(?:mg|mcg|iu|units?|u\b|ml|cc|k?cal|cells|copies))",
        r"in (?:19|20)\d\d", r"in the past", r"in childhood",
        r"as an? (?:toddler|child|infant|kid|baby|teen(?:ager)?)", r"outgr(?:ew|own)",
        rf"{_EPISODE}(?= (?:back )?(?:in|from|of|last) (?:{MONTHS}|(?:19|20)\d\d|spring|summer|fall|winter|year|month)\b)",
    ),
    *_cues(
        Assertion.RESOLVED, "before",
        r"(?:(?:completely|fully|now|well)[- ]|is |has )healed", r"(?:has |have |had |is |was |now |since |fully "
        r"|completely )*resolved", r"(?:has|have) cleared", r"(?:in|complete) resolution",
    ),
    *_cues(
        Assertion.RESOLVED, "before",
        r"not active", r"inactive", r"quiescent", r"no (?:flares?|attacks?|recurrences?"
        r"|episodes?) (?:in|for|since)",
    ),
    *_cues(Assertion.RESOLVED, "after", r"resolved", r"resolution of"),
    *_cues(
        Assertion.SCREENING, "before",
        r"(?:screen(?:ing)?|vaccin(?:es?|ations?|ated)|toxoid|booster|shot|immuni[sz]ations?)",
        r"(?:is |are |was )?(?:up to date|utd|current)\b(?=(?: per \w+)?[^\w]*(?:$|[.;,]))",
        r"(?:given|administered)(?= (?:im|today|in clinic|before|at))",
    ),
    *_cues(
        Assertion.SCREENING, "after",
        r"screen(?:ing|ed)?(?: \w+){0,2} for", r"screening", r"vaccin(?:e|ation|ated)(?: against"
        r"| for)?",
        r"immuni[sz](?:ation|ed)(?: against| for)?",
    ),
    *_cues(
        Assertion.HYPOTHETICAL, "after",
        r"if (?:you|he|she|they|the patient|symptoms|pain"
        r"|fever)", r"return (?:for|if|to the ed)", r"in case of",
        r"risk (?:of|for|factors? for)", r"at risk (?:of"
        r"|for)", r"(?:to |for )?prevent(?:ion of|ing)?",
        r"watch for", r"monitor(?:ed|ing)? for", r"prophylaxis (?:for|against|of)?",
        r"call if", r"precautions for", r"fear of", r"to avoid", r"may develop", r"if any",
        r"come back (?:for|if|with)", r"education (?:on|about)", r"should (?:he|she|they) develop",
        r"(?:call|rtc|seek (?:care|help)) (?:[^.;,]{1,25} )?(?:for|if|with)",
        r"what to watch for(?: re:?)?", r"should (?:an? |any )?(?=[^.;,]{3,30} (?:develop|occur|recur))",
        r"risks? (?:of [^.;]{1,30} )?(?:incl(?:ude|udes|uding|\.)?|such as)",
    ),
    *_cues(
        Assertion.HYPOTHETICAL, "before",
        r"(?:ppx|precautions)", r"(?:occurs|develops|recurs)(?: then|,)",
    ),
    Cue(re.compile(r"(?<![\w?])\?(?=[A-Za-z])"), Assertion.UNCERTAIN, "after"),
    Cue(re.compile(r"(?:^\W*|(?<=[,;(] )|(?<=[a-z] ))\?(?= [A-Za-z])"), Assertion.UNCERTAIN, "after"),
    Cue(re.compile(r"(?<=\w)\?(?= no\b)", re.IGNORECASE), Assertion.NEGATED, "before"),
    Cue(re.compile(r"(?<=\w)\?(?= (?!no\b)[a-z(])"), Assertion.UNCERTAIN, "before"),
)  # fmt: skip

_SCOPE_END = re.compile(
    r"\b(?:but|however|although|though|except|yet|which|presents?|presenting|presented|admitted"
    r"|now|"
    r"currently|today|here for|and has|and is|who has|who presents|secondary to|due to|because of|"
    r"(?:infant|baby|newborn|nb|neonate|pt|patient)(?! of)|treated with|started on|on exam|found to have"
    r"|revealed|shows?|showed|confirmed"
    r"|diagnosed with|"
    r"positive for|, from|assessment|with known|complains? of|c/o)\b|;|:|\.\s|\s\d\)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:in (?:19|20)\d\d|(?:years?|months?) ago|last (?:year|month)|before admission|prior to"
    r"|previous(?:ly)?|"
    r"history|old records|off medication|states? (?:it )?resolved|already (?:been )?resolved"
    r"|not active|inactive|quiescent|no (?:flare|attack|recurrence|episode)s? (?:in|for"
    r"|since))\b",
    re.IGNORECASE,
)
_AFTER_DAYS_OF = re.compile(
    r"\b(?:after|following) (?:an?|\d+|\w+)(?:[- ]\w+)? (?:days?|d|weeks?|wks?|months?) of (?:\w+ )?$",
    re.IGNORECASE,
)
"""What was there before the stay: "AKI after a week of gastroenteritis, now resolved"."""
_CURRENT = re.compile(
    r"\b(?:tak(?:es|ing)|on|controlled|uncontrolled|current(?:ly)?|active|followed|using|uses"
    r"|treated with|continues?|"
    r"managed|stable|chronic|today|worsening|untreated|dialysis|stage)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:reports?|reported|states?|stated|says?|said|notes|noticed|brought|called|calls|denies"
    r"|confirms?|describes?|"
    r"found (?:him|her)|is (?:here|caregiver)|record|gave|thinks?|worried|concerned)\b",
    re.IGNORECASE,
)
_RULED = re.compile(r"ruled out|excluded?|denied", re.IGNORECASE)
_JOINTS = re.compile(r",|\b(?:and|or|nor)\b")
_ENDS_AT_COMMA = {Assertion.HISTORY, Assertion.UNCERTAIN, Assertion.RESOLVED, Assertion.SCREENING}
_PSEUDO = re.compile(
    r"\bno (?:increase|change|change in|new changes|significant change|further)\b"
    r"|\bnot only\b|\bnot certain\b"
    r"|\bnot (?:well|adequately) controlled\b|\bno known drug allerg\w+|\bwithout (?:difficulty"
    r"|help)\b"
    r"|\bnot (?:elsewhere|otherwise) (?:classified|specified)\b"
    r"|\bnot (?:to|on(?! (?:chronic |home |any )*(?:dialysis|hd|pd|oxygen|o2|vent\w*|cpap|bipap|hospice))|taking|taken"
    r"|compliant|adherent|related|due|linked|stated|specified|documented|mentioned|sure|clear"
    r"|responding)\b"
    r"|\bno (?:link|relationship|mention|response|improvement|relief|cause|stage|type|side"
    r"|laterality)\b"
    r"|\bhistory of present\b|\bold (?:man|woman|male|female|boy|girl|infant|patient|f|m)\b"
    r"|(?:\b|(?<=\d))(?:year|yr|y|month|mo|m|week|wk|w|day|d|hour|hr|h)s?[- ]?old\b|\byo\b"
    r"|\bwithout (?:mention|further)\b|\bpast (?:\d+|few|several|couple|one|two"
    r"|three|four|five|week|day|month|year)\w*\b"
    r"|\b(?:for|over|in|during) the past\b|\bprior to\b|\bpreviously (?:healthy|well)\b"
    r"|\bold (?:records?|charts?|ekg|ecg|blood)\b"
    r"|\bno (?:problem|problems|issues?) with\b|\bnot? (?:only|just|yet|always|necessarily)\b"
    r"|\bfirst[- ]degree\b|\bnot at goal\b"
    r"|\b(?:gram|triple|rh|her-?2|er|pr|coag\w*)[- /]neg(?:ative)?s?\b"
    r"|\b(?:cause|etiology|source|onset|duration|dates?|type|status|origin|mechanism|trigger)[- ](?:is |was |of )?unk(?:nown)?\b"
    r"|\bold (?:[\w-]+ ){0,3}(?:tears?|ruptures?|lbbb|rbbb|bbb|bundle)\b"
    r"|\bno longer (?:on|taking|tak(?:es|ing)|us(?:es|ing)|needs?|needing|requir(?:es|ing))\b"
    r"|\bden(?:ies|ied|ying) (?:miss(?:ed|ing)|skipp(?:ed|ing)|problems? with|issues? with"
    r"|trouble with|side effects? (?:of|from))\b"
    r"|\b(?:diagnosed|dx'?d?|onset|began|started|since)\b[^.;,]{0,40}\bas an? (?:child|toddler"
    r"|infant|kid|baby|teen\w*)\b"
    r"|\bno (?:relapse|flares?|recurrences?|attacks?|episodes?|treatment|meds|medications?"
    r"|medicines?|changes?)\b|\bwithout (?:treatment|medication)\b",
    re.IGNORECASE,
)  # fmt: skip
_PRIORITY = [
    Assertion.FAMILY,
    Assertion.OTHER_PERSON,
    Assertion.HYPOTHETICAL,
    Assertion.NEGATED,
    Assertion.SCREENING,
    Assertion.UNCERTAIN,
    Assertion.RESOLVED,
    Assertion.HISTORY,
]


def assertion_of(
    sentence: str, start: int, end: int, section: str | None, *, inpatient: bool = False
) -> tuple[Assertion, tuple[int, int] | None]:
    """How a sentence asserts the mention at [start, end).

    Args:
        sentence: The sentence.
        start: Offset of the mention in it.
        end: Its end, exclusive.
        section: The note section in which the sentence stands.
        inpatient: Whether it is a hospital stay: what resolves during it is still reported.

    Returns:
        The assertion, and the offsets of the words that decide it.
    """
    found = _cues_on(sentence, start, end)
    _nearest_decides(sentence, start, end, found)
    over = _BEFORE.search(sentence) or _AFTER_DAYS_OF.search(sentence[:start])
    if inpatient and Assertion.RESOLVED in found and not over:
        del found[Assertion.RESOLVED]
    if Assertion.HISTORY in found:
        found.pop(Assertion.RESOLVED, None)  # "embolism in 2020, resolved" is a past of its own
    if section == "family history" and Assertion.NEGATED not in found:
        return Assertion.FAMILY, found.get(Assertion.FAMILY)
    for assertion in _PRIORITY:
        if assertion in found:
            return assertion, found[assertion]
    if section == "past history" and not _CURRENT.search(sentence):
        return Assertion.HISTORY, None
    return Assertion.PRESENT, None


def _cues_on(sentence: str, start: int, end: int) -> dict[Assertion, tuple[int, int]]:
    """The first cue of each kind that acts on the mention at [start, end)."""

    def apart(a: int, b: int) -> int:
        return max(start - b, a - end, 0)

    hidden = [m.span() for m in _PSEUDO.finditer(sentence)]
    found: dict[Assertion, tuple[int, int]] = {}
    for cue in CUES:
        for match in cue.pattern.finditer(sentence):
            a, b = match.span()
            if any(x <= a and b <= y for x, y in hidden):
                continue
            if a < end and start < b:
                if _leads(cue, sentence[a:b], a <= start and b < end):
                    found.setdefault(cue.assertion, (a, b))
                continue
            if cue.assertion is Assertion.UNCERTAIN and _DENIED.search(sentence[:a]):
                continue
            if cue.assertion is Assertion.NEGATED and _NOT_THE_CAUSE.match(sentence, b, start):
                continue
            if _governs(cue, sentence, a, b, start, end):
                known = found.setdefault(cue.assertion, (a, b))
                if cue.assertion is Assertion.NEGATED and apart(a, b) < apart(*known):
                    found[cue.assertion] = (a, b)
    return found


def _nearest_decides(
    sentence: str, start: int, end: int, found: dict[Assertion, tuple[int, int]]
) -> None:
    """Drop a denial where a doubt or a past stands nearer to the mention."""
    if Assertion.NEGATED not in found:
        return
    denial = found[Assertion.NEGATED]
    if Assertion.HISTORY in found:
        past = found[Assertion.HISTORY]
        if denial[1] <= past[0] and past[1] <= start and "," in sentence[denial[1] : past[0]]:
            del found[Assertion.NEGATED]  # "no complaints, hx colon polyps"
            return
    if Assertion.UNCERTAIN in found:  # "no evidence of possible …" and the like
        near = {k: min(abs(start - found[k][1]), abs(found[k][0] - end)) for k in found}
        doubt = found[Assertion.UNCERTAIN]
        overlap = doubt[0] <= denial[0] < doubt[1]
        if overlap or near[Assertion.UNCERTAIN] < near[Assertion.NEGATED] - 12:
            del found[Assertion.NEGATED]


def _leads(cue: Cue, words: str, first: bool) -> bool:
    """Whether the cue is the first of the mention's own words: "likely GERD", "hx bladder ca"."""
    if cue.assertion is Assertion.HISTORY and not _PAST.match(words):
        return False
    leading = (Assertion.UNCERTAIN, Assertion.NEGATED, Assertion.HISTORY)
    return first and cue.acts == "after" and cue.assertion in leading


def _governs(cue: Cue, sentence: str, a: int, b: int, start: int, end: int) -> bool:
    if cue.acts in ("after", "both") and b <= start:
        return _governs_what_follows(cue, sentence, a, b, start, end)
    if cue.acts in ("before", "both") and end <= a:
        return _governs_what_precedes(cue, sentence[end:a])
    return False


def _governs_what_follows(cue: Cue, sentence: str, a: int, b: int, start: int, end: int) -> bool:
    between = sentence[b:start]
    if cue.assertion is Assertion.HISTORY and _STILL_THERE.search(between):
        return False
    if sentence[a:b].lower().endswith("neg") and "," in between:
        return False
    others = cue.assertion in (Assertion.FAMILY, Assertion.OTHER_PERSON)
    ended = _SCOPE_END.search(between)
    if len(between) > 140 or (ended and not (others and ended.group() == "diagnosed with")):
        return False
    if _closes_its_bracket(sentence, a, b, between):
        return False
    if cue.assertion is Assertion.SCREENING and _FOUND_THERE.search(between):
        return False
    if others and _TOLD.search(sentence[a:start]):
        return False
    if _RULED.fullmatch(sentence[a:b]) and _stands_after(sentence, a):
        return False
    if "," not in between:
        return True
    if sentence[a:b].lower() in ("neg", "negative"):
        return False  # "neg flu/covid, fever"
    of_person = cue.assertion is Assertion.FAMILY and not _HEREDITY.search(sentence[a:b])
    if of_person:
        return _lists(between, sentence[end:])
    if cue.assertion in _ENDS_AT_COMMA:
        # a list after the cue goes on only where it is one: "history of A, B, and C"
        return (
            cue.assertion is Assertion.HISTORY and "history" in sentence[a:b].lower()
        ) or _lists(between, sentence[end:])
    if cue.assertion is Assertion.NEGATED and sentence[a:b].lower() in _SHORT_NEGATIONS:
        if _CAUSED.match(sentence, end) or _TOLD_ANEW.search(between):
            return False
        if _HAPPENED.match(sentence[start:end]) and not _lists(between, sentence[end:]):
            return False
        return _short_pieces(between) and not _of_the_one_before(sentence[:a])
    return True


def _closes_its_bracket(sentence: str, a: int, b: int, between: str) -> bool:
    """Whether a cue stands among other words in brackets that end before the mention.

    "Alcohol dependence (drinks daily, no withdrawal), cirrhosis" denies no cirrhosis; a cue alone
    in its brackets does act beyond them: "(possible) pneumonia".
    """
    inside, closed, _ = between.partition(")")
    if not closed or "(" in inside:
        return False
    opened = sentence.rfind("(", 0, a)
    return opened >= 0 and bool((sentence[opened + 1 : a] + inside).strip())


def _governs_what_precedes(cue: Cue, between: str) -> bool:
    """Whether a cue acts back over the words between it and a mention."""
    if len(between) > 70 or _SCOPE_END.search(between):
        return False
    if cue.assertion is Assertion.HISTORY and _OF_ANOTHER.search(between):
        return False
    if "," not in between:
        return len(between) <= 45
    if cue.assertion is Assertion.HISTORY:
        return False
    if cue.assertion is Assertion.RESOLVED:
        told = [piece.split() for piece in between.split(",")]
        return all(len(words) <= 3 for words in told) and not any(
            names_condition(w.lower()) for words in told for w in words
        )
    items = [piece.split() for piece in _JOINTS.split(between)]
    return re.search(
        r"\b(?:and|or"
        r"|nor)\b",
        between,
    ) is not None and all(len(i) <= 4 for i in items)


_FOUND_THERE = re.compile(
    r"\b(?:turned|became|converted|polypectom\w+|found|finding|removed|snared|biops\w+|showed|path)\b",
    re.IGNORECASE,
)
"""Words between a screening and what it turned up: "screening colonoscopy turned polypectomy (adenoma)"."""
_TOLD_ANEW = re.compile(
    r",[^,]*(?:\b\d{1,3} ?(?:y/?o|yrs?|[MF])\b|\b(?:on|takes?) (?:\w+ )?\w+ for\b|\bs/p\b"
    r"|\b(?:neg(?:ative)?|normal|nl|wnl|clear|intact|stable) ?,)",
    re.IGNORECASE,
)
"""Words behind a denial that begin a telling of their own: "no LOC, CT neg, 82M on Xarelto for AF"."""
_HAPPENED = re.compile(r"(?:falls?|fell|mv[ac]|assault\w*|struck|hit|crash\w*)\b", re.IGNORECASE)
"""How an injury came about, which a denial of one of its effects leaves alone: "no LOC, fall"."""
_CAUSED = re.compile(r"\s*(?:due to|d/t|2/2|secondary to|caused by|because of)\b", re.IGNORECASE)
"""What has a cause is there: "no infection, AKI due to the SIRS"."""
_STILL_THERE = re.compile(
    r"\b(?:chemo\w*|immunotherapy|xrt|radiation)\b[^,;.]{0,15}\bfor\b|\bresidual\b", re.IGNORECASE
)
"""Words behind a past before what is still there: "d10 s/p chemo for L breast ca"."""
_PAST = re.compile(r"(?:personal )?(?:hx|h/o|history)\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|never|no longer) $", re.IGNORECASE)
_NOT_THE_CAUSE = re.compile(
    r"\s+(?:\w+ )?(?:from|due to|caused by|related to|because of|secondary to|d/t|2/2|attributed to|linked to)\b",
    re.IGNORECASE,
)
"""Words behind a denial that deny a link, not the condition: "CKD from lithium, not from her HTN"."""
_OF_ANOTHER = re.compile(
    r"\b(?:since|from|due|after|because|with|and|following|s/p|status[- ]post|status|post|d/t|2/2)\b|\bw/"
    r"|\(\s*\w{2}|\b(?:\w+(?:ectomy|plasty)|ablation|RAI)\b",
    re.IGNORECASE,
)
_WHO_RULES_OUT = frozenset(("has", "have", "had", "we", "i", "md", "he", "she"))
_HEREDITY = re.compile(r"\bhistory|\bhx|\bfh", re.IGNORECASE)
_SHORT_NEGATIONS = frozenset(("no", "not", "without", "w/o"))


def _stands_after(sentence: str, a: int) -> bool:
    """Whether "ruled out" follows what it is about, instead of "has ruled out …"."""
    before = re.search(r"([\w'’)]+)\s*$", sentence[:a])
    return before is not None and before[1].lower() not in _WHO_RULES_OUT


def _of_the_one_before(before: str) -> bool:
    """Whether a denial belongs to a condition just named: "gastritis no bleed, hernia"."""
    last = re.split(r"[,.;:()]", before)[-1].split()
    return any(names_condition(w.lower()) or (len(w) > 2 and w.isupper()) for w in last[-4:])


def _short_pieces(between: str) -> bool:
    """Whether all that stands between commas is short, as in a list."""
    return all(len(piece.split()) <= 4 for piece in between.split(","))


def _lists(between: str, rest: str) -> bool:
    """Whether short pieces are closed by "and" or "or": an uncertain list."""
    nearby = between + re.split(r"[.;]", rest, maxsplit=1)[0]
    return _short_pieces(between) and re.search(r",\s*(?:and|or)\s", nearby) is not None
