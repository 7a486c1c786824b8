"""A tumor that is still treated is no history, however it is written: "s/p lumpectomy, week 3 of XRT" (I.C.2.m).

The organ may be gone and the tumor with it: as long as treatment is directed to its site, the tumor
is coded as current. Treatment that is over, or that only prevents, does not count.
"""

from __future__ import annotations

from guidelines import lazy_re as re

_THERAPY = (
    r"(?:chemo\w*|radiation|radiotherapy|xrt|(?:adjuvant )?rt\b|immunotherapy|brachytherapy|bcg|adt|androgen deprivation"
    r"|hormon\w+ (?:therapy|tx|treatment)|adjuvant\w*|anti-?estrogen\w*|aromatase inhibitor\w*"
    r"|r-?chop|folfox|folfiri|folfirinox|abvd|tchp?|ac-?t\b|hyper-?cvad|vrd|capecitabine|xeloda|gemcitabine|gemzar"
    r"|carboplatin|cisplatin|paclitaxel|taxol|docetaxel|taxotere|pemetrexed|alimta"
    r"|lupron|leuprolide|eligard|firmagon|degarelix|casodex|bicalutamide|xtandi|enzalutamide|zytiga|abiraterone"
    r"|tamoxifen|anastrozole|arimidex|letrozole|femara|exemestane|aromasin|fulvestrant|faslodex"
    r"|herceptin|trastuzumab|perjeta|pertuzumab|kadcyla|verzenio|ibrance|keytruda|pembrolizumab|opdivo|nivolumab|yervoy"
    r"|imfinzi|durvalumab|tecentriq|imatinib|gleevec|tagrisso|osimertinib|ibrutinib|rituximab|rituxan)"
)
_NOW = re.compile(
    r"\b(?:(?:still|currently|now|remains?) (?:on|getting|receiving|undergoing|taking|in)|on|gets|getting|receiving|receives"
    r"|undergoing|continu\w+|taking|takes|started|starting|resum\w+|mid[- ]?way|half[- ]?way|in the middle of|during"
    r"|(?:cycle|week|wk|day|fraction|fx|dose|c|#) ?#?\d+(?: ?(?:of|/) ?\d+)? of)"
    r"(?:(?! (?:completed|finished|done|stopped|declined|refus\w+|history|hx|no|not|s/p|after|prior)\b)[ ,]+[\w'/-]+){0,4}"
    rf"?[ ,]+{_THERAPY}",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b(?:prevent\w*|prophyla\w*|risk[- ]reduc\w*|chemoprevent\w*|no evidence of|ned|disease[- ]free|cancer[- ]free"
    r"|in remission since"
    r"|(?:completed?|finished|stopped|done with|off|declined|refus\w+|last) (?:\w+ ){0,3}"
    rf"{_THERAPY}|{_THERAPY} (?:was |is |all )*(?:completed|finished|done|stopped|ended|over)"
    r"|no (?:further|current|active|more|additional) (?:\w+ )?(?:treatment|therapy|tx))\b",
    re.IGNORECASE,
)


def under_treatment(text: str) -> bool:
    """Whether a text tells of a treatment of a tumor that goes on.

    Args:
        text: The documentation.
    """
    return _NOW.search(text) is not None and _OVER.search(text) is None
