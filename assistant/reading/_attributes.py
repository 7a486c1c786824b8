"""Circumstances that choose within the code tree: side, encounter, healing, trimester, age …

The 7th characters of injuries follow I.C.19.a and I.C.19.c, the trimester I.C.15.a.3.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.reading._episode import episode_attributes
from assistant.reading._healing_visits import is_healing_visit
from assistant.reading._regions import of_another_part
from guidelines import lazy_re as re
from indexes._text import stem

Attributes = dict[str, str]

_BOTH_OF_SEVERAL = (
    r" (?:\w+ly )?(?:treated|documented|listed|coded|reported|billed|present|were|are|was|is|of them|types?"
    r"|codes?|conditions?|diagnos\w+"
    r"|dx|addressed|managed|noted|confirmed|chronic|acute|the same|at|on (?:admission|arrival|the)|stable|given|iv|po|equally"
    r"|meets?|met|parents?|live\w*|twins?|fetus\w*|bab(?:y|ies)|and|need\w*|requir\w+|times|days|nights|meds?|drugs?|tests?"
    r"|doctors?|providers?|surgeons?|attendings?|separate|together|as|for|due|from|related|linked|type|bones?)\b"
)
"""What follows "both" where it counts conditions, people or times, not sides."""
_SIDE = re.compile(
    r"\b(?:(right\b|rt\b\.?|left\b|lt\b\.?|bilat(?:eral(?:ly)?|\.)?|both(?!"
    + _BOTH_OF_SEVERAL
    + r")|b/l)"
    r"|(?<![\w’/.-])(?<!\w')(?:(?<!\b\d )(?<!\b\d\d )|(?=[RL] ribs?\b))([RL]|OU|OS|OD|[RL](?:[UML]L|[UL]Q|[UL]E))(?![\w/'’-])"
    r"(?!\s*(?:[1-5]\b(?!%|-\d rib"
    r"| ?(?:wks?|weeks?|mos?|months?|days?|d|yrs?|x|cm|mm)\b|-(?:[6-9]|1[0-2])\b)|of\b|NC\b|O2\b|NS\b|LR\b)))(?![\w-]?\d)"
    r"(?:(?<=(?:paresis|.plegia) [RL])|(?<=(?:weakness) [RL])|(?<=(?:paresis|.plegia) left)|(?<=(?:paresis|.plegia) right)"
    r"|(?![- ]?(?:handed|hand[- ]dominant"
    r"|dominant(?! (?:sided? )?(?:hemi|mono|weak|paresis|plegia)))))",
    re.IGNORECASE,
)
_SIDES = {
    "rt": "right", "r": "right", "lt": "left", "l": "left", "both": "bilateral", "b/l": "bilateral",
    "ou": "bilateral", "os": "left", "od": "right",
    **{f"r{part}": "right" for part in ("ul", "ml", "ll", "uq", "lq", "ue", "le")},
    **{f"l{part}": "left" for part in ("ul", "ml", "ll", "uq", "lq", "ue", "le")},
}  # fmt: skip
_COME_BACK = (
    r"(?:(?:^|\n)\W*(?:[\w/'-]+[^\w.;\n]+){0,4}?|\b(?:here|seen|presents?|presented|returns?|returned|back|comes?|came|in"
    r"|for|visit|clinic|office|routine|wound|fracture|fx|cast|surgical|post-?op|week|wk|month|mo)[ :-]{1,2}(?:[\w/-]+ ){0,4}?"
    r"|(?<=[,;]) (?=(?:follow-?up|f/?u),))"
)
"""Words before a follow-up that is this encounter; any other is one that is planned: "sling, ortho f/u Friday"."""
_ENCOUNTER = (
    ("sequela", (r"sequelae?|late effects?|residual(?:s| effects?)? (?:of|from)|(?:due"
                r"|secondary) to (?:an? )?(?:old|prior|previous|remote) (?:\w+ ){0,3}(?:injury"
                r"|fracture|burn|trauma|laceration)"
                r"|(?:scars?|contractures?|keloids?)\b[^.;]{0,30}\b(?:from|due to|after|2/2|secondary to) (?:an? |the |his |her"
                r"|old |prior |previous |remote |childhood )*(?:\w+ ){0,2}(?:burn|scald|laceration|injury)"
                r"|\bburn (?:scars?|contractures?|keloids?)")),
    ("initial", (r"(?:fx|fracture)[^.;]{0,40}(?:never (?:been )?treated|not treated"
                r"|no (?:prior )?treatment|untreated|neglected)"
                r"|(?:untreated|neglected|never[- ]treated) (?:\w+ ){0,3}(?:fx|fracture)")),
    ("subsequent", (r"(?:rehab\w*|\bsnf\b|\birf\b|swing bed|skilled nursing|home health)"
                   r"(?:\W{1,2}\w+){0,3}\W{1,2}(?:after|s/p|post|following)\b"
                   r"|(?:\borif|\bcrpp|\bim ?n|\bfixation|\bnailing|\bpinning|\bhemiarthroplasty)\b"
                   r"(?:[^.;\n]{0,25}?(?:,|:|\b(?:in|at|for)\b) ?(?:now )?(?:(?:in|at|for|inpatient|inpt|acute|sub-?acute) )*"
                   r"(?:rehab\w*|irf|snf|swing bed)"
                   r"(?! (?:pending|placement|plan\w*|bed|consult\w*|eval\w*|refer\w*|candidate|screen\w*))"
                   r"| (?:last (?:week|month)|\d+ ?(?:weeks?|wks?|months?|mos?) ago))"
                   r"|admi(?:tted|t|ssion) to (?:inpatient |acute )?(?:rehab\w*|irf|snf|skilled)"
                   r"|(?:snf|rehab|irf) (?:admit|admission)")),
    ("initial", (r"initial encounter|active (?:treatment|tx)|first (?:ed )?visit|(?:^"
                r"|\n)\s*ed\b(?! follow)|ed (?:note|visit)|(?:in|to|at) the (?:ed|er"
                r"|emergency \w+)|came to (?:the )?ed|emergency department (?:note|visit)")),
    ("subsequent", (r"subsequent encounter"
                   rf"|{_COME_BACK}(?:follow(?:ing)?[- ]?up|f/?u)(?! (?:w/|(?:with|as|if|prn|appointment|appt|arranged|needed"
                   r"|ordered|scheduled|per|by|at|visit in|pcp|ortho\w*|next|tomorrow|on \w+day"
                   r"|in(?! (?:the |a |an )?(?:\w+ )?(?:cast|splint|boot|brace|sling))"
                   r"|\d+(?:-\d+)? ?(?:h|hrs?|hours?|d|days?|w|wks?|weeks?)(?! (?:s/p|after|post|out|from|status)))\b))"
                   r"|re-?check(?! (?:w/|(?:with|in|if|per|by|at|bp|labs?|cr|hgb|tomorrow|prn|next|\d\w*)\b))|after ?care"
                   r"|hardware removal|routine healing"
                   r"|delayed healing|healing (?:as|well|normally|fine)|non-?union|malunion"
                   r"|\b(?:seen|here|presents?) (?:today |in clinic )?for (?:[\w/]+ ){0,5}(?:f/?u|follow(?:ing)?[- ]?up)\b"
                   r"|post-?op(?:erative)? (?:visit|check)|(?:\d+ ?|(?:one|two|three|four|five|six"
                   r"|eight|ten|twelve) )(?:weeks?|wks?|months?|mos?) (?:after|post|s/p|out|status)"
                   r"|(?:s/p|status[- ]post) (?:\w+ ){0,3}(?:orif|im ?n|im nail(?:ing)?|crpp|fixation|pinning|repair|casting"
                   r"|hemi\w*|arthroplasty|replacement|t[hs]a)\b[^.;\n]{0,60}?"
                   r"\d+ ?(?:weeks?|wks?|months?|mos?)"
                   r"|(?:fx|fracture) care continues|(?:physical therapy|rehab(?:ilitation)?"
                   r"|therapy) visits?")),
    ("initial", (r"emergency (?:department|room)|urgent care|new injury|today|this morning"
                r"|last night|yesterday|just now|hours? ago|acutely injured|presents? (?:after"
                r"|following|with)|taken to (?:the )?(?:or|surgery)|\borif\b|came in|admitted"
                r"|trauma")),
    ("subsequent", (r"subsequent(?! (?:striking|fall|injur|fracture|pain|infect|develop|loss))|healing|rehab(?:ilitation)?"
                   r"|physical therapy")),
)  # fmt: skip
_HEALING = (
    ("nonunion", r"non-?union"),
    ("malunion", r"mal-?union"),
    ("delayed", r"delayed (?:healing|union)|slow(?:ly)? healing|not healing"),
    ("routine", r"routine healing|healing (?:well|normally|as expected|appropriately)|healing"),
)
_STAGE_OPEN = (
    ("iii", r"(?:type|grade|gustilo(?:[- ]anderson)?(?: type| grade)?)\s*(?:iii|3)\s*[abc]?\b"),
    ("i-ii", r"(?:type|grade|gustilo(?:[- ]anderson)?(?: type| grade)?)\s*(?:ii?|1|2)\b"),
)
_NUMBER = (
    r"(\d{1,2})(?:\s*(?:\+\s*\d|\d/7))?\s*[- ]?(?:weeks?|wks?|w)"
    r"(?:\s*(?:and|&)?\s*\d\s*(?:days?|d))?\b"
)
_PREGNANCY = (
    r"gestation|gestational|preg\b|gest\b|pree\b|svd\b|pregnan|ega\b|ga\b|iup|gravid|undelivered|preterm|labou?r\b"
    r"|in utero|fetal|fetus|deliver"
)
_WEEKS = re.compile(
    r"\b(\d{1,2})\s?w(?:k|ks)?\s?[0-6]\s?d\b|\b(\d{2})w[0-6]\b"
    rf"|\b{_NUMBER}(?=.{{0,25}}(?:{_PREGNANCY}))"
    rf"|\b(?:pregnan\w+|preg|gravid|iup|g\d+p\d+\w*|gestation(?:al age)?(?: of)?|ega|ga|labou?r"
    rf"|undelivered|deliver\w+)\b[^.;]{{0,25}}?\b{_NUMBER}"
    r"|\b(?:ega|ga|gestational age)\b[ :=]{0,3}(?:of )?(\d{1,2})(?=\s|\.|,|$|\s*\d/7|\+\d)"
    r"|\b(\d{1,2})\s[0-6]/7\b|\b(?:pre-?|late pre-?)?(?:term|iup|ega|ga|at) (\d{2})\s?\+\s?[0-6]\b"
    r"|\b(\d{2})\s?\+\s?[0-6] ?(?:weeks?|wks?|w)\b|\b(\d{2})\s?w(?:ks?)? (?=[mf]\b|male|female|infant|newborn)",
    re.IGNORECASE,
)
_WEEKS_BARE = re.compile(
    r"(?:[,;:(]\s*|\.\s+|\b(?:pt|at|now|currently|here|is) |@ ?)"
    r"(?:(\d|1[0-2])w(?:ks?)?|(1[3-9]|[23]\d|4[0-2]) ?(?:w|wks?|weeks?))(?: ?[0-6] ?d)?\b"
    r"(?=\s*(?:[,;.):+]|$|w/|with\b|c/o\b|here\b|spotting|by us\b))",
    re.IGNORECASE,
)
"""Weeks that stand for themselves, as only those of gestation do: "asthma, 26w, nebs", "Pt 20w w/ DVT"."""
_PLANNED = re.compile(
    r"\b(?:f/?u|follow\w*|rtc|rto|return\w*|re-?check\w*|repeat|revisit|recheck|next|see|nwb|cast|brace|boot|sling"
    r"|course|abx|antibiotics|for|x|q|every|in|until|duration|cough|symptoms|sx|onset|since)\b[^.;\n]{0,25}$",
    re.IGNORECASE,
)
"""Words before a number of weeks that is a time to come, or how long something has lasted."""
_MALE = re.compile(
    r"\b\d{1,3} ?-?(?:yo|y/o|y|yrs?)? ?-?(?:m|male|man|boy)\b|^\W*(?:male|man|boy)\b", re.IGNORECASE
)
_WEEKS_ALONE = re.compile(
    r"(?<!x )(?<!for )(?<!past )(?<!last )(?<!every )(?<!in )(?<!after )"
    rf"\b{_NUMBER}(?!\s*(?:ago|later|old|post|pp\b|after(?! (?:fall|mvc|mva|trauma))|apart|s/p|out\b|f/?u\b|follow"
    r"|of (?!gest|iup)))",
    re.IGNORECASE,
)
_NOT_OF_HEALING = (
    r"(?!(?: (?!w/|with)[\w/'-]+){0,4}? (?:fx|fractures?|cast|splint|boot|sling|sutures?|stitches|staples|sprain|strain"
    r"|dislocation|tear|re-?check|orif|t[kh][ar]|acl|post-?op|pt)\b)"
)
"""Weeks that a line begins with and an injury or operation follows are those of its healing."""
_OBSTETRIC = re.compile(
    r"gravida\b|\bg(?:estational )?dm(?:a[12])?\b|\ba[12]gdm\b|pre-?natal|ante-?natal|ante-?partum|pre-?eclampsi|\bob\b"
    r"|\bdi/di\b|\bmono?/di\b|\btwins?\b|fetal distress|\bc/s\b|\bn?svd\b|\b[vf]avd\b|\bvbac\b|\bliveborn\b"
    r"|obstetric|\bmfm\b|trimester|hyperemesis|hydramnios|\bprimip|\bmultip\b|\bprevia\b|\bcerclage|\btolac\b|\bafi\b"
    r"|\b(?:bpp|nst)\b|\bfht\b|\bfhr\b|\bnipt\b|\bbreech\b|\b(?:vertex|cephalic) presentation|cervical insufficiency"
    r"|\bgestational (?:diabetes|htn|hypertension|thrombocyt\w+|proteinuria)|\barrest of (?:dilat\w+|descent|labou?r)\b"
    r"|\b(?:primary|repeat|scheduled|elective|emergen\w+|urgent|stat|crash) (?:\w+ ){0,2}c-?sections?\b"
    r"|\babruption|\bfundal height|\blmp\b|\bpp?rom\b|braxton|\btoco|\biugr\b|\bfgr\b"
    r"|\bchorio|\bicp\b|\bdi-?di\b|\bmo-?di\b|threatened ab"
    r"|\A\W*(?:[1-4]\d ?-?(?:yo|y/o|y|f)\b\W+)?(?:f\W+)?"
    r"(?:[5-9]|[1-3]\d|4[0-2]) ?w(?:ks?|eeks?)?\b(?! ?(?:old|ago|h/o|hx|of|post))"
    rf"{_NOT_OF_HEALING}",
    re.IGNORECASE,
)
"""Words of a pregnancy beside which a number of weeks is that of gestation, or a line that begins with them."""
_EARLIER_WEEKS = re.compile(
    r"\b(?:h/o|hx|history|prior|previous|last|first|delivered|ptd|ptb|(?:placed|done|started|dx'?d|diagnosed|found)(?: at)?)\b"
    r"[^.;]{0,30}$|\b(?:since|deliver\w*|induc\w*|iol|c/s|cs|cesarean)(?: at| by| @)? ?$",
    re.IGNORECASE,
)
"""Words before the weeks of another time than this encounter's: "hx PTD at 33w", "IOL at 39w"."""
_NOW = re.compile(
    r"\b(?:now|today|currently|current(?:ly)?|presently)\b\W{0,3}(?:at |@ ?)?$", re.IGNORECASE
)
_FETUS = re.compile(r"\b(?:twin|baby|fetus|triplet) ?#?([abc1-3])\b", re.IGNORECASE)
"""A fetus of several, by its letter or number."""
_FETUSES = {"a": "1", "b": "2", "c": "3", "1": "1", "2": "2", "3": "3"}
_TRIMESTER = re.compile(
    r"\b(first|1st|second|2nd|third|3rd)[- ]tri(?:mester)?\b"
    r"|trimester\s*([123])",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:open|compound)\b(?! ?(?:/|or|vs\.?|nor) ?closed)(?=[^.;]{0,40}(?:fx|fracture|wound))|(?:fx"
    r"|fracture)[^.;]{0,30}\b(?:open|compound)\b(?! ?(?:/|or|vs\.?|nor) ?closed)|\bgustilo\b"
)
_DOMINANT = re.compile(
    r"\b(right|left|rt|lt|[rl])[- ]?(?:handed|hand[- ]dominan\w+)\b|\b([RL])HD\b|\b(right"
    r"|left) (?:side )?(?:is )?(?:the )?dominant (?:side|hand)\b"
    r"|\bdominant (?:hand|side)(?: is)?:? (?:the )?(right|left)\b|\b(right|left)[- ]dominant\b",
    re.IGNORECASE,
)
_NUMBER_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
)  # fmt: skip
_SPELLED_NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS)}
_SPELLED = re.compile(
    rf"\b({'|'.join(_SPELLED_NUMBERS)})[- ](year|month|week|day)s?[- ]old\b", re.IGNORECASE
)
_NEWBORN = re.compile(
    r"\bnewborn\b|\bneonate\b|\b(?:day of life"
    r"|dol)\s*#?(\d{1,2})\b",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(\d{1,3})[- ]?(year|yr|y|month|mo|week|wk|day)s?[- /]?(?:o|old|(?=[- ](?:wc[cv]|well|check|check-?up|physical)\b))\b"
    r"|\b(\d{1,3})\s?y/?o\b|\b(\d{1,3})[- ]?([MF])\b(?!\w)"
    r"|\baged? (\d{1,3})\b|\b(\d{1,2})[- ]?(?:y|yr|year)s?[- ](?=(?:wc[cv]|well|check|physical)\b)",
    re.IGNORECASE,
)
_SEX = (("female", (r"\b(?:female|woman|girl|lady|she|her|pregnan\w+|mother of|g\d+\s?p\d+\w*"
                   r"|postpartum|cesarean|lmp|gravid|eclampsia|pre-?eclampsia)\b|\b\d{1,3}\s?(?:yo"
                   r"|y/o|y)?\s?f\b")), ("male", (r"\b(?:male|man|boy|gentleman|he|his)\b"
                   r"|\b\d{1,3}\s?(?:yo|y/o|y)?\s?m\b")))  # fmt: skip


def side_near(text: str, start: int, end: int) -> str | None:
    """The side that belongs to the words at [start, end): inside them, else the nearest one.

    A side that is told of another part of the body than these words name does not count.
    """
    left = max(text.rfind(c, 0, start) for c in ".;\n") + 1
    right = min((i for i in (text.find(c, end) for c in ".;\n") if i >= 0), default=len(text))
    best: tuple[tuple[bool, int], str] | None = None
    for match, side in _sides_in(text, left, right):
        apart = min(abs(match.end() - start), abs(match.start() - end))
        distance = 0 if start <= match.start() < end else apart
        # "R leg DVT, L breast ca": what stands behind a comma is the next condition's
        next_one = match.start() >= end and "," in text[end : match.start()]
        rank = (next_one, distance)
        if distance > 40 or (best is not None and rank >= best[0]):
            continue
        if not of_another_part(text, match.start(), match.end(), text[start:end]):
            best = (rank, side)
    return best[1] if best else _by_dominance(text, left, right)


def _sides_in(text: str, left: int, right: int) -> Iterator[tuple[re.Match[str], str]]:
    """The words of a part of the text that name a side, each with the side.

    A letter means one only as a capital, and OD only where the chart speaks of eyes.
    """
    for match in _SIDE.finditer(text, left, right):
        word = (match[1] or match[2]).lower().rstrip(".")
        if match[2] and (match[2].islower() or (word == "od" and not EYES.search(text))):
            continue
        yield match, _SIDES.get(word) or ("bilateral" if word.startswith("bilat") else word)


EYES = re.compile(
    r"\b(?:OS|OU|eyes?|ophth\w*|IOP|VA|cataracts?|glaucoma|retin\w*|corneal?|intravitreal|visual|vision|gtts?|drops?|macul\w*"
    r"|endophthalmitis|(?:kerato)?uveitis|iritis|keratitis|keratoconus|conjunctiv\w*|episcleritis|scleritis|pterygi\w*"
    r"|hyphema|vitre\w+"
    r"|(?:eye)?lids?|chalazion|hordeolum|stye|lens|IOL|phaco\w*|Eylea|Avastin|Lucentis|Vabysmo|YAG|optic|papilledema|floaters"
    r"|AMD|DME|CME|N?PDR|POAG|NTG|PACG|PXF|CRVO|BRVO|CRAO|BRAO|ERM|PVD|RD|PCO|NAION|AION|amblyopia|diplopia|myopia"
    r"|(?:eso|exo)tropia|strabismus|angle)\b"
)
"""Words beside which OD is the right eye."""
_OF_DOMINANCE = re.compile(r"\b(non-?)?dominant (?!side\b|hemi)[a-z]+", re.IGNORECASE)
_OTHER = {"right": "left", "left": "right"}


def _by_dominance(text: str, left: int, right: int) -> str | None:
    """The side that "the non-dominant wrist" names, where the dominant hand is told."""
    match = _OF_DOMINANCE.search(text, left, right)
    dominant = _dominance(text).get("dominant") if match else None
    if match is None or dominant not in _OTHER:
        return None
    return _OTHER[dominant] if match[1] else dominant


_LEVELS = re.compile(r"\b([CTLS])-?(\d{1,2})(?:\s?[-/]\s?([CTLS])?-?(\d{1,2}))?\b")
_REGIONS = {"C": "cervical", "T": "thoracic", "L": "lumbar", "S": "sacral"}
_MOST_LEVELS = {"C": 8, "T": 12, "L": 5, "S": 5}


_PARTS = (
    (
        re.compile(
            r"\b(?:toes?|hallux|mtp|metatars\w+|(?:1st|2nd|3rd|4th|5th) MT|MT head|midfoot|forefoot|heel|calcane\w+|talus"
            r"|cuboid|foot|feet)\b",
            re.IGNORECASE,
        ),
        ("foot",),
    ),
    (
        re.compile(r"\b(?:fingers?|thumb|mcps?|pips?|dips?|cmc|metacarp\w+)\b", re.IGNORECASE),
        ("hand",),
    ),
    (re.compile(r"\b(?:distal radi\w+|radius|ulna|colles)\b", re.IGNORECASE), ("forearm",)),
    (re.compile(r"\b(?:tibia\w*|fibula\w*|tib/?fib)\b", re.IGNORECASE), ("lower", "leg")),
    (
        re.compile(r"\b(?:femoral (?:neck|shaft)|intertroch\w*|subtroch\w*)", re.IGNORECASE),
        ("femur",),
    ),
)


_ON_A_HAND = r"(?=[^.;\n]{0,25}\b(?:hand|fx|fractures?|mallet|mcp|[pd]ip)\b)"
_FINGERS = tuple(
    (
        re.compile(
            rf"\b(?:{number}) (?:fingers?\b|digit\b(?!.{{0,15}}(?:foot|toe)){_ON_A_HAND}){more}",
            re.IGNORECASE,
        ),
        (name, "finger"),
    )
    for number, more, name in (
        ("2nd|second|pointer", r"|\b(?:rif|lif)\b", "index"),
        ("3rd|third|long", r"|\b(?:rmf|lmf)\b", "middle"),
        ("4th|fourth", r"|\b(?:rrf|lrf)\b", "ring"),
        ("5th|fifth|pinky|pinkie|small", r"|\bpink(?:y|ie)\b|\b(?:rsf|lsf)\b", "little"),
    )
)
"""Fingers by number, as the classification names them for injuries."""
_REPLACED = (
    (re.compile(r"\b(?:[lr]?tk[ar]|uka)\b", re.IGNORECASE), ("knee",)),
    (re.compile(r"\b(?:[lr]?th[ar])\b", re.IGNORECASE), ("hip",)),
)
"""Short names of artificial joints, by the joint."""
_OF_SKIN = ((re.compile(r"\bcoccy\w+", re.IGNORECASE), ("sacral",)),)
"""Sites of pressure ulcers, by the region that has the code."""


def region_stems(text: str, chapter: str = "") -> tuple[str, ...]:
    """Stems of the regions that levels such as "L4-5" and parts such as "great toe" stand for.

    Diseases of joints and bones (chapter M) are coded by foot and hand, not by toe and finger, and
    complications of an artificial joint (chapter T) by the joint; an ulcer over the coccyx (chapter L)
    is one of the sacral region.
    """
    named = {"M": _PARTS, "T": _REPLACED, "L": _OF_SKIN, "S": _FINGERS}.get(chapter, ())
    found = [p for w, parts in named if w.search(text) for p in parts]
    for match in _LEVELS.finditer(text):
        first, last = match[1], match[3] or match[1]
        if not 1 <= int(match[2]) <= _MOST_LEVELS[first]:
            continue
        if first != last or (first == "L" and match[4] == "1" and match[2] == "5"):
            found.append(
                {"LS": "lumbosacral", "TL": "thoracolumbar", "CT": "cervicothoracic"}.get(
                    first + last, _REGIONS[first]
                )
            )
        else:
            found.append(_REGIONS[first])
    return tuple(stem(word) for word in dict.fromkeys((*found, "region")) if found)


_UNHEALED_BURN = re.compile(
    r"\b(?:non-?healing|not[- ]healing|un-?healed|won['’]?t heal|necro\w+)\b[^.;\n]{0,40}\b(?:burns?|scalds?)\b"
    r"|\b(?:burns?|scalds?)\b[^.;\n]{0,60}(?<!now )"
    r"\b(?:non-?healing|not healing|un-?healed|failing to heal|isn['’]?t healing|won['’]?t heal|necro\w+)\b",
    re.IGNORECASE,
)
"""A burn that does not heal is coded as an acute one, however long ago it was (I.C.19.d.3)."""


def sides(text: str, said: str = "") -> list[str]:
    """All sides named in a text, in order, without repetition.

    Args:
        text: The text.
        said: Words of a condition; sides told of another part of the body are none of its own.
    """
    told = _sides_in(text, 0, len(text))
    own = (s for m, s in told if not (said and of_another_part(text, m.start(), m.end(), said)))
    return list(dict.fromkeys(own))


def encounter_attributes(text: str) -> Attributes:
    """What the whole text says of the encounter and the patient."""
    lowered = text.lower()
    found: Attributes = {}
    for name, pattern in _ENCOUNTER:
        if re.search(rf"(?<![\w-])(?:{pattern})(?!\w)", lowered):
            found["encounter"] = name
            break
    if found.get("encounter") in (None, "initial") and is_healing_visit(text):
        found["encounter"] = "subsequent"
    if _UNHEALED_BURN.search(text):
        found["encounter"] = "initial"
    for name, pattern in _HEALING:
        if re.search(rf"\b(?:{pattern})\b", lowered):
            found["healing"] = name
            break
    found |= _wound(lowered) | _pregnancy(text) | _age(text) | _dominance(text)
    found |= episode_attributes(text)
    for name, pattern in _SEX:
        if re.search(pattern, lowered):
            found["sex"] = name
            break
    return found


def _wound(lowered: str) -> Attributes:
    """An open fracture and its Gustilo type."""
    if not _OPEN.search(lowered):
        return {}
    for name, pattern in _STAGE_OPEN:
        if re.search(pattern, lowered):
            return {"wound": "open", "gustilo": name}
    return {"wound": "open"}


def _pregnancy(text: str) -> Attributes:
    """Weeks of gestation and the trimester: the first under 14 weeks, the second under 28."""
    found: Attributes = {}
    if match := _TRIMESTER.search(text):
        word = (match[1] or match[2]).lower()
        found["trimester"] = {"first": "1", "second": "2", "third": "3"}.get(word, word[0])
    weeks = _weeks(text)
    if weeks is not None and 3 <= weeks <= 43:
        found["weeks"] = str(weeks)
        found["trimester"] = "1" if weeks < 14 else "2" if weeks < 28 else "3"
    fetuses = {m[1].lower() for m in _FETUS.finditer(text)}
    if len(fetuses) == 1:
        found["fetus"] = _FETUSES[fetuses.pop()]
    return found


def _weeks(text: str) -> int | None:
    """Weeks of gestation: those that are said to be now, else the first that are of no other time."""
    patterns = (_WEEKS, _WEEKS_ALONE) if _OBSTETRIC.search(text) else (_WEEKS,)
    matches = [m for pattern in patterns for m in pattern.finditer(text)]
    if not matches and not _MALE.search(text):
        bare = _WEEKS_BARE.finditer(text)
        matches = [m for m in bare if not _PLANNED.search(text, max(0, _at(m) - 40), m.start())]
    now = [m for m in matches if _NOW.search(text, max(0, _at(m) - 15), _at(m))]
    own = [m for m in matches if not _EARLIER_WEEKS.search(text, max(0, _at(m) - 45), _at(m))]
    chosen = (now or own or matches)[:1]
    return int(next(g for g in chosen[0].groups() if g)) if chosen else None


def _at(match: re.Match[str]) -> int:
    """Where the number of a match begins."""
    return next(match.start(n) for n, g in enumerate(match.groups(), 1) if g)


def _age(text: str) -> Attributes:
    """Age in years, and in days where it is given in days or weeks."""
    if match := _AGE.search(text):
        number = next(int(g) for g in match.groups() if g and g.isdigit())
        unit = (match[2] or "y").lower()[:2]
    elif match := _SPELLED.search(text):
        number, unit = _SPELLED_NUMBERS[match[1].lower()], match[2].lower()[:2]
    elif match := _NEWBORN.search(text):
        return {"age": "0", "age_days": match[1]} if match[1] else {"age": "0"}
    else:
        return {}
    if unit.startswith("y"):
        return {"age": str(number)}
    if unit[0] == "m":
        return {"age": str(number // 12)} | ({"age_days": "0"} if number == 0 else {})
    return {"age": "0", "age_days": str(number * (7 if unit[0] == "w" else 1))}


def _dominance(text: str) -> Attributes:
    """The dominant hand, where the text tells it (I.C.6.a)."""
    if match := _DOMINANT.search(text):
        side = next(g for g in match.groups() if g).lower()
        return {"dominant": _SIDES.get(side, side)}
    return {"dominant": "both"} if re.search(r"\bambidextrous\b", text, re.IGNORECASE) else {}
