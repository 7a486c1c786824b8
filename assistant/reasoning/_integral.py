"""Signs and symptoms that a confirmed diagnosis explains are not coded beside it (I.B.4, I.B.5)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from assistant.models import Assertion
from assistant.reasoning._case import Case, Item
from guidelines import lazy_re as re
from guidelines.rules import any_matches


@dataclass(frozen=True, slots=True)
class Integral:
    """Symptoms that belong to diagnoses, both as code patterns."""

    diagnoses: tuple[str, ...]
    symptoms: tuple[str, ...]


@cache
def integral_table(name: str = "integral.tsv") -> tuple[Integral, ...]:
    """The table of routinely associated symptoms, or another of the same kind."""
    text = (resources.files("guidelines") / "rules" / name).read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(Integral(_patterns(r["diagnoses"]), _patterns(r["symptoms"])) for r in rows)


def _patterns(field: str) -> tuple[str, ...]:
    return tuple(p.strip() for p in field.split(",") if p.strip())


_QUIET = (
    "J45.20",
    "J45.30",
    "J45.40",
    "J45.50",
    "J45.909",
    "J44.9",
    "J43.-",
    "J47.9",
    "I50.22",
    "I50.32",
    "I50.42",
)
"""Lasting diseases in a quiet state, which bring on no new symptom."""


def _worked_up_for_another(case: Case, symptom: Item, cause: Item) -> bool:
    """Whether a symptom is worked up for a disease that is only suspected, beside a quiet lasting one.

    "Fever and cough, r/o pneumonia. Asthma, not flaring" has the cough for the visit (IV.D, IV.H).
    """
    if symptom.mention is None or cause.mention is None or not any_matches(_QUIET, cause.code):
        return False
    start, end = case.sentence_at(symptom.mention.span)
    if start <= cause.mention.span.start < end or case.setting == "inpatient":
        return False
    return any(
        m.assertion is Assertion.UNCERTAIN and start <= m.span.start < end
        for m in case.reading.mentions
    )


_SIDES = re.compile(r"\b(right|left)\b", re.IGNORECASE)
_JOINTS = re.compile(
    r"\b(?:(?P<shoulder>shoulder|rotator cuff)|(?P<elbow>elbow)|(?P<hand>wrist|hand|finger|thumb)|(?P<hip>hip)|(?P<knee>knee)"
    r"|(?P<foot>ankle|foot|toe|heel))(?:s|\(s\))?\b",
    re.IGNORECASE,
)


def told_elsewhere(case: Case, symptom: Item, cause: Item) -> bool:
    """Whether a symptom is of the other side or of another joint than the disease: it has its own cause.

    "R shoulder pain, L knee OA" has the pain of the shoulder beside the arthritis of the knee.
    """
    of_symptom, of_cause = (case.codeset.get(i.code).title for i in (symptom, cause))
    for named in (_SIDES, _JOINTS):
        told, known = (
            {m.lastgroup or m[1].lower() for m in named.finditer(t)} for t in (of_symptom, of_cause)
        )
        if told and known and not told & known:
            return True
    return False


def drop_integral(case: Case) -> None:
    """Move symptoms explained by a confirmed diagnosis to the rejected ones."""
    confirmed = [i for i in case.items if not i.drug and not i.alternative]
    for item in list(confirmed):
        for row in integral_table():
            if not any_matches(row.symptoms, item.code):
                continue
            causes = (i for i in confirmed if i is not item and any_matches(row.diagnoses, i.code))
            causes = (i for i in causes if not told_elsewhere(case, item, i))
            cause = next((i for i in causes if not _worked_up_for_another(case, item, i)), None)
            if cause is not None and item in case.items:
                case.items.remove(item)
                case.reject(
                    item.code,
                    f"It is a symptom that {cause.code} routinely brings with it.",
                    item.spans,
                    [case.guideline("I.B.5", 0)],
                )
                case.step("integral", f"{item.code} is integral to {cause.code}")
