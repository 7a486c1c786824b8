"""The evaluations that were run on this machine: the last ones, their figures, their reports.

What `dxcite eval run` left in a folder is read, nothing is written and nothing is run. A run's
folder holds `run.json`, `cases.jsonl` and, once it is done, `summary.json`; `done.jsonl` while it
goes on; `report.html` once it was made.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.chat.markup import escape
from guidelines.errors import DxciteError

_MOST = 40
"""Runs listed, the last ones first."""
_DEEPEST = 2
"""Folders down to a run: a sweep keeps its runs in a folder of its own."""
_LARGEST = 40_000_000
"""Bytes of a report that is shown."""
_HEADLINE = ("section@1", "verdict", "code-recall", "code-precision", "term@1")


class NoEvaluation(DxciteError):
    """There is no such run, or it has no report."""


@dataclass(frozen=True)
class Run:
    """A run in its folder.

    Attributes:
        name: The folder, as seen from the one that holds all runs.
        folder: The folder.
        record: `run.json`.
        summary: `summary.json`, empty while the run is not done.
    """

    name: str
    folder: Path
    record: Mapping[str, Any]
    summary: Mapping[str, Any]

    @property
    def cases(self) -> int:
        """Cases of the run."""
        return sum(suite["cases"] for suite in self.record["identity"]["suites"])

    @property
    def done(self) -> int:
        """Cases that are answered so far."""
        if self.record.get("seconds") is not None:
            return self.cases
        path = self.folder / "done.jsonl"
        return path.read_bytes().count(b"\n") if path.is_file() else 0

    @property
    def report(self) -> Path:
        """The report's page, which need not be there."""
        return self.folder / "report.html"


class Evaluations:
    """The runs in a folder."""

    def __init__(self, folder: Path) -> None:
        """Look at the runs in a folder, which need not be there."""
        self.folder = folder

    def runs(self) -> list[Run]:
        """The last runs, the newest first; what cannot be read is none of them."""
        found = [run for run in self._found() if run is not None]
        found.sort(key=lambda run: (str(run.record.get("started")), run.name), reverse=True)
        return found[:_MOST]

    def named(self, name: str) -> Run:
        """A run by its name.

        Raises:
            NoEvaluation: there is none of that name.
        """
        found = next((run for run in self.runs() if run.name == name), None)
        if found is None:
            raise NoEvaluation("This evaluation is not there any more.")
        return found

    def report(self, name: str) -> str:
        """A run's report as a whole page of HTML.

        Raises:
            NoEvaluation: there is no such run, or no report of it was made.
        """
        run = self.named(name)
        try:
            if run.report.stat().st_size > _LARGEST:
                raise NoEvaluation(f"The report is too large to show; open {run.report}.")
            return run.report.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise NoEvaluation(
                f"No report of it was made yet; run: dxcite eval report {run.folder}"
            ) from error

    def _found(self) -> Iterator[Run | None]:
        for depth in range(1, _DEEPEST + 1):
            for path in self.folder.glob("*/" * depth + "run.json"):
                yield _run(path.parent, self.folder)


def _run(folder: Path, root: Path) -> Run | None:
    try:
        record = json.loads((folder / "run.json").read_bytes())
        path = folder / "summary.json"
        summary = json.loads(path.read_bytes()) if path.is_file() else {}
        run = Run(folder.relative_to(root).as_posix(), folder, record, summary)
        _ = run.cases, record["identity"]["engine"]
    except (OSError, ValueError, KeyError, TypeError):
        return None  # still being written, or not written by this program
    return run


def listed(runs: Sequence[Run], folder: Path) -> str:
    """The list of runs, each a button that opens its figures."""
    if not runs:
        return (
            '<p class="dx-quiet">No evaluation has been run yet. '
            "Run one with: <code>dxcite eval run all</code></p>"
            f'<p class="dx-quiet">Runs are looked for in {escape(folder)}.</p>'
        )
    rows = "".join(f"<li>{_row(run)}</li>" for run in runs)
    return f'<ol class="dx-list dx-run-list">{rows}</ol>'


def _row(run: Run) -> str:
    suites = ", ".join(s["name"] for s in run.record["identity"]["suites"])
    when = str(run.record.get("started", ""))[:16].replace("T", " ")
    state = f"{run.cases:,} cases" if run.summary else f"{run.done:,} of {run.cases:,} cases"
    figures = _whole(run).get("figures", {})
    said = "  ".join(f"{name} {figures[name]}" for name in _HEADLINE if name in figures)
    return (
        f'<button type="button" class="dx-row" data-run="{escape(run.name)}">'
        f"<b>{escape(run.record['identity']['engine'])}</b><span>{escape(suites)}</span>"
        f'<span class="dx-quiet">{escape(when)} · {state}{" · " if said else ""}{escape(said)}</span>'
        "</button>"
    )


def shown(run: Run) -> str:
    """A run's figures by suite and by tag, and the way to its report."""
    title = f"<h3>{escape(run.record['identity']['engine'])}, {escape(_begun(run))}</h3>"
    if not run.summary:
        state = f"{run.done:,} of {run.cases:,} cases are answered."
        return f'{title}<p class="dx-quiet">{state}</p>{_made_with(run)}'
    tables = "".join(
        _table(run.summary, kind, heading)
        for kind, heading in (("suite", "Suites"), ("tag", "Kinds of cases"))
    )
    return f"{title}{_made_with(run)}{_report_button(run)}{tables}"


def _begun(run: Run) -> str:
    return str(run.record.get("started", ""))[:16].replace("T", " ")


def _made_with(run: Run) -> str:
    machine = run.record.get("machine", {})
    facts = [
        f"dxcite {run.record.get('version', '')} {run.record.get('commit') or ''}".strip(),
        f"date of service {run.record['identity'].get('today', '')} where a case gives none",
        f"{machine.get('system', '')}, {machine.get('processors', '?')} processors",
    ]
    if run.record.get("seconds") is not None:
        facts.append(
            f"{run.record['seconds']:,.0f} s with {run.record.get('workers', 1)} worker(s)"
        )
    return f'<p class="dx-quiet">{escape(" · ".join(facts))}</p>'


def _report_button(run: Run) -> str:
    if run.report.is_file():
        return (
            '<p><button type="button" class="dx-button dx-main-button" '
            f'data-report="{escape(run.name)}">Open the report</button></p>'
        )
    command = f"dxcite eval report {run.folder}"
    return f'<p class="dx-quiet">A report is made with: <code>{escape(command)}</code></p>'


def _table(summary: Mapping[str, Any], kind: str, heading: str) -> str:
    groups = [group for group in summary.get("groups", ()) if group.get("kind") == kind]
    if not groups:
        return ""
    metrics = [
        m for m in summary.get("metrics", ()) if any(m["name"] in g["figures"] for g in groups)
    ]
    head = "".join(
        f'<th scope="col" title="{escape(m["title"])}">{escape(m["name"])}</th>' for m in metrics
    )
    body = "".join(_figures(group, metrics) for group in groups)
    return (
        f"<h4>{heading}</h4>"
        f'<div class="dx-scroll" tabindex="0" role="group" aria-label="{heading}">'
        f'<table class="dx-figures"><thead><tr><th scope="col">{kind}</th>'
        f'<th scope="col">cases</th>{head}<th scope="col">p50 ms</th><th scope="col">p95 ms</th>'
        f"</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _figures(group: Mapping[str, Any], metrics: Sequence[Mapping[str, Any]]) -> str:
    cells = "".join(f"<td>{escape(group['figures'].get(m['name'], ''))}</td>" for m in metrics)
    return (
        f'<tr><th scope="row">{escape(group["name"])}</th><td>{group["cases"]:,}</td>{cells}'
        f"<td>{escape(group['p50'])}</td><td>{escape(group['p95'])}</td></tr>"
    )


def _whole(run: Run) -> Mapping[str, Any]:
    return next(iter(run.summary.get("groups", ())), {})
