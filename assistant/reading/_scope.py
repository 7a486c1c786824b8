"""What is not a question of ICD-10-CM diagnosis coding, and why."""

from __future__ import annotations

import re

from assistant.models import Span
from assistant.reading._vocabulary import word_set
from guidelines.codeset import CodeSet
from indexes._surface import canonical
from indexes._text import STOPWORDS, words
from indexes.lexicon import Lexicon
from indexes.term_index import TermIndex

_LETTERS = re.compile(r"[^\W\d_]")

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
            r"\bicd-?10-?pcs\b|\bpcs\b|\broot operation\b|\bbody part key\b|\bapproach (?:value"
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
            r"|\bicd-?10-?(?:ca|am|gm|who)\b|\bumls\b|\bcvx\b|\bopcs\b"
        ),
        (
            "Other classifications and mappings to them are outside what dxcite covers; it answers "
            "ICD-10-CM diagnosis coding questions."
        ),
    ),
    (
        (
            r"\breimburse|\bhow much\b.{0,60}\b(?:pay|paid|cost|charge|bill|worth)"
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
            r"|\bmaximi[sz]e\b|\bpays? (?:more|better|the most|best)|\braf scores?\b|\bupcod\w+"
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
            r"|start|get|stop|see a doctor|go to|have surgery|worry|be worried)\b"
            r"|\b(?:best|first[- ]line|recommended) (?:treatment|therapy|antibiotic|drug"
            r"|medication)\b|\bis it (?:safe|dangerous|serious|contagious|ok to (?:take|give))\b"
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
            r"|password|who won|hipaa|lawsuit|sue|cpc exam|ccs exam|certification exam|ceus?)\b"
            r"|\bwrite (?:me )?(?:a|an|some) (?:email|essay|story|code|python|sql|script|letter"
            r"|program)"
            r"|\bpython (?:script|code|program)\b|\bexcel (?:formula|macro)\b"
        ),
        (
            "This is not a question of diagnosis coding; ask about a diagnosis, a code or a coding "
            "rule."
        ),
    ),
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
    r"|\bdisease|\bdisorder|\bsyndrome|\bsee\b|\bfirst\b|\bweeks?\b|\bmonths?\b",
    re.IGNORECASE,
)
_CODING_WORDS = re.compile(
    r"\bcod(?:e|es|ed|ing|er)\b|\bicd\b|\bicd-10\b|\bdiagnos|\bguideline|\bprincipal\b"
    r"|\bfirst-listed\b|\bsequenc",
    re.IGNORECASE,
)
_FOREIGN = word_set(
    """
    der die das und ist nicht mit ein eine von zu den im für auf dem des sich wird bei
    el la los las una que por para con del como paciente el está hay código cuál qué
    le les des une est dans pour avec sur pas qui que patient du au aux quel code
    il lo gli una che per con del della è sono nel paziente codice quale
    o os uma que para com não do da em é qual código
    и в не на что с по как это для код
    """
)
_ENGLISH = STOPWORDS | word_set("patient pt code codes year old history")


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
    return None


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


def not_english(text: str) -> bool:
    """Whether a text of some length is in another language."""
    found = [w for w in words(text) if not w[0].isdigit() and len(w) > 1]
    if len(found) < 4:
        return any(ord(c) > 0x24F for c in text if _LETTERS.match(c)) and bool(found)
    outside = sum(any(ord(c) > 0x24F for c in w) for w in found)
    foreign = sum(w in _FOREIGN and w not in _ENGLISH for w in found)
    english = sum(w in _ENGLISH for w in found)
    # one such word may be a name: "von Willebrand disease"
    several = foreign > 1 and foreign > english
    return outside > len(found) / 2 or (several and foreign / len(found) > 0.15)


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
    return f"{code} is not an ICD-10-CM code of the release in force; check how it is written."
