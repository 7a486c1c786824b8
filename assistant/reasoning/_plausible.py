"""Whether an entry fits the chart at all: its chapter's circumstances, and the site of an injury."""

from __future__ import annotations

import re

from assistant.models import CodeHit
from assistant.reading._attributes import region_stems
from assistant.reasoning._case import Case
from guidelines.rules import any_matches
from indexes._surface import analyze


def _circumstance(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words), re.IGNORECASE)


_NEEDS = (
    (
        ("O00-O9A",),
        _circumstance(
            r"pregnan|gravid|\bg\d+\s?p\d|gestation|trimester|post-?partum|ante-?partum|peri-?partum|puerper",
            r"(?:pre-?term|active|latent|false|threatened|early|prolonged|obstructed) labou?r",
            r"deliver|in labor|labou?r and|obstetric|\bob\b|matern|prenatal|antenatal|miscarr",
            r"abortion|ectopic|\biup\b|breast-?feeding|lactati|c-?section|cesarean|eclampsia",
            r"placent|\be?ga\b|twin|\bgdm\b|\bpih\b|\bhellp\b|hyperemesis|chorioamnion|\btri\b|primip|multip",
            r"\b\d{1,2}\s?w(?:k|ks)?\s?[0-6]\s?d\b|\bsvd\b|\bvbac\b|\bprom\b",
            r"gdm|hydramnios|\bprevia\b|abruptio|cerclage|cervical (?:insufficien|incompeten)|\bchorio\b|\btolac\b|\bpprom\b",
            r"\bvavd\b|\bfavd\b|fetal|\bpp\b|threatened ab|\bfht\b|\bc/s\b",
            r"\bovum\b|\bhcg\b|\bmole\b|\bmolar\b|\bbreech\b|\bppd ?#?\d|\b(?:[5-9]|[1-3]\d|4[0-2]) ?w(?:ks?|eeks?)?\b",
            r"preg\b|\bpree\b|missed ab|\b[st]ab\b|\bpp (?:day|visit)",
        ),
    ),
    (
        ("P00-P96",),
        _circumstance(
            r"newborn|neonat|\bnicu\b|infant|\bbaby\b|nursery|day[- ]?old|week[- ]?old",
            r"born (?:at|by|via|here)|preterm|premature|birth ?weight|perinatal|meconium|apgar",
            r"congenital|\bcong\b|\bdol\b|\bdol\d|\bbw\b|\bsga\b|\blga\b|\bnb\b|weeker|\bttnb?\b|\bpphn\b|\bmec\b",
            r"vag(?:inal)? (?:birth|deliver)|cephalo?hematoma|\bcaput\b|\bumbi|\d+ ?(?:do|d/o|wo|w/o|d old)\b",
            r"h(?:ou)?rs? of life|\b(?:ex|former)[- ]?(?:2[2-9]|3[0-6]) ?\+?\d?[- ]?w",
        ),
    ),
    (
        ("T36-T50",),
        _circumstance(
            r"poison|overdos|adverse|toxic|underdos|intoxicat|ingest|took|taken|side effect|react",
            r"induced|due to|secondary to|from|caused|after (?:taking|starting|receiving)",
            r"non-?complian|non-?adheren|ran out|stopped|missed|skipp",
        ),
    ),
    (
        ("T51-T65",),
        _circumstance(
            r"poison|toxic|expos|ingest|inhal|swallow|venom|sting|stung|bite|bitten|drank|contact",
            r"effect|smoke|carbon monoxide|food",
        ),
    ),
    (
        ("T80-T88",),
        _circumstance(
            r"complicat|post-?op|post-?proc|surg|procedure|transplant|graft|implant|device|cathet",
            r"prosthe|hardware|infus|transfus|inject|anesth|dehisc|fail|reject|leak|malfunction",
            r"pacemaker|stent|shunt|wound|pump|loosen|disloc|pain from|adverse|anaphyla|react|allerg",
            r"\bcauti\b|\bclabsi\b|foley|\bt[kh][ar]\b|arthroplast|\bav[gf]?\b|fistula|\bt(?:xp|x)\b|\bport\b|\bpicc\b|infected",
            r"drug|medication|vaccin|serum|malignant hyperthermia|shock|sepsis|stump|replant",
            r"\bssi\b|restenos|thrombosed|pocket|generator|\bpod ?#?\d|s/p|\bpeg\b|trach|stoma|\bmesh\b|\blead",
        ),
    ),
    (
        ("Z32-Z34", "Z36.-", "Z39.-", "Z3A.-"),
        _circumstance(
            r"pregnan|gravid|\bg\d+\s?p\d|gestation|trimester|post-?partum|ante-?partum|prenatal",
            r"antenatal|deliver|\bob\b|obstetric|lactat|breast-?feed|\bega\b|\biup\b|\bnursing (?:mother|mom)",
            r"\blmp\b|missed (?:period|menses)|hcg|\bu?pt ?(?:\+|pos)|\bupt\b|\btop\b",
            r"\bmife\w*|\b(?:[5-9]|[1-3]\d|4[0-2]) ?w(?:ks?|eeks?)?\b",
            r"\biup\b|terminat|abortion|c-?section|cesarean|fetal|\d ?w(?:ks?)? ?\d ?d",
        ),
    ),
    (
        ("O61.-",),
        _circumstance(
            r"(?:fail|unsuccess)[^.;\n]{0,25}(?:induc|\biol\b|pit|mis|cytotec|balloon)",
            r"(?:induc\w*|\biol\b)[^.;\n]{0,40}(?:fail|unsuccess|did not|without (?:success|response))",
        ),
    ),
    (("P03.4",), _circumstance(r"affected|\bdue to|because of|attribut")),
    (
        ("N72", "N86-N88"),  # "infected sebaceous cyst of the neck" is of no cervix
        _circumstance(
            r"cervix|cervical|cervici|\bpap\b|colpo|\bcin\b|\b[hl]sil\b|endocerv|ectropion|\bhpv\b|\bleep\b"
        ),
    ),
    (("Z37-Z38",), _circumstance(r"deliver|born|birth|newborn|liveborn|stillborn")),
)
"""Chapters whose codes mean nothing unless the chart speaks of their circumstances at all."""


_FIRST_WORDS = 80  # characters in which a chart says whose it is
_A_MAN = re.compile(
    r"(?:^|[^\w])(?:[1-9]\d ?-?(?:yo|y/o|y|yrs?(?:[- ]old)?|years?[- ]old)? ?-?(?:(?-i:M)|male|man|gentleman)\b(?! ?(?:infant"
    r"|newborn|delivered)))"
    r"(?!\s*(?:partner|husband))",
    re.IGNORECASE,
)


def plausible(code: str, text: str) -> bool:
    """Whether the chart speaks of the circumstances that a chapter's codes stand for."""
    if code[0] == "O" and _A_MAN.search(text[:_FIRST_WORDS]):
        return False
    return all(not any_matches(patterns, code) or words.search(text) for patterns, words in _NEEDS)


_UNSITED = frozenset(
    ("lacer", "foreign", "bodi", "without", "open", "wound", "unspecifi", "other", "part", "injuri", "contus",
     "abras", "burn", "broken", "bite", "sprain", "strain", "superfici", "degre", "displac", "specifi", "site",
     "region", "multipl", "punctur", "insect", "nonvenom",
     "nondisplac", "close", "less", "cm", "capsular", "tear", "minor", "major", "moder")
)  # fmt: skip


def foreign_site(case: Case, hit: CodeHit, term: str) -> bool:
    """Whether an injury's title is of a site that the chart names nowhere.

    Args:
        case: The case.
        hit: What was found.
        term: What was looked up: a term's meaning ("hip fracture": neck of femur) is the chart's.
    """
    if not "S00" <= hit.code[:3] <= "S99" or hit.code not in case.codeset:
        return False
    equivalents = case.index.lexicon.equivalents
    # the title says "neck of femur" where the entry that was found says "hip"
    titles = (case.codeset.get(hit.code).title, hit.via)
    surfaces = [analyze(t, equivalents) for t in titles]
    sites = {w for s in surfaces for w in (*s.core, *s.soft, *s.negated) if w.isalpha()}
    sites -= _UNSITED
    if not sites:
        return False
    said = analyze(f"{case.text} {case.spelled} {term}", equivalents, title=False)
    regions = region_stems(case.text, "M")
    return not sites & {*said.core, *said.soft, *said.negated, *regions}
