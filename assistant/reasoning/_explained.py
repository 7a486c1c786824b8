"""Signs and symptoms beside the diagnosis that explains them, and what only the story tells.

A symptom gives way to a confirmed acute diagnosis of its body system (I.B.4, I.B.5, II.A); where the
provider lists the diagnoses, the list decides about what is told before it (III, IV.J).
"""

from __future__ import annotations

from assistant.models import Assertion
from assistant.reasoning._case import Case, Item
from assistant.reasoning._documented import LASTING, Note
from assistant.reasoning._integral import integral_table, told_elsewhere
from assistant.reasoning._lasting import CHRONIC
from guidelines import lazy_re as re
from guidelines.notes import grouped
from guidelines.rules import any_matches

SYMPTOMS = (
    "R00.-", "R03.0", "R04-R12", "R13.10", "R14-R17", "R19-R28", "R29.1", "R29.3", "R29.898",
    "R30.-", "R32", "R33.9", "R34-R39", "R40.0", "R40.1", "R40.4", "R41-R46", "R47.8-", "R48-R49",
    "R50.9", "R51-R55", "R58-R61", "R63.-", "R68-R69", "M25.5-", "M25.4-", "M25.6-", "M54.2",
    "M54.5-", "M54.6", "M54.9", "M79.1-", "M79.6-", "H57.1-", "H92.0-", "L29.9", "N23", "N64.4", "G47.0-",
    "K59.0-", "L53.9", "K92.0", "K92.1", "K92.2", "J34.89", "N89.8", "N93.9",
)  # fmt: skip
"""Signs and symptoms, also those that stand outside chapter 18."""

_NEVER_INTEGRAL = (
    "R03.0", "R31.-", "R04.-", "R09.02", "R19.7", "R45.85-", "R41.4", "R29.6", "R22.-", "R59.-", "R25.-",
)  # fmt: skip
"""Reported of their own where a note without a list of diagnoses tells of them."""

_NO_CAUSES = ("G89.-", "M79.8-", "N91-N93", "E55.-", "E66.-", "E78.-", "K64.-", "Z00-Z99")
"""Conditions that lie in the same body system but bring no such symptom with them."""
_ULCERS = ("L97.-", "L98.4-")
"""Ulcers by site and depth, which the code of their cause asks for."""
_REPORTED_ANYWAY = ("R45.85-",)
"""Thoughts of suicide or homicide: no part of a mood disorder, and reported wherever they are told."""
_STATEMENT = re.compile(
    r"\b(?:diagnos\w+|document\w+|attribut\w+|agree[sd]?|assess(?:ed|es)|attending|physician|surgeon"
    r"|provider|hospitalist|\w+ologist|neurology|cardiology|nephrology|hepatology|intensivist|per (?:the )?\w+"
    r"|wrote|writes|confirmed|due to|secondary to|caused by|from the|induced|treated (?:with|for)"
    r"|(?:came|here|taken|admitted|presented|scheduled) (?:in )?for (?:an? )?(?:same[- ]day|elective|planned|scheduled|open"
    r"|lap\w*|robotic)|replaced|replet\w+|started on|underwent|complicated by|developed|managed|on home)\b",
    re.IGNORECASE,
)


def drop_unlisted(case: Case) -> None:
    """Leave out what the story tells but the list of diagnoses does not name (III, IV.J)."""
    note = Note(case)
    for item in [i for i in case.items if not i.drug and _of_a_screening(i)]:
        if any_matches(("Z11.-", "Z13.-"), item.code) and _screened_in_passing(case, note):
            leave_out(
                case, item, "It was screened for by the way; the encounter is not for it.", False
            )
    confirmed = [i for i in case.items if not i.drug and not i.alternative]
    for item in confirmed:
        if item.mention is None or item.code[0] in "VWXYZB":
            continue
        if any(_asks_for(case, other, item) for other in confirmed):
            continue
        symptom = any_matches(SYMPTOMS, item.code)
        if any_matches(_REPORTED_ANYWAY, item.code):
            continue
        if note.has_list and not note.listed(item) and (symptom or _only_told(note, item)):
            leave_out(case, item, "It is not among the diagnoses that the provider lists.", symptom)
        elif (
            symptom
            and not note.has_list
            and not _of_a_drug(case, item, confirmed)
            and (cause := _explains(case, item, confirmed))
        ):
            leave_out(case, item, f"{cause.code} explains it.", symptom)


def _of_a_drug(case: Case, item: Item, confirmed: list[Item]) -> bool:
    """Whether a symptom's own sentence lays it to a drug rightly taken (I.C.19.e.5.a)."""
    assert item.mention is not None
    start, end = case.sentence_at(item.mention.span)
    return any(
        any_matches(("T36-T50",), other.code)
        and (other.code[6:7] if other.code[6:7] != "X" else other.code[5]) == "5"
        and any(start <= s.start < end for s in other.spans)
        for other in confirmed
    )


def _asks_for(case: Case, other: Item, item: Item) -> bool:
    """Whether the note at another code asks for this one in addition or before it (I.A.13, I.A.17)."""
    first = grouped(case.codeset, other.code, "code_first")
    if other is not item and any(n.matches(item.code) for n in first):
        return True
    ulcer = any_matches(_ULCERS, item.code)
    if other is item or (item.code[0] != "R" and not ulcer):
        return False
    notes = grouped(case.codeset, other.code, "use_additional")
    return any((ulcer or n.at == other.code) and n.matches(item.code) for n in notes)


def _of_a_screening(item: Item) -> bool:
    """Whether a rule or the words of a screening added a code."""
    return item.mention is None or item.mention.assertion is Assertion.SCREENING


_FOR_SCREENING = re.compile(
    r"\b(?:here|seen|present\w*|visit|encounter|scheduled|referred|came|asks?|request\w*|wants?|needs?|order\w*|offered)\b"
    r"[^.;\n]{0,50}screen|\A[^.\n]{0,80}screen|screen\w*[^.;\n]{0,25}\b(?:visit|encounter|clinic|today|given|done today)\b",
    re.IGNORECASE,
)


def _screened_in_passing(case: Case, note: Note) -> bool:
    """Whether a note with diagnoses of its own only mentions a screening (I.C.21.c.5)."""
    others = any(i.code[0] not in "ZVWXY" and not i.drug and not i.alternative for i in case.items)
    if not note.is_note or not others:
        return False
    return case.setting == "inpatient" or _FOR_SCREENING.search(case.text) is None


def _only_told(note: Note, item: Item) -> bool:
    """Whether a condition is part of the story only: an acute one that no provider's words confirm."""
    assert item.mention is not None
    if any_matches(
        (
            *CHRONIC,
            "E50-E56",
            "E61.-",
            "C00-D49",
            "F10-F19",
            "Z00-Z99",
            "O00-O9A",
            "S00-T88",
            "Q00-Q99",
        ),
        item.code,
    ):
        return False
    said = (m for s in item.spans if (m := note.mention_at(s)) is not None)
    return not any(_STATEMENT.search(note.case.sentence_of(m)) for m in said)


def _explains(case: Case, item: Item, confirmed: list[Item]) -> Item | None:
    """The confirmed acute diagnosis of the same body system, for a symptom."""
    if any_matches(_NEVER_INTEGRAL, item.code):
        return None
    for row in integral_table("systems.tsv"):
        if not any_matches(row.symptoms, item.code):
            continue
        for other in confirmed:
            if other is item or any_matches((*SYMPTOMS, *LASTING, *_NO_CAUSES), other.code):
                continue
            if told_elsewhere(case, item, other):
                continue
            if any_matches(("T36-T50",), other.code) and "6" not in other.code[4:6]:
                continue
            if any_matches(row.diagnoses, other.code):
                return other
    return None


def leave_out(case: Case, item: Item, reason: str, symptom: bool) -> None:
    basis = [case.guideline("I.B.5", 0) if symptom else case.guideline("I.A.19", 0)]
    case.items.remove(item)
    case.reject(item.code, reason, item.spans, basis)
    case.step("documented", f"{item.code} is left out: {reason}")
