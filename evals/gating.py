"""A gate for releases: bounds that a run has to keep, written in a YAML file.

guideline_questions:        # a suite, or all
  section@1: {least: 0.75}  # a metric as in the table, as a share
  verdict-wrong: {most: 0.25}
  latency-p95: {most: 500}  # milliseconds
"#sepsis":                  # a tag
  section@3: {least: 0.9}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, model_validator

from evals.errors import EvalError
from evals.record import Result
from evals.scoring import figures, metric_named, percentile

_LATENCIES = {"latency-p50": 0.5, "latency-p95": 0.95}
_EVERYTHING = "all"


class Bound(BaseModel):
    """What a figure may be at least or at most."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    least: float | None = None
    most: float | None = None

    @model_validator(mode="after")
    def _one(self) -> Bound:
        if (self.least is None) == (self.most is None):
            raise ValueError("give either least or most")
        return self

    def kept(self, value: float) -> bool:
        """Whether a figure keeps the bound."""
        if self.least is not None:
            return value >= self.least
        return self.most is None or value <= self.most

    def __str__(self) -> str:
        return f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}"


Thresholds = Mapping[str, Mapping[str, Bound]]
"""Bounds by suite or #tag, then by metric."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A bound and the figure it was held against; None where the run has no such figure."""

    group: str
    name: str
    bound: Bound
    value: float | None

    @property
    def kept(self) -> bool:
        """Whether the figure is there and keeps the bound."""
        return self.value is not None and self.bound.kept(self.value)


def shipped_thresholds() -> Path:
    """The bounds that this version of dxcite keeps."""
    return Path(str(resources.files("evals") / "thresholds.yaml"))


def read_thresholds(path: Path) -> Thresholds:
    """Bounds from a file.

    Raises:
        EvalError: it cannot be read, or names a metric that there is not.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        bounds = TypeAdapter(dict[str, dict[str, Bound]]).validate_python(data)
    except OSError as error:
        raise EvalError(f"The thresholds {path} cannot be read ({error.strerror}).") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise EvalError(f"The thresholds {path} are not YAML: {error}") from error
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = ".".join(map(str, fault["loc"]))
        raise EvalError(f"The thresholds {path} are faulty at {where}: {fault['msg']}.") from error
    for group in bounds.values():
        for name in group:
            if name not in _LATENCIES:
                metric_named(name)
    return bounds


def checked(results: Sequence[Result], thresholds: Thresholds) -> list[Checked]:
    """Every bound with the run's figure.

    Args:
        results: The run.
        thresholds: Bounds; those of suites that the run does not hold are left out.

    Raises:
        EvalError: no bound is about this run.
    """
    found: list[Checked] = []
    for name, bounds in thresholds.items():
        group = _group(results, name)
        if not group:
            continue
        values = _values(group)
        found += [Checked(name, metric, b, values.get(metric)) for metric, b in bounds.items()]
    if not found:
        raise EvalError("No threshold is about a suite of this run; name one of its suites or all.")
    return found


def _group(results: Sequence[Result], name: str) -> list[Result]:
    if name.startswith("#"):
        return [r for r in results if name[1:] in r.case.tags]
    return [r for r in results if name in (_EVERYTHING, r.suite)]


def _values(group: Sequence[Result]) -> dict[str, float | None]:
    values = {name: f.value for name, f in figures([r.counts for r in group]).items()}
    spent = [r.ms for r in group]
    return {**values, **{name: percentile(spent, share) for name, share in _LATENCIES.items()}}
