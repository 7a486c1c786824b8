"""Comparisons and gates as tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from evals.comparing import Difference, Flip, GroupChange
from evals.gating import Checked
from evals.tables import compared, percent

_SURE = 0.05
_MOST_GROUPS = 12
_MOST_FLIPS = 60


def difference_table(found: Sequence[Difference]) -> Table:
    """Every metric of both runs, with the interval of the difference and what chance would do."""
    table = Table(box=None, pad_edge=False)
    table.add_column("metric", no_wrap=True)
    for column in ("cases", "A", "B", "B − A", "95 % interval", "p"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("")
    for d in found:
        interval = f"{points(d.low)} … {points(d.high)}"
        row = (
            d.metric.shown(d.before),
            d.metric.shown(d.after),
            points(d.change),
            interval,
            f"{d.p:.3f}",
        )
        table.add_row(d.metric.name, str(d.cases), *row, judged(d))
    return table


def change_table(kind: str, changes: Sequence[GroupChange]) -> Table:
    """The groups that changed most."""
    moved = [c for c in changes if c.before != c.after][:_MOST_GROUPS]
    metric = moved[0].metric.name if moved else ""
    table = Table(box=None, pad_edge=False)
    table.add_column(f"\n{kind}", no_wrap=True)
    for column in ("cases", f"{metric} A", "B", "B − A"):
        table.add_column(f"\n{column}", justify="right", no_wrap=True)
    for c in moved:
        row = (percent(c.before), percent(c.after), points(c.after - c.before))
        table.add_row(c.group, str(c.cases), *row)
    return table


def flip_table(found: Sequence[Flip]) -> Table:
    """Cases that changed sides, with both answers."""
    gained = sum(f.gained for f in found)
    lost = len(found) - gained
    table = Table(box=None, pad_edge=False)
    shown = f" (first {_MOST_FLIPS})" if len(found) > _MOST_FLIPS else ""
    table.add_column(f"\n{gained} gained, {lost} lost{shown}", no_wrap=True)
    for column in ("", "wanted", "A said", "B said"):
        table.add_column(f"\n{column}")
    for f in found[:_MOST_FLIPS]:
        wanted, was = compared(f.before, f.metric.name)
        _, now = compared(f.after, f.metric.name)
        table.add_row(f.before.key, "gained" if f.gained else "LOST", wanted, was, now)
    return table


def gate_table(found: Sequence[Checked]) -> Table:
    """Every bound and whether it is kept."""
    table = Table("suite or tag", "metric", box=None, pad_edge=False)
    table.add_column("measured", justify="right")
    table.add_column("bound", justify="right")
    table.add_column("")
    for c in found:
        value = "not measured" if c.value is None else f"{c.value:.4g}"
        table.add_row(c.group, c.name, value, str(c.bound), "kept" if c.kept else "NOT KEPT")
    return table


def judged(difference: Difference) -> str:
    """Better, worse or neither, in words."""
    if difference.p >= _SURE or not difference.change:
        return ""
    return "better" if difference.gain > 0 else "WORSE"


def worse(found: Sequence[Difference], tolerance: float) -> list[str]:
    """Headline metrics that lost more than a number of percentage points."""
    return [d.metric.name for d in found if d.metric.headline and -d.gain * 100 > tolerance]


def points(change: float) -> str:
    """A difference in percentage points with its sign."""
    return f"{100 * change:+.1f}"
