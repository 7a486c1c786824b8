"""What is not a question of ICD-10-CM diagnosis coding, and why."""

from __future__ import annotations

import re

from indexes._text import STOPWORDS, words

_LETTERS = re.compile(r"[^\W\d_]")

_OTHER: tuple[tuple[str, str], ...] = (
    (
        r"\bcpt\b|\bhcpcs\b|\be/?m (?:level|code)|\bmodifier\s*-?\s*\d\d\b|\bprocedure code\b|\bwhat modifier\b"
        r"|\blevel of (?:service|visit)\b|\b992\d\d\b|\b\d{5}\b(?=.{0,20}\bcode)|\bcdt code|\brvus?\b",
        "Procedure and service codes (CPT, HCPCS, modifiers, visit levels) are outside ICD-10-CM; "
        "dxcite answers diagnosis coding questions only.",
    ),
    (
        r"\bicd-?10-?pcs\b|\bpcs code\b",
        "ICD-10-PCS procedure coding is outside what dxcite reasons about; it answers ICD-10-CM "
        "diagnosis coding questions.",
    ),
    (
        r"\bicd-?11\b|\bicd-?9\b|\bsnomed\b|\bdsm-?(?:5|iv|v)?\b(?= code)|\bloinc\b|\brxnorm\b|\bicd-?o\b|\bicpc\b|\bread codes?\b",
        "Other classifications and mappings to them are outside what dxcite covers; it answers "
        "ICD-10-CM diagnosis coding questions.",
    ),
    (
        r"\breimburse|\bhow much (?:does|do|will|would|is)\b.{0,60}\b(?:pay|cost|charge|bill)|\bms-?drg|\bdrg\b|\brelative weight\b"
        r"|\bfee schedule\b|\bpayment rate|\ballowed amount|\bcopay|\bprior auth|\bclaim (?:denial|appeal)|\bdenied claim"
        r"|\bmaximi[sz]e (?:payment|revenue|reimbursement)|\bpays? (?:more|better|the most)|\braf score|\bhigher (?:drg|payment)",
        "Payment, DRG and claim questions are outside what dxcite answers; it answers how a "
        "diagnosis is coded by the ICD-10-CM guidelines.",
    ),
    (
        r"\bwhat (?:dose|dosage|antibiotic|medication|drug|treatment)\b|\bhow (?:do|should|would) (?:i|we|you) treat\b"
        r"|\bwhich (?:antibiotic|medication|drug|treatment)\b|\bshould (?:i|we|the patient|he|she) (?:take|stop taking|be given|start|get)\b"
        r"|\b(?:best|first[- ]line|recommended) (?:treatment|therapy|antibiotic|drug|medication)\b|\bis it safe to (?:take|give)\b"
        r"|\bwhat is the (?:treatment|dose|dosage|prognosis)\b|\bhow many mg\b|\bprescribe\b.{0,20}\?",
        "Treatment and medication advice is outside what dxcite answers; ask the clinician. dxcite "
        "answers how a documented diagnosis is coded.",
    ),
    (
        r"\b(?:weather|recipe|poem|joke|lyrics|football score|stock price|capital of|president of|translate|write (?:me )?(?:a|an) (?:email|essay|story|code|python|sql)|movie)\b",
        "This is not a question of diagnosis coding; ask about a diagnosis, a code or a coding rule.",
    ),
)
_CODING_WORDS = re.compile(
    r"\bcod(?:e|es|ed|ing|er)\b|\bicd\b|\bicd-10\b|\bdiagnos|\bguideline|\bprincipal\b|\bfirst-listed\b|\bsequenc",
    re.IGNORECASE,
)
_FOREIGN = frozenset(
    "der die das und ist nicht mit ein eine von zu den im für auf dem des sich wird bei "
    "el la los las una que por para con del como paciente el está hay código cuál qué "
    "le les des une est dans pour avec sur pas qui que patient du au aux quel code "
    "il lo gli una che per con del della è sono nel paziente codice quale "
    "o os uma que para com não do da em é qual código "
    "и в не на что с по как это для код".split()
)
_ENGLISH = STOPWORDS | frozenset("patient pt code codes year old history".split())


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
    """"ICD-10 code and CPT" still is a diagnosis question in part; a bare mention is not."""
    rest = asked[: match.start()] + asked[match.end() :]
    return bool(re.search(r"\bicd-?10(?:-?cm)?\b|\bdiagnosis code", rest)) and "cpt" not in match.group()


def not_english(text: str) -> bool:
    """Whether a text of some length is in another language."""
    found = [w for w in words(text) if not w[0].isdigit()]
    if len(found) < 4:
        return any(ord(c) > 0x24F for c in text if _LETTERS.match(c)) and bool(found)
    outside = sum(any(ord(c) > 0x24F for c in w) for w in found)
    foreign = sum(w in _FOREIGN and w not in _ENGLISH for w in found)
    english = sum(w in _ENGLISH for w in found)
    return outside > len(found) / 2 or (foreign > english and foreign / len(found) > 0.15)
