"""A language model alone: no retrieval, no check; what it says is taken at its word."""

from __future__ import annotations

import os
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from evals.engines._engine import Ask
from evals.errors import EngineError
from evals.schema import Case
from guidelines.releases import code_release

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_OBJECT = re.compile(r"\{.*\}", re.DOTALL)
_INSTRUCTIONS = """\
You are an expert medical coder. Answer the question under the ICD-10-CM Official Guidelines for \
Coding and Reporting. Reply with one JSON object and nothing else:
{"answer": "in one or two sentences", "verdict": "yes", "no", "depends" or null,
 "codes": ["codes to report, in order, complete"], "sections": ["guideline sections such as \
I.C.9.a.1, the deciding one first"], "decline": true if this is no question of ICD-10-CM coding}"""


def open_alone(model: str) -> Ask:
    """A configured language model without retrieval.

    Args:
        model: As `DXCITE_MODEL` has it, "provider:model".

    Raises:
        DxciteError: the model cannot be set up.
    """
    from assistant.language_model import configured_model

    configured = configured_model({**os.environ, "DXCITE_MODEL": model})
    if configured is None:
        raise EngineError("Name the model after the colon, such as alone:ollama:llama3.1.")
    return asking(model, configured[1])


def asking(name: str, model: BaseChatModel) -> Ask:
    """Asks a model; see `open_alone`."""

    def ask(case: Case, today: date) -> dict[str, Any]:
        on = case.date_of_service or today
        facts = f"Setting: {case.setting or 'not given'}. Date of service: {on.isoformat()}."
        before = "".join(f"Earlier question: {text}\n" for text in case.history)
        reply = model.invoke(
            [("system", _INSTRUCTIONS), ("human", f"{facts}\n{before}{case.asked}")]
        )
        usage = getattr(reply, "usage_metadata", None) or {}
        return {
            **_contract(_said(str(reply.content))),
            "id": case.id,
            "date_of_service": on.isoformat(),
            "release": code_release(on).name,
            "engine": f"alone:{name}",
            "usage": {k: usage[k] for k in ("input_tokens", "output_tokens") if k in usage},
        }

    return ask


def _said(text: str) -> dict[str, Any]:
    match = _OBJECT.search(text)
    try:
        found = orjson.loads(match[0]) if match else None
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise EngineError("The model replied with something else than the JSON it was asked for.")
    return found


def _contract(said: dict[str, Any]) -> dict[str, Any]:
    codes = [str(c).strip().upper() for c in said.get("codes") or ()]
    sections = [str(s).strip() for s in said.get("sections") or ()]
    verdict = said.get("verdict")
    return {
        "answer": str(said.get("answer", "")),
        "verdict": verdict if verdict in ("yes", "no", "depends") else None,
        "abstained": said.get("decline") is True,
        "codes": [
            {"code": code, "role": "additional" if place else "first-listed", "citations": []}
            for place, code in enumerate(codes)
        ],
        "rejected": [],
        "citations": [
            {"n": n, "kind": "guideline", "ref": ref, "title": "", "quote": ""}
            for n, ref in enumerate(sections, 1)
        ],
        "queries": [],
    }
