"""What a metric is: counts taken from one answer, and a figure made of the counts of many.

A case that a metric does not apply to gives None. Counts are summed over cases before the figure
is made of them, so that precision is that of all codes recommended, not a mean of means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from evals.schema import Case

Counts = tuple[float, ...]


@dataclass(frozen=True)
class Scored:
    """An answer to a case, as the contract has it, with what several metrics look at.

    Attributes:
        case: What was asked and what a right answer holds.
        answer: The answer as JSON; empty where the engine failed.
        invalid: Recommended codes that are unknown or not billable at the date of service.
    """

    case: Case
    answer: dict[str, Any]
    invalid: tuple[str, ...] = ()

    @cached_property
    def recommended(self) -> tuple[str, ...]:
        """Codes with the role first-listed or additional, each once, in the answer's order."""
        roles = ("first-listed", "additional")
        return self._codes(lambda code: code["role"] in roles)

    @cached_property
    def first_listed(self) -> str | None:
        """The code to be listed first."""
        found = self._codes(lambda code: code["role"] == "first-listed")
        return found[0] if found else None

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """Every code of the answer, the recommended ones before the alternatives."""
        every = self._codes(lambda code: True)
        return tuple(dict.fromkeys((*self.recommended, *every)))

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """Guideline sections cited, in order of weight, each once."""
        cited = self.answer.get("citations", ())
        return tuple(dict.fromkeys(c["ref"] for c in cited if c["kind"] == "guideline"))

    @property
    def expects_codes(self) -> bool:
        """Whether the gold says which codes are right."""
        return bool(self.case.gold.required_codes or self.case.gold.acceptable_codes)

    def _codes(self, wanted: Callable[[dict[str, Any]], bool]) -> tuple[str, ...]:
        codes = self.answer.get("codes", ())
        return tuple(dict.fromkeys(c["code"] for c in codes if wanted(c)))


def ratio(counts: Counts) -> float | None:
    """The first count by the second, None where the second is 0."""
    return counts[0] / counts[1] if counts[1] else None


@dataclass(frozen=True)
class Metric:
    """A figure that says how good answers are.

    Attributes:
        name: Short name, in tables and thresholds files.
        title: What it says, in a few words.
        count: The counts of one case, None where the metric does not apply to it.
        figure: The figure made of summed counts; the first by the second unless given.
        better: Which way is good.
        headline: Whether the short table shows it.
        unit: Whether it is a share of something or a plain number.
    """

    name: str
    title: str
    count: Callable[[Scored], Counts | None]
    figure: Callable[[Counts], float | None] = ratio
    better: Literal["higher", "lower"] = "higher"
    headline: bool = False
    unit: Literal["share", "number"] = "share"

    def shown(self, value: float | None) -> str:
        """A value for people: a percentage, or the number."""
        if value is None:
            return "–"
        return f"{100 * value:.1f}" if self.unit == "share" else f"{value:,.0f}"

    def over(self, counts: Iterable[Counts | None]) -> tuple[float | None, int]:
        """The figure over many cases, and the number of cases it applies to."""
        applies = [c for c in counts if c is not None]
        return (self.figure(summed(applies)) if applies else None), len(applies)


def summed(counts: Sequence[Counts]) -> Counts:
    """Counts added up place by place."""
    return tuple(sum(place) for place in zip(*counts, strict=True))


def share(hit: bool) -> Counts:
    """One case, hit or missed."""
    return (float(hit), 1.0)


def category(code: str) -> str:
    """The category of a code, its first three characters (guideline section I.A.2)."""
    return code[:3]
