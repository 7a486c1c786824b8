"""One run over all sets for which the files are at hand."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from evals.terms import _sets as sets
from evals.terms._asking import ON, answered, loaded
from evals.terms._figures import Notes, Row, notes, row
from evals.terms._parts import ablation

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from indexes.index_lines import IndexLines

_TITLE_AIMS = dict(zip(sets.WAYS, (99, 98, 95, 95), strict=True))
_NOTES_SHARE = 4  # one note for so many terms


@dataclass(frozen=True, slots=True)
class Files:
    """Official files and data; any may be None, and what needs it is left out.

    Attributes:
        index: XML of the Index to Diseases and Injuries.
        external: XML of the External Cause Index.
        neoplasms: XML of the Table of Neoplasms.
        drugs: XML of the Table of Drugs and Chemicals.
        codiesp: Folder of CodiEsp.
        held_out: Folder of an embedding trained without the kept-out main terms
            (`python -m indexes.training.train_static --held-out`).
    """

    index: Path | None = None
    external: Path | None = None
    neoplasms: Path | None = None
    drugs: Path | None = None
    codiesp: Path | None = None
    held_out: Path | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that a run found."""

    rows: tuple[Row, ...]
    notes: Notes | None
    parts: dict[str, dict[str, float]]


def measured(files: Files, count: int, seed: int) -> Measured:
    """Measure look-ups.

    Args:
        files: What is at hand.
        count: Terms of each set.
        seed: The same seed asks the same terms.

    Raises:
        DxciteError: a file cannot be read, or the index cannot be opened.
    """
    from assistant.pipeline import open_assistant

    assistant = open_assistant()
    assistant.warm()
    every = _all_sets(files, count, seed)
    rows = [*_unloaded(assistant, files, every), *_loaded(assistant, files, every)]
    few = {n: t[: max(1, count // 3)] for n, (t, _) in every.items() if n in _PARTS_ON}
    with loaded(None):
        found = (
            notes(assistant, files.codiesp, seed, max(1, count // _NOTES_SHARE))
            if (files.codiesp)
            else None
        )
        parts = ablation(assistant, few)
    return Measured(tuple(rows), found, parts)


_Sets = dict[str, tuple[list[sets.Asked], str]]
_KEPT_OUT = "Index paths, Index not loaded"
_PARTS_ON = (_KEPT_OUT, "titles, one or two typos", "titles, abbreviated", "titles, in a sentence")
_WITH_INDEX = (
    "Index paths, Index loaded", "External Cause Index", "drug table cells", "neoplasm table cells",
)  # fmt: skip


def _all_sets(files: Files, count: int, seed: int) -> _Sets:
    from guidelines.codeset import load_codeset

    codeset = load_codeset(ON)

    def chance() -> random.Random:
        return random.Random(seed)

    found: _Sets = {}
    if files.index:
        kept = sets.index_paths(files.index, codeset, chance(), count, kept_out=True)
        found[_KEPT_OUT] = kept, "60 / 85 / category 80 %"
    lines = sets.titles(codeset)
    for name, way in sets.WAYS.items():
        asked = sets.reworded(lines, way, chance(), count)
        found[f"titles, {name}"] = asked, f"{_TITLE_AIMS[name]} %"
    if files.index:
        every = sets.index_paths(files.index, codeset, chance(), count, kept_out=False)
        found[_WITH_INDEX[0]] = every, "99 %"
    if files.external:
        outside = sets.index_paths(files.external, codeset, chance(), count, kept_out=False)
        outside = [replace(a, term=f"external cause: {a.term}") for a in outside]
        found[_WITH_INDEX[1]] = outside, "every one"
    if files.drugs:
        cells = sets.table_cells(files.drugs, codeset, chance(), count, drugs=True)
        found[_WITH_INDEX[2]] = cells, "every one"
    if files.neoplasms:
        cells = sets.table_cells(files.neoplasms, codeset, chance(), count, drugs=False)
        found[_WITH_INDEX[3]] = cells, "every one"
    return found


def _unloaded(assistant: Assistant, files: Files, every: _Sets) -> Iterator[Row]:
    with loaded(None):
        for name, (terms, aim) in every.items():
            if name == _KEPT_OUT:
                yield _kept_out(assistant, files, terms, aim)
            elif name not in _WITH_INDEX:
                yield row(name, answered(assistant, terms), aim)


def _kept_out(assistant: Assistant, files: Files, terms: list[sets.Asked], aim: str) -> Row:
    """Main terms that the embedding never saw, where one is given that did not see them."""
    if files.held_out is None:
        return row(f"{_KEPT_OUT} (seen in training)", answered(assistant, terms), aim)
    from assistant.pipeline import Assistant as Another
    from guidelines.codeset import builtin_codeset
    from guidelines.releases import APRIL_2026, FY2027
    from indexes.static_embedding import StaticEmbedding
    from indexes.term_index import TermIndex, surface_rows

    embedding = StaticEmbedding.load(files.held_out)
    lexicon = assistant.index.lexicon
    with tempfile.TemporaryDirectory() as folder:
        rows = surface_rows([builtin_codeset(r) for r in (APRIL_2026, FY2027)], lexicon)
        TermIndex.build(rows, Path(folder), embedding)
        index = TermIndex.open(Path(folder), lexicon, embedding=embedding)
        other = Another(replace(assistant.index, terms=index))
        return row(f"{_KEPT_OUT} (main terms kept out)", answered(other, terms), aim)


def _loaded(assistant: Assistant, files: Files, every: _Sets) -> Iterator[Row]:
    asked = {name: every[name] for name in _WITH_INDEX if name in every}
    if not asked:
        return
    with loaded(_lines(assistant, files)):
        for name, (terms, aim) in asked.items():
            yield row(name, answered(assistant, terms), aim)


def _lines(assistant: Assistant, files: Files) -> IndexLines:
    from guidelines.alphabetic import load_index, load_table
    from indexes.index_lines import IndexLines

    return IndexLines(
        assistant.index.lexicon.equivalents,
        load_index(files.index) if files.index else None,
        load_index(files.external) if files.external else None,
        load_table(files.neoplasms) if files.neoplasms else None,
        load_table(files.drugs) if files.drugs else None,
    )
