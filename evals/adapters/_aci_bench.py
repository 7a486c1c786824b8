"""ACI-Bench: visit notes without codes (CC BY 4.0), to try an engine on unseen documentation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from evals.adapters._common import csv_rows
from evals.schema import Case, Gold


def read_aci_bench(path: Path, on: date) -> list[Case]:
    """The notes of an ACI-Bench CSV file, or of every one in a folder; their gold is empty.

    Raises:
        SuiteError: a file cannot be read or lacks a column.
    """
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    return [
        Case(
            id=f"{file.stem}-{row['encounter_id']}",
            question=row["note"],
            setting="outpatient",
            date_of_service=on,
            gold=Gold(),
            tags=("aci-bench", row.get("dataset", "note")),
            labelled="external",
            provenance="ACI-Bench",
        )
        for file in files
        for _, row in csv_rows(file, ("encounter_id", "note"))
    ]
