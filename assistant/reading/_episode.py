"""Whose record it is and what of a pregnancy it tells: pregnancy, delivery, puerperium, or a birth.

Chapter 15 is for the mother's record only (I.C.15.a.2), chapter 16 for the newborn's (I.C.16.a.1);
the outcome of delivery belongs to the record of the delivery (I.C.15.b.5), Z38 to that of the birth
(I.C.16.a.2).
"""

from __future__ import annotations

from guidelines import lazy_re as re

Attributes = dict[str, str]


def _words(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


_MOTHERS = (
    (3, _words(r"\bg ?\d+ ?p ?\d", r"\bg\d\b(?! ?(?:tube|6pd))", r"gravida", r"primip", r"multip", r"\bO80\b")),
    (3, _words(r"\bmom'?s (?:claim|chart|record|side|account)", r"\bmaternal (?:claim|chart|record)",
               r"\bmother'?s (?:claim|chart|record)")),
    (2, _words(r"\b(?:1[2-9]|[2-4]\d|5[0-5]) ?-?(?:yo|y/o|yrs?|years?|y)\b", r"\b(?:1[2-9]|[2-4]\d)F\b")),
    (1, _words(r"\b[qe]bl\b", r"\bin labou?r\b", r"\bppd ?#?\d", r"\bpod ?#?\d", r"undelivered",
               r"\btolac\b", r"\bl&d\b", r"post-?partum", r"\bcervix", r"\bsalpingectomy", r"\bdilated")),
    (2, _words(r"\b[2-4]\d ?w ?[0-6] ?d?\b", r"\b[2-4]\d ?\+ ?[0-6](?: ?(?:wks?|weeks?))?\b",
               r"\b(?:2[4-9]|3\d|4[0-2]) ?(?:wks?|weeks?)\b(?! ?(?:old|ago|of age|pp|post))", r"\b(?:in|at) (?:\w+ )?delivery\b",
               r"\A\W*(?:delivery|l&d|c/?s|[rp]?ltcs|svd|nsvd|vavd|favd|vbac)\b")),
    (2, _words(r"\b(?:primary|repeat|scheduled|elective|emergen\w+|urgent|stat|crash) (?:\w+ ){0,2}"
               r"(?:c[-/ ]?s(?:ections?)?|cesareans?)\b",
               r"\barrest of (?:dilat\w+|descent|labou?r)\b", r"\bfailed (?:induction|vacuum|tolac|trial of labou?r)\b")),
    (2, _words(r"pre-?eclamp\w*", r"\bfor induction\b|\binduction of labou?r\b", r"\bperineal\b",
               r"\b(?:1st|2nd|3rd|4th|first|second|third|fourth)[- ]deg(?:ree)? (?:perineal )?(?:tear|lac)")),
)  # fmt: skip
_NEWBORNS = (
    (4, _words(r"\A\W*(?:nb|newborn|neonat\w*|nursery|nicu|baby|infant|well[- ]baby)\b",
               r"\A\W*(?:\w+ ){0,3}(?:term|pre-?term|late pre-?term) (?:\d\S* ?\w* )?(?:twin|male|female|boy|girl|infant"
               r"|newborn|neonate|baby|[mf]\b)")),
    (4, _words(r"\bttnb?\b", r"\bpphn\b", r"\bcephalo?hematoma", r"\bcaput\b", r"\b(?:well|healthy|term|preterm) nb\b",
               r"\bof (?:the )?(?:newborn|prematurity)\b", r"\b\d\d ?(?:\+ ?\d)?[- ]?weeker\b",
               r"\b(?:former|ex)[- ]?(?:2[2-9]|3[0-6])(?: ?\+ ?\d)?[- ]?(?:w|wks?|weeks?)\b",
               r"\bneonatal\b", r"\b(?:infant|baby|newborn|io) of (?:an? )?(?:\w+ )?(?:diabetic|gdm)",
               r"\bidm\b", r"\bsga\b|\blga\b",
               r"\b(?:mec(?:onium)?) aspiration",
               r"\b(?:post-?term|pre-?term|term|late pre-?term) (?:\S+ )?(?:infant|newborn|baby|nb)\b",
               r"\b\d+ ?h(?:ou)?rs? of (?:life|age)\b", r"\b(?:baby|infant|newborn|nb) (?:w/|with|of|born|boy|girl)(?!\w)")),
    (4, _words(r"\bdol ?#?\d", r"\b(?:in|to|the) (?:\w+ )?nursery\b")),
    (3, _words(r"\bday of life\b", r"\b(?:baby|infant|newborn|nb)'?s (?:claim|chart|record|side)",
               r"\b\d+ ?-?(?:day|hour|hr)s?[- ]old\b", r"\bnb (?:claim|chart|record|nursery|exam)")),
    (2, _words(r"\bnewborn (?:male|female|boy|girl|nursery|record|discharge|exam|admitted|infant|with|was)",
               r"\bborn (?:to|here|via|by|at|in)\b", r"\binborn\b", r"\bnursery\b", r"\bbirth ?weight\b|\bbw\b")),
    (2, _words(r"\bmaternal (?:fever|gbs|chorio\w*|infection|drug|diabetes)")),
    (2, _words(r"\bbaby (?:is |was )?(?:asymptomatic|well|fine)", r"\bc/?s (?:birth|born)", r"\bborn (?:vag|c/?s)",
               r"\badmit(?:ted)? (?:to )?nursery\b", r"\b(?:vag(?:inal)?|c/?s|c-?section|cesarean) birth\b")),
    (1, _words(r"\b(?:mom|mother)\b", r"\bhearing\b", r"\bcirc\b|circumcis", r"\bbili\w*|\btsb\b",
               r"\bphototherapy\b", r"\bapgars?\b")),
)  # fmt: skip
_DELIVERED = _words(
    r"\bdelivered\b", r"\bdelivers\b", r"\bgave birth\b", r"\b(?:ns|sv|nsv|va|fa)v?d\b(?! ?brain)",
    r"\b(?:vaginal|spontaneous|operative|forceps|vacuum|assisted|breech|precipitous|cesarean|stat) (?:\w+ ){0,2}"
    r"deliver(?:y|ies)\b", r"\b(?:primary|repeat|emergen\w+|urgent|stat|scheduled|low transverse|crash) (?:\w+ ){0,2}"
    r"(?:c[-/ ]?s(?:ections?)?|cesareans?|ltcs|lscs)\b",
    r"(?<!prior )(?<!previous )(?<!desires )(?<!wants )(?<!h/o )(?<!hx )(?<!prior c/s )(?<!hx c/s )"
    r"\b[pr]?(?:ltcs|lscs)\b(?! x ?\d)"
    r"(?! in (?:19|20)\d\d)"
    r"|\bpcs\b(?= (?:same|for|at|under|done|due))",
    r"\b(?:c[-/]?s|c-?section|cesarean)\b(?= (?:for|done|performed|under|due|at|this|same|d/t|2/2|b/c))",
    r"\b(?:live|viable|vigorous|healthy) ?-?(?:born )?(?:male|female|boy|girl|infant|baby|twins?|[mf])\b",
    r"\blive ?born\b", r"\bboth live(?:born)?\b", r"\bapgars?\b", r"\bplacenta (?:delivered|intact)\b", r"\A\W*delivery:",
    r"\b(?:ended|wound) (?:up )?(?:in|with|w/) ?(?:an? )?(?:\w+ )?(?:c[-/ ]?s(?:ections?)?\b|cesarean)",
    r"\b(?:vag(?:inal)?|normal) (?:birth|deliver\w+)",
    r"\bdelivery (?:note|summary|record)\b", r"\bstillb\w+", r"\bcomplicating (?:childbirth|delivery)\b",
)  # fmt: skip
_EARLIER = _words(
    r"(?:\b|\d)(?:weeks?|wks?|months?|mos?|days?|d|w) ?(?:post-?partum|pp|after (?:delivery|birth|giving|[cn]?s|c-?section))\b",
    r"\b\d+ (?:days?|weeks?|wks?|months?) (?:after|s/p|post|from|since) (?:\w+ )?(?:svd|nsvd|nvd|[vf]avd|[rp]?ltcs|c/?s"
    r"|cesarean)\b",
    r"\bpost-?partum (?:visit|check|follow|clinic|depression|exam|day (?:[4-9]|\d\d))",
    r"\bdelivered (?:elsewhere|at home|\d+ (?:days?|weeks?|wks?) ago|last)", r"\breadmi\w*",
    r"\b(?:days?|weeks?|wks?|months?) ago\b", r"\bpp ?wk",
    r"\bundelivered\b", r"\bnot (?:yet )?delivered\b", r"\bstill pregnant\b",
    r"\b(?:pre-?natal|ante-?partum|ante-?natal|\bob) (?:visit|check\w*|clinic|appt|appointment|f/?u)\b",
)  # fmt: skip
_BORN_TO = re.compile(
    r"\bto (?:an? )?(?:healthy )?(?:\d\d[- ]?(?:yo|y/?o|yrs?[- ]old|years?[- ]old|F)\b[^.;,\n]{0,12}?)?"
    r"(?:\bg ?\d+ ?,? ?p ?\d\w*|mother|mom|woman|female|primip\w*|multip\w*)",
    re.IGNORECASE,
)
"""The mother, as a newborn's record tells of her: "born by c-section to 33 yo G3P2"."""
_AFTER_IT = re.compile(r"\bs/p (?:\w+ ){0,2}(?:ltcs|c-?section|svd|nsvd)", re.IGNORECASE)
_BORN_NOW = re.compile(
    r"\b(?:live|viable|vigorous|healthy) ?-?(?:born )?(?:male|female|boy|girl|infant|baby|[mf])\b|\bapgars?\b",
    re.IGNORECASE,
)
"""A child told of with a delivery that is over: the record is still that of the delivery."""
_ELSEWHERE = _words(
    r"\breadmi\w*", r"\btransfer(?:red)? (?:in|from|here)\b", r"\b(?:received|arrived) (?:in|by|via) transfer",
    r"\bborn (?:at )?(?:home|outside|elsewhere|en route|osh|another|in (?:the |an )?(?:car|ambulance|taxi))",
    r"\boutborn\b", r"\bbirth at (?:osh|outside|another)", r"\boffice\b", r"\bclinic\b", r"\bpeds visit\b",
    r"\bwell[- ](?:baby|child) (?:visit|check)",
    r"\bsent (?:in |here |over )?(?:by|from)\b", r"\bnot the birth\b", r"\bbrought (?:in|to|by)\b", r"\bhome birth\b",
)  # fmt: skip
_HERE = _words(
    r"\b(?:in-?house|inborn|this (?:hospital|facility)|our (?:hospital|nursery|nicu|facility))\b",
    r"\bborn (?:here|via|by|at \d)", r"\bnursery\b", r"\b(?:ns|nsv|sv)d\b", r"\bc-?section|\bcesarean|\b[rp]?ltcs\b|\bc/s\b",
    r"\bvag(?:inal\w*)?\b", r"\bbirth (?:record|admission|hospitali[sz]ation)", r"\bbirth ?weight|\bapgars?",
)  # fmt: skip
_CESAREAN = re.compile(
    r"(?<!prior )(?<!previous )(?<!with prior )(?<!h/o )(?<!hx )(?<!no )\b(?:c[-/]s|c-?sections?|csection|cesareans?"
    r"|[rp]?ltcs|lscs|pcs|rcs)\b(?! x ?\d)(?! scar)(?! in (?:19|20)\d\d)",
    re.IGNORECASE,
)
_VAGINAL = re.compile(
    r"\b(?:ns?v?sv?d|svd|nsvd|nvd|vavd|favd|vbac|vag(?:inal)?(?:ly)?(?: deliver\w*| birth)?|vacuum|forceps)\b",
    re.IGNORECASE,
)
_MANY = (("twins", _words(r"\btwins?\b", r"\bdi-?di\b", r"\bmo-?di\b", r"\bmo-?mo\b")),
         ("triplets", _words(r"\btriplets?\b")))  # fmt: skip
_OF_THE_FAMILY = re.compile(
    r"\b(?:fh|fhx|fam(?:ily)?(?: hx| history)?|hx of|history of|prior|previous)\b[^.;\n]{0,20}\b(?:twins?|triplets?)\b"
    r"|\b(?:twins?|triplets?) on (?:the )?(?:\w+ )?(?:paternal|maternal|father|mother|his|her)",
    re.IGNORECASE,
)
_DEAD = re.compile(r"\bstill-?b(?:orn|irth)\w*|\bfetal demise\b|\biufd\b|\bdemise\b", re.IGNORECASE)
_BOTH_DEAD = re.compile(r"\bboth\b[^.;]{0,20}(?:still|demise)|stillborn twins", re.IGNORECASE)


def episode_attributes(text: str) -> Attributes:
    """What a text tells of a pregnancy or a birth: `episode`, `way`, `infants`, `outcome`.

    `episode` is "birth" (a newborn's record of the stay in which it was born), "newborn" (any other
    record of a newborn) or "delivery" (the mother's record of it); anything else has none.
    """
    of_whom = _BORN_TO.sub(" ", text)
    mother = sum(weight for weight, words in _MOTHERS if words.search(of_whom))
    newborn = sum(weight for weight, words in _NEWBORNS if words.search(text))
    found: Attributes = {}
    if newborn >= 4 and newborn > mother:
        here = _HERE.search(text) and not _ELSEWHERE.search(text)
        found["episode"] = "birth" if here else "newborn"
    elif mother >= 2 and _DELIVERED.search(text) and not _earlier(text):
        found["episode"] = "delivery"
    else:
        return found
    if _CESAREAN.search(text):
        found["way"] = "cesarean"
    elif _VAGINAL.search(text):
        found["way"] = "vaginal"
    own = _OF_THE_FAMILY.sub(" ", text)
    found["infants"] = next((name for name, words in _MANY if words.search(own)), "single")
    if _DEAD.search(text):
        all_dead = found["infants"] == "single" or _BOTH_DEAD.search(text)
        found["outcome"] = "stillborn" if all_dead else "mixed"
    else:
        found["outcome"] = "live"
    return found


def _earlier(text: str) -> bool:
    """Whether the delivery was before this encounter."""
    over = _AFTER_IT.search(text) is not None and _BORN_NOW.search(text) is None
    return over or _EARLIER.search(text) is not None
