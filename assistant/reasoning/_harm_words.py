"""What a chart says of drugs that did harm: wrongly taken, rightly taken, or not taken (I.C.19.e.5)."""

from __future__ import annotations

from guidelines import lazy_re as re

SELF_HARM = re.compile(
    r"\b(?:suicid\w+ (?:attempt|gesture)|attempt\w* suicide|self[- ]?(?:harm|inflicted)|on purpose|intentional(?:ly)?"
    r"|in (?:an )?attempt to (?:die|kill)|(?:want|wish|try)\w* to (?:die|kill)|end (?:his|her|their) life"
    r"|kill (?:him|her|them)sel[fv]\w*|intent to die|meant to die|deliberate(?:ly)?)\b",
    re.IGNORECASE,
)
NO_SELF_HARM = re.compile(
    r"\b(?:no|not|denie[sd]|denying|without|negative for|never)\b[^.;]{0,25}(?:suicid|self[- ]?harm|intent|purpose|\bsi\b)"
    r"|\bunintentional|\bnon-?intentional|\baccidental|\bby accident\b|\bby mistake\b",
    re.IGNORECASE,
)
UNDETERMINED = re.compile(
    r"\bundetermined(?!(?: \(?4\)?)? or accidental)|\bintent[^.;]{0,30}(?:cannot|can'?t|could not|unable|unclear|unknown)",
    re.I,
)
NO_DOSE = r"(?!\d* ?(?:mg|mcg|units?|u|ml|meq|g)\b)"
"""Behind a number that is no strength: "taking 40 pills", not "taking 40 mg"."""
OVERDOSE = re.compile(
    r"\bover-?dos\w*|\bod(?:'?d|ed)?\b|\bpoison\w*(?! (?:ivy|oak|sumac|control|center))"
    r"|\bingest(?:ed|ion|s)\b|\bswallow(?:ed|s)\b|\bswallowing (?:\d|an? |some|the |his |her |pills?|tabs?|tablets)"
    r"|\btoo (?:much|many)\b|\bsnort\w*"
    rf"|\bhandful\b|\bgot into\b|\btak(?:ing|en) (?:about |approx\w* )?\d{{2,}}{NO_DOSE}"
    r"|\bwrong (?:dose|drug|pill|med\w*|patient)|\b\d+ ?(?:x|times) (?:the |his |her )?(?:ordered|prescribed|intended|usual)"
    r"|\bnot (?:his|her|their) (?:own )?(?:rx|prescription|med\w*)\b|\b(?:double|triple) dos\w+|\btwice the\b"
    r"|\bextra (?:dose|pill|tab)\w*"
    rf"|\b(?:took|taken|ate) (?:a )?(?:\d{{2,}}{NO_DOSE}|handful|bottle|whole|all|several|many)\b"
    r"|\b(?:ate|chewed) (?:his|her|the|some)\b"
    r"|\b(?:took|taken|taking) (?:\w+ (?:of |pills? of )?)?(?:someone|(?:(?:his|her|their|an?"
    r"|my) )?(?:grand\w+|mom|dad|mother|father"
    r"|wife|husband|spouse|partner|boyfriend|girlfriend|friend|room-?mate|sister|brother|neighbou?r"
    r"|co-?worker)['’]?s)\b|\bnot prescribed\b|\bby mistake\b|\baccidental\w*",
    re.IGNORECASE,
)
CAUSE = (
    r"(?:due to|because of|from|caused by|secondary to|2/2|d/t|after (?:starting|taking|receiving|beginning|a dose of)"
    r"|adverse (?:drug )?(?:rxn|reaction|event|effect)s?"
    r"|(?:reaction|rxn|(?:adverse|abnormal|allergic|paradoxical) response|hypersensitivity) to|attributed to|related to"
    r"|r/t|(?:side|adverse) effects? (?:of|from|to)|complication of|toxicity (?:of|from)|started after"
    r"|(?:began|started|developed|appeared) on day \d+ of|since starting|a/w|in the setting of"
    r"|(?:(?<=hives )|(?<=rash )|(?<=angioedema )|(?<=anaphylaxis )"
    r"|(?<=urticaria )|(?<=swelling )|(?<=cough ))(?:after|on|to|w/))"
)
BETWEEN = (
    r"(?:(?!(?:on|with|despite|treated|given|requir\w+|for|needing|now|but|no|not|continu\w+|and (?:on|started|given)|while"
    r"|s/p|to|so|then|gave|got)\b)(?:\w[\w'’/-]*|[+&]) ){0,4}"
)
"""Words that may stand between the words for a cause and a drug: its dose, its use, another drug."""
BEFORE = re.compile(rf"\b(?P<cause>{CAUSE}) (?P<between>{BETWEEN})$", re.IGNORECASE)
AFTER = re.compile(
    r"^(?:'s)?[- ](?:induced|associated|related|toxicity|tox\b|side effects?|reaction|intolerance|rash|adverse"
    r"|cough|angioedema|myalgias?|myopathy|hives|hepatotoxicity|nephropathy|nephrotoxicity|dyskinesias?|dystonia)\b"
    r"|^(?![^.;,]{0,25}\b(?:no|without|w/o|any|denies)\b)[^.;,]{0,25}\bcaus(?:ed|ing)\b"
    r"|^(?![^.;,]{0,25}\b(?:no|without|w/o|any|denies|and|or|for)\b)[^.;,]{0,25}\b(?:toxicity|side effects?"
    r"|adverse (?:effect|reaction|event))\b",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\b(?:no|not|never|without|w/o|denie[sd]|denying|negative for|n[o']t|unrelated|rather than|unlikely)\b"
    r"(?:\W+\w+){0,3}\W*$",
    re.IGNORECASE,
)
"""A denial right before the words for a cause: "no reaction to", "not due to"."""
HELPED = re.compile(
    r"\b(?:relie[fv]\w*|benefit\w*|improv\w*|better|switch\w*|chang\w*|transition\w*|wean\w*|convert\w*|taper\w*|protect\w*"
    r"|remission|respon[sd]\w*|recover\w*|resol\w+|clear(?:ed|ing)|respite|control\w*)\b(?:\W+\w+){0,3}\W*$",
    re.IGNORECASE,
)
"""Words before "from" or "after" by which the drug did good, or another is given for it."""
WATCHED = re.compile(
    r"\b(?:monitor\w*|watch\w*|screen\w*|surveillance|risks?|check\w*|assess\w*|counsel\w*|discuss\w*|review\w*|avoid\w*"
    r"|prevent\w*|prophyla\w+|if|should)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
DOUBTED = re.compile(
    r"(?:\b(?:likely|possibl[ey]|probabl[ey]|suspect\w*|may be|could be|maybe|might be|presumed|questionable|rule out"
    r"|r/o)|\?)\W*(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
NO_DRUG = re.compile(
    r"^[- ](?:deficien\w+|overload|studies|panel|saturation|stores|resistan\w*|sensitiv\w*|allerg\w*|use disorder"
    r"|use\b|abuse|dependen\w*|misuse|addict\w*|withdrawal|screen\w*|tests?|pumps?|pens?\b|syringes?|naive|intake|gap)",
    re.IGNORECASE,
)
"""Words behind a substance that make of it something else than a drug that did harm."""
USED = re.compile(r"^[- ]use\b(?! disorder)", re.IGNORECASE)
HABITS = re.compile(
    r"alcohol|etoh|tobacco|nicotine|cannabis|marijuana|thc|cocaine|heroin|opi(?:oid|ate)|meth|amphetamine|fentanyl|stimulant"
    r"|substance|drug|kratom|inhalant",
    re.IGNORECASE,
)
"""What is used as a habit; "due to NSAID use" blames a medicine, "due to alcohol use" does not."""
TOO_LITTLE = re.compile(
    r"\b(?:missed|missing|skipp\w+|omit\w*|omission|lack|inadequate|insufficient|not taking|non-?(?:adheren\w+|complian\w+)"
    r"|sub-?therapeutic|running out|under-?(?:dos\w*|deliver\w*)|without|less)\b",
    re.IGNORECASE,
)
TOO_LITTLE_OF_IT = re.compile(
    r"^ (?:under-?(?:dos\w*|deliver\w*)|omission|non-?(?:adheren\w+|complian\w+)|shortage|lapse|interruption)\b",
    re.IGNORECASE,
)
LESS = re.compile(
    r"\b(?:ran out|run(?:ning)? out|stopped (?:taking|using|filling|on (?:his|her|their) own)|quit taking|not (?:been )?taking"
    r"|n[o']t take"
    r"|(?:miss(?:ed|es|ing)|skipp\w+)(?: \w+){0,4} (?:dos\w*|pills?|tabs?|med\w*|inj\w*|\{drug\})|off (?:his|her|their|all)"
    r"|(?<!so )(?:he|she|they|pt|patient|parents?|mom|mother|father) (?:has |had |then |just |self-?)*"
    r"(?:stopped|quit|discontinued)(?: \w+){0,3} \{drug\}"
    r"|(?:stopped|quit|discontinued)(?: \w+){0,3} \{drug\}(?=[^.;]{0,80}\b(?:own|afford|costs?|expens\w*"
    r"|insurance|coverage|(?:his|her|their) (?:own )?decision|because (?:he|she|they)|felt|without (?:telling|asking)))"
    r"|\bno \{drug\} (?:x|for|in|since) ?(?:\d|the|a|last|over)"
    r"|\b(?:he|she|they|pt|patient|mom|mother|dad)(?:['’]s| has| had| then| just| only)* (?:cut|drop(?:ped)?|reduc(?:ed|ing)"
    r"|decreas(?:ed|ing)"
    r"|lower(?:ed|ing)|halv(?:ed|ing)|stretch(?:ed|ing)|spac(?:ed|ing)|cutting|takes?|taking)(?: out| back| down)?(?: on)?"
    r"(?: (?:his|her|their|the))? \{drug\}(?=[^.;]{0,40}\b(?:every other|half|once|qod|only|to (?:save|stretch)|own|purpose"
    r"|last))"
    r"|non-?complian\w+|non-?adheren\w+|half (?:the|his|her|dos)|rationing|cutting|under-?dos\w*|can'?t afford"
    r"|cannot afford|couldn'?t afford|(?:can(?:no|')?t|couldn'?t|could not|unable to) pay for|forg[eo]t\w*)"
    r"|\{drug\} (?:was |doses? )?(?:skipped|missed|omitted|not (?:taken|filled|given|refilled))",
    re.IGNORECASE,
)
DOCTORS = re.compile(
    r"\b(?:stopped|held|discontinued|d/c'?d) (?:by|per)\b|\b(?:told|advised|instructed)(?: \w+){0,3} to (?:stop|hold)\b",
    re.I,
)
TAKEN = re.compile(r"\b(?:took|taken|taking|ingest\w*|swallow\w*|overdos\w*|od)\b", re.IGNORECASE)
AS_TOLD = re.compile(
    r"(?<!times the )(?<!times his )(?<!times her )(?<!the in)\b(?:correct|prescribed|right|usual) dos\w+"
    r"|\bas (?:prescribed|directed|rx'?d|ordered|instructed)\b|\btaken correctly\b",
    re.I,
)
PAST_ATTEMPT = re.compile(
    r"\b(?:prior|previous|past|history of|hx of|hx|h/o|remote|\d+) (?:\w+ ){0,2}suicid\w* (?:attempts?|gestures?)",
    re.I,
)
ONLY_MEANT = re.compile(
    r"\b(?:plan\w*|thoughts?|think\w*|ideation|consider\w*|threat\w*|urges?|wants?|wanted|wishes|risk)"
    r" (?:\w+ ){0,2}(?:to|of|about) (?:\w+ )?$",
    re.IGNORECASE,
)
"""Words before an overdose that is thought of and not taken."""
NAMED_BY_THE_WAY = re.compile(
    r"\b(?:no|denies|history of|h/o|hx of|allerg\w+:?|prior|previous)\W+(?:\w+\W+){0,2}$", re.I
)
TAKES = re.compile(
    r"[;]|\b(?:on|takes|continu\w+|start\w*|given|but|now|still|kept|keeps|restart\w*|switch\w*|instead|therefore)\b",
    re.I,
)
WITH_ALCOHOL = re.compile(
    r"(?:\b(?:with|and|plus|while drinking|combined with|mixed with)|[+&]) ?(?:\w+ ){0,3}(?:alcohol|etoh|beers?|wine|vodka|liquor"
    r"|six[- ]?pack|tequila|rum|gin|booze|cocktails?"
    r"|whisk\w+)\b",
    re.IGNORECASE,
)
ADVERSE = re.compile(r"\badverse (?:drug )?(?:effect|reaction|event)", re.IGNORECASE)
ASKED = re.compile(
    r"\b(?:is|was|would|does|should|do|can|code[ds]?|it)\b[^.;?\n]{0,30}\bpoison\w*[^.;\n?]{0,30}\?"
    r"|\bpoison\w*[^.;\n?]{0,12}\b(?:or|vs\.?)\b|\b(?:or|vs\.?) (?:an? )?poison\w*",
    re.IGNORECASE,
)
"""A poisoning that the coder asks about: "is that a poisoning?" tells of none."""
