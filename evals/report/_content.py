"""What a report says, as plain values; the page and the Markdown only lay it out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.comparing import interval
from evals.metrics import METRICS, Metric, Scored
from evals.metrics._metric import category
from evals.record import Result
from evals.scoring import Figure, by_tag, figures, missed
from evals.tables import compared
from guidelines.sections import load_digest

_SERIOUS = {"forbidden": 3, "invalid": 5, "failed": 6, "verdict-wrong": 3, "abstained": 3}
_WORST = 25
_CONFUSED = 20


@dataclass(frozen=True, slots=True)
class Cell:
    """A metric over a suite, with its 95 % confidence interval."""

    figure: Figure
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A metric over every suite; None where it does not apply."""

    metric: Metric
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class SectionState:
    """A guideline section in the suites: how often it decides, how often it was found."""

    id: str
    title: str
    cases: int
    found: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """What was said in place of what was wanted."""

    wanted: str
    said: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorstCase:
    """A case that fell short of much, with all that is needed to see why."""

    result: Result
    missed: tuple[Metric, ...]
    compared: tuple[tuple[str, str, str], ...]
    steps: tuple[tuple[str, str], ...]


def suites_of(results: Sequence[Result]) -> dict[str, list[Result]]:
    """All results where there are several suites, then those of each suite."""
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[result.suite].append(result)
    if len(groups) > 1:
        return {"all": list(results), **groups}
    return dict(groups)


def metric_rows(groups: Mapping[str, Sequence[Result]]) -> list[MetricRow]:
    """Every metric that applies to a suite."""
    found = []
    for metric in METRICS:
        cells = tuple(_cell(metric, results) for results in groups.values())
        if any(cell is not None for cell in cells):
            found.append(MetricRow(metric, cells))
    return found


def section_map(results: Sequence[Result]) -> dict[str, list[SectionState]]:
    """Every section of the guidelines by the part that holds it, in official order."""
    decided, found = Counter[str](), Counter[str]()
    for result in results:
        for deciding in result.case.gold.sections[:1]:
            decided[deciding] += 1
            cited = Scored(result.case, result.answer).sections[:3]
            found[deciding] += deciding in cited
    parts: dict[str, list[SectionState]] = defaultdict(list)
    for id, section in load_digest().items():
        state = SectionState(id, section.title, decided[id], found[id])
        parts[_part(id)].append(state)
    return dict(parts)


def verdict_table(results: Sequence[Result]) -> dict[str, Counter[str]]:
    """What was said, by what the gold says."""
    table: dict[str, Counter[str]] = {}
    for result in results:
        if result.case.gold.verdict:
            said = result.answer.get("verdict") or "none"
            table.setdefault(result.case.gold.verdict, Counter())[said] += 1
    return {gold: table[gold] for gold in ("yes", "no", "depends") if gold in table}


def section_confusions(results: Sequence[Result]) -> list[Confusion]:
    """Sections that are cited first where another decides, the most frequent first."""
    cases: dict[tuple[str, str], list[str]] = defaultdict(list)
    for result in results:
        gold, cited = result.case.gold.sections, Scored(result.case, result.answer).sections
        if gold and cited and cited[0] not in gold:
            cases[gold[0], cited[0]].append(result.key)
    return _confusions(cases)


def code_confusions(results: Sequence[Result]) -> list[Confusion]:
    """Required codes in whose place another code of their category is recommended."""
    cases: dict[tuple[str, str], list[str]] = defaultdict(list)
    for result in results:
        said = Scored(result.case, result.answer).recommended
        right = {*result.case.gold.required_codes, *result.case.gold.acceptable_codes}
        for code in result.case.gold.required_codes:
            other = next(
                (c for c in said if c not in right and category(c) == category(code)), None
            )
            if code not in said and other is not None:
                cases[code, other].append(result.key)
    return _confusions(cases)


def code_faults(results: Sequence[Result]) -> Counter[str]:
    """Why codes are wrong: each required code that is missing and each one too many, by kind."""
    found = Counter[str]()
    for result in results:
        gold, said = result.case.gold, Scored(result.case, result.answer).recommended
        if not (gold.required_codes or gold.acceptable_codes):
            continue
        right = {*gold.required_codes, *gold.acceptable_codes}
        extra = [c for c in said if c not in right]
        near = {category(c) for c in extra}
        for code in gold.required_codes:
            if code not in said:
                found[_LACKING[category(code) in near]] += 1
        wanted = {category(c) for c in gold.required_codes if c not in said}
        for code in extra:
            if category(code) not in wanted:
                found[_EXTRA[code in gold.forbidden_codes]] += 1
    return found


_LACKING = {
    True: "another code of the right category (detail, side, 7th character)",
    False: "required code missing altogether",
}
_EXTRA = {True: "code that the gold forbids", False: "other code too many"}


def tag_rows(results: Sequence[Result], least: int) -> list[tuple[str, int, dict[str, Figure]]]:
    """Tags with their number of cases and figures, the most frequent first."""
    groups = by_tag([r.case for r in results], [r.counts for r in results], least)
    return [(tag, len(counted), figures(counted)) for tag, counted in groups.items()]


def worst_cases(results: Sequence[Result]) -> list[WorstCase]:
    """The cases that fell short of most, serious faults counting more."""
    headline = [m for m in METRICS if m.headline]
    found = []
    for result in results:
        short = tuple(m for m in headline if missed(m, result.counts))
        if short:
            found.append((sum(_SERIOUS.get(m.name, 1) for m in short), result, short))
    found.sort(key=lambda row: (-row[0], row[1].key))
    return [_worst(result, short) for _, result, short in found[:_WORST]]


def _worst(result: Result, short: tuple[Metric, ...]) -> WorstCase:
    rows: dict[tuple[str, str], str] = {}
    for metric in short:
        rows.setdefault(compared(result, metric.name), metric.name)
    shown = tuple((name, *pair) for pair, name in rows.items())
    steps = tuple((str(s.get("stage")), _step(s)) for s in result.answer.get("trace", ()))
    return WorstCase(result, short, shown, steps)


def _step(step: Mapping[str, Any]) -> str:
    detail = step.get("detail")
    what = str(step.get("what"))
    return f"{what}: {', '.join(map(str, detail))}" if isinstance(detail, list) and detail else what


def _cell(metric: Metric, results: Sequence[Result]) -> Cell | None:
    figure = figures([r.counts for r in results]).get(metric.name)
    if figure is None or figure.value is None:
        return None
    return Cell(figure, *interval(metric, results))


def _confusions(cases: Mapping[tuple[str, str], list[str]]) -> list[Confusion]:
    ordered = sorted(cases.items(), key=lambda row: (-len(row[1]), row[0]))
    return [Confusion(*pair, tuple(keys)) for pair, keys in ordered[:_CONFUSED]]


def _part(section: str) -> str:
    """The row of the map: I.A, I.B, each chapter of I.C, and the other parts."""
    pieces = section.split(".")
    if section.startswith("I.C."):
        return ".".join(pieces[:3])
    return ".".join(pieces[:2]) if pieces[0] in ("I", "App") else pieces[0]
