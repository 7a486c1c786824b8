"""Drugs given for the illness at hand: no long-term use, and not what poisoned or harmed."""

from __future__ import annotations

from assistant.models import Mention
from assistant.reasoning._case import Case, Item
from assistant.reasoning._explained import leave_out
from guidelines import lazy_re as re
from guidelines.rules import any_matches

_GIVEN = re.compile(
    r"\b(?:iv|im|dose[sd]?|given|gave|infusion|bolus|x ?\d|for (?:a |the )?(?:\d+|one|two|three|five|six|seven|ten"
    r"|week|few)|\d+ (?:h|hours|days|weeks)|day(?:s)?\b|completed|course|started|begun|start|stopped|held"
    r"|drip|taper|prophyla\w+|in (?:the )?(?:ed|house)|on arrival|sliding|correction|while (?:here|inpatient)"
    r"|treated with|improved with|naloxone|reversed|cycle|as needed|prn|reload|discontinued)\b",
    re.IGNORECASE,
)
_CONTINUING = re.compile(
    r"\b(?:cont(?:inue[sd]?|['’]?d)?|on|takes?|taking|daily|weekly|nightly|bid|home|long[- ]term|chronic|maintenance|resumed"
    r"|refill\w*|years?|lifelong|current(?:ly)?|uses?|stable|managed|controlled|ongoing)\b",
    re.IGNORECASE,
)
_ACUTE_DRUGS = (
    "Z79.1",
    "Z79.2",
    "Z79.5-",
    "Z79.6-",
    "Z79.81-",
    "Z79.89-",
    "Z79.4",
    "Z79.0-",
    "Z79.82",
    "Z79.3",
    "Z79.83",
)


_COURSE = re.compile(
    r" ?(?:\d[\d.]* ?(?:mg|mcg|g|units?|u)? ?(?:po |iv |im |sq |sc )?(?:daily |bid |tid |qid |q\d+h )?)?"
    r"(?:x ?\d+ ?(?:d|days?|doses?|wks?|weeks?)?|for \d+ (?:more )?(?:d|days?|wks?|weeks?)|\d+ ?(?:d|days))\b",
    re.IGNORECASE,
)
"""A number of days or doses right behind a drug: "dexamethasone 10 d", "prednisone 40 x5d"."""
_PROPHYLAXIS = re.compile(
    r"\b(?:dvt |vte )?(?:ppx|prophylaxis|proph)(?: with| w/|:| dose)? ?$", re.I
)
"""Words before a drug that only prevents something during a stay: "ppx lovenox"."""


def drop_drugs_given(case: Case) -> None:
    """Drugs given for this illness are no long-term use (I.C.21.c.3), nor what poisoned or harmed.

    An antidote or a treatment is named in the sentence that tells it was given.
    """
    for item in [i for i in case.items if not i.drug and any_matches(_ACUTE_DRUGS, i.code)]:
        told = [m for m in case.reading.mentions if _means(case, m, item)]
        if told and not any(_goes_on(case, m) for m in told):
            leave_out(case, item, "The drug is given for this illness, not taken long-term.", False)
    poisons = [i for i in case.items if not i.drug and any_matches(("T36-T50",), i.code)]
    if len(poisons) > 1:
        for item in poisons:
            words = [m for m in case.reading.mentions if m.span in item.spans]
            others = [p for p in poisons if p is not item and p in case.items]
            if words and others and all(_was_treatment(case, m) for m in words):
                leave_out(case, item, "The drug is what was given as treatment.", False)


def _means(case: Case, mention: Mention, item: Item) -> bool:
    if mention.span in item.spans:
        return dict(mention.attributes).get("kind") == "drug"
    insulin = dict(mention.attributes).get("lexicon") == "Z79.4"
    return item.code == "Z79.4" and (insulin or "insulin" in mention.span.text.lower())


def _goes_on(case: Case, mention: Mention) -> bool:
    if _COURSE.match(case.text, mention.span.end) or _PROPHYLAXIS.search(
        case.text[max(0, mention.span.start - 14) : mention.span.start]
    ):
        return False
    if mention.section in ("medications", "past history"):
        return True
    before = case.text[max(0, mention.span.start - 60) : mention.span.start]
    around = case.sentence_of(mention)
    if re.search(
        r"\b(?:sliding|correction|while (?:here|inpatient)|infusion|few doses)\b", around, re.I
    ):
        return False
    if re.search(r"\b(?:cycles?|regimen|infusion|induction|[A-Z]-?CHOP|FOLFOX)\b", around):
        return False
    if _CONTINUING.search(around):
        return not re.search(
            r"\b(?:started|begun|begin|start|given|stopped|iv|discharged on|home on|received|after)\b[^.;]*$",
            before,
            re.I,
        )
    if case.setting == "inpatient" or mention.section == "plan":
        return False
    return not _GIVEN.search(around)


_TREATMENT = re.compile(
    r"\b(?:naloxone|given|doses?|treated with|received|started|start|charcoal|infusion|acetylcysteine|then"
    r"|flumazenil|vitamin k|reversal|changed to|switched to|replaced (?:by|with)|continued?|for seizures?|antidote"
    r"|lorazepam|tapered|instead|iv|by ems|use|iron|acetaminophen (?:only|for))\b",
    re.IGNORECASE,
)


def _was_treatment(case: Case, mention: Mention) -> bool:
    sentence = case.sentence_of(mention)
    harmed = re.search(
        r"\b(?:due to|induced|caused|from|overdos\w*|ingest\w*|swallow\w*|took|taking|associated|after (?:taking|starting)"
        r"|secondary|reaction|poison\w*|intent\w*|underdos\w*|missed|stopped|accidental)\b",
        sentence,
        re.I,
    )
    return bool(_TREATMENT.search(sentence)) and not harmed
