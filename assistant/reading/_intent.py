"""What a question asks for: a term's code, documentation coded, a rule, a code, a pair of codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.models import Intent, Span
from assistant.reading._segments import Sentence
from assistant.reading._standing import asks_standing
from guidelines import lazy_re as re

_ASKING = re.compile(
    r"\?\s*$|^(?:(?:please|can you|could you|help|so|and|but|ok|hi|hello|also|then|just)[,\s]+)*"
    r"(?:what|which|how|when|where|why|who|is|are|do|does|did|can|could|should|would|may|must|will|"
    r"code (?:this|it|for|the)|assign|sequence|find|give|tell|list|explain|define|show|need"
    r"|looking for|am i|"
    r"icd(?:-?\d+\b|(?: \w+)? codes?)|dx code|diagnosis code|correct code|right code|best code)\b"
    r"(?!['’]t (?!i\b|we\b|you\b|it\b|this\b|that\b|the\b))",
    re.IGNORECASE,
)
_AUXILIARY = (
    r"(?:is|are|am|was|were|do|does|did|can|could|should|would|may|must|will|shall|has|have|had|"
    r"isn['’]?t|aren['’]?t|don['’]?t|doesn['’]?t|can['’]?t|shouldn['’]?t|won['’]?t|didn['’]?t)"
)
_YES_NO = re.compile(
    rf"(?:^|[,;:.—–-]\s*|\b(?:and|so|but|then|here|today|this|or"
    rf"|if)\s+){_AUXILIARY}\s+\S+",
    re.IGNORECASE,
)
_UNMARKED = re.compile(
    rf"(?:[.?!;:,][\"'”’)]*\s+|[\"'”’)]\s+|\s[–—-]+\s+){_AUXILIARY}\s+(?:i|we|you|he|she|it|they|that|this|the|an?|[A-Z]\d\w"
    r"|provider|doc|doctor|physician|md|coder|pt|patient)\b"
    r"(?:[^.?!;:\n]|\.(?=\d)){3,80}$"
    r"|\b(?:can|could|should|may|must) (?:i|we)\s(?:[^.?!;:\n]|\.(?=\d)){3,80}$"
    r"|(?:[.?!;:,]\s+)(?:am|was) i (?:right|correct|wrong|ok(?:ay)?|good)\W*$",
    re.IGNORECASE,
)
"""A question at the end of a sentence that has no question mark: "…, may I code the pneumonia"."""
_OPEN_QUESTION = re.compile(
    r"(?:^|[,;:.—–]\s*|\s-+\s|\b(?:and|so|but|then|by|in|at|for|to|with)\s+)\W*(?:what|which|how"
    r"|when|where|why|who|whose|whats|what['’]s)\b",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(
    r"\bor\b(?=\W*\w)(?!\s+(?:not|no|never|without|more|less|older|younger|higher|lower|later|any|other"
    r"|so)\b)",
    re.IGNORECASE,
)
_DECIDED = re.compile(
    rf"(?:^|[,;:.—–-]\s*){_AUXILIARY}\b.*\bor\s+(?:not\b|no\b"
    rf"|without\b)",
    re.IGNORECASE,
)
_OR_ELSE = re.compile(
    rf"\bor\s+{_AUXILIARY}\s+(?:i|we|you|he|she|it|they|that|this|those|these|the|an?)\b",
    re.IGNORECASE,
)
"""A second question that only names what holds if the first is denied: "… or do I have to query?"."""
_WHETHER = re.compile(
    r"\b(?:asks?|asking|wonder\w*|question(?: is)?|not sure|unsure|unclear|disput\w+|argu\w+|debat\w+)\s+"
    r"(?:me |us |you )?(?:if|whether)\s+(?!or\b)\w+",
    re.IGNORECASE,
)
"""A question told of: "student asks whether to add G89.4"."""
_WHEN = re.compile(
    rf"^\W*(?:when|where|whenever|once|while|as|since|because|after|before)\b[^?.!;]*,\s+(?={_AUXILIARY}\s)",
    re.IGNORECASE,
)
"""What is told of the case in front of the question: "when the Index says NEC, does that mean …"."""
_OR_NOT = re.compile(r"\bor (?:not|no|never)\W*$", re.IGNORECASE)
_ELLIPTIC = re.compile(
    r"^(?=\W*(?:\S+\s+){2,})(?!.*\b(?:what|which|how|who|why)\b)(?!.*\b(?:is|are|was|were|do\w*|feel\w*)\b.*\bok)"
    r"[^.?!;:\n]*\b"
    r"(?:needed|required|allowed|permitted|mandatory|ok(?:ay)?|reportable|codable|acceptable)\b(?:[^.?!;:\n]*[^.?!;:\n\s])?\W*$",
    re.IGNORECASE,
)
"""A question without verb and mark: "placeholder still needed if there are only 4 characters"."""
_TAG = re.compile(
    r"(?:\by\s?/\s?n|\byes or no"
    r"|(?:^\W*(?:was|is|were|are)\b|\b(?:it|that|this|i|we|they)(?:['’](?:s|m|re)| (?:is|was|am|are|were))\b)"
    r"[^.?!;\n]*[^.?!;:,\n](?<!\bthe)(?<!\bon)(?<!\bto)(?<!\bin)\s(?:right|correct)"
    r"|\b(?:i|we|you|they|it) (?:can|could|may|must|should|need|have)\b[^.?!;\n]*\s(?:right|correct))\W*$",
    re.IGNORECASE,
)
"""What asks for a yes at the end of a question without its mark: "so it's an adverse effect right"."""
_EITHER = re.compile(
    r"\b(?:y ?/ ?n|yes ?/ ?no|yes or no|agree or disagree|right or wrong|true or false|correct or not)\b",
    re.IGNORECASE,
)
"""Both answers offered: "Z79.4, yes/no"."""
_CODES_OK = re.compile(
    r"^\W*(?:(?:so|then|just|only|and|still|is|are) )*[A-Z]\d[\w.]*\W*(?:(?:and|plus|then|with|\+|&)?\W*[A-Z]\d[\w.]*\W*)*"
    r"(?:(?:is|are|still|also|both|all|would be) )*(?:ok(?:ay)?|acceptable|right|correct|good|valid|allowed|fine|needed"
    r"|appropriate|reportable|required)(?: here| then)?\W*$"
    r"|^\W*(?:so |then )?(?:only|just) [A-Z]\d[\w.]*(?: then| here| right)\W*$",
    re.IGNORECASE,
)
"""Codes and one word that wants to hear whether they are right: "I12.9 acceptable"."""
_TAIL = re.compile(r"(?:[,;:.—–]\s|\s-+\s)")
_BARE = re.compile(
    r"\W*(?:(?:codes?|dx|pdx|diagnos[ei]s|order|default|principal|first(?:[- ]listed)?|sequenc\w+"
    r"|seq|visit|office|final|and|&|of|"
    r"for|that|this|the|external|cause|primary|which|setting)\W*)+|\W*(?:order|sequence"
    r"|codes?) (?:of|for) .*",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\b(?:probable|possible|suspected|likely|questionable|rule[d]? out|consistent with|expected"
    r"|incidental|never|not|no)\b",
    re.IGNORECASE,
)
_SEQUENCE = re.compile(
    r"\b(?:sequenc\w+|first[- ]listed|principal|comes? first|goes? first|list(?:ed)? first"
    r"|which (?:\w+ )?first|"
    r"primary diagnosis|pdx|coded? first|order)\b",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"\b(?:with|together|and|both|along|same (?:claim|encounter|visit|time)|excludes?1?|pair"
    r"|combin\w+|plus|conflict)\b|\+",
    re.IGNORECASE,
)
_TERM_LEAD = re.compile(
    r"^\W*(?:(?:what(?:'s| is| are)?|whats|need|give me|find|look ?up|looking for|show(?: me)?"
    r"|search(?: for)?|tell me|please|can you|i need)\s+)*"
    r"(?:the\s+|an?\s+)?(?:correct\s+|right\s+|best\s+"
    r"|proper\s+)?(?:icd[- ]?10(?:[- ]?cm)?\s+)?(?:diagnosis\s+|dx\s+|diagnostic\s+)?"
    r"(?:codes?|icd[- ]?10(?:[- ]?cm)?|dx)\s*(?:codes?\s*)?(?:is\s+|to use\s+|do i use\s+)?(?:for"
    r"|of|:)\s+|^\W*how (?:do|would|should|to) (?:i |you |we )?code\s+",
    re.IGNORECASE,
)  # fmt: skip
_SHORT_LEAD = re.compile(
    r"^\W*(?:icd[- ]?10(?:[- ]?cm)?(?: codes?)?|(?:dx|diagnosis)(?: codes?)?)\s+"
    r"(?!codes?\b|for\b|of\b|is\b|are\b|guid\w+|and\b|or\b|order\b|sequenc\w+|convention\w*|cm\b|pcs\b"
    r"|official\b|rules?\b|to\b|in\b|with\b|on\b|the\b|should\b)(?=[a-z]{2})",
    re.IGNORECASE,
)
_ABOUT_CODE = re.compile(
    r"\b(?:code|what|whats|is|the|icd|10|cm|description|of|for|meaning|means?|does|tell|about|me"
    r"|title|show|look|up|"
    r"excludes?\d?|notes?|define|definition|and|its|hcc|category|chapter|stand|please|stands)\b",
    re.IGNORECASE,
)
_RULE_WORDS = re.compile(
    r"\b(?:what|which|order|difference|versus|first(?=\W*$|[- ]listed)|sequence\w*|pdx|principal"
    r"|poa(?=\W+(?:indicator\w*|exempt\w*|status|report\w*|for|of|on|y|n|u|w)\b)|(?<!\w )poa"
    r"|guidelines?|rules?(?! out)|codes?|coded|coding)\b",
    re.IGNORECASE,
)
_CHART = re.compile(
    r"\b(?:pt|patient|pts|y/?o|year[- ]old|yo|admitted|admit|presents?|presented|presenting|seen"
    r"|discharged?|diagnosed|"
    r"assessment|impression|hx|pmh|s/p|c/o|complains?|underwent|treated|note|notes|documented"
    r"|documents|documentation|"
    r"provider|visit|follow-?up|delivered|found|states|dx|charted|scheduled|advised|reassured|planned|reviewed"
    r"|healed(?= (?:\w+ ){0,3}(?:ulcers?|pressure|decub\w*|bedsores?|wounds?)\b)"
    r"|(?:ekg|ecg|echo|tte|cxr|mri|egd|bx)(?=:)"
    r"|(?<=, )(?:wound|dressing|drsg) (?:check|change)"
    r"|(?:wound|dressing|drsg) (?:check|change)(?=,? (?:[rl]|right|left|rt|lt)\b))\b",
    re.IGNORECASE,
)


_TOLD_BEFORE = re.compile(
    r"^(?!\W*(?:what|which|how|when|where|why|who|is|are|do|does|did|can|could|should|would|may|must|will|if)\b)"
    r"[^?]*?(?:[a-z0-9)\]\"']{2}[.;:]|\s[-–—]|,)\s+(?=[a-z])[^?.]{3,60}\?\s*$",
    re.IGNORECASE,
)
"""Documentation typed in one go with the question: "2nd degree burn of the thigh. code it too?"."""
_TERM_TAIL = re.compile(
    r"[\s,;:–-]+(?:the |which |what |need (?:the )?)?(?:icd[- ]?10(?:[- ]?cm)? |dx |diagnosis )?code"
    r"(?: please| needed)?\W*$",
    re.IGNORECASE,
)
_ABOUT_TERM = re.compile(
    r"\b(?:ext(?:ernal)?\.?[- ]cause(?: codes?)?|cause codes?|(?:initial|first|subsequent|er|ed|f/u|new) visit)\b",
    re.IGNORECASE,
)


def term_of(text: str) -> str:
    """The bare term of a look-up: "what is the ICD-10 code for tennis elbow?" → "tennis elbow"."""
    bare = _TERM_LEAD.sub("", text, count=1)
    bare = bare if _ABOUT_TERM.search(bare) else _TERM_TAIL.sub("", bare, count=1) or bare
    return (_SHORT_LEAD.sub("", bare, count=1) if _short(text) else bare).strip(" ?.!\n\t")


def _short(text: str) -> bool:
    """Whether a term stands behind "dx code" or "icd10" without more ado."""
    bare = _SHORT_LEAD.sub("", text, count=1)
    telling = _CHART.search(bare) or _RULE_WORDS.search(bare)
    return bare != text and len(bare.split()) <= 9 and "?" not in bare and not telling


def asks_yes_no(asking: Iterable[Sentence], text: str) -> bool:
    """Whether the question wants a yes or a no: in full, or in few words ("I10 ok?", "Code both?").

    A question that offers a choice ("A or B?") or asks what, which or how is open.
    """
    doubted = len(text.split()) < 30 and _DOUBT.search(text) is not None
    return any(_yes_no(s.text.strip(), doubted) for s in asking)


def _yes_no(text: str, doubted: bool) -> bool:
    if _EITHER.search(text) or _CODES_OK.search(text):
        return True
    text = _WHEN.sub("", text, count=1)
    tail = _TAIL.split(text)[-1].strip()
    marked = text.rstrip(" \"')").endswith("?")
    begins = re.match(rf"\W*{_AUXILIARY}\b", text, re.IGNORECASE)
    unmarked = any(p.search(text) for p in (_UNMARKED, _TAG, _WHETHER, _OR_NOT, _ELLIPTIC))
    if not marked and not begins and not unmarked:
        return False
    if _OPEN_QUESTION.search(text):
        # "What's first, the cancer?" answers itself and wants to be told whether rightly so
        own = tail != text and not _OPEN_QUESTION.search(tail)
        asked = re.match(rf"\W*(?:and |so |but )?{_AUXILIARY}\b", tail, re.IGNORECASE)
        few = asked is not None or len(tail.split()) <= 3
        return marked and own and few and not _ALTERNATIVE.search(tail)
    if _DECIDED.search(text) or _WHETHER.search(text) or _asks_again(text, begins is not None):
        return True
    own = re.match(r"(?:that|this) order\b", tail, re.IGNORECASE)
    if _BARE.fullmatch(tail) and not own and not (doubted and tail.lower().startswith("code")):
        return False
    return not (_ALTERNATIVE.search(tail) and _choice(tail))


_ASKS = re.compile(rf"(?:^|[.?!;:]\s+|[,–—-]\s+){_AUXILIARY}\b", re.IGNORECASE)
_NO_CHOICE = re.compile(
    r"\bor (?:do|does|is|are|will|would|should) (?:they|it|that|this|auditors?|payers?|i|we|the \w+)\b",
    re.IGNORECASE,
)


def _asks_again(text: str, begins: bool) -> bool:
    """Whether a second question behind "or" only says what holds if the first is denied."""
    asks = begins or _ASKS.search(text) is not None
    return asks and (_OR_ELSE.search(text) is not None or _NO_CHOICE.search(text) is not None)


def _choice(tail: str) -> bool:
    """Whether "or" joins what is to be chosen from, not what is asked about."""
    return not re.search(
        r"\bor\b[^?]*\b(?:ok|okay|allowed|enough|fine|valid|correct|needed"
        r"|required)\b",
        tail,
        re.IGNORECASE,
    )


_TWO_THINGS = re.compile(
    r"^(?:\S+ ){1,}?[\w)%+]*[a-z\d)%+]{4}\. +\w|; +\w"
    r"|\b(?:start(?:ed)?|cont|continued?|refill(?:ed)?|ordered"
    r"|rtc(?! (?:tear|repair|tend|imping|strain|syn|arthro|injur)\w*)|\d+ ?mg|bid|prn|monitor)\b"
    # the weeks of a gestation and the weight at birth have codes of their own beside the condition
    r"|\b(?:newborn|nb|neonate)\b[^.;?]{0,20}\b(?:2[2-9]|3\d|4[0-2]) ?(?:w|wks?|weeks?)\b"
    r"(?! ?(?:old|check|visit|gestation\W*$)),? \w"
    r"|\b(?:twins?|triplets?)\b[^.;?]{0,20}\b(?:[5-9]|[1-3]\d|4[0-2]) ?(?:w|wks?|weeks?)\b",
    re.IGNORECASE,
)
"""Two statements, or what was done: the words of a chart, however few, and no term to look up."""
_TERM_WORDS = 12  # words that a mere look-up has at most


def intent_of(
    text: str,
    parts: Sequence[Sentence],
    asking: Sequence[Sentence],
    codes: tuple[Span, ...],
) -> Intent:
    """The kind of answer that a question wants.

    Args:
        text: The question as typed.
        parts: Its sentences.
        asking: Those that ask.
        codes: Codes named in it.
    """
    distinct = {c.text.upper() for c in codes}
    count = len(text.split())
    documented = [s for s in parts if s not in asking or _TOLD_BEFORE.search(s.text)]
    charted = bool(documented) and _CHART.search(text) is not None
    asked = " ".join(s.text for s in asking) or (text if len(parts) <= 1 else "")
    if asks_standing(text, asked, codes):
        return Intent.BILLABLE
    if len(distinct) >= 2 and count <= 30 and _PAIR.search(text) and not charted:
        return Intent.PAIR
    if len(distinct) == 1 and count <= 30:
        rest = re.sub(re.escape(codes[0].text), "", text)
        if not re.search(r"[a-z]{3}", _ABOUT_CODE.sub("", rest), re.IGNORECASE):
            return Intent.CODE
    if ((_TERM_LEAD.search(text) and count <= 25) or _short(text)) and len(parts) == 1:
        return Intent.TERM
    bare = _ABOUT_TERM.sub(" ", _TERM_TAIL.sub("", text, count=1))
    telling = _CHART.search(bare) or _RULE_WORDS.search(bare) or _TWO_THINGS.search(bare)
    if not asking and len(parts) == 1 and count <= _TERM_WORDS and not telling:
        return Intent.TERM
    if not asking and len(parts) == 1 and count <= 9 and not _CHART.search(text):
        # what was done makes it a chart, however short: "ADHD + ODD, stimulant refill"
        done = _TWO_THINGS.search(bare) and not _RULE_WORDS.search(bare)
        return Intent.CODING if done else Intent.GUIDELINE
    if documented or _CHART.search(text) or (not asking and _TWO_THINGS.search(bare)):
        return Intent.CODING
    return Intent.GUIDELINE


def asking_sentences(parts: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that ask."""
    return [
        s
        for s in parts
        if _ASKING.search(s.text)
        or _UNMARKED.search(s.text)
        or _WHETHER.search(s.text)
        or _EITHER.search(s.text)
        or (s is parts[-1] and any(p.search(s.text) for p in (_TAG, _OR_NOT, _CODES_OK)))
        or (len(parts) == 1 and _ELLIPTIC.search(s.text))
    ]


_ABOVE = re.compile(r"\A(?P<above>[^\n]{3,240})\n[ \t]*\n\s*\S")
_TAGGED = re.compile(
    r"(?:[,;.:–—-]\s*|\s)(?:(?:is(?:n['’]t)? |am i |are we )?(?:that |it |this )?(?:right(?: or (?:not|wrong))?|correct"
    r"|ok(?:ay)?|agree[d]?|fine|yes)|isn['’]t it|doesn['’]t it|don['’]t we)\W*$",
    re.IGNORECASE,
)
"""A word behind a proposal that wants to hear whether it is right: "so we add E87.6, right"."""
_CODED = re.compile(r"\b[A-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4})?\b")
_CODERS = re.compile(
    r"\b(?:cod(?:e[sd]?|ing)|poa|report(?:ed|able|ing)?|sequenc\w+|first|principal|pdx|dx|diagnos[ie]s|unspecified|character"
    r"|excludes\d?|query)\b",
    re.IGNORECASE,
)
_WANTS_MORE = re.compile(
    r"\b(?:what|which|how|when|where|why|who|or|vs\.?|versus|codes?\b\W*$|code (?:this|these|it|for)|need|please)\b",
    re.IGNORECASE,
)


def above(text: str) -> str:
    """The line that stands above pasted documentation; empty for a text without one."""
    found = _ABOVE.match(text)
    return found["above"] if found else ""


def proposes(text: str) -> str:
    """What a line above pasted documentation, or an unmarked sentence at the end, proposes; empty for none.

    Coders write what they mean to code and leave out what would make it a question: "O80 + O70.0,
    just a tiny tear" above the chart, "so S82.61XA. ok".
    """
    line = above(text)
    asked = (line or text).strip()
    if "?" in asked or "\n" in asked or len(asked.split()) > _OF_A_NOTE:
        return ""
    of_codes = _CODED.search(asked) or _CODERS.search(asked)
    if _TAGGED.search(asked):
        return asked if of_codes and not _OPEN_QUESTION.search(asked) else ""
    named = bool(line) and _CODED.search(asked) is not None
    return asked if named and not _WANTS_MORE.search(asked) else ""


_LABEL = re.compile(
    r"(?!(?:is|are|was|were|do|does|did|can|could|should|would|may|must|will|what|which|how|when|where|why|who|and|or|so)\b)"
    r"[A-Za-z][\w/'-]*(?: [\w/'-]+){0,2}\?",
    re.IGNORECASE,
)
_OF_CODING = re.compile(
    r"\b(?:cod(?:e[sd]?|ing)|principal|pdx|first|sequenc\w+|order|poa|billable|query|dx|diagnos\w+|correct|right|ok(?:ay)?|yes|no"
    r"|too|also|needed|report\w*|[a-z]\d\d[\w.]*)\b",
    re.IGNORECASE,
)


def without_labels(asking: Sequence[Sentence], parts: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that ask the reader, without what a note asks of the patient: "Smoker? quit 2010".

    Args:
        asking: The sentences that ask.
        parts: All sentences.
    """
    if sum(len(s.text.split()) for s in parts) <= _OF_A_NOTE:
        return list(asking)
    ends = (parts[0], parts[-1])
    return [
        s
        for s in asking
        if s in ends or not _LABEL.fullmatch(s.text.strip()) or _OF_CODING.search(s.text)
    ]


_OF_A_NOTE = 40  # words


_DENIED = re.compile(
    r"\b(?P<verb>can|could|should|would|must|do|does|did|is|are|will|may)(?:n['’]?t| not|not)\b"
    r"(?=(?P<rest>[^.?!;\n]*?)[,;.–—-]*\s*(?:is (?:that|it) )?(?:right(?: or wrong)?|correct|ok(?:ay)?|yes|agree[d]?)\W*$)",
    re.IGNORECASE,
)
"""A denial in the clause that ends with "right?": "so we can't take the stage from the nurse, right?"."""
WHOLE_VERBS = {"ca": "can", "wo": "will", "sha": "shall"}
"""What stands before "n't" where it is no verb by itself."""


def affirmed(text: str) -> tuple[str, bool]:
    """A proposal that denies something, as one that affirms it, and whether it was turned round.

    "We can't code X, right?" is answered with yes where "we can code X, right?" is answered with no.
    """
    plain = re.sub(r"\b(ca|wo|sha)n['’]?t\b", _whole_verb, text, flags=re.IGNORECASE)
    found = list(_DENIED.finditer(plain))
    if len(found) != 1 or _DENIED_AGAIN.search(found[0]["rest"]):
        return text, False
    one = found[0]
    return f"{plain[: one.start()]}{one['verb']}{plain[one.end() :]}", True


_DENIED_AGAIN = re.compile(
    r"\b(?:no|not|never|without|unless|until|just|only)\b|n['’]t\b", re.IGNORECASE
)


def _whole_verb(match: re.Match[str]) -> str:
    return f"{WHOLE_VERBS[match[1].lower()]} not"


_SECOND_THOUGHT = re.compile(
    rf"\W*\bor (?:not|no|never)\W*$"
    rf"|\W*\bor (?:{_AUXILIARY} (?:i|we|you|it|they|that|this|those|these|the \w+|there)|just|only)\b[^.?!;\n]*\W*$",
    re.IGNORECASE,
)
"""What stands behind "or" at the end of a question for the case that the answer is no."""


def first_thought(text: str) -> str:
    """A yes/no question without what it only says for the case that the answer is no.

    "Are Z codes for hospitals too, or is that a clinic thing?" asks what stands before "or".
    """
    bare = _SECOND_THOUGHT.sub("?", text.rstrip(), count=1)
    return bare if len(bare.split()) >= _FEWEST else text


_FEWEST = 4  # words of a question under which nothing is taken off


def asks_sequence(asked: str) -> bool:
    """Whether the order of codes is asked for."""
    return bool(_SEQUENCE.search(asked))
