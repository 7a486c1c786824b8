"""Finds the official Tabular List that ships inside the package simple-icd-10-cm."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from guidelines.errors import DataMissing

PACKAGE = "simple_icd_10_cm"
APRIL_2026_FILE = "icd10c-tabular-April-1-2026.xml"


def tabular_file() -> Path:
    """Where the April 2026 Tabular List lies.

    The package is located but never imported: importing it parses the whole file (2 s).

    Raises:
        DataMissing: the package or the file in it is not installed.
    """
    spec = find_spec(PACKAGE)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for folder in folders:
        path = Path(folder) / "data" / APRIL_2026_FILE
        if path.is_file():
            return path
    looked = ", ".join(f"{folder}/data" for folder in folders) or "the installed packages"
    raise DataMissing(
        f"The Tabular List {APRIL_2026_FILE} was not found in {looked}; "
        "run: pip install simple-icd-10-cm==1.5.0"
    )
