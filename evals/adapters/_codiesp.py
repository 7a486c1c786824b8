"""CodiEsp: clinical cases coded by people, translated to English (CC BY 4.0, CLEF eHealth 2020).

The folder holds `…D.tsv` (case and diagnosis code) and the texts in `text/`, `text_files_en/` or
`text_files/`. The codes follow Spanish rules on the set of 2018, so the suite measures the finding
of codes, not conformance with the US guidelines.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

from evals.adapters._common import reportable, text_of
from evals.errors import SuiteError
from evals.schema import Case, Gold

_TEXTS = ("text", "text_files_en", "text_files")


def read_codiesp(folder: Path, on: date) -> list[Case]:
    """Cases from a CodiEsp folder.

    Raises:
        SuiteError: files are missing or malformed.
    """
    table = next(iter(sorted(folder.glob("*D.tsv"))), None)
    texts = next((folder / name for name in _TEXTS if (folder / name).is_dir()), None)
    if table is None or texts is None:
        raise SuiteError(
            f"{folder} holds no CodiEsp data; give the folder with …D.tsv and {_TEXTS[0]}/."
        )
    codes: dict[str, list[str]] = defaultdict(list)
    for number, line in enumerate(text_of(table).splitlines(), 1):
        name, tab, code = line.partition("\t")
        if not tab:
            raise SuiteError(f"{table}, line {number}: a case and a code are needed, with a tab.")
        codes[name].append(code.split("\t")[0].strip())
    return [_case(texts / f"{name}.txt", given, on) for name, given in sorted(codes.items())]


def _case(path: Path, codes: list[str], on: date) -> Case:
    kept, dropped = reportable(codes, on)
    return Case(
        id=path.stem,
        question=text_of(path),
        date_of_service=on,
        gold=Gold(required_codes=kept),
        tags=("codiesp",),
        labelled="external",
        provenance={"source": "CodiEsp", "codes not in force": list(dropped)},
    )
