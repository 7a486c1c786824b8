"""What the chart says is unrelated is not coded as linked (I.A.15, I.C.9.a).

"HF due to alcoholic cardiomyopathy, not HTN" is no hypertensive heart disease, and a "neuropathy
from alcohol, unrelated to her diabetes" no diabetic one. That nobody speaks of a link is another
matter: then it is presumed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.reasoning._case import Case, Item
from guidelines import lazy_re as re

UNRELATED = "The documentation says that the two are unrelated."

_DIABETES = r"(?:diabet\w*|t[12] ?dm|dm ?(?:1|2|i{1,2})?|n?iddm)"
_HYPERTENSION = r"(?:htn|hypertens\w*|(?:high )?blood pressure|high bp)(?! (?:crisis|urgency|emergency|heart|kidney))"
_CAUSE = (
    rf"(?:the |his |her |their |any |underlying )*(?:(?P<dm>{_DIABETES})|(?P<ht>{_HYPERTENSION}))\b"
)
_DENIAL = re.compile(
    r"(?:\bunrelated to|\bindependent of|\brather than|\binstead of|\bas opposed to|(?:\band|\bbut|,|\bis|\bare|\bwas) not"
    r"|(?<=\w )not(?= (?:the |his |her )?(?:htn|hypertension|diabetes|dm)\b)"
    r"|(?:\bnot\b|n['’]t)(?: \w+)? (?:due|related|secondary|caused|attribut(?:ed|able)|associated|from"
    r"|because|the result|a result"
    r"|a complication)(?: to| by| of| with)?|\bno (?:link|relation\w*|connection)(?: \w+)? (?:to|with)"
    r"|\bnon-?(?=diabet|hypertens))"
    rf"\s?{_CAUSE}",
    re.IGNORECASE,
)
"""Words that deny a cause, up to the cause."""
_UNSURE = re.compile(
    r"\b(?:unless|if|whether|until|may|might|could|possibly|probably|n['’]t (?:say|state|document|mention|call|specify)\w*"
    r"|(?:not|never|nobody|no one|nowhere) (?:\w+ )?(?:say|state|document|mention|call|specif)\w*)\b[^.;]*$",
    re.IGNORECASE,
)
"""Words before a denial with which it is none: a condition, or only silence."""
_REACH = 140  # characters before a denial in which the condition is named


@dataclass(frozen=True, slots=True)
class _Organ:
    words: str
    diabetic: tuple[str, ...] = ()
    """How the characters behind the category begin in the codes that link it with diabetes."""
    hypertensive: tuple[tuple[str, str], ...] = ()
    """The code that links it with hypertension, and what stays without the link."""
    bare: str = ""
    """The condition's own code, where the linking code held all of it."""


_ORGANS = (
    _Organ(
        r"\b(?:ckd|esrd|kidney|renal|nephro\w*|glomerul\w*|pkd|proteinuria)\b",
        ("2",),
        (("I12.0", "I10"), ("I12.9", "I10"), ("I13.0", "I11.0"), ("I13.2", "I11.0"), ("I13.10", "I11.9"), ("I13.11", "I11.9")),
    ),
    _Organ(
        r"\b(?:chf|hf\w*|heart (?:failure|disease)|cardiomyopath\w*|cardiomegaly|cardiac)\b",
        (),
        (("I11.0", "I10"), ("I11.9", "I10"), ("I13.0", "I12.9"), ("I13.10", "I12.9"), ("I13.11", "I12.0"), ("I13.2", "I12.0")),
        "I50.9",
    ),
    _Organ(r"\b(?:retinopath\w*|cataracts?|glaucoma|macular|eye)\b", ("3",)),
    _Organ(r"\b(?:poly|mono)?neuropath\w*\b", ("4",), (), "G62.9"),
    _Organ(r"\b(?:gastropar\w*|autonomic)\b", ("4",)),
    _Organ(r"\b(?:pad|pvd|peripheral (?:arter|vasc)\w*|gangren\w*)\b", ("5",)),
    _Organ(r"\b(?:charcot\w*|arthropath\w*)\b", ("61",)),
    _Organ(r"\b(?:ulcers?|dermatitis|cellulitis)\b", ("62",)),
    _Organ(r"\bperiodont\w*\b", ("63",)),
    _Organ(r"\b(?:osteo|osteomyelitis)\b", ("69",)),
)  # fmt: skip


LINKING = ("E08.2-", "E08.3-", "E08.4-", "E08.5-", "E08.6-", "E09.2-", "E09.3-", "E09.4-", "E09.5-", "E09.6-",
            "E10.2-", "E10.3-", "E10.4-", "E10.5-", "E10.6-", "E11.2-", "E11.3-", "E11.4-", "E11.5-", "E11.6-",
            "E13.2-", "E13.3-", "E13.4-", "E13.5-", "E13.6-", "I11.-", "I12.-", "I13.-")  # fmt: skip
"""Combination codes whose parts the classification takes for related (I.A.15)."""


def part_unrelated(case: Case) -> None:
    """Part the codes that link what the documentation calls unrelated.

    Args:
        case: The case after its rules; linking codes give way to those of the single conditions.
    """
    for organ, cause in _denials(case.text):
        for item in [i for i in case.items if not i.drug]:
            without = _without(organ, cause, item.code)
            if without is not None:
                _part(case, item, without, organ)


def denied_link(case: Case) -> bool:
    """Whether codes were parted because the documentation denies the link."""
    return any(r.reason == UNRELATED for r in case.rejected)


def links_what_is_denied(case: Case, code: str) -> bool:
    """Whether a code stands for a link that the documentation denies.

    Args:
        case: The case.
        code: Dotted.
    """
    return any(_without(organ, cause, code) is not None for organ, cause in _denials(case.text))


def _denials(text: str) -> Iterator[tuple[_Organ, str]]:
    for denial in _DENIAL.finditer(text):
        before = text[max(0, denial.start() - _REACH) : denial.start()]
        sentence = re.split(r"[.;?!\n]\s", before)[-1]
        if _UNSURE.search(sentence):
            continue
        near = [
            (m.start(), o) for o in _ORGANS for m in re.finditer(o.words, before, re.IGNORECASE)
        ]
        if near:
            organ = max(near, key=lambda n: n[0])[1]
            yield organ, "diabetes" if denial["dm"] else "hypertension"


def _without(organ: _Organ, cause: str, code: str) -> str | None:
    """What stays of a code without its link; None where it does not link the two."""
    if cause == "hypertension":
        return dict(organ.hypertensive).get(code)
    linked = code[:3] in ("E08", "E09", "E10", "E11", "E13") and code[4:].startswith(organ.diabetic)
    return f"{code[:3]}.9" if linked and organ.diabetic else None


def _part(case: Case, item: Item, without: str, organ: _Organ) -> None:
    section = ("I.C.9.a", 1) if without[0] == "I" else ("I.A.15", 2)
    basis = case.guideline(*section)
    place = case.items.index(item)
    case.items.remove(item)
    case.reject(item.code, UNRELATED, item.spans, [basis])
    told = [i.code for i in case.items if i.code[:3] == without[:3]]
    codes = [without] if not told else []
    own = organ.bare
    if own and not any(i.code[:3] == own[:3] for i in case.items):
        codes.append(own)
    for n, code in enumerate(codes):
        choice = case.complete(code, None)
        if choice is not None:
            reason = "coded by itself: the documentation denies the link"
            new = Item(code, choice, reason, item.spans, item.mention, [basis, case.tabular(code)])
            case.items.insert(place + n, new)
