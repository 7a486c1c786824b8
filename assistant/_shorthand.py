"""A coder's shorthand in look-ups, written out: sides, "w/o", "2nd tri", "subseq" and the like.

These signs are no abbreviations of conditions, so the lexicon does not hold them; what they mean
follows from where they stand.
"""

from __future__ import annotations

from guidelines import lazy_re as re

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

EXTERNAL = re.compile(
    r"\b(?:(?:the |an? )?(?:ext(?:ernal)?\.?[- ]cause|cause of injury|cause(?= codes?\b)|e-?code)(?: codes?)?)\b(?: for)?",
    re.IGNORECASE,
)
"""Words that ask for the external cause of an injury (I.C.20)."""
_ENCOUNTERS = (
    (r"\b(?:first|initial|new|er|ed|urgent care) visit\b", "initial encounter"),
    ((r"\b(?:sub(?:s|seq|sequent)?)\.?(?: (?:enc(?:ounter)?|visit))?(?=\W*$|\W)(?! ?(?:q|cut|cap|man|mand|striking)\b)"
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
_SILENT = re.compile(
    r",?\s*\bunspecified (?:severity|type|site|organism|part|side|eye|ear|cause|trimester|stage|episode)\b",
    re.IGNORECASE,
)
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
    text = _UNCONSCIOUS.sub(_duration, text)
    text = _NEWBORN_DAYS.sub(_newborn, text)
    return " ".join(text.split())


def without_silence(term: str) -> str:
    """A term without what is only said to be unspecified."""
    return " ".join(_SILENT.sub("", term).split()) or term


_NEWBORN_DAYS = re.compile(
    r"(?=.*\b(?:newborn|neonat\w*|infant|baby|well|check(?:up)?|exam\w*)\b)(.*?)\b(\d{1,2})"
    r"[- ]?(?:days?|d)[- ]?(?:old|/?o)?\b",
    re.IGNORECASE,
)


def _newborn(match: re.Match[str]) -> str:
    """A newborn's age in the two steps of Z00.11."""
    days = int(match[2])
    step = "under 8 days old" if days < 8 else "8 to 28 days old"
    return f"{match[1]}{step}" if days <= 28 else match[0]


_UNCONSCIOUS = re.compile(
    r"\b(?:LOC|loss of consciousness)\b\W*(?:of |for |x ?|lasting )?(\d+) ?(sec|min|h|day)\w*",
    re.IGNORECASE,
)
_MINUTES = {"sec": 0.02, "min": 1.0, "h": 60.0, "day": 1440.0}
_DURATIONS = (
    (30, "30 minutes or less"), (59, "31 minutes to 59 minutes"),
    (359, "1 hour to 5 hours 59 minutes"), (1440, "6 hours to 24 hours"),
)  # fmt: skip


def _duration(match: re.Match[str]) -> str:
    """How long consciousness was lost, in the steps of category S06."""
    minutes = int(match[1]) * _MINUTES[match[2].lower()]
    step = next((s for most, s in _DURATIONS if minutes <= most), "greater than 24 hours")
    return f"loss of consciousness of {step}"


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
