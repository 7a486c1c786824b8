"""How a condition is asserted: ConText's cues with scope, and coding's own rules on top.

A cue acts on the mentions before or after it in the same sentence, up to a word that ends its
scope; the cues themselves are in `_cues`.
"""

from __future__ import annotations

from functools import lru_cache

from assistant.models import Assertion
from assistant.reading._answered import answered_no
from assistant.reading._cues import CUES, Cue
from assistant.reading._silence import SILENT
from assistant.reading._vocabulary import names_condition
from guidelines import lazy_re as re

_SCOPE_END = re.compile(
    r"\b(?:but|however|although|though|except|yet|which|presents?|presenting|presented|admitted"
    r"|now|"
    r"currently|today|(?:here|in|scheduled|planned|booked|listed) for|undergo(?:es|ing)?|and has"
    r"|and is|who has|who presents|secondary to|due to|because of|"
    r"(?:infant|baby|newborn|nb|neonate|pt|patient)(?! of)|treated with|started on|on exam|found to have"
    r"|revealed|shows?|showed|confirmed"
    r"|diagnosed with|"
    r"positive for|, from|assessment|with known|complains? of|c/o)\b|;|:|\.[\"”']?\s|\s\d\)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:in (?:19|20)\d\d|(?:years?|months?) ago|before admission"
    r"|last (?:year|month|spring|summer|fall|winter|jan|feb|march|april|may|june|july|aug|sept?|oct|nov|dec)"
    r"|(?:healed|closed|gone) (?:when|on|at|by|before|prior to) (?:admi\w+|arrival)|prior to"
    r"|previous(?:ly)?|"
    r"history|old records|off medication|states? (?:it )?resolved|already (?:been )?resolved"
    r"|not active|inactive|quiescent|no (?:flare|attack|recurrence|episode)s? (?:in|for"
    r"|since))\b",
    re.IGNORECASE,
)
_AFTER_DAYS_OF = re.compile(
    r"\b(?:after|following) (?:an?|\d+|\w+)(?:[- ]\w+)? (?:days?|d|weeks?|wks?|months?) of (?:\w+ )?$",
    re.IGNORECASE,
)
"""What was there before the stay: "AKI after a week of gastroenteritis, now resolved"."""
_CURRENT = re.compile(
    r"\b(?:tak(?:es|ing)|vap(?:es|ing)|smokes|drinks|chews|on|controlled|uncontrolled|current(?:ly)?|active|followed|using|uses"
    r"|treated with|continues?|"
    r"managed|stable|chronic|today|worsening|untreated|dialysis|stage)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:reports?|reported|states?|stated|says?|said|notes|noticed|brought|called|calls|denies"
    r"|confirms?|describes?|"
    r"found (?:him|her)|is (?:here|caregiver)|record|gave|thinks?|worried|concerned)\b",
    re.IGNORECASE,
)
_RULED = re.compile(r"ruled out|excluded?|denied", re.IGNORECASE)
_JOINTS = re.compile(r",|\b(?:and|or|nor)\b")
_ENDS_AT_COMMA = {Assertion.HISTORY, Assertion.UNCERTAIN, Assertion.RESOLVED, Assertion.SCREENING}
_PSEUDO = re.compile(
    r"\bno (?:increase|change|change in|new changes|significant change|further)\b"
    r"|\bnot only\b|\bnot certain\b"
    r"|\bnot (?:well|adequately) controlled\b|\bno known drug allerg\w+|\bwithout (?:difficulty"
    r"|help)\b"
    r"|\bnot (?:elsewhere|otherwise) (?:classified|specified)\b"
    r"|\bnot (?:to|on(?! (?:chronic |home |any )*(?:dialysis|hd|pd|oxygen|o2|vent\w*|cpap|bipap|hospice))|taking|taken"
    r"|compliant|adherent|related|due|linked|stated|specified|documented|mentioned|sure|clear"
    r"|responding)\b"
    r"|\bno (?:link|relationship|mention|response|improvement|relief|cause|stage|type|side"
    r"|laterality)\b"
    r"|\bhistory of present\b|\bold (?:man|woman|male|female|boy|girl|infant|patient|f|m)\b"
    r"|(?:\b|(?<=\d))(?:year|yr|y|month|mo|m|week|wk|w|day|d|hour|hr|h)s?[- ]?old\b|\byo\b"
    r"|\bwithout (?:mention|further)\b|\bpast (?:\d+|few|several|couple|one|two"
    r"|three|four|five|week|day|month|year)\w*\b"
    r"|\b(?:for|over|in|during) the past\b|\bprior to\b|\bpreviously (?:healthy|well)\b"
    r"|\bold (?:records?|charts?|ekg|ecg|blood)\b"
    r"|\bno (?:problem|problems|issues?) with\b|\bnot? (?:only|just|yet|always|necessarily)\b"
    r"|\bnot in (?:an? )?(?:acute )?(?:copd )?(?:exac\w*|flare|crisis|failure|labou?r)\b"
    r"|\bfirst[- ]degree\b|\bnot at goal\b"
    r"|\b(?:gram|triple|rh|her-?2|er|pr|coag\w*)[- /]neg(?:ative)?s?\b"
    r"|\b(?:cause|etiology|source|onset|duration|dates?|type|status|origin|mechanism|trigger)[- ](?:is |was |of )?unk(?:nown)?\b"
    r"|\bold (?:[\w-]+ ){0,3}(?:tears?|ruptures?|lbbb|rbbb|bbb|bundle)\b"
    r"|\bno longer (?:on|taking|tak(?:es|ing)|us(?:es|ing)|needs?|needing|requir(?:es|ing))\b"
    r"|\bden(?:ies|ied|ying) (?:miss(?:ed|ing)|skipp(?:ed|ing)|problems? with|issues? with"
    r"|trouble with|side effects? (?:of|from))\b"
    r"|\b(?:diagnosed|dx'?d?|onset|began|started|since)\b[^.;,]{0,40}\bas an? (?:child|toddler"
    r"|infant|kid|baby|teen\w*)\b"
    r"|\bno (?:relapse|flares?|recurrences?|attacks?|episodes?|treatment|meds|medications?"
    r"|medicines?|changes?)\b|\bno (?:\w+ )(?:meds|medications?)\b|\bno (?:sx|symptoms|complaints"
    r"|s/s)\b(?! (?:of|from|suggest))|\bwithout (?:treatment|medication)\b",
    re.IGNORECASE,
)  # fmt: skip
_PRIORITY = [
    Assertion.FAMILY,
    Assertion.OTHER_PERSON,
    Assertion.HYPOTHETICAL,
    Assertion.NEGATED,
    Assertion.SCREENING,
    Assertion.UNCERTAIN,
    Assertion.RESOLVED,
    Assertion.HISTORY,
]


def assertion_of(
    sentence: str, start: int, end: int, section: str | None, *, inpatient: bool = False
) -> tuple[Assertion, tuple[int, int] | None]:
    """How a sentence asserts the mention at [start, end).

    Args:
        sentence: The sentence.
        start: Offset of the mention in it.
        end: Its end, exclusive.
        section: The note section in which the sentence stands.
        inpatient: Whether it is a hospital stay: what resolves during it is still reported.

    Returns:
        The assertion, and the offsets of the words that decide it.
    """
    if answer := answered_no(sentence, start, end):
        return Assertion.NEGATED, answer
    found = _cues_on(sentence, start, end)
    _nearest_decides(sentence, start, end, found)
    _came_to_nothing(sentence, end, found)
    over = _BEFORE.search(sentence) or _AFTER_DAYS_OF.search(sentence[:start])
    if inpatient and Assertion.RESOLVED in found and not over:
        del found[Assertion.RESOLVED]
    if Assertion.HISTORY in found:
        found.pop(Assertion.RESOLVED, None)  # "embolism in 2020, resolved" is a past of its own
    if section == "family history" and Assertion.NEGATED not in found:
        return Assertion.FAMILY, found.get(Assertion.FAMILY)
    for assertion in _PRIORITY:
        if assertion in found:
            return assertion, found[assertion]
    if section == "past history" and not _CURRENT.search(sentence):
        return Assertion.HISTORY, None
    return Assertion.PRESENT, None


def _cues_on(sentence: str, start: int, end: int) -> dict[Assertion, tuple[int, int]]:
    """The first cue of each kind that acts on the mention at [start, end)."""

    def apart(a: int, b: int) -> int:
        return max(start - b, a - end, 0)

    found: dict[Assertion, tuple[int, int]] = {}
    for cue, a, b in _cues_in(sentence):
        if a < end and start < b:
            trails = cue.acts == "before" and b == end > a > start
            doubted = cue.assertion is Assertion.UNCERTAIN or _PAST.fullmatch(sentence[a:b])
            if (trails and doubted) or _leads(cue, sentence[a:b], a <= start and b < end):
                found.setdefault(cue.assertion, (a, b))  # "likely GERD", "GERD likely"
            continue
        if cue.assertion is Assertion.UNCERTAIN and _DENIED.search(sentence[:a]):
            continue
        if cue.assertion is Assertion.NEGATED and (
            _NOT_THE_CAUSE.match(sentence, b, start) or _treated(sentence, a, start, end)
        ):
            continue
        if _governs(cue, sentence, a, b, start, end):
            known = found.setdefault(cue.assertion, (a, b))
            if cue.assertion is Assertion.NEGATED and apart(a, b) < apart(*known):
                found[cue.assertion] = (a, b)
    return found


_UNDER_TREATMENT = (
    (re.compile(r"undetect", re.IGNORECASE), re.compile(r"\bHIV\b|\bHBV|\bHCV|hep", re.IGNORECASE)),
    (
        re.compile(r"prophylaxis", re.IGNORECASE),
        re.compile(r"migraine|headache|gout|angina|epilep|seizure", re.IGNORECASE),
    ),
)
"""Words that tell of a treatment that works, not that the disease is absent, with such diseases."""


_MEASURED = re.compile(
    r"\b(?:psa|cea|afp|markers?|hcg|viral load|vl|troponins?|levels?|titers?|bcr-?abl|mrd)"
    r"(?: (?:is|was|remains|now|still|stays))*[ :=-]*$",
    re.IGNORECASE,
)
"""What is measured: that it cannot be detected denies nothing else in the sentence."""


def _treated(sentence: str, a: int, start: int, end: int) -> bool:
    """Whether what looks like a denial tells how a lasting disease is kept down: "HIV, undetectable"."""
    if _UNDER_TREATMENT[0][0].match(sentence, a) and _MEASURED.search(sentence, 0, a):
        return True
    return any(
        words.match(sentence, a) and disease.search(sentence[start:end])
        for words, disease in _UNDER_TREATMENT
    )


@lru_cache(maxsize=256)  # the mentions of one sentence ask for the same
def _cues_in(sentence: str) -> tuple[tuple[Cue, int, int], ...]:
    """Every cue of a sentence with its place, but for those that are none where they stand."""
    hidden = [m.span() for p in (_PSEUDO, SILENT) for m in p.finditer(sentence)]
    found = ((cue, *match.span()) for cue in CUES for match in cue.pattern.finditer(sentence))
    return tuple(
        (cue, a, b) for cue, a, b in found if not any(x <= a and b <= y for x, y in hidden)
    )


def _nearest_decides(
    sentence: str, start: int, end: int, found: dict[Assertion, tuple[int, int]]
) -> None:
    """Drop a denial where a doubt or a past stands nearer to the mention."""
    if Assertion.NEGATED not in found:
        return
    denial = found[Assertion.NEGATED]
    if Assertion.HISTORY in found:
        past = found[Assertion.HISTORY]
        if denial[1] <= past[0] and past[1] <= start and "," in sentence[denial[1] : past[0]]:
            del found[Assertion.NEGATED]  # "no complaints, hx colon polyps"
            return
    if Assertion.UNCERTAIN in found:  # "no evidence of possible …" and the like
        near = {k: min(abs(start - found[k][1]), abs(found[k][0] - end)) for k in found}
        doubt = found[Assertion.UNCERTAIN]
        overlap = doubt[0] <= denial[0] < doubt[1]
        if overlap or near[Assertion.UNCERTAIN] < near[Assertion.NEGATED] - 12:
            del found[Assertion.NEGATED]


def _came_to_nothing(sentence: str, end: int, found: dict[Assertion, tuple[int, int]]) -> None:
    """Take what was to be ruled out as denied where the sentence tells that it was: "r/o ACS, trops neg"."""
    doubt = found.get(Assertion.UNCERTAIN)
    if doubt is None or not _TO_RULE_OUT.fullmatch(sentence[slice(*doubt)]):
        return
    if nothing := _RULED_OUT_THERE.search(sentence, end):
        del found[Assertion.UNCERTAIN]
        found.setdefault(Assertion.NEGATED, nothing.span())


def _leads(cue: Cue, words: str, first: bool) -> bool:
    """Whether the cue is the first of the mention's own words: "likely GERD", "hx bladder ca"."""
    if cue.assertion is Assertion.HISTORY and not _PAST.match(words):
        return False
    leading = (Assertion.UNCERTAIN, Assertion.NEGATED, Assertion.HISTORY)
    return first and cue.acts == "after" and cue.assertion in leading


def _governs(cue: Cue, sentence: str, a: int, b: int, start: int, end: int) -> bool:
    if cue.acts in ("after", "both") and b <= start:
        return _governs_what_follows(cue, sentence, a, b, start, end)
    if cue.acts in ("before", "both") and end <= a:
        if _VACCINE.match(sentence, a) and not _PREVENTED.search(sentence[start:end]):
            return False  # "plagiocephaly, torticollis, vaccines today"
        return _governs_what_precedes(cue, sentence[end:a])
    return False


def _governs_what_follows(cue: Cue, sentence: str, a: int, b: int, start: int, end: int) -> bool:
    between = sentence[b:start]
    if cue.assertion is Assertion.HISTORY and _STILL_THERE.search(between):
        return False
    if sentence[a:b].lower().endswith("neg") and "," in between:
        return False
    others = cue.assertion in (Assertion.FAMILY, Assertion.OTHER_PERSON)
    ended = _SCOPE_END.search(between)
    if len(between) > 140 or (ended and not (others and ended.group() == "diagnosed with")):
        return False
    if _closes_its_bracket(sentence, a, b, between):
        return False
    if cue.assertion is Assertion.SCREENING and (
        _FOUND_THERE.search(between) or _HABIT.search(sentence[start:end])
    ):
        return False
    if others and (_TOLD.search(sentence[a:start]) or _BACK_TO_PATIENT.search(between)):
        return False
    if _RULED.fullmatch(sentence[a:b]) and _stands_after(sentence, a):
        return False
    if "," not in between:
        return True
    if sentence[a:b].lower() in ("neg", "negative"):
        return False  # "neg flu/covid, fever"
    of_person = cue.assertion is Assertion.FAMILY and not _HEREDITY.search(sentence[a:b])
    if of_person:
        return _lists(between, sentence[end:])
    if cue.assertion in _ENDS_AT_COMMA:
        # a list after the cue goes on only where it is one: "history of A, B, and C"
        return (
            cue.assertion is Assertion.HISTORY and "history" in sentence[a:b].lower()
        ) or _lists(between, sentence[end:])
    if cue.assertion is Assertion.NEGATED and sentence[a:b].lower() in _SHORT_NEGATIONS:
        if _LOOKED_FOR.search(between.partition(",")[0]):
            return False  # "no FB on XR, cellulitis"
        if _CAUSED.match(sentence, end) or _TOLD_ANEW.search(between):
            return False
        if _GOES_ON.search(sentence[b:end]):
            return False
        if not _lists(between, sentence[end:]) and (
            _HAPPENED.match(sentence[start:end]) or _says_of_itself(sentence, start, end, between)
        ):
            return False
        return _short_pieces(between) and not _of_the_one_before(sentence[:a])
    return True


def _closes_its_bracket(sentence: str, a: int, b: int, between: str) -> bool:
    """Whether a cue stands among other words in brackets that end before the mention.

    "Alcohol dependence (drinks daily, no withdrawal), cirrhosis" denies no cirrhosis; a cue alone
    in its brackets does act beyond them: "(possible) pneumonia".
    """
    inside, closed, _ = between.partition(")")
    if not closed or "(" in inside:
        return False
    opened = sentence.rfind("(", 0, a)
    return opened >= 0 and bool((sentence[opened + 1 : a] + inside).strip())


def _governs_what_precedes(cue: Cue, between: str) -> bool:
    """Whether a cue acts back over the words between it and a mention."""
    if len(between) > 70 or _SCOPE_END.search(between):
        return False
    if "(" in between and ")" not in between and _JOINED.search(between.partition("(")[0]):
        return False  # "stenosis with TIA (resolved)": the bracket is the last one's
    if cue.assertion is Assertion.HISTORY and _OF_ANOTHER.search(between):
        return False
    if "," not in between:
        return len(between) <= 45
    if cue.assertion is Assertion.NEGATED and not between.strip(" ,-–>:"):
        return True  # "r/o PE, ruled out"
    if cue.assertion is Assertion.HISTORY:
        return False
    if cue.assertion is Assertion.RESOLVED:
        told = [piece.split() for piece in between.split(",")]
        # "nausea for two days after the last cycle, resolved": the cue has a clause of its own
        longest = _OWN_CLAUSE if len(told) == 2 and not told[1] else _ITEM
        return all(len(words) <= longest for words in told) and not any(
            names_condition(w.lower()) for words in told for w in words
        )
    items = [piece.split() for piece in _JOINTS.split(between)]
    return re.search(
        r"\b(?:and|or"
        r"|nor)\b",
        between,
    ) is not None and all(len(i) <= 4 for i in items)


_ITEM = 3  # words between commas, as in a list
_OWN_CLAUSE = 8  # words of a clause before "resolved"
_TO_RULE_OUT = re.compile(r"r/o|rule[ -]?out|(?:work[- ]?up|w/u|eval\w*) for", re.IGNORECASE)
_RULED_OUT_THERE = re.compile(
    r"\b(?:ruled out|r/o'?d|not felt(?: to be)?"
    r"|(?:cultures?|cxs?|b(?:lood )?cxs?|w/?u|work-?up|trop\w*|cta?|duplex|dopplers?|mri|us)"
    r" (?:\w+ ){0,2}(?:neg\w*|ng(?:td)?\b|no growth|clear\b))",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\b(?:with|and|or|plus)\b|\bw/|[,+&]", re.IGNORECASE)
_FOUND_THERE = re.compile(
    r"\b(?:turned|became|converted|polypectom\w+|found|finding|removed|snared|biops\w+|showed|path)\b",
    re.IGNORECASE,
)
"""Words between a screening and what it turned up: "screening colonoscopy turned polypectomy (adenoma)"."""
_TOLD_ANEW = re.compile(
    r",[^,]*(?:\b\d{1,3} ?(?:y/?o|yrs?|[MF])\b|\b(?:on|takes?) (?:\w+ )?\w+ for\b|\bs/p\b"
    r"|\b(?:neg(?:ative)?|normal|nl|wnl|clear|intact|stable) ?,)"
    r"|, ?(?:on |cont\w* |takes |start\w* )?(?!neg|eval|work|concern|evid|screen|rule|risk|test|need|indic|reason|look|tender"
    r"|positive|suspic|signs|symptoms|history|hx)\w{4,}(?: \d+ ?mg)? for (?:\w+ )?$",
    re.IGNORECASE,
)
"""Words behind a denial that begin a telling of their own: "no LOC, CT neg, 82M on Xarelto for AF"."""
_GOES_ON = re.compile(
    r", ?(?:(?:well|poorly|now)[- ])?(?:controlled|stable|managed|maintained|improv\w+|continu\w+|cont|tak(?:es|ing)|uses|on)\b",
    re.IGNORECASE,
)
"""Words behind a denial that go on with what the patient has or takes: "no flares, controlled on Flovent"."""
_HAPPENED = re.compile(r"(?:falls?|fell|mv[ac]|assault\w*|struck|hit|crash\w*)\b", re.IGNORECASE)
"""How an injury came about, which a denial of one of its effects leaves alone: "no LOC, fall"."""
_WHOLE_DENIED = re.compile(
    r"\W*(?:[\w/-]+ ){0,2}?(?:rejection|organ involve\w*|involvement|iup|dysplasia|recurren\w+|complications?|gangrene|aura"
    r"|dominance|flares?|exac\w*|malignan\w+|residuals?|deficits?|behav\w* (?:disturb\w*|issues?)|psychos[ie]s"
    r"|psychotic (?:features|sx)|status|distress|heart failure|chf|hf)\W*$",
    re.IGNORECASE,
)
"""What is denied of one condition and begins no list of symptoms: "renal tx, no rejection, CKD 3a"."""
_GRADED = re.compile(
    r"\b(?:stage|grade|class|type|st) ?(?:\d|i{1,3}v?\b|iv\b)|\b(?:ckd|copd gold) ?\d|\b(?:mild|moderate|severe|controlled"
    r"|persistent|paroxysmal|permanent|stable|chronic|recurrent|bilat\w*)\b",
    re.IGNORECASE,
)
"""Words that grade a condition, which is there then."""
_TAKEN = re.compile(
    r"\b(?:weekly|daily|monthly|nightly|bid|tid|qhs|qd|prn|on|takes?|taking|cont\w*|started|starting|increased|\d+ ?mg|iv|po)\b",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\s*(?:in (?:the )?(?:ed|er|or|pacu|icu|field)\b|on (?:arrival|ct|mri|us|xray|x-ray|exam|dialysis|hd)\b|since\b"
    r"|requir\w+|x ?\d|treated|s/p|managed|(?:well )?(?:controlled|stable|at goal)\b|for \d)",
    re.IGNORECASE,
)
"""Words behind a condition that tell when or where it was, or what was done for it."""


def _says_of_itself(sentence: str, start: int, end: int, between: str) -> bool:
    """Whether a piece behind a denied one tells of a condition on its own account.

    "No fever, chills, cough" denies each; "no rejection, CKD 3a" and "no IUP, hypovolemic shock in
    ED" deny the first only.
    """
    first, rest = between.partition(",")[0], between.rpartition(",")[2]
    mention = sentence[start:end]
    graded = _GRADED.search(f"{rest} {mention}") or _TAKEN.search(rest) or _TAKEN.match(mention)
    return bool(_WHOLE_DENIED.match(first) or graded or _PLACED.match(sentence[end:]))


_HABIT = re.compile(r"smok|tobacco|nicotine", re.IGNORECASE)
"""What makes a screening fit, and is not screened for: "LDCT lung ca screening, current smoker"."""
_BACK_TO_PATIENT = re.compile(r"[A-Za-z)\d]\s+[-–]{1,2}\s")
"""A dash behind what another person has, where the telling comes back: "mom had GDM - hypoglycemia"."""
_CAUSED = re.compile(r"\s*(?:due to|d/t|2/2|secondary to|caused by|because of)\b", re.IGNORECASE)
"""What has a cause is there: "no infection, AKI due to the SIRS"."""
_VACCINE = re.compile(
    r"vaccin|vax|vacc\b|toxoid|booster|shot|immuni[sz]|(?:given|administered)\b", re.IGNORECASE
)
_PREVENTED = re.compile(
    r"\b(?:flu\w*|influenza|pneumo\w*|covid\w*|sars\w*|varicella|chicken ?pox|zoster|shingles|hep\w*|measles|mumps|rubella|mmr\w*"
    r"|tetanus|diphtheria|pertussis|whooping|polio|rota\w*|mening\w*|hpv|papilloma\w*|rsv|hib|h(?:a)?emophilus|vzv|tb|rabies"
    r"|typhoid|yellow fever|encephalitis|cholera|anthrax|mpox|smallpox|tdap|dtap|pcv\w*|td|streptococc\w*|rh\w*)\b",
    re.IGNORECASE,
)
"""Diseases that vaccines prevent."""
_STILL_THERE = re.compile(
    r"\b(?:chemo\w*|immunotherapy|xrt|radiation)\b[^,;.]{0,15}\bfor\b|\bresidual\b|\bpersist\w*"
    r"|\bongoing\b|\bleft with\b",
    re.IGNORECASE,
)
"""Words behind a past before what is still there: "d10 s/p chemo for L breast ca"."""
_PAST = re.compile(r"(?:personal )?(?:hx|h/o|history)\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|never|no longer) $", re.IGNORECASE)
_NOT_THE_CAUSE = re.compile(
    r"\s+(?:\w+ )?(?:from|due to|caused by|related to|because of|secondary to|d/t|2/2|attributed to|linked to)\b",
    re.IGNORECASE,
)
"""Words behind a denial that deny a link, not the condition: "CKD from lithium, not from her HTN"."""
_OF_ANOTHER = re.compile(
    r"\b(?:since|from|due|after|because|with|and|following|s/p|status[- ]post|status|post|d/t|2/2)\b|\bw/"
    r"|\(\s*\w{2}|\b(?:\w+(?:ectomy|plasty)|ablation|RAI)\b",
    re.IGNORECASE,
)
_WHO_RULES_OUT = frozenset(("has", "have", "had", "we", "i", "md", "he", "she"))
_HEREDITY = re.compile(r"\bhistory|\bhx|\bfh", re.IGNORECASE)
_LOOKED_FOR = re.compile(
    r"\bon (?:xrs?|x-?rays?|ct|cxr|kub|us|imaging|exam|mri|films?|echo|ekg|ecg|tele|smear|eeg|cta)$",
    re.IGNORECASE,
)
"""Where a denied thing was looked for, which ends the denial."""
_SHORT_NEGATIONS = frozenset(("no", "not", "without", "w/o"))


def _stands_after(sentence: str, a: int) -> bool:
    """Whether "ruled out" follows what it is about, instead of "has ruled out …"."""
    before = re.search(r"([\w'’)]+)\s*$", sentence[:a])
    return before is not None and before[1].lower() not in _WHO_RULES_OUT


def _of_the_one_before(before: str) -> bool:
    """Whether a denial belongs to a condition just named: "gastritis no bleed, hernia"."""
    last = re.split(r"[,.;:()]", before)[-1].split()
    return any(names_condition(w.lower()) or (len(w) > 2 and w.isupper()) for w in last[-4:])


def _short_pieces(between: str) -> bool:
    """Whether all that stands between commas is short, as in a list."""
    return all(len(piece.split()) <= 4 for piece in between.split(","))


def _lists(between: str, rest: str) -> bool:
    """Whether short pieces are closed by "and" or "or": an uncertain list."""
    nearby = between + re.split(r"[.;]", rest, maxsplit=1)[0]
    return _short_pieces(between) and re.search(r",\s*(?:and|or)\s", nearby) is not None
