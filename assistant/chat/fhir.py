"""Answers as FHIR: a collection Bundle with one Condition a code and a List that gives the order.

Written as FHIR R4B, which fhir.resources validates; the elements used are the same in R4. The
patient is not known here, so `subject` carries words instead of a reference.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from assistant.chat.changes import reported
from assistant.models import Answer, AnswerCode

SYSTEM = "http://hl7.org/fhir/sid/icd-10-cm"
_TERMS = "http://terminology.hl7.org/CodeSystem/"
_NOBODY = {"display": "Patient of the note"}


def bundle(exchanges: Sequence[tuple[str, Answer]]) -> dict[str, Any]:
    """Questions and answers as a validated Bundle.

    Only codes to report become Conditions; alternatives and what was left out do not.

    Args:
        exchanges: Question as typed and its answer, oldest first.
    """
    from fhir.resources.R4B.bundle import Bundle

    entries = [entry for question, answer in exchanges for entry in _entries(question, answer)]
    # An empty list is no list in FHIR, so a bundle without entries has none.
    made = {
        "resourceType": "Bundle",
        "type": "collection",
        **({"entry": entries} if entries else {}),
    }
    checked: dict[str, Any] = json.loads(Bundle.model_validate(made).model_dump_json())
    return checked


def _entries(question: str, answer: Answer) -> Iterator[dict[str, Any]]:
    order = reported(answer)
    codes = sorted(
        (c for c in answer.codes if c.role != "alternative"), key=lambda c: order.index(c.code)
    )
    if not codes:
        return
    urls = [_url(question, answer, code.code) for code in codes]
    for url, code in zip(urls, codes, strict=True):
        yield {"fullUrl": url, "resource": _condition(code, answer)}
    yield {
        "fullUrl": _url(question, answer, "list"),
        "resource": {
            "resourceType": "List",
            "status": "current",
            "mode": "snapshot",
            "title": "Diagnosis codes in reporting order",
            "date": answer.date_of_service.isoformat(),
            "subject": _NOBODY,
            "entry": [{"item": {"reference": url}} for url in urls],
        },
    }


def _url(question: str, answer: Answer, part: str) -> str:
    # The same question gives the same file.
    seed = f"dxcite:{question}:{answer.date_of_service}:{answer.setting}:{part}"
    return f"urn:uuid:{uuid5(NAMESPACE_URL, seed)}"


def _condition(code: AnswerCode, answer: Answer) -> dict[str, Any]:
    words = "; ".join(dict.fromkeys(span.text for span in code.evidence))
    notes = [code.reason, *([f"Chart: {words}"] if words else [])]
    return {
        "resourceType": "Condition",
        "clinicalStatus": _concept("condition-clinical", "active", "Active"),
        "verificationStatus": _concept("condition-ver-status", "confirmed", "Confirmed"),
        "category": [_concept("condition-category", "encounter-diagnosis", "Encounter Diagnosis")],
        "code": {
            "coding": [
                {
                    "system": SYSTEM,
                    "version": answer.release,
                    "code": code.code,
                    "display": code.title,
                }
            ],
            "text": code.title,
        },
        "subject": _NOBODY,
        "recordedDate": answer.date_of_service.isoformat(),
        "note": [{"text": note} for note in notes],
    }


def _concept(system: str, code: str, display: str) -> dict[str, Any]:
    return {"coding": [{"system": _TERMS + system, "code": code, "display": display}]}
