"""What is not a question of ICD-10-CM diagnosis coding, and why."""

from __future__ import annotations

from assistant.models import Span
from guidelines import lazy_re as re
from guidelines.codeset import CodeSet
from indexes._surface import canonical
from indexes._text import STOPWORDS, words
from indexes.lexicon import Lexicon
from indexes.term_index import TermIndex

_OTHER: tuple[tuple[str, str], ...] = (
    (
        (
            r"\bcpt\b|\bhcpcs\b|\be/?m (?:level|code|visit|service)|\bevaluation and management\b"
            r"|(?<!essential )\bmodifiers?\b(?! in parenthes)|\bprocedure codes?\b|\b[jgq]-codes?\b"
            r"|\blevel of (?:service|visit)\b|\b99[2-4]\d\d\b|\b\d{5}\b(?=.{0,20}\bcode)|\bcdt code"
            r"|\brvus?\b|\bwrvus?\b|\bncci\b|\bmue\b|\bunbundl\w+"
            r"|\b\d{5} (?:and|with|or|vs\.?) \d{5}\b"
            r"|\banesthesia (?:code|units)\b|\bglobal (?:period|surgical)\b|\brevenue codes?\b"
        ),
        (
            "Procedure and service codes (CPT, HCPCS, modifiers, visit levels) are outside "
            "ICD-10-CM; dxcite answers diagnosis coding questions only."
        ),
    ),
    (
        (
            r"\bicd-?10-?pcs\b|(?<!, )\bpcs\b(?! (?:same|for|under|at|done|d/t|today|due))|\broot operation\b"
            r"|\bbody part key\b|\bapproach (?:value"
            r"|character)\b"
        ),
        (
            "ICD-10-PCS procedure coding is outside what dxcite reasons about; it answers "
            "ICD-10-CM diagnosis coding questions."
        ),
    ),
    (
        (
            r"\bicd-?11\b|\bicd-?9\b|\bsnomed\b|\bdsm-?(?:5|iv|v)?(?:-tr)?\b|\bloinc\b|\brxnorm\b"
            r"|\bicd-?o(?:-?3)?\b|\bicpc\b|\bread codes?\b|\bndc\b|\bnanda\b|\bcrosswalk\b"
            r"|\bgems?\b"
            r"|\bicd-?10-?(?:ca|am|gm|who)\b|\bumls\b|\bcvx codes?\b|\bopcs\b"
        ),
        (
            "Other classifications and mappings to them are outside what dxcite covers; it answers "
            "ICD-10-CM diagnosis coding questions."
        ),
    ),
    (
        (
            r"\b(?:an?|as|count\w*|qualif\w*) m?ccs?\b|\breimburse"
            r"|\bhow much\b.{0,60}\b(?:pay|paid|cost|charge|bill|worth)"
            r"|\bms-?drg|\bdrgs?\b"
            r"|\brelative weight\b|\bcase[- ]mix\b|\bfee schedule\b|\bpayment rate|\ballowed amount"
            r"|\bco-?pay|\bdeductible\b|\bprior auth|\bpre-?auth|\bclaim (?:denial|appeal)"
            r"|\bdenied claim"
            r"|\bappeal(?:s|ing|ed)?\b.{0,40}\b(?:denial|denied|claim|payer|insur\w+)"
            r"|\bdenials? from\b"
            r"|\b(?:lcd|ncd)s?\b|\bmedical necessity\b|\btimely filing\b|\bremittance\b|\bmips\b"
            r"|\b(?:deny|denies|cover|covers|covered|coverage|approve|pay|pays)\b.{0,40}\b(?:aetna"
            r"|cigna"
            r"|humana|blue cross|bcbs|united ?healthcare|medicare|medicaid|payers?|insur\w+)\b"
            r"|\b(?:aetna|cigna|humana|blue cross|bcbs|united ?healthcare|medicare|medicaid|payers?"
            r"|insur\w+)\b.{0,40}\b(?:deny|denies|cover|covers|coverage|approve|pay|pays|reject)\b"
            r"|\bmaximi[sz]e\b|\bpays? (?:more|better|(?:the )?most|best)|\braf scores?\b|\bupcod\w+"
            r"|\b(?:higher|highest|better|more) (?:drg|payment|paying|weighted|reimb\w+|revenue"
            r"|money)\b"
        ),
        (
            "Payment, DRG and claim questions are outside what dxcite answers; it answers how a "
            "diagnosis is coded by the ICD-10-CM guidelines."
        ),
    ),
    (
        (
            r"\bwhat (?:dose|dosage|antibiotic|medication|drug|medicine|treatment)\b"
            r"|\bhow (?:do|should|would|can|to) (?:i |we |you |a doctor |one )?(?:treat|cure|manage"
            r"|prescribe)\b|\bwhich (?:antibiotic|medication|drug|medicine|treatment)\b"
            r"|\bshould (?:i|we|the patient|the pt|he|she|they|my \w+) (?:take|stop taking|be given"
            r"|be on"
            r"|start(?! (?:in|with|at|from)\b)|get|stop|see a doctor|go to|have surgery|worry|be worried)\b"
            r"|\b(?:best|first[- ]line|recommended) (?:treatment|therapy|antibiotic|drug"
            r"|medication)\b|\bis it (?:safe|dangerous|serious|contagious|ok to (?:take|give)(?! (?:the "
            r"|an? |this |that )?(?:stage|codes?|dx|diagnos\w+|side|laterality|depth|bmi|type|specificity|it from|from)\b))\b"
            r"|\bwhat is the (?:treatment|dose|dosage|prognosis)\b|\bhow many mg\b"
            r"|\blife expectancy\b"
            r"|\bprescribe\b.{0,20}\?|\bside effects? of\b.{0,30}\?|\bwhat should (?:i|he|she"
            r"|they) (?:do|take)\b"
            r"|\b\d+ ?(?:units?|mg|mcg|ml|tablets?|pills?)\b.{0,40}\b(?:enough"
            r"|too much|too little|safe"
            r"|ok to give)\b|\b(?:do|does) (?:i|my \w+) have\b(?! (?:to|enough)\b)|\bdiagnose me\b"
            r"|\bis (?:it|this|that) a(?:n)? "
            r"\w+ and what\b"
            r"|\b(?:lactate|troponin|glucose|potassium|sodium|hemoglobin|creatinine|wbc|bnp|a1c|bp"
            r"|temperature|ph|ef)\b (?:of|is|at) [\d./%]+.{0,20}\b(?:clinically|meet criteria"
            r"|mean (?:i|he"
            r"|she|they|the patient)|dangerous|an? emergency|normal|too (?:high|low))\b"
            r"|\byou decide\b"
        ),
        (
            "Treatment, medication and diagnosis itself are outside what dxcite answers; ask the "
            "clinician. dxcite answers how a documented diagnosis is coded."
        ),
    ),
    (
        (
            r"\b(?:weather|recipe|poem|joke|lyrics|song|football score|stock price|capital of"
            r"|president of|translate|movie|horoscope|haiku|limerick|homework|salary|resume"
            r"|cover letter"
            r"|password|who won|hipaa|lawsuit|sue|cpc exam|ccs exam|certification exam|ceus?"
            r"|become an? (?:\w+ )?coder|get certified|pass mark)\b"
            r"|\bwrite (?:me )?(?:a|an|some) (?:email|essay|story|code|python|sql|script|letter"
            r"|program)"
            r"|\b(?:print|reveal|show|output) (?:me )?(?:your|the) (?:system )?(?:instructions?|prompts?|config\w*|api keys?)\b"
            r"|\bpython (?:script|code|program)\b|\bexcel (?:formula|macro)\b"
        ),
        (
            "This is not a question of diagnosis coding; ask about a diagnosis, a code or a coding "
            "rule."
        ),
    ),
)
_UNLESS_CODING: tuple[tuple[str, str], ...] = (
    (
        (
            # what is to be done with or for a patient
            r"\b(?:should|shall|can|could|may|must|would) (?:i|we|you|the|this|that|my|our|his|her|their|a|an)\b"
            r"[^?]{0,40}\b(?:have (?:\w+ )?(?:surgery|\w+(?:ectomy|plasty|scopy)|an? (?:mri|ct|biopsy|scan|operation))"
            r"|undergo|be (?:\w+ )?(?:treated|managed|bridged|dosed|tapered|started|stopped|discontinued|held|given"
            r"|switched|weaned|anticoagulated|extubated|intubated|hospitali[sz]ed|admitted|monitored|prescribed)"
            r"|get (?:an? )?(?:vaccin\w+|booster|mri|ct|surgery|antibiotics?|shot)|bridge|taper|stop (?:the|his|her|taking)"
            r"|start (?:the|him|her|them|on)|give (?:him|her|them|it|the|my)|eat|drink|avoid (?:eating|drinking))\b"
            r"|\bhow (?:should|do|does|can|would|is|are|to)\b[^?]{0,40}\b(?:treat(?:ed)?|manag(?:e|ed)|cured?"
            r"|prevent(?:ed)?|heal)\b"
            r"|\bwhat (?:should|can|could|do|would) (?:i|we|you|one)\b[^?]{0,20}\b(?:give|take|prescribe|do (?:for|about)|eat)\b"
            r"|\b(?:does|do|is|are|could|can) (?:this|that|these|it|my)\b[^?]{0,30}\b(?:look(?:s|ing)? like|normal|contagious"
            r"|dangerous|cancer(?:ous)?|serious|hereditary)\b"
            r"|\b(?:what|which) (?:is|are|\w+) (?:the )?(?:max |starting |usual |right )?(?:dose|dosage|dosing|regimen)\b"
            r"|\b(?:max\w*|daily|starting|loading|weight-based) (?:\w+ )?dos(?:e|ing)\b"
            r"|\bhow (?:much|many|often) \w*(?:[^?]{0,30})\b(?:mg|mcg|tablets?|pills?|doses?|units of|give|take)\b"
            r"|^\W*(?:does|do|did) (?:he|she|they|(?:this|my|the|our) (?:patient|pt)) (?:really )?have\b(?! to\b)"
            r"|^\W*(?:is|was) (?:this|my|the|our) (?:patient|pt) (?:\w+ )?(?:septic|sick|dying|stable|infected|contagious|in)\b"
            r"|\b(?:labs?|results?|values?|vitals|numbers)\b[^?]{0,20}\b(?:mean|suggest|indicate|point to|look)\b"
            r"|^\W*is an? \w+ of [\d./%]+ (?:an?\b|enough|high|low|bad|normal|ok)"
            r"|\bnormal (?:range|value|level|creatinine|potassium|sodium|troponin|lactate|hemoglobin|a1c|bp)\b"
            r"|\bwhich (?:\w+ )?(?:statin|antibiotic|pressor|insulin|inhaler|anticoagulant|drug|med\w*|vaccine|test|scan)"
            r" (?:is|are|should|would|works?|do|does)\b"
            r"|\bcan (?:i|we|he|she|they|the (?:patient|pt)) (?:stop|start|give|hold|restart|resume)"
            r" (?!in\b|with\b|at\b|the (?:index|code|list|chart))\w+"
            r"|\b(?:contraindicated|interact(?:s|ion)? with|half-life of|mechanism of action)\b"
        ),
        (
            "Treatment, medication and diagnosis itself are outside what dxcite answers; ask the "
            "clinician. dxcite answers how a documented diagnosis is coded."
        ),
    ),
    (
        (
            r"\b(?:file|filing|submit|resubmit|send|appeal)\b[^?]{0,30}\b(?:corrected |late |paper )?(?:claims?|appeals?)\b"
            r"[^?]{0,30}\b(?:with|w|to|for|by)\b|\bhow long\b[^?]{0,40}\b(?:file|appeal|claim|refund|submit)\b"
            r"|\bplace of service\b|\bincident[- ]to\b(?! (?:the|a|an)\b)|\btaxonomy code|\bncci\b|\bcredential"
            r"|\b(?:in|how many) dollars?\b|\bdollar (?:amount|value)\b|\$\s?\d"
            r"|\b(?:appeal|fight|overturn)\b[^?]{0,20}\bdenial\b|\b(?:denial|clearinghouse|eob|era|carc|rarc)s?\b"
            r"[^?]{0,30}\b(?:codes?|reasons?|mean)\b|\b(?:write[- ]?off|refund|collections|patient balance)\b"
        ),
        (
            "Payment, DRG and claim questions are outside what dxcite answers; it answers how a "
            "diagnosis is coded by the ICD-10-CM guidelines."
        ),
    ),
    (
        (
            r"^\W*(?:(?:please|now|can you|could you|just) )*"
            r"(?:(?:repeat (?:me\b|after|that|this|these|those|it\b|the|your|what|everything|all|again|back|\W|$)"
            r"|recite|print|sing|tell me a (?:story|joke)|write"
            r"|translate|summari[sz]e)\b"
            r"|(?:book|order|schedule|call|email|remind)\s+(?:me|us|an?|the|my|him|her)\b)"
        ),
        (
            "This is not a question of diagnosis coding; ask about a diagnosis, a code or a coding "
            "rule."
        ),
    ),
)
"""What is another subject only where no word of coding stands beside it."""
_CODES_IT = re.compile(
    r"\bcod(?:es|ed|ing|er|ers|able)\b|\b(?:to|we|i|you|it|can|and) code\b|\b(?:dx|diagnosis|icd|what|which|a|z) codes?\b"
    r"|\bicd|\bdx\b|\breport(?:ed|able|ing)?\b|\bassign|\bsequenc|\bprincipal\b|\bpdx\b|\bfirst[- ]listed\b|\bpoa\b"
    r"|\bguideline|\bexcludes|\bquer(?:y|ied)\b|\b[a-z]\d\d(?:\.\w+)?\b",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"\bcod(?:e|es|ed|ing|er|ers|able)\b|\bicd|\bdx|\bdiagnos|\bpoa\b|\bpdx\b|\bsequenc|\bprincipal"
    r"|\bfirst[- ]listed|\bsecondary\b|\breport|\bguideline|\bconvention|\bexclud|\binclu"
    r"|\btabular|\bindex|\bcharacters?\b|\bdigits?\b|\bplaceholder|\bencounter|\bclaim|\bsequela"
    r"|\blaterality|\bdocument|\bprovider|\bphysician|\bquery|\bquer|\bchart|\badm|\bvisit"
    r"|\binpatient|\boutpatient|\bnec\b|\bnos\b|\bexternal cause|\bbmi\b|\bchapter|\bsection"
    r"|\bneoplasm|\bmanifestation|\betiolog|\bunspecified|\bspecified|\bhistory|\bstatus"
    r"|\baftercare"
    r"|\bscreening|\bsymptom|\bsign\b|\bcondition|\btrimester|\bpregnan|\bnewborn|\bbirth|\binjur"
    r"|\bfracture|\bburn|\bpoison|\badverse|\bunderdos|\bdrug|\bsurg|\bprocedure|\bcomplication"
    r"|\bpatient|\bpt\b|\bacute|\bchronic|\bcare\b|\bdoctor|\bnurse|\bhospital|\bclinic|\bstay\b"
    r"|\bdischarge|\bwith\b.{0,30}\bwithout\b|\bsee also|\bbracket|\bparenthes|\bcolon\b|\bcomma"
    r"|\bpunctuation|\bsubcategor|\bcategor|\bheader|\bbill|\bedit|\brelease|\bfiscal|\bfy ?\d"
    r"|\bassign|\bterm\b|\bimpending|\bthreatened|\bborderline|\bcombination|\bdefault|\bmodifiers?"
    r"|\b[zxyvw][- ]?codes?|\beffective|\bsepsis|\bcovid|\bhiv"
    r"|partum\b|\bmaternal|\bfetal|\bdeliver|\blabou?r\b|\bobstetric|\bbilateral|\bstages?\b"
    r"|\btypes?\b|\bseverity|\borganism|\binfect|\bcancer|\btumou?r|\bpains?\b|\bpainful|\bwound|\bulcer"
    r"|\bproblem list|\bsign(?:ed|ature)\b|\bunsigned|\bdoes \W?\w+(?: \w+)?\W? mean\b"
    r"|\bdisease|\bdisorder|\bsyndrome|\bsee\b|\bfirst\b|\bweeks?\b|\bmonths?\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"cod(?:es?|ed|ing)")
_CODING_WORDS = re.compile(
    r"\bcod(?:e|es|ed|ing|er)\b|\bicd\b|\bicd-10\b|\bdiagnos|\bguideline|\bprincipal\b"
    r"|\bfirst-listed\b|\bsequenc",
    re.IGNORECASE,
)


def out_of_scope(text: str, question: str) -> str | None:
    """Why the question is not one of diagnosis coding, in one sentence; None where it is.

    Args:
        text: Everything that was typed.
        question: The words that ask.
    """
    asked = question.lower()
    for pattern, reason in _OTHER:
        match = re.search(pattern, asked)
        if match and not _about_diagnosis(asked, match):
            return reason
    if _CODES_IT.search(asked) is None:
        for pattern, reason in _UNLESS_CODING:
            if re.search(pattern, asked):
                return reason
    return None


_TELLS = re.compile(
    r"\b\d{1,3} ?-?(?:yo|y/o|[mf]\b|year)|\badmi\w+|\bdischarge\w*|\bpt\b|\bpatient\b|\bdx\b|\bhx\b|\bpmh\b"
    r"|\bassessment\b|\bimpression\b|\bclinic\b|\bs/p\b|\bf/u\b|\bexam\b|\bhospital course\b",
    re.IGNORECASE,
)


def tells_of_patient(text: str) -> bool:
    """Whether a text tells of a patient, so that it is documentation to be coded."""
    return len({m.group().lower() for m in _TELLS.finditer(text)}) > 1


def _about_diagnosis(asked: str, match: re.Match[str]) -> bool:
    """ "ICD-10 code and CPT" still is a diagnosis question in part; a bare mention is not."""
    rest = asked[: match.start()] + asked[match.end() :]
    return (
        bool(
            re.search(
                r"\bicd-?10(?:-?cm)?\b"
                r"|\bdiagnosis code",
                rest,
            )
        )
        and "cpt" not in match.group()
    )


_NOTHING_SAID_WORDS = (
    "a about above again already and another any anything are as ask at attached before below "
    "can case chart check code coded codes coding correct could did do does else error first "
    "for give have help here how i in is it just last look made me mine more my need next no "
    "note now of ok okay on one ones or other our patient please pls pt question record "
    "review right same second see should so still tell thanks that the them then there these "
    "they thing this those to today told too us use was we week what whats which will with "
    "wrong yes yesterday you your"
)
_NOTHING_SAID = frozenset(_NOTHING_SAID_WORDS.split())


def says_nothing(text: str) -> bool:
    """Whether a text only points at something that is not there ("code this chart")."""
    return all(w in _NOTHING_SAID for w in re.findall(r"[a-z]+", text.lower()))


def off_topic(text: str) -> bool:
    """Whether a text without any condition or code has no word of coding or of care either."""
    return _TOPIC.search(text) is None


def meaningless(text: str, terms: TermIndex, lexicon: Lexicon) -> bool:
    """Whether a text has no word at all, or several and none that is known or nearly known."""
    found = [w for w in words(text) if any(c.isalpha() for c in w)]
    if not found:
        return not any(c.isdigit() for c in text)
    if len(found) < 2:
        return False
    # "the code" says nothing by itself
    telling = [w for w in found if len(w) > 2 and w not in STOPWORDS and not _CODE.fullmatch(w)]
    if len(telling) > 1:
        return not any(_TOPIC.search(w) or _known(w, terms, lexicon) for w in telling)
    return not any(_known(w, terms, lexicon) for w in found)


def _known(word: str, terms: TermIndex, lexicon: Lexicon) -> bool:
    if word in STOPWORDS or _CODING_WORDS.search(word) or lexicon.look_up([word]):
        return True
    written = (word, *terms.corrected(word).split())
    return any(terms.known(s) for w in written for s in canonical(w, lexicon.equivalents))


def unknown_code(codes: tuple[Span, ...], codeset: CodeSet) -> str | None:
    """Why a question about one code alone cannot be answered: there is no such code."""
    distinct = {c.text.upper().rstrip("-").rstrip(".") for c in codes}
    if not distinct or any(code in codeset or code[:3] in codeset for code in distinct):
        return _one_unknown(distinct, codeset)
    named = " and ".join(sorted(distinct))
    return f"No ICD-10-CM code of the release in force is {named}; check how it is written."


def _one_unknown(distinct: set[str], codeset: CodeSet) -> str | None:
    if len(distinct) != 1 or (code := next(iter(distinct))) in codeset:
        return None
    told = codeset.history(code)
    if told is not None:
        return f"{code} is not an ICD-10-CM code of the release in force: {told}"
    return f"{code} is not an ICD-10-CM code of the release in force; check how it is written."
