"""Whether a question asks for a yes by denying: "is it wrong to add it?", "so no A41.9, correct?"."""

from __future__ import annotations

from assistant.models import Verdict
from assistant.reading._intent import WHOLE_VERBS, affirmed
from guidelines import lazy_re as re

_BLAMED = re.compile(
    r"\b(?<!or )(?<!what['’]s )(?<!nothing )(?<!the )"
    r"(?:wrong(?:ly)?|incorrect(?:ly)?|improper(?:ly)?|inappropriate(?:ly)?|mistaken)\b(?! (?:dose|drug|med\w*|side|patient"
    r"|person|site|leg|amount|pill|bottle))"
    r"|\bthe wrong (?:code|pick|choice|one|way|call|character|order|category|chapter|7th|dx|pdx|place)\b"
    r"|\b(?:is|was|would|isn['’]?t|wouldn['’]?t|am|are|were|that['’]?s|it['’]?s) (?:(?:it|this|that|i|we"
    r"|the \w+|[A-Z]\d[\w.]*|\w+ing(?: \w[\w.]*)?) )?(?:(?:be|considered|really|actually|just|then) )*(?:an? "
    r"|against the )?(?:error|mistake|violation|overcod\w+|non-?compliant|illegal|upcoding|rules?|guidelines?)\b",
    re.IGNORECASE,
)
"""What is proposed is blamed as a whole."""
_CODE_IT = (
    r"(?:code[ds]?|coding|codable|codeable|report(?:ed|able|ing)?|assign\w*|add(?:ed|ing)?|used?|using|take|taken|pull\w*"
    r"|pick\w*|bill\w*"
    r"|captur\w*|count\w*|option|enough|allowed|possible|ok(?:ay)?|valid|go|link\w*|assum\w*|presum\w*|get|come|list(?:ed)?"
    r"|includ\w*|put)\b"
)
_CODE = r"[A-Z]\d[\w.-]*"
_LEFT = re.compile(
    r"\b(?:skip|omit|drop(?:ped)?(?! to\b)|left (?:off|out)|delete|remove|exclude|ignore|uncoded"
    rf"|leav(?:e|ing) (?:(?:it|that|this|them|the (?:\w+ ){{1,3}}|(?:{_CODE}(?: and )?)+) ?)?(?:off|out)"
    rf"|(?:take|taking|strip|takes|took|kick(?:ed)?|pull(?:ed|s)?|scrubb?(?:ed)?)"
    rf" (?:(?:it|that|the (?:\w+ ){{1,3}}|{_CODE}) ?)?(?:off|out)"
    r"(?! (?:of )?(?:the|an?|her|his|their)\b))\b"
    rf"|\b(?:removed|removes|deleted|deletes|stripped|rejected) (?:(?:the|my|our|his|her|code) )*{_CODE}"
    r"|\b(?:(?:is|are|am|was|it|that|this|so|we|i|you|do|does|can|could|should|must|may|will|would|and|but)"
    r" (?:\w+ )?not|can['’]?t|cannot|don['’]?t|doesn['’]?t|do not|isn['’]?t|aren['’]?t|shouldn['’]?t|mustn['’]?t|won['’]?t"
    r"|not)"
    r" (?:(?:be|we|i|you|it|really|to|supposed|meant|allowed|able|even|ever|just|an?|the|good|right|also|both) )*"
    rf"{_CODE_IT}"
    rf"|(?:\bnot|n['’]t|\bno) (?:really |actually )?(?:need(?:ed)?|have|require[ds]?|call for|want|necessary)(?: for)?"
    rf" (?:(?:the|an?|any|to|separate|extra|additional|another|also|both) )*(?:{_CODE}|codes?\b|{_CODE_IT})"
    rf"|(?:^|[.;:,\n] *|\b(?:so|then|thus|hence|means|therefore) )(?:no|not) (?:need for |use of |just |the )?"
    rf"(?:{_CODE}|code\b|poa\b|separate code)"
    r"|\b(?:off[- ]limits|off the table|out of the question|not an option|no option|no go|overkill|redundant|unnecessary"
    r"|avoid|too (?:old|late|early|far out|long ago|remote|vague|mild|minor))\b",
    re.IGNORECASE,
)
"""What is proposed is not to be coded."""
_INVITED = re.compile(
    r"(?P<before>(?:^|[.;:,?!\n–—-]\s*|\b(?:so|and|but|then|or|why) )\W?)"
    r"(?P<verb>is|are|does|do|did|should|would|could|can|ca|must|wo|have|has)n['’]?t"
    r"(?= (?:it|that|this|these|those|i|we|you|the|she|he|they|there|my|an?)\b| (?-i:[A-Z]\d))",
    re.IGNORECASE,
)
"""A denial in front of what it denies only invites a yes: "shouldn't Z51.11 be first?"."""


def invited(text: str) -> str:
    """A question that begins with a denied verb, without its denial.

    Args:
        text: The words that ask.
    """
    return _INVITED.sub(lambda m: m["before"] + WHOLE_VERBS.get(m["verb"].lower(), m["verb"]), text)


_PRAISE = (
    (re.compile(r"\b(?:wrong|mistaken)\b", re.IGNORECASE), "right"),
    (re.compile(r"\b(?:in|im)(correct|proper|appropriate)", re.IGNORECASE), r"\1"),
    (
        re.compile(r"\b(?:an? )?(?:error|mistake|violation|upcoding|overcoding)\b", re.IGNORECASE),
        "correct",
    ),
)
_BARRED = re.compile(
    r"\b(?:off[- ]limits|off the table|out of the question|not an option|a no[- ]go)\b",
    re.IGNORECASE,
)


def praised(text: str) -> tuple[str, bool]:
    """A question that blames or bars what it proposes, as one that praises it, and whether it was turned.

    "Is it wrong to use the stage 2 code?" is answered with no where "is it right to …" is answered
    with yes.

    Args:
        text: The question.
    """
    bare, barred = _BARRED.subn("allowed", text)
    if barred:
        return bare, True
    blame = _BLAMED.search(text)
    if blame is None:
        return text, False
    said = blame[0]
    for words, instead in _PRAISE:
        said = words.sub(instead, said)
    return f"{text[: blame.start()]}{said}{text[blame.end() :]}", True


def denies(clause: str) -> bool:
    """Whether a yes to a clause means that what it names is not coded or not allowed.

    Args:
        clause: The words that ask.
    """
    text, turned = affirmed(invited(clause))
    left = turned or _LEFT.search(text) is not None
    return left != (_BLAMED.search(text) is not None)


def blames(clause: str) -> bool:
    """Whether a clause blames what it proposes: "is it wrong to leave it off?".

    Args:
        clause: The words that ask.
    """
    return _BLAMED.search(clause) is not None


def turning(clause: str) -> bool:
    """Whether a clause speaks of leaving out or blames, be it both at once.

    Args:
        clause: The words that ask.
    """
    text, turned = affirmed(invited(clause))
    return turned or any(p.search(text) for p in (_LEFT, _BLAMED))


def answered(clause: str, holds: bool) -> Verdict:
    """The verdict on a clause about something that holds, or does not.

    Args:
        clause: The words that ask.
        holds: Whether what they name is coded or allowed.
    """
    return "yes" if holds != denies(clause) else "no"
