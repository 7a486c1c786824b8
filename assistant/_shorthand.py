"""A coder's shorthand in look-ups, written out: sides, "w/o", "2nd tri", "subseq" and the like.

These signs are no abbreviations of conditions, so the lexicon does not hold them; what they mean
follows from where they stand.
"""

from __future__ import annotations

import re

_EYE = re.compile(
    r"\b(?:eye\w*|catar\w+|retin\w*|macul\w*|cornea\w*|kerat\w+|conj\w*|glaucom\w*|uveit\w*|iri[td]\w*"
    r"|vitre\w*|optic\w*|lid\w*|bleph\w*|pteryg\w*|ptosis|chalazi\w*|hordeol\w*|stye|vision|visual"
    r"|blind\w*|amblyop\w*|myop\w*|astigm\w*|presbyop\w*|pseudophak\w*|aphak\w*|dacryo\w*|scler\w*"
    r"|drusen|ocul\w*|orbit\w*|ectrop\w*|entrop\w*|hyphema|endophth\w*|chorio\w*|epiretin\w*|crvo"
    r"|brvo|crao|brao|npdr|pdr|amd|armd|poag|csr|dry|subconj\w*|trichia\w*)\b",
    re.IGNORECASE,
)
_EAR = re.compile(
    r"\b(?:ear\w*|otit\w*|oto\w*|tymp\w*|cerum\w*|hearing|mastoid\w*|tinnit\w*|snhl|chl|aom|ome|csom"
    r"|cholest\w*|labyrinth\w*|meni\w+|eustach\w*|pinna|otalgia)\b",
    re.IGNORECASE,
)
_RADIATION = re.compile(
    r"\b(?:cancer|ca|radiat\w+|encounter|chemo\w*|oncol\w*|brca|prostate|s/p|hx|history)\b",
    re.IGNORECASE,
)
_EYES = {"OD": "right", "OS": "left", "OU": "bilateral"}
_EARS = {"AD": "right", "AS": "left", "AU": "bilateral"}

_ENCOUNTERS = (
    ((r"\b(?:sub(?:s|seq|sequent)?)\.?(?: (?:enc(?:ounter)?|visit))?(?=\W*$|\W)(?! ?(?:q|cut|cap|man|mand)\b)"
     r"(?<!\bno )"), "subsequent encounter"),
    (r"\binit(?:ial)?\.?(?: (?:enc(?:ounter)?|visit))?\b", "initial encounter"),
    (r"\bseq(?:uel)?\b(?!a)", "sequela"),
)  # fmt: skip
_PLAIN = (
    (r"\bw/o\b", "without"),
    (r"\bw/(?=\s*\w)", "with "),
    (r"(?<=\s)w(?=\s[a-z]{2})", "with"),
    (r"(?<=\s)(?:d/t|s/t|2/2|2°)(?: to)?(?=\s)", "due to"),
    (r"\b(?:fam(?:ily)?|fm) ?(?:hx|history) ?(?:of)?\b|\bfhx?\b(?: of)?", "family history of"),
    (r"\b(?:p?/?h/o|h/o|(?<!family )hx|hist)\b(?: of)?", "history of"),
    (r"\bs/p\b", "status post"),
    (r"\b(?:b/l|bil(?:at)?\b)\.?", "bilateral"),
    (r"\b(?:1st|first)[ -]tri(?:m|mester)?\b", "first trimester"),
    (r"\b(?:2nd|second)[ -]tri(?:m|mester)?\b", "second trimester"),
    (r"\b(?:3rd|third)[ -]tri(?:m|mester)?\b", "third trimester"),
    (r"(?<=\d)\s?w(?:ee)?ks?\b(?:\s?(?:ga|ega|gest)\b)?", " weeks"),
    (r"\b(?:unsp|unspec|unspcf|nos)\b\.?", "unspecified"),
    (r"\b(?:uncomp|uncompl|uncomplic)\b\.?", "uncomplicated"),
    (r"\bd/o\b", "disorder"),
    (r"\bf/u\b", "follow-up"),
    (r"\b2ary\b", "secondary"),
    (r"(?<=\w)\s*#\s*(?=\d)", " "),
    (r"(?<=[a-z]) no (?=[a-z]{2,}\b)", ", without "),
)  # fmt: skip
_RULES = tuple((re.compile(p, re.IGNORECASE), r) for p, r in (*_PLAIN, *_ENCOUNTERS))
_SIDE_LETTER = re.compile(r"(?<![\w'’/+.-])\(?([RL])\)?(?![\w'’/+-]|\s*\d|\.\w)")
_LAST_LETTER = re.compile(r"(?<=[a-z]{3}) ([rl])\s*$")
_SHORT_SIDE = re.compile(r"\b(rt|lt)\b\.?", re.IGNORECASE)
_SAID_ENCOUNTER = re.compile(
    r",?\s*\b(?:(?:initial|subsequent) encounter|active treatment)\b", re.IGNORECASE
)


def written_plainly(term: str) -> str:
    """A look-up with its shorthand written out; the words are otherwise as typed."""
    text = _sides(term)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return " ".join(text.split())


def without_encounter(term: str) -> str:
    """A term without the words that choose a 7th character alone."""
    return " ".join(_SAID_ENCOUNTER.sub(" ", term).split()) or term


def _sides(text: str) -> str:
    for words, place in ((_EYES, _EYE), (_EARS, _EAR)):
        if place.search(text):
            for short, side in words.items():
                text = re.sub(rf"\b{short}\b", side, text)
    text = re.sub(r"(?<=\w )(?:OS|OU)\b", lambda m: _EYES[m[0]], text)
    text = _SIDE_LETTER.sub(lambda m: "right" if m[1] == "R" else "left", text)
    text = _LAST_LETTER.sub(lambda m: " right" if m[1] == "r" else " left", text)
    return _SHORT_SIDE.sub(lambda m: _short(m, text), text)


def _short(match: re.Match[str], text: str) -> str:
    """ "RT" is a side, unless it stands in capitals beside words of radiation therapy."""
    if match[1].lower() == "lt":
        return "left"
    if match[1] == "RT" and _RADIATION.search(text):
        return match[0]
    return "right"
