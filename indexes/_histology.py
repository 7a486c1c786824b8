"""Tumors named by their cells: what the classification orders by site is searched by site."""

from __future__ import annotations

import re

_SQUAMOUS = re.compile(
    r"\b(?:squamous[- ]cell|epidermoid) (?:carcinoma|cancer|ca|malignant \(primary\) neoplasm(?:, cancer)?)"
    r"(?: of (?:the )?skin)?(?:, unspecified)?\b",
    re.IGNORECASE,
)
_NOT_SKIN = re.compile(
    r"\b(?:laryn\w+|(?:supra|sub)?glott\w+|vocal cords?|epiglott\w+|o?esophag\w+|tonsil\w*|(?:oro|hypo|naso)?pharyn\w+"
    r"|pyriform|piriform|tongue|mouth|gums?|gingiva\w*|palate|buccal|oral|retromolar|alveolar ridge|uvula|lungs?|bronch\w+"
    r"|pulmonary|(?:upper|middle|lower) lobe|cervix|(?:endo|exo|ecto)cervi\w+|uterine"
    r"|vagina|vaginal|vulvar?|labi\w+|penis|penile"
    r"|anus|anal(?! skin)|rect\w+|bladder|urethra\w*|maxillary|ethmoid\w*|(?:paranasal )?sinus(?:es)?|nasal cavity|trachea\w*"
    r"|parotid|salivary|thym\w+|conjunctiva\w*|middle ear|stomach|gallbladder)\b",
    re.IGNORECASE,
)


def by_site(term: str) -> str:
    """A term in which a squamous cell carcinoma of an organ is a malignant neoplasm of it.

    The Tabular List names these cells for the skin alone (C44); elsewhere the Neoplasm Table goes
    by the site, whatever the cells.

    Args:
        term: Words of a chart, abbreviations written out.
    """
    if not _NOT_SKIN.search(term):
        return term
    return _SQUAMOUS.sub("malignant neoplasm", term)
