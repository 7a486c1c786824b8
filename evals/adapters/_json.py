"""Annotations kept as JSON: exports of Label Studio, and MDACE."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from evals.adapters._common import reportable, text_of
from evals.errors import SuiteError
from evals.schema import Case, Gold

_CODE = re.compile(r"\b[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?(?![\w.])")
_TEXTS = ("text", "question", "note")
_CHOICES = ("labels", "choices", "taxonomy", "hypertextlabels", "text")


def read_label_studio(path: Path, on: date) -> list[Case]:
    """Tasks of a Label Studio export (JSON); every code that an annotator chose is required.

    Codes may stand in labels, choices, a taxonomy or a text area; what comes after the code, such
    as its title, does no harm. Annotations that were cancelled are left out.

    Raises:
        SuiteError: the file is no such export.
    """
    tasks = _loaded(path)
    if not isinstance(tasks, list):
        raise SuiteError(f"{path} is no Label Studio export; export as JSON, not JSON-MIN.")
    return [_task(path, number, task, on) for number, task in enumerate(tasks, 1)]


def _task(path: Path, number: int, task: Any, on: date) -> Case:
    data = task.get("data") if isinstance(task, dict) else None
    data = data if isinstance(data, dict) else {}
    text = next((data[k] for k in _TEXTS if k in data), None)
    if not isinstance(text, str) or not text.strip():
        raise SuiteError(f"{path}, task {number}: its data has no {', '.join(_TEXTS)}.")
    done = [a for a in task.get("annotations", ()) if not a.get("was_cancelled")]
    kept, dropped = reportable((c for a in done for c in _chosen(a.get("result", ()))), on)
    setting = data.get("setting")
    return Case(
        id=str(task.get("id", number)),
        question=text,
        setting=setting if setting in ("inpatient", "outpatient") else None,
        date_of_service=on,
        gold=Gold(required_codes=kept),
        tags=("label-studio",),
        labelled="external",
        provenance={"source": path.name, "codes not in force": list(dropped)},
    )


def _chosen(results: Any) -> Iterator[str]:
    for result in results:
        value = result.get("value", {})
        for key in _CHOICES:
            # the marked words are no choice: only a text area has its answer there
            if key != "text" or result.get("type") == "textarea":
                yield from (match.group() for match in _CODE.finditer(str(value.get(key, ""))))


def read_mdace(folder: Path, on: date) -> list[Case]:
    """MDACE: annotated codes of MIMIC-III stays, one JSON file a stay.

    The notes' texts are not part of MDACE; put them into the files first, as its own script does
    for those who have access to MIMIC-III.

    Raises:
        SuiteError: files are missing or malformed, or hold no texts.
    """
    files = sorted(folder.rglob("*.json"))
    if not files:
        raise SuiteError(f"{folder} holds no JSON files; give the folder of MDACE annotations.")
    return [_stay(path, on) for path in files]


def _stay(path: Path, on: date) -> Case:
    stay = _loaded(path)
    notes = stay.get("notes") if isinstance(stay, dict) else None
    if not isinstance(notes, list) or not notes:
        raise SuiteError(f"{path} is no MDACE file: it has no notes.")
    texts = [n.get("text") for n in notes]
    if not all(isinstance(t, str) and t.strip() for t in texts):
        raise SuiteError(
            f"{path} holds no texts; run MDACE's own script that adds them from MIMIC-III first."
        )
    marked = (a for n in notes for a in n.get("annotations", ()))
    codes = (str(a["code"]) for a in marked if "CM" in str(a.get("code_system", "")))
    kept, dropped = reportable(codes, on)
    return Case(
        id=str(stay.get("hadm_id", path.stem)),
        question="\n\n".join(texts),
        setting="inpatient",
        date_of_service=on,
        gold=Gold(required_codes=kept),
        tags=("mdace",),
        labelled="external",
        provenance={"source": "MDACE", "codes not in force": list(dropped)},
    )


def _loaded(path: Path) -> Any:
    try:
        return orjson.loads(text_of(path))
    except orjson.JSONDecodeError as error:
        raise SuiteError(f"{path} is not JSON: {error}.") from error
