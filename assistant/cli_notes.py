"""`dxcite notes`: how much of the Tabular List's notes is read into code sets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from guidelines import load_codeset, note_coverage
from guidelines._note_coverage import READINGS

if TYPE_CHECKING:
    from rich.console import Console

_WORDS = {
    "excludes1": "Excludes1",
    "excludes2": "Excludes2",
    "code_first": "Code first",
    "use_additional": "Use additional",
    "code_also": "Code also",
    "includes": "Includes",
    "seventh_note": "7th character",
}


def counted(on: date) -> dict[str, Any]:
    """The counts of a release, ready for JSON."""
    codeset = load_codeset(on)
    coverage = note_coverage(codeset)
    return {
        "release": codeset.release.name,
        "counts": {kind: {r: c[r] for r in READINGS} for kind, c in coverage.counts.items()},
        "lines": coverage.total,
        "unparsed": [{"at": n.at, "kind": n.kind, "text": n.text} for n in coverage.unparsed],
        "unparsed_share": round(coverage.share, 6),
    }


def draw_counts(out: Console, found: dict[str, Any]) -> None:
    """Print what `counted` found."""
    for line in _lines(found):
        out.print(line)


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield f"Lines of notes in the Tabular List, {found['release']}"
    yield f"{'':16}{'codes':>8}{'lists':>8}{'words':>8}{'unparsed':>10}"
    for kind, counts in found["counts"].items():
        row = "".join(f"{counts[r]:>{10 if r == 'unparsed' else 8}}" for r in READINGS)
        yield f"{_WORDS[kind]:16}{row}"
    share = f"{found['unparsed_share']:.2%}"
    yield f"Not understood: {len(found['unparsed'])} of {found['lines']:,} ({share})"
    for note in found["unparsed"]:
        yield f"  {note['at']} {_WORDS[note['kind']]}: {note['text']}"
