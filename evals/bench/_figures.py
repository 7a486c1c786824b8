"""Figures, the bounds they should keep, and the table that shows both."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.loading import shipped_suites
from evals.schema import Case


@dataclass(frozen=True, slots=True)
class Target:
    """A figure and the bound it should keep. `most` bounds it from above, `least` from below."""

    name: str
    unit: str
    most: float | None = None
    least: float | None = None

    def kept(self, value: float) -> bool:
        """Whether a figure keeps the bound."""
        below = self.most is None or value <= self.most
        return below and (self.least is None or value >= self.least)


def show(
    targets: Sequence[Target], figures: Mapping[str, float], note: str, out: Path | None = None
) -> None:
    """Print the figures as a table, and write them as JSON where a file is given."""
    print(table(targets, figures, note))
    if out:
        out.write_text(json.dumps(dict(figures), indent=1) + "\n", encoding="utf-8")


def table(targets: Sequence[Target], figures: Mapping[str, float], note: str) -> str:
    """The figures as a Markdown table with the machine's circumstances below."""
    lines = ["| figure | measured | bound | |", "|---|---|---|---|"]
    for target in targets:
        if target.name not in figures:
            continue
        value = figures[target.name]
        bound = f"≤ {target.most:g}" if target.most is not None else ""
        bound = f"≥ {target.least:g}" if target.least is not None else bound
        mark = "" if not bound else "kept" if target.kept(value) else "MISSED"
        lines.append(f"| {target.name} | {value:.4g} {target.unit} | {bound} | {mark} |")
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    lines += ["", f"{os.cpu_count()} processors, load {load}. {note}"]
    return "\n".join(lines)


def shipped_cases(suite: str | None = None) -> list[Case]:
    """Every case of the suites that ship, or of one of them, in the suites' order."""
    return [
        Case.model_validate_json(line)
        for name, path in shipped_suites().items()
        if suite in (None, name)
        for line in path.read_bytes().splitlines()
    ]


def percentile_95(values: Sequence[float]) -> float:
    """The value that 95 % of the values do not exceed."""
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]
