"""An evaluation run as `dxcite eval run` leaves it, for the page that shows the last runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HOSTILE = "<img src=x onerror='window.hit=1'>"
RECORD: dict[str, Any] = {
    "format": 1,
    "identity": {
        "suites": [{"name": "cases", "fingerprint": "f", "cases": 120}],
        "engine": "deterministic",
        "today": "2026-06-01",
    },
    "version": "0.1",
    "commit": "abc1234",
    "started": "2026-06-01T08:00:00+00:00",
    "machine": {"system": "Linux x86_64", "processors": "2", "python": "3.11"},
    "workers": 2,
    "seconds": 61.0,
}
METRICS = [
    {"name": "section@1", "title": "a deciding section is cited first", "better": "higher"},
    {"name": "code-recall", "title": "required codes found", "better": "higher"},
]


def recorded_run(folder: Path) -> Path:
    """A folder of runs: one that is done, with its report, and one that goes on."""
    groups = [
        group("suite", "cases", 120, "84.2"),
        group("tag", HOSTILE, 24, "70.0"),
    ]
    summary = {"format": 1, "metrics": METRICS, "groups": groups}
    page = "<!doctype html><h1>The report</h1><script>document.body.textContent = 'ran'</script>"
    written(folder / "done", RECORD, summary, page)
    later = {**RECORD, "started": "2026-06-02T08:00:00+00:00", "seconds": None}
    written(folder / "begun", later, None, None)
    (folder / "begun" / "done.jsonl").write_text("{}\n" * 7)
    return folder


def group(kind: str, name: str, cases: int, value: str) -> dict[str, Any]:
    figures = {"section@1": value, "code-recall": "66.7"}
    return {"kind": kind, "name": name, "cases": cases, "figures": figures, "p50": 40, "p95": 90}


def written(
    folder: Path, record: dict[str, Any], summary: dict[str, Any] | None, page: str | None
) -> None:
    folder.mkdir(parents=True)
    (folder / "run.json").write_text(json.dumps(record))
    if summary is not None:
        (folder / "summary.json").write_text(json.dumps(summary))
    if page is not None:
        (folder / "report.html").write_text(page)
