"""The words of a chart by which a condition is asserted, denied, doubted or placed in the past.

They are ConText's cues. The uncertain terms are those of sections II.H and IV.H with others of the
same kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.models import Assertion
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
        r"no", r"not", r"denie[sd]", r"denying", r"without", r"w/o", r"(?-i:wo)", r"negative for", r"neg for",
        r"non(?= (?:bleed|hemorrhag|obstruct|infect|perforat|gangren|incarcer|strangul))",
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
        r"(?:non-?imm\w*|(?-i:NI)|immune|immunity|imm|(?-i:NR)|nonreact\w*|unk(?:nown)?(?! (?:primary|origin|source|cause"
        r"|site|etiology)))", r"prophylaxis",
        r"none(?! (?:since|x ?\d|for|in|of|the|but|other|left)\b)", r"no(?=\W*(?:$|[.;,)]|per pt))(?<!\? no)",
        r"(?:is |was )?(?:borderline )?(?:but |and )?(?:no|not a|never|w/o|without) (?:a |formal |official )?(?:dx|diagnosis)\b",
        r"(?:level (?:was )?|(?<=etoh )|(?<=alcohol )|(?<=bal )|(?<=tox ))0(?=\W*(?:$|[.;,)]))(?!\.\d)",
        r"undetect\w*(?=\W*(?:$|[.;,)]))", r"not on (?:the |his |her )?(?:problem )?list",
        rf"(?:never|(?:did|does|has|have)(?: not|n't)) (?:actually |ever |really )?{_CAME}",
        r"unlikely", r"(?:(?:is|was|felt|thought|deemed|considered|much|to be) )*(?:less|not) likely",
        r"(?:was |is )?(?:considered|entertained|raised)(?=[^.;]{0,80}"
        r"\b(?:not (?:treated|pursued|found|felt|present|likely|supported)|ruled out|excluded|(?:felt |thought |deemed )?"
        r"(?:un|less )likely|rejected|dismissed|discarded))",
        r"not dx['’]?d(?: yet)?", r"(?:criteria )?not (?:met|supported|felt(?: to be)?|thought|appreciated)",
        r"\?\W{0,3}(?:was|is) withdrawn", r"(?:has |have )?not (?:been )?(?:diagnosed|present|documented)",
    ),
    *_cues(
        Assertion.FAMILY, "after",
        r"family (?:history|hx) (?:of|significant for|positive for)?", r"fhx?(?: of)?", r"famhx",
        r"(?:mother|father|mom|dad|brother|sister|sib(?:ling)?s?|parent|parents|grandmother|grandfather"
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
        r"(?:expos(?:ed|ure) to|contact (?:with|of|to))(?: an?| the| (?:her|his|their)| another| someone)?"
        r"(?:(?: \w+){0,2} (?:pt|patient|person|student|resident|child|kid|infant"
        r"|baby|man|woman|individual|client|inmate|relative)s?)?"
        r"(?: (?:with|w/|who (?:has|had|tested)|having|positive for|\+))?",
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
        r"(?<!D3 )(?<!D2 )(?<!D )(?<!B12 )(?<!to )(?:19|20)\d\d(?! ?(?:mg|mcg|g\b|gm|grams?|iu|units?|u\b|ml|cc|k?cal|cells"
        r"|copies))",
        r"in (?:19|20)\d\d", r"in the past", r"in childhood",
        r"in (?:his|her|their) (?:teens|youth|(?:early |mid |late )?(?:twenties|thirties|forties|20s|30s|40s))",
        r"none (?:in|for|over) (?:\w+ ){0,2}(?:years|decades)",
        r"at (?:age )?\d+ ?(?:mo|months?|yo|y/?o|yrs?|years?)(?: old| of age)?(?=\W*(?:$|[.;,)]))(?<!f/u at)",
        r"as (?:an? )?(?:toddler|child|infant|kid|baby|teen(?:ager)?)(?! of\b)", r"outgr(?:ew|own)",
        r"(?<!not )(?<!be )(?:considered |now |been |was |is )*cured",
        r"(?:achieved |with |w/ )?(?:SVR|sustained virologic(?:al)? response)",
        rf"{_EPISODE}(?= (?:back )?(?:in|from|of|last) (?:{MONTHS}|(?:19|20)\d\d|spring|summer|fall|winter|year|month)\b)",
    ),
    *_cues(
        Assertion.RESOLVED, "before",
        r"(?:(?:completely|fully|now|well)[- ]|is |has )healed", r"(?:has |have |had |is |was |now |since |fully "
        r"|completely )*resolved", r"(?:has|have) cleared", r"(?:in|complete) resolution",
        r"(?:has |have |had |is |was |are |now |since |all |completely |fully |entirely )*gone"
        r"(?= away\b| now\b| today\b| since\b| by\b|\W*(?:$|[.;,)]))", r"went away",
        r"(?:has |have |had |since |fully |completely )*(?:subsided|abated|disappeared)",
    ),
    *_cues(
        Assertion.RESOLVED, "before",
        r"not active", r"inactive", r"quiescent", r"no (?:flares?|attacks?|recurrences?"
        r"|episodes?) (?:in|for|since)",
    ),
    *_cues(Assertion.RESOLVED, "after", r"resolved", r"resolution of"),
    *_cues(
        Assertion.SCREENING, "before",
        r"(?:screen(?:ing)?|vaccin(?:es?|ations?|ated)|vax+(?:ed|es)?|vacc?s?|toxoid|booster|shot|immuni[sz]ations?)",
        r"(?:(?:is |was )?updated|utd)(?=[^\w]*(?:$|[.;,]))(?<!labs updated)",
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
        r"(?:(?<=[.;,] )|(?<=\n)|(?<=\A))(?:return|rtc|rto)(?! (?:to (?:work|school|play|duty|clinic|baseline)|of|in|prn)\b)",
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
