"""Suites from data that a team brings: `dxcite eval import FORMAT PATH`.

csv           a table with the columns of the suite schema
label-studio  a JSON export of Label Studio
codiesp       clinical cases with codes
mdace         annotated hospital stays, with the texts of MIMIC-III put in
aci-bench     visit notes without codes
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from evals.adapters._aci_bench import read_aci_bench
from evals.adapters._codiesp import read_codiesp
from evals.adapters._json import read_label_studio, read_mdace
from evals.adapters._table import read_table
from evals.errors import SuiteError
from evals.loading import case_faults
from evals.schema import Case

ADAPTERS: dict[str, Callable[[Path, date], list[Case]]] = {
    "csv": read_table,
    "label-studio": read_label_studio,
    "codiesp": read_codiesp,
    "mdace": read_mdace,
    "aci-bench": read_aci_bench,
}


def imported(format: str, path: Path, on: date) -> list[Case]:
    """Cases from a file or folder in another format.

    Args:
        format: One of `ADAPTERS`.
        path: The file or folder.
        on: Date of service of cases that give none.

    Raises:
        SuiteError: the format is unknown, or the data cannot be read as such.
    """
    if format not in ADAPTERS:
        raise SuiteError(f"There is no format {format}; use {', '.join(ADAPTERS)}.")
    if not path.exists():
        raise SuiteError(f"{path} is not there.")
    cases = ADAPTERS[format](path, on)
    for case in cases:
        for fault in case_faults(case, on):
            raise SuiteError(f"{path}, case {case.id}: {fault}.")
    return cases
