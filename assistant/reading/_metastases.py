"""Where a tumor has spread: "metastatic to the lumbar spine and pelvis", "mets to lung, liver" (I.C.2).

Each site of the list is a condition of its own, a secondary malignant neoplasm there (C77–C79).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.reading._attributes import side_near
from guidelines import lazy_re as re

_SPREAD = re.compile(
    r"\b(?:metasta(?:tic|si[sz]ed|s[ei]s|ses)|mets?)\b(?: (?:disease|cancer|carcinoma|adenoca\w*|lesions?|deposits?))?"
    r"(?P<primary>(?: \w+){0,2} (?:ca|cancer|carcinoma|adenoca\w*|melanoma|sarcoma))?"
    r"(?: \([^()]{1,20}\))? (?:to|in|into|involving|throughout) (?=[\w(])",
    re.IGNORECASE,
)
_BEFORE_SITE = (
    r"\b(?:(?:both|the|his|her|multiple|several|diffuse|widespread|right|left|bilat\w*|r|l|upper|lower|distal|proximal"
    r"|mid|cervical|thoracic|lumbar|lumbosacral|rul|rll|lul|lll|rml) )*"
)
_NODES = r"(?:lymph ?)?(?:nodes?|ln|lns|lymphadenopathy)"
_BONES = (
    r"(?:bones?|skeleton|spine|vertebra\w*|[ctl]-?\d{1,2}(?:-\d{1,2})?(?: vertebra\w*)?|ribs?|femur"
    r"|femoral (?:head|neck|shaft)|humerus|sternum|skull|calvari\w+|sacrum|acetabul\w+"
    r"|ili(?:um|ac (?:bone|wing|crest))|tibia|clavicle|scapula|mandible|pelvic bones?|bony pelvis|ischium)"
)
_IN_THE_CHEST = r"(?:mediastinal|hilar|thoracic|subcarinal|paratracheal|bronchial|intrathoracic)"
_IN_THE_BELLY = r"(?:retroperitoneal|para-?aortic|mesenteric|abdominal|porta\w*|celiac|perigastric)"
_SITES = (
    ("C79.52", "bone marrow", r"(?:bone )?marrow"),
    ("C79.51", "bone", _BONES),
    ("C79.32", "cerebral meninges", r"(?:leptomening\w+|meninges|dura)"),
    ("C79.31", "brain", r"(?:brain|cerebell\w+|cerebrum|(?:frontal|parietal|occipital|temporal) lobe)"),
    ("C79.49", "spinal cord", r"(?:spinal cord|cord)"),
    ("C77.3", "axillary lymph nodes", rf"(?:axill\w+|brachial|pectoral) {_NODES}|axilla"),
    ("C77.4", "inguinal lymph nodes", rf"(?:inguinal|groin|femoral) {_NODES}"),
    ("C77.1", "intrathoracic lymph nodes", rf"{_IN_THE_CHEST} (?:(?:and|&) {_IN_THE_CHEST} )?{_NODES}"),
    ("C77.2", "intra-abdominal lymph nodes", rf"{_IN_THE_BELLY} (?:(?:and|&) {_IN_THE_BELLY} )?{_NODES}"),
    ("C77.5", "intrapelvic lymph nodes", rf"(?:pelvic|iliac|obturator|perirectal) {_NODES}"),
    ("C77.0", "lymph nodes of neck", rf"(?:cervical|supraclav\w+|neck|submandibular|jugular) {_NODES}"),
    ("C77.9", "lymph nodes", rf"(?:regional |local |distant )?{_NODES}"),
    ("C78.0-", "lung", r"(?:lungs?|pulmonary parenchyma)"),
    ("C78.1", "mediastinum", r"mediastinum"),
    ("C78.2", "pleura", r"pleura\w*"),
    ("C78.7", "liver", r"(?:liver|hepatic (?:lobe|parenchyma))"),
    ("C78.6", "peritoneum", r"(?:peritone\w+|oment\w+|mesentery)"),
    ("C78.4", "small intestine", r"(?:small (?:bowel|intestine)|duodenum|jejunum|ileum)"),
    ("C78.5", "large intestine", r"(?:colon|large (?:bowel|intestine)|rectum|sigmoid)"),
    ("C79.7-", "adrenal gland", r"adrenals?(?: glands?)?"),
    ("C79.6-", "ovary", r"ovar(?:y|ies)"),
    ("C79.0-", "kidney", r"kidneys?"),
    ("C79.11", "bladder", r"(?:urinary )?bladder"),
    ("C79.2", "skin", r"(?:skin|scalp)"),
    ("C79.81", "breast", r"breasts?"),
    ("C78.89", "other digestive organs", r"(?:pancreas|spleen|stomach)"),
    ("C79.89", "other specified sites", r"(?:chest wall|soft tissues?|muscle|pericardium|heart|thyroid|uterus|vagina|orbit|eye)"),
)  # fmt: skip
"""Codes of secondary neoplasms with their sites, as the classification and as charts name them."""
_SITE = re.compile(
    _BEFORE_SITE
    + "(?:"
    + "|".join(rf"(?P<s{n}>\b(?:{said})\b)" for n, (_, _, said) in enumerate(_SITES))
    + ")",
    re.IGNORECASE,
)
_ADJECTIVES = {
    "C79.51": "osseous|bony|skeletal|vertebral|spinal",
    "C79.32": "leptomeningeal",
    "C79.31": "cerebral|intracranial|cerebellar",
    "C77.9": "nodal",
    "C78.0-": "pulmonary|pulm",
    "C78.1": "mediastinal",
    "C78.2": "pleural",
    "C78.7": "hepatic",
    "C78.6": "peritoneal|omental",
    "C79.7-": "adrenal",
}
"""Where tumors spread, as the adjective before "mets"; an organ of whose own tumor "colon mets" is
said is not among them."""
_OWN = re.compile(
    _BEFORE_SITE
    + "(?:"
    + "|".join(
        rf"(?P<s{n}>\b(?:{said}|{_ADJECTIVES.get(code, name)})\b)"
        for n, (code, name, said) in enumerate(_SITES)
        if code in _ADJECTIVES or code.startswith("C77") or code in ("C79.52", "C79.49")
    )
    + ")",
    re.IGNORECASE,
)
_METS = re.compile(
    r"\s+(?:mets?|metasta(?:s[ei]s|ses)|metastatic (?:disease|lesions?|deposits?|foc[ui]s?))\b"
    r"(?! (?:to|in|into|with|criteria|the|goals?|all|his|her)\b)",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\s*(?:\((?:[^()]{1,40})\))?\s*(?:,\s*(?:and |& )?|/|&|\+|\band\b|\bas well as\b|\bplus\b)\s*(?:to )?",
    re.IGNORECASE,
)
_PELVIS = re.compile(_BEFORE_SITE + r"\bpelvis\b", re.IGNORECASE)
"""Among bones it is one of them; elsewhere it may be a cavity."""
_BONE = "C79.51"


@dataclass(frozen=True, slots=True)
class Spread:
    """A site that a tumor has spread to, by offsets in its sentence."""

    start: int
    end: int
    code: str
    term: str
    side: str | None


def spread_in(sentence: str) -> Iterator[Spread]:
    """The sites to which a sentence says a tumor has spread, in order; each code once a list.

    Args:
        sentence: A sentence of the chart.
    """
    yield from _before_mets(sentence)
    for match in _SPREAD.finditer(sentence):
        at, seen = match.end(), set[str]()
        while site := _SITE.match(sentence, at):
            number = int((site.lastgroup or "s0")[1:])
            code = _SITES[number][0]
            start = at if seen or match["primary"] else match.start()
            if code not in seen:
                yield _spread(sentence, number, start, at, site.end())
            seen.add(code)
            at = site.end()
            if code == _BONE and (joined := _LISTED.match(sentence, at)):
                pelvis = _PELVIS.match(sentence, joined.end())
                at = pelvis.end() if pelvis else at
            listed = _LISTED.match(sentence, at)
            if listed is None:
                break
            at = listed.end()


def _before_mets(sentence: str) -> Iterator[Spread]:
    """Sites named before the word: "brain met", "lung and liver mets"."""
    sites = list(_OWN.finditer(sentence))
    taken = len(sentence) + 1
    found: list[Spread] = []
    for place in range(len(sites) - 1, -1, -1):
        site = sites[place]
        mets = _METS.match(sentence, site.end())
        listed = _LISTED.match(sentence, site.end())
        if mets is None and (listed is None or listed.end() != taken):
            continue
        taken = site.start()
        end = mets.end() if mets else site.end()
        number = int((site.lastgroup or "s0")[1:])
        found.append(_spread(sentence, number, site.start(), site.start(), end))
    yield from reversed(found)


def _spread(sentence: str, number: int, start: int, at: int, end: int) -> Spread:
    """A site that lies in [at, end) of a sentence, its words from `start` on."""
    code, name, _ = _SITES[number]
    side = side_near(sentence, at, end) if code.endswith("-") else None
    return Spread(start, end, code, f"secondary malignant neoplasm of {name}", side)
