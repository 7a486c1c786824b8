"""Plots as inline SVG: numbers in, markup out, nothing loaded from anywhere.

Colours are CSS variables of the page, so that a plot follows its light and dark schemes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

_TILE, _GAP, _LABEL = 14, 3, 64
_PLOT_WIDTH, _PLOT_HEIGHT = 560, 130


def bar(value: float, better: str, low: float | None = None, high: float | None = None) -> str:
    """A share as a bar of 100 units, with its confidence interval as a line."""
    kind = "good" if better == "higher" else "bad"
    parts = [
        '<rect class="track" width="100" height="8" y="2" rx="2"/>',
        f'<rect class="{kind}" width="{100 * _clamped(value):.1f}" height="8" y="2" rx="2"/>',
    ]
    if low is not None and high is not None:
        ends = [f"{100 * _clamped(end):.1f}" for end in (low, high)]
        parts.append(f'<path class="whisker" d="M{ends[0]} 6H{ends[1]}"/>')
    return f'<svg class="bar" viewBox="0 0 100 12" aria-hidden="true">{"".join(parts)}</svg>'


def change(value: float, low: float, high: float, scale: float, good: bool | None) -> str:
    """A difference with its interval about zero; `scale` is what half the width stands for."""

    def x(change: float) -> float:
        return 60 + 58 * max(-1.0, min(1.0, change / scale))

    kind = "neutral" if good is None else "good" if good else "bad"
    return (
        '<svg class="change" viewBox="0 0 120 12" aria-hidden="true">'
        '<path class="axis" d="M60 0V12"/>'
        f'<path class="interval" d="M{x(low):.1f} 6H{x(high):.1f}"/>'
        f'<circle class="{kind}" cx="{x(value):.1f}" cy="6" r="3.5"/></svg>'
    )


@dataclass(frozen=True, slots=True)
class Tile:
    """One square of the coverage map; `share` is None where there is no case."""

    label: str
    share: float | None


def tiles(rows: Mapping[str, Sequence[Tile]], width: int = 1040) -> str:
    """Rows of squares, wrapped, each row under its name."""
    step = _TILE + _GAP
    across = (width - _LABEL) // step
    y, parts = 0, []
    for name, row in rows.items():
        parts.append(f'<text x="0" y="{y + 11}">{escape(name)}</text>')
        for place, tile in enumerate(row):
            x = _LABEL + (place % across) * step
            top = y + (place // across) * step
            parts.append(
                f'<rect x="{x}" y="{top}" width="{_TILE}" height="{_TILE}" rx="2" '
                f"{_shade(tile.share)}><title>{escape(tile.label)}</title></rect>"
            )
        y += max(1, -(-len(row) // across)) * step + _GAP
    return (
        f'<svg class="tiles" viewBox="0 0 {width} {y}" role="img" '
        f'aria-label="Guideline sections and how well they are found">{"".join(parts)}</svg>'
    )


def histogram(values: Sequence[float], marks: Mapping[str, float], unit: str) -> str:
    """How values are spread, on a logarithmic axis, with named marks."""
    low = math.log10(max(min(values), 0.1))
    high = max(math.log10(max(*values, *marks.values())), low + 0.1)
    bins = [0] * 40

    def place(value: float) -> float:
        return (math.log10(max(value, 0.1)) - low) / (high - low)

    for value in values:
        bins[min(39, int(place(value) * 40))] += 1
    tallest, step = max(bins), _PLOT_WIDTH / 40
    parts = [
        f'<rect class="good" x="{i * step + 1:.1f}" width="{step - 2:.1f}" '
        f'y="{100 - 96 * n / tallest:.1f}" height="{96 * n / tallest:.1f}">'
        f"<title>{n} cases</title></rect>"
        for i, n in enumerate(bins)
        if n
    ]
    parts.append(f'<path class="axis" d="M0 100H{_PLOT_WIDTH}"/>')
    for at, (name, value) in enumerate(marks.items()):
        x = place(value) * _PLOT_WIDTH
        anchor = "end" if x > _PLOT_WIDTH * 0.75 else "start"
        parts.append(f'<path class="mark" d="M{x:.1f} 0V104"/>')
        parts.append(
            f'<text x="{x:.1f}" y="{114 + 12 * (at % 2)}" text-anchor="{anchor}">'
            f"{escape(name)} {value:,.0f} {unit}</text>"
        )
    return (
        f'<svg class="histogram" viewBox="0 0 {_PLOT_WIDTH} {_PLOT_HEIGHT}" role="img" '
        f'aria-label="Latency">{"".join(parts)}</svg>'
    )


def curve(points: Sequence[tuple[float, float]], across: str, up: str) -> str:
    """A curve of shares against shares, both axes from 0 to 100 %."""
    size = 220

    def at(point: tuple[float, float]) -> str:
        return f"{40 + size * point[0]:.1f} {10 + size * (1 - point[1]):.1f}"

    line = "L".join(at(point) for point in points)
    ticks = "".join(
        f'<text x="36" y="{14 + size * (1 - t):.0f}" text-anchor="end">{t:.0%}</text>'
        f'<text x="{40 + size * t:.0f}" y="{size + 24}" text-anchor="middle">{t:.0%}</text>'
        for t in (0, 0.5, 1)
    )
    return (
        f'<svg class="curve" viewBox="0 0 {size + 60} {size + 44}" role="img" '
        f'aria-label="{escape(up)} against {escape(across)}">'
        f'<path class="axis" d="M40 10V{size + 10}H{size + 40}"/>{ticks}'
        f'<path class="line" d="M{line}"/>'
        f'<text x="{40 + size / 2}" y="{size + 40}" text-anchor="middle">{escape(across)}</text>'
        f'<text x="44" y="8">{escape(up)}</text></svg>'
    )


def _clamped(value: float) -> float:
    return max(0.0, min(1.0, value))


def _shade(share: float | None) -> str:
    if share is None:
        return 'class="none"'
    # five steps are told apart more easily than a continuous scale
    return f'class="s{min(4, int(_clamped(share) * 5))}"'
