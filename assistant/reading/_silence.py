"""That nobody speaks of a link: "never says the CKD is due to HTN" denies neither (I.A.15, I.A.19)."""

from __future__ import annotations

from guidelines import lazy_re as re

_NOBODY = (
    r"(?:never|nobody|no ?one|nowhere|no (?:provider|physician|doctor|doc|md)|(?:do|does|did|has|have)(?: not|n['’]?t))"
    r"(?: (?:ever|actually|really|specifically|explicitly|clearly|directly))*"
)
_SAYS = r"(?:sa(?:y|id)|stat|document|mention|writ|wrote|call|chart|specif|spell|indicat|not(?:e|ing)|comment)\w*"
_TIES = r"(?:link|connect|relat|attribut)(?:s|e|es|ed|ing)?|t(?:ie|ies|ied|ying)"
_TO_EACH_OTHER = (
    r"(?:(?:is|are|was|were|being|as|to be|['’]s)(?: \w+)? (?:due|related|secondary|caused|from|because|linked|associated"
    r"|connected|diabetic|hypertensive|incidental|an? complication|postoperative)|\w+[ -]related|(?:link"
    r"|relation\w*|connection|cause|causal\w*)\b)"
)
SILENT = re.compile(
    rf"\b{_NOBODY} (?:(?:{_TIES})\b|{_SAYS}\b(?=[^.;?!,\n]{{0,60}}?\b{_TO_EACH_OTHER}\b))[^.;?!,\n]*",
    re.IGNORECASE,
)
"""A clause in which nobody ties one condition to another."""


def spoken(text: str) -> str:
    """A text with blanks in place of what nobody says; every other word stays where it was."""
    return SILENT.sub(lambda m: " " * len(m[0]), text)
