"""The report as one HTML page that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from evals.comparing import Difference, Pair, differences, flips
from evals.comparison_tables import judged, points
from evals.record import Result, RunRecord
from evals.report import _charts as charts
from evals.report import _content as content
from evals.retrieval import measured_answers
from evals.risk import risk_coverage
from evals.scoring import figures, percentile
from evals.tables import TAG_METRICS, compared, percent

_LEAST = 10  # cases of a tag that is shown
_MOST_FLIPS = 40


def page(
    record: RunRecord,
    results: Sequence[Result],
    baseline: tuple[RunRecord, Sequence[Pair]] | None,
) -> str:
    """The page.

    Args:
        record: What was run.
        results: Its results.
        baseline: An earlier run and its cases beside this run's.
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    template = (resources.files("evals.report") / "page.html").read_text(encoding="utf-8")
    groups = content.suites_of(results)
    sections = content.section_map(results)
    spent = [r.ms for r in results]
    marks = {name: percentile(spent, share) for name, share in (("p50", 0.5), ("p95", 0.95))}
    states = [s for part in sections.values() for s in part]
    return environment.from_string(template).render(
        record=record,
        names=", ".join(s.name for s in record.identity.suites),
        lead=lead(record, results),
        groups=groups,
        rows=content.metric_rows(groups),
        section_tiles=Markup(charts.tiles({k: _tiles(v) for k, v in sections.items()})),
        covered=sum(s.cases > 0 for s in states),
        total_sections=len(states),
        verdicts=content.verdict_table(results),
        faults=content.code_faults(results).most_common(),
        sections_confused=content.section_confusions(results),
        codes_confused=content.code_confusions(results),
        risk=_risk(results),
        ranked=measured_answers(results),
        latency=Markup(charts.histogram(spent, marks, "ms")),
        tags=content.tag_rows(results, _LEAST),
        tag_metrics=TAG_METRICS,
        worst=content.worst_cases(results),
        bar=lambda *given: Markup(charts.bar(*given)),
        percent=percent,
        points=points,
        judged=judged,
        **_against(baseline),
    )


def lead(record: RunRecord, results: Sequence[Result]) -> str:
    """The run in one or two sentences."""
    found = figures([r.counts for r in results])
    said = [
        f"{words} in {percent(found[name].value)} % of {found[name].cases}"
        for name, words in _LEAD.items()
        if name in found
    ]
    names = ", ".join(s.name for s in record.identity.suites)
    return f"{len(results):,} cases ({names}): {'; '.join(said)}."


_LEAD = {
    "section@1": "a deciding section is cited first",
    "verdict": "the verdict is right",
    "case-right": "every code of the case is right",
    "term@1": "the code of a term comes first",
    "abstained": "it declines where it should",
}


def _tiles(states: Sequence[content.SectionState]) -> list[charts.Tile]:
    return [
        charts.Tile(
            f"{s.id} {s.title}: " + (f"found in {s.found} of {s.cases}" if s.cases else "no case"),
            s.found / s.cases if s.cases else None,
        )
        for s in states
    ]


def _risk(results: Sequence[Result]) -> Markup | None:
    found = risk_coverage(results)
    return Markup(charts.curve(found, "answered", "wrong")) if found else None


def _against(baseline: tuple[RunRecord, Sequence[Pair]] | None) -> dict[str, Any]:
    if baseline is None:
        return {"differences": [], "flips": [], "baseline": None, "change_plot": None}
    record, pairs = baseline
    found = differences(pairs)
    scale = max([0.01, *(max(abs(d.low), abs(d.high), abs(d.change)) for d in found)])

    def plot(d: Difference) -> Markup:
        good = None if not judged(d) else d.gain > 0
        return Markup(charts.change(d.change, d.low, d.high, scale, good))

    return {
        "differences": found,
        "baseline": record,
        "flips": [_flips(pairs, d) for d in found if d.change and d.metric.headline],
        "change_plot": plot,
    }


def _flips(pairs: Sequence[Pair], difference: Difference) -> dict[str, Any]:
    metric = difference.metric
    found = flips(pairs, metric)
    gained = sum(f.gained for f in found)
    rows = []
    for flip in found[:_MOST_FLIPS]:
        wanted, was = compared(flip.before, metric.name)
        now = compared(flip.after, metric.name)[1]
        rows.append((flip.before.key, "gained" if flip.gained else "lost", wanted, was, now))
    title = f"{metric.title}: {gained} gained, {len(found) - gained} lost"
    return {"title": title, "rows": rows}
